"""Outcomes as the public reads them. One dataclass feeds pages, lists, files and reports, so that they cannot disagree."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import rules
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from coproduction.core.enums import Origin
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import ended, listed, plain
from engagements.enums import LimitKind, ProjectStatus
from engagements.models import Project
from feedback.enums import PUBLIC_OUTCOMES, AnswerKind, SaidBasis
from feedback.models import Outcome, OutcomeContributor, Quote
from feedback.models.outcomes import OutcomeQuerySet
from groups.models import Body

# How the pair draws an answer; one that the record leaves open is drawn like one that is still to come.
PAIR_STATES = {AnswerKind.LEFT_OPEN: "notyet"}


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Credit:
    """Who is credited: a body, or only words. Files use the outside name, which is neutral for a discreet body."""

    name: str
    outside_name: str
    look: str
    url: str


@dataclass(frozen=True)
class OutcomePair:
    """You said / we did. The first part is what `components/pair.html` reads; the rest are the facts themselves."""

    ref: str
    topic: str
    topic_url: str
    where: str
    state: str
    state_words: str
    look: str
    said: str
    exact: bool
    nowords: bool
    supply_url: str
    supply_words: str
    basis: str
    who: tuple[str, ...]
    answer: str
    why: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    more_url: str
    made_up: str
    added_later: str

    url: str
    answer_kind: str
    said_basis: str
    said_about: str
    because_kind: str
    because: str
    would_change: str
    credits: tuple[Credit, ...]
    project_title: str
    project_url: str
    figure_words: str
    figure_sentence: str
    figure_numbers: tuple[Number, ...]
    happened: PartialDate
    limits: str
    they_then_said: str
    note: str
    source: str
    origin: str
    published_at: dt.datetime | None
    topic_hidden: bool = False
    back: str = ""
    back_words: str = ""

    @property
    def is_demonstration(self) -> bool:
        return self.origin == Origin.DEMONSTRATION

    def lifted(self) -> "OutcomePair":
        """The pair that stands by itself under a heading of its own. The day of the words stands with who spoke, not here too."""
        only_said = not self.happened.is_known and self.where != str(self.happened)
        facts = self.facts if only_said else (Fact(_("When"), self.where), *self.facts)
        return dataclasses.replace(self, topic_hidden=True, topic_url="", more_url="", facts=facts)

    def on_its_own_page(self) -> "OutcomePair":
        """The pair on the page that tells the rest below it."""
        return dataclasses.replace(self, topic_hidden=True, topic_url="", more_url="", facts=())


@dataclass(frozen=True)
class OutcomeSummary:
    """How many answers there are, of which kind, and how much of each pair the record holds."""

    total: int = 0
    made_up: int = 0
    with_words: int = 0
    with_date: int = 0
    with_figure: int = 0
    by_answer: dict[str, int] = field(default_factory=dict)

    @property
    def real(self) -> int:
        return self.total - self.made_up

    @property
    def without_words(self) -> int:
        return self.total - self.with_words

    @property
    def without_date(self) -> int:
        return self.total - self.with_date

    @property
    def counted(self) -> str:
        """38 answers."""
        return _("1 answer") if self.total == 1 else _("%(total)s answers") % {"total": self.total}

    @property
    def shares(self) -> str:
        """36 from the record, 2 made up; empty when nothing is made up."""
        if not self.made_up:
            return ""
        return _("%(real)s real, %(made_up)s made up") % {"real": self.real, "made_up": self.made_up}


def summary(queryset: QuerySet[Outcome]) -> OutcomeSummary:
    """Count these outcomes; one query."""
    kinds = {f"answer_{kind}": Count("pk", filter=Q(answer=kind)) for kind in AnswerKind.values}
    found = queryset.order_by().aggregate(
        total=Count("pk"),
        made_up=Count("pk", filter=Q(origin=Origin.DEMONSTRATION)),
        with_words=Count("pk", filter=~Q(you_said="")),
        with_date=Count("pk", filter=Q(happened_from__isnull=False)),
        with_figure=Count("pk", filter=Q(figure__isnull=False)),
        **kinds,
    )
    by_answer = {kind: found.pop(f"answer_{kind}") for kind in AnswerKind.values}
    return OutcomeSummary(**found, by_answer=by_answer)


def pairs(queryset: QuerySet[Outcome], *, inside_project: bool = False, reader: object = None) -> list[OutcomePair]:
    """These outcomes as pairs, in their order; the same number of queries however many there are."""
    return [pair(outcome, inside_project=inside_project, reader=reader) for outcome in loaded(queryset)]


def for_project(project: Project) -> list[OutcomePair]:
    """What was published about a project, complete pairs first."""
    return pairs(Outcome.objects.public().filter(project=project).complete_first(), inside_project=True)


def for_body(body: Body) -> list[OutcomePair]:
    """What is credited to a body, or to a body that is part of it, complete pairs first."""
    return pairs(credited_to_all(Outcome.objects.public(), [body.pk]).complete_first())


def credited_to_all(queryset: OutcomeQuerySet, body_ids: Iterable[int]) -> OutcomeQuerySet:
    """Outcomes credited to any of these bodies or to one that is part of them: a workshop counts for its board."""
    ids = list(body_ids)
    credited = OutcomeContributor.objects.filter(Q(body__in=ids) | Q(body__parent_body__in=ids))
    return queryset.filter(pk__in=credited.values("outcome"))


def loaded(queryset: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """With everything that a pair shows."""
    return queryset.select_related("project", "figure").prefetch_related(
        Prefetch("contributors", OutcomeContributor.objects.select_related("body")),
        "figure__parts",
        Prefetch("project__quotes", Quote.objects.public()),
    )


def pair(outcome: Outcome, *, inside_project: bool = False, reader: object = None) -> OutcomePair:
    """One outcome as a pair. Give it an outcome that was `loaded`, or it asks the database for each part.

    Where the words are missing, everyone is invited to give them, and a `reader` who signs for a group is led to its form.
    """
    project = outcome.project if outcome.project and outcome.project.status != ProjectStatus.DRAFT else None
    credits = tuple(_credit(contributor) for contributor in outcome.contributors.all())
    quote = _quote(outcome)
    figure = outcome.figure
    url = outcome.get_absolute_url()
    nowords = not outcome.holds_words
    supply_url, supply_words = _supply(outcome, reader) if nowords else ("", "")
    return OutcomePair(
        ref=outcome.ref,
        topic=outcome.topic,
        topic_url=url,
        where=_where(outcome.happened, quote),
        state=PAIR_STATES.get(AnswerKind(outcome.answer), outcome.answer),
        state_words=outcome.get_answer_display(),
        look=credits[0].look if credits else "other",
        said=_talked_about(outcome.said_about) if nowords else outcome.you_said,
        exact=outcome.said_basis == SaidBasis.VERBATIM,
        nowords=nowords,
        supply_url=supply_url,
        supply_words=supply_words,
        basis=str(SaidBasis.UNCERTAIN.label) if outcome.said_basis == SaidBasis.UNCERTAIN else "",
        who=_who(credits, quote),
        answer=outcome.we_did,
        why=_why(outcome),
        facts=_facts(outcome, None if inside_project else project),
        more_url=url,
        made_up=_("Demonstration") if outcome.is_demonstration else "",
        added_later=_added(outcome),
        url=url,
        answer_kind=outcome.answer,
        said_basis=outcome.said_basis,
        said_about=outcome.said_about,
        because_kind=outcome.because_kind,
        because=outcome.because,
        would_change=outcome.would_change,
        credits=credits,
        project_title=project.title if project else "",
        project_url=project.get_absolute_url() if project else "",
        figure_words=figure.words if figure else "",
        figure_sentence=figure.in_words if figure else "",
        figure_numbers=tuple(part.as_number() for part in figure.parts.all()) if figure else (),
        happened=outcome.happened,
        limits=outcome.limits,
        they_then_said=outcome.they_then_said,
        note=outcome.note,
        source=outcome.source,
        origin=outcome.origin,
        published_at=outcome.published_at,
    )


def _supply(outcome: Outcome, reader: object) -> tuple[str, str]:
    """Where the missing words can be given, and what that link says; nowhere while only the council sees the answer."""
    if outcome.state not in PUBLIC_OUTCOMES:
        return "", ""
    if reader is not None and rules.has_perm("feedback.add_words", reader, outcome):
        return reverse("outcome_words", args=[outcome.ref]), _("Add the words for your group")
    return f"{outcome.get_absolute_url()}#tell-us", ""


def _credit(contributor: OutcomeContributor) -> Credit:
    body = contributor.body
    if body is None:
        return Credit(contributor.words, contributor.words, "other", "")
    return Credit(body.name, body.outside_name, body.mark, body.get_absolute_url())


def _quote(outcome: Outcome) -> Quote | None:
    """The published quotation that these words are, when there is one: it knows who said them and when."""
    if not outcome.you_said or outcome.project is None:
        return None
    return next((quote for quote in outcome.project.quotes.all() if quote.words == outcome.you_said), None)


def _where(happened: PartialDate, quote: Quote | None) -> str:
    if happened:
        return str(happened)
    if quote and quote.said_on:
        return _("Said: %(date)s") % {"date": quote.said_on}
    return _("No date in the record")


def _who(credits: tuple[Credit, ...], quote: Quote | None) -> tuple[str, ...]:
    names = listed([credit.name for credit in credits])
    if quote and quote.said_by:
        second = f"{names}, {quote.said_on}" if names and quote.said_on else names or str(quote.said_on or "")
        return tuple(line for line in (quote.said_by[:1].upper() + quote.said_by[1:], second) if line)
    return (names[:1].upper() + names[1:],) if names else ()


def _talked_about(about: str) -> str:
    return ended(_("They talked about %(about)s") % {"about": about}) if about else ""


def _why(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    if outcome.answer != AnswerKind.CANT:
        return ()
    kind = LimitKind(outcome.because_kind).label.lower() if outcome.because_kind else ""
    stops = _("What stops us: %(kind)s") % {"kind": kind} if kind else _("What stops us")
    return ((stops, outcome.because), (_("What would change it"), outcome.would_change))


def _facts(outcome: Outcome, project: Project | None) -> tuple[Fact, ...]:
    facts = []
    if outcome.figure:
        facts.append(Fact(_("In figures"), outcome.figure.in_words))
    if outcome.they_then_said:
        facts.append(Fact(_("They then said"), ended(outcome.they_then_said)))
    if outcome.limits:
        facts.append(Fact(_("Within these limits"), outcome.limits))
    if project:
        facts.append(Fact(_("Part of"), project.title, project.get_absolute_url()))
    return tuple(facts)


def _added(outcome: Outcome) -> str:
    if outcome.said_added_at is None:
        return ""
    day = formats.date_format(timezone.localtime(outcome.said_added_at), "j F Y")
    by = outcome.said_added_by_label
    return _("Words added on %(day)s by: %(by)s") % {"day": day, "by": by} if by else _("Words added on %(day)s") % {"day": day}


@dataclass(frozen=True)
class ToldLine:
    audience: str
    route: str
    at: dt.datetime


@dataclass(frozen=True)
class OutcomePage:
    """All that an outcome's own page shows beside the pair."""

    pair: OutcomePair
    is_public: bool
    status_words: str
    said_basis: str
    said_basis_words: str
    themes: tuple[str, ...]
    told: tuple[ToldLine, ...]
    numbers: tuple[Number, ...]


def page(outcome: Outcome) -> OutcomePage:
    """One outcome with its themes and whom it was told to."""
    told = tuple(ToldLine(line.audience, line.get_route_display(), line.at) for line in outcome.told_back.all())
    made = pair(outcome)
    return OutcomePage(
        pair=made,
        is_public=outcome.state in PUBLIC_OUTCOMES,
        status_words=plain(outcome.status_words),
        said_basis="" if made.nowords else outcome.get_said_basis_display(),
        said_basis_words=plain(outcome.said_basis_words),
        themes=tuple(theme.title for theme in outcome.themes.all()),
        told=told,
        numbers=made.figure_numbers,
    )


def years(today: dt.date) -> list[int]:
    """The years that published outcomes fall in, newest first; one query."""
    dates = (
        Outcome.objects.public()
        .filter(happened_from__isnull=False)
        .values_list("happened_from", "happened_to")
        .distinct()
        .order_by()
    )
    found = {year for first, last in dates if first for year in range(first.year, (last or first).year + 1)}
    return sorted(found, reverse=True) or [today.year]


def list_url(**query: str) -> str:
    """The address of the list under a filter."""
    return reverse("outcomes", query=query) if query else reverse("outcomes")
