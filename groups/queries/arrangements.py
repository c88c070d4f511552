"""What the people of a meeting need, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from coproduction.core import clock
from groups.enums import ArrangementState
from groups.models import AccessNeed, Arrangement, Meeting
from groups.queries import meetings


@dataclass(frozen=True)
class Needed:
    """One need at one meeting. `whose` is empty for someone who may not know the names."""

    need: AccessNeed
    whose: str
    state: str
    note: str
    last_time: str
    was_missing: bool


@dataclass(frozen=True)
class Arrangements:
    needed: tuple[Needed, ...]

    @property
    def to_do(self) -> int:
        return sum(each.state == ArrangementState.ASKED for each in self.needed)

    @property
    def missing_last_time(self) -> int:
        return sum(each.was_missing for each in self.needed)


def needs_of(meeting: Meeting) -> list[AccessNeed]:
    """What the people who are asked to this meeting told us that they need, as long as they do."""
    people = [person.user.pk for person in meetings.invited([meeting], clock.now())[meeting.pk]]
    told = AccessNeed.objects.filter(user__in=people).select_related("user").order_by("pk")
    return [need for need in told if _holds(need, meeting)]


def _holds(need: AccessNeed, meeting: Meeting) -> bool:
    """Whether a need holds at a meeting; at a past one, only as long as it holds today."""
    day = max(meeting.local_day, clock.today())
    return need.agreed_on <= day and (need.ended_on is None or need.ended_on > day)


def need_ids(meeting: Meeting) -> set[int]:
    """The needs that can be settled for this meeting: those of its people, and those that stood there before."""
    written = Arrangement.objects.filter(meeting=meeting).values_list("need", flat=True)
    return {need.pk for need in needs_of(meeting)} | set(written)


def of_meeting(meeting: Meeting, *, with_names: bool) -> Arrangements:
    """Every need of the people of this meeting: how it stands, and how it was at the meeting before this one."""
    needs = needs_of(meeting)
    now = {row.need_id: row for row in Arrangement.objects.filter(meeting=meeting)}
    before = _last_time(meeting, needs)
    needed = []
    for need in needs:
        row, last = now.get(need.pk), before.get(need.pk)
        needed.append(
            Needed(
                need=need,
                whose=str(need.user) if with_names else "",
                state=row.state if row else ArrangementState.ASKED,
                note=row.note if row else "",
                last_time=last.note if last else "",
                was_missing=last is not None and last.state == ArrangementState.NOT_MET,
            )
        )
    return Arrangements(tuple(needed))


def _last_time(meeting: Meeting, needs: list[AccessNeed]) -> dict[int, Arrangement]:
    """For each need, what was noted at the nearest earlier meeting of the same forum that says whether it was there."""
    earlier = Arrangement.objects.filter(
        need__in=needs,
        meeting__body=meeting.body_id,
        meeting__starts_at__lt=meeting.starts_at,
        state__in=(ArrangementState.MET, ArrangementState.NOT_MET),
    )
    return {row.need_id: row for row in earlier.order_by("meeting__starts_at")}


def to_arrange(coming: Sequence[Meeting]) -> dict[int, int]:
    """For each of these meetings, how many needs of its people nobody has arranged for: four queries."""
    people = {pk: {person.user.pk for person in asked} for pk, asked in meetings.invited(coming, clock.now()).items()}
    needs = list(AccessNeed.objects.filter(user__in=set().union(*people.values())))
    done = set(
        Arrangement.objects.filter(meeting__in=people).exclude(state=ArrangementState.ASKED).values_list("meeting", "need")
    )
    return {
        meeting.pk: sum(
            need.user_id in people[meeting.pk] and (meeting.pk, need.pk) not in done and _holds(need, meeting) for need in needs
        )
        for meeting in coming
    }
