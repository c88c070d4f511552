"""Outcomes as files: a table for a spreadsheet, JSON for programs, a feed to follow. All from the same pairs as the page."""

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from coproduction.core import csv_files
from coproduction.core.figures import Number
from coproduction.core.queries.records import Sources
from feedback.enums import AnswerKind, SaidBasis
from feedback.queries.outcomes import OutcomePair, OutcomeSummary

FEED_LENGTH = 50
DEMONSTRATION = "Demonstration"
# A feed needs a time even where nothing has one.
BEGINNING = dt.datetime(2025, 6, 30, tzinfo=dt.UTC)


# Stable: programs read these names. Add at the end; never rename.
CSV_COLUMNS = (
    "reference", "topic", "you_said", "how_the_words_are_known", "talked_about", "answer", "we_did", "what_stops_us", "because",
    "what_would_change_it", "credited_to", "project", "figure", "figure_in_words", "date", "date_in_words", "within_these_limits",
    "they_then_said", "note", "source", "source_in_words", "demonstration", "address",
)  # fmt: skip


def csv_row(pair: OutcomePair, sources: Sources) -> list[object]:
    return [
        pair.ref,
        pair.topic,
        "" if pair.nowords else pair.said,
        SaidBasis(pair.said_basis).label,
        pair.said_about,
        AnswerKind(pair.answer_kind).label,
        pair.answer,
        pair.because_kind,
        pair.because,
        pair.would_change,
        "; ".join(credit.outside_name for credit in pair.credits),
        pair.project_title,
        pair.figure_words,
        pair.figure_sentence,
        pair.happened.iso(),
        str(pair.happened),
        pair.limits,
        pair.they_then_said,
        pair.note,
        pair.source,
        sources.in_words(pair.source),
        DEMONSTRATION if pair.is_demonstration else "",
        f"{settings.SITE_URL}{pair.url}",
    ]


def as_csv(pairs: list[OutcomePair], sources: Sources) -> bytes:
    return csv_files.as_csv(CSV_COLUMNS, (csv_row(pair, sources) for pair in pairs))


def _number(number: Number) -> dict[str, Any]:
    value = None if number.number is None else float(number.number)
    return {"number": value, "qualifier": str(number.qualifier), "unit": number.unit, "date": number.as_of.iso() or None}


def as_object(pair: OutcomePair, sources: Sources) -> dict[str, Any]:
    """One outcome with stable names; what is not known is null."""
    return {
        "reference": pair.ref,
        "address": f"{settings.SITE_URL}{pair.url}",
        "topic": pair.topic,
        "you_said": None if pair.nowords else pair.said,
        "said_basis": str(pair.said_basis),
        "talked_about": pair.said_about or None,
        "answer": str(pair.answer_kind),
        "answer_in_words": str(AnswerKind(pair.answer_kind).label),
        "we_did": pair.answer,
        "what_stops_us": str(pair.because_kind) or None,
        "because": pair.because or None,
        "what_would_change_it": pair.would_change or None,
        "credited_to": [credit.outside_name for credit in pair.credits],
        "project": {"title": pair.project_title, "address": f"{settings.SITE_URL}{pair.project_url}"}
        if pair.project_url
        else None,
        "figure": {
            "words": pair.figure_words,
            "in_words": pair.figure_sentence,
            "numbers": [_number(number) for number in pair.figure_numbers],
        }
        if pair.figure_words
        else None,
        "date": pair.happened.iso() or None,
        "date_in_words": str(pair.happened),
        "within_these_limits": pair.limits or None,
        "they_then_said": pair.they_then_said or None,
        "note": pair.note or None,
        "source": pair.source or None,
        "source_in_words": sources.in_words(pair.source) or None,
        "published": pair.published_at.isoformat() if pair.published_at else None,
        "demonstration": pair.is_demonstration,
        "label": DEMONSTRATION if pair.is_demonstration else None,
    }


def as_json(pairs: list[OutcomePair], summary: OutcomeSummary, sources: Sources) -> bytes:
    whole = {
        "title": _("You said, we did"),
        "place": settings.SITE_PLACE,
        "address": f"{settings.SITE_URL}/you-said-we-did/",
        "contains_demonstration": summary.made_up > 0,
        "count": summary.total,
        "count_demonstration": summary.made_up,
        "count_with_words": summary.with_words,
        "count_with_date": summary.with_date,
        "count_by_answer": summary.by_answer,
        "outcomes": [as_object(pair, sources) for pair in pairs],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _entry_text(pair: OutcomePair) -> str:
    said = _("The record does not hold the words.") if pair.nowords else pair.said
    lines = [_("You said: %(said)s") % {"said": said}, f"{pair.state_words}: {pair.answer}"]
    lines += [f"{reason}: {words}" for reason, words in pair.why]
    if pair.is_demonstration:
        lines.insert(0, _("Demonstration: this is made up."))
    return "\n\n".join(lines)


def as_atom(pairs: list[OutcomePair], query: dict[str, list[str]]) -> bytes:
    """The newest answers as an Atom feed. An entry's identity is its address, which never changes."""
    newest = sorted(pairs, key=_published, reverse=True)[:FEED_LENGTH]
    updated = (_published(newest[0]) if newest else BEGINNING).isoformat(timespec="seconds")
    asked = urlencode(query, doseq=True)
    own = f"{settings.SITE_URL}/you-said-we-did.atom" + (f"?{asked}" if asked else "")
    page = f"{settings.SITE_URL}/you-said-we-did/" + (f"?{asked}" if asked else "")
    made_up = any(pair.is_demonstration for pair in newest)
    title = _("You said, we did") + (f" ({DEMONSTRATION})" if made_up else "")
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">',
        f"<title>{_text(title)}</title>",
        f"<subtitle>{_text(settings.SITE_PLACE)}</subtitle>",
        f"<id>{_text(own)}</id>",
        f'<link rel="self" type="application/atom+xml" href="{_text(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(page)}"/>',
        f"<updated>{updated}</updated>",
        f"<author><name>{_text(f'{settings.SITE_NAME}, {settings.SITE_PLACE}')}</name></author>",
        *(_entry(pair) for pair in newest),
        "</feed>",
    ]
    return "\n".join(parts).encode()


def _entry(pair: OutcomePair) -> str:
    address = f"{settings.SITE_URL}{pair.url}"
    title = f"{DEMONSTRATION}: {pair.topic}" if pair.is_demonstration else pair.topic
    category = f'<category term="demonstration" label="{DEMONSTRATION}"/>' if pair.is_demonstration else ""
    return (
        f"<entry><title>{_text(title)}</title><id>{_text(address)}</id>"
        f'<link rel="alternate" type="text/html" href="{_text(address)}"/><updated>{_published(pair).isoformat(timespec="seconds")}</updated>{category}'
        f'<summary type="text">{_text(_entry_text(pair))}</summary></entry>'
    )


def _published(pair: OutcomePair) -> dt.datetime:
    """When it was published here; what came with the record is dated by the day it is about."""
    if pair.published_at:
        return timezone.localtime(pair.published_at)
    return dt.datetime.combine(pair.happened.last, dt.time(), dt.UTC) if pair.happened.last else BEGINNING


def _text(words: str) -> str:
    """Escaped, and without what XML does not allow."""
    allowed = "".join(letter for letter in str(words) if (letter >= " " and letter not in "\ufffe\uffff") or letter in "\t\n\r")
    return escape(allowed, {'"': "&quot;"})
