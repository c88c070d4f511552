"""All stages of one project's checklist: the path, and for the stages that are open, what waits for whom."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist import policies
from checklist.enums import OPEN_STAGES, Side, StageState
from checklist.models import Checklist, ChecklistItem, ChecklistStage, SignOff
from checklist.policies import ProjectFacts
from checklist.queries import words
from checklist.queries.facts import facts_about
from checklist.queries.paths import ProjectPath, path_from, stage_url
from checklist.queries.stages import checked_with, signing_bodies
from checklist.queries.turns import whose_turn
from coproduction.core.words import listed
from groups.queries.chips import Chip

_STATES = {
    StageState.TO_COME: "none",
    StageState.NOW: "doing",
    StageState.CONTESTED: "contested",
    StageState.DONE: "did",
    StageState.UNSIGNED: "notyet",
}


@dataclass(frozen=True)
class StageLine:
    """One stage in the list: its title, how far its items are, and its state."""

    title: str
    url: str
    hint: str
    state: str
    state_words: str


@dataclass(frozen=True)
class Overview:
    path: ProjectPath
    forums: tuple[Chip, ...]
    open_stages: tuple[StageLine, ...]
    version: str


def overview_of(checklist: Checklist) -> Overview:
    """The overview, from a checklist that is loaded with its project, parts and version."""
    items = ChecklistItem.objects.select_related("template").prefetch_related("events")
    stages = list(
        checklist.stages.select_related("template").prefetch_related(
            Prefetch("sign_offs", queryset=SignOff.objects.select_related("body")), Prefetch("items", queryset=items)
        )
    )
    path = path_from(stages)
    slug, scale = checklist.project.slug, checklist.scale
    path = replace(path, stages=tuple(replace(stage, url=stage_url(slug, scale, stage.number)) for stage in path.stages))
    bodies = signing_bodies(checklist)
    known = facts_about(checklist.project)
    forum = listed([body.name for body in bodies]) or _("a forum")
    by_number = {stage.number: stage for stage in stages}
    chapters = [[by_number[number] for number in chapter] for chapter in policies.chapters(scale)]
    lines = tuple(_line(chapter, checklist, known, forum) for chapter in chapters if chapter[0].state in OPEN_STAGES)
    return Overview(path, tuple(checked_with(body) for body in bodies), lines, str(checklist.version))


def _line(chapter: Sequence[ChecklistStage], checklist: Checklist, known: ProjectFacts, forum: str) -> StageLine:
    """One stage, or those that are signed together."""
    first = chapter[0]
    papers = policies.positions(first.sign_offs.all()).on_paper
    turns = Counter(whose_turn(item, known, papers) for stage in chapter for item in stage.items.all())
    return StageLine(
        title=words.short_title(checklist.scale, first.number, first.template.plain_title),
        url=stage_url(checklist.project.slug, checklist.scale, first.number),
        hint=_waiting(turns.total(), turns[None], turns[Side.FORUM], forum),
        state=_STATES[StageState(first.state)],
        state_words=first.get_state_display(),
    )


def _waiting(total: int, settled: int, with_forum: int, forum: str) -> str:
    with_council = total - settled - with_forum
    parts = [_("%(done)s of %(total)s done.") % {"done": settled, "total": total}]
    for number, who in ((with_council, _("the council")), (with_forum, forum)):
        if number:
            parts.append(
                ngettext("%(number)s is waiting for %(who)s.", "%(number)s are waiting for %(who)s.", number)
                % {"number": number, "who": who}
            )
    if total == settled:
        parts.append(_("It can be signed."))
    return " ".join(parts)
