"""The record's own keywords as words to read, and lists as a phrase."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# As `lang` names it.
ENGLISH_TAG = "en-GB"
# Characters that no keyboard types and no database should hold; line breaks and tabs stay, and so do the marks of
# right-to-left writing.
_UNTYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def typed(text: str) -> str:
    """The text without characters that nobody types."""
    return _UNTYPED.sub("", text)


def plain(keyword: str) -> str:
    """`youth_network` reads "Youth network"; words that are words already stay as they are."""
    return str(capfirst(keyword.replace("_", " ").strip()))


def listed(words: Sequence[str]) -> str:
    """One; one and two; one, two and three."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def ended(sentence: str) -> str:
    """The sentence with a full stop, when it has no mark at its end."""
    sentence = sentence.strip()
    return sentence if not sentence or sentence[-1] in ".!?…" else f"{sentence}."


def page_is_english() -> bool:
    """Whether the page that is being made is in English."""
    return (get_language() or settings.LANGUAGE_CODE).startswith("en")


class InEnglish(str):
    """English words on a page in another language: put into HTML, they say so themselves."""

    def __html__(self) -> SafeString:
        return format_html('<span lang="{}" dir="ltr">{}</span>', ENGLISH_TAG, str(self))


def in_english(words: Any) -> str:
    """English words that have no other: on a page in another language they are marked, on an English one they stay as they are."""
    return str(words) if page_is_english() else InEnglish(words)
