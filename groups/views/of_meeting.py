"""For pages about one meeting that are not public: find it, and ask whether this person may open them."""

from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from groups.actors import Actor
from groups.models import Meeting
from groups.views.acting import ActingMixin

MANAGE = "groups.manage_meetings"


class OfMeetingMixin(ActingMixin):
    """Gives a view `self.meeting` and `self.by`; whoever may not see the meeting is told that there is none."""

    permission = MANAGE
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self) -> bool:
        return rules.has_perm(self.permission, self.request.user, self.meeting.body)

    @property
    def by(self) -> Actor:
        return self.actor(self.permission, self.meeting.body)

    @cached_property
    def meeting(self) -> Meeting:
        seen = Meeting.objects.visible_to(self.request.user).select_related("body", "series", "prepares", "prepares__body")
        return get_object_or_404(seen, ref=self.kwargs["ref"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"meeting": self.meeting}  # type: ignore[misc]  # the view that takes this mixin has it
