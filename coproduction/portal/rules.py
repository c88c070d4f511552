"""Who may see the pages that read across apps."""

import rules
from django.conf import settings

from groups.rules import has_a_part, is_administrator, is_board_administrator, is_committee, is_officer


@rules.predicate
def in_a_demonstration(who: object) -> bool:
    """Nothing goes out here, and whoever tries the portal wants to see what would have."""
    return settings.DEMO


# Officers prepare what the committee reads, so they see the same page.
rules.add_perm("portal.view_committee", is_committee | is_officer)
rules.add_perm("portal.see_outbox", is_administrator | (in_a_demonstration & is_officer))
rules.add_perm("portal.see_job_health", is_administrator)
rules.add_perm("portal.view_officers", is_officer | is_board_administrator)
rules.add_perm("portal.view_my", has_a_part)
