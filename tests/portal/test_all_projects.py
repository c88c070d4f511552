"""All projects for officers: the board by stage, the table and the file show the same lines."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from checklist.services import items, sign_offs
from coproduction.core.partial_dates import PartialDate
from engagements.models import Milestone
from tests.factories.checklist import TemplateVersionFactory, officer, scene
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.feedback import PromiseFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db

BOARD, TABLE, FILE = "/officers/projects/", "/officers/projects/table/", "/officers/projects/table.csv"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


def titles(response) -> list[str]:
    return [line.title for line in response.context["page"].object_list]


def rows(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", [BOARD, TABLE, FILE])
@pytest.mark.parametrize(
    "role, status", [("officer", 200), ("board_administrator", 200), ("chair", 403), ("committee_member", 403)]
)
def test_all_projects_are_for_council_staff_who_work_with_forums(signed_in, address, role, status):
    assert signed_in(role).get(address).status_code == status


def test_board_puts_each_project_where_it_stands(signed_in):
    walk = scene(title="On its way")
    ProjectFactory(title="A plan", draft=True)
    ProjectFactory(title="From the record", status="unknown", record=True)
    ProjectFactory(title="Stopped", status="stopped", stage=4)
    board = signed_in(user=walk.officer.user).get(BOARD).context["board"]
    columns = (board.planning, *board.stages, board.not_walked, board.resting)
    assert {column.key: [line.title for line in column.lines] for column in columns if column.lines} == {
        "planning": ["A plan"],
        "1": ["On its way"],
        "none": ["From the record"],
        "resting": ["Stopped"],
    }


def test_line_says_what_waits_for_whom_and_since_when(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene(title="Short breaks")
        items.answer_and_confirm(item=walk.item("1.2"), words="The budget is fixed.", by=walk.officer)
        items.query(item=walk.item("1.2"), words="All of it?", by=walk.chair)
    with at("2026-03-13 09:00"):
        (line,) = signed_in(user=walk.officer.user).get(TABLE).context["page"].object_list
    name = walk.forums[0].name
    stage = reverse("checklist_stage", args=[walk.project.slug, 1])
    assert [(wait.whom, wait.what, f"{wait.since:%d.%m.}", wait.url) for wait in line.waits] == [
        ("The council", "1 question", "02.03.", f"{stage}#item-1.2"),
        ("The council", "1 item", "02.03.", stage),
        (name, "1 item to check", "02.03.", stage),
    ]
    assert (line.late, line.is_late) == ((), False)


def test_question_is_late_after_fourteen_days_and_an_item_of_the_forum_is_not(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene(title="Short breaks")
        items.answer_and_confirm(item=walk.item("1.2"), words="The budget is fixed.", by=walk.officer)
        items.query(item=walk.item("1.2"), words="All of it?", by=walk.chair)
        items.answer_and_confirm(item=walk.item("1.1"), words="Fewer waits.", by=walk.officer)
    found = {}
    for day in ("2026-03-16", "2026-03-17"):
        with at(f"{day} 09:00"):
            (line,) = signed_in(user=walk.officer.user).get(TABLE).context["page"].object_list
            found[day] = [str(late) for late in line.late]
    assert found == {"2026-03-16": [], "2026-03-17": ["1 question: 1 day late"]}


def test_signature_that_waits_too_long_is_late(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene()
        walk.settle()
        sign_offs.sign(stage=walk.stage(), by=walk.officer)
    with at("2026-03-20 09:00"):
        (line,) = signed_in(user=walk.officer.user).get(TABLE).context["page"].object_list
    assert [(wait.whom, wait.what, wait.days_late) for wait in line.waits] == [(walk.forums[0].name, "Signature", 4)]


def test_decision_that_went_by_before_stage_seven_is_late(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene()
        Milestone.objects.create(project=walk.project, kind="decision", on=PartialDate.parse("2026-03-04"))
    with at("2026-03-04 09:00"):
        before = signed_in(user=walk.officer.user).get(TABLE).context["page"].object_list[0]
    with at("2026-03-05 09:00"):
        after = signed_in(user=walk.officer.user).get(TABLE).context["page"].object_list[0]
    assert (before.late, before.next_words) == ((), "Day of the decision")
    assert [late.what for late in after.late] == ["The day of the decision was 4 March 2026"]


def test_contested_stage_says_who_did_not_sign(signed_in):
    walk = scene()
    walk.settle()
    sign_offs.refuse(stage=walk.stage(), reason="The budget is not split.", by=walk.chair)
    response = signed_in(user=walk.officer.user).get(BOARD)
    (line,) = response.context["board"].stages[0].lines
    assert line.contested == (f"Stage 1: {walk.forums[0].name} did not sign",)
    assert "1 not agreed" in response.text


def test_next_date_is_the_nearest_and_a_private_meeting_of_a_discreet_forum_is_not_told(signed_in, at):
    with at("2026-03-02 09:00"):
        client = signed_in("officer")
        forum, discreet = BodyFactory(name="Youth group"), BodyFactory(discreet=True)
        ProjectPartFactory(project=ProjectFactory(title="Open"), body=forum)
        ProjectPartFactory(project=ProjectFactory(title="Discreet"), body=discreet)
        for body in (forum, discreet):
            MeetingFactory(body=body, is_private=body.is_discreet)
        promise = PromiseFactory(due=PartialDate.parse("2026-04-01"), project=ProjectFactory(title="Promised"))
        found = {line.title: (line.next_on, line.next_words) for line in client.get(TABLE).context["page"].object_list}
        meets = timezone.localdate() + timezone.timedelta(days=7)
    assert found == {
        "Discreet": (None, ""),
        "Open": (meets, "Youth group meets"),
        "Promised": (promise.due.last, "A promise is due"),
    }


@pytest.fixture
def many(signed_in, at):
    with at("2026-03-02 09:00"):
        asked = scene(title="Asked", kind="strategy")
        items.answer_and_confirm(item=asked.item("1.2"), words="The budget is fixed.", by=asked.officer)
        items.query(item=asked.item("1.2"), words="All of it?", by=asked.chair)
        other = scene(title="Beginning", lead=officer())
        ProjectFactory(title="Copied", draft=True, why="A zebra crossing")
        ProjectPartFactory(project=ProjectFactory(title="Deferred", status="paused", stage=2), body=asked.forums[0])
    return asked, other


@pytest.mark.parametrize(
    "query, found",
    [
        ({}, ["Asked", "Beginning", "Copied", "Deferred"]),
        ({"late": "late"}, ["Asked", "Beginning"]),
        ({"late": "forums"}, ["Asked", "Beginning"]),
        ({"late": "contested"}, []),
        ({"lead": "mine"}, ["Asked"]),
        ({"lead": "nobody"}, ["Copied", "Deferred"]),
        ({"kind": "strategy"}, ["Asked"]),
        ({"status": "draft"}, ["Copied"]),
        ({"stage": "1"}, ["Asked", "Beginning"]),
        ({"text": "zebra"}, ["Copied"]),
        ({"order": "-title"}, ["Deferred", "Copied", "Beginning", "Asked"]),
        ({"order": "stage"}, ["Asked", "Beginning", "Deferred", "Copied"]),
        ({"order": "-stage"}, ["Deferred", "Asked", "Beginning", "Copied"]),
    ],
)
def test_filter_and_order_are_the_same_on_the_page_and_in_the_file(signed_in, at, many, query, found):
    with at("2026-03-20 09:00"):
        client = signed_in(user=many[0].officer.user)
        assert titles(client.get(TABLE, query)) == found
        assert [row["project"] for row in rows(client.get(FILE, query))] == found


def test_filter_by_forum_and_by_lead(signed_in, at, many):
    asked, other = many
    client = signed_in(user=asked.officer.user)
    assert titles(client.get(TABLE, {"forum": asked.forums[0].slug})) == ["Asked", "Deferred"]
    assert titles(client.get(TABLE, {"lead": other.officer.user.pk})) == ["Beginning"]


@pytest.mark.parametrize("query", ["order=colour", "lead=0", "late=%00", "stage=99", "forum=nobody"])
def test_nonsense_in_the_filter_is_answered_in_words_and_gives_no_file(signed_in, many, query):
    client = signed_in(user=many[0].officer.user)
    page = client.get(f"{TABLE}?{query}")
    assert (page.status_code, len(titles(page)), bool(page.context["filter"].form.errors)) == (200, 4, True)
    assert client.get(f"{FILE}?{query}").status_code == 302


def test_head_of_the_table_turns_its_order_round(signed_in, many):
    client = signed_in(user=many[0].officer.user)
    first, again = (client.get(TABLE, {"order": order}).context["headers"][0] for order in ("title", "-title"))
    assert [(head.sorted, head.url) for head in (first, again)] == [
        ("ascending", "?order=-title"),
        ("descending", "?order=title"),
    ]


def test_file_is_safe_for_spreadsheets_and_names_no_person_and_no_discreet_forum(signed_in):
    walk = scene(title="=1+1")
    ProjectPartFactory(project=walk.project, body=BodyFactory(discreet=True, name="A secret group"))
    walk.officer.user.name = "Ada Officer"
    walk.officer.user.save()
    response = signed_in(user=walk.officer.user).get(FILE)
    (row,) = rows(response)
    assert (row["project"], row["with_whom"]) == ("'=1+1", f"{walk.forums[0].name}; Thursday group")
    assert ("Ada Officer" in response.content.decode(), "A secret group" in response.content.decode()) == (False, False)


@pytest.mark.parametrize("address, queries", [(BOARD, 10), (TABLE, 10), (FILE, 10)])
@pytest.mark.parametrize("projects", [3, 30])
def test_all_projects_cost_the_same_at_three_and_thirty(signed_in, django_assert_num_queries, address, queries, projects):
    version, lead = TemplateVersionFactory(), officer()
    for number in range(projects):
        walk = scene(version=version, lead=lead if number % 2 else None)
        items.answer_and_confirm(item=walk.item("1.2"), words="Words.", by=walk.officer)
        items.query(item=walk.item("1.2"), words="Why?", by=walk.chair)
        MeetingFactory(body=walk.forums[0])
        PromiseFactory(project=walk.project, due=PartialDate.parse("2098-01-01"))
    client = signed_in(user=lead.user)
    with django_assert_num_queries(queries):
        client.get(address)
