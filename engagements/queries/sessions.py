"""One session as people read it, and what stands of it for those who write it down."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction.core import clock, file_access
from coproduction.core.enums import Audience, ScanState
from coproduction.core.models import StoredFile
from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import plain
from engagements.enums import PANEL_KINDS, ProjectStatus, SessionKind, SessionState
from engagements.models import InspectionPoint, Panel, Project, Session, SessionPhoto, SessionSaying, TriedOut, Vote
from engagements.queries import projects
from engagements.queries.lines import stamp
from engagements.queries.projects import SessionLine
from groups.enums import Permission
from groups.models import Saying
from groups.queries.proceedings import CountLine, SayingLine

_STATE_TAGS = {SessionState.PLANNED: "notyet", SessionState.HELD: "did", SessionState.CANCELLED: "cant"}
# The pages for what a kind needs besides: the name of the officers' address, and what the link says.
SPECIAL_PAGES = {
    SessionKind.TENDER_PANEL: "panel",
    SessionKind.RECRUITMENT_PANEL: "panel",
    SessionKind.INSPECTION: "inspection_update",
    SessionKind.USER_TESTING: "tried_out_update",
    SessionKind.VOTE: "session_vote",
}


@dataclass(frozen=True)
class Account:
    """What a person wrote about a session. Of a linked meeting its date, topic, place, people and words are not asked."""

    kind: str
    format: str = ""
    topic: str = ""
    held: PartialDate = field(default_factory=PartialDate.unknown)
    venue: str = ""
    access: str = ""
    run_by: str = ""
    output: str = ""
    heads: tuple[CountLine, ...] = ()
    sayings: tuple[SayingLine, ...] = ()


@dataclass(frozen=True)
class Said:
    """Words that may be used, word for word."""

    words: str
    said_by: str


@dataclass(frozen=True)
class Photo:
    url: str
    alt: str


@dataclass(frozen=True)
class SessionPage:
    """A session as everyone reads it."""

    line: SessionLine
    ref: str
    kind: str
    access: str
    run_by: str
    state: str
    state_words: str
    words: tuple[Said, ...]
    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class SessionRow:
    """A session in the list of those who write it down."""

    title: str
    kind: str
    when: str
    people: str
    url: str
    state: str
    state_words: str
    made_up: str
    is_meeting: bool


def visible_to(user: object) -> QuerySet[Session]:
    """Sessions of projects that this person may know of, with what their pages read."""
    seen = Session.objects.filter(project__in=Project.objects.visible_to(user).values("pk"))
    return projects.with_meetings(seen).select_related("project", "body").prefetch_related("head_counts")


def page(session: Session) -> SessionPage:
    """One of `visible_to`, as everyone may read it."""
    return SessionPage(
        line=projects.session_line(session),
        ref=session.ref,
        kind=str(session.get_kind_display()) if session.kind != SessionKind.OTHER else plain(session.format),
        access=session.access,
        run_by=session.run_by,
        state=_STATE_TAGS[SessionState(session.stands)],
        state_words=str(SessionState(session.stands).label),
        words=words(session),
        photos=photos(session),
    )


def words(session: Session) -> tuple[Said, ...]:
    """What people said and let us use, word for word; never of a meeting that is private."""
    if session.meeting is None:
        return _usable(session.sayings.all())
    return _usable(session.meeting.sayings.all()) if session.meeting.place_is_public else ()


def _usable(rows: Iterable[SessionSaying | Saying]) -> tuple[Said, ...]:
    return tuple(Said(row.words, row.said_by) for row in rows if row.permission == Permission.USE_WORDS)


def with_consent(day: dt.date) -> Q:
    """Photos whose consent holds on this day."""
    return Q(consent_on__lte=day) & (Q(consent_until__isnull=True) | Q(consent_until__gte=day))


def takes_photos(session: Session) -> bool:
    """Photos of a private meeting, or of a discreet group, are not for the public and so not for us."""
    return session.meeting is None or session.meeting.place_is_public


def photos(session: Session) -> tuple[Photo, ...]:
    """The photos that may be shown today."""
    if not takes_photos(session):
        return ()
    shown = session.photos.filter(with_consent(clock.today()), file__scan__in=(ScanState.CLEAN, ScanState.NOT_CONFIGURED))
    return tuple(Photo(reverse("file", args=[photo.file.key]), photo.alt) for photo in shown.select_related("file"))


@file_access.register(Audience.PHOTO)
def may_have(user: object, stored: StoredFile) -> bool:
    """A photo is for everyone who may see the session, and only on the days on which its consent holds."""
    holding = SessionPhoto.objects.filter(with_consent(clock.today()), file=stored)
    photo = holding.select_related("session", "session__meeting", "session__meeting__body").first()
    if photo is None or photo.session.project_id is None or not takes_photos(photo.session):
        return False
    return Project.objects.visible_to(user).filter(pk=photo.session.project_id).exists()


def stamp_of(session: Session) -> str:
    """The sign of what stands of a session."""
    return stamp(Session.objects.filter(pk=session.pk), session.head_counts.all(), session.sayings.all())


def rows(project: Project) -> list[SessionRow]:
    """Every session of a project for those who write it down, newest first."""
    found = projects.with_meetings(Session.objects.filter(project=project)).select_related("body", "project")
    listed = sorted(
        found.prefetch_related("head_counts"), key=lambda each: (each.when.last or dt.date.min, each.pk), reverse=True
    )
    return [_row(project, session) for session in listed]


def _row(project: Project, session: Session) -> SessionRow:
    line = projects.session_line(session)
    return SessionRow(
        title=line.title,
        kind=str(session.get_kind_display()),
        when=line.when,
        people=line.people,
        url=reverse("session_update", args=[project.slug, session.ref]),
        state=_STATE_TAGS[SessionState(session.stands)],
        state_words=str(SessionState(session.stands).label),
        made_up=line.made_up,
        is_meeting=session.meeting is not None,
    )


def special_url(session: Session) -> str:
    """The page for what this kind of session needs besides; empty when it needs nothing."""
    name = SPECIAL_PAGES.get(SessionKind(session.kind))
    return reverse(name, args=[session.project.slug, session.ref]) if name and session.project else ""


def special_words(kind: str) -> str:
    """What the link to that page says."""
    if kind in PANEL_KINDS:
        return _("The panel and its scores")
    return {
        SessionKind.INSPECTION: _("What the inspection found"),
        SessionKind.USER_TESTING: _("What was tried out"),
        SessionKind.VOTE: _("The vote and its result"),
    }.get(SessionKind(kind), "")


def has_special(session: Session) -> bool:
    """Whether something stands that only its kind has: a panel, points of an inspection, things tried out, a vote."""
    tables = (Panel, InspectionPoint, TriedOut, Vote)
    return any(table._default_manager.filter(session=session).exists() for table in tables)


def is_going_on(project: Project) -> bool:
    """Whether something can still be written down about it: a project that was stopped stays as it is."""
    return project.status != ProjectStatus.STOPPED
