"""The sections of a record and the fields each may have. What is not named here is an error, so nothing is dropped unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from coproduction.portal.record import words


class Kind(Enum):
    LINE = auto()  # text on one line
    TEXT = auto()  # text that may be longer
    LINES = auto()  # a list of lines
    DATE = auto()  # 2025, 2025-04, 2025-06-30 or 2024-25
    WHEN = auto()  # a date, or words such as "every term"
    WHOLE = auto()  # a whole number
    AMOUNT = auto()  # a number that may have decimal places
    YES_NO = auto()
    WORD = auto()  # a word of the table in `words`
    ID = auto()  # the id of another record
    IDS = auto()
    GROUP = auto()  # fields of its own
    GRID = auto()  # a list of lists of lines


@dataclass(frozen=True)
class Field:
    kind: Kind
    must: bool = False
    most: int = 300
    # Numbers: decimal places, and the largest the tables hold.
    places: int = 0
    largest: int = 32767
    table: Mapping[str, object] = field(default_factory=dict)
    to: tuple[str, ...] = ()
    fields: "Mapping[str, Field]" = field(default_factory=dict)
    # Without these other fields of the record, this one would land nowhere.
    needs: tuple[str, ...] = ()


Fields = Mapping[str, Field]

BODIES = ("organisations", "forums", "committees")
SLUG, REF, TITLE, WEB_NOTE, SOURCE, PROSE = 80, 40, 200, 500, 400, 8000


def line(most: int = 300, *, must: bool = False, needs: tuple[str, ...] = ()) -> Field:
    return Field(Kind.LINE, must=must, most=most, needs=needs)


def text(*, must: bool = False) -> Field:
    return Field(Kind.TEXT, must=must, most=PROSE)


def lines(most: int = 200, *, needs: tuple[str, ...] = ()) -> Field:
    return Field(Kind.LINES, most=most, needs=needs)


def word(table: Mapping[str, object], *, must: bool = False, needs: tuple[str, ...] = ()) -> Field:
    return Field(Kind.WORD, must=must, most=160, table=table, needs=needs)


def one(*sections: str, must: bool = False) -> Field:
    return Field(Kind.ID, must=must, to=sections)


def many(*sections: str) -> Field:
    return Field(Kind.IDS, to=sections)


def group(**fields: Field) -> Field:
    return Field(Kind.GROUP, fields=fields)


DATE, YES_NO, WHOLE = Field(Kind.DATE), Field(Kind.YES_NO), Field(Kind.WHOLE)
MONEY, RATE, HOURS = (
    Field(Kind.AMOUNT, places=2, largest=999_999_999), Field(Kind.AMOUNT, places=2, largest=999_999), Field(Kind.AMOUNT, places=1, largest=999_999),
)  # fmt: skip
DATE_WORDS = line(200)
WEB = {"web_note": line(WEB_NOTE)}
_SOURCED = {"source": line(SOURCE, must=True)}
_IDENTIFIED = {"id": line(SLUG, must=True), **_SOURCED}


@dataclass(frozen=True)
class Section:
    """A list of records. `key` names the field that identifies one; without it, `key_from` are joined."""

    fields: Fields
    key: str = "id"
    key_from: tuple[str, ...] = ()


_FORUM: Fields = {
    **_IDENTIFIED, **WEB,
    "name": line(TITLE, must=True),
    "kind": word(words.FORUM_KINDS, must=True),
    "purpose": text(),
    "audience": line(),
    "note": line(),
    "status": word(words.BODY_STATUSES),
    "independent": YES_NO,
    "lead_organisation": one("organisations"),
    "parent_forum": one("forums"),
    "rhythm": group(frequency=word(words.FREQUENCIES), text=line(200), per_year=WHOLE, holidays=YES_NO, pre_meeting_workshop=YES_NO, timing=line(90)),
    "elected_offices": lines(120),
    "electorate": Field(Kind.GROUP, fields={"ages": line(20), "basis": lines()}, needs=("elected_offices",)),
    "election_cycle_years": Field(Kind.WHOLE, needs=("elected_offices",)),
    "meetings_held": group(count=Field(Kind.WHOLE, must=True), period=line(200)),
    "participants_recent": group(count=Field(Kind.WHOLE, must=True), who=line(80), which=line(200)),
    "other_channels": lines(),
    "members": many(*BODIES),
    "members_words": lines(),
    "sits_on": many(*BODIES),
    "chaired_by": one(*BODIES),
    "funded_by": one(*BODIES),
    "theme": group(title=line(TITLE, must=True), period=DATE),
}  # fmt: skip

_PROJECT: Fields = {
    **_IDENTIFIED, **WEB,
    "title": line(TITLE, must=True),
    "kind": word(words.PROJECT_KINDS, must=True),
    "status": word(words.PROJECT_STATUSES),
    "degree_stated": line(120),
    "degree_suggested": line(160),
    "groups": many(*BODIES),
    "other_groups": lines(),
    "partners": many(*BODIES),
    "other_partners": lines(),
    "dates": group(start=DATE, end=DATE, opened=DATE, operating_since=DATE, period=DATE, text=DATE_WORDS, duration_text=DATE_WORDS),
    "what_happened": text(),
    "fixed": text(),
    "open": text(),
    "resources": text(),
    "participants": line(200),
    "chosen_by": line(120),
    "incentive": YES_NO,
    "figure": line(),
    "items": lines(),
    "topics": lines(),
    "guides_tested": lines(),
}  # fmt: skip

_SESSION: Fields = {
    **_IDENTIFIED,
    "project": one("projects"),
    "forum": one(*BODIES),
    "date": DATE,
    "date_text": DATE_WORDS,
    "format": line(120, must=True),
    "topic": line(200),
    "venue": line(120),
    "participants": line(200),
    "count": WHOLE,
    "count_unit": line(80),
    "count_qualifier": word(words.QUALIFIERS),
    "others_present": lines(80),
    "publish_makeup": YES_NO,
    "output": line(),
    "incentive": YES_NO,
    "note": line(),
}

_OUTCOME: Fields = {
    **_IDENTIFIED,
    "id": line(REF, must=True),
    "project": one("projects"),
    "contributed_by": many(*BODIES),
    "contributed_by_words": lines(160),
    "you_said": text(),
    "you_said_basis": word(words.SAID_BASES, needs=("you_said",)),
    "said_about": line(200),
    "we_did": text(must=True),
    "figure": line(),
    "date": DATE,
    "date_text": DATE_WORDS,
    "status": word(words.ANSWERS, must=True),
    "kind": line(40),
    "note": line(),
    "they_then_said": line(),
    "limits": line(200),
}

SECTIONS: Mapping[str, Section] = {
    "sources": Section(
        {
            "key": line(8, must=True), "file": line(80, must=True), "title": line(must=True), "date": DATE, "date_text": DATE_WORDS, **WEB,
        },
        key="key",
    ),
    "data_quality_notes": Section({"about": line(SLUG, must=True), "note": text(must=True), **_SOURCED, **WEB}, key="about"),
    "organisations": Section(
        {**_IDENTIFIED, **WEB, "name": line(TITLE, must=True), "kind": word(words.ORGANISATION_KINDS, must=True), "note": line()}
    ),
    "forums": Section(_FORUM),
    "committees": Section(
        {
            **_IDENTIFIED, **WEB, "name": line(TITLE, must=True), "kind": word(words.COMMITTEE_KINDS, must=True), "includes": lines(),
            "note": line(),
        }
    ),
    "priorities": Section(
        {**_IDENTIFIED, "forum": one("forums", must=True), "title": line(TITLE, must=True), "period": DATE, "used_in": line(200)}
    ),
    "projects": Section(_PROJECT),
    "sessions": Section(_SESSION),
    "feedback_themes": Section(
        {
            **_IDENTIFIED, "theme": line(TITLE, must=True), "project": one("projects"), "from_words": line(200), "from_forum": one(*BODIES),
            "basis": line(200), "note": line(),
        }
    ),
    "quotes": Section(
        {
            **_IDENTIFIED, "text": text(must=True), "said_by": line(120), "group": one(*BODIES), "project": one("projects"), "date": DATE,
            "date_text": DATE_WORDS, "kind": word(words.QUOTE_IS_VERBATIM, must=True),
        }
    ),
    "outcomes": Section(_OUTCOME),
    "commitments": Section(
        {
            **_IDENTIFIED, "id": line(REF, must=True), "text": text(must=True), "made_by": one(*BODIES, must=True), "to": one(*BODIES), "to_words": line(160),
            "due": DATE, "due_text": DATE_WORDS, "status": word(words.PROMISE_STATES, must=True),
        }
    ),
    "committee_requests": Section(
        {
            **_IDENTIFIED, "committee": one("committees", must=True), "by": line(120, must=True), "text": text(must=True), "date": DATE,
            "date_text": DATE_WORDS, "status": word(words.ASK_STATES, must=True),
        }
    ),
    "resolutions": Section(
        {**_SOURCED, "committee": one("committees", must=True), "date": DATE, "recommendation": text(must=True), "resolved": text(must=True)},
        key="",
        key_from=("committee", "date"),
    ),
    "evaluations": Section(
        {
            **_IDENTIFIED, "project": one("projects"), "written_by": line(200, must=True), "covers": lines(), "council_response": text(),
            "discussed": text(), "date": DATE, "date_text": DATE_WORDS, "rule": text(),
        }
    ),
    "volunteer_time": Section(
        {
            **_IDENTIFIED, "project": one("projects", must=True), "partners": many(*BODIES), "value_gbp": MONEY, "hours": HOURS, "rate": RATE,
            "basis": line(200),
        }
    ),
    "incentives": Section({**_IDENTIFIED, "project": one("projects", must=True), "kind": line(160, must=True), "to": line(160)}),
    "resources": Section({**_IDENTIFIED, "project": one("projects", must=True), "text": line(must=True), "amount_gbp": MONEY}),
    "forward_plan": Section(
        {
            **_IDENTIFIED, "about": one("projects", *BODIES), "about_words": line(200), "when": Field(Kind.WHEN, most=200), "how": line(200),
            "must_include": many("committee_requests"),
        }
    ),
}  # fmt: skip

META: Fields = {"dataset": line(), "council": line(), "as_of": DATE, "language": line(20)}

# Reference lists: the field that is the title of an entry, and what stands beside it.
_OWN_WORDS: Fields = {"own_words": line(must=True), "source": line(SOURCE, must=True), **WEB}
REFERENCE_LISTS: Mapping[str, Fields] = {
    "values_in_seed_report": {"order": Field(Kind.WHOLE, must=True), "name": line(must=True), "source": line(SOURCE), **WEB},
    "roles": {"id": line(SLUG, must=True), "does": text(must=True), "source": line(SOURCE, must=True), **WEB},
    "ways_officers_said_outcomes_are_seen": {"way": line(must=True), "source": line(SOURCE, must=True), **WEB},
    "principles": {
        "n": Field(Kind.WHOLE, must=True), "short": line(must=True), "own_words": text(), "source": line(SOURCE, must=True), **WEB,
    },
    "tips": {"group": line(must=True), "items": lines(), "source": line(SOURCE, must=True), **WEB},
    "reflection_questions": _OWN_WORDS,
    "key_deliverables": _OWN_WORDS,
    "reference_cases_not_hf": {"name": line(must=True), "source": line(SOURCE, must=True), **WEB},
}  # fmt: skip
# Plain lists of lines, and the field that holds the source of all of them.
REFERENCE_LINES: Mapping[str, str] = {
    "degrees_in_report": "degrees_source",
    "charter_parts": "charter_source",
    "charter_inventory": "charter_source",
}
NEF_MATRIX: Fields = {
    "rows_delivery": lines(),
    "cols_planning": lines(),
    "cells": Field(Kind.GRID),
    "source": line(SOURCE, must=True),
}

# The same id in two of these would be one address, or one ambiguous reference.
UNIQUE_TOGETHER = (*BODIES, "projects")
