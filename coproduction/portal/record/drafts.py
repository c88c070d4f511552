"""What each record becomes: the values of its row, as plain JSON. Nothing here invents: what the record leaves out stays empty."""

from typing import Any

from coproduction.core.enums import Qualifier
from coproduction.core.partial_dates import PartialDate
from coproduction.portal.record import figures, words
from coproduction.portal.record.checking import Record
from coproduction.portal.record.columns import date_value
from engagements.enums import DetailKind, MilestoneKind, ProjectStatus
from feedback.enums import OutcomeState, QuoteState, SaidBasis
from groups.enums import BodyKind, BodyStatus, Frequency, Mark

Draft = dict[str, Any]


def _date(record: Record, name: str, beside: str = "") -> list[str]:
    return date_value(record.partial(name, beside))


def _lines(values: list[str]) -> str:
    return "\n".join(values)


def _refs(values: list[str]) -> list[list[str]]:
    return [[value] for value in values]


def _figure(text: str) -> Draft | None:
    if not text:
        return None
    return {
        "words": text,
        "parts": [[number, qualifier, unit, ["", when]] for number, qualifier, unit, when in figures.parts_of(text)],
    }


def _counted(count: int, unit: str, when: str) -> Draft:
    """A figure that the record gives as fields rather than as words."""
    counted = f"{count} {unit}".strip()
    return {
        "words": f"{counted}; {when}" if when else counted,
        "parts": [[f"{count:.2f}", str(Qualifier.EXACT), unit, ["", when]]],
    }


def source(record: Record) -> Draft:
    return {
        "key": record.record_id,
        "file": record.words("file"),
        "title": record.words("title"),
        "dated": _date(record, "date", "date_text"),
        "web_note": record.words("web_note"),
    }


def note(record: Record) -> Draft:
    return {
        "about": record.record_id,
        "note": record.words("note"),
        "source": record.words("source"),
        "web_note": record.words("web_note"),
    }


def _body(record: Record, kind: BodyKind) -> Draft:
    return {
        "name": record.words("name"),
        "kind": str(kind),
        "kind_words": record.words("kind"),
        "mark": str(words.MARKS.get(record.record_id, Mark.OTHER)),
        "note": record.words("note"),
        "web_note": record.words("web_note"),
        "source": record.words("source"),
    }


def organisation(record: Record) -> Draft:
    return {**_body(record, words.ORGANISATION_KINDS[record.words("kind")]), "status": str(BodyStatus.UNKNOWN)}


def committee(record: Record) -> Draft:
    return {
        **_body(record, words.COMMITTEE_KINDS[record.words("kind")]),
        "status": str(BodyStatus.UNKNOWN),
        "members_words": _lines(record.get("includes", [])),
    }


def forum(record: Record) -> Draft:
    return {
        **_body(record, words.FORUM_KINDS[record.words("kind")]),
        **_rhythm(record.get("rhythm", {})),
        "status": str(words.BODY_STATUSES.get(record.words("status"), BodyStatus.UNKNOWN)),
        "status_words": record.words("status"),
        "purpose": record.words("purpose"),
        "audience": record.words("audience"),
        "is_independent": record.get("independent", False),
        "other_channels": _lines(record.get("other_channels", [])),
        "members_words": _lines(record.get("members_words", [])),
        "lead_body": record.get("lead_organisation"),
        "parent_body": record.get("parent_forum"),
        "elected_offices": _offices(record),
        "themes_of_year": _theme_of_year(record.get("theme")),
        **_meetings(record),
        "sits_on": _refs(record.get("sits_on", [])),
        "members": _refs(record.get("members", [])),
        "chaired_by": _refs([record.get("chaired_by")] if record.get("chaired_by") else []),
        "funded_by": _refs([record.get("funded_by")] if record.get("funded_by") else []),
    }


def _rhythm(rhythm: Draft) -> Draft:
    return {
        "frequency": str(words.FREQUENCIES.get(rhythm.get("frequency") or "", Frequency.UNKNOWN)),
        "rhythm_words": "; ".join(text for text in (rhythm.get("text"), rhythm.get("timing")) if text),
        "times_a_year": rhythm.get("per_year"),
        "meets_in_holidays": rhythm.get("holidays"),
        "has_workshop_before": rhythm.get("pre_meeting_workshop"),
    }


def _offices(record: Record) -> list[list[Any]]:
    electorate = record.get("electorate", {})
    who = [record.get("election_cycle_years"), electorate.get("ages") or "", _lines(electorate.get("basis") or [])]
    return [[title, *who] for title in record.get("elected_offices", [])]


def _theme_of_year(theme: Draft | None) -> list[list[Any]]:
    return [[theme["title"], date_value(PartialDate.parse(theme.get("period")))]] if theme else []


def _meetings(record: Record) -> Draft:
    held, recent = record.get("meetings_held"), record.get("participants_recent")
    return {
        "meetings_held": _counted(held["count"], "meetings", held.get("period") or "") if held else None,
        "participants_recent": _counted(recent["count"], recent.get("who") or "", recent.get("which") or "") if recent else None,
    }


def priority(record: Record) -> Draft:
    return {
        "body": record.get("forum"),
        "title": record.words("title"),
        "period": _date(record, "period"),
        "used_in": record.words("used_in"),
        "source": record.words("source"),
    }


def project(record: Record) -> Draft:
    return {
        "title": record.words("title"),
        "kind": str(words.PROJECT_KINDS[record.words("kind")]),
        "kind_words": record.words("kind"),
        "status": str(words.PROJECT_STATUSES.get(record.words("status"), ProjectStatus.UNKNOWN)),
        "status_words": record.words("status"),
        "degree_stated": record.words("degree_stated"),
        "degree_suggested": record.words("degree_suggested"),
        "what_happened": record.words("what_happened"),
        "fixed_words": record.words("fixed"),
        "open_words": record.words("open"),
        "participants": record.words("participants"),
        "resources_words": record.words("resources"),
        "chosen_by": record.words("chosen_by"),
        "has_incentive": record.get("incentive"),
        "web_note": record.words("web_note"),
        "source": record.words("source"),
        "figure": _figure(record.words("figure")),
        "groups": _refs(record.get("groups", [])),
        "other_groups": _refs(record.get("other_groups", [])),
        "partners": _refs(record.get("partners", [])),
        "other_partners": _refs(record.get("other_partners", [])),
        "milestones": _milestones(record.get("dates", {})),
        **{f"details_{kind}": _details(record, name) for kind, name in DETAILS.items()},
    }


DETAILS = {DetailKind.ITEM: "items", DetailKind.TOPIC: "topics", DetailKind.GUIDE_TESTED: "guides_tested"}


def _details(record: Record, name: str) -> list[list[Any]]:
    return [[order, text] for order, text in enumerate(record.get(name, []))]


def _milestones(dates: Draft) -> list[list[Any]]:
    known = (MilestoneKind.START, MilestoneKind.OPENED, MilestoneKind.OPERATING_SINCE, MilestoneKind.END)
    found = [[str(kind), date_value(PartialDate.parse(dates[kind.value]))] for kind in known if dates.get(kind.value)]
    if dates.get("period") or dates.get("text"):
        found.append([str(MilestoneKind.PERIOD), date_value(PartialDate.parse(dates.get("period"), dates.get("text") or ""))])
    if dates.get("duration_text"):
        found.append([str(MilestoneKind.DURATION), ["", dates["duration_text"]]])
    return found


def session(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "body": record.get("forum"),
        "held": _date(record, "date", "date_text"),
        "format": record.words("format"),
        "topic": record.words("topic"),
        "venue": record.words("venue"),
        "participants": record.words("participants"),
        "output": record.words("output"),
        "note": record.words("note"),
        "has_incentive": record.get("incentive"),
        "publish_makeup": record.get("publish_makeup", True),
        "source": record.words("source"),
        "head_counts": _head_counts(record),
    }


def _head_counts(record: Record) -> list[list[Any]]:
    """The people counted, then the others who were there and whom nobody counted."""
    count = record.get("count")
    given = words.QUALIFIERS.get(record.words("count_qualifier"), Qualifier.EXACT)
    qualifier = Qualifier.NOT_STATED if count is None else given
    counts = [[0, count, str(qualifier), record.words("count_unit")]]
    for order, who in enumerate(record.get("others_present", []), start=1):
        counts.append([order, None, str(Qualifier.NOT_STATED), who])
    return counts


def theme(record: Record) -> Draft:
    return {
        "title": record.words("theme"),
        "project": record.get("project"),
        "body": record.get("from_forum"),
        "from_words": record.words("from_words"),
        "basis": record.words("basis"),
        "note": record.words("note"),
        "source": record.words("source"),
    }


def quote(record: Record) -> Draft:
    """Published already, so published here; what was told by someone else is never shown as a person's own words."""
    return {
        "words": record.words("text"),
        "said_by": record.words("said_by"),
        "body": record.get("group"),
        "project": record.get("project"),
        "said_on": _date(record, "date", "date_text"),
        "kind_words": record.words("kind"),
        "is_verbatim": words.QUOTE_IS_VERBATIM[record.words("kind")],
        "state": str(QuoteState.PUBLISHED),
        "source": record.words("source"),
    }


def outcome(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "you_said": record.words("you_said"),
        "said_basis": str(_said_basis(record)),
        "said_basis_words": record.words("you_said_basis"),
        "said_about": record.words("said_about"),
        "answer": str(words.ANSWERS[record.words("status")]),
        "status_words": record.words("status"),
        "we_did": record.words("we_did"),
        "happened": _date(record, "date", "date_text"),
        "state": str(OutcomeState.PUBLISHED),
        "kind_words": record.words("kind"),
        "note": record.words("note"),
        "they_then_said": record.words("they_then_said"),
        "limits": record.words("limits"),
        "source": record.words("source"),
        "figure": _figure(record.words("figure")),
        "contributors": _refs(record.get("contributed_by", [])),
        "contributors_words": _refs(record.get("contributed_by_words", [])),
    }


def _said_basis(record: Record) -> SaidBasis:
    if not record.words("you_said"):
        return SaidBasis.UNKNOWN
    return words.SAID_BASES.get(record.words("you_said_basis"), words.SAID_WITHOUT_BASIS)


def promise(record: Record) -> Draft:
    return {
        "words": record.words("text"),
        "made_by": record.get("made_by"),
        "made_to": record.get("to"),
        "made_to_words": record.words("to_words"),
        "due": _date(record, "due", "due_text"),
        "state": str(words.PROMISE_STATES[record.words("status")]),
        "status_words": record.words("status"),
        "source": record.words("source"),
    }


def request(record: Record) -> Draft:
    return {
        "body": record.get("committee"),
        "asked_by": record.words("by"),
        "words": record.words("text"),
        "asked": _date(record, "date", "date_text"),
        "state": str(words.ASK_STATES[record.words("status")]),
        "status_words": record.words("status"),
        "source": record.words("source"),
    }


def resolution(record: Record) -> Draft:
    return {
        "body": record.get("committee"),
        "taken": _date(record, "date"),
        "recommendation": record.words("recommendation"),
        "resolved": record.words("resolved"),
        "source": record.words("source"),
    }


def evaluation(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "written_by": record.words("written_by"),
        "written": _date(record, "date", "date_text"),
        "rule": record.words("rule"),
        "council_response": record.words("council_response"),
        "discussed": record.words("discussed"),
        "source": record.words("source"),
        "points": [[order, text] for order, text in enumerate(record.get("covers", []))],
    }


def volunteer_time(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "value": record.get("value_gbp"),
        "hours": record.get("hours"),
        "rate": record.get("rate"),
        "basis": record.words("basis"),
        "source": record.words("source"),
        "partners": record.get("partners", []),
    }


def incentive(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "kind": record.words("kind"),
        "given_to": record.words("to"),
        "source": record.words("source"),
    }


def resource(record: Record) -> Draft:
    return {
        "project": record.get("project"),
        "words": record.words("text"),
        "amount": record.get("amount_gbp"),
        "source": record.words("source"),
    }


def plan_item(record: Record) -> Draft:
    """When: a date where the record gives one, else its own words, such as "every term"."""
    when = record.words("when")
    dated = when if when[:4].isdigit() else ""
    return {
        "about": record.get("about"),
        "words": record.words("about_words"),
        "planned": date_value(PartialDate.parse(dated, "" if dated else when)),
        "how": record.words("how"),
        "source": record.words("source"),
        "must_include": record.get("must_include", []),
    }


def reference(record: Record) -> Draft:
    """One entry of a list: its title, what stands beside it, and the key that the list itself gives it."""
    title = next((record.words(name) for name in ("title", "name", "short", "group", "way") if record.get(name)), "")
    own, key = record.words("own_words"), record.words("key") or record.words("n")
    beside = record.words("words") or record.words("does") or _lines(record.get("items", []))
    if record.get("id"):
        key = record.words("id")
        title = words.ROLE_TITLES.get(key, key.replace("-", " ").capitalize())
    return {
        "list": record.words("list"),
        "order": record.get("order"),
        "key": key,
        "title": title or own,
        "words": beside or (own if title else ""),
        "source": record.words("source"),
        "web_note": record.words("web_note"),
    }
