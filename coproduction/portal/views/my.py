"""The page of members and partners."""

from typing import Any

from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.portal.queries import my
from groups.actors import person_of
from groups.views.access import NeedsPermission


class MyView(NeedsPermission, TemplateView):
    permission = "portal.view_my"
    template_name = "portal/my.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        user = person_of(self.request)
        return super().get_context_data(
            now=now,
            page=my.for_person(user, now),
            **kwargs,
        )
