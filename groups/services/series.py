"""Plan many meetings at once, by a rule."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.services import audit
from groups.enums import MeetingKind
from groups.models import Body, Meeting, MeetingSeries
from groups.queries import planning
from groups.queries.planning import Idea, Proposal, Proposed
from groups.recurrence import MOST
from groups.services import meetings, words


def propose(*, idea: Idea, user: object) -> Proposal:
    """The dates of a series. Raises `Refused` when there is none, or more than can be planned at once."""
    proposal = planning.propose(idea=idea, user=user)
    if proposal.is_too_long:
        raise Refused(
            _("That is more than %(most)s meetings. Plan %(most)s or fewer at once: choose an earlier last day.") % {"most": MOST}
        )
    if not proposal.lines:
        raise Refused(_("No date fits this rule between these two days. Change the rule, or choose a later last day."))
    return proposal


@transaction.atomic
def plan(*, idea: Idea, chosen: Collection[str], seen: str, user: object, by: Acting) -> MeetingSeries:
    """Plan the chosen dates of a series, all or none. `seen` is the list of which the person decided."""
    Body.objects.select_for_update(of=("self",)).get(pk=idea.body.pk)
    proposal = propose(idea=idea, user=user)
    if proposal.seen != seen:
        raise WrongState(_("Something in these dates changed while you looked at them. Look at the list again, then plan them."))
    lines = [line for line in proposal.lines if line.key in chosen]
    if not lines:
        raise Missing(_("Tick one date or more."))
    if not all(line.is_possible for line in lines):
        raise Refused(_("A day that is over cannot be planned."))
    series = MeetingSeries.objects.create(
        body=idea.body,
        rhythm=idea.rule.rhythm,
        rule_words=idea.rule.in_words(idea.hours),
        workshop_days_before=idea.workshop.days_before if idea.workshop else None,
        made_by_label=by.label,
    )
    planned: dict[str, Meeting] = {}
    # Boards first: a workshop knows which board it prepares.
    for line in sorted(lines, key=lambda line: bool(line.board)):
        planned[line.key] = _plan(idea, line, series, planned.get(line.board), by)
    # All of them say the same, so one is read.
    words.wrote(next(iter(planned.values())), by=by, inside=idea.body)
    audit.record(verb="planned series", target=series, by=by, meetings=len(planned))
    return series


def _plan(idea: Idea, line: Proposed, series: MeetingSeries, board: Meeting | None, by: Acting) -> Meeting:
    return meetings.plan(
        body=idea.body,
        title=line.title,
        starts_at=line.slot.starts_at,
        ends_at=line.slot.ends_at,
        kind=MeetingKind.WORKSHOP if line.board else idea.kind,
        place=idea.place,
        link=idea.link,
        access=idea.access,
        is_private=idea.is_private,
        series=series,
        prepares=board,
        by=by,
    )
