"""What was done about each need of the people of a meeting: asked for, arranged, there or not there."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.services import audit
from groups.enums import ArrangementState, MeetingState
from groups.models import AccessNeed, Arrangement, Meeting
from groups.queries import arrangements as queries

# What can be said only of a meeting that has begun.
AFTERWARDS = frozenset({ArrangementState.MET, ArrangementState.NOT_MET})


@transaction.atomic
def settle(*, meeting: Meeting, need: AccessNeed, state: str, by: Acting, note: str = "") -> Arrangement:
    """Write down how one need stands at one meeting, and what is arranged or was missing."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState(_("This meeting is cancelled. Nothing needs to be arranged."))
    if need.pk not in queries.need_ids(meeting):
        raise NotAllowed(_("This need is of nobody who is asked to the meeting."))
    if state in AFTERWARDS and meeting.starts_at > clock.now():
        raise WrongState(_("Say whether it was there once the meeting has begun."))
    arrangement, _made = Arrangement.objects.update_or_create(
        meeting=meeting,
        need=need,
        defaults={
            "state": ArrangementState(state),
            "note": note.strip(),
            "changed_at": clock.now(),
            "changed_by_label": by.label,
        },
    )
    audit.record(verb="noted arrangement", target=arrangement, by=by, state=arrangement.state)
    return arrangement


@transaction.atomic
def settle_all(*, meeting: Meeting, stands: Mapping[AccessNeed, tuple[str, str]], by: Acting) -> int:
    """The same for several needs at once, each with its state and note; how many were changed."""
    now = {row.need_id: (row.state, row.note) for row in Arrangement.objects.filter(meeting=meeting)}
    untouched = (ArrangementState.ASKED, "")
    changed = {need: said for need, said in stands.items() if said != now.get(need.pk, untouched)}
    for need, (state, note) in changed.items():
        settle(meeting=meeting, need=need, state=state, note=note, by=by)
    return len(changed)
