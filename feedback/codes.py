"""The code a person is given: two words and four digits, such as BLUE-OTTER-4207. Only a keyed hash of it is kept.

The words come from two lists of 2,048 plain words: 3 to 8 letters, none in both, no two in a list that differ in one letter.
The lists never change, since codes that were given depend on them (`docs/security.md`). A code is made from the key of what
was sent, so that a form that is sent twice, or a page that is loaded again, shows the same one; without this installation's
secret key nothing in the database leads to it.
"""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac

DIGITS = 4
# How many codes can be tried for one response before two people could be given the same one.
ATTEMPTS = 5
_FOLDER = Path(__file__).resolve().parent / "data"


@cache
def words(which: str) -> tuple[str, ...]:
    """The words of one list, "first" or "second"."""
    return tuple((_FOLDER / f"words-{which}.txt").read_text(encoding="utf-8").split())


def possible() -> int:
    """How many different codes there are."""
    return int(len(words("first")) * len(words("second")) * 10**DIGITS)


def of(sent_key: str, attempt: int = 0) -> str:
    """The code of what was sent with this key; a higher attempt gives another one when two codes collide."""
    number = int(salted_hmac("feedback.code", f"{sent_key}:{attempt}", algorithm="sha256").hexdigest(), 16)
    first, second = words("first"), words("second")
    number, digits = divmod(number, 10**DIGITS)
    number, a = divmod(number, len(first))
    b = number % len(second)
    return f"{first[a]}-{second[b]}-{digits:04}".upper()


def read(typed: str) -> str | None:
    """The code that someone typed, in any case, with spaces, hyphens or nothing between its parts; None if it is none."""
    plain = re.sub(r"[^A-Z0-9]", "", unicodedata.normalize("NFKC", typed[:200]).upper())
    found = re.fullmatch(r"([A-Z]{6,16})([0-9]{4})", plain)
    if not found:
        return None
    letters, digits = found[1].lower(), found[2]
    first, second = set(words("first")), set(words("second"))
    for cut in range(3, len(letters) - 2):
        if letters[:cut] in first and letters[cut:] in second:
            return f"{letters[:cut]}-{letters[cut:]}-{digits}".upper()
    return None


def hashed(code: str) -> str:
    """What the database keeps of a code. Where its words could be cut in two ways, both ways are one code."""
    return salted_hmac("feedback.receipt", re.sub(r"[^A-Z0-9]", "", code.upper()), algorithm="sha256").hexdigest()


def token_hash(token: str) -> str:
    """What the database keeps of the random token in the cookie of an unfinished answer."""
    return salted_hmac("feedback.draft", token, algorithm="sha256").hexdigest()


# The four words with which someone goes on with unfinished answers on another device: from the two lists, in turns.
_RETURN = ("first", "second", "first", "second")


def new_return_words() -> str:
    """Four words by chance, such as BLUE-OTTER-GREEN-RIVER."""
    return "-".join(secrets.choice(words(which)) for which in _RETURN).upper()


def possible_returns() -> int:
    """How many different sets of four words there are."""
    return int((len(words("first")) * len(words("second"))) ** 2)


def read_return_words(typed: str) -> str | None:
    """The four words that someone typed, in any case, with spaces, hyphens or nothing between them; None if they are none."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", typed[:200]).lower() if "a" <= letter <= "z")
    found = _cut(plain, _RETURN)
    return "-".join(found).upper() if found else None


def _cut(letters: str, lists: tuple[str, ...]) -> tuple[str, ...] | None:
    """These letters as one word of each list."""
    if not lists:
        return None if letters else ()
    known = _known(lists[0])
    for end in range(3, 9):
        if letters[:end] in known and (rest := _cut(letters[end:], lists[1:])) is not None:
            return (letters[:end], *rest)
    return None


@cache
def _known(which: str) -> frozenset[str]:
    return frozenset(words(which))


def return_token(return_words: str) -> str:
    """The token for the cookie of the device on which these words were typed.

    Made from the words and this installation's secret key: long enough that nobody guesses it, so that the limit on typing words
    cannot be passed by sending cookies. Where words could be cut in two ways, both ways are one.
    """
    letters = re.sub(r"[^A-Z]", "", return_words.upper())
    return salted_hmac("feedback.return", letters, algorithm="sha256").hexdigest()
