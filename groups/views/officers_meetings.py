"""Every meeting that a person runs, coming and past, with what is missing."""

from typing import Any

import rules
from django.views.generic import TemplateView

from coproduction.core.views.lists import is_filtering, page_of, rows_of
from groups.filters import OfficersMeetingFilter, by_time
from groups.models import Meeting
from groups.queries import officers_meetings
from groups.views.access import NeedsPermission
from groups.views.of_meeting import MANAGE

PAGE = 20


class OfficersMeetingsView(NeedsPermission, TemplateView):
    permission = MANAGE
    template_name = "groups/officers_meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = Meeting.objects.run_by(self.request.user)
        filterset = OfficersMeetingFilter(self.request.GET or None, queryset=run)
        found = filterset.qs if filterset.is_bound and filterset.is_valid() else by_time(run)
        page, page_problem = page_of(self.request, found, PAGE)
        return super().get_context_data(**kwargs) | {
            "filter": filterset,
            "is_filtering": is_filtering(filterset),
            "page": page,
            "page_problem": page_problem,
            "rows": officers_meetings.rows(rows_of(page)),
            "can_set_terms": rules.has_perm("groups.manage_terms", self.request.user),
            "can_set_reminders": rules.has_perm("groups.manage_reminders", self.request.user),
        }
