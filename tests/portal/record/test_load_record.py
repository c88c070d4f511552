"""The whole published record, once and again."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from checklist.models import Evaluation
from coproduction.core.models import AuditEvent, DataQualityNote, FigurePart, RecordEntry, RecordSource, ReferenceEntry
from coproduction.core.services import publication
from engagements.models import ForwardPlanItem, HeadCount, Incentive, Milestone, Project, Resource, Session, VolunteerTime
from feedback.models import Ask, Outcome, Promise, Quote, Theme
from groups.enums import BodyKind
from groups.models import Body, BodyLink, Priority, Resolution
from tests.portal.record.small import REAL, SMALL, changed, load

pytestmark = pytest.mark.django_db

ANSWERS = {"did": 31, "doing": 3, "notyet": 1, "open": 1}


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    return yaml.safe_load(REAL.read_text(encoding="utf-8"))


@pytest.fixture
def loaded() -> None:
    load(REAL)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.yaml"


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None and not isinstance(value, bool):
        yield value


def test_load_record_makes_as_many_of_each_kind_as_the_file_holds(loaded: None, record: dict[str, Any]) -> None:
    tables = {
        "organisations": Body.objects.filter(kind__in=(BodyKind.ORGANISATION, BodyKind.TEAM)),
        "forums": Body.objects.forums(),
        "committees": Body.objects.committees(),
        "priorities": Priority.objects.all(),
        "projects": Project.objects.all(),
        "sessions": Session.objects.all(),
        "feedback_themes": Theme.objects.all(),
        "quotes": Quote.objects.all(),
        "outcomes": Outcome.objects.all(),
        "commitments": Promise.objects.all(),
        "committee_requests": Ask.objects.all(),
        "resolutions": Resolution.objects.all(),
        "evaluations": Evaluation.objects.all(),
        "volunteer_time": VolunteerTime.objects.all(),
        "incentives": Incentive.objects.all(),
        "resources": Resource.objects.all(),
        "forward_plan": ForwardPlanItem.objects.all(),
        "sources": RecordSource.objects.all(),
        "data_quality_notes": DataQualityNote.objects.all(),
    }
    assert set(tables) | {"meta", "reference"} == set(record)
    assert {name: rows.count() for name, rows in tables.items()} == {name: len(record[name]) for name in tables}
    assert {name: RecordEntry.objects.filter(section=name).count() for name in tables} == {
        name: len(record[name]) for name in tables
    }


def test_load_record_keeps_every_reference_list(loaded: None, record: dict[str, Any]) -> None:
    lists = {name: len(entries) for name, entries in record["reference"].items() if isinstance(entries, list)}
    lists |= {"nef_matrix": 9, "nef_matrix_rows": 3, "nef_matrix_columns": 3}
    assert {name: ReferenceEntry.objects.filter(list=name).count() for name in lists} == lists
    assert ReferenceEntry.objects.count() == sum(lists.values())


def test_load_record_keeps_every_value_of_every_record(loaded: None, record: dict[str, Any]) -> None:
    """Each text, number and date of the file is in what its own record became."""
    entries = {(entry.section, entry.record_id): entry for entry in RecordEntry.objects.all()}
    lost = []
    for section, records in record.items():
        if section in ("meta", "reference"):
            continue
        for fields in records:
            key = (
                fields.get("id") or fields.get("key") or fields.get("about") or f"{fields.get('committee')}/{fields.get('date')}"
            )
            entry = entries[section, key]
            held = [entry.record_id, *(str(leaf) for leaf in leaves(entry.imported))]
            for leaf in leaves(fields):
                text = f"{leaf:.2f}" if isinstance(leaf, float) else str(leaf)
                if not any(text in value for value in held):
                    lost.append((section, key, leaf))
    assert lost == []


def test_load_record_shows_a_source_on_every_row(loaded: None) -> None:
    models = (
        Body,
        Priority,
        Project,
        Session,
        Theme,
        Quote,
        Outcome,
        Promise,
        Ask,
        Resolution,
        Evaluation,
        ForwardPlanItem,
        Resource,
    )
    assert {model.__name__: model.objects.filter(source="").count() for model in models} == {
        model.__name__: 0 for model in models
    }
    assert {model.__name__: model.objects.exclude(origin="record").count() for model in models} == {
        model.__name__: 0 for model in models
    }


def test_load_record_maps_outcomes_to_the_four_answers(loaded: None) -> None:
    answers = list(Outcome.objects.values_list("answer", flat=True))
    assert {answer: answers.count(answer) for answer in set(answers)} == ANSWERS
    assert set(Outcome.objects.values_list("state", flat=True)) == {"published"}
    bases = dict(Outcome.objects.values_list("ref", "said_basis"))
    assert (bases["o-suha"], bases["o-easy-read"], bases["o-ot"], bases["o-youth-hub-send"], bases["o-pilots"]) == (
        "unknown", "verbatim", "summary", "uncertain", "summary",
    )  # fmt: skip


def test_load_record_keeps_dates_as_precise_as_they_are(loaded: None) -> None:
    outcomes = {
        outcome.ref: outcome.happened.in_words() for outcome in Outcome.objects.filter(ref__in=("o-award", "o-cpb-mh", "o-suha"))
    }
    assert outcomes == {"o-award": "2024", "o-cpb-mh": "April 2025", "o-suha": ""}
    assert Promise.objects.get(ref="c-2016-report").due.in_words() == "September 2016"
    assert Ask.objects.first().asked.in_words() == "30 June 2025"
    assert Priority.objects.get(title__startswith="Services supporting").period.in_words() == "2024 to 2025"
    assert Session.objects.get(topic="Early intervention").held.in_words() == "In July (year not stated)"
    milestones = {
        str(milestone)
        for milestone in Milestone.objects.filter(project__slug__in=("care-leavers-hub", "summer-in-the-city-2025"))
    }
    assert milestones == {"Opened: October 2023", "When: summer 2025"}


def test_load_record_makes_sentences_from_the_parts_of_figures(loaded: None) -> None:
    figures = {outcome.ref: outcome.figure.in_words for outcome in Outcome.objects.exclude(figure=None)}
    assert figures == {
        "o-suha": "£3,000, up by £1,000",
        "o-cpb-mh": "11 young people",
        "o-green-buttons": "6 topics",
        "o-dos-donts": "more than 20 young people",
        "o-25-pages": "25 pages",
        "o-fv-timetables": "7 meetings (in 18 months), 9 parents (at a recent meeting)",
        "o-award": "NAFIS award 2024",
        "o-ei-strategy": "550 responses",
        "o-murals": "2 hubs",
        "o-pilots": "at least 50 people, at least 65 people (at two events)",
    }
    assert FigurePart.objects.filter(figure__words="NAFIS award 2024").count() == 0
    voices = Body.objects.get(slug="family-voices")
    assert (voices.meetings_held.in_words, voices.participants_recent.in_words) == (
        "7 meetings (last 18 months to June 2025)",
        "9 parents (one of the most recent meetings)",
    )


def test_load_record_keeps_who_was_there_without_a_number(loaded: None) -> None:
    counts = HeadCount.objects.filter(session__topic="Mental health and wellbeing offer").values_list(
        "number", "qualifier", "who"
    )
    assert list(counts) == [
        (11, "exact", "young people"),
        (None, "not_stated", "councillors"),
        (None, "not_stated", "council staff"),
    ]
    assert list(Session.objects.filter(publish_makeup=False).values_list("format", flat=True)) == ["reflecting team"]


def test_load_record_credits_bodies_and_words_apart(loaded: None) -> None:
    evaluation = Outcome.objects.get(ref="o-hub-evaluation")
    assert [str(credit) for credit in evaluation.contributors.all()] == [
        "Action on Disability (AOD)", "Parentsactive", "Mencap", "Young Hammersmith & Fulham Foundation",
    ]  # fmt: skip
    assert Outcome.objects.get(ref="o-ot").contributors.get().words == "residents"
    links = BodyLink.objects.filter(body__slug="parentsactive-org").values_list("relation", "other__slug")
    assert sorted(links) == [("chairs", "partners-in-change"), ("member_of", "coproduction-hub")]


def test_load_record_marks_four_forums_and_no_body_as_discreet(loaded: None) -> None:
    marked = Body.objects.exclude(mark="other").values_list("slug", "mark")
    assert sorted(marked) == [
        ("corporate-parenting-board", "corporate-parenting"), ("cpb-workshops", "corporate-parenting"), ("family-voices", "family-voices"),
        ("parentsactive", "parentsactive"), ("parentsactive-org", "parentsactive"), ("youth-council", "youth-council"),
        ("youth-voice", "youth-council"),
    ]  # fmt: skip
    assert Body.objects.filter(is_discreet=True).count() == 0


def test_load_record_invents_no_state_of_a_project_or_body(loaded: None) -> None:
    assert sorted(Project.objects.filter(status="unknown").values_list("status_words", flat=True)) == [
        "appointed (2016)", "in_progress (2016)", "in_progress (2016)", "third draft (2016)",
    ]  # fmt: skip
    assert list(Body.objects.forums().filter(status="unknown").order_by("slug").values_list("slug", flat=True)) == [
        "cpb-workshops", "jhp-working-group",
    ]  # fmt: skip
    assert set(Project.objects.values_list("stage", "degree_planned", "degree_achieved")) == {(None, "", "")}


def test_load_record_shows_reported_speech_as_reported(loaded: None) -> None:
    assert list(Quote.objects.filter(is_verbatim=False).values_list("words", "state")) == [
        ("so good to know that what he said mattered", "published"),
    ]  # fmt: skip


def test_load_record_never_shows_an_imported_promise_as_late(loaded: None, now: Any) -> None:
    promise = Promise.objects.get(ref="c-2016-report")
    assert (promise.due.last.year, promise.is_late(now.date()), list(Promise.objects.late(now.date()))) == (2016, False, [])


def test_load_record_second_run_changes_nothing_and_says_so(loaded: None, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    version, events = publication.current(), AuditEvent.objects.count()
    before = list(RecordEntry.objects.order_by("pk").values())
    load(REAL)
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "Nothing changed: the portal already holds this record."
    assert "36 outcomes: 36 unchanged" in printed.splitlines()
    assert (publication.current(), AuditEvent.objects.count()) == (version, events)
    assert list(RecordEntry.objects.order_by("pk").values()) == before


def test_load_record_prints_what_it_did_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    load(REAL)
    printed = capsys.readouterr().out.splitlines()
    wanted = ["38 organisations: 38 made", "1 committee: 1 made", "25 forums: 25 made", "51 projects: 51 made", "25 sessions: 25 made",
              "36 outcomes: 36 made", "16 commitments: 16 made"]  # fmt: skip
    assert [line for line in printed if line in wanted] == wanted


def test_load_record_is_quick() -> None:
    began = time.perf_counter()
    load(REAL)
    # Three seconds on a quiet machine; twice that where others work beside it.
    assert time.perf_counter() - began < 6


def test_load_record_raises_the_publication_version_once(path: Path) -> None:
    version = publication.current()
    load(path, SMALL)
    assert publication.current() == version + 1


def test_load_record_checks_without_saving(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_text(SMALL, encoding="utf-8")
    call_command("load_record", "--check", str(path))
    assert capsys.readouterr().out.startswith("The file is in order: 1 source, 1 data quality note, 2 organisations, 1 committee")
    assert RecordEntry.objects.count() == 0
    path.write_text(changed('title: "Parks"', "title: []"), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_record", "--check", str(path))


def test_load_record_saves_nothing_when_the_last_step_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("the last step")

    monkeypatch.setattr(publication, "bump", fail)
    with pytest.raises(RuntimeError):
        load(path, SMALL)
    assert (Body.objects.count(), RecordEntry.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_counts_equals_the_file_and_counts_the_demonstration_apart(
    loaded: None, record: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    Body.objects.create(slug="invented", name="Invented", kind=BodyKind.FORUM, origin="demonstration")
    capsys.readouterr()
    call_command("counts")
    counts = json.loads(capsys.readouterr().out)
    names = {
        "organisations": "organisations", "forums": "forums", "committees": "committees", "priorities": "priorities", "projects": "projects",
        "sessions": "sessions", "themes": "feedback_themes", "quotes": "quotes", "outcomes": "outcomes", "promises": "commitments",
        "requests": "committee_requests", "resolutions": "resolutions", "evaluations": "evaluations", "volunteer_times": "volunteer_time",
        "incentives": "incentives", "resources": "resources", "forward_plan_items": "forward_plan", "sources": "sources",
        "data_quality_notes": "data_quality_notes",
    }  # fmt: skip
    assert {name: counts[name] for name in names} == {name: len(record[section]) for name, section in names.items()}
    assert counts["demonstration"] == {"forums": 1}
