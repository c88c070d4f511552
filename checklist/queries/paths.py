"""The stages of a project as a path, for everyone: states, and public reasons where a side did not sign."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, Position, Scale, Side, StageState
from checklist.models import ChecklistStage, SignOff
from checklist.queries import words
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
    """Why a stage is contested or went on without a signature, in the words of the side that says so; and what was answered."""

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


def stage_url(slug: str, scale: str, number: int) -> str:
    """The address of a stage: its own, or its place on the page of the stages that are signed with it."""
    first = policies.chapter_of(scale, number)[0]
    page = reverse("checklist_stage", args=[slug, first])
    return page if number == first else f"{page}#stage-{number}"


def path_of(project: Project) -> ProjectPath:
    """The path of one project, in at most two queries; without stages when it is not on the checklist."""
    history = SignOff.objects.select_related("body")
    stages = (
        ChecklistStage.objects.filter(checklist__project=project)
        .select_related("template", "checklist")
        .prefetch_related(Prefetch("sign_offs", queryset=history))
    )
    return path_from(list(stages))


def path_from(stages: Sequence[ChecklistStage]) -> ProjectPath:
    """The path from stages that are loaded with their checklist, templates and sign-offs."""
    scale = stages[0].checklist.scale if stages else Scale.FULL
    shown = _shown([(stage.number, stage.template.plain_title, stage.state) for stage in stages], scale)
    shown = [_with_paper(each, stage) for stage, each in zip(stages, shown, strict=True)]
    # The stages of a chapter have one history.
    first = {chapter[0] for chapter in policies.chapters(scale)}
    notes = [note for stage in stages if stage.number in first for note in _notes(stage, scale)]
    return ProjectPath(tuple(shown), tuple(notes), _current(stages, shown))


def beads_for(projects: Iterable[Project]) -> dict[int, Beads]:
    """The beads of many projects by primary key, in one query. Projects that are not on the checklist are left out."""
    by_project = defaultdict[int, list[tuple[int, str, str]]](list)
    scales: dict[int, str] = {}
    rows = (
        ChecklistStage.objects.filter(checklist__project__in=[project.pk for project in projects])
        .order_by("number")
        .values_list("checklist__project", "checklist__scale", "number", "template__plain_title", "state")
    )
    for project, scale, number, name, state in rows:
        scales[project] = scale
        by_project[project].append((number, name, state))
    return {project: _beads(stages, scales[project]) for project, stages in by_project.items()}


def _shown(stages: Sequence[tuple[int, str, str]], scale: str) -> list[PathStage]:
    """The states as the path shows them. Only the first open stage, with its chapter, is where we are; one behind it waits."""
    current = next((number for number, _name, state in stages if state in OPEN_STAGES), None)
    now = policies.chapter_of(scale, current) if current else ()
    shown = []
    for number, name, state in stages:
        words = str(StageState(state).label)
        if state == StageState.NOW and number not in now:
            state, words = StageState.TO_COME, _("Begun. Waits for stage %(number)s.") % {"number": current}
        shown.append(PathStage(number, name, str(state), words))
    return shown


def _with_paper(shown: PathStage, stage: ChecklistStage) -> PathStage:
    """A stage that is done by a signature on paper says so."""
    if stage.state == StageState.DONE and policies.positions(stage.sign_offs.all()).on_paper:
        return replace(shown, state_words=_("Done. Signed on paper, entered by an officer."))
    return shown


def _current(stages: Sequence[ChecklistStage], shown: Sequence[PathStage]) -> PathStage | None:
    return next((each for stage, each in zip(stages, shown, strict=True) if stage.state in OPEN_STAGES), None)


def _notes(stage: ChecklistStage, scale: str) -> Iterable[PathNote]:
    """What stands against a stage, each with the council's answer to it."""
    if stage.state in (StageState.TO_COME, StageState.DONE):
        return
    history = list(stage.sign_offs.all())
    answers = policies.answers_to(history)
    for row in policies.standing(history).values():
        who = _("the council") if row.side == Side.COUNCIL else row.body.outside_name
        title = _TITLES.get(row.position)
        if title is None:
            continue
        facts = {"place": capfirst(words.place(scale, stage.number)), "who": who}
        because = f"{row.get_unsigned_because_display()}. " if row.unsigned_because else ""
        yield PathNote("skipped" if row.position == Position.WENT_ON else "contested", title % facts, f"{because}{row.reason}")
        if answer := answers.get(row.pk):
            yield PathNote("contested", _("%(place)s: the council answered %(who)s.") % facts, answer.reason)


_TITLES: dict[str, Any] = {
    Position.REFUSED: gettext_lazy("%(place)s: %(who)s did not sign."),
    Position.DISPUTED: gettext_lazy("%(place)s: %(who)s says that this is not what it decided."),
    Position.WENT_ON: gettext_lazy("%(place)s: the council went on without a signature."),
}


def _beads(stages: Sequence[tuple[int, str, str]], scale: str) -> Beads:
    shown = _shown(stages, scale)
    current = next((stage for stage, (_number, _name, state) in zip(shown, stages, strict=True) if state in OPEN_STAGES), None)
    unsigned = [
        stage.number for stage, (_number, _name, state) in zip(shown, stages, strict=True) if state == StageState.UNSIGNED
    ]
    if current is None:
        done = all(state in CLOSED_STAGES for _number, _name, state in stages)
        label = text = _("All stages are done") if done else _("Not begun")
    else:
        chapter = policies.chapter_of(scale, current.number)
        facts = {"number": current.number, "last": chapter[-1], "total": len(stages)}
        is_alone = len(chapter) == 1
        label = _("Stage %(number)s of %(total)s") if is_alone else _("Stages %(number)s to %(last)s of %(total)s")
        label %= facts
        text = words.short_title(scale, current.number, current.name)
        if current.state == StageState.CONTESTED:
            label = _("%(stage)s, we don’t agree yet") % {"stage": label}
    if unsigned:
        label = _("%(stage)s, without a signature at %(numbers)s") % {"stage": label, "numbers": ", ".join(map(str, unsigned))}
    return Beads(tuple(stage.state for stage in shown), label, text)
