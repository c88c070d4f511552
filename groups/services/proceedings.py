"""After a meeting: write down, once, who came, what was said, decided and taken on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import Audience, Origin, Qualifier
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import AuditEvent, StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import audit, files, publication
from coproduction.core.times import plain_clock
from groups.enums import MeetingState
from groups.models import AccessNeed, Action, Attendance, Meeting, MeetingCount, MeetingDecision, Saying
from groups.queries import proceedings as queries
from groups.queries.proceedings import Account, ActionLine, CountLine
from groups.services import arrangements, lines, meetings, words

WROTE_DOWN = "wrote down meeting"


class PhotoRefused(Refused):
    """The photo cannot be kept."""


@transaction.atomic
def record(
    *,
    meeting: Meeting,
    account: Account,
    seen: str,
    by: Acting,
    took_place: bool = False,
    needs: Mapping[AccessNeed, tuple[str, str]] | None = None,
    photo: UploadedFile | None = None,
) -> Meeting:
    """Write down what came of a meeting, or correct it. The same account again changes nothing.

    `seen` is the stamp of what stood when the writer opened the page: whoever comes second is told who was there before.
    Lines that are not in the account stay, so nobody takes away what they have not seen. `needs` says for each need
    whether it was met, and what was missing.
    """
    meeting = _locked(meeting)
    before = queries.stamp(meeting)
    if took_place and meeting.state == MeetingState.PLANNED:
        meeting = meetings.mark_held(meeting=meeting, by=by)
    _write(meeting, account, by)
    arrangements.settle_all(meeting=meeting, stands=needs or {}, by=by)
    is_changed = queries.stamp(meeting) != before
    if is_changed and seen != before:
        raise WrongState(_came_second(meeting))
    if photo is not None:
        is_changed = _keep(photo, meeting, by) or is_changed
    if is_changed:
        audit.record(verb=WROTE_DOWN, target=meeting, by=by, **_figures(meeting))
        publication.bump()
    return meeting


@transaction.atomic
def did_not_happen(*, meeting: Meeting, why: str, by: Acting) -> Meeting:
    """Note that a meeting did not take place although nobody cancelled it. `why` is public."""
    if not why.strip():
        raise Missing(_("Say why it did not take place. People read this."))
    meeting = _locked(meeting)
    stands = queries.account(meeting)
    if meeting.state == MeetingState.HELD or any((stands.came, stands.counts, stands.sayings, stands.decisions, stands.actions)):
        raise WrongState(_("Something is written down about this meeting already, so it took place."))
    return meetings.cancel(meeting=meeting, reason=why, by=by)


def _locked(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if meeting.starts_at > clock.now():
        raise WrongState(_("This meeting is still to come. Write down what happened once it has begun."))
    if meeting.state == MeetingState.CANCELLED:
        raise WrongState(_("This meeting was cancelled, so there is nothing to write down."))
    return meeting


def _write(meeting: Meeting, account: Account, by: Acting) -> None:
    if account.came is not None:
        _mark_who_came(meeting, account.came)
    if account.members is not None:
        _count_members(meeting, account.members)
    lines.keep(list(meeting.counts.filter(of_members=False)), account.counts, _maker(MeetingCount, meeting))
    said = lines.keep(list(meeting.sayings.all()), account.sayings, _maker(Saying, meeting))
    decided = lines.keep(list(meeting.decisions.all()), account.decisions, _maker(MeetingDecision, meeting))
    _check_owners(meeting, account.actions, by)
    made_up = meeting.is_demonstration or by.origin == Origin.DEMONSTRATION

    def take_on(order: int, **values: Any) -> Action:
        origin = Origin.DEMONSTRATION if made_up else Origin.SITE
        return Action.objects.create(body=meeting.body, meeting=meeting, origin=origin, **values)

    taken_on = lines.keep(list(meeting.actions.open().select_related("owner", "priority")), account.actions, take_on)
    words.wrote(*said, *decided, *taken_on, by=by, inside=meeting.body)


def _mark_who_came(meeting: Meeting, came: frozenset[int]) -> None:
    """Whoever is ticked came, and then the others did not. With nobody ticked it is not known of anybody."""
    people = queries.people(meeting)
    for person in people:
        is_here = person.user.pk in came if came else None
        if person.came != is_here:
            Attendance.objects.update_or_create(meeting=meeting, user=person.user, defaults={"came": is_here})
    if not came <= {person.user.pk for person in people}:
        raise WrongState(_("Someone whom you ticked does not belong to this meeting any more. Open the page again."))


def _count_members(meeting: Meeting, line: CountLine) -> None:
    if line.number is None:
        meeting.counts.filter(of_members=True).delete()
        return
    MeetingCount.objects.update_or_create(
        meeting=meeting,
        of_members=True,
        defaults={"who": _("members"), "number": line.number, "qualifier": Qualifier(line.qualifier)},
    )


def _maker(model: type[models.Model], meeting: Meeting) -> Callable[..., models.Model]:
    def make(order: int, **values: Any) -> models.Model:
        return model._default_manager.create(meeting=meeting, order=order, **values)

    return make


def _check_owners(meeting: Meeting, wanted: Sequence[ActionLine], by: Acting) -> None:
    """Nobody is given something to do who does not belong to the forum any more; what they took on before stays theirs."""
    stands = {row.pk: row.owner_id for row in meeting.actions.all()}
    possible = {user.ref for user in queries.possible_owners(meeting.body)} | {by.ref}
    for line in wanted:
        if line.owner and line.owner.pk != stands.get(line.row or 0) and line.owner.ref not in possible:
            raise Missing(_("Someone who is to do something has left the forum. Choose someone else."))


def _keep(photo: UploadedFile, meeting: Meeting, by: Acting) -> bool:
    """Keep the photo with the meeting, under a name that tells nothing; whether it is new."""
    photo.seek(0)
    if photo.read(5) == b"%PDF-":
        raise PhotoRefused(_("Choose a photo (JPEG, PNG or WebP). This is another kind of file."))
    name = _("%(forum)s flip chart") % {"forum": meeting.body.outside_name}
    try:
        stored = files.keep(upload=photo, name=name, audience=Audience.MEETING, target=meeting, by=by)
    except Refused as refusal:
        raise PhotoRefused(refusal.message) from refusal
    if StoredFile.objects.filter(target=ref_of(meeting), sha256=stored.sha256).exclude(pk=stored.pk).exists():
        files.remove(stored=stored, by=by)
        return False
    words.wrote(stored, by=by, inside=meeting.body)
    return True


def _figures(meeting: Meeting) -> dict[str, int]:
    return {
        "came": meeting.attendances.filter(came=True).count(),
        "counts": meeting.counts.count(),
        "sayings": meeting.sayings.count(),
        "decisions": meeting.decisions.count(),
        "actions": meeting.actions.count(),
    }


def _came_second(meeting: Meeting) -> str:
    last = AuditEvent.objects.filter(target=ref_of(meeting), verb=WROTE_DOWN).order_by("-at", "-pk").first()
    if last is None:
        return _("Something about this meeting changed while you had the page open. What you typed is still here: save it again.")
    at = localtime(last.at)
    return _(
        "%(who)s wrote something down here on %(day)s at %(time)s, while you had the page open. "
        "What you typed is still here. Save again to add it: what they added stays, and where you both changed a line, yours stands."
    ) % {"who": last.capacity[:1].upper() + last.capacity[1:], "day": date_format(at, "j F Y"), "time": plain_clock(at.time())}
