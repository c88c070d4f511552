"""How words of a spreadsheet are compared with ours, and the error that names what is wrong with one."""

import unicodedata

# What people write into a cell when there is nothing to say.
_NOTHING = {"", "n/a", "na", "none", "nil", "unknown", "not known", "not recorded", "?", "-", "–", "—", "tbc", "tba"}
LONGEST_SHOWN = 60


class Fault(ValueError):
    """What is wrong in a cell, as words that say what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def fold(text: str) -> str:
    """The same for two ways to write one thing: capitals, accents, hyphens, spaces and marks at the end do not count."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    for mark in "_-–—’'`/\\":
        plain = plain.replace(mark, "" if mark in "’'`" else " ")
    return " ".join(plain.split()).strip(' .:;,*?!"“”()')


def says_nothing(text: str) -> bool:
    return " ".join(text.casefold().split()) in _NOTHING


def shown(text: str) -> str:
    """The beginning of a cell, for a message about it."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
