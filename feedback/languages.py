"""The languages in which people can answer, and how much of the fixed words of the answering pages is translated into each."""

import gettext
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

from coproduction.language_names import NAMES

ENGLISH = "en-gb"


@dataclass(frozen=True)
class Language:
    """A language. `name` is its own name, `english` the one that officers read."""

    code: str
    name: str
    english: str
    is_rtl: bool = False

    @property
    def direction(self) -> str:
        """What `dir` says of words in it."""
        return "rtl" if self.is_rtl else "ltr"


# Among those that people choose from.
IN_ENGLISH = Language(ENGLISH, "English", "English")


@dataclass(frozen=True)
class Counted:
    """How many of the fixed words are translated."""

    done: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.done == self.total


def known() -> tuple[Language, ...]:
    """The languages besides English that this installation asks in, in the order of the setting."""
    return tuple(
        Language(code, NAMES[code].own, NAMES[code].english, NAMES[code].is_rtl) for code in settings.ANSWERING_LANGUAGES
    )


def of(code: str) -> Language | None:
    """The language of this code; none for English and for one that this installation does not ask in."""
    return next((language for language in known() if language.code == code), None)


def whole() -> tuple[Language, ...]:
    """Those of the known languages in which no fixed word is missing."""
    return tuple(language for language in known() if fixed_words(language.code).is_whole)


class _Missing(gettext.NullTranslations):
    """Asked for what a catalogue does not hold, it says so: with nothing, where gettext would give the English words."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""

    def pgettext(self, context: str, message: str) -> str:
        return ""


@cache
def fixed_words(code: str) -> Counted:
    """How many of the fixed words of the answering pages are translated into this language; counted once in each process.

    English, in which they are written, is whole. A language without a catalogue has none of them.
    """
    words = _list_of_words()
    if code == ENGLISH:
        return Counted(len(words), len(words))
    file = _folder() / to_locale(code) / "LC_MESSAGES" / "django.mo"
    if not file.is_file():
        return Counted(0, len(words))
    with file.open("rb") as catalogue:
        translations = gettext.GNUTranslations(catalogue)
    translations.add_fallback(_Missing())
    return Counted(sum(_is_translated(translations, word) for word in words), len(words))


def _is_translated(translations: gettext.GNUTranslations, word: dict[str, str]) -> bool:
    if "plural" in word:
        return bool(translations.ngettext(word["words"], word["plural"], 1))
    if "context" in word:
        return bool(translations.pgettext(word["context"], word["words"]))
    return bool(translations.gettext(word["words"]))


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "locale"


def _list_of_words() -> list[dict[str, str]]:
    """What `make words` found: `words`, and `plural` or `context` where there is one."""
    listed: list[dict[str, str]] = json.loads((_folder() / "answering.json").read_text(encoding="utf-8"))
    return listed
