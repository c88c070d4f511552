"""Write down decisions: the options and whose idea each was, how it was decided, and how much the forum's view counted."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from engagements.models import Decision, DecisionOption, Project
from engagements.queries import decisions as queries
from engagements.queries.lines import Line
from engagements.services import acts
from groups.actors import Actor
from groups.services import words


@transaction.atomic
def record(
    *, project: Project, question: str, decided: PartialDate, options: Sequence[Line], by: Actor, **details: Any
) -> Decision:
    """Write down a decision. `details` are the other fields of `Decision`. Raises `Refused` for the same one sent twice."""
    project = acts.going_on(project, by=by)
    _check(project, question, decided, details)
    if any(each.decided == decided for each in project.decisions.filter(question=question)):
        raise WrongState(_("This decision is written down already: the same question and date."))
    decision = Decision(project=project, question=question, origin=by.origin, **details)
    decision.decided = decided
    decision.save()
    _keep(decision, options)
    words.wrote(decision, by=by)
    audit.record(verb="recorded decision", target=decision, by=by, method=decision.method, weight=decision.forum_weight)
    publication.bump()
    return decision


@transaction.atomic
def change(
    *, decision: Decision, question: str, decided: PartialDate, options: Sequence[Line], seen: str, by: Actor, **details: Any
) -> Decision:
    """Correct or complete a decision. `seen` is the stamp of what stood when the writer opened the page."""
    project = acts.going_on(decision.project, by=by)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("project").get(pk=decision.pk)
    _check(project, question, decided, details)
    before = queries.stamp_of(decision)
    decision.question, decision.decided = question, decided
    for name, value in details.items():
        setattr(decision, name, value)
    decision.save()
    _keep(decision, options)
    if queries.stamp_of(decision) != before:
        if seen != before:
            raise WrongState(
                _("Somebody else changed this decision while you had the page open. What you typed is still here: save it again.")
            )
        words.wrote(decision, by=by)
        audit.record(verb="changed decision", target=decision, by=by, method=decision.method, weight=decision.forum_weight)
        publication.bump()
    return decision


def _check(project: Project, question: str, decided: PartialDate, details: dict[str, Any]) -> None:
    if not question.strip():
        raise Missing(_("Say what was decided"))
    if decided.first and decided.first > clock.today():
        raise WrongState(_("This day is still to come. Enter the day on which it was decided."))
    session = details.get("session")
    if session is not None and session.project_id != project.pk:
        raise Missing(_("This session belongs to another project."))


def _keep(decision: Decision, options: Sequence[Line]) -> None:
    acts.keep_rows(DecisionOption, decision.options.all(), options, decision=decision)
