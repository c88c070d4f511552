"""Meetings past and coming. Tomorrow's and yesterday's are there whenever the demonstration is loaded again."""

from coproduction.core import clock
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from groups.actors import Actor
from groups.enums import MeetingState
from groups.models import Meeting
from groups.services import agendas, meetings

# The days that must never be empty: what the reminders and the requests for feedback are about.
_ALWAYS = (-1, 1)


def build(content: Content, cast: Cast) -> dict[str, Meeting]:
    """Every single meeting of the year, by its id, with what it talks about."""
    made = {entry["id"]: _plan(content, cast, entry) for entry in content.list("meetings")}
    for entry in content.list("agendas"):
        _agenda(content, cast, entry, made[entry["meeting"]])
    return made


def _agenda(content: Content, cast: Cast, entry: Entry, meeting: Meeting) -> None:
    by, proposed = cast.actor(entry["by"], meeting.body), entry["proposed"]
    member = cast.actor(proposed["by"], meeting.body)
    with clock.standing_at(content.moment(-7)):
        for item in entry["items"]:
            agendas.add(meeting=meeting, title=item["title"], minutes=item["minutes"], by=by)
        agendas.propose(meeting=meeting, title=proposed["title"], minutes=proposed["minutes"], user=member.user, by=member)


def keep_current(content: Content, cast: Cast) -> list[Meeting]:
    """Plan the meetings of tomorrow and yesterday anew when the year was loaded on an earlier day. What it made."""
    return [
        _plan(content, cast, entry)
        for entry in content.list("meetings")
        if entry["in_days"] in _ALWAYS and not _there(content, cast, entry)
    ]


def _there(content: Content, cast: Cast, entry: Entry) -> bool:
    body = cast.bodies[entry["body"]]
    return body.meetings.on_day(content.day(entry["in_days"])).exclude(state=MeetingState.CANCELLED).exists()


def _plan(content: Content, cast: Cast, entry: Entry) -> Meeting:
    body = cast.bodies[entry["body"]]
    by = _organiser(cast, body.is_independent, entry)
    starts = content.moment(entry["in_days"], hour=entry["hour"])
    with clock.standing_at(content.moment(entry["in_days"] - 21)):
        meeting = meetings.plan(
            body=body,
            title=entry["title"],
            starts_at=starts,
            ends_at=content.moment(entry["in_days"], hour=entry["hour"] + entry["hours"]),
            place=entry["place"],
            access=entry.get("access", ""),
            is_private=entry.get("private", False),
            by=by,
        )
    if entry.get("held"):
        with clock.standing_at(content.moment(entry["in_days"], hour=entry["hour"] + entry["hours"])):
            meeting = meetings.mark_held(meeting=meeting, by=by)
    return meeting


def _organiser(cast: Cast, independent: bool, entry: Entry) -> Actor:
    """An independent forum plans its own meetings; an officer plans the others'."""
    body = cast.bodies[entry["body"]]
    return cast.signer_for(body) if independent else cast.actor("officer2@demo.example")
