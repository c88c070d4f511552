"""The record's own keywords as words to read, and lists as a phrase."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _


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
