"""You said, we did. Or why not. Written by officers, published here, told to the people who spoke."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.figures import Number
from coproduction.core.models import Figure, FigurePart
from coproduction.core.services import audit, publication
from feedback import policies
from feedback.enums import OUTCOME_STEPS, PUBLIC_OUTCOMES, OutcomeState, SaidBasis, ToldRoute
from feedback.models import Outcome, OutcomeContributor, Theme, ToldBack
from feedback.queries import responses
from feedback.services import telling
from groups.actors import Actor
from groups.models import Body
from groups.services import words as arrived


@dataclass(frozen=True)
class FigureWords:
    """A figure in words, with the numbers that sentences and charts are made from."""

    words: str
    parts: Sequence[Number] = ()


@transaction.atomic
def draft(
    *,
    answer: str,
    we_did: str,
    by: Acting,
    themes: Iterable[Theme] = (),
    credited: Iterable[Body] = (),
    figure: FigureWords | None = None,
    you_said: str = "",
    said_basis: str = SaidBasis.SUMMARY,
    **details: Any,
) -> Outcome:
    """Write an answer that only officers see. `details` are fields of `Outcome`, such as `title`, `project` or `happened`.

    Raises `Missing` when it says "we can't" without its kind of limit, its reason, and what would change it.
    """
    outcome = Outcome(answer=answer, we_did=we_did, origin=by.origin)
    _fill(outcome, you_said, said_basis, details)
    outcome.save()
    answered = list(themes)
    _relate(outcome, answered or None, credited, figure)
    if answered:
        # Without themes it answers nobody's own words, so there is no permission to ask for.
        _must_be_allowed(outcome)
    audit.record(verb="drafted outcome", target=outcome, by=by, answer=outcome.answer)
    return outcome


@transaction.atomic
def change(
    *,
    outcome: Outcome,
    by: Acting,
    themes: Iterable[Theme] | None = None,
    credited: Iterable[Body] | None = None,
    figure: FigureWords | None = None,
    you_said: str | None = None,
    said_basis: str | None = None,
    **details: Any,
) -> Outcome:
    """Change an answer. What is public already changes in public at once; one that was taken back must be a draft again."""
    outcome = _locked(outcome)
    if outcome.state == OutcomeState.WITHDRAWN:
        raise WrongState(_("This answer was taken back. Make it a draft again before you change it."))
    _fill(
        outcome,
        outcome.you_said if you_said is None else you_said,
        outcome.said_basis if said_basis is None else said_basis,
        details,
    )
    outcome.save()
    _relate(outcome, themes, credited, figure)
    _must_be_allowed(outcome)
    audit.record(verb="changed outcome", target=outcome, by=by, answer=outcome.answer)
    if outcome.state in PUBLIC_OUTCOMES:
        # Themes added to a public answer have their answer from now on.
        telling.answer_themes(outcome)
        publication.bump()
    return outcome


@transaction.atomic
def publish(*, outcome: Outcome, by: Acting, now: dt.datetime | None = None) -> Outcome:
    """Publish an answer: its themes are answered, the people who spoke find it behind their codes, their groups are told."""
    now = now or clock.now()
    outcome = _locked(outcome)
    _step(outcome, OutcomeState.PUBLISHED)
    _must_say_why(outcome)
    _must_be_allowed(outcome)
    outcome.published_at = now
    outcome.save(update_fields=["state", "published_at"])
    told = telling.answer_themes(outcome)
    if told:
        ToldBack.objects.create(
            outcome=outcome,
            audience=_("The people whose words this answers"),
            route=ToldRoute.CODE_PAGE,
            at=now,
            by_label=by.label,
        )
    telling.tell_groups(outcome)
    audit.record(verb="published outcome", target=outcome, by=by, answers=told)
    publication.bump()
    return outcome


@transaction.atomic
def tell(*, outcome: Outcome, audience: str, route: str, by: Acting, now: dt.datetime | None = None) -> ToldBack:
    """Write down that people were told in another way, such as at a meeting."""
    outcome = _locked(outcome)
    if outcome.state == OutcomeState.PUBLISHED:
        _step(outcome, OutcomeState.TOLD_BACK)
        outcome.save(update_fields=["state"])
    elif outcome.state != OutcomeState.TOLD_BACK:
        raise WrongState(_("Publish the answer first. Then tell people."))
    told = ToldBack.objects.create(
        outcome=outcome, audience=audience.strip(), route=ToldRoute(route), at=now or clock.now(), by_label=by.label
    )
    audit.record(verb="told people back", target=outcome, by=by, route=told.route)
    publication.bump()
    return told


@transaction.atomic
def withdraw(*, outcome: Outcome, reason: str, by: Acting) -> Outcome:
    """Take a published answer back, with a reason. Its themes wait for an answer again."""
    if not reason.strip():
        raise Missing(_("Say why this answer is taken back."))
    outcome = _locked(outcome)
    _step(outcome, OutcomeState.WITHDRAWN)
    outcome.note = reason.strip()[:300]
    outcome.save(update_fields=["state", "note"])
    telling.reopen_themes(outcome)
    audit.record(verb="withdrew outcome", target=outcome, by=by)
    publication.bump()
    return outcome


@transaction.atomic
def redraft(*, outcome: Outcome, by: Acting) -> Outcome:
    """Make an answer that was taken back a draft again."""
    outcome = _locked(outcome)
    _step(outcome, OutcomeState.DRAFT)
    outcome.published_at = None
    outcome.save(update_fields=["state", "published_at"])
    audit.record(verb="redrafted outcome", target=outcome, by=by)
    return outcome


@transaction.atomic
def add_words(*, outcome: Outcome, words: str, by: Actor, now: dt.datetime | None = None) -> Outcome:
    """Add what people said to an answer that came without their words; marked as added later, and by whom.

    Only who signs for a group that the answer credits may, since they are that group's words.
    """
    outcome = _locked(outcome)
    if not words.strip():
        raise Missing(_("Write what your group said."))
    if outcome.you_said:
        raise WrongState(_("The words are there already."))
    credited = set(outcome.contributors.filter(body__isnull=False).values_list("body", flat=True))
    if not (by.capacity.can_sign and by.body.pk in credited):
        raise NotAllowed(_("Only someone who signs for a group that is credited here can add its words."))
    outcome.you_said, outcome.said_basis = words.strip(), SaidBasis.SUMMARY
    outcome.said_added_at, outcome.said_added_by_label = now or clock.now(), by.label
    outcome.save(update_fields=["you_said", "said_basis", "said_added_at", "said_added_by_label"])
    arrived.wrote(outcome, by=by)
    audit.record(verb="added words to outcome", target=outcome, by=by)
    publication.bump()
    return outcome


def _locked(outcome: Outcome) -> Outcome:
    return Outcome.objects.select_for_update().get(pk=outcome.pk)


def _step(outcome: Outcome, to: str) -> None:
    if to not in OUTCOME_STEPS[outcome.state]:
        state = outcome.get_state_display()
        raise WrongState(_("This answer has moved on. It stands at: %(state)s.") % {"state": state})
    outcome.state = to


def _fill(outcome: Outcome, you_said: str, said_basis: str, details: dict[str, Any]) -> None:
    for name, value in details.items():
        setattr(outcome, name, value)
    outcome.you_said = you_said.strip()
    outcome.said_basis = said_basis if outcome.you_said else SaidBasis.UNKNOWN
    _must_say_why(outcome)


def _must_say_why(outcome: Outcome) -> None:
    if policies.missing_reasons(
        answer=outcome.answer, because_kind=outcome.because_kind, because=outcome.because, would_change=outcome.would_change
    ):
        raise Missing(_("A “we can’t” says what kind of thing stops us, why, and what would change it."))


def _must_be_allowed(outcome: Outcome) -> None:
    verbatim = outcome.said_basis == SaidBasis.VERBATIM
    if responses.words_not_allowed(outcome.themes.all(), outcome.you_said, verbatim=verbatim):
        raise NotAllowed(
            _(
                "Someone did not allow us to show these words. Use words from the list of those we may show, or tell the idea in your own."
            )
        )


def _relate(
    outcome: Outcome, themes: Iterable[Theme] | None, credited: Iterable[Body] | None, figure: FigureWords | None
) -> None:
    if themes is not None:
        outcome.themes.set(themes)
    if credited is not None:
        bodies = list(credited)
        outcome.contributors.filter(body__isnull=False).exclude(body__in=bodies).delete()
        for body in bodies:
            OutcomeContributor.objects.get_or_create(outcome=outcome, body=body)
    if figure is not None:
        _set_figure(outcome, figure)


def _set_figure(outcome: Outcome, figure: FigureWords) -> None:
    old, outcome.figure = outcome.figure, None
    if figure.words.strip():
        outcome.figure = Figure.objects.create(words=figure.words.strip()[:300])
        for order, part in enumerate(figure.parts):
            FigurePart.objects.create(
                figure=outcome.figure, order=order, number=part.number, unit=part.unit, qualifier=part.qualifier
            )
    outcome.save(update_fields=["figure"])
    if old is not None:
        old.delete()
