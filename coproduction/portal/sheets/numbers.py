"""How many people came, as it is written: 12, 20+, over 20, 11 young people and 4 councillors. A guess is a fault: nobody can count on it."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from coproduction.core.enums import Qualifier
from coproduction.core.figures import POUND, Number
from coproduction.portal.sheets.words import Fault, says_nothing, shown

LONGEST_UNIT = 80
LARGEST = 1_000_000
MOST_PARTS = 12
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_QUALIFIERS: dict[str, Qualifier] = {
    "exactly": Qualifier.EXACT, "at least": Qualifier.AT_LEAST, "minimum": Qualifier.AT_LEAST, "min": Qualifier.AT_LEAST, ">=": Qualifier.AT_LEAST,
    "≥": Qualifier.AT_LEAST, "over": Qualifier.MORE_THAN, "more than": Qualifier.MORE_THAN, "above": Qualifier.MORE_THAN, ">": Qualifier.MORE_THAN,
    "up to": Qualifier.UP_TO, "at most": Qualifier.UP_TO, "maximum": Qualifier.UP_TO, "max": Qualifier.UP_TO, "<=": Qualifier.UP_TO, "≤": Qualifier.UP_TO,
}  # fmt: skip
_FIGURE = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.0+)?(?![\d.%])|\b(?:{'|'.join(_WORDS)})\b"
_QUALIFIER = "|".join(sorted((re.escape(words) for words in _QUALIFIERS), key=len, reverse=True))
_PIECE = re.compile(
    rf"(?P<qualifier>{_QUALIFIER})?\.?\s*(?P<figure>{_FIGURE})(?=$|[\s+,.;]|x\s)\s*(?P<more>\+|or more\b|and over\b|plus$)?\s*(?:x\s+)?(?P<unit>.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_BETWEEN = re.compile(
    rf"\s*(?:[;\n]|,(?!\d{{3}}(?!\d))|&|\band\b|\bplus\b|\+)\s*(?=(?:(?:{_QUALIFIER})\.?\s*)?(?:{_FIGURE}))",
    re.IGNORECASE | re.ASCII,
)
_GUESS = re.compile(
    r"^(?:about|around|approx(?:imately)?\.?|circa|ca?\.?|roughly|nearly|almost|under|less than|fewer than|~|<|some)\s*\d",
    re.IGNORECASE | re.ASCII,
)
_RANGE = re.compile(r"\d\s*(?:[-–—]|to|or)\s*\d", re.ASCII)
_MONEY = re.compile(r"£\s*((?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d\d)?)", re.ASCII)


def read(text: str) -> tuple[Number, ...]:
    """The people counted, each with its qualifier and who they were; none when the cell says nothing.

    Raises `Fault` for what is no number of people. "About 20" is one: it may have been more or fewer.
    """
    if says_nothing(text):
        return ()
    plain = text.strip()
    if _GUESS.match(plain):
        raise Fault(
            _("“%(text)s” may be more or fewer. Write what is certain: a number, “at least 15”, or “up to 25”.")
            % {"text": shown(text)}
        )
    if re.search(r"\([^)]*\d", plain):
        raise Fault(
            _("“%(text)s” has figures in brackets. Write only how many came, and who, like 12 parents.") % {"text": shown(text)}
        )
    pieces = _BETWEEN.split(plain)
    if len(pieces) > MOST_PARTS:
        raise Fault(_("“%(text)s” counts too many groups in one cell. Put them in lines of their own.") % {"text": shown(text)})
    return tuple(_number(piece, text) for piece in pieces)


def parts_of(text: str) -> tuple[Number, ...]:
    """The numbers in a figure as far as they can be read; the words of the figure stand beside them in any case."""
    if match := _MONEY.fullmatch(text.strip()):
        return (Number(Decimal(match[1].replace(",", "")), Qualifier.EXACT, POUND),)
    try:
        return read(text)
    except Fault:
        return ()


def _number(piece: str, text: str) -> Number:
    match = _PIECE.fullmatch(piece.strip())
    if match is None or _RANGE.search(piece):
        raise Fault(_why_not(piece, text))
    unit = " ".join(match["unit"].split()).strip(" .,;:")
    if re.search(r"[\d%£]", unit, re.ASCII) or unit.startswith(("-", "–", "/", "+", "x")):
        raise Fault(_why_not(piece, text))
    if len(unit) > LONGEST_UNIT:
        raise Fault(_("“%(text)s” says too much about who came. Use 80 characters at most.") % {"text": shown(text)})
    figure = match["figure"].casefold()
    number = _WORDS.index(figure) if figure in _WORDS else int(Decimal(figure.replace(",", "")))
    if number > LARGEST:
        raise Fault(_("“%(text)s” cannot be right. Check the number.") % {"text": shown(text)})
    return Number(Decimal(number), _qualifier(match, text), unit)


def _qualifier(match: re.Match[str], text: str) -> Qualifier:
    given = _QUALIFIERS[match["qualifier"].casefold()] if match["qualifier"] else Qualifier.EXACT
    if not match["more"]:
        return given
    if given not in (Qualifier.EXACT, Qualifier.AT_LEAST):
        raise Fault(_("“%(text)s” says two things. Write “at least 20” or “over 20”.") % {"text": shown(text)})
    return Qualifier.AT_LEAST


def _why_not(piece: str, text: str) -> str:
    if _RANGE.search(piece):
        return _("“%(text)s” gives two numbers for one group. Write what is certain, like “at least 10”.") % {"text": shown(text)}
    return _("“%(text)s” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors.") % {
        "text": shown(text)
    }
