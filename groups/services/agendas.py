"""The agenda of a meeting: what is on it must fit in the time there is. Members propose; whoever runs the meeting decides."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import NotAllowed, Refused, WrongState
from coproduction.core.services import audit
from groups.enums import AGENDA_STEPS, AgendaState, MeetingState
from groups.models import AgendaItem, Meeting, User
from groups.queries import agendas as queries
from groups.services import words

# What one person can propose for one meeting and have waiting.
MOST_PROPOSED = 5


@transaction.atomic
def add(*, meeting: Meeting, title: str, minutes: int, by: Acting) -> AgendaItem:
    """Put something at the end of the agenda. Raises `Refused` when there is no time for it."""
    meeting = _locked(meeting)
    item = _at_the_end(meeting, title, minutes, AgendaState.ACCEPTED)
    _must_fit(meeting)
    words.wrote(item, by=by, inside=meeting.body)
    audit.record(verb="put on agenda", target=item, by=by, meeting=meeting.ref, minutes=minutes)
    return item


@transaction.atomic
def propose(*, meeting: Meeting, title: str, minutes: int, user: User, by: Acting) -> AgendaItem:
    """Propose something to talk about. It is seen by whoever runs the meeting, and by everyone once it is accepted."""
    meeting = _locked(meeting)
    if meeting.body_id not in {capacity.body_id for capacity in user.live_capacities}:
        raise NotAllowed(_("Only people of the forum can propose what to talk about."))
    if meeting.agenda.filter(proposed_by=user, state=AgendaState.PROPOSED).count() >= MOST_PROPOSED:
        raise Refused(
            _("You have proposed %(number)s things already. Wait until they are looked at.") % {"number": MOST_PROPOSED}
        )
    if minutes > queries.length_of(meeting):
        raise Refused(_too_long(minutes - queries.length_of(meeting)))
    item = _at_the_end(meeting, title, minutes, AgendaState.PROPOSED)
    item.proposed_by, item.proposed_by_label = user, by.label
    item.save()
    words.wrote(item, by=by, inside=meeting.body)
    audit.record(verb="proposed for agenda", target=item, by=by, meeting=meeting.ref, minutes=minutes)
    return item


@transaction.atomic
def change(*, item: AgendaItem, title: str, minutes: int, by: Acting) -> AgendaItem:
    """Change the words of an item, or how long it takes."""
    meeting = _locked(item.meeting)
    item = meeting.agenda.get(pk=item.pk)
    item.title, item.minutes = title, minutes
    item.save()
    if item.state == AgendaState.ACCEPTED:
        _must_fit(meeting)
    words.wrote(item, by=by, inside=meeting.body)
    audit.record(verb="changed agenda", target=item, by=by, meeting=meeting.ref, minutes=minutes)
    return item


@transaction.atomic
def accept(*, item: AgendaItem, by: Acting) -> AgendaItem:
    """Put what was proposed, or taken off before, at the end of the agenda."""
    meeting, item = _step(item, AgendaState.ACCEPTED)
    item.order = _last(meeting) + 1
    item.save()
    _must_fit(meeting)
    audit.record(verb="accepted for agenda", target=item, by=by, meeting=meeting.ref)
    return item


@transaction.atomic
def decline(*, item: AgendaItem, by: Acting) -> AgendaItem:
    """Not this time: what was proposed stays off the agenda, what was on it comes off."""
    meeting, item = _step(item, AgendaState.DECLINED)
    item.save()
    audit.record(verb="declined for agenda", target=item, by=by, meeting=meeting.ref)
    return item


@transaction.atomic
def shift(*, item: AgendaItem, by: Acting, up: bool) -> AgendaItem:
    """Talk about it one place earlier, or later. The first stays first, the last stays last."""
    meeting = _locked(item.meeting)
    items = list(meeting.agenda.filter(state=AgendaState.ACCEPTED).order_by("order", "pk"))
    if item not in items:
        raise WrongState(_("This is not on the agenda any more."))
    place = items.index(item)
    other = max(0, place - 1) if up else min(len(items) - 1, place + 1)
    items[place], items[other] = items[other], items[place]
    for order, each in enumerate(items, 1):
        each.order = order
    AgendaItem.objects.bulk_update(items, ["order"])
    audit.record(verb="ordered agenda", target=item, by=by, meeting=meeting.ref)
    return items[other]


def _locked(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    if meeting.state != MeetingState.PLANNED or meeting.ends_at <= clock.now():
        raise WrongState(_("The agenda of a meeting that is over, or cancelled, stays as it is."))
    return meeting


def _step(item: AgendaItem, state: AgendaState) -> tuple[Meeting, AgendaItem]:
    meeting = _locked(item.meeting)
    item = meeting.agenda.get(pk=item.pk)
    if state not in AGENDA_STEPS[item.state]:
        raise WrongState(_("Someone decided about this already: “%(state)s”.") % {"state": item.get_state_display()})
    item.state = state
    return meeting, item


def _last(meeting: Meeting) -> int:
    return meeting.agenda.aggregate(last=Max("order"))["last"] or 0


def _at_the_end(meeting: Meeting, title: str, minutes: int, state: AgendaState) -> AgendaItem:
    return AgendaItem.objects.create(meeting=meeting, title=title, minutes=minutes, state=state, order=_last(meeting) + 1)


def _must_fit(meeting: Meeting) -> None:
    over = queries.minutes_over(meeting, meeting.ends_at - meeting.starts_at)
    if over:
        raise Refused(_too_long(over))


def _too_long(over: int) -> str:
    return ngettext(
        "The agenda would be %(minutes)s minute longer than the meeting. Give it less time, or take something else off first.",
        "The agenda would be %(minutes)s minutes longer than the meeting. Give it less time, or take something else off first.",
        over,
    ) % {"minutes": over}
