"""A broken file: every problem told, nothing saved, no traceback."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction.core.models import RecordEntry
from coproduction.portal.record import checking, reading
from coproduction.portal.record.problems import Problems
from groups.models import Body
from tests.portal.record.small import REAL, SMALL, changed, load

pytestmark = pytest.mark.django_db


def line_of(words: str, text: str = SMALL) -> int:
    return next(number for number, line in enumerate(text.split("\n"), start=1) if words in line)


def refused(path: Path) -> list[str]:
    """The problems that the command tells, one a line."""
    with pytest.raises(CommandError) as error:
        call_command("load_record", str(path))
    assert error.value.returncode == 1
    assert (RecordEntry.objects.count(), Body.objects.count()) == (0, 0)
    return str(error.value).split("\n")[1:]


PARKS, BUSES, O_1, S_1 = line_of("id: parks"), line_of("id: buses"), line_of("id: o-1"), line_of("id: s-1")

# What is changed in the small record, and the one problem that this makes: its line, its record, its beginning.
BROKEN = {
    "duplicate id": ("id: parks", "id: buses", PARKS, "projects/buses", f"The id “buses” is already used in line {BUSES}."),
    "same resolution twice": ("evaluations:\n", '  - {committee: scrutiny, date: \'2025-06-30\', recommendation: "To note.", resolved: "Noted.", source: "report.txt ¶16"}\nevaluations:\n', line_of("evaluations:"), "resolutions/scrutiny/2025-06-30", "The id “scrutiny/2025-06-30” is already used"),
    "duplicate id across bodies": ("{id: workshops,", "{id: charity,", line_of("id: workshops"), "forums/charity", "The id “charity” is already used in organisations, line 8."),
    "unknown reference": ("contributed_by: [panel]", "contributed_by: [nobody]", O_1, "outcomes/o-1", "“contributed_by” names “nobody”, which is not in organisations, forums, committees."),
    "unknown source document": ("report.txt ¶8", "other.txt ¶8", PARKS, "projects/parks", "The source names “other.txt”, which is not in sources."),
    "impossible day": ("date: '2025-04', format", "date: '2025-02-30', format", S_1, "sessions/s-1", "“2025-02-30” is not a date."),
    "impossible month": ("date: '2025-04', format", "date: '2025-13', format", S_1, "sessions/s-1", "“2025-13” is not a date."),
    "impossible year": ("date: '2025-04', format", "date: '0025', format", S_1, "sessions/s-1", "The year 25 cannot be right."),
    "impossible planned date": ("when: '2026'", "when: '2026-44'", line_of("id: f-2"), "forward_plan/f-2", "“2026-44” is not a date."),
    "unknown section": ("incentives:\n", "gifts:\n", line_of("incentives:"), "gifts", "There is no section “gifts” in a record."),
    "unknown field": ("title: \"Parks\"", "title: \"Parks\", colour: green", PARKS, "projects/parks", "There is no field “colour” here."),
    "unknown field inside": ("text: \"each term\"", "words: \"each term\"", line_of("rhythm: {frequency: termly"), "forums/panel", "There is no field “words” here."),
    "unknown reference list": ("degrees_in_report", "degrees", line_of("degrees_in_report"), "reference/degrees", "There is no reference list “degrees” in a record."),
    "unknown kind": ("kind: event", "kind: party", PARKS, "projects/parks", "The portal does not know “party” as kind. Known: strategy,"),
    "unknown status": ("status: done", "status: finished", O_1, "outcomes/o-1", "The portal does not know “finished” as status. Known: done,"),
    "list where text belongs": ("title: \"Parks\"", "title: [\"Parks\"]", PARKS, "projects/parks", "“title” is a single value, not a list or a group of fields."),
    "text where a list belongs": ("topics: [\"Routes\", \"Fares\"]", "topics: Routes", line_of("topics:"), "projects/buses", "Here belongs a list."),
    "text where fields belong": ("dates: {start: '2024-03', end: null, text: \"one spring\"}", "dates: spring", line_of("dates:"), "projects/buses", "Here belong fields with their names"),
    "number where text belongs": ("title: \"Parks\"", "title: 42", PARKS, "projects/parks", "“42” is a number, or a yes or no."),
    "yes where text belongs": ("title: \"Parks\"", "title: on", PARKS, "projects/parks", "“on” is a number, or a yes or no."),
    "number as id": ("id: parks", "id: 12", PARKS, "projects/12", "“12” is a number, or a yes or no."),
    "id with spaces": ("id: parks", "id: The Parks", PARKS, "projects/The Parks", "“The Parks” cannot be an id."),
    "text where a number belongs": ("count: 11", "count: eleven", S_1, "sessions/s-1", "“eleven” is not a whole number"),
    "negative number": ("count: 11", "count: -11", S_1, "sessions/s-1", "“-11” is not a whole number"),
    "enormous number": ("count: 11", "count: 99999999", S_1, "sessions/s-1", "“99999999” is not a whole number"),
    "not an amount": ("value_gbp: 22000", "value_gbp: much", line_of("id: v-1"), "volunteer_time/v-1", "“much” is not a number like"),
    "empty title": ("title: \"Parks\"", "title: \"  \"", PARKS, "projects/parks", "The field “title” is missing or empty."),
    "no title": ("title: \"Parks\", ", "", PARKS, "projects/parks", "The field “title” is missing or empty."),
    "null title": ("title: \"Parks\"", "title: null", PARKS, "projects/parks", "The field “title” is missing or empty."),
    "enormous title": ("title: \"Parks\"", f"title: \"{'x' * 5000}\"", PARKS, "projects/parks", f"“{'x' * 60}…” is too long: 5000 characters, where 200 fit."),
    "title on two lines": ("title: \"Parks\"", "title: \"Parks\\nand more\"", PARKS, "projects/parks", "“Parks and more” must stand on one line."),
    "hidden character": ("title: \"Parks\"", "title: \"Parks\\0\"", PARKS, "projects/parks", "“Parks�” holds a character that cannot be shown."),
    "missing source": (", source: \"report.txt ¶8\"", "", PARKS, "projects/parks", "The field “source” is missing or empty."),
    "null source": ("\"report.txt ¶8\"", "null", PARKS, "projects/parks", "The field “source” is missing or empty."),
    "field twice": ("title: \"Parks\"", "title: \"Parks\", title: \"More\"", PARKS, "projects/parks", "The field “title” stands here twice."),
    "basis without words": ("you_said: \"Later buses\"", "you_said: null", line_of("id: o-2"), "outcomes/o-2", "“you_said_basis” says nothing without “you_said”."),
    "electorate without offices": ("    elected_offices: [\"Chair\"]\n    electorate: {ages: 11-19, basis: [\"lives here\"]}\n    election_cycle_years: 2\n", "    election_cycle_years: 2\n", line_of("elected_offices"), "forums/panel", "“election_cycle_years” says nothing without “elected_offices”."),
    "plan about nothing": ("about: buses", "about: null", line_of("id: f-1"), "forward_plan/f-1", "Say what this is about"),
    "request in two plans": ("when: \"every term\"", "when: \"every term\", must_include: [r-1]", line_of("id: f-2"), "forward_plan/f-2", "The request “r-1” is already taken up by f-1."),
    "matrix that does not fit": ("      - [Two]\n", "", line_of("rows_delivery"), "reference/nef_matrix", "The cells do not fit"),
    "anchor": ("title: \"Parks\"", "title: &again \"Parks\"", PARKS, "projects/parks", "An anchor (&again) is not allowed in a record."),
    "tag": ("title: \"Parks\"", "title: !!python/object:os.system \"Parks\"", PARKS, "projects/parks", "A tag (tag:yaml.org,2002:python/object:os.system) is not allowed"),
    "tab": ("    title: \"Buses to the hub\"", "\ttitle: \"Buses to the hub\"", line_of("title: \"Buses to"), "projects/buses", "This line begins with a tab."),
    "YAML error": ("title: \"Parks\"", "title: \"Parks", PARKS, "projects/parks", "This is not valid YAML"),
    "nested too deeply": ("title: \"Parks\"", "title: " + "[" * 60 + "]" * 60, PARKS, "projects/parks", "This is nested too deeply"),
    "second document": ("incentives:\n", "---\nincentives:\n", line_of("incentives:"), "", "A second document begins here"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_tells_the_problem_with_its_line_and_record(name: str, tmp_path: Path) -> None:
    old, new, line, record, message = BROKEN[name]
    path = tmp_path / "record.yaml"
    path.write_text(changed(old, new), encoding="utf-8")
    problems = refused(path)
    place = f"line {line}, {record}: " if record else f"line {line}"
    assert [problem for problem in problems if problem.startswith(place) and message in problem], problems
    # What follows from the one mistake may be told too, but it is never a flood.
    assert len(problems) <= 3, problems


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"  \n\n", "The file is empty."),
        (b"# only a comment\n", "line 1: A record is a list of sections, each with a name."),
        (b"just words", "line 1: A record is a list of sections, each with a name."),
        (b"- a\n- b\n", "line 1: A record is a list of sections, each with a name."),
        (b"{}", "The file holds no section."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "line 1: This file is not text in UTF-8"),
        (b"title: a\x00b", "line 1, title: A character here is not text."),
        (SMALL.encode("utf-16"), "line 1: This file is saved as UTF-16."),
        (SMALL.encode("latin-1"), "line 5: This file is not text in UTF-8"),
        (b"x" * 6_000_000, "is too large for a record"),
        (b"[" * 100_000, "line 1: This is nested too deeply"),
        (b"a: &a [x]\nb: &b [*a, *a]\n", "line 1, a: An anchor (&a) is not allowed"),
        (b"? [a, b]\n: c\n", "line 1: The name of a field must be a word"),
        (b"projects: 5\n", "line 1, projects: Here belongs a list."),
        (b"projects:\n  - 5\n", "line 2, projects/1: Here belong fields with their names"),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else "",
)
def test_broken_file_that_is_no_record_at_all_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    path.write_bytes(content)
    problems = refused(path)
    assert [problem for problem in problems if message in problem], problems


def test_broken_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere.yaml") == [f"There is no file {tmp_path}/nowhere.yaml."]
    assert refused(tmp_path) == [f"{tmp_path} is not a file."]
    assert len(refused(Path("bad\0name"))) == 1


def test_broken_file_tells_every_problem_at_once(tmp_path: Path) -> None:
    path = tmp_path / "record.yaml"
    text = changed('title: "Parks"', 'title: ""')
    text = changed("kind: vcs", "kind: club", text)
    text = changed("due: '2016-09'", "due: '2016-99'", text)
    text = changed('text: "More buses?"', 'text: "More buses?', text)
    path.write_text(text, encoding="utf-8")
    places = [problem.split(": ")[0] for problem in refused(path)]
    assert places == ["line 8, organisations/charity", f"line {PARKS}, projects/parks", f"line {line_of('id: c-1')}, commitments/c-1",
                      f"line {line_of('id: r-1')}, committee_requests/r-1"]  # fmt: skip


def test_broken_file_names_an_address_that_is_taken_on_the_site(tmp_path: Path) -> None:
    Body.objects.create(slug="panel", name="Our own panel", kind="forum")
    with pytest.raises(CommandError) as error:
        load(tmp_path / "record.yaml", SMALL)
    assert str(error.value).split("\n")[1:] == [
        "line 10, forums/panel: The id “panel” is taken by something that was made on this site."
    ]
    assert (RecordEntry.objects.count(), Body.objects.count()) == (0, 1)


def test_unusual_file_in_good_order_is_loaded(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, unquoted dates and a section left empty are no mistakes."""
    text = changed("date: '2025', status: planned", "date: 2025, status: planned")
    path = tmp_path / "record.yaml"
    path.write_bytes(
        b"\xef\xbb\xbf"
        + text.replace("\n", "\r\n").replace("incentives:\r\n  - {id: i-1", "incentives:\r\n  # - {id: i-1").encode()
    )
    call_command("load_record", str(path))
    assert RecordEntry.objects.filter(section="outcomes").count() == 2


# --- Any damage at all -------------------------------------------------------------------------------------------------------


@st.composite
def damaged(draw: st.DrawFn, text: str = SMALL) -> str:
    """The small record with some lines deleted, doubled, swapped or garbled."""
    lines = text.split("\n")
    for _damage in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "cut", "garble", "insert"])):
            case "delete":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[place], lines[other] = lines[other], lines[place]
            case "cut":
                lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
            case "garble":
                words = re.findall(r"[\w-]+|\W", lines[place]) or [""]
                words[draw(st.integers(0, len(words) - 1))] = draw(
                    st.sampled_from(["null", "[", "}", "on", "7", "2025-99", "&a", "*a", "x: y", "''", "-", ""])
                )
                lines[place] = "".join(words)
            case "insert":
                lines.insert(place, draw(st.text(st.characters(codec="utf-8"), max_size=12)))
        lines = lines or [""]
    return "\n".join(lines)


def loaded_or_refused(path: Path) -> CommandError | None:
    """The refusal of a file, or None when it was loaded; anything else fails the test."""
    try:
        call_command("load_record", str(path), stdout=io.StringIO())
    except CommandError as refusal:
        return refusal
    return None


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=damaged())
def test_damaged_file_is_loaded_whole_or_refused_whole(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    with transaction.atomic():
        refusal = loaded_or_refused(path)
        saved = (RecordEntry.objects.count(), Body.objects.count())
        assert (saved == (0, 0), len(str(refusal or "").split("\n")) > 1) == (refusal is not None, refusal is not None)
        transaction.set_rollback(True)


@settings(max_examples=20, deadline=None)
@given(text=damaged(REAL.read_text(encoding="utf-8")))
def test_damaged_real_file_is_read_without_an_exception(text: str) -> None:
    problems = Problems()
    checked = checking.check(reading.read_text(text, problems), problems)
    assert problems or checked.sections


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_without_an_exception(content: bytes) -> None:
    problems = Problems()
    text = reading.decoded(content, problems)
    checking.check(reading.read_text(text, problems) if text is not None else reading.Document(), problems)
    assert problems
