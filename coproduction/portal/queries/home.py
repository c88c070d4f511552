"""What the first page shows: counted and chosen from the record, never written out."""

import datetime as dt
import re
from dataclasses import dataclass

from coproduction.core.enums import Origin
from engagements.enums import ProjectStatus
from engagements.models import ForwardPlanItem, Project
from engagements.queries import projects
from feedback.enums import SaidBasis
from feedback.models import Outcome, Questionnaire
from feedback.models.outcomes import OutcomeQuerySet
from feedback.queries import outcomes, promises
from groups.models import Body
from groups.queries import forums
from groups.queries.forums import ForumTile

MORE_PAIRS, MADE_UP_PAIRS, PLANNED = 3, 2, 6
_OF_THEMSELVES = re.compile(r"\b(I|[Ww]e|[Mm]y|[Oo]ur)\b")


@dataclass(frozen=True)
class Asking:
    """An open questionnaire."""

    title: str
    url: str
    why: str
    closes_at: dt.datetime | None
    made_up: bool


@dataclass(frozen=True)
class Home:
    lifted: outcomes.OutcomePair | None
    more: list[outcomes.OutcomePair]
    made_up_pairs: list[outcomes.OutcomePair]
    everything: outcomes.OutcomeSummary
    missing: outcomes.OutcomeSummary
    forums: list[ForumTile]
    made_up_forums: list[ForumTile]
    promises: list[promises.PromiseRow]
    planned: list[projects.PlanLine]
    asking: list[Asking]

    @property
    def is_empty(self) -> bool:
        return not (self.everything.total or self.forums or self.made_up_forums or self.promises or self.planned or self.asking)


def home(now: dt.datetime, today: dt.date) -> Home:
    public = Outcome.objects.public()
    real = public.exclude(origin=Origin.DEMONSTRATION)
    chosen = _varied(outcomes.pairs(_first_words(real)), outcomes.pairs(real.filter(you_said="").complete_first()[:1]))
    invented = outcomes.pairs(public.filter(origin=Origin.DEMONSTRATION).complete_first()[: MADE_UP_PAIRS + MORE_PAIRS])
    lifted = chosen[0] if chosen else None
    tiles, made_up_tiles = _tiles()
    return Home(
        lifted=lifted.lifted() if lifted else None,
        more=chosen[1:],
        made_up_pairs=_one_of_each(invented)[:MADE_UP_PAIRS],
        everything=outcomes.summary(public),
        missing=outcomes.summary(real),
        forums=tiles,
        made_up_forums=made_up_tiles,
        promises=promises.to_watch(today),
        planned=_planned(),
        asking=[
            Asking(row.title, row.get_absolute_url(), row.why, row.closes_at, row.is_demonstration)
            for row in Questionnaire.objects.open(now).select_related("project").order_by("closes_at", "title")
        ],
    )


def _first_words(real: OutcomeQuerySet) -> OutcomeQuerySet:
    """Complete pairs: those in people's own words before our summaries, what is newest first."""
    return real.exclude(you_said="").complete_first()[:20]


def _varied(complete: list[outcomes.OutcomePair], wordless: list[outcomes.OutcomePair]) -> list[outcomes.OutcomePair]:
    """A quotation first; then different answers; then one whose words are missing, since most of the record is like that."""
    if not complete:
        return wordless
    quoted = [pair for pair in complete if pair.said_basis == SaidBasis.VERBATIM]
    first = max(quoted, key=_how_human) if quoted else complete[0]
    rest = _one_of_each([pair for pair in complete if pair.ref != first.ref], besides=first)
    return [first, *rest[: MORE_PAIRS - len(wordless)], *wordless]


def _how_human(pair: outcomes.OutcomePair) -> tuple[bool, bool, int]:
    """Words with a speaker, who speaks of themselves, and of those the longest; between equals, what is newest."""
    return len(pair.who) > 1, bool(_OF_THEMSELVES.search(pair.said)), len(pair.said)


def _one_of_each(pairs: list[outcomes.OutcomePair], besides: outcomes.OutcomePair | None = None) -> list[outcomes.OutcomePair]:
    """The same pairs, those with an answer or a project not shown yet before the others."""
    seen_answers, seen_projects = {besides.answer_kind if besides else ""}, {besides.project_url if besides else ""}
    new: list[outcomes.OutcomePair] = []
    others: list[outcomes.OutcomePair] = []
    for pair in pairs:
        fresh = pair.answer_kind not in seen_answers or (pair.project_url and pair.project_url not in seen_projects)
        (new if fresh else others).append(pair)
        seen_answers.add(pair.answer_kind)
        seen_projects.add(pair.project_url)
    new.sort(key=lambda pair: pair.answer_kind == (besides.answer_kind if besides else ""))
    return new + others


def _tiles() -> tuple[list[ForumTile], list[ForumTile]]:
    keys = forums.featured()
    if not keys:
        keys = list(
            Body.objects.forums().public().exclude(origin=Origin.DEMONSTRATION).order_by("name").values_list("pk", flat=True)[:4]
        )
    invented = list(
        Body.objects.forums().public().filter(origin=Origin.DEMONSTRATION).order_by("name").values_list("pk", flat=True)[:4]
    )
    counts = projects.largest_count(keys + invented)
    tiles = forums.by_mark(forums.tiles(Body.objects.filter(pk__in=keys + invented).order_by("name"), counts))
    return [tile for tile in tiles if not tile.made_up], [tile for tile in tiles if tile.made_up]


def _planned() -> list[projects.PlanLine]:
    draft = Project.objects.filter(status=ProjectStatus.DRAFT).values("pk")
    lines = projects.plan(ForwardPlanItem.objects.exclude(project__in=draft))
    real = [line for line in lines if not line.made_up]
    return real[:PLANNED] + [line for line in lines if line.made_up][:2]
