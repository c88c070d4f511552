"""Whom a questionnaire goes to by message: after a meeting, a session or a stage, or, when only they may answer, when it opens.

Derived each time from what stands, and stored nowhere before it goes out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduction.core.enums import Precision
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from coproduction.core.times import plain_clock
from engagements.enums import Part, SessionState
from engagements.models import PanelSeat, ProjectPart, Session
from engagements.queries.projects import stage_words
from feedback import stages
from feedback.enums import QuestionnaireState
from feedback.models import Questionnaire
from feedback.queries import after_meetings, requests
from feedback.queries.after_meetings import ASKED_AT, GRACE, LOOK_BACK
from groups.enums import SIGNING_ROLES, MeetingState
from groups.models import Body, Capacity, Meeting, User
from groups.queries import meetings

MEETING, SESSION, STAGE, FORUM = "meeting", "session", "stage", "forum"


@dataclass(frozen=True)
class Recipient:
    """One person whom it goes to, with the reason as their message gives it: "you are a member of …"."""

    user: User
    why: str


@dataclass(frozen=True)
class Asking:
    """A questionnaire that is sent to people: about what, when, to whom. `due_at` is None while nobody knows when."""

    questionnaire: Questionnaire
    about: str
    # What the messages are about, for the outbox.
    about_ref: str
    due_at: dt.datetime | None
    people: tuple[Recipient, ...]
    is_cancelled: bool = False
    was_asked: bool = False

    @property
    def too_late_from(self) -> dt.datetime | None:
        return self.due_at + GRACE if self.due_at else None

    @property
    def words(self) -> str:
        """What it asks about, for its officers."""
        asks = self.questionnaire
        if asks.meeting is not None:
            return asks.meeting.title
        if asks.session is not None:
            return str(asks.session)
        if self.about == STAGE:
            return stage_of(asks)
        return _("Nothing of its own: the members of %(forum)s get it when it opens") % {"forum": asks.body}

    def is_due(self, now: dt.datetime) -> bool:
        """Whether its messages go out at this moment."""
        if self.due_at is None or self.is_cancelled or not self.questionnaire.is_open(now):
            return False
        return self.due_at <= now < self.due_at + GRACE

    def why_not(self, now: dt.datetime) -> str:
        """Why nobody is asked at this moment, in plain words; empty when people are, or were."""
        if self.was_asked:
            return ""
        if self.is_cancelled:
            return _("The meeting was cancelled.") if self.about == MEETING else _("The session was cancelled.")
        if self.about == FORUM and self.due_at is None:
            return _("It goes out when it opens.")
        if self.due_at is None:
            return self._no_moment()
        if now >= self.due_at + GRACE:
            return _("It is too late: nothing is sent from three days after the morning on which it was due.")
        if not self.people:
            return _("There is nobody to ask.")
        if now < self.due_at:
            day, time = date_format(timezone.localtime(self.due_at), "j F Y"), plain_clock(timezone.localtime(self.due_at).time())
            return _("It goes out on %(day)s at %(time)s.") % {"day": day, "time": time}
        if not self.questionnaire.is_open(now):
            return _("The questionnaire is not open.")
        return ""

    def _no_moment(self) -> str:
        if self.about == STAGE:
            return _("It goes out the day after this stage is done, at 10am.")
        return _("The session has no exact day, so we do not know when to ask. Write its day down.")


def of(questionnaire: Questionnaire, now: dt.datetime) -> Asking | None:
    """Whom this one goes to; None when it is sent to nobody."""
    return next(iter(_of_many([questionnaire], now)), None)


def lately(now: dt.datetime, *, since: dt.timedelta = LOOK_BACK) -> list[Asking]:
    """Those about sessions, stages and forums whose moment came lately; the same number of queries however many.

    Those about meetings are found by the meeting: see `after_meetings`.
    """
    own = Q(invited_only=True, opens_at__gt=now - since, opens_at__lte=now)
    about = Q(session__isnull=False) | Q(stage__isnull=False) | own
    # Long after it closed nobody asks any more why it did not go out.
    closed = Q(state=QuestionnaireState.CLOSED, closes_at__gt=now - since)
    found = Questionnaire.objects.filter(about, Q(state=QuestionnaireState.OPEN) | closed, meeting__isnull=True)
    asking = _of_many(found.select_related("session__meeting__body", "session__body", "project", "body").order_by("pk"), now)
    return [each for each in asking if each.due_at is not None and now - since < each.due_at <= now + dt.timedelta(days=1)]


def about_of(questionnaire: Questionnaire) -> str:
    """What it asks about: a meeting, a session, a stage, or its forum; empty when it is sent to nobody."""
    if questionnaire.meeting_id:
        return MEETING
    if questionnaire.session_id:
        return SESSION
    if questionnaire.stage:
        return STAGE
    return FORUM if questionnaire.invited_only and questionnaire.body_id else ""


def name_of(session: Session) -> str:
    """A session as a message may call it: a discreet forum's by its neutral name."""
    body = session.meeting.body if session.meeting else session.body
    return body.outside_name if body is not None and body.is_discreet else str(session)


def stage_of(questionnaire: Questionnaire) -> str:
    """The stage in words: "Stage 2 of 9: Be honest"."""
    return stage_words(questionnaire.stage)


def day_of(session: Session) -> dt.date | None:
    """The day of a session when it is known exactly; None otherwise."""
    if session.meeting is not None:
        return session.meeting.local_day
    return session.held.first if session.held.precision == Precision.DAY else None


def _of_many(questionnaires: Iterable[Questionnaire], now: dt.datetime) -> list[Asking]:
    rows = [each for each in questionnaires if about_of(each)]
    done = stages.done_at([(each.project_id or 0, each.stage or 0) for each in rows if about_of(each) == STAGE])
    people = _People(rows, now)
    sent = set(
        Notification.objects.filter(
            kind__in=(requests.MEETING_KIND, requests.KIND), about__in={_about_ref(each) for each in rows}
        ).values_list("about", flat=True)
    )
    return [
        Asking(
            questionnaire=each,
            about=about_of(each),
            about_ref=_about_ref(each),
            due_at=_due_at(each, done),
            people=people.of(each),
            is_cancelled=_is_cancelled(each),
            was_asked=_about_ref(each) in sent,
        )
        for each in rows
    ]


def _about_ref(questionnaire: Questionnaire) -> str:
    """Of a meeting, its own: the outbox then asks who may know of it."""
    meeting = _meeting(questionnaire)
    return ref_of(meeting) if meeting is not None and questionnaire.meeting_id else ref_of(questionnaire)


def _meeting(questionnaire: Questionnaire) -> Meeting | None:
    if questionnaire.meeting is not None:
        return questionnaire.meeting
    return questionnaire.session.meeting if questionnaire.session is not None else None


def _is_cancelled(questionnaire: Questionnaire) -> bool:
    if questionnaire.meeting is not None:
        return questionnaire.meeting.state == MeetingState.CANCELLED
    return questionnaire.session is not None and questionnaire.session.stands == SessionState.CANCELLED


def _due_at(questionnaire: Questionnaire, done: dict[stages.StageOf, dt.datetime]) -> dt.datetime | None:
    """The morning after; of one that asks a forum, the moment at which it opens."""
    about = about_of(questionnaire)
    day: dt.date | None = None
    if about == FORUM:
        return questionnaire.opens_at
    if about == MEETING and questionnaire.meeting is not None:
        day = questionnaire.meeting.local_day
    elif about == SESSION and questionnaire.session is not None:
        day = day_of(questionnaire.session)
    elif moment := done.get((questionnaire.project_id or 0, questionnaire.stage or 0)):
        day = timezone.localtime(moment).date()
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), ASKED_AT)) if day else None


class _People:
    """The people of many questionnaires, asked for together: of meetings, of forums and partners, and of panels."""

    def __init__(self, rows: Sequence[Questionnaire], now: dt.datetime) -> None:
        self.today = timezone.localtime(now).date()
        of_meetings = {meeting.pk: meeting for each in rows if (meeting := _meeting(each))}
        self.invited = meetings.invited(of_meetings.values(), now) if of_meetings else {}
        self.signing = self._bodies(rows)
        wanted = {body for bodies in self.signing.values() for body in bodies}
        wanted |= {each.body_id for each in rows if about_of(each) == FORUM and each.body_id}
        self.capacities: dict[int, list[Capacity]] = defaultdict(list)
        live = Capacity.objects.active(self.today).of_members().filter(body__in=wanted)
        for capacity in live.select_related("user", "body").order_by("pk") if wanted else ():
            self.capacities[capacity.body_id].append(capacity)
        self.seats: dict[int, list[User]] = defaultdict(list)
        sessions = [
            each.session_id for each in rows if about_of(each) == SESSION and each.session and not each.session.meeting_id
        ]
        seats = PanelSeat.objects.filter(panel__session__in=sessions, user__is_active=True)
        for seat in seats.select_related("panel", "user") if sessions else ():
            if seat.user is not None:
                self.seats[seat.panel.session_id].append(seat.user)

    @staticmethod
    def _bodies(rows: Sequence[Questionnaire]) -> dict[int, set[int]]:
        """Whose signers are asked: of a session all who work on its project, of a stage those who sign."""
        projects: dict[int, int] = {}
        for each in rows:
            project = each.session.project_id if each.session is not None else each.project_id
            if about_of(each) in (SESSION, STAGE) and project:
                projects[each.pk] = project
        parts = ProjectPart.objects.filter(project__in=set(projects.values()), body__isnull=False) if projects else ()
        of_project: dict[int, list[ProjectPart]] = defaultdict(list)
        for part in parts:
            of_project[part.project_id].append(part)
        found: dict[int, set[int]] = {}
        for each in rows:
            of_this = of_project[projects.get(each.pk, 0)]
            if about_of(each) == STAGE:
                found[each.pk] = {part.body_id for part in of_this if part.signs and part.body_id}
            elif each.session is not None and about_of(each) == SESSION and not each.session.meeting_id:
                found[each.pk] = {part.body_id for part in of_this if part.part in (Part.GROUP, Part.PARTNER) and part.body_id}
                found[each.pk] |= {each.session.body_id} if each.session.body_id else set()
        return found

    def of(self, questionnaire: Questionnaire) -> tuple[Recipient, ...]:
        """Each person once, by the first reason that holds."""
        found: dict[int, Recipient] = {}
        for person in self._with_reasons(questionnaire):
            found.setdefault(person.user.pk, person)
        return tuple(found.values())

    def _with_reasons(self, questionnaire: Questionnaire) -> Iterable[Recipient]:
        meeting = _meeting(questionnaire)
        if meeting is not None:
            for person in after_meetings.were_there(self.invited[meeting.pk]):
                yield Recipient(person.user, _member(meeting.body) if person.is_member else _guest(meeting.body))
            return
        if about_of(questionnaire) == FORUM:
            for capacity in self.capacities[questionnaire.body_id or 0]:
                yield Recipient(capacity.user, _member(capacity.body))
            return
        for body in sorted(self.signing.get(questionnaire.pk, ())):
            for capacity in self.capacities[body]:
                if capacity.role in SIGNING_ROLES:
                    yield Recipient(capacity.user, _("you are %(part)s") % {"part": capacity.outside_label})
        for user in self.seats[questionnaire.session_id or 0]:
            yield Recipient(user, _("you are on the panel"))


def _member(body: Body) -> str:
    return _("you are a member of %(forum)s") % {"forum": body.outside_name}


def _guest(body: Body) -> str:
    return _("you were asked to a meeting of %(forum)s") % {"forum": body.outside_name}
