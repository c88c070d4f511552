"""The officers' workspace: what waits, for whom, with dates; and the start of a project."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from checklist.services import items, sign_offs
from coproduction.core.models import ReadingItem
from coproduction.core.partial_dates import PartialDate
from tests.factories.checklist import TemplateVersionFactory, officer, scene
from tests.factories.engagements import ProjectFactory
from tests.factories.feedback import OutcomeFactory, PromiseFactory
from tests.factories.groups import MeetingFactory

pytestmark = pytest.mark.django_db

OFFICERS = "/officers/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


def tasks(client) -> list[tuple[str, str, str]]:
    return [(task.title, task.action, task.late) for task in client.get(OFFICERS).context["page"].tasks]


@pytest.mark.parametrize(
    "role, status",
    [
        ("officer", 200),
        ("board_administrator", 200),
        ("chair", 403),
        ("committee_member", 403),
        ("administrator", 403),
        ("facilitator", 403),
    ],
)
def test_officers_page_is_for_council_staff_who_work_with_forums(signed_in, role, status):
    assert signed_in(role).get(OFFICERS).status_code == status


def test_officers_page_is_not_public(client):
    assert client.get(OFFICERS).status_code == 302


def test_officers_page_says_when_nothing_waits(signed_in):
    html = signed_in("officer").get(OFFICERS).content.decode()
    assert ("Nothing waits for you</h1>" in html, "You lead no project" in html) == (True, True)


def test_question_of_a_forum_waits_for_the_lead_and_not_for_another_officer(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene(title="Short breaks")
        items.answer_and_confirm(item=walk.item("1.1"), words="The budget is fixed.", by=walk.officer)
        items.query(item=walk.item("1.1"), words="All of it?", by=walk.chair)
        # What the forum asks is also read like every word that people write, by whoever has the turn.
        ReadingItem.objects.all().delete()
    with at("2026-03-13 09:00"):
        client = signed_in(user=walk.officer.user)
        page = client.get(OFFICERS).context["page"]
        first = page.tasks[0]
        assert (first.title, first.action, first.when) == (f"{walk.forums[0].name} asks: Question 1.1?", "Reply", "Since 2 March")
        assert first.why == "Short breaks, stage 1. Their question has waited 11 days. Nothing can be signed until you reply."
        assert first.url == f"{reverse('checklist_stage', args=[walk.project.slug, 1])}#item-1.1"
        assert tasks(signed_in(user=officer().user)) == []


def test_items_and_signatures_wait_in_turn(signed_in):
    walk = scene(title="Short breaks")
    client, name = signed_in(user=walk.officer.user), walk.forums[0].name
    assert tasks(client) == [("Answer 2 items of “Plain 1”", "Answer", "")]
    walk.settle()
    # What the forum wrote is read, and has nothing to do with signing.
    ReadingItem.objects.all().delete()
    assert tasks(client) == [("Sign stage 1, “Plain 1”", "Sign", "")]
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    page = client.get(OFFICERS).context["page"]
    assert page.tasks == ()
    assert [(row.title, [chip.name for chip in row.with_whom], row.what) for row in page.elsewhere] == [
        ("Short breaks, stage 1", [name], "Signature")
    ]


def test_refusal_waits_with_its_reason(signed_in):
    walk = scene(title="Short breaks")
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)
    task = signed_in(user=walk.officer.user).get(OFFICERS).context["page"].tasks[0]
    assert (task.title, task.why) == (
        f"{walk.forums[0].name} did not sign stage 1",
        "Short breaks, stage 1. They say: We cannot see the split.",
    )


def test_items_with_the_forum_are_shown_as_waiting_for_it(signed_in):
    walk = scene(title="Short breaks")
    items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=walk.officer)
    rows = signed_in(user=walk.officer.user).get(OFFICERS).context["page"].elsewhere
    assert [(row.title, row.what) for row in rows] == [("Short breaks, stage 1", "2 items to check")]


def test_reading_promises_and_drafts_wait_late_first(signed_in, at):
    with at("2026-03-02 09:00"):
        client = signed_in("officer")
        me, now = client.actor.user, timezone.now()
        mine = ProjectFactory(lead=me, title="Housing")
        PromiseFactory(owner=me, words="A number to call", due=PartialDate.day(dt.date(2026, 2, 27)), project=mine)
        PromiseFactory(owner=me, words="Next year", due=PartialDate.day(dt.date(2027, 2, 27)))
        PromiseFactory(words="Of someone else", due=PartialDate.day(dt.date(2026, 2, 27)))
        for number in range(3):
            ReadingItem.objects.create(target=f"feedback.response:{number}", kind="answers", due_at=now + dt.timedelta(hours=5))
        OutcomeFactory(draft=True, project=mine, title="Sundays")
        OutcomeFactory(draft=True, title="Of someone else’s project", project=ProjectFactory(lead=officer().user))
        assert tasks(client) == [
            ("Say how far you got: A number to call", "Add progress", "3 days late"),
            ("Read 3 things that people sent", "Read what people sent", ""),
            ("Publish the answer: Sundays", "Look and publish", ""),
        ]
        assert client.get(OFFICERS).context["page"].late == 1


def test_projects_are_listed_with_forum_beads_and_next_date(signed_in, at):
    with at("2026-03-02 09:00"):
        walk = scene(title="Short breaks")
        MeetingFactory(body=walk.forums[0], starts_at=timezone.now() + dt.timedelta(days=18))
        ProjectFactory(lead=walk.officer.user, title="From the record")
        ProjectFactory(lead=walk.officer.user, title="Long finished", status="closed")
        ProjectFactory(title="Of someone else")
        rows = signed_in(user=walk.officer.user).get(OFFICERS).context["page"].projects
    assert [
        (row.title, [chip.name for chip in row.forums], row.beads and row.beads.text, row.next_date, row.next_words)
        for row in rows
    ] == [
        ("From the record", [], None, "", ""),
        ("Short breaks", [walk.forums[0].name], "1 Plain 1", "20 March 2026", f"{walk.forums[0].name} meets"),
    ]


@pytest.mark.parametrize("projects", [1, 30])
def test_officers_page_costs_the_same_at_one_and_thirty_projects(signed_in, django_assert_num_queries, projects):
    lead, version = officer(), TemplateVersionFactory()
    for _each in range(projects):
        walk = scene(lead=lead, version=version)
        items.answer_and_confirm(item=walk.item("1.1"), words="Yes.", by=lead)
        items.query(item=walk.item("1.1"), words="Why?", by=walk.chair)
        MeetingFactory(body=walk.forums[0])
        PromiseFactory(owner=lead.user, due=PartialDate.day(timezone.localdate()), project=walk.project)
        OutcomeFactory(draft=True, project=walk.project)
    client = signed_in(user=lead.user)
    client.get(OFFICERS)
    with django_assert_num_queries(22):
        client.get(OFFICERS)


@pytest.mark.parametrize("name", ["project_checklist", "officers"])
def test_pages_without_the_walk_still_open(signed_in, name):
    project = ProjectFactory()
    response = signed_in("officer").get(reverse(name, args=[project.slug] if name == "project_checklist" else []), follow=True)
    assert response.status_code == 200
