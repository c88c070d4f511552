"""Meetings by rule, planned for the year. Those that are over took place, and what came of them is written down once."""

import datetime as dt

from coproduction.core import clock
from coproduction.core.enums import Qualifier
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from groups.actors import Actor
from groups.enums import ArrangementState, MeetingKind, MeetingState, MinutesState, Permission
from groups.models import AccessNeed, Meeting
from groups.queries import arrangements, planning, proceedings
from groups.queries.planning import Idea, Workshop
from groups.queries.proceedings import Account, ActionLine, CountLine, DecisionLine, SayingLine
from groups.recurrence import Hours, Rule
from groups.services import actions, minutes, series
from groups.services import proceedings as writing


def build(content: Content, cast: Cast) -> dict[str, list[Meeting]]:
    """Every series by its id, its meetings in the order of their days."""
    made = {entry["id"]: _plan(content, cast, entry) for entry in content.list("series")}
    for entry in content.list("series"):
        over = [meeting for meeting in made[entry["id"]] if meeting.ends_at < clock.now()]
        for number, meeting in enumerate(over):
            is_newest = meeting == over[-1]
            _write_down(content, cast, entry, meeting, is_newest=is_newest, settles=number < len(over) - 2)
    return made


def _plan(content: Content, cast: Cast, entry: Entry) -> list[Meeting]:
    body = cast.bodies[entry["body"]]
    by = cast.actor(entry["by"], body)
    workshop = entry.get("workshop")
    idea = Idea(
        body=body,
        kind=entry.get("kind", MeetingKind.MEETING),
        title=entry["title"],
        rule=Rule(entry["rhythm"], entry["weekday"], content.day(entry["from"]), content.day(entry["until"]), entry["nth"]),
        hours=_hours(entry["hours"]),
        place=entry["place"],
        access=entry.get("access", ""),
        is_private=entry.get("private", False),
        workshop=Workshop(workshop["days"], workshop["title"], _hours(workshop["hours"])) if workshop else None,
    )
    # A workshop comes before the first board, so the plan is made before both.
    with clock.standing_at(content.moment(entry["from"] - 28)):
        proposal = planning.propose(idea=idea, user=by.user)
        planned = series.plan(idea=idea, chosen=proposal.suggested, seen=proposal.seen, user=by.user, by=by)
    return list(planned.meetings.select_related("body").order_by("starts_at"))


def _hours(hours: list[int]) -> Hours:
    begins, ends = hours
    return Hours(dt.time(begins), dt.time(ends))


def _write_down(content: Content, cast: Cast, entry: Entry, meeting: Meeting, *, is_newest: bool, settles: bool) -> None:
    """What came of one meeting, on the evening of its day; the newest of each series is described in full."""
    by = cast.actor(entry["by"], meeting.body)
    told = content.section("afterwards")[entry["id"]]
    with clock.standing_at(meeting.ends_at + dt.timedelta(hours=1)):
        writing.record(
            meeting=meeting,
            account=_account(meeting, told, in_full=is_newest or settles),
            seen=proceedings.stamp(meeting),
            took_place=meeting.state == MeetingState.PLANNED,
            needs=_needs(meeting, not_met=settles),
            by=by,
        )
    if settles:
        with clock.standing_at(meeting.ends_at + dt.timedelta(days=20)):
            for action in meeting.actions.all():
                actions.done(action=action, by=by)
    how = entry.get("agreed_how", "")
    _minutes(
        meeting,
        told["minutes"] if is_newest else MinutesState.PUBLISHED,
        by,
        how,
        by if how else cast.signer_for(meeting.body),
    )


def _account(meeting: Meeting, told: Entry, *, in_full: bool) -> Account:
    counts = tuple(
        CountLine(who=line["who"], number=line["number"], qualifier=line.get("qualifier", Qualifier.EXACT))
        for line in told["counts"]
    )
    if not in_full or meeting.kind == MeetingKind.WORKSHOP:
        return Account(counts=counts)
    priorities = {priority.title: priority for priority in meeting.body.priorities.all()}
    return Account(
        counts=counts,
        sayings=tuple(
            SayingLine(line["words"], line["said_by"], Permission(line["permission"])) for line in told.get("sayings", ())
        ),
        decisions=tuple(DecisionLine(words) for words in told["decisions"]),
        actions=tuple(
            ActionLine(
                line["words"],
                owner_words=line["owner"],
                due=meeting.local_day + dt.timedelta(days=line["due_in"]),
                priority=priorities[line["priority"]],
            )
            for line in told.get("actions", ())
        ),
    )


def _needs(meeting: Meeting, *, not_met: bool) -> dict[AccessNeed, tuple[str, str]]:
    """What was asked for was there; once, long ago, it was not."""
    needs = AccessNeed.objects.filter(pk__in=arrangements.need_ids(meeting))
    if not_met:
        return dict.fromkeys(needs, (ArrangementState.NOT_MET, "It was booked for the wrong day."))
    return dict.fromkeys(needs, (ArrangementState.MET, ""))


def _minutes(meeting: Meeting, state: str, by: Actor, how: str, agrees: Actor) -> None:
    """Drafted after three days, agreed after a week, published a day later; the newest may not be so far."""
    text = "\n\n".join(str(decision) for decision in meeting.decisions.all()) or "We talked about how it is going."
    if not _has_passed(meeting, days=3):
        return
    with clock.standing_at(meeting.ends_at + dt.timedelta(days=3)):
        drafted = minutes.write(meeting=meeting, text=text, public_text=text, seen="", by=by)
    if state == MinutesState.DRAFT or not _has_passed(meeting, days=7):
        return
    with clock.standing_at(meeting.ends_at + dt.timedelta(days=7)):
        agreed = minutes.agree(minutes=drafted, how=how, by=agrees)
    if state == MinutesState.PUBLISHED and _has_passed(meeting, days=8):
        with clock.standing_at(meeting.ends_at + dt.timedelta(days=8)):
            minutes.publish(minutes=agreed, by=by)


def _has_passed(meeting: Meeting, *, days: int) -> bool:
    return meeting.ends_at + dt.timedelta(days=days) < clock.now()
