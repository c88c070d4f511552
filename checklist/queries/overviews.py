"""All stages of one project's checklist: the path, and for the stages that are open, what waits for whom."""

from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.enums import OPEN_STAGES, SETTLED, Confirms, ItemState, StageState
from checklist.models import Checklist, SignOff
from checklist.queries.paths import ProjectPath, path_from
from checklist.queries.stages import checked_with, signing_bodies
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
    with_forum = Q(items__state=ItemState.OFFICER_CONFIRMED) | (
        Q(items__template__confirms=Confirms.FORUM_PARTNER) & ~Q(items__state__in=[*SETTLED, ItemState.QUERIED])
    )
    stages = list(
        checklist.stages.select_related("template")
        .prefetch_related(Prefetch("sign_offs", queryset=SignOff.objects.select_related("body")))
        .annotate(
            total=Count("items"),
            settled=Count("items", filter=Q(items__state__in=SETTLED)),
            with_forum=Count("items", filter=with_forum),
        )
    )
    path = path_from(stages)
    slug = checklist.project.slug
    urls = {stage.number: reverse("checklist_stage", args=[slug, stage.number]) for stage in stages}
    path = replace(path, stages=tuple(replace(stage, url=urls[stage.number]) for stage in path.stages))
    bodies = signing_bodies(checklist)
    forum = listed([body.name for body in bodies]) or _("a forum")
    lines = tuple(
        StageLine(
            title=f"{stage.number} {stage.template.plain_title}",
            url=urls[stage.number],
            hint=_waiting(stage.total, stage.settled, stage.with_forum, forum),
            state=_STATES[StageState(stage.state)],
            state_words=stage.get_state_display(),
        )
        for stage in stages
        if stage.state in OPEN_STAGES
    )
    return Overview(path, tuple(checked_with(body) for body in bodies), lines, str(checklist.version))


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
