"""The code a person is given: two words and four digits, such as BLUE-OTTER-4207. Only a keyed hash of it is kept.

The words come from two lists of 2,048 plain words: 3 to 8 letters, none in both, no two in a list that differ in one letter.
The lists never change, since codes that were given depend on them (`docs/security.md`). A code is made from the key of what
was sent, so that a form that is sent twice, or a page that is loaded again, shows the same one; without this installation's
secret key nothing in the database leads to it.
"""

import re
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
