"""The committee's space: what was asked, what came of people's words, and which promises are late."""

from typing import Any

import rules
from django.contrib.auth.mixins import UserPassesTestMixin
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from coproduction.core import clock
from coproduction.portal.queries import committee
from groups.policies import live_capacities


class CommitteeView(UserPassesTestMixin, TemplateView):
    template_name = "portal/committee.html"
    raise_exception = True

    def test_func(self) -> bool:
        return rules.has_perm("portal.view_committee", self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = [capacity.body.name for capacity in live_capacities(self.request.user) if capacity.is_committee]
        headers = [_("What was done"), _("Answer"), _("In figures"), _("When")]
        return super().get_context_data(
            page=committee.page(clock.today()),
            committee_names=names,
            headers=headers,
            process_headers=[_("Project"), _("How much say"), _("With whom"), _("Sessions and people"), _("Stages")],
            bar_headers=[_("Answer"), _("Picture"), _("How many")],
            people_headers=[_("Session"), _("Picture"), _("How many")],
            **kwargs,
        )
