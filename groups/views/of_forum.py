"""For pages about one forum that are not public: find it, and ask whether this person may open them."""

from collections.abc import Callable
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from groups.actors import Actor
from groups.models import Body
from groups.views.acting import ActingMixin


class OfForumMixin(ActingMixin):
    """Gives a view `self.forum`, and refuses it to everyone without `permission` over that forum."""

    permission = ""
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.has_perm(self.permission, request.user, self.forum):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def forum(self) -> Body:
        known = Body.objects.forums().visible_to(self.request.user).select_related("lead_body")
        return get_object_or_404(known, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"forum": self.forum}  # type: ignore[misc]  # the view that takes this mixin has it


class ManyActsMixin(OfForumMixin):
    """For one page with several small forms: the name of the button that was pressed says which of its `acts` it is."""

    @property
    def acts(self) -> dict[str, Callable[[Actor], HttpResponse]]:
        """What each button does."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(self.permission, self.forum)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]  # the view that takes this mixin has it

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by = self.actor(self.permission, self.forum)
        act = next((act for name, act in self.acts.items() if name in request.POST), None)
        if act is None:
            raise Http404
        return act(by)
