"""The template's file becomes a version; a broken file gives every problem with its line and saves nothing."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from checklist.enums import Confirms, Hold, Live, Mandatory
from checklist.models import TemplateItem, TemplateStage, TemplateVersion

FILE = Path(settings.BASE_DIR) / "checklist" / "data" / "checklist-template.yaml"

pytestmark = pytest.mark.django_db


def load(path: Path) -> tuple[int, str, list[str]]:
    out, err = StringIO(), StringIO()
    try:
        call_command("load_checklist", path, stdout=out, stderr=err)
        code = 0
    except SystemExit as stop:
        code = int(stop.code)
    return code, out.getvalue().strip(), [line.replace(f"{path}: ", "") for line in err.getvalue().splitlines()]


@pytest.fixture
def broken(tmp_path):
    """Load the real template with some of its text replaced."""

    def load_with(*changes: tuple[str, str]) -> list[str]:
        text = FILE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "template.yaml"
        path.write_text(text, encoding="utf-8")
        code, out, problems = load(path)
        assert (code, out, TemplateVersion.objects.count(), TemplateItem.objects.count()) == (1, "", 0, 0)
        return problems

    return load_with


def line_of(words: str) -> int:
    return next(number for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), start=1) if words in line)


def test_template_of_the_project_becomes_version_one():
    code, out, problems = load(FILE)
    assert (code, out, problems) == (
        0,
        "“H&F coproduction checklist (derived, draft 1)” is now version 1: 9 stages, 57 items.",
        [],
    )
    assert (TemplateStage.objects.count(), TemplateItem.objects.count()) == (9, 57)
    assert TemplateItem.objects.filter(in_light_version=True).count() == 23


def test_template_keeps_every_field_of_an_item():
    load(FILE)
    item = TemplateItem.objects.get(code="2.5")
    assert (
        item.prompt,
        item.guidance,
        item.confirms,
        item.evidence,
        item.mandatory,
        item.condition,
        item.source,
        item.in_light_version,
        item.hold,
        item.live,
        item.may_not_apply,
        item.consultation_prompt,
    ) == (
        "If we call it coproduction, what is there besides a survey?",
        "A questionnaire alone is data collection. Show the shared planning or delivery.",
        Confirms.BOTH,
        "Two or more joint activities",
        Mandatory.CONDITION,
        "if it is working together",
        "F l.113",
        False,
        Hold.NOT_SURVEY_ALONE,
        "sessions",
        True,
        "",
    )
    assert (item.stage.number, item.stage.plain_title) == (2, "Be honest")


def test_consultation_version_asks_what_the_law_of_consultation_asks():
    """Early enough, enough information, enough time, answered: the four of Gunning; and something at each stage."""
    load(FILE)
    asked = TemplateItem.objects.of_scale("consultation").select_related("stage")
    assert {item.code: item.consultation_prompt for item in asked if item.code in ("1.5", "4.3", "4.4", "8.2")} == {
        "1.5": "Are we asking early enough? The decision must not be made yet.",
        "4.3": "Is there enough time to answer? Say when it opens and closes, and how everyone can answer.",
        "4.4": "Do people have enough information to answer well, in words they understand?",
        "8.2": "For each thing people said: what did we do about it, and why?",
    }
    assert (len(asked), {item.stage.number for item in asked}) == (15, set(range(1, 10)))


def test_limits_and_who_decides_can_never_be_left_out():
    load(FILE)
    fixed = TemplateItem.objects.filter(may_not_apply=False).order_by("code").values_list("code", "hold")
    assert list(fixed) == [("2.2", "limits_recorded"), ("2.3", "decision_recorded")]


def test_unknown_hold_condition_and_live_key_are_named_with_those_that_are_known(broken):
    problems = broken(
        ("mandatory: if degree_below_coproduction", "mandatory: if it rains"),
        ("hold: limits_recorded", "hold: on_tight"),
        ("live: [degree]", "live: [degree, weather]"),
        ("may_not_apply: false", "may_not_apply: never"),
        ("live: [groups]", "live: []"),
    )
    assert problems == [
        f"line {line_of('live: [groups]')}: item 1.3: “live” must be a list that is not empty",
        f"line {line_of('live: [degree]')}: item 2.1: live cannot be “weather”; there are {', '.join(Live.values)}",
        f"line {line_of('hold: limits_recorded')}: item 2.2: hold cannot be “on_tight”; there are {', '.join(Hold.values)}",
        f"line {line_of('may_not_apply: false')}: item 2.2: may_not_apply is true or false, not “never”",
        f"line {line_of('if degree_below_coproduction')}: item 2.4: there is no condition “it rains”; there are "
        "degree_below_coproduction, degree_is_coproduction, has_panel, someone_is_chosen, has_evaluation, has_disagreement",
        "5 problems. Nothing was saved.",
    ]


def test_same_file_again_changes_nothing():
    load(FILE)
    assert load(FILE) == (0, "This file is version 1 already: 9 stages, 57 items. Nothing was changed.", [])
    assert TemplateVersion.objects.count() == 1


def test_changed_file_becomes_the_next_version(tmp_path):
    load(FILE)
    changed = tmp_path / "changed.yaml"
    changed.write_text(
        FILE.read_text(encoding="utf-8").replace("Whose voices have we not heard?", "Who is missing?"), encoding="utf-8"
    )
    assert load(changed)[1] == "“H&F coproduction checklist (derived, draft 1)” is now version 2: 9 stages, 57 items."
    assert sorted(TemplateItem.objects.filter(code="1.3").values_list("prompt", flat=True)) == [
        "Who is missing?",
        "Whose voices have we not heard?",
    ]


def test_missing_stage_is_named(broken):
    at = line_of("- code: '4'")
    text = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    stage = "".join(text[at - 1 : line_of("- code: '5'") - 1])
    assert broken((stage, "")) == [f"line {line_of('stages:') + 1}: stage 4 is missing", "1 problem. Nothing was saved."]


def test_every_problem_is_named_with_its_line(broken):
    problems = broken(
        ("code: '1.2'", "code: '1.1'"),
        ("confirms: both", "confirms: nobody"),
        ("prompt: Whose voices have we not heard?", "prompt: ''"),
        ("mandatory: 'no'", "mandatory: perhaps"),
        ("light_version: true", "light_version: sometimes"),
        ("    source: N l.11; SEND", "    sauce: N l.11; SEND"),
    )
    expected = sorted(
        [
            f"line {line_of(chr(39) + '1.2' + chr(39))}: item 1.1 stands twice",
            f"line {line_of('confirms: both')}: item 1.3: “nobody” confirms nothing; write officer, forum_partner or both",
            f"line {line_of('Whose voices')}: item 1.3: “prompt” is missing or empty",
            f"line {line_of(chr(39) + 'no' + chr(39))}: item 1.4: mandatory is yes, no, or “if …”, not “perhaps”",
            f"line {line_of('light_version: true')}: item 1.1: light_version is true or false, not “sometimes”",
            f"line {line_of('N l.11; SEND')}: item 8.4: unknown field “sauce”",
        ],
        key=lambda line: int(line.split()[1].rstrip(":")),
    )
    assert problems == [*expected, "6 problems. Nothing was saved."]


@pytest.mark.parametrize(
    "content, problem",
    [
        (b"", "line 1: the file is empty"),
        (b"\xff\xfe\x00\x01", "line 1: this is not text"),
        (b"template: fine\nnote: \x00\n", "line 2: this is not text"),
        (b"stages: [1, 2\n", "line 2: this is not YAML: expected ',' or ']', but got '<stream end>'"),
        (b"just words", "line 1: the file must be fields with their values"),
        (b"[" * 5000, "line 1: this is not a checklist: it is nested too deeply"),
        (b"x" * (1024 * 1024 + 1), "line 1: the file is larger than a checklist can be"),
    ],
)
def test_what_is_no_template_gives_its_reason(tmp_path, content, problem):
    path = tmp_path / "no.yaml"
    path.write_bytes(content)
    code, _out, problems = load(path)
    assert (code, problems[0], TemplateVersion.objects.count()) == (1, problem, 0)


def test_too_long_and_wrongly_shaped_values_are_named(broken):
    problems = broken(
        ("prompt: What have people already told us?", "prompt: " + "x" * 301),
        ("guidance: Look at data on families whose needs were not met and those who do not use services.", "guidance: [a, list]"),
    )
    assert problems[:2] == [
        f"line {line_of('What have people already')}: item 1.2: “prompt” has 301 characters, at most 300 fit",
        f"line {line_of('Look at data on families')}: item 1.3: “guidance” must be words",
    ]


@pytest.mark.parametrize("where", ["nothing-here.yaml", "."])
def test_path_that_is_no_file_gives_its_reason(tmp_path, where):
    code, _out, problems = load(tmp_path / where)
    assert (code, len(problems), problems[1]) == (1, 2, "1 problem. Nothing was saved.")


def test_command_has_no_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "load_checklist", str(tmp_path / "nothing.yaml")],
        cwd=settings.BASE_DIR,
        env={"DATA_DIR": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    problem = f"{tmp_path / 'nothing.yaml'}: no such file or directory"
    assert (done.returncode, done.stderr.splitlines()) == (1, [problem, "1 problem. Nothing was saved."])
