"""What the rooms above say about a project, for its public page: read at once, and laid out."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.models import ChecklistStage, EvaluationPoint, EvaluationTalk, SignOff
from checklist.queries import evaluations, felt, paths
from checklist.queries.felt import FeltView
from checklist.queries.paths import ProjectPath
from coproduction.core.models import FigurePart
from coproduction.core.queries.gathered import in_one_query, keep, share
from coproduction.core.timelines import Event, Timeline, draw
from coproduction.core.words import ended, listed, plain
from coproduction.portal.queries import signed
from engagements.enums import SessionState
from engagements.models import Project
from feedback.models import Outcome, OutcomeContributor, PromiseEvent, Questionnaire, Quote
from feedback.queries import outcomes, promises
from feedback.queries.outcomes import OutcomePair
from feedback.queries.promises import PromiseRow


@dataclass(frozen=True)
class ChainLink:
    """One link of the chain from what a forum asked for to what came of it."""

    step: str
    words: str
    url: str = ""


@dataclass(frozen=True)
class FromAbove:
    """Answers, promises, words, the year, open questions, the path, evaluations, how it felt, and how one led to the other."""

    pairs: tuple[OutcomePair, ...]
    promises: tuple[PromiseRow, ...]
    quotes: tuple[Quote, ...]
    asking: tuple[Questionnaire, ...]
    path: ProjectPath
    evaluations: evaluations.Published
    felt: FeltView | None
    year: Timeline | None
    chain: tuple[ChainLink, ...]


def about(project: Project, now: dt.datetime, today: dt.date) -> FromAbove:
    """All of it, in one query; for a project whose own rows were read with `engagements.queries.whole`."""
    public = Outcome.objects.public().filter(project=project)
    made = promises.of_project(project)
    closed = evaluations.published(project)
    found, credits, figures, quotes, promised, events, asking, stages, sign_offs, written, points, talks, felt_rows = (
        in_one_query(
            public.complete_first().select_related("figure"),
            OutcomeContributor.objects.filter(outcome__in=public.values("pk")).select_related("body"),
            FigurePart.objects.filter(figure__in=public.filter(figure__isnull=False).values("figure")),
            Quote.objects.public().filter(project=project).select_related("body"),
            promises.with_bodies(made),
            PromiseEvent.objects.filter(promise__in=made.values("pk")),
            Questionnaire.objects.open(now).filter(project=project),
            ChecklistStage.objects.filter(checklist__project=project).select_related("template", "checklist"),
            SignOff.objects.filter(stage__checklist__project=project).select_related("body"),
            closed.select_related("body", "project"),
            EvaluationPoint.objects.filter(evaluation__in=closed.values("pk")),
            EvaluationTalk.objects.filter(evaluation__in=closed.values("pk")).select_related("meeting__body"),
            felt.rows_of(project),
        )
    )
    share([project], "outcomes", found)
    share(found, "contributors", credits)
    share([outcome.figure for outcome in found if outcome.figure], "parts", figures)
    keep(project, "quotes", quotes)
    share(promised, "events", events)
    share(stages, "sign_offs", sign_offs)
    share(written, "points", points)
    share(written, "talks", talks)
    pairs = tuple(outcomes.pair(outcome, inside_project=True) for outcome in found)
    said = {pair.said for pair in pairs}
    return FromAbove(
        pairs=pairs,
        promises=tuple(promises.rows_of(promised, today)),
        quotes=tuple(quote for quote in quotes if quote.words not in said),
        asking=tuple(asking),
        path=paths.path_from(stages),
        evaluations=evaluations.published_from(written),
        felt=felt.from_rows(project, felt_rows),
        year=draw(_events(project, found, stages)),
        chain=_chain(project, pairs),
    )


def _events(project: Project, found: Iterable[Outcome], stages: Iterable[ChecklistStage]) -> Iterator[Event]:
    """What happened when: dates of the project, sessions, decisions, stages that both sides signed, and answers."""
    for milestone in project.milestones.all():
        yield Event(milestone.on, str(milestone.get_kind_display()))
    for session in project.sessions.all():
        if SessionState.CANCELLED not in (session.state, session.stands):
            what = plain(session.format)
            yield Event(session.when, f"{what}: {session.about}" if session.about else what, _session_url(project, session.ref))
    for decision in project.decisions.all():
        url = reverse("decision", args=[project.slug, decision.ref])
        yield Event(decision.decided, _("Decided: %(what)s") % {"what": decision.question}, url)
    for day, words in signed.days(stages):
        yield Event(day, words)
    for outcome in found:
        yield Event(outcome.happened, outcome.title or outcome.we_did, outcome.get_absolute_url())


def _session_url(project: Project, ref: str) -> str:
    return reverse("session", args=[project.slug, ref])


# --- How one thing led to the other ------------------------------------------------------------------------------------------

# Fewer links than this are no chain.
FEWEST_LINKS = 2


def _chain(project: Project, pairs: tuple[OutcomePair, ...]) -> tuple[ChainLink, ...]:
    """From a forum's priority to what was judged by it, what the panel said, what was decided, and what came of it.

    A panel is read only when it is released: `whole.read` brings no other. Empty while there are not two links.
    """
    links = (*_asked_for(project), *_judged(project), *_decided(project), *_came_of_it(pairs))
    return links if len(links) >= FEWEST_LINKS else ()


def _asked_for(project: Project) -> Iterator[ChainLink]:
    by_forum: dict[str, list[str]] = {}
    urls: dict[str, str] = {}
    for priority in project.priorities.all():
        if not priority.body.is_discreet:
            by_forum.setdefault(priority.body.name, []).append(priority.title)
            urls[priority.body.name] = priority.body.get_absolute_url()
    for name, titles in by_forum.items():
        yield ChainLink(_("What matters to %(forum)s") % {"forum": name}, ended(listed(titles)), urls[name])


def _judged(project: Project) -> Iterator[ChainLink]:
    for session in project.sessions.all():
        panel = getattr(session, "released", None)
        if panel is not None:
            criteria = listed([criterion.words for criterion in panel.criteria.all()])
            url = _session_url(project, session.ref)
            if criteria:
                yield ChainLink(_("What the panel looked for"), ended(criteria), url)
            counted = _("Its scores counted for %(weight)s%% of the decision.") % {"weight": panel.weight}
            yield ChainLink(_("What the panel said"), f"{ended(panel.result_words)} {counted}".strip(), url)


def _decided(project: Project) -> Iterator[ChainLink]:
    for decision in sorted(project.decisions.all(), key=lambda decision: (decision.decided.first or dt.date.max, decision.pk)):
        chosen = listed([option.words for option in decision.options.all() if option.is_chosen])
        words = f"{decision.question}: {chosen}" if chosen else decision.question
        yield ChainLink(_("What was decided"), ended(words), reverse("decision", args=[project.slug, decision.ref]))


def _came_of_it(pairs: tuple[OutcomePair, ...]) -> Iterator[ChainLink]:
    if len(pairs) == 1:
        yield ChainLink(pairs[0].state_words, pairs[0].topic, pairs[0].url)
    elif pairs:
        number = ngettext("%(number)s answer", "%(number)s answers", len(pairs)) % {"number": len(pairs)}
        yield ChainLink(_("What came of it"), number, "#h-said")
