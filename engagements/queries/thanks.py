"""What people gave to a project and what they got back: totals for everyone, and the rows for the officers who keep them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter

from django.db.models import Count, Min, QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core.figures import POUND, amount
from coproduction.core.words import listed, plain
from engagements.enums import ExpenseState, ThanksKind
from engagements.models import Expense, GotFromIt, Incentive, Project, VolunteerTime
from engagements.queries.projects import Lines
from groups.enums import Permission
from groups.policies import FEWEST_SHOWN

# What counts as income when someone gets benefits.
PAYS = (ThanksKind.PAYMENT, ThanksKind.VOUCHER)
EXPENSE_TAGS = {
    ExpenseState.CLAIMED: "notyet",
    ExpenseState.APPROVED: "doing",
    ExpenseState.PAID: "did",
    ExpenseState.DECLINED: "cant",
}


@dataclass(frozen=True)
class Words:
    """What someone says they got from it."""

    words: str
    said_by: str
    when: str


@dataclass(frozen=True)
class Thanks:
    """What everybody reads: totals, and words that may be used. Nothing in it is about one person."""

    words: tuple[Words, ...]
    lists: tuple[Lines, ...]
    pays: bool

    def __bool__(self) -> bool:
        return bool(self.words or self.lists)


@dataclass(frozen=True)
class LedgerRow:
    """One row of the officers' page."""

    pk: int
    title: str
    lines: tuple[str, ...]
    state: str = ""
    state_words: str = ""
    late: str = ""
    can_change: bool = True


@dataclass(frozen=True)
class Ledger:
    """Everything that is written down, for officers. `late` is how many claims are late."""

    time: tuple[LedgerRow, ...]
    things: tuple[LedgerRow, ...]
    claims: tuple[LedgerRow, ...]
    words: tuple[LedgerRow, ...]
    late: int


@dataclass(frozen=True)
class LateClaims:
    """The claims of one project that are late: how many, and since when the oldest waits."""

    project: Project
    number: int
    oldest: dt.date


# --- What everybody reads ----------------------------------------------------------------------------------------------------


def of_project(project: Project) -> Thanks:
    """Totals of a project. It asks nothing where a page has read all of the project, see `queries.whole`."""
    incentives = sorted(project.incentives.all(), key=attrgetter("pk"))
    things = _things(incentives)
    if project.has_incentive and not things:
        things = [_("People got something for taking part. The record does not say what.")]
    lists = (
        (_("Time that people gave"), _time(sorted(project.volunteer_time.all(), key=attrgetter("pk")))),
        (_("What people got back"), things),
        (_("Money that people spent and got back"), _paid_back(project.expenses.all())),
    )
    return Thanks(
        words=tuple(
            Words(got.words, got.said_by, plain(str(got.said)) if got.said.is_known else "")
            for got in project.got_from_it.all()
            if got.permission == Permission.USE_WORDS
        ),
        lists=tuple(Lines(title, tuple(lines)) for title, lines in lists if lines),
        pays=any(thing.form in PAYS for thing in incentives),
    )


def _time(rows: Iterable[VolunteerTime]) -> list[str]:
    """Hours by the rate and basis that they are valued at, and together when there are several; the record's own as it says."""
    stated: dict[tuple[Decimal, str], list[VolunteerTime]] = {}
    lines = []
    for row in rows:
        if row.hours is not None and row.rate is not None and row.value is not None:
            stated.setdefault((row.rate, row.basis), []).append(row)
        else:
            lines.append(plain(_as_recorded(row)))
    groups = [(rate, basis, *_sums(group)) for (rate, basis), group in stated.items()]
    for rate, basis, hours, value in groups:
        words = _("%(hours)s hours, worth %(value)s at %(rate)s an hour") % {
            "hours": _hours(hours), "value": amount(value, POUND), "rate": amount(rate, POUND),
        }  # fmt: skip
        lines.append(f"{words} ({basis})" if basis else words)
    if len(groups) > 1:
        hours, value = _sums([row for group in stated.values() for row in group])
        lines.append(_("Together %(hours)s hours, worth %(value)s") % {"hours": _hours(hours), "value": amount(value, POUND)})
    return lines


def _sums(rows: list[VolunteerTime]) -> tuple[Decimal, Decimal]:
    return sum((row.hours or Decimal() for row in rows), Decimal()), sum((row.value or Decimal() for row in rows), Decimal())


def _as_recorded(row: VolunteerTime) -> str:
    parts = []
    if row.hours is not None:
        parts.append(_("%(hours)s hours") % {"hours": _hours(row.hours)})
    if row.value is not None:
        parts.append(_("worth £%(value)s") % {"value": f"{row.value:,.0f}"})
    return f"{listed(parts)} ({row.basis})" if parts and row.basis else listed(parts) or row.basis


def _hours(hours: Decimal) -> str:
    return f"{hours.normalize():,f}"


def _things(rows: Iterable[Incentive]) -> list[str]:
    """Things given, by what they are. Of fewer than 5 neither number nor value is said: both would tell who got what."""
    groups: dict[tuple[str, str], list[Incentive]] = {}
    for row in rows:
        groups.setdefault((row.form, row.kind.casefold()), []).append(row)
    return [_thing_line(group) for group in groups.values()]


def _thing_line(rows: list[Incentive]) -> str:
    numbers = [row.number for row in rows if row.number is not None]
    words = plain(rows[0].kind)
    if numbers and sum(numbers) < FEWEST_SHOWN:
        words = _("%(thing)s: fewer than 5") % {"thing": words}
    elif numbers:
        words = _("%(thing)s: %(number)s") % {"thing": words, "number": f"{sum(numbers):,}"}
        worth = [row.each * row.number if row.each and row.number else None for row in rows]
        if all(value is not None for value in worth):
            total = sum((value for value in worth if value), Decimal())
            words = _("%(things)s, worth %(value)s together") % {"things": words, "value": amount(total, POUND)}
    given_to = list(dict.fromkeys(row.given_to for row in rows if row.given_to))
    return f"{words} ({listed(given_to)})" if given_to else words


def _paid_back(expenses: Iterable[Expense]) -> list[str]:
    """How many claims were paid and how much; of fewer than 5 no amount, since it would be about one person."""
    paid = [expense.amount for expense in expenses if expense.state == ExpenseState.PAID]
    if not paid:
        return []
    if len(paid) < FEWEST_SHOWN:
        return [_("Fewer than 5 claims were paid, so we don’t show the amount")]
    together = amount(sum(paid, Decimal()), POUND)
    return [_("%(number)s claims were paid, %(amount)s together") % {"number": f"{len(paid):,}", "amount": together}]


# --- What officers keep ------------------------------------------------------------------------------------------------------


def ledger(project: Project, today: dt.date) -> Ledger:
    """Every row of a project, newest claim first; five queries."""
    claims = tuple(claim_row(expense, today) for expense in project.expenses.all())
    return Ledger(
        time=tuple(_time_row(row) for row in project.volunteer_time.prefetch_related("partners").order_by("pk")),
        things=tuple(_thing_row(row) for row in project.incentives.order_by("pk")),
        claims=claims,
        words=tuple(_words_row(row) for row in project.got_from_it.all()),
        late=sum(1 for claim in claims if claim.late),
    )


def late(projects: QuerySet[Project], today: dt.date) -> list[LateClaims]:
    """Which of these projects have claims that are late, the longest wait first. Two queries, however many there are."""
    rows = Expense.objects.late(today).filter(project__in=projects).values("project")
    found = {row["project"]: row for row in rows.annotate(number=Count("pk"), oldest=Min("claimed_on")).order_by("project")}
    named = projects.filter(pk__in=found) if found else []
    lines = [LateClaims(project, found[project.pk]["number"], found[project.pk]["oldest"]) for project in named]
    return sorted(lines, key=lambda line: line.oldest)


def row_of(row: VolunteerTime | Incentive | GotFromIt | Expense, today: dt.date) -> LedgerRow:
    """One row of the officers' page, of whichever kind."""
    if isinstance(row, VolunteerTime):
        return _time_row(row)
    if isinstance(row, Incentive):
        return _thing_row(row)
    return claim_row(row, today) if isinstance(row, Expense) else _words_row(row)


def _time_row(row: VolunteerTime) -> LedgerRow:
    lines = (plain(str(row.given)) if row.given.is_known else "", listed([str(body) for body in row.partners.all()]))
    (title,) = _time([row])
    return LedgerRow(row.pk, title, tuple(line for line in lines if line), can_change=not row.is_from_record)


def _thing_row(row: Incentive) -> LedgerRow:
    parts = [str(row.get_form_display())] if row.form != ThanksKind.OTHER and row.kind != str(row.get_form_display()) else []
    if row.number is not None:
        parts.append(_("%(number)s given") % {"number": row.number})
    if row.each is not None:
        parts.append(_("%(value)s each") % {"value": amount(row.each, POUND)})
    lines = (capfirst(", ".join(parts)), capfirst(row.given_to), plain(str(row.thanked)) if row.thanked.is_known else "")
    return LedgerRow(row.pk, plain(row.kind), tuple(line for line in lines if line), can_change=not row.is_from_record)


def _words_row(row: GotFromIt) -> LedgerRow:
    said = ", ".join(part for part in (capfirst(row.said_by), plain(str(row.said)) if row.said.is_known else "") if part)
    return LedgerRow(
        row.pk,
        row.words,
        tuple(line for line in (said, str(row.get_permission_display())) if line),
        can_change=not row.is_from_record,
    )


def claim_row(expense: Expense, today: dt.date) -> LedgerRow:
    """One claim: what and how much, its steps with their days, and whether it is late."""
    days = expense.days_late(today)
    steps = (
        (_("Claimed %(day)s."), expense.claimed_on), (_("Approved %(day)s."), expense.approved_on), (_("Paid %(day)s."), expense.paid_on),
    )  # fmt: skip
    lines = [" ".join(words % {"day": date_format(day, "j F Y")} for words, day in steps if day), expense.reason]
    if expense.reference:
        lines.insert(0, _("Payment form %(number)s") % {"number": expense.reference})
    return LedgerRow(
        pk=expense.pk,
        title=f"{expense.get_kind_display()}, {amount(expense.amount, POUND)}",
        lines=tuple(line for line in lines if line),
        state=EXPENSE_TAGS[ExpenseState(expense.state)],
        state_words=str(expense.get_state_display()),
        late=ngettext("Late by %(days)s day", "Late by %(days)s days", days) % {"days": days} if days else "",
    )
