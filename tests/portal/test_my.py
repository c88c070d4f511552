"""The page of members and partners."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.services import items, sign_offs
from feedback.models import OutcomeContributor
from tests.factories.checklist import TemplateVersionFactory, officer, scene
from tests.factories.feedback import OutcomeFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db

MY = "/my/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


def page(client):
    return client.get(MY).context["page"]


@pytest.mark.parametrize("role", ["member", "chair", "representative", "facilitator", "organiser", "board_administrator"])
def test_my_page_opens_for_everyone_with_a_part(signed_in, role):
    assert signed_in(role).get(MY).status_code == 200


def test_my_page_is_not_for_someone_whose_part_has_ended(signed_in):
    assert signed_in(user=CapacityFactory(ended=True).user).get(MY).status_code == 403


def test_items_to_check_and_signatures_wait_for_the_chair(signed_in):
    walk = scene(title="Short breaks")
    client = signed_in(user=walk.chair.user)
    assert [(task.title, task.action) for task in page(client).tasks] == [("Check 1 answer of “Plain 1”", "Check")]
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    task = page(client).tasks[0]
    assert (task.title, task.why) == (
        "Sign stage 1, “Plain 1”",
        f"Short breaks. The council has signed. Now it needs {walk.forums[0].name}.",
    )


def test_signature_does_not_wait_for_members_nor_for_another_forum(signed_in):
    walk = scene()
    walk.settle()
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    member, stranger = signed_in("member", walk.forums[0]), signed_in("chair")
    assert [len(page(client).tasks) for client in (member, stranger)] == [0, 0]
    assert [row.waits_for for row in page(member).projects] == [walk.forums[0].name]
    assert page(stranger).projects == ()


def test_member_sees_own_meetings_and_what_came_of_their_work(signed_in):
    forum, other = BodyFactory(), BodyFactory()
    MeetingFactory(body=forum, title="Ours")
    MeetingFactory(body=other, title="Theirs")
    MeetingFactory(body=forum, title="Past", starts_at=timezone.now() - dt.timedelta(days=3))
    for body, title in ((forum, "Our outcome"), (other, "Their outcome")):
        OutcomeContributor.objects.create(outcome=OutcomeFactory(title=title), body=body)
    OutcomeContributor.objects.create(outcome=OutcomeFactory(title="Our draft", draft=True), body=forum)
    mine = page(signed_in("member", forum))
    assert [meeting.title for meeting in mine.meetings] == ["Ours"]
    assert ([pair.topic for pair in mine.pairs], mine.pairs_total) == (["Our outcome"], 1)


def test_my_page_says_what_will_be_here(signed_in):
    html = signed_in("chair").get(MY).content.decode()
    for words in ("Nothing waits for you", "No meeting is planned", "Nothing is published yet", "No project yet"):
        assert words in html


@pytest.mark.parametrize("projects", [1, 30])
def test_my_page_costs_the_same_at_one_and_thirty_projects(signed_in, django_assert_num_queries, projects):
    forum, lead, version = BodyFactory(), officer(), TemplateVersionFactory()
    chair = CapacityFactory(body=forum, role="chair")
    for _each in range(projects):
        walk = scene(lead=lead, version=version)
        walk.project.parts.update(body=forum)
        items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=lead)
        MeetingFactory(body=forum)
        OutcomeContributor.objects.create(outcome=OutcomeFactory(project=walk.project), body=forum)
    client = signed_in(user=chair.user)
    client.get(MY)
    with django_assert_num_queries(16):
        client.get(MY)
