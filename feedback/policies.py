"""Judgements about what people send, on plain facts."""

import datetime as dt
import re
import textwrap

from feedback.enums import AnswerKind
from groups.enums import Permission

# What was on its way when a questionnaire closed still arrives.
GRACE = dt.timedelta(minutes=30)
# How long the page after sending can be loaded again.
CODE_SHOWN_FOR = dt.timedelta(minutes=30)
# Nobody reads and answers a questionnaire in less.
SHORTEST_FILL = dt.timedelta(seconds=4)
# A heading made of the first words of a text has at most so many characters, and does not end in the middle of a phrase.
HEADING = 52
_LEADS_ON = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "over", "so", "that", "the", "to", "with"}
)


def looks_automatic(*, trap_filled: bool, filled_in: dt.timedelta, too_often: bool) -> bool:
    """Whether a person should look twice at what was sent. It decides nothing: everything that is sent arrives."""
    return trap_filled or filled_in < SHORTEST_FILL or too_often


def still_accepts(*, is_open: bool, closes_at: dt.datetime | None, was_open: bool, now: dt.datetime) -> bool:
    """Whether an answer that was begun may still be sent."""
    if is_open:
        return True
    return was_open and closes_at is not None and closes_at <= now <= closes_at + GRACE


def may_show_words(permission: str) -> bool:
    """Whether words may be shown as they were said."""
    return permission == Permission.USE_WORDS


def may_show_idea(permission: str) -> bool:
    """Whether the idea behind the words may be told in our own."""
    return permission in {Permission.USE_WORDS, Permission.ONLY_THE_IDEA}


def missing_reasons(*, answer: str, because_kind: str, because: str, would_change: str) -> list[str]:
    """The fields that a "we can't" still needs: its kind of limit, its reason, and what would change it."""
    if answer != AnswerKind.CANT:
        return []
    given = {"because_kind": because_kind, "because": because, "would_change": would_change}
    return [name for name, words in given.items() if not words.strip()]


def in_few_words(text: str) -> str:
    """The beginning of a text as a heading, in its own words: the first clause, cut between two words where it is long."""
    whole = " ".join(text.split())
    clause = re.split(r"(?<=[.!?;])\s", whole, maxsplit=1)[0].rstrip(".;")
    words = (textwrap.shorten(clause, HEADING, placeholder="") or clause[:HEADING]).split()
    while " ".join(words) != clause and len(words) > 1 and words[-1] in _LEADS_ON:
        words.pop()
    heading = " ".join(words).rstrip(",:;–-")
    return heading if heading == whole.rstrip(".") else f"{heading}…"
