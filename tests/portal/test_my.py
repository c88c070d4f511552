"""The page of members and partners."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.services import items, sign_offs
from feedback.models import OutcomeContributor
from groups.models import Action, Attendance
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
    assert [meeting.line.title for meeting in mine.meetings] == ["Ours"]
    assert ([pair.topic for pair in mine.pairs], mine.pairs_total) == (["Our outcome"], 1)


def test_my_page_says_what_will_be_here(signed_in):
    html = signed_in("chair").get(MY).content.decode()
    for words in ("Nothing waits for you", "No meeting is planned", "Nothing is published yet", "No project yet"):
        assert words in html


def test_page_opens_on_the_meetings_then_what_waits_then_what_came_of_it(signed_in):
    walk = scene()
    MeetingFactory(body=walk.forums[0])
    html = signed_in(user=walk.chair.user).get(MY).text
    headings = (
        "My next meetings",
        "1 thing is waiting for you",
        "What came of our work",
        "What we are working on",
        "More for me",
    )
    assert sorted(headings, key=html.index) == list(headings)
    assert "<table" not in html


def test_member_answers_with_one_press(signed_in):
    forum = BodyFactory()
    meeting = MeetingFactory(body=forum, place="The hub")
    client = signed_in("member", forum)

    def own():
        [shown] = page(client).meetings
        return shown.answer, shown.is_coming, shown.is_not_coming

    [shown] = page(client).meetings
    assert (shown.line.place, shown.reply_url) == ("The hub", f"/meetings/{meeting.ref}/reply/")
    assert own() == ("Not answered yet", False, False)
    assert client.post(shown.reply_url, {"reply": "coming", "next": MY}).url == MY
    assert own() == ("You are coming", True, False)
    away = client.post(shown.reply_url, {"reply": "not_coming", "next": "//elsewhere.example/"})
    assert away.url == meeting.get_absolute_url()
    assert own() == ("You are not coming", False, True)


@pytest.mark.parametrize(
    "traits", [{"until": timezone.localdate() - dt.timedelta(days=1)}, {"standing": "paused"}], ids=["left", "paused"]
)
def test_meeting_of_a_forum_one_has_left_is_nobody_s_to_show(signed_in, traits):
    """They said that they were coming, once. A guest, who never had a part, still sees it."""
    forum = BodyFactory(is_discreet=True, neutral_name="Thursday group")
    meeting = MeetingFactory(body=forum, place="Wrenfield House", is_private=True)
    former, guest = CapacityFactory(body=forum, **traits).user, CapacityFactory().user
    for person in (former, guest):
        Attendance.objects.create(meeting=meeting, user=person, reply="coming")
    CapacityFactory(user=former)
    assert [shown.line.title for shown in page(signed_in(user=former)).meetings] == []
    assert [shown.line.place for shown in page(signed_in(user=guest)).meetings] == ["Wrenfield House"]


def test_buttons_carry_the_token_of_the_page(signed_in):
    forum = BodyFactory()
    MeetingFactory(body=forum)
    html = signed_in("member", forum).get(MY).text
    form = html[html.index('class="cp-desk-reply"') :]
    assert 'name="csrfmiddlewaretoken"' in form[: form.index("</form>")]


@pytest.mark.parametrize(
    "traits", [{"starts_at": timezone.now() - dt.timedelta(minutes=30)}, {"state": "cancelled"}], ids=["begun", "cancelled"]
)
def test_meeting_that_cannot_be_answered_has_no_buttons(signed_in, traits):
    forum = BodyFactory()
    MeetingFactory(body=forum, **traits)
    [shown] = page(signed_in("member", forum)).meetings
    assert (shown.answer, shown.reply_url) == ("", "")


def test_whoever_rests_or_only_serves_sees_the_meeting_and_is_not_asked(signed_in):
    forum = BodyFactory()
    MeetingFactory(body=forum)
    resting = CapacityFactory(body=forum, standing="resting").user
    clients = signed_in(user=resting), signed_in("board_administrator", forum)
    assert [[(shown.answer, shown.reply_url) for shown in page(client).meetings] for client in clients] == [[("", "")]] * 2


def test_someone_asked_by_name_finds_the_meeting(signed_in):
    meeting = MeetingFactory(place="The hub")
    client = signed_in("member")
    assert page(client).meetings == ()
    Attendance.objects.create(meeting=meeting, user=client.actor.user)
    assert [(shown.line.place, bool(shown.reply_url)) for shown in page(client).meetings] == [("The hub", True)]


def test_own_actions_wait_the_late_ones_first(signed_in):
    forum = BodyFactory(name="Youth voices", slug="youth")
    client = signed_in("member", forum)
    today = timezone.localdate()
    for words, owner, due, state in (
        ("Some day", client.actor.user, None, "open"),
        ("Soon", client.actor.user, today + dt.timedelta(days=3), "open"),
        ("Late", client.actor.user, today - dt.timedelta(days=3), "open"),
        ("Done", client.actor.user, today, "done"),
        ("Of someone else", CapacityFactory(body=forum).user, today, "open"),
    ):
        Action.objects.create(body=forum, words=words, owner=owner, due=due, state=state)
    assert [(task.title, task.late, task.url) for task in page(client).tasks] == [
        ("Late", "Late", "/forums/youth/actions/"),
        ("Soon", "", "/forums/youth/actions/"),
        ("Some day", "", "/forums/youth/actions/"),
    ]


def test_page_leads_to_what_is_the_persons_own(signed_in):
    links = [link.url for link in page(signed_in("member")).links]
    assert links == ["/my/taking-part/", "/accounts/messages/", "/accounts/"]


@pytest.mark.parametrize("projects", [1, 30])
def test_my_page_costs_the_same_at_one_and_thirty_projects(signed_in, django_assert_num_queries, projects):
    forum, lead, version = BodyFactory(), officer(), TemplateVersionFactory()
    chair = CapacityFactory(body=forum, role="chair")
    for _each in range(projects):
        walk = scene(lead=lead, version=version)
        walk.project.parts.update(body=forum)
        items.answer_and_confirm(item=walk.item("1.2"), words="Yes.", by=lead)
        Action.objects.create(body=forum, words="Ring the hub", owner=chair.user)
        MeetingFactory(body=forum)
        OutcomeContributor.objects.create(outcome=OutcomeFactory(project=walk.project), body=forum)
    client = signed_in(user=chair.user)
    client.get(MY)
    with django_assert_num_queries(20):
        client.get(MY)
