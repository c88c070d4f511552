"""After a meeting: one page takes who came, what was said, decided and taken on; it can be opened again and corrected."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, WrongState
from coproduction.core.models import AuditEvent, Notification, StoredFile
from groups.enums import ArrangementState, MeetingState, Role
from groups.models import AccessNeed, Action, Arrangement, Attendance, Meeting, MeetingCount, MeetingDecision, Priority, Saying
from groups.queries import proceedings as queries
from groups.queries.proceedings import Account, ActionLine, CountLine, DecisionLine, SayingLine
from groups.services import proceedings
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def yesterday(**traits):
    starts = timezone.now() - dt.timedelta(days=1)
    return MeetingFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=2), **traits)


@pytest.fixture
def forum():
    return BodyFactory(name="Riverside Youth Council", slug="riverside")


@pytest.fixture
def meeting(forum):
    return yesterday(body=forum, title="Spring meeting")


def member(forum, name):
    return CapacityFactory(body=forum, user__name=name).user


def formset(prefix, *rows, total=None):
    """What a browser sends of several rows."""
    data = {f"{prefix}-TOTAL_FORMS": total or len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def sent(meeting, *, counts=(), sayings=(), decisions=(), actions=(), **fields):
    seen = queries.stamp(Meeting.objects.get(pk=meeting.pk))
    rows = {"counts": counts, "sayings": sayings, "decisions": decisions, "actions": actions}
    data = {"seen": seen}
    for prefix, given in rows.items():
        data |= formset(prefix, *given)
    return data | fields


def path(meeting):
    return f"/meetings/{meeting.ref}/after/"


def picture(size=(40, 30), color="white", name="flip.jpg"):
    made = io.BytesIO()
    Image.new("RGB", size, color).save(made, format="JPEG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


def written(meeting):
    """Everything that stands of a meeting, without keys."""
    return {
        "came": sorted(Attendance.objects.filter(meeting=meeting).values_list("user__name", "came")),
        "counts": list(MeetingCount.objects.filter(meeting=meeting).values_list("number", "qualifier", "who")),
        "sayings": list(Saying.objects.filter(meeting=meeting).values_list("words", "said_by", "permission")),
        "decisions": list(MeetingDecision.objects.filter(meeting=meeting).values_list("words", flat=True)),
        "actions": list(
            Action.objects.filter(meeting=meeting).order_by("pk").values_list("words", "owner__name", "owner_words", "due", "priority__title")
        ),
    }  # fmt: skip


@pytest.fixture
def whole(forum, meeting):
    """A page filled in from top to bottom."""
    ada, bela = member(forum, "Ada Example"), member(forum, "Bela Example")
    rooms, food = (Priority.objects.create(body=forum, title=title) for title in ("Quiet rooms", "Food"))
    need = AccessNeed.objects.create(user=ada, words="Large print", agreed_on=dt.date(2020, 1, 1))
    CapacityFactory(body=forum, user__name="Resting Example", standing="resting")
    return sent(
        meeting,
        took_place="yes",
        came=[str(ada.pk), str(bela.pk)],
        counts=[{"heads": "11", "who": "young people"}, {"heads": "4", "who": "councillors"}, {"heads": "over 20", "who": "parents"}],
        sayings=[{"words": "We want to be asked first.", "said_by": "young person", "permission": "use_words"}],
        decisions=[{"words": "The quiet room opens on Mondays."}],
        actions=[
            {"words": "Find a room", "owner": str(bela.pk), "due_day": "1", "due_month": "6", "due_year": "2030", "priority": str(rooms.pk)},
            {"words": "Ask the cook", "owner_words": "the council", "priority": str(food.pk)},
            {"words": "Write to everyone"},
        ],
        **{f"need_{need.pk}": "not_met", f"note_{need.pk}": "The printer was broken"},
    )  # fmt: skip


def test_page_takes_everything_once(forum, meeting, whole, signed_in):
    officer = signed_in(Role.OFFICER)
    assert officer.get(path(meeting)).status_code == 200
    response = officer.post(path(meeting), whole)
    assert (response.status_code, response["Location"]) == (302, path(meeting))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD
    assert written(meeting) == {
        "came": [("Ada Example", True), ("Bela Example", True), ("Resting Example", False)],
        "counts": [(11, "exact", "young people"), (4, "exact", "councillors"), (20, "more_than", "parents")],
        "sayings": [("We want to be asked first.", "young person", "use_words")],
        "decisions": ["The quiet room opens on Mondays."],
        "actions": [
            ("Find a room", "Bela Example", "", dt.date(2030, 6, 1), "Quiet rooms"),
            ("Ask the cook", None, "the council", None, "Food"),
            ("Write to everyone", None, "", None, None),
        ],
    }
    need = Arrangement.objects.get()
    assert (need.state, need.note) == (ArrangementState.NOT_MET, "The printer was broken")
    page = officer.get(path(meeting)).text
    assert "Who came: 2 members, 11 young people, 4 councillors and more than 20 parents" in page
    assert "3 actions under 2 priorities" in page


def test_audit_of_what_is_written_down_holds_numbers_only(meeting, whole, signed_in):
    signed_in(Role.OFFICER).post(path(meeting), whole)
    event = AuditEvent.objects.get(verb="wrote down meeting")
    assert event.facts == {"came": 2, "counts": 3, "sayings": 1, "decisions": 1, "actions": 3}


def test_same_page_sent_twice_gives_the_same_rows(meeting, whole, signed_in):
    officer = signed_in(Role.OFFICER)
    officer.post(path(meeting), whole)
    once, keys = written(meeting), list(Action.objects.values_list("pk", flat=True))
    response = officer.post(path(meeting), whole)
    assert response.status_code == 302
    assert (written(meeting), list(Action.objects.values_list("pk", flat=True))) == (once, keys)
    assert AuditEvent.objects.filter(verb="wrote down meeting").count() == 1


def test_page_is_opened_again_and_corrected(meeting, whole, signed_in):
    officer = signed_in(Role.OFFICER)
    officer.post(path(meeting), whole)
    counts = list(MeetingCount.objects.filter(meeting=meeting))
    actions = list(Action.objects.filter(meeting=meeting).order_by("pk"))
    page = officer.get(path(meeting)).text
    assert 'value="over 20"' in page
    again = sent(
        meeting,
        came=[str(Attendance.objects.get(user__name="Ada Example").user_id)],
        counts=[{"row": counts[0].pk, "heads": "12", "who": "young people"}, {"row": counts[1].pk, "heads": "", "who": ""}],
        actions=[{"row": actions[1].pk, "words": "Ask both cooks", "owner_words": "the council"}],
    )
    officer.post(path(meeting), again)
    stands = written(meeting)
    assert stands["came"] == [("Ada Example", True), ("Bela Example", False), ("Resting Example", False)]
    assert stands["counts"] == [(12, "exact", "young people"), (20, "more_than", "parents")]
    assert [row[0] for row in stands["actions"]] == ["Find a room", "Ask both cooks", "Write to everyone"]


def test_half_filled_page_is_saved_and_the_rest_added_later(meeting, signed_in):
    officer = signed_in(Role.OFFICER)
    data = sent(meeting, decisions=[{"words": "First"}], go_on="decisions")
    assert officer.post(path(meeting), data)["Location"] == f"{path(meeting)}#decisions"
    meeting.refresh_from_db()
    assert (meeting.state, written(meeting)["decisions"]) == (MeetingState.PLANNED, ["First"])
    officer.post(path(meeting), sent(meeting, decisions=[{"words": "Second"}]))
    assert written(meeting)["decisions"] == ["First", "Second"]


def test_nobody_ticked_says_nothing_about_who_came(forum, meeting, signed_in):
    Attendance.objects.create(meeting=meeting, user=member(forum, "Ada Example"))
    officer = signed_in(Role.OFFICER)
    officer.post(path(meeting), sent(meeting, took_place="yes"))
    assert written(meeting)["came"] == [("Ada Example", None)]


@pytest.mark.parametrize(
    "typed, message",
    [
        ("-3", "Enter how many people came as a number, like 4 or over 20"),
        ("some", "Enter how many people came as a number, like 4 or over 20"),
        ("²", "Enter how many people came as a number, like 4 or over 20"),
        (str(10**12), "Enter 100,000 people or fewer"),
        ("at least 20+", "Enter how many people came as a number, like 4 or over 20"),
    ],
)
def test_number_that_is_none_is_answered_and_nothing_lost(meeting, signed_in, typed, message):
    data = sent(meeting, counts=[{"heads": typed, "who": "parents"}], decisions=[{"words": "Kept as typed"}], photo=picture())
    response = signed_in(Role.OFFICER).post(path(meeting), data)
    page = response.text
    assert response.status_code == 200
    assert message in page
    assert "Kept as typed" in page
    assert "Choose the photo again. Everything else that you wrote is still here." in page
    assert written(meeting) == {"came": [], "counts": [], "sayings": [], "decisions": [], "actions": []}
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize(
    "typed, stands",
    [
        ("over 20", (20, "more_than")),
        ("20+", (20, "at_least")),
        ("up to 1,000", (1000, "up_to")),
        ("", (None, "not_stated")),
        ("0", (0, "exact")),
    ],
)
def test_number_is_read_as_people_say_it(meeting, signed_in, typed, stands):
    signed_in(Role.OFFICER).post(path(meeting), sent(meeting, counts=[{"heads": typed, "who": "parents"}]))
    assert written(meeting)["counts"] == [(*stands, "parents")]


def test_row_that_lacks_its_words_says_so(meeting, signed_in):
    data = sent(
        meeting,
        counts=[{"heads": "4", "who": ""}],
        sayings=[{"words": "", "said_by": "a parent", "permission": "not_at_all"}],
        actions=[
            {"words": "", "owner_words": "the council"},
            {"words": "x", "due_day": "31", "due_month": "2", "due_year": "2099"},
        ],
    )
    page = signed_in(Role.OFFICER).post(path(meeting), data).text
    for message in (
        "Enter who they were, like councillors",
        "Enter what they said",
        "Enter what will be done",
        "Enter the date by which it is done as a real date, like 27 3 2026",
    ):
        assert message in page
    assert Action.objects.count() == 0


def test_day_that_is_over_is_saved_and_pointed_out(meeting, signed_in):
    data = sent(meeting, actions=[{"words": "Ask", "due_day": "1", "due_month": "2", "due_year": "2020"}])
    page = signed_in(Role.OFFICER).post(path(meeting), data, follow=True).text
    assert "1 action was due on a day that is over. Look whether the date is right." in page
    assert Action.objects.get().due == dt.date(2020, 2, 1)


def test_photo_is_kept_for_the_people_of_the_meeting_under_a_neutral_name(acting, signed_in):
    discreet = BodyFactory(discreet=True, name="Secret Name")
    meeting = yesterday(body=discreet)
    worker = signed_in(Role.FACILITATOR, discreet)
    data = sent(meeting, photo=picture(name="Secret Name, Elm Road.jpg"))
    assert worker.post(path(meeting), data).status_code == 302
    stored = StoredFile.objects.get()
    assert (stored.name, stored.audience, stored.target) == (
        "Thursday group flip chart.jpg",
        Audience.MEETING,
        f"groups.meeting:{meeting.pk}",
    )
    worker.post(path(meeting), sent(meeting, photo=picture()))
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    "upload, message",
    [
        (SimpleUploadedFile("flip.jpg", b"no picture", content_type="image/jpeg"), "This is something else."),
        (SimpleUploadedFile("flip.jpg", b"%PDF-1.4 %%EOF", content_type="image/jpeg"), "This is another kind of file."),
        (SimpleUploadedFile("flip.jpg", b"", content_type="image/jpeg"), "Choose a file that is not empty"),
        (SimpleUploadedFile("flip.jpg", b"x" * 20 * 1024 * 1024, content_type="image/jpeg"), "Choose one of 10 MB or less."),
    ],
)
def test_photo_that_is_none_saves_nothing_and_loses_nothing(meeting, signed_in, upload, message):
    data = sent(meeting, took_place="yes", decisions=[{"words": "Kept as typed"}], photo=upload)
    page = signed_in(Role.OFFICER).post(path(meeting), data).text
    assert message in page
    assert "Kept as typed" in page
    meeting.refresh_from_db()
    assert (meeting.state, MeetingDecision.objects.count(), StoredFile.objects.count()) == (MeetingState.PLANNED, 0, 0)


def test_last_step_that_fails_leaves_nothing(forum, meeting, acting, monkeypatch):
    ada = member(forum, "Ada Example")
    account = Account(
        came=frozenset({ada.pk}),
        counts=(CountLine("parents", 4),),
        sayings=(SayingLine("Words"),),
        decisions=(DecisionLine("Decided"),),
        actions=(ActionLine("Ask", owner=ada),),
    )
    monkeypatch.setattr(proceedings.publication, "bump", lambda: 1 / 0)
    by, seen = acting(), queries.stamp(meeting)
    with pytest.raises(ZeroDivisionError):
        proceedings.record(meeting=meeting, account=account, seen=seen, by=by)
    meeting.refresh_from_db()
    assert written(meeting) == {"came": [], "counts": [], "sayings": [], "decisions": [], "actions": []}
    assert (meeting.state, AuditEvent.objects.count()) == (MeetingState.PLANNED, 0)


def test_second_of_two_people_is_told_who_was_first_and_loses_nothing(meeting, signed_in, at):
    first, second = signed_in(Role.OFFICER), signed_in(Role.BOARD_ADMINISTRATOR)
    old = sent(meeting, decisions=[{"words": "Of the second"}])
    first.post(path(meeting), sent(meeting, decisions=[{"words": "Of the first"}]))
    response = second.post(path(meeting), old)
    assert "wrote something down here on" in response.text
    assert f"Officer, {first.actor.body.name}" in response.text
    assert "Of the second" in response.text
    assert written(meeting)["decisions"] == ["Of the first"]
    # The page that came back knows what stands now.
    second.post(path(meeting), old | {"seen": response.context["form"]["seen"].value()})
    assert written(meeting)["decisions"] == ["Of the first", "Of the second"]


def test_meeting_that_did_not_take_place_needs_a_reason_and_tells_nobody(forum, meeting, signed_in):
    member(forum, "Ada Example")
    officer = signed_in(Role.OFFICER)
    page = officer.post(path(meeting), sent(meeting, took_place="no")).text
    assert "Say why it did not take place. People read this." in page
    response = officer.post(path(meeting), sent(meeting, took_place="no", why_not="Nobody could come"))
    meeting.refresh_from_db()
    assert (response.status_code, meeting.state, meeting.cancelled_because) == (302, MeetingState.CANCELLED, "Nobody could come")
    assert Notification.objects.count() == 0
    assert "This meeting is cancelled" in officer.get(path(meeting)).text


def test_meeting_of_which_something_is_written_did_take_place(meeting, acting):
    by = acting()
    proceedings.record(meeting=meeting, account=Account(decisions=(DecisionLine("x"),)), seen=queries.stamp(meeting), by=by)
    with pytest.raises(WrongState):
        proceedings.did_not_happen(meeting=meeting, why="Snow", by=by)
    with pytest.raises(Missing):
        proceedings.did_not_happen(meeting=yesterday(), why=" ", by=by)


def test_meeting_to_come_or_cancelled_takes_nothing(signed_in, acting):
    coming, cancelled = MeetingFactory(), yesterday(state=MeetingState.CANCELLED)
    officer = signed_in(Role.OFFICER)
    assert "The meeting is still to come" in officer.get(path(coming)).text
    for meeting in (coming, cancelled):
        with pytest.raises(WrongState):
            proceedings.record(meeting=meeting, account=Account(), seen="", by=officer.actor)
        page = officer.post(path(meeting), sent(meeting, decisions=[{"words": "x"}]))
        assert (page.status_code, MeetingDecision.objects.count()) == (200, 0)


def test_owner_who_left_gets_nothing_new_and_keeps_what_they_took_on(forum, meeting, acting):
    gone = CapacityFactory(body=forum, ended=True).user
    by = acting()
    with pytest.raises(Missing):
        proceedings.record(
            meeting=meeting, account=Account(actions=(ActionLine("Ask", owner=gone),)), seen=queries.stamp(meeting), by=by
        )
    action = Action.objects.create(body=forum, meeting=meeting, words="Ask", owner=gone)
    line = ActionLine("Ask again", owner=gone, row=action.pk)
    proceedings.record(meeting=meeting, account=Account(actions=(line,)), seen=queries.stamp(meeting), by=by)
    action.refresh_from_db()
    assert (action.words, action.owner) == ("Ask again", gone)


def test_row_of_another_meeting_is_not_touched(forum, meeting, acting):
    other = MeetingDecision.objects.create(meeting=yesterday(body=forum), words="Theirs")
    account = Account(decisions=(DecisionLine("Ours", row=other.pk),))
    proceedings.record(meeting=meeting, account=account, seen=queries.stamp(meeting), by=acting())
    other.refresh_from_db()
    assert (other.words, written(meeting)["decisions"]) == ("Theirs", ["Ours"])


def test_whoever_may_not_know_names_counts_members_instead(signed_in):
    forum = BodyFactory(is_independent=True)
    meeting = yesterday(body=forum)
    ada = member(forum, "Ada Example")
    need = AccessNeed.objects.create(user=ada, words="Large print", agreed_on=dt.date(2020, 1, 1))
    action = Action.objects.create(body=forum, meeting=meeting, words="Ask", owner=ada)
    facilitator, chair = signed_in(Role.FACILITATOR, forum), signed_in(Role.CHAIR, forum)
    page = facilitator.get(path(meeting)).text
    assert ("Ada Example" in page, "Large print" in page, "How many members came?" in page) == (False, True, True)
    facilitator.post(
        path(meeting),
        sent(meeting, members="7", actions=[{"row": action.pk, "words": "Ask them"}], **{f"need_{need.pk}": "met"}),
    )
    row = MeetingCount.objects.get()
    assert (row.number, row.of_members) == (7, True)
    action.refresh_from_db()
    assert (action.words, action.owner) == ("Ask them", ada)
    own = chair.get(path(meeting)).text
    assert ("Ada Example" in own, "Who came: 7 members" in own) == (True, True)
    # Names go before the number.
    chair.post(path(meeting), sent(meeting, came=[str(ada.pk)]))
    assert "Who came: 1 member" in chair.get(path(meeting)).text


def test_only_those_who_run_the_meeting_get_the_page(signed_in):
    own = BodyFactory()
    independent = BodyFactory(is_independent=True)
    discreet = BodyFactory(discreet=True)
    answers = {
        "organiser": signed_in(Role.ORGANISER, own).get(path(yesterday(body=own))).status_code,
        "member": signed_in(Role.MEMBER, own).get(path(yesterday(body=own))).status_code,
        "chair of a council-led one": signed_in(Role.CHAIR, own).get(path(yesterday(body=own))).status_code,
        "officer, independent": signed_in(Role.OFFICER).get(path(yesterday(body=independent))).status_code,
        "officer, discreet": signed_in(Role.OFFICER).get(path(yesterday(body=discreet))).status_code,
        "stranger": signed_in(user=UserFactory()).get(path(yesterday(body=own))).status_code,
    }
    assert answers == {
        "organiser": 200,
        "member": 403,
        "chair of a council-led one": 403,
        "officer, independent": 403,
        "officer, discreet": 404,
        "stranger": 403,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_many_rows(signed_in, rows, django_assert_num_queries):
    forum = BodyFactory()
    meeting = yesterday(body=forum)
    for number in range(rows):
        user = member(forum, f"Ada {number}")
        Attendance.objects.create(meeting=meeting, user=user, came=True)
        AccessNeed.objects.create(user=user, words="Large print", agreed_on=dt.date(2020, 1, 1))
        priority = Priority.objects.create(body=forum, title="Rooms")
        Action.objects.create(body=forum, meeting=meeting, words="Ask", owner=user, priority=priority)
        MeetingCount.objects.create(meeting=meeting, who="parents", number=number)
    officer = signed_in(Role.OFFICER)
    officer.get(path(meeting))
    with django_assert_num_queries(27):
        officer.get(path(meeting))
