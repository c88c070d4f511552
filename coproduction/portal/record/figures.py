"""A small, strict grammar for the record's figures. What it does not understand has no parts, and keeps its words.

figure  = part { ";" part }
part    = "£" number [ "(up by £" number ")" ]
        | [ "over" | "more than" | "at least" | "up to" ] number [ "+" ] { "and" number "+" } unit [ when ] [ "took part" ]
when    = ( "in" | "at" ) words
"""

import re
from decimal import Decimal
from typing import Any

from coproduction.core.enums import Qualifier
from coproduction.core.figures import POUND

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"
_MONEY = re.compile(rf"^£(?P<number>{_NUMBER})(?: \(up by £(?P<more>{_NUMBER})\))?$")
_COUNT = re.compile(
    rf"^(?:(?P<before>over|more than|at least|up to) )?(?P<numbers>(?:{_NUMBER})\+?(?: and (?:{_NUMBER})\+)*) "
    r"(?P<unit>[a-z][a-z'’-]*(?: (?!in |at |and |took part)[a-z][a-z'’-]*){0,3}?)(?: (?P<when>(?:in|at) [\w'’ ]+?))?(?: took part)?$"
)
_BEFORE = {
    None: Qualifier.EXACT,
    "over": Qualifier.MORE_THAN,
    "more than": Qualifier.MORE_THAN,
    "at least": Qualifier.AT_LEAST,
    "up to": Qualifier.UP_TO,
}

# One part as it is compared and stored: number, qualifier, unit, and when in words.
Part = list[Any]


def number_text(number: Decimal) -> str:
    """A number as it is compared: always two decimal places, as the table keeps it."""
    return f"{number:.2f}"


def part(number: Decimal, qualifier: str, unit: str, when: str = "") -> Part:
    return [number_text(number), str(qualifier), unit, when]


def _read(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _money(match: re.Match[str]) -> list[Part]:
    parts = [part(_read(match["number"]), Qualifier.EXACT, POUND)]
    if match["more"]:
        parts.append(part(_read(match["more"]), Qualifier.UP_BY, POUND))
    return parts


def _count(match: re.Match[str]) -> list[Part]:
    numbers = match["numbers"].split(" and ")
    parts = []
    for place, text in enumerate(numbers):
        qualifier = Qualifier.AT_LEAST if text.endswith("+") else _BEFORE[match["before"]]
        when = match["when"] or "" if place == len(numbers) - 1 else ""
        parts.append(part(_read(text.rstrip("+")), qualifier, match["unit"], when))
    return parts


def parts_of(words: str) -> list[Part]:
    """The parts of a figure, or none when any of it is not understood.

    '£3000 (up by £1000)' is two parts; 'over 20 young people' one; 'NAFIS award 2024' none: its number counts nothing.
    """
    parts: list[Part] = []
    for text in words.split(";"):
        if match := _MONEY.match(text.strip()):
            parts += _money(match)
        elif match := _COUNT.match(text.strip()):
            parts += _count(match)
        else:
            return []
    return parts
