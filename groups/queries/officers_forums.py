"""Every forum in a list for those who look after them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from groups import policies
from groups.enums import BodyKind, BodyStatus
from groups.models import Body, Capacity, Meeting
from groups.queries import elections

STATES = {
    BodyStatus.FORMING: "notyet",
    BodyStatus.ACTIVE: "did",
    BodyStatus.PAUSED: "doing",
    BodyStatus.CLOSED: "cant",
    BodyStatus.UNKNOWN: "none",
}


@dataclass(frozen=True)
class ForumRow:
    """One forum. What is not this person's to know is empty, and what they cannot open has no address."""

    name: str
    look: str
    url: str
    state: str
    state_words: str
    led_by: str
    is_independent: bool
    is_discreet: bool
    made_up: bool
    members: int | None
    next_meeting: str
    ending: tuple[elections.EndingTerm, ...]
    edit_url: str
    elections_url: str
    desk_url: str


def rows(user: object, now: dt.datetime) -> list[ForumRow]:
    """All forums that this person may know of, those of the record first; the same queries however many there are."""
    today = timezone.localtime(now).date()
    found = list(Body.objects.forums().visible_to(user).record_first().select_related("lead_body"))
    members = _members(today)
    meetings = _next_meetings(user, now)
    ending = defaultdict[int, list[elections.EndingTerm]](list)
    for term in elections.ending(found, today):
        ending[term.body.pk].append(term)
    return [_row(body, user, members, meetings, tuple(ending[body.pk])) for body in found]


def _row(
    body: Body, user: object, members: dict[int, int], meetings: dict[int, str], ending: tuple[elections.EndingTerm, ...]
) -> ForumRow:
    may_edit = policies.edits(user, body)
    is_known = may_edit or policies.opens_desk(user, body) or not body.is_discreet
    status = BodyStatus(body.status)
    return ForumRow(
        name=body.name,
        look=body.mark,
        url=body.get_absolute_url(),
        state=STATES[status],
        state_words=str(status.label),
        led_by=body.lead_body.name if body.lead_body else "",
        is_independent=body.is_independent,
        is_discreet=body.is_discreet,
        made_up=body.is_demonstration,
        members=members.get(body.pk, 0) if is_known else None,
        next_meeting=meetings.get(body.pk, ""),
        ending=ending if is_known else (),
        edit_url=reverse("forum_update", args=[body.slug]) if may_edit else "",
        elections_url=reverse("elections", args=[body.slug]) if may_edit else "",
        desk_url=reverse("forum_desk", args=[body.slug]) if policies.opens_desk(user, body) else "",
    )


def _members(today: dt.date) -> dict[int, int]:
    listed = Capacity.objects.listed(today).of_members().filter(body__kind=BodyKind.FORUM).order_by()
    return dict(listed.values("body").annotate(number=Count("user", distinct=True)).values_list("body", "number"))


def _next_meetings(user: object, now: dt.datetime) -> dict[int, str]:
    """The day of each forum's next meeting, of those whose meetings this person may see."""
    coming = Meeting.objects.visible_to(user).coming(now).filter(body__kind=BodyKind.FORUM)
    days: dict[int, str] = {}
    for body, starts_at in coming.values_list("body", "starts_at"):
        days.setdefault(body, date_format(timezone.localtime(starts_at), "j F Y"))
    return days
