"""Decisions of a project: what was chosen, whose idea each option was, and how much the forum's view counted."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coproduction.core.partial_dates import PartialDate
from engagements.models import Decision, DecisionOption, Project, Session
from engagements.queries.lines import stamp
from engagements.queries.projects import chip
from groups.queries.chips import Chip


@dataclass(frozen=True)
class DecisionOptionLine:
    words: str
    whose: str
    group: Chip | None
    is_chosen: bool


@dataclass(frozen=True)
class DecisionLine:
    """A decision as everyone reads it. `on` places it in time; `when` says so in words, empty when nobody knows."""

    ref: str
    url: str
    question: str
    when: str
    on: PartialDate
    chosen: str
    options: tuple[DecisionOptionLine, ...]
    how: str
    result: str
    weight: str
    weight_words: str
    disagreement: str
    decided_by: str
    session_title: str
    session_url: str
    made_up: str


def with_lines(rows: QuerySet[Decision]) -> QuerySet[Decision]:
    """With what a line reads: two queries however many there are."""
    options = Prefetch("options", DecisionOption.objects.select_related("body"))
    related = ("project", "decided_by", "session__meeting__body", "session__project")
    return rows.select_related(*related).prefetch_related(options)


def decisions(project: Project) -> list[DecisionLine]:
    """Every decision of a project, newest first, unknown dates last."""
    return [line(decision) for decision in with_lines(Decision.objects.filter(project=project))]


def decisions_at(session: Session) -> list[DecisionLine]:
    """What was decided at a session."""
    return [line(decision) for decision in with_lines(Decision.objects.filter(session=session))]


def line(decision: Decision) -> DecisionLine:
    options = tuple(_option(option) for option in decision.options.all())
    session = decision.session
    has_page = session is not None and session.project is not None
    return DecisionLine(
        ref=decision.ref,
        url=reverse("decision", args=[decision.project.slug, decision.ref]),
        question=decision.question,
        when=decision.decided.in_words(),
        on=decision.decided,
        chosen=" · ".join(option.words for option in options if option.is_chosen),
        options=options,
        how=_how(decision),
        result=decision.result,
        weight=str(decision.get_forum_weight_display()),
        weight_words=decision.weight_words,
        disagreement=decision.disagreement,
        decided_by=decision.decided_by.outside_name if decision.decided_by else "",
        session_title=str(session) if has_page else "",
        session_url=reverse("session", args=[session.project.slug, session.ref]) if session and session.project else "",
        made_up=_("Demonstration") if decision.is_demonstration else "",
    )


def _how(decision: Decision) -> str:
    method = str(decision.get_method_display())
    return f"{method}: {decision.method_words}" if decision.method_words else method


def _option(option: DecisionOption) -> DecisionOptionLine:
    # Of a discreet group it is said that it was a forum's idea, and not whose.
    known = option.body if option.body and not option.body.is_discreet else None
    return DecisionOptionLine(
        words=option.words,
        whose=str(option.get_origin_of_idea_display()),
        group=chip(known) if known else None,
        is_chosen=option.is_chosen,
    )


def stamp_of(decision: Decision) -> str:
    return stamp(Decision.objects.filter(pk=decision.pk), decision.options.all())
