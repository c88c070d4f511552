"""Last year's work from a spreadsheet, through its pages: bring, match, look, take in, take back."""

import csv
import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import Workbook

from checklist.models import Checklist
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import AuditEvent, Job, SheetImport, SheetLine
from coproduction.portal.queries import sheets as queries
from coproduction.portal.services import sheets
from coproduction.portal.sheets.brought import Brought
from engagements.enums import ProjectStatus
from engagements.models import HeadCount, Project, Session
from engagements.services import projects, sessions
from feedback.enums import OutcomeState
from feedback.models import Outcome
from feedback.services import outcomes
from tests.factories.checklist import TemplateVersionFactory
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db

TABLE = """\
Project;Kind;Forums;Started;Session topic;Session date;How many came;You said;We did;Figure
Bus passes;Policy;Youth Council;March 2025;Fares;12/3/2025;11 young people and 4 councillors;The bus is dear;We asked for a lower fare;£3,000
Bus passes;;;;Second talk;31.2.2025;12;;;
A new leaflet;Report;;2024/25;;;;;;
"""
GOOD = [2, 4]


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(name="Youth Council")


@pytest.fixture
def officer(signed_in, forum):
    return signed_in("officer")


def bring(client, text=TABLE):
    client.post(reverse("sheet_imports"), {"pasted": text})
    return Job.objects.latest("pk")


def match(client, job, **columns):
    page = client.get(reverse("sheet_match", args=[job.pk]))
    form = page.context["form"]
    sent = {name: field.initial if field.initial is not None else "" for name, field in form.fields.items()}
    return client.post(reverse("sheet_match", args=[job.pk]), sent | columns)


def checked(client, text=TABLE, **columns):
    """A file whose columns are matched."""
    job = bring(client, text)
    assert match(client, job, **columns).status_code == 302
    return job


def preview(client, job, **query):
    return client.get(reverse("sheet_preview", args=[job.pk]), query)


def take_in(client, job):
    seen = preview(client, job).context["judged"].digest
    client.post(reverse("sheet_preview", args=[job.pk]), {"seen": seen, "take_in": "1"})
    return SheetImport.objects.latest("pk")


def faults(client, job):
    return {line.number: list(line.faults) for line in preview(client, job).context["judged"].faulty}


def test_journey_makes_drafts_of_the_good_lines_and_takes_them_back(officer, forum):
    job = checked(officer)
    assert Project.objects.count() == 0
    assert faults(officer, job) == {3: ["There is no day “31.2.2025”. Look it up, and write it like 27/3/2025."]}
    sheet = take_in(officer, job)
    bus, leaflet = Project.objects.order_by("pk")
    assert [(p.title, p.kind, p.status, p.origin, p.source, p.lead) for p in (bus, leaflet)] == [
        ("Bus passes", "policy", ProjectStatus.DRAFT, "site", "pasted lines, line 2", None),
        ("A new leaflet", "report", ProjectStatus.DRAFT, "site", "pasted lines, line 4", None),
    ]
    assert [str(part) for part in bus.parts.all()] == ["Youth Council"]
    assert [str(m) for m in (*bus.milestones.all(), *leaflet.milestones.all())] == [
        "Started: March 2025",
        "Started: 2024 to 2025",
    ]
    session = Session.objects.get()
    assert (session.project, session.topic, session.held.iso(), session.source) == (
        bus,
        "Fares",
        "2025-03-12",
        "pasted lines, line 2",
    )
    assert [str(head) for head in session.head_counts.all()] == ["11 young people", "4 councillors"]
    outcome = Outcome.objects.get()
    assert (outcome.project, outcome.you_said, outcome.said_basis, outcome.answer, outcome.state) == (
        bus, "The bus is dear", "summary", "did", OutcomeState.DRAFT,
    )  # fmt: skip
    assert (outcome.we_did, outcome.figure.words, outcome.figure.in_words) == ("We asked for a lower fare", "£3,000", "£3,000")
    assert [str(each) for each in outcome.contributors.all()] == ["Youth Council"]
    page = officer.get(reverse("sheet_import", args=[sheet.pk]))
    assert [row[0].words for row in page.context["rows"]] == ["Bus passes", "Fares", "We asked for a lower fare", "A new leaflet"]
    assert page.context["left_out"] == 1
    officer.post(reverse("sheet_import", args=[sheet.pk]))
    assert [model.objects.count() for model in (Project, Session, HeadCount, Outcome)] == [0, 0, 0, 0]
    sheet.refresh_from_db()
    assert sheet.undone_by == officer.actor.ref
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("sheet.")] == [
        "sheet.taken_in",
        *["sheet.row_removed"] * 4,
        "sheet.taken_back",
    ]


def test_nothing_of_it_is_public(officer, client):
    take_in(officer, checked(officer))
    public = "".join(client.get(reverse(name)).content.decode() for name in ("projects", "outcomes"))
    assert [words for words in ("Bus passes", "A new leaflet", "lower fare") if words in public] == []
    assert client.get(Project.objects.first().get_absolute_url()).status_code == 404
    assert officer.get(Project.objects.first().get_absolute_url()).status_code == 200


def test_file_is_read_with_title_rows_merged_cells_and_notes(officer, settings):
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["This file is about last year"])
    sheet = book.create_sheet("Sessions")
    for row in (
        ["Coproduction in 2024/25"],
        [],
        ["Project title", "Kind", "Session topic", "Session date", "Attendance"],
        ["Bus passes", "Policy", "Fares", dt.date(2025, 3, 12), 11],
        [None, None, "Routes", dt.date(2025, 4, 2), 9],
        [],
        ["Source: our own notes"],
        ["and the diary"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A4:A5")
    content = io.BytesIO()
    book.save(content)
    officer.post(reverse("sheet_imports"), {"file": SimpleUploadedFile("Last year.xlsx", content.getvalue())})
    job = Job.objects.get()
    page = officer.get(reverse("sheet_match", args=[job.pk]))
    assert [(f.label, f.initial, str(f.help_text)) for f in page.context["form"].fields.values() if f.label] == [
        ("Project title", "title", "In the file: Bus passes · Bus passes"),
        ("Kind", "kind", "In the file: Policy"),
        ("Session topic", "topic", "In the file: Fares · Routes"),
        ("Session date", "session_date", "In the file: 2025-03-12T00:00:00 · 2025-04-02T00:00:00"),
        ("Attendance", "count", "In the file: 11 · 9"),
    ]
    match(officer, job)
    shown = preview(officer, job)
    assert [line.number for line in shown.context["judged"].good] == [4, 5]
    assert [(aside.number, aside.words) for aside in shown.context["brought"].table.asides] == [
        (1, "Coproduction in 2024/25"), (7, "Source: our own notes"), (8, "and the diary"),
    ]  # fmt: skip
    take_in(officer, job)
    assert [(s.project.title, s.topic, s.source) for s in Session.objects.order_by("pk")] == [
        ("Bus passes", "Fares", "Last year.xlsx, Sessions, line 4"),
        ("Bus passes", "Routes", "Last year.xlsx, Sessions, line 5"),
    ]


def test_another_sheet_and_another_heading_can_be_chosen(officer):
    book = Workbook()
    book.active.append(["Project", "Kind"])
    book.active.append(["One", "Policy"])
    other = book.create_sheet("Others")
    for row in (["x", "y"], ["What it was called", "Sort"], ["Two", "Policy"]):
        other.append(row)
    content = io.BytesIO()
    book.save(content)
    officer.post(reverse("sheet_imports"), {"file": SimpleUploadedFile("two.xlsx", content.getvalue())})
    job = Job.objects.get()
    page = officer.get(reverse("sheet_match", args=[job.pk]), {"sheet": "1", "line": "2"})
    assert [f.label for f in page.context["form"].fields.values() if f.label] == ["What it was called", "Sort"]
    sent = {"sheet": "1", "line": "2", "column_0": "title", "column_1": "kind"}
    assert officer.post(reverse("sheet_match", args=[job.pk]), sent).status_code == 302
    take_in(officer, job)
    assert [project.title for project in Project.objects.all()] == ["Two"]


def test_columns_are_remembered_for_the_next_file_with_the_same_headings(officer):
    strange = "Sort of thing;What it was called\nPolicy;Bus passes\n"
    job = bring(officer, strange)
    assert match(officer, job).status_code == 200
    assert match(officer, job, column_0="kind", column_1="title").status_code == 302
    take_in(officer, job)
    again = bring(officer, strange.replace("Bus passes", "Another"))
    form = officer.get(reverse("sheet_match", args=[again.pk])).context["form"]
    assert [form.fields[f"column_{n}"].initial for n in (0, 1)] == ["kind", "title"]


def test_two_columns_for_one_meaning_are_said_and_so_is_a_missing_title(officer):
    job = bring(officer, "Project;Name of it\nA;B\n")
    page = match(officer, job, column_1="title")
    assert page.context["form"].errors == {
        "column_1": ["“Project” and “Name of it” are both “Project: its title”. Leave one of them out."]
    }
    page = match(officer, job, column_0="")
    assert page.context["form"].non_field_errors() == ["Say which column is the title of the project."]


def test_preview_names_every_fault(officer):
    job = checked(
        officer,
        "Project;Kind;Forums;Session date;How many came;We did;Status\n"
        "One;Choir;;;;;\n"
        "Two;Policy;Chess Club;;;;\n"
        "Three;Policy;;next spring;about 20;;\n"
        ";Policy;;;;;\n"
        f"{'x' * 201};Policy;;;;;\n"
        "Four;Policy;;12/13/2025;;;\n"
        "Five;Policy;;45012;;Something;perhaps\n"
        "Six;Policy;;;;;done\n"
        "Seven;Policy;;;;;\n"
        "SEVEN ;policy;;;;;\n"
        "Seven;Report;;12/3/2025;9;;\n",
    )
    assert faults(officer, job) == {
        2: ["“Choir” is not in our list of kinds. Write one that is, or “other”."],
        3: ["“Chess Club” is not in the portal. Write its name as it stands there, or leave it out."],
        4: [
            "“next spring” is not a date. Write it like 27/3/2025, March 2025, 2025 or 2024/25.",
            "“about 20” may be more or fewer. Write what is certain: a number, “at least 15”, or “up to 25”.",
        ],
        5: ["There is no project title. Write it in this line too, also when it is that of the line above."],
        6: ["“Project: its title” is too long: 201 characters, where 200 fit. Shorten it."],
        7: ["“12/13/2025” has no month 13. Write the day first, then the month: 13/12/2025."],
        8: [
            "“45012” is how Excel counts days. It may mean 27/3/2023. Write the date like that.",
            "“perhaps” is not an answer. Write done, doing, not yet or can’t.",
        ],
        9: ["There is no “we did”. Say what the council did, or leave the other cells of the answer empty."],
        11: ["This is the same as line 10, so it is left out."],
        12: ["Line 10 says something else about this project: “Project: kind of work”. Make both the same, or leave it empty here."],
    }  # fmt: skip
    assert [line.number for line in preview(officer, job, show="good").context["judged"].good] == [10]
    assert len(preview(officer, job, show="good").context["rows"]) == 1
    assert len(preview(officer, job, show="faults").context["rows"]) == 10


def test_kinds_and_names_that_are_not_ours_can_be_let_through_with_their_words(officer):
    job = checked(officer, "Project;Kind;Forums;Session date\nOne;Choir;;\nTwo;Policy;Chess Club;\nThree;Choir;;x\n")
    page = preview(officer, job)
    assert page.context["offers"] == [("kinds", 1), ("names", 1)]
    for what in ("kinds", "names"):
        officer.post(reverse("sheet_preview", args=[job.pk]), {"let_through": what})
    assert list(faults(officer, job)) == [4]
    take_in(officer, job)
    one, two = Project.objects.order_by("pk")
    assert (one.kind, one.kind_words) == ("other", "Choir")
    assert [(part.body, part.words) for part in two.parts.all()] == [(None, "Chess Club")]


def test_name_that_is_part_of_one_in_the_portal_is_answered_with_the_whole(officer):
    BodyFactory(name="Riverside Parents")
    job = checked(officer, "Project;Forums\nOne;Parents\nTwo;riverside parents and Youth Council\n")
    assert faults(officer, job) == {2: ["“Parents” is not in the portal. Write the whole name: “Riverside Parents”."]}
    assert len(preview(officer, job).context["judged"].good[0].project.forums) == 2


def test_lines_that_were_taken_in_before_are_left_out_until_they_are_taken_back(officer):
    sheet = take_in(officer, checked(officer))
    again = checked(officer)
    assert faults(officer, again)[2] == ["This line was taken in before: pasted lines, line 2."]
    assert preview(officer, again).context["judged"].good == []
    officer.post(reverse("sheet_import", args=[sheet.pk]))
    assert [line.number for line in preview(officer, again).context["judged"].good] == GOOD


def test_lines_to_mend_come_back_as_csv_and_can_be_sent_again(officer):
    job = checked(officer, 'Project;Kind;Why\n=1+1;Choir;"-2, said someone"\nFine;Policy;\n')
    answer = officer.get(reverse("sheet_faults", args=[job.pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Project", "Kind", "Why", "What is wrong with this line"],
        ["'=1+1", "Choir", "'-2, said someone", "“Choir” is not in our list of kinds. Write one that is, or “other”."],
    ]
    sheet = take_in(officer, job)
    assert officer.get(reverse("sheet_faults", args=[job.pk])).content == answer.content
    job.refresh_from_db()
    assert (job.facts["import"], "Fine" in str(job.facts)) == (sheet.pk, False)
    mended = checked(officer, answer.content.decode("utf-8-sig").replace("Choir,", "Policy,"))
    take_in(officer, mended)
    assert [(p.title, p.why) for p in Project.objects.order_by("pk")] == [("Fine", ""), ("=1+1", "-2, said someone")]


def test_lines_add_to_a_draft_that_is_here_and_not_to_what_is_public(officer):
    draft, public = ProjectFactory(title="A draft", draft=True), ProjectFactory(title="In public")
    text = "Project;Session topic;We did\nA draft;Talk;\nIn public;Talk;\nIn public;;We did it\nA draft;;\n"
    job = checked(officer, text)
    assert faults(officer, job) == {
        3: ["“In public” is public, so a session would be public at once. Add the session on the project’s own page."],
        5: ["There is a project of this title, and the line adds no session and no answer to it."],
    }
    sheet = take_in(officer, job)
    assert [(s.project, s.topic) for s in Session.objects.all()] == [(draft, "Talk")]
    assert [(o.project, o.state) for o in Outcome.objects.all()] == [(public, OutcomeState.DRAFT)]
    officer.post(reverse("sheet_import", args=[sheet.pk]))
    assert set(Project.objects.all()) == {draft, public}


def counts():
    """How many rows every table has, but for the traces of the import itself."""
    traces = (AuditEvent, Job, SheetImport, SheetLine)
    return {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model not in traces
        and model._meta.managed
        and model._meta.app_label in ("core", "engagements", "feedback", "groups", "checklist")
    }


def test_import_and_undo_leave_the_database_as_it_was(officer):
    before = counts()
    sheet = take_in(officer, checked(officer))
    assert counts() != before
    sheets.take_back(sheet=sheet, by=officer.actor)
    # One row that only says how often something was published.
    assert counts() | {"core.Publication": 0} == before | {"core.Publication": 0}


@pytest.mark.parametrize(
    "change, reasons",
    [
        (lambda by: projects.open_up(project=bus(), by=by), {"Bus passes": "It is public now.", "Fares": "Its project is public now."}),
        (lambda by: projects.add_limit(project=bus(), kind="law", words="The law", by=by), {"Bus passes": "Something was added to it since: limit."}),
        (lambda by: projects.add_part(project=bus(), part="partner", words="A charity", by=by), {"Bus passes": "Someone changed it since."}),
        (lambda by: Checklist.objects.create(project=bus(), version=TemplateVersionFactory()), {"Bus passes": "It is on the checklist."}),
        (
            lambda by: outcomes.change(outcome=Outcome.objects.get(), we_did="Much more", by=by),
            {"Bus passes": "Something was added to it since: outcome.", "Much more": "Someone changed it since."},
        ),
        (
            lambda by: outcomes.publish(outcome=Outcome.objects.get(), by=by),
            {"Bus passes": "Something was added to it since: outcome.", "We asked for a lower fare": "It was published."},
        ),
        (
            lambda by: HeadCount.objects.filter(who="councillors").update(number=5),
            {"Bus passes": "Something was added to it since: session.", "Fares": "Someone changed it since."},
        ),
        (
            lambda by: sessions.record(project=bus(), format="Workshop", by=by),
            {"Bus passes": "Something was added to it since: session."},
        ),
    ],
)  # fmt: skip
def test_undo_keeps_what_was_changed_published_or_built_upon_and_says_why(officer, change, reasons):
    sheet = take_in(officer, checked(officer))
    change(officer.actor)
    taken = sheets.take_back(sheet=sheet, by=officer.actor)
    assert {str(made.row): made.stays for made in taken.stayed} == reasons
    assert taken.removed == 4 - len(reasons)
    page = officer.get(reverse("sheet_import", args=[sheet.pk]))
    assert {row[0].words: row[3] for row in page.context["rows"]} == reasons


def bus():
    return Project.objects.get(title="Bus passes")


def test_draft_that_is_made_public_began_when_the_file_says(officer):
    take_in(officer, checked(officer))
    projects.open_up(project=bus(), by=officer.actor)
    assert [str(milestone) for milestone in bus().milestones.all()] == ["Started: March 2025"]


def test_undo_of_what_is_all_in_use_takes_nothing(officer):
    sheet = take_in(officer, checked(officer, "Project;Kind\nBus passes;Policy\n"))
    projects.open_up(project=bus(), by=officer.actor)
    with pytest.raises(WrongState, match=r"^Everything that this import made is in use by now, so nothing was taken back\.$"):
        sheets.take_back(sheet=sheet, by=officer.actor)
    sheet.refresh_from_db()
    assert sheet.undone_at is None


def test_pressing_twice_takes_in_once_and_takes_back_once(officer):
    job = checked(officer)
    seen = preview(officer, job).context["judged"].digest
    first = sheets.take_in(job=job, seen=seen, by=officer.actor)
    assert sheets.take_in(job=job, seen=seen, by=officer.actor) == first
    assert Project.objects.count() == 2
    sheets.take_back(sheet=first, by=officer.actor)
    with pytest.raises(WrongState, match=r"^This import was taken back already\.$"):
        sheets.take_back(sheet=first, by=officer.actor)
    assert officer.get(reverse("sheet_preview", args=[job.pk])).url == reverse("sheet_import", args=[first.pk])


def test_what_changed_since_the_page_was_shown_saves_nothing(officer):
    job = checked(officer)
    seen = preview(officer, job).context["judged"].digest
    ProjectFactory(title="bus passes")
    with pytest.raises(WrongState, match=r"^Something changed since you looked, so nothing was saved\."):
        sheets.take_in(job=job, seen=seen, by=officer.actor)
    assert SheetImport.objects.count() == 0


def test_import_whose_last_step_fails_saves_nothing(officer, monkeypatch):
    job = checked(officer)
    before = counts()

    def fail(*args, **kwargs):
        raise RuntimeError("the last step")

    monkeypatch.setattr(sheets, "_leave_the_rest", fail)
    with pytest.raises(RuntimeError):
        sheets.take_in(job=job, seen=preview(officer, job).context["judged"].digest, by=officer.actor)
    assert (counts(), SheetImport.objects.count()) == (before, 0)


def test_undo_whose_last_step_fails_removes_nothing(officer, monkeypatch):
    sheet = take_in(officer, checked(officer))
    before = counts()
    real = sheets.audit.record

    def fail(*, verb, **facts):
        if verb == "sheet.taken_back":
            raise RuntimeError("the last step")
        return real(verb=verb, **facts)

    monkeypatch.setattr(sheets.audit, "record", fail)
    with pytest.raises(RuntimeError):
        sheets.take_back(sheet=sheet, by=officer.actor)
    assert counts() == before


def test_only_who_brought_a_file_sees_it_and_every_officer_sees_what_it_made(officer, signed_in):
    job = checked(officer)
    colleague, board = signed_in("officer"), signed_in("board_administrator")
    for name in ("sheet_match", "sheet_preview", "sheet_faults"):
        assert officer.get(reverse(name, args=[job.pk])).status_code == 200
        assert colleague.get(reverse(name, args=[job.pk])).status_code == 404
    sheet = take_in(officer, job)
    assert colleague.get(reverse("sheet_import", args=[sheet.pk])).context["left_out"] == 0
    assert board.get(reverse("sheet_import", args=[sheet.pk])).status_code == 403
    colleague.post(reverse("sheet_import", args=[sheet.pk]))
    assert Project.objects.count() == 0


def test_services_refuse_who_is_no_officer(officer, acting):
    job = checked(officer)
    for call in (
        lambda by: sheets.bring(name="x", sheets=[], by=by),
        lambda by: sheets.match(job=job, sheet=0, heading=1, columns=[], by=by),
        lambda by: sheets.let_through(job=job, what="kinds", by=by),
        lambda by: sheets.take_in(job=job, seen="", by=by),
        lambda by: sheets.discard(job=job, by=by),
    ):
        with pytest.raises(NotAllowed):
            call(acting("chair"))
    with pytest.raises(Missing):
        sheets.let_through(job=job, what="kinds", by=acting("officer"))


def test_file_can_be_forgotten_and_goes_after_a_day(officer, at):
    with at("2026-03-02 09:00"):
        job = checked(officer)
        officer.post(reverse("sheet_preview", args=[job.pk]), {"discard": "1"})
        assert Job.objects.count() == 0
        job = checked(officer)
        assert "pasted lines" in strip_tags(officer.get(reverse("sheet_imports")).content.decode())
    with at("2026-03-03 09:01"):
        assert officer.get(reverse("sheet_preview", args=[job.pk])).status_code == 404


def test_waiting_file_is_purged_after_its_day(officer):
    job = checked(officer)
    assert [sheets.waiting_sheets(job.asked_at + dt.timedelta(days=1, minutes=more)) for more in (0, 1)] == [0, 1]


@pytest.mark.parametrize(
    "sent, message",
    [
        ({}, "Choose a file or paste lines, one of the two."),
        ({"pasted": "a;b", "file": SimpleUploadedFile("a.csv", b"a")}, "Choose a file or paste lines, one of the two."),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 not really")}, "This Excel file cannot be read. Save it again as .xlsx, or as CSV."),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(officer, sent, message):
    page = officer.post(reverse("sheet_imports"), sent)
    assert page.context["form"].errors["file"] == [message]


def test_template_can_be_brought_as_it_is(officer):
    content = officer.get(reverse("sheet_template")).content
    officer.post(reverse("sheet_imports"), {"file": SimpleUploadedFile("table.csv", content)})
    job = Job.objects.get()
    match(officer, job)
    brought = Brought.from_facts(Job.objects.get().facts)
    assert [column for column in brought.columns if not column] == []
    assert faults(officer, job) == {}


def big(lines):
    head = "Project;Kind;Forums;Started;Session topic;Session date;How many came;You said;We did;Figure\n"
    row = "Project {0};Policy;Youth Council;March 2025;Talk {0};12/3/2025;11 young people;They said {0};We did {0};£3,000\n"
    return head + "".join(row.format(number) for number in range(lines))


@pytest.mark.parametrize("lines", [1, 3, 30])
def test_pages_of_an_import_ask_the_same_however_many_lines(officer, forum, django_assert_num_queries, lines):
    job = checked(officer, big(lines))
    with django_assert_num_queries(PREVIEW_QUERIES):
        preview(officer, job)
    sheet = take_in(officer, job)
    assert SheetLine.objects.count() == 3 * lines
    with django_assert_num_queries(IMPORT_QUERIES):
        officer.get(reverse("sheet_import", args=[sheet.pk]))


PREVIEW_QUERIES, IMPORT_QUERIES = 8, 17


def test_list_of_imports_asks_the_same_however_many_there_are(officer, django_assert_num_queries):
    for number in range(3):
        SheetImport.objects.create(
            kind=queries.OF_PAST_WORK, name=f"{number}.csv", made_by="user:1", made_by_label="Officer", made_at=timezone.now()
        )
        with django_assert_num_queries(6):
            officer.get(reverse("sheet_imports"))
