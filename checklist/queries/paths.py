"""The stages of a project as a path, for everyone: states, and public reasons where a side did not sign."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, Position, Side, StageState
from checklist.models import ChecklistStage, SignOff
from engagements.models import Project


@dataclass(frozen=True)
class PathStage:
    number: int
    name: str
    state: str
    state_words: str
    url: str = ""


@dataclass(frozen=True)
class PathNote:
    """Why a stage is contested or went on without a signature, in the words of the side that says so."""

    state: str
    title: str
    words: str


@dataclass(frozen=True)
class ProjectPath:
    stages: tuple[PathStage, ...]
    notes: tuple[PathNote, ...]
    current: PathStage | None

    @property
    def is_on_checklist(self) -> bool:
        return bool(self.stages)

    @property
    def is_finished(self) -> bool:
        return self.is_on_checklist and self.current is None


@dataclass(frozen=True)
class Beads:
    """The path in small: states, the same in words, and where it is now."""

    states: tuple[str, ...]
    label: str
    text: str


def path_of(project: Project) -> ProjectPath:
    """The path of one project, in at most two queries; without stages when it is not on the checklist."""
    history = SignOff.objects.select_related("body")
    stages = (
        ChecklistStage.objects.filter(checklist__project=project)
        .select_related("template")
        .prefetch_related(Prefetch("sign_offs", queryset=history))
    )
    return path_from(list(stages))


def path_from(stages: Sequence[ChecklistStage]) -> ProjectPath:
    """The path from stages that are loaded with their templates and sign-offs."""
    shown = _shown([(stage.number, stage.template.plain_title, stage.state) for stage in stages])
    notes = [note for stage in stages if stage.state in (StageState.CONTESTED, StageState.UNSIGNED) for note in _notes(stage)]
    return ProjectPath(tuple(shown), tuple(notes), _current(stages, shown))


def beads_for(projects: Iterable[Project]) -> dict[int, Beads]:
    """The beads of many projects by primary key, in one query. Projects that are not on the checklist are left out."""
    by_project = defaultdict[int, list[tuple[int, str, str]]](list)
    rows = (
        ChecklistStage.objects.filter(checklist__project__in=[project.pk for project in projects])
        .order_by("number")
        .values_list("checklist__project", "number", "template__plain_title", "state")
    )
    for project, number, name, state in rows:
        by_project[project].append((number, name, state))
    return {project: _beads(stages) for project, stages in by_project.items()}


def _shown(stages: Sequence[tuple[int, str, str]]) -> list[PathStage]:
    """The states as the path shows them. Only the first open stage is where we are; one behind it has begun and waits."""
    current = next((number for number, _name, state in stages if state in OPEN_STAGES), None)
    shown = []
    for number, name, state in stages:
        words = str(StageState(state).label)
        if state == StageState.NOW and number != current:
            state, words = StageState.TO_COME, _("Begun. Waits for stage %(number)s.") % {"number": current}
        shown.append(PathStage(number, name, str(state), words))
    return shown


def _current(stages: Sequence[ChecklistStage], shown: Sequence[PathStage]) -> PathStage | None:
    return next((each for stage, each in zip(stages, shown, strict=True) if stage.state in OPEN_STAGES), None)


def _notes(stage: ChecklistStage) -> Iterable[PathNote]:
    for row in policies.standing(stage.sign_offs.all()).values():
        who = _("The council") if row.side == Side.COUNCIL else row.body.outside_name
        facts = {"number": stage.number, "who": who}
        if row.position == Position.REFUSED:
            yield PathNote("contested", _("Stage %(number)s: %(who)s did not sign.") % facts, row.reason)
        elif row.position == Position.WENT_ON:
            yield PathNote("skipped", _("Stage %(number)s: the council went on without a signature.") % facts, row.reason)


def _beads(stages: Sequence[tuple[int, str, str]]) -> Beads:
    shown = _shown(stages)
    current = next((stage for stage, (_number, _name, state) in zip(shown, stages, strict=True) if state in OPEN_STAGES), None)
    unsigned = [
        stage.number for stage, (_number, _name, state) in zip(shown, stages, strict=True) if state == StageState.UNSIGNED
    ]
    if current is None:
        done = all(state in CLOSED_STAGES for _number, _name, state in stages)
        label = text = _("All stages are done") if done else _("Not begun")
    else:
        label = _("Stage %(number)s of %(total)s") % {"number": current.number, "total": len(stages)}
        text = f"{current.number} {current.name}"
        if current.state == StageState.CONTESTED:
            label = _("%(stage)s, we don’t agree yet") % {"stage": label}
    if unsigned:
        label = _("%(stage)s, without a signature at %(numbers)s") % {"stage": label, "numbers": ", ".join(map(str, unsigned))}
    return Beads(tuple(stage.state for stage in shown), label, text)
