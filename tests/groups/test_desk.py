"""The desk of a forum: what is next, by what a person may do there."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.models import Notification
from groups.enums import Reach
from groups.models import AccessNeed, Action, Arrangement, JoinRequest, Minutes
from groups.queries import desk
from tests.factories.forums import CharterFactory, ElectionFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db

PAGE = "/forums/youth/desk/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(slug="youth", name="Youth voices")


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


def full(forum, each=1):
    """Everything that can wait at a desk, `each` times."""
    coming = MeetingFactory(body=forum, title="Budget")
    told = CapacityFactory(body=forum, user__email=None, user__reach=Reach.TELL).user
    for number in range(each):
        JoinRequest.objects.create(body=forum, name="Ada Example", email="ada@tests.example")
        Notification.objects.create(kind="x", dedupe_key=f"{number}", recipient=told.ref, reason="…", state="by_hand")
        MeetingFactory(body=forum, title="Over", starts_at=ago(3), ends_at=ago(2))
        MeetingFactory(body=forum, title="Long over", starts_at=ago(41), ends_at=ago(40), state="held")
        Action.objects.create(body=forum, words="Ring the hub", due=timezone.localdate() - dt.timedelta(days=2))
        AccessNeed.objects.create(user=told, words="A ramp", agreed_on=timezone.localdate())
        ElectionFactory(office__body=forum, office__title="Youth Mayor", ends_in=30)
        MeetingFactory(body=forum, starts_at=coming.starts_at + dt.timedelta(days=30))
    CharterFactory(body=forum, review_on=timezone.localdate())
    CharterFactory(body=forum, draft=True, version=2)
    return coming


def shown(client):
    return [(task.title, task.action, task.late) for task in client.get(PAGE).context["desk"].tasks]


def ending():
    day = timezone.localdate() + dt.timedelta(days=30)
    return f"Term ends {day.day} {day:%B %Y}: Youth Mayor"


def test_officer_who_serves_it_sees_everything_late_first(signed_in, forum):
    full(forum)
    assert shown(signed_in("officer")) == [
        ("The minutes of 1 meeting are not published", "Write the minutes", "Late"),
        ("1 action is overdue", "Look at the actions", "Late"),
        ("1 person asks to join", "Answer", ""),
        ("Tell someone 1 thing in person", "Open the tell list", ""),
        ("Write down what happened: Over", "Write it down", ""),
        ("Arrange 1 thing that helps", "Arrange", ""),
        (ending(), "Set the vote", ""),
        ("A draft of the charter waits", "Read it", ""),
        ("Look at the charter again", "Read it", ""),
    ]


def test_whoever_holds_the_pen_alone_sees_what_is_theirs(signed_in, forum):
    full(forum)
    assert shown(signed_in("representative", forum)) == [
        (ending(), "Look", ""),
        ("A draft of the charter waits", "Read and agree", ""),
        ("Look at the charter again", "Read it", ""),
    ]


def test_nothing_of_another_forum_shows(signed_in, forum):
    full(BodyFactory())
    assert shown(signed_in("facilitator", forum)) == []
    assert "Nothing waits" in signed_in("facilitator", forum).get(PAGE).text


def test_what_is_settled_waits_no_longer(signed_in, forum):
    meeting = full(forum)
    JoinRequest.objects.update(state="declined")
    Notification.objects.update(state="told")
    forum.meetings.filter(title="Over").update(state="held")
    Minutes.objects.create(
        meeting=forum.meetings.get(title="Long over"), state="published", text="x", agreed_at=ago(1), published_at=ago(1)
    )
    Action.objects.update(state="done")
    Arrangement.objects.create(meeting=meeting, need=AccessNeed.objects.get(), state="arranged")
    forum.meetings.filter(starts_at__gt=meeting.starts_at).delete()
    forum.elected_offices.all().delete()
    forum.charters.all().delete()
    assert shown(signed_in("officer")) == []


def test_need_that_is_ended_or_of_someone_who_left_is_not_to_be_arranged(signed_in, forum):
    MeetingFactory(body=forum)
    gone, here = CapacityFactory(body=forum, ended=True), CapacityFactory(body=forum)
    today = timezone.localdate()
    AccessNeed.objects.create(user=gone.user, words="A ramp", agreed_on=today)
    AccessNeed.objects.create(user=here.user, words="A signer", agreed_on=today, ended_on=today)
    assert shown(signed_in("officer")) == []


@pytest.mark.parametrize(
    "role, status",
    [
        ("chair", 200), ("representative", 200), ("organiser", 200), ("facilitator", 200), ("board_administrator", 200), ("officer", 200),
        ("member", 403), ("administrator", 403), ("safeguarding_lead", 403), ("committee_member", 403),
    ],
)  # fmt: skip
def test_desk_is_for_those_who_have_work_there(signed_in, forum, role, status):
    assert signed_in(role, forum).get(PAGE).status_code == status


def test_officer_has_no_desk_in_an_independent_nor_in_a_discreet_forum_of_another_team(signed_in):
    officer = signed_in("officer")
    open_one, independent = BodyFactory(), BodyFactory(is_independent=True)
    discreet = BodyFactory(discreet=True, lead_body=BodyFactory(team=True))
    paths = [f"/forums/{forum.slug}/desk/" for forum in (open_one, independent, discreet)]
    assert [officer.get(path).status_code for path in paths] == [200, 403, 403]
    assert signed_in("organiser", independent).get(paths[1]).status_code == 200
    assert signed_in("officer", discreet.lead_body).get(paths[2]).status_code == 200


def test_no_member_is_named_at_a_desk(signed_in, forum):
    full(forum)
    CapacityFactory(body=forum, user__name="Ada Example")
    CapacityFactory(body=forum, standing="resting")
    CapacityFactory(body=forum, ended=True)
    response = signed_in("officer").get(PAGE)
    assert [(fact.number, fact.words) for fact in response.context["desk"].members] == [
        (2, "members take part now"),
        (1, "is resting"),
    ]
    assert "Ada Example" not in response.text


def test_meetings_stand_with_their_buttons_for_those_who_run_it(signed_in, forum):
    meeting = MeetingFactory(body=forum, place="12 Hidden Street")
    runs = signed_in("facilitator", forum).get(PAGE).context["desk"].meetings
    writes = signed_in("representative", forum).get(PAGE).context["desk"].meetings
    change = f"/officers/meetings/{meeting.ref}/"
    assert [(each.line.place, each.links[0].url) for each in runs] == [("12 Hidden Street", change)]
    assert [(each.line.place, each.links) for each in writes] == [("12 Hidden Street", ())]


def test_links_lead_only_to_pages_that_open(signed_in, forum):
    for client in (signed_in("officer"), signed_in("facilitator", forum), signed_in("representative", forum)):
        links = client.get(PAGE).context["desk"].links
        assert [(link.url, client.get(link.url).status_code) for link in links] == [(link.url, 200) for link in links]


def test_desks_stand_on_the_persons_own_page(signed_in, forum):
    link = f'href="{PAGE}"'
    pages = {role: signed_in(role, forum).get("/my/").text for role in ("chair", "facilitator", "board_administrator", "member")}
    assert {role: link in text for role, text in pages.items()} == {
        "chair": True,
        "facilitator": True,
        "board_administrator": True,
        "member": False,
    }


def test_public_page_leads_to_the_desk_for_those_who_have_one(client, signed_in, forum):
    link = f'href="{PAGE}"'
    pages = [each.get("/forums/youth/").text for each in (client, signed_in("member", forum), signed_in("chair", forum))]
    assert [link in text for text in pages] == [False, False, True]


@pytest.mark.parametrize("each", [1, 3])
def test_desk_costs_the_same_however_much_there_is(acting, forum, django_assert_num_queries, each):
    full(forum, each)
    user = acting("officer", body=BodyFactory(team=True)).user
    assert len(user.live_capacities) == 1
    with django_assert_num_queries(19):
        desk.of(forum, user, timezone.now())
