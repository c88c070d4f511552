"""For pages about one forum that are not public: find it, and ask whether this person may open them."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

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
        return super().get_context_data(**kwargs) | {"forum": self.forum}  # type: ignore[misc]
