"""What people gave and what they got back: hours, money they spent, things given, and what they say about it.

Nothing here is about one person: no name, no bank details, no points. Money that someone spent stands under the number of a
payment form, and its state is the only thing that moves.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models.base import Originated
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit
from engagements.enums import EXPENSE_STEPS, ExpenseKind, ExpenseState, ThanksKind
from engagements.models import Expense, GotFromIt, Incentive, Project, VolunteerTime
from engagements.services.locks import locked, locked_unless_stopped, published
from engagements.stamps import stamp
from groups.actors import Actor
from groups.enums import Permission
from groups.models import Body
from groups.services import words as arrived

Row = VolunteerTime | Incentive | GotFromIt | Expense
Each = TypeVar("Each", bound=Originated)


# --- Time, things, words -----------------------------------------------------------------------------------------------------


@transaction.atomic
def write_time(
    *,
    project: Project,
    hours: Decimal,
    rate: Decimal,
    basis: str,
    by: Actor,
    given: PartialDate | None = None,
    partners: Iterable[Body] = (),
    row: VolunteerTime | None = None,
    seen: str = "",
) -> VolunteerTime:
    """Write down hours that people gave, at a rate in pounds an hour and on a stated basis. Their value is worked out.

    With `row`, these hours are changed; `seen` is then the stamp of the row as the officer saw it. Raises `WrongState` when
    someone else changed it meanwhile, `Missing` without hours, rate or basis.
    """
    project = locked_unless_stopped(project, by)
    if hours <= 0 or rate <= 0:
        raise Missing(_("Enter hours and a rate of more than 0"))
    if not basis.strip():
        raise Missing(_("Say where the rate comes from"))
    time = _fresh(row, seen) if row else VolunteerTime(project=project, origin=by.origin)
    time.hours, time.rate, time.basis, time.given = hours, rate, basis.strip(), given or PartialDate.unknown()
    time.value = (hours * rate).quantize(Decimal("0.01"))
    time.save()
    time.partners.set(partners)
    _noted("time", time, project, by, is_new=row is None)
    return time


@transaction.atomic
def write_thing(
    *,
    project: Project,
    form: str,
    by: Actor,
    kind: str = "",
    number: int | None = None,
    each: Decimal | None = None,
    given_to: str = "",
    thanked: PartialDate | None = None,
    row: Incentive | None = None,
    seen: str = "",
) -> Incentive:
    """Write down what people got back: what it is, how many, what each is worth in pounds, and for whom in words."""
    project = locked_unless_stopped(project, by)
    form = ThanksKind(form)
    if form == ThanksKind.OTHER and not kind.strip():
        raise Missing(_("Say what it is"))
    thing = _fresh(row, seen) if row else Incentive(project=project, origin=by.origin)
    thing.form, thing.kind, thing.number, thing.each = form, kind.strip() or str(form.label), number, each
    thing.given_to, thing.thanked = given_to.strip(), thanked or PartialDate.unknown()
    thing.save()
    _noted("thing", thing, project, by, is_new=row is None, form=thing.form)
    return thing


@transaction.atomic
def write_words(
    *,
    project: Project,
    words: str,
    permission: str,
    by: Actor,
    said_by: str = "",
    said: PartialDate | None = None,
    row: GotFromIt | None = None,
    seen: str = "",
) -> GotFromIt:
    """Write down what someone says they got from taking part, in their words, and what they allow us to do with them."""
    project = locked_unless_stopped(project, by)
    if not words.strip():
        raise Missing(_("Write down what they said"))
    got = _fresh(row, seen) if row else GotFromIt(project=project, origin=by.origin)
    got.words, got.permission, got.said_by = words.strip(), Permission(permission), said_by.strip()
    got.said = said or PartialDate.unknown()
    got.save()
    arrived.wrote(got, by=by)
    _noted("words", got, project, by, is_new=row is None, permission=got.permission)
    return got


# --- Money that someone spent ------------------------------------------------------------------------------------------------


@transaction.atomic
def write_claim(
    *,
    project: Project,
    kind: str,
    amount: Decimal,
    claimed_on: dt.date,
    by: Actor,
    reference: str = "",
    row: Expense | None = None,
    seen: str = "",
) -> Expense:
    """Write down a claim, also for a project that was stopped: who spent money gets it back. One that is settled stays."""
    project = locked(project, by)
    if amount <= 0:
        raise Missing(_("Enter an amount of more than £0"))
    _not_in_the_future(claimed_on)
    claim = _fresh(row, seen) if row else Expense(project=project, origin=by.origin)
    if claim.state != ExpenseState.CLAIMED:
        raise WrongState(_("This claim is “%(state)s” already, so it cannot be changed.") % {"state": claim.get_state_display()})
    claim.kind, claim.amount, claim.claimed_on, claim.reference = ExpenseKind(kind), amount, claimed_on, reference.strip()
    claim.save()
    _noted("claim", claim, project, by, is_new=row is None, kind=claim.kind)
    return claim


@transaction.atomic
def approve(*, expense: Expense, on: dt.date, by: Actor) -> Expense:
    """Say that a claim is right and will be paid."""
    expense = _stepping(expense, ExpenseState.APPROVED, by)
    _in_order(expense.claimed_on, on)
    expense.approved_on = on
    return _stepped(expense, by)


@transaction.atomic
def pay(*, expense: Expense, on: dt.date, by: Actor) -> Expense:
    """Say that the money has gone out."""
    expense = _stepping(expense, ExpenseState.PAID, by)
    _in_order(expense.approved_on or expense.claimed_on, on)
    expense.paid_on = on
    return _stepped(expense, by)


@transaction.atomic
def decline(*, expense: Expense, reason: str, by: Actor) -> Expense:
    """Say that a claim is not paid, and why. Whoever claimed is told why, so there is always a reason."""
    expense = _stepping(expense, ExpenseState.DECLINED, by)
    if not reason.strip():
        raise Missing(_("Say why it is not paid"))
    expense.reason = reason.strip()
    return _stepped(expense, by)


@transaction.atomic
def claim_again(*, expense: Expense, by: Actor) -> Expense:
    """Look again at a claim that was not paid. It has waited since the day it was first claimed."""
    expense = _stepping(expense, ExpenseState.CLAIMED, by)
    expense.reason, expense.approved_on = "", None
    return _stepped(expense, by)


# --- All of them -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def remove(*, row: Row, by: Actor) -> None:
    """Take away what was written down by mistake; money that was paid stays in the books."""
    project = (locked if isinstance(row, Expense) else locked_unless_stopped)(row.project, by)
    now = _fresh(row, seen=None)
    if isinstance(now, Expense) and now.state == ExpenseState.PAID:
        raise WrongState(_("This claim was paid, so it stays here."))
    audit.record(verb="engagements.thanks_removed", target=now, by=by, project=project.pk)
    now.delete()
    published(project)


def row_stamp(row: Originated) -> str:
    """What the services take as `seen`."""
    partners = sorted(row.partners.values_list("pk", flat=True)) if isinstance(row, VolunteerTime) else ()
    return stamp(*(str(getattr(row, field.attname)) for field in row._meta.concrete_fields), *partners)


def _fresh(row: Each, seen: str | None) -> Each:
    """The row as it stands now, under its lock, when it may be changed and nobody else was quicker."""
    now = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if now is None:
        raise WrongState(_("Someone else took this away."))
    if now.is_from_record:
        raise NotAllowed(_("This comes from the published record, so it is not changed here."))
    if seen is not None and row_stamp(now) != seen:
        raise WrongState(
            _("Someone else changed this meanwhile. What stands now is below the form. Look at it, then save again.")
        )
    return now


def _stepping(expense: Expense, state: ExpenseState, by: Actor) -> Expense:
    """The claim under its lock, on its way into a state that may follow the one it is in."""
    locked(expense.project, by)
    now = _fresh(expense, seen=None)
    if state not in EXPENSE_STEPS[now.state]:
        raise WrongState(_("This claim is “%(state)s” already.") % {"state": now.get_state_display()})
    now.state = state
    return now


def _stepped(expense: Expense, by: Actor) -> Expense:
    expense.save()
    audit.record(verb="engagements.claim_settled", target=expense, by=by, project=expense.project_id, state=expense.state)
    published(expense.project)
    return expense


def _in_order(before: dt.date, on: dt.date) -> None:
    _not_in_the_future(on)
    if on < before:
        raise Refused(_("Enter a day that is not before the step it follows."))


def _not_in_the_future(day: dt.date) -> None:
    if day > clock.today():
        raise Refused(_("Enter today or a day before."))


def _noted(what: str, row: Row, project: Project, by: Actor, *, is_new: bool, **facts: str) -> None:
    verb = "engagements.thanks_written" if is_new else "engagements.thanks_changed"
    audit.record(verb=verb, target=row, by=by, project=project.pk, what=what, **facts)
    published(project)
