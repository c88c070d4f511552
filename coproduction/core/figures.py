"""Numbers in words: "more than 20 young people", "£3,000, up by £1,000"."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from coproduction.core.enums import Qualifier
from coproduction.core.partial_dates import PartialDate

POUND = "£"


@dataclass(frozen=True)
class Number:
    """One number: how it is meant, of what, and at what date. `number` is None when the record gives none."""

    number: Decimal | None
    qualifier: str = Qualifier.EXACT
    unit: str = ""
    as_of: PartialDate = field(default_factory=PartialDate)


def amount(number: Decimal, unit: str = "") -> str:
    """A number with its unit: '£3,000', '550 responses', '2.5 hours'."""
    digits = f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"
    if unit == POUND:
        return f"{POUND}{digits}"
    return f"{digits} {unit}".strip()


def in_words(number: Number) -> str:
    """One number as a phrase, with its qualifier and date."""
    if number.number is None:
        return _("no number in the record")
    value = amount(number.number, number.unit)
    phrases = {
        Qualifier.EXACT: value,
        Qualifier.AT_LEAST: _("at least %(value)s") % {"value": value},
        Qualifier.MORE_THAN: _("more than %(value)s") % {"value": value},
        Qualifier.UP_BY: _("up by %(value)s") % {"value": value},
        Qualifier.UP_TO: _("up to %(value)s") % {"value": value},
    }
    phrase = phrases[Qualifier(number.qualifier)]
    return f"{phrase} ({number.as_of.in_words()})" if number.as_of else phrase


def sentence(numbers: Sequence[Number]) -> str:
    """All numbers of a figure in one phrase, in their order; empty when there is none."""
    return ", ".join(in_words(number) for number in numbers)
