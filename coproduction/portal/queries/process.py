"""How each project went: how much say people had, with whom, who came, and which stages both sides signed.

The committee's page and its report are made of these rows. Only what is public, and never who signed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import Position, StageState, Unsigned
from checklist.models import ChecklistStage, SignOff
from coproduction.core.queries.gathered import in_one_query, share
from coproduction.core.words import ended, listed, plain
from engagements.enums import Degree, Part, SessionState
from engagements.models import HeadCount, Project, ProjectPart, Session
from engagements.queries import projects
from groups.models import Meeting, MeetingCount
from groups.queries import proceedings
from groups.queries.chips import Chip


@dataclass(frozen=True)
class StageNote:
    """A stage that is contested, or went on without a signature: why, as a kind and in words."""

    number: int
    state: str
    state_words: str
    because: str
    words: str


@dataclass(frozen=True)
class ProcessRow:
    """One project on the checklist. `people` says who came to each session that was counted, in words that may be printed."""

    title: str
    url: str
    planned: str
    achieved: str
    forums: tuple[Chip, ...]
    others: str
    sessions: int
    people: tuple[str, ...]
    signed: tuple[int, ...]
    on_paper: tuple[int, ...]
    notes: tuple[StageNote, ...]
    stage_words: str
    made_up: str

    @property
    def signed_words(self) -> str:
        if not self.signed:
            return _("No stage is signed yet.")
        numbers = listed([str(number) for number in self.signed])
        words = _("Signed by both sides: %(stages)s.") % {"stages": numbers}
        if self.on_paper:
            words += " " + _("On paper: %(stages)s.") % {"stages": listed([str(number) for number in self.on_paper])}
        return words


def rows() -> list[ProcessRow]:
    """Every public project that is on the checklist, the real ones first, then by title; one query."""
    walked = Project.objects.public().filter(checklist__isnull=False)
    keys = walked.order_by().values("pk")
    held = Session.objects.filter(project__in=keys)
    meetings = proceedings.with_heads(Meeting.objects.filter(session__in=held.values("pk")).select_related("body"))
    found, parts, sessions, heads, met, counts, stages, sign_offs = in_one_query(
        walked.record_first(),
        ProjectPart.objects.filter(project__in=keys, part=Part.GROUP).select_related("body"),
        held.select_related("body"),
        HeadCount.objects.filter(session__in=held.values("pk")),
        meetings.prefetch_related(None),
        MeetingCount.objects.filter(meeting__session__in=held.values("pk")),
        ChecklistStage.objects.filter(checklist__project__in=keys).select_related("checklist"),
        SignOff.objects.filter(stage__checklist__project__in=keys).select_related("body"),
    )
    share(found, "parts", parts)
    share(found, "sessions", sessions)
    share(sessions, "head_counts", heads)
    share(met, "counts", counts)
    share(stages, "sign_offs", sign_offs)
    by_key: dict[int | None, Meeting] = {meeting.pk: meeting for meeting in met}
    for session in sessions:
        session.meeting = by_key.get(session.meeting_id)
    by_project = defaultdict[int, list[ChecklistStage]](list)
    for stage in stages:
        by_project[stage.checklist.project_id].append(stage)
    return [_row(project, by_project[project.pk]) for project in found]


def _row(project: Project, stages: Sequence[ChecklistStage]) -> ProcessRow:
    held = [session for session in project.sessions.all() if session.stands == SessionState.HELD]
    signed = [stage for stage in stages if stage.state == StageState.DONE]
    forums, others = projects.who(project)
    return ProcessRow(
        title=project.title,
        url=project.get_absolute_url(),
        planned=_degree(project.degree_planned),
        achieved=_degree(project.degree_achieved),
        forums=forums,
        others=others,
        sessions=len(held),
        people=tuple(_people(held)),
        signed=tuple(stage.number for stage in signed),
        on_paper=tuple(stage.number for stage in signed if policies.positions(stage.sign_offs.all()).on_paper),
        notes=tuple(note for stage in stages for note in _notes(stage)),
        stage_words=projects.stage_words(project.stage),
        made_up=_("Demonstration") if project.is_demonstration else "",
    )


def _degree(value: str) -> str:
    return str(Degree(value).label).partition(":")[0] if value else _("Not set")


def _people(held: Iterable[Session]) -> Iterator[str]:
    """Who came to the sessions at which somebody counted."""
    for session in held:
        counted = session.head_counts.all() or (session.meeting and proceedings.people_words(session.meeting))
        if counted:
            when = str(session.when) if session.when.is_known else plain(session.format)
            yield f"{when}: {projects.people(session)}"


def _notes(stage: ChecklistStage) -> Iterator[StageNote]:
    history = list(stage.sign_offs.all())
    answered = policies.answers_to(history)
    for row in policies.standing(history).values():
        if row.position == Position.WENT_ON:
            because = str(Unsigned(row.unsigned_because).label)
            yield StageNote(stage.number, "none", _("Went on without a signature"), ended(because), row.reason)
        elif row.position in policies.OBJECTIONS and row.pk not in answered:
            who = row.body.outside_name
            yield StageNote(stage.number, "contested", _("We don’t agree yet"), _("%(who)s says:") % {"who": who}, row.reason)
