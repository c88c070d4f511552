"""Numbers that belong on a payment form and nowhere else: sort codes, account numbers, card numbers.

What reads as a day or an amount of money is left out before anything is looked for, so that neither is ever taken for bank
details. From that follows what is let through: a sort code that is also a day, like 20-10-25, which alone names a branch and
nobody. The account number beside it is found all the same. "12-34-56" is no day, so it is found.
"""

import datetime as dt
import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

# Days as people write them: 12-03-2026, 12/3/26, 12.03.2026, 12 3 2026, 2026-03-12, 20260312, 12032026.
_DAYS = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)")
    for form in (
        r"(?P<d>\d{1,2})(?P<sep>[-/. ])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})(?P<sep>[-/. ]?)(?P<m>\d{2})(?P=sep)(?P<d>\d{2})",
        r"(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})",
    )
)
SHORT_YEAR = 2
_MONEY = re.compile(r"£\s*\d[\d,]*(?:\.\d{1,2})?(?!\d)|(?<![\d.,])\d[\d,]*\.\d{2}(?![\d.])")

_CARD = re.compile(r"(?<!\d)(?:\d{4}(?:[ -]\d{4}){2,3}[ -]\d{1,4}|\d{4}[ -]\d{6}[ -]\d{5}|\d{13,19})(?!\d)")
_SORT_CODE = re.compile(r"(?<![\w-])\d\d([- ])\d\d\1\d\d(?![\w-])|(?i:sort(?:\s|-)*code)\D{0,12}\d{6}(?!\d)")
# Eight digits that stand alone; joined to letters, as in PF12345678 or PF-12345678, they are the number of a form.
_ACCOUNT = re.compile(
    r"(?<![\w-])\d{8}(?!\w)|(?i:\baccount|\bacc(?:t|\b)|\ba/c)\D{0,16}\d(?:[ -]?\d){6,9}(?!\d)|(?<!\d)\d{14}(?!\d)"
)
_IBAN = re.compile(r"\bGB\d\d ?[A-Z]{4}(?: ?\d){14}\b", re.IGNORECASE)

SORT_CODE, ACCOUNT, CARD = _("a sort code"), _("an account number"), _("a card number")


def bank_details_in(text: str) -> Any:
    """What kind of bank details this text seems to hold, in words; empty when none."""
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text))
    text = _without_days(_MONEY.sub(" … ", text))
    if any(_is_card(found.group()) for found in _CARD.finditer(text)):
        return CARD
    if _ACCOUNT.search(text) or _IBAN.search(text):
        return ACCOUNT
    return SORT_CODE if _SORT_CODE.search(text) else ""


def _without_days(text: str) -> str:
    for form in _DAYS:
        text = form.sub(lambda found: " … " if _is_day(found) else found.group(), text)
    return text


def _is_day(found: re.Match[str]) -> bool:
    day, month, year = (int(found[name]) for name in ("d", "m", "y"))
    if len(found["y"]) == SHORT_YEAR:
        year += 2000
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year < 2200


def _is_card(found: str) -> bool:
    """Whether the last digit of a number checks the others, as on every payment card (Luhn, ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(found) if digit.isdigit()]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0
