"""What people edited on the site stands; what the file changed arrives; what vanished is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coproduction.core.models import AuditEvent, RecordEntry
from coproduction.core.services import publication
from engagements.enums import Part
from engagements.models import HeadCount, Project, ProjectPart, Session
from feedback.models import Outcome, Promise, Quote
from groups.models import Body
from tests.portal.record.small import SMALL, changed, load

pytestmark = pytest.mark.django_db

Again = Callable[..., list[str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.yaml"


@pytest.fixture
def loaded(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(path, SMALL)
    capsys.readouterr()


@pytest.fixture
def again(path: Path, capsys: pytest.CaptureFixture[str]) -> Again:
    """Load a changed file; what was printed, line by line."""

    def run(text: str = SMALL) -> list[str]:
        load(path, text)
        return capsys.readouterr().out.splitlines()

    return run


def test_load_record_takes_what_changed_in_the_file(loaded: None, again: Again) -> None:
    version = publication.current()
    text = changed('we_did: "More buses."', 'we_did: "Many more buses."')
    text = changed("£3000 (up by £1000)", "£4000", text)
    text = changed("contributed_by: [panel]", "contributed_by: [charity, scrutiny]", text)
    printed = again(text)
    outcome = Outcome.objects.get(ref="o-1")
    assert outcome.we_did == "Many more buses."
    assert (outcome.figure.words, outcome.figure.in_words) == ("£4000", "£4,000")
    assert [credit.body.slug for credit in outcome.contributors.all()] == ["charity", "scrutiny"]
    assert "2 outcomes: 1 changed, 1 unchanged" in printed
    assert publication.current() == version + 1
    event = AuditEvent.objects.filter(verb="record.changed").get()
    assert (event.actor, event.facts) == ("portal", {"record": "outcomes/o-1", "fields": ["we_did", "figure", "contributors"]})
    assert again(text)[-1] == "Nothing changed: the portal already holds this record."


def test_load_record_removes_a_value_that_the_file_no_longer_gives(loaded: None, again: Again) -> None:
    again(changed('figure: "£3000 (up by £1000)"', "figure: null"))
    assert Outcome.objects.get(ref="o-1").figure is None


def test_load_record_keeps_what_was_edited_on_the_site_silently(loaded: None, again: Again) -> None:
    Outcome.objects.filter(ref="o-1").update(you_said="More buses, please", said_basis="verbatim")
    Promise.objects.filter(ref="c-1").update(due_from="2030-01-01", due_to="2030-01-31", due_precision="month")
    printed = again()
    assert "2 outcomes: 2 unchanged, 1 kept because edited here" in printed
    assert printed[-1] == "Nothing changed: the portal already holds this record."
    assert Outcome.objects.get(ref="o-1").you_said == "More buses, please"
    assert Promise.objects.get(ref="c-1").due.in_words() == "January 2030"


def test_load_record_takes_the_rest_of_a_record_that_was_edited_in_part(loaded: None, again: Again) -> None:
    Project.objects.filter(slug="parks").update(title="Our parks")
    again(changed('kind: event, status: "in_progress (2016)"', "kind: event, status: completed"))
    project = Project.objects.get(slug="parks")
    assert (project.title, project.status, project.status_words) == ("Our parks", "closed", "completed")


def test_load_record_reports_what_changed_on_both_sides_until_it_is_settled(loaded: None, again: Again) -> None:
    Project.objects.filter(slug="parks").update(title="Our parks")
    text = changed('title: "Parks"', 'title: "Parks and greens"')
    for _time in range(2):
        printed = again(text)
        assert "2 projects: 2 unchanged, 1 changed on both sides" in printed
        assert printed[-2:] == [
            "Changed both here and in the file. What stands here was kept:",
            f"  line {next(n for n, line in enumerate(text.split(chr(10)), 1) if 'id: parks' in line)}, projects/parks: title",
        ]
        assert Project.objects.get(slug="parks").title == "Our parks"
    Project.objects.filter(slug="parks").update(title="Parks and greens")
    assert again(text)[-1] == "Nothing changed: the portal already holds this record."
    again(changed('title: "Parks"', 'title: "Parks for all"'))
    assert Project.objects.get(slug="parks").title == "Parks for all"


def test_load_record_keeps_lists_that_were_edited_on_the_site(loaded: None, again: Again) -> None:
    session = Session.objects.get(topic="Routes")
    HeadCount.objects.create(session=session, order=5, number=2, who="officers")
    printed = again(changed("count: 11", "count: 12"))
    assert "1 session: 1 unchanged, 1 changed on both sides" in printed
    assert list(session.head_counts.values_list("number", flat=True)) == [11, None, 2]


def test_load_record_leaves_alone_what_was_added_beside_its_lists(loaded: None, again: Again) -> None:
    project = Project.objects.get(slug="buses")
    ProjectPart.objects.create(project=project, part=Part.LEAD, body=Body.objects.get(slug="council"))
    ProjectPart.objects.filter(project=project, part=Part.GROUP, body__slug="panel").update(signs=True)
    printed = again(changed("    partners: [charity]", "    partners: [charity, scrutiny]"))
    assert "2 projects: 1 changed, 1 unchanged" in printed
    assert {(part.part, str(part), part.signs) for part in project.parts.all()} == {
        ("group", "The panel", True), ("group", "A charity", False), ("group", "young people", False), ("lead", "The council", False),
        ("partner", "A charity", False), ("partner", "Scrutiny", False),
    }  # fmt: skip


def test_load_record_does_not_make_again_what_was_deleted_on_the_site(loaded: None, again: Again) -> None:
    Quote.objects.all().delete()
    printed = again()
    assert "1 quote: 1 unchanged, 1 kept because edited here" in printed
    assert Quote.objects.count() == 0


def test_load_record_makes_nothing_for_a_project_that_was_deleted_on_the_site(loaded: None, again: Again) -> None:
    Project.objects.filter(slug="parks").delete()
    printed = again(
        changed("resources:\n", 'resources:\n  - {id: res-2, project: parks, text: "Tools", source: "report.txt ¶30"}\n')
    )
    assert "2 resources: 1 unchanged, 1 changed on both sides" in printed
    assert printed[-1].endswith("resources/res-2: not made: what it belongs to was deleted here (project)")


def test_load_record_reports_what_vanished_and_deletes_nothing(loaded: None, again: Again) -> None:
    text = "\n".join(line for line in SMALL.split("\n") if "id: o-2" not in line)
    printed = again(text)
    assert printed[-2:] == ["No longer in the file. Nothing was deleted:", "  outcomes/o-2: no longer in the file"]
    assert "1 outcome: 1 unchanged, 1 vanished" in printed
    assert Outcome.objects.filter(ref="o-2").count() == 1
    vanished = RecordEntry.objects.get(record_id="o-2").vanished_at
    assert vanished is not None
    printed = again(text)
    assert "1 outcome: 1 unchanged, 1 vanished earlier" in printed
    assert printed[-1] == "Nothing changed: the portal already holds this record."
    assert RecordEntry.objects.get(record_id="o-2").vanished_at == vanished
    assert "2 outcomes: 1 unchanged, 1 in the file again" in again()
    assert RecordEntry.objects.get(record_id="o-2").vanished_at is None


def test_load_record_takes_a_value_that_an_older_portal_did_not_read(loaded: None, again: Again) -> None:
    entry = RecordEntry.objects.get(section="projects", record_id="parks")
    del entry.imported["title"]
    entry.save()
    again(changed('title: "Parks"', 'title: "Parks and greens"'))
    assert Project.objects.get(slug="parks").title == "Parks and greens"


def test_load_record_changes_nothing_when_an_update_fails_at_the_end(
    loaded: None, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("the last step")

    before = list(RecordEntry.objects.order_by("pk").values())
    monkeypatch.setattr(publication, "bump", fail)
    with pytest.raises(RuntimeError):
        load(path, changed('title: "Parks"', 'title: "Parks and greens"'))
    assert Project.objects.get(slug="parks").title == "Parks"
    assert list(RecordEntry.objects.order_by("pk").values()) == before


def test_load_record_takes_two_resolutions_of_one_day(loaded: None, again: Again) -> None:
    second = '  - {committee: scrutiny, date: \'2025-06-30\', recommendation: "To agree.", resolved: "Agreed.", source: "report.txt ¶31"}\n'
    text = changed("evaluations:\n", f"{second}evaluations:\n")
    assert "2 resolutions: 1 made, 1 unchanged" in again(text)
    assert again(text)[-1] == "Nothing changed: the portal already holds this record."
