"""When stages were signed by both sides, for everyone: the stage and the day, never who signed."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import CLOSED_STAGES, Position, StageState
from checklist.models import ChecklistStage
from coproduction.core.partial_dates import PartialDate


def days(stages: Iterable[ChecklistStage]) -> Iterator[tuple[PartialDate, str]]:
    """The day on which each finished stage was settled, from stages loaded with their sign-offs."""
    for stage in stages:
        if stage.state not in CLOSED_STAGES:
            continue
        rows = policies.standing(stage.sign_offs.all()).values()
        last = max((row.at for row in rows if row.position in (Position.SIGNED, Position.WENT_ON)), default=None)
        both = _("Stage %(number)s signed by both sides")
        words = both if stage.state == StageState.DONE else _("Stage %(number)s went on without a signature")
        if last:
            yield PartialDate.day(timezone.localtime(last).date()), words % {"number": stage.number}
