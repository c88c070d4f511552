"""Judgements about what people send, on plain facts."""

import datetime as dt
import re
import textwrap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from feedback.enums import AnswerKind
from groups.enums import AgeBand, Permission

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
_ADULTS = frozenset({AgeBand.AGES_18_19, AgeBand.AGES_20_25, AgeBand.ADULT})


def may_send_files(*, is_entered: bool, age_band: str | None, under_18s: bool) -> bool:
    """Whether somebody is asked for photos and documents.

    `is_entered`: staff type the answers in. `age_band` is that of the person whose own link was used, None without one;
    whoever did not say is not taken for an adult. `under_18s`: somebody decided that young people may send files, too.
    """
    if is_entered:
        return True
    return age_band is not None and (under_18s or age_band in _ADULTS)


def looks_automatic(*, trap_filled: bool, filled_in: dt.timedelta, too_often: bool) -> bool:
    """Whether a person should look twice at what was sent. It decides nothing: everything that is sent arrives."""
    return trap_filled or filled_in < SHORTEST_FILL or too_often


def still_accepts(*, is_open: bool, closes_at: dt.datetime | None, was_open: bool, now: dt.datetime) -> bool:
    """Whether an answer that was begun may still be sent."""
    if is_open:
        return True
    return was_open and closes_at is not None and closes_at <= now <= closes_at + GRACE


def still_asked(questions: Iterable[tuple[int, Collection[int]]], chosen: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """Which questions are asked of someone who chose these options.

    `questions` are the questions in their order, each with the options it waits for; `chosen` are the options chosen, by question.
    What was chosen at a question that is no longer asked leads nowhere.
    """
    counts: set[int] = set()
    asked = []
    for question, waits_for in questions:
        if not waits_for or any(option in counts for option in waits_for):
            asked.append(question)
            counts.update(chosen.get(question, ()))
    return tuple(asked)


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


@dataclass(frozen=True)
class Place:
    """A question where it stands: which answers it offers that others can wait for, and what it waits for itself."""

    key: str
    leads_on: frozenset[str] = frozenset()
    waits_for: str | None = None
    waits_on: frozenset[str] = frozenset()


def dead_ends(places: Iterable[Place]) -> list[int]:
    """The places, from 0, of questions that nobody could ever see: what they wait for cannot be chosen before them."""
    before: dict[str, frozenset[str]] = {}
    found: list[int] = []
    for number, place in enumerate(places):
        if place.waits_for is not None and (not place.waits_on or not place.waits_on <= before.get(place.waits_for, frozenset())):
            found.append(number)
        before[place.key] = place.leads_on
    return found


# What stands in the place of something that was taken out.
TAKEN_OUT = "[…]"


def as_redacted(words: str) -> str:
    """Words from a form: one kind of line break, no space at the ends, and three dots are one."""
    return words.replace("\r\n", "\n").replace("[...]", TAKEN_OUT).strip()


def only_takes_out(before: str, after: str) -> bool:
    """Whether `after` is `before` with […] in the place of some of its words, and nothing else is different.

    A mark is asked for at each place: without one, taking out a "not" would turn what someone said around.
    """
    before, parts = as_redacted(before), as_redacted(after).split(TAKEN_OUT)
    if len(parts) == 1 or sum(map(len, parts)) >= len(before):
        return False
    first, *between, last = parts
    if not before.startswith(first):
        return False
    place = len(first)
    for part in between:
        found = before.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return before.endswith(last) and len(before) - len(last) >= place
