"""Minutes: drafted from what was written down, agreed by the forum, published without a name."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, Problems, WrongState
from coproduction.core.models import AuditEvent
from coproduction.core.services import publication
from groups import policies
from groups.enums import MeetingState, MinutesState, Role
from groups.models import Action, Attendance, MeetingCount, MeetingDecision, Minutes
from groups.services import minutes
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def held(**traits):
    starts = timezone.make_aware(dt.datetime.fromisoformat("2026-03-04 17:00"))
    traits.setdefault("title", "Spring meeting")
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), state=MeetingState.HELD, **traits)


@pytest.fixture
def forum():
    return BodyFactory(name="Riverside Parents", slug="riverside")


@pytest.fixture
def meeting(forum):
    return held(body=forum)


def written(meeting, by, text="Full text", public_text="Public text"):
    stands = Minutes.objects.filter(meeting=meeting).first()
    return minutes.write(meeting=meeting, text=text, public_text=public_text, seen=minutes.stamp(stands), by=by)


def published(meeting, acting, **texts):
    officer = acting(body=None) if not meeting.body.is_discreet else acting(Role.FACILITATOR, meeting.body)
    draft = written(meeting, officer, **texts)
    minutes.agree(minutes=draft, how="", by=acting(Role.CHAIR, meeting.body))
    return minutes.publish(minutes=draft, by=officer)


def page(meeting):
    return f"/meetings/{meeting.ref}/minutes/"


def test_minutes_go_from_draft_over_the_forum_to_everyone(meeting, forum, signed_in):
    officer, chair = signed_in(Role.OFFICER), signed_in(Role.CHAIR, forum)
    assert (
        officer.post(f"{page(meeting)}write/", {"text": "Full text", "public_text": "Public text", "seen": ""}).status_code == 302
    )
    assert Client().get(page(meeting)).status_code == 404
    assert officer.get(f"{page(meeting)}agree/").status_code == 403
    seen = chair.get(f"{page(meeting)}agree/").context["form"]["seen"].value()
    chair.post(f"{page(meeting)}agree/", {"seen": seen})
    assert Client().get(page(meeting)).status_code == 404
    assert officer.post(f"{page(meeting)}publish/").status_code == 302
    public = Client().get(page(meeting)).text
    assert ("Public text" in public, "Full text" in public) == (True, False)
    stands = Minutes.objects.get()
    assert (stands.state, stands.agreed_by_label, stands.published_by_label) == (
        MinutesState.PUBLISHED,
        chair.actor.label,
        officer.actor.label,
    )


def test_members_read_the_full_text_and_others_do_not(meeting, forum, acting, signed_in):
    published(meeting, acting)
    answers = {
        role: "Full text" in signed_in(user=user).get(page(meeting)).text
        for role, user in {
            "member": CapacityFactory(body=forum).user,
            "officer": acting().user,
            "member of another forum": CapacityFactory().user,
            "stranger": UserFactory(),
        }.items()
    }
    assert answers == {"member": True, "officer": True, "member of another forum": False, "stranger": False}


def test_draft_begins_with_what_was_written_down(meeting, forum, signed_in):
    owner = CapacityFactory(body=forum, user__name="Ada Example").user
    Attendance.objects.create(meeting=meeting, user=owner, came=True)
    MeetingCount.objects.create(meeting=meeting, number=4, who="councillors")
    MeetingDecision.objects.create(meeting=meeting, words="The quiet room opens on Mondays.")
    Action.objects.create(
        body=forum, meeting=meeting, words="Find a room", owner=owner, owner_words="treasurer", due=dt.date(2026, 6, 1)
    )
    form = signed_in(Role.OFFICER).get(f"{page(meeting)}write/").context["form"]
    assert form["text"].value() == (
        "Who came: 1 member and 4 councillors.\n\nWhat was decided:\n- The quiet room opens on Mondays.\n\n"
        "Who does what:\n- Find a room (Ada Example, treasurer, by 1 June 2026)"
    )
    assert form["public_text"].value() == (
        "Who came: fewer than 5 members and 4 councillors.\n\nWhat was decided:\n- The quiet room opens on Mondays.\n\n"
        "Who does what:\n- Find a room (treasurer, by 1 June 2026)"
    )


def test_draft_of_whoever_may_not_know_names_names_nobody(signed_in):
    forum = BodyFactory(is_independent=True)
    meeting = held(body=forum)
    Action.objects.create(
        body=forum, meeting=meeting, words="Find a room", owner=CapacityFactory(body=forum, user__name="Ada Example").user
    )
    texts = {
        role: signed_in(role, forum).get(f"{page(meeting)}write/").context["form"]["text"].value()
        for role in (Role.FACILITATOR, Role.CHAIR)
    }
    assert texts == {
        Role.FACILITATOR: "Who does what:\n- Find a room",
        Role.CHAIR: "Who does what:\n- Find a room (Ada Example)",
    }


@pytest.mark.parametrize(
    "line, found",
    [
        ("Ada said yes.", [1]),
        ("all agreed with ADA's plan", [1]),
        ("Mr Example spoke", [1]),
        ("Nothing.\nThen Zoe came, and Marie", [2, 2]),
        ("Adam came, and Examples were given", []),
        ("We meet on 4 May 2026, or in May 2026.", []),
        ("Then May spoke.", [1]),
        ("Jo was there", []),
    ],
)
def test_name_is_found_as_a_whole_word_however_it_is_written(line, found):
    names = ["Ada Example", "Zoë Anne-Marie", "May", "Jo"]
    assert policies.lines_with(line, names) == found


def test_public_version_with_a_name_is_not_published(meeting, forum, acting, caplog):
    CapacityFactory(body=forum, user__name="Ada Example")
    Attendance.objects.create(meeting=meeting, user=UserFactory(name="Guest Sample"))
    CapacityFactory(body=forum, user__name="Left Person", ended=True)
    officer = acting()
    draft = written(meeting, officer, public_text="Ada spoke.\nNobody.\nSo did guest and Left.")
    minutes.agree(minutes=draft, how="", by=acting(Role.CHAIR, forum))
    with pytest.raises(Problems) as refused:
        minutes.publish(minutes=draft, by=officer)
    assert refused.value.problems == [
        "The public version holds 3 names of members, in lines 1 and 3. Take them out, or use other words."
    ]
    draft.refresh_from_db()
    assert draft.state == MinutesState.AGREED
    assert "Ada" not in caplog.text
    assert "Ada" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))


def test_name_in_the_public_version_is_pointed_out_on_the_page(meeting, forum, signed_in):
    CapacityFactory(body=forum, user__name="Ada Example")
    officer, chair = signed_in(Role.OFFICER), signed_in(Role.CHAIR, forum)
    draft = {"text": "Full text", "public_text": "Ada spoke.", "seen": ""}
    words = "The public version holds 1 name of a member, in line 1."
    assert words in officer.post(f"{page(meeting)}write/", draft, follow=True).text
    minutes.agree(minutes=Minutes.objects.get(), how="", by=chair.actor)
    response = officer.post(f"{page(meeting)}publish/")
    assert (response.status_code, words in response.text) == (200, True)


def test_place_and_name_of_a_discreet_forum_are_not_published(acting, signed_in):
    forum = BodyFactory(discreet=True, name="Secret Circle")
    meeting = held(body=forum, place="Elm Road 5")
    worker, chair = acting(Role.FACILITATOR, forum), acting(Role.CHAIR, forum)
    draft = written(meeting, worker, public_text="We met.\nAt elm road 5, the secret circle.")
    minutes.agree(minutes=draft, how="", by=chair)
    with pytest.raises(Problems) as refused:
        minutes.publish(minutes=draft, by=worker)
    assert "line 2" in refused.value.message


def test_public_minutes_of_a_private_meeting_show_month_and_topic_only(acting, signed_in):
    forum = BodyFactory(discreet=True, name="Secret Circle")
    meeting = held(body=forum, place="Elm Road 5")
    published(meeting, acting)
    hidden = ("Secret Circle", "Elm Road", "4 March", "5pm")
    for client in (Client(), signed_in(Role.OFFICER), signed_in(Role.CHAIR)):
        shown = client.get(page(meeting)).text
        assert [words for words in hidden if words in shown] == []
        assert ("Thursday group" in shown, "March 2026" in shown, "Spring meeting" in shown, "Public text" in shown) == (
            True,
        ) * 4
    assert "Wednesday 4 March 2026" in signed_in(Role.MEMBER, forum).get(page(meeting)).text


def test_change_makes_published_minutes_a_draft_again_and_takes_them_off(meeting, forum, acting, signed_in):
    stands, version = published(meeting, acting), publication.current()
    officer = signed_in(Role.OFFICER)
    same = written(meeting, officer.actor)
    assert (same.state, publication.current()) == (MinutesState.PUBLISHED, version)
    changed = written(meeting, officer.actor, public_text="Changed")
    assert (changed.state, changed.agreed_at, changed.published_at) == (MinutesState.DRAFT, None, None)
    assert Client().get(page(meeting)).status_code == 404
    assert signed_in(Role.MEMBER, forum).get(page(meeting)).status_code == 200
    with pytest.raises(WrongState):
        minutes.publish(minutes=stands, by=officer.actor)


def test_only_the_forum_agrees(meeting, forum, acting):
    draft = written(meeting, acting())
    for role, body in (
        (Role.OFFICER, None),
        (Role.BOARD_ADMINISTRATOR, forum),
        (Role.MEMBER, forum),
        (Role.CHAIR, BodyFactory()),
        (Role.FACILITATOR, BodyFactory()),
    ):
        with pytest.raises(NotAllowed):
            minutes.agree(minutes=draft, how="A show of hands", by=acting(role, body))
    with pytest.raises(Missing):
        minutes.agree(minutes=draft, how=" ", by=acting(Role.FACILITATOR, forum))
    agreed = minutes.agree(minutes=draft, how="A show of hands in June", by=acting(Role.FACILITATOR, forum))
    assert (agreed.state, agreed.agreed_how) == (MinutesState.AGREED, "A show of hands in June")
    with pytest.raises(WrongState):
        minutes.agree(minutes=draft, how="", by=acting(Role.CHAIR, forum))


def test_facilitator_must_say_how_the_forum_agreed(meeting, forum, acting, signed_in):
    written(meeting, acting())
    worker = signed_in(Role.FACILITATOR, forum)
    seen = worker.get(f"{page(meeting)}agree/").context["form"]["seen"].value()
    assert "Say how the forum agreed" in worker.post(f"{page(meeting)}agree/", {"seen": seen, "how": ""}).text
    worker.post(f"{page(meeting)}agree/", {"seen": seen, "how": "A show of hands"})
    assert Minutes.objects.get().agreed_how == "A show of hands"


def test_nobody_agrees_to_words_that_changed_meanwhile(meeting, forum, acting, signed_in):
    officer, chair = acting(), signed_in(Role.CHAIR, forum)
    written(meeting, officer)
    seen = chair.get(f"{page(meeting)}agree/").context["form"]["seen"].value()
    written(meeting, officer, text="Other words")
    answer = chair.post(f"{page(meeting)}agree/", {"seen": seen})
    assert "Read them again before you agree." in answer.text
    assert Minutes.objects.get().state == MinutesState.DRAFT


def test_second_writer_is_told_and_loses_nothing(meeting, signed_in):
    first, second = signed_in(Role.OFFICER), signed_in(Role.BOARD_ADMINISTRATOR)
    first.post(f"{page(meeting)}write/", {"text": "Of the first", "public_text": "", "seen": ""})
    answer = second.post(f"{page(meeting)}write/", {"text": "Of the second", "public_text": "", "seen": ""})
    assert f"Officer, {first.actor.body.name} changed the minutes on" in answer.text
    assert "Of the second" in answer.text
    assert Minutes.objects.get().text == "Of the first"
    again = {"text": "Of the second", "public_text": "", "seen": answer.context["form"]["seen"].value()}
    second.post(f"{page(meeting)}write/", again)
    assert Minutes.objects.get().text == "Of the second"


def test_minutes_need_a_meeting_that_was_held_and_words(meeting, acting):
    officer = acting()
    planned = MeetingFactory()
    with pytest.raises(WrongState):
        minutes.write(meeting=planned, text="x", public_text="", seen="", by=officer)
    with pytest.raises(Missing):
        minutes.write(meeting=meeting, text=" ", public_text="", seen="", by=officer)
    with pytest.raises(NotAllowed):
        minutes.write(meeting=meeting, text="x", public_text="", seen="", by=acting(Role.CHAIR, meeting.body))
    draft = written(meeting, officer, public_text="")
    minutes.agree(minutes=draft, how="", by=acting(Role.CHAIR, meeting.body))
    with pytest.raises(Missing):
        minutes.publish(minutes=draft, by=officer)


def test_publishing_whose_last_step_fails_saves_nothing(meeting, forum, acting, monkeypatch):
    officer = acting()
    draft = written(meeting, officer)
    minutes.agree(minutes=draft, how="", by=acting(Role.CHAIR, forum))
    before = AuditEvent.objects.count()
    monkeypatch.setattr(minutes.publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        minutes.publish(minutes=draft, by=officer)
    draft.refresh_from_db()
    assert (draft.state, draft.published_at, AuditEvent.objects.count()) == (MinutesState.AGREED, None, before)


def test_page_without_minutes_says_what_will_be_here(meeting, forum, signed_in):
    assert "They begin with what was written down after the meeting." in signed_in(Role.OFFICER).get(page(meeting)).text
    assert "Once they are written" in signed_in(Role.MEMBER, forum).get(page(meeting)).text
    assert Client().get(page(meeting)).status_code == 404
