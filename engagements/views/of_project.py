"""For officers' pages about one project: find it, and ask whether this person may open them."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from engagements.models import Project
from groups.actors import Actor
from groups.views.acting import ActingMixin

CHANGE = "engagements.change_project"


class OfProjectMixin(ActingMixin):
    """Gives a view `self.project`, and refuses it to everyone who may not change the project."""

    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.has_perm(CHANGE, request.user, self.project):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Asked for at once: nothing that is typed is lost on the way to choosing a hat.
        self.by()
        return super().get(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it

    @cached_property
    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.request.user), slug=self.kwargs["slug"])

    def by(self) -> Actor:
        return self.actor(CHANGE, self.project)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"project": self.project}  # type: ignore[misc]  # the view has it
