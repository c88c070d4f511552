"""Planning: who may, what is told of a change, two people at once, workshops that move along, clashes."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from coproduction.core.actors import PORTAL
from coproduction.core.errors import NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from groups.enums import AgendaState, MeetingKind, MeetingState, Reply, Role
from groups.models import AgendaItem, Attendance, Meeting, MeetingChange, Term
from groups.services import meetings
from groups.services.meetings import ChangedMeanwhile
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture(autouse=True)
def spring(at):
    """A Monday in term; everything below is planned from here."""
    with at("2026-03-02 10:32"):
        yield


@pytest.fixture
def forum(db):
    return BodyFactory(name="Riverside Parents")


@pytest.fixture
def board(forum):
    return MeetingFactory(
        body=forum, kind=MeetingKind.BOARD, title="Board", starts_at=moment("2026-06-03 17:00"), ends_at=moment("2026-06-03 19:00"),
        arranged_at=moment("2026-01-01 09:00"),
    )  # fmt: skip


@pytest.fixture
def workshop(forum, board):
    return MeetingFactory(
        body=forum, kind=MeetingKind.WORKSHOP, title="Workshop", starts_at=moment("2026-05-20 17:00"), ends_at=moment("2026-05-20 18:00"),
        prepares=board, place="The library",
    )  # fmt: skip


def sent(meeting, **changed):
    """What the form of a meeting sends when nothing is touched, with these changes."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "kind": meeting.kind, "title": meeting.title, "place": meeting.place, "link": meeting.link, "access": meeting.access,
        "day_day": starts.day, "day_month": starts.month, "day_year": starts.year, "begins": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}",
        "seen": meeting.sequence,
    } | changed  # fmt: skip


def page_of(meeting):
    return f"/officers/meetings/{meeting.ref}/"


def value_of(page, name):
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', page)


# Who plans


def test_plan_keeps_who_planned_it_and_tells_the_audit_no_place_and_no_time(forum, acting):
    by = acting()
    meeting = meetings.plan(
        body=forum, title="Spring", kind=MeetingKind.EVENT, starts_at=moment("2026-05-20 17:00"), ends_at=moment("2026-05-20 18:00"),
        place="The hub", by=by,
    )  # fmt: skip
    assert (meeting.planned_by, meeting.kind, meeting.arranged_at) == (by.user, "event", timezone.now())
    assert AuditEvent.objects.get().facts == {"body": forum.pk, "kind": "event"}


def test_independent_forum_is_planned_for_by_its_own_people_alone(acting):
    forum = BodyFactory(is_independent=True)
    times = {"starts_at": moment("2026-05-20 17:00"), "ends_at": moment("2026-05-20 18:00")}
    with pytest.raises(NotAllowed):
        meetings.plan(body=forum, title="T", by=acting(), **times)
    meeting = meetings.plan(body=forum, title="T", by=acting(Role.CHAIR, forum), **times)
    with pytest.raises(NotAllowed):
        meetings.move(meeting=meeting, by=acting(), **times)
    with pytest.raises(NotAllowed):
        meetings.cancel(meeting=meeting, reason="No", by=acting())


def test_workshop_prepares_a_meeting_of_its_own_forum(board, acting):
    with pytest.raises(Refused, match="same forum"):
        meetings.plan(
            body=BodyFactory(), title="T", starts_at=moment("2026-05-20 17:00"), ends_at=moment("2026-05-20 18:00"), prepares=board, by=acting()
        )  # fmt: skip


def test_officer_plans_a_workshop_for_a_board(signed_in, board):
    form = sent(board, body=board.body_id, kind="workshop", title="Before it", prepares=board.ref, day_day=13, day_month=5)
    officer = signed_in(Role.OFFICER)
    wrong = officer.post("/officers/meetings/new/", form | {"kind": "event"}).content.decode()
    assert "Only a workshop prepares a board." in wrong
    assert officer.post("/officers/meetings/new/", form).status_code == 302
    made = Meeting.objects.get(title="Before it")
    assert (made.prepares, made.planned_by) == (board, officer.actor.user)


# What a change does


def test_move_keeps_what_was_before_and_since_when_time_and_place_stand(board, acting):
    by = acting()
    moved = meetings.move(meeting=board, starts_at=moment("2026-06-10 17:00"), ends_at=moment("2026-06-10 19:00"), by=by, seen=0)
    change = MeetingChange.objects.get()
    assert (moved.sequence, moved.arranged_at, change.sequence, change.by, change.by_label, change.what) == (
        1, timezone.now(), 1, by.ref, by.label, "when",
    )  # fmt: skip
    assert (change.was_starts_at, change.was_ends_at, change.was_place) == (board.starts_at, board.ends_at, "The hub")


def test_new_title_is_no_new_arrangement_and_nobody_is_told(board, acting, monkeypatch):
    told = []
    monkeypatch.setattr(meetings.notices, "meeting_changed", lambda *, meeting: told.append(meeting.ref) or 0)
    times = {"starts_at": board.starts_at, "ends_at": board.ends_at}
    renamed = meetings.move(meeting=board, title="The board", by=acting(), **times)
    assert (renamed.sequence, renamed.arranged_at, told) == (1, board.arranged_at, [])
    placed = meetings.move(meeting=board, place="Library", by=acting(), **times)
    assert (placed.sequence, placed.arranged_at, told) == (2, timezone.now(), [board.ref])
    again = meetings.move(meeting=board, place="Library", by=acting(), **times)
    assert (again.sequence, told, MeetingChange.objects.count()) == (2, [board.ref], 2)


def test_meeting_is_not_made_shorter_than_its_agenda(board, acting):
    AgendaItem.objects.create(meeting=board, title="Budget", minutes=100)
    AgendaItem.objects.create(meeting=board, title="Perhaps", minutes=100, state=AgendaState.PROPOSED)
    with pytest.raises(Refused, match="Its agenda is 10 minutes too long for this"):
        meetings.move(meeting=board, starts_at=board.starts_at, ends_at=board.ends_at - dt.timedelta(minutes=30), by=acting())
    meetings.move(meeting=board, starts_at=board.starts_at, ends_at=board.ends_at - dt.timedelta(minutes=20), by=acting())


# Two people


def test_whoever_comes_second_is_told_who_changed_what(board, acting):
    first, second = acting(), acting()
    meetings.move(meeting=board, starts_at=moment("2026-06-10 17:00"), ends_at=moment("2026-06-10 19:00"), by=first, seen=0)
    told = (
        f"Someone changed this meeting while you had it open. Moved by {first.label}, at 10:32am: from 3 June 2026, 5pm until 7pm "
        "to 10 June 2026, 5pm until 7pm. Look at it again, then save."
    )
    with pytest.raises(ChangedMeanwhile) as refused:
        meetings.move(meeting=board, starts_at=moment("2026-06-17 17:00"), ends_at=moment("2026-06-17 19:00"), by=second, seen=0)
    assert refused.value.message == told
    with pytest.raises(ChangedMeanwhile) as refused:
        meetings.cancel(meeting=board, reason="No room", by=second, seen=0)
    assert refused.value.message == told
    board.refresh_from_db()
    assert (board.state, board.sequence) == (MeetingState.PLANNED, 1)


def test_second_person_keeps_what_they_typed_and_can_save_it_then(board, signed_in, acting):
    browser, first = signed_in(Role.OFFICER), acting()
    seen = sent(board, day_day=17, title="My own title")
    meetings.move(meeting=board, starts_at=board.starts_at, ends_at=board.ends_at, by=first, place="Library")
    page = browser.post(page_of(board), seen).content.decode()
    assert f"Changed by {first.label}, at 10:32am: where. Look at it again, then save." in page
    assert (value_of(page, "title"), value_of(page, "day_day"), value_of(page, "seen")[0]) == (["My own title"], ["17"], "1")
    assert browser.post(page_of(board), seen | {"seen": 1}).status_code == 302
    board.refresh_from_db()
    assert (board.title, board.local_day, board.sequence) == ("My own title", dt.date(2026, 6, 17), 2)


def test_second_person_who_cancels_keeps_the_reason(board, signed_in, acting):
    browser = signed_in(Role.OFFICER)
    meetings.move(meeting=board, starts_at=board.starts_at, ends_at=board.ends_at, by=acting(), place="Library")
    page = browser.post(page_of(board), {"cancel": "1", "reason": "No room", "seen": 0}).content.decode()
    assert ("Look at it again, then save." in page, value_of(page, "reason"), value_of(page, "seen")) == (
        True,
        ["No room"],
        ["1", "1"],
    )
    browser.post(page_of(board), {"cancel": "1", "reason": "No room", "seen": 1})
    board.refresh_from_db()
    assert board.state == MeetingState.CANCELLED


def test_form_without_what_was_seen_changes_nothing(board, signed_in):
    form = sent(board, title="Else")
    del form["seen"]
    page = signed_in(Role.OFFICER).post(page_of(board), form).content.decode()
    board.refresh_from_db()
    assert ("Open this page again" in page, board.title) == (True, "Board")


# Workshops


def test_moving_a_board_asks_whether_its_workshop_moves_too(board, workshop, signed_in):
    browser = signed_in(Role.OFFICER)
    form = sent(board, day_day=10, ends="18:30")
    page = browser.post(page_of(board), form).content.decode()
    assert "“Workshop” prepares this meeting. Does it move too?" in page
    assert "<li>Say below whether “Workshop” moves too.</li>" in page
    assert "Yes, move it by as much: to Wednesday 27 May 2026, 5pm" in page
    assert f'name="workshop_{workshop.ref}" type="radio" value="0" checked' in page
    board.refresh_from_db()
    assert board.sequence == 0
    answered = form | {f"workshop_{workshop.ref}": "0"}
    assert browser.post(page_of(board), answered).status_code == 302
    for meeting in (board, workshop):
        meeting.refresh_from_db()
    assert [(each.local_day, each.sequence) for each in (board, workshop)] == [
        (dt.date(2026, 6, 10), 1),
        (dt.date(2026, 5, 27), 1),
    ]


def test_question_and_warning_come_together_and_are_answered_together(board, workshop, signed_in):
    browser = signed_in(Role.OFFICER)
    form = sent(board, day_day=25, day_month=12)
    page = browser.post(page_of(board), form).content.decode()
    assert ("This is a bank holiday: Christmas Day." in page, "Does it move too?" in page, "Save it all the same" in page) == (
        True,
    ) * 3
    answered = form | {f"workshop_{workshop.ref}": "0", "warned": value_of(page, "warned")[0]}
    assert browser.post(page_of(board), answered).status_code == 302
    for meeting in (board, workshop):
        meeting.refresh_from_db()
    assert (board.local_day, workshop.local_day) == (dt.date(2026, 12, 25), dt.date(2026, 12, 11))


def test_workshop_can_stay_where_it_is(board, workshop, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(page_of(board), sent(board, day_day=10) | {f"workshop_{workshop.ref}": "stays"})
    for meeting in (board, workshop):
        meeting.refresh_from_db()
    assert (board.local_day, workshop.local_day, workshop.sequence) == (dt.date(2026, 6, 10), dt.date(2026, 5, 20), 0)


def test_workshop_that_someone_else_moved_meanwhile_is_asked_about_again(board, workshop, signed_in, acting):
    meetings.move(meeting=workshop, starts_at=workshop.starts_at, ends_at=workshop.ends_at, by=acting(), place="Elsewhere")
    page = (
        signed_in(Role.OFFICER).post(page_of(board), sent(board, day_day=10) | {f"workshop_{workshop.ref}": "0"}).content.decode()
    )
    board.refresh_from_db()
    assert ("This workshop was moved while you had the page open. Choose again." in page, board.sequence) == (True, 0)


def test_title_of_a_board_changes_without_a_question(board, workshop, signed_in):
    assert signed_in(Role.OFFICER).post(page_of(board), sent(board, title="The board")).status_code == 302


def test_workshop_keeps_its_hour_over_the_change_of_the_clocks(board, workshop, acting):
    meetings.move(
        meeting=board, starts_at=moment("2026-11-11 17:00"), ends_at=moment("2026-11-11 19:00"), by=acting(), workshops=[workshop]
    )
    workshop.refresh_from_db()
    assert timezone.localtime(workshop.starts_at).isoformat() == "2026-10-28T17:00:00+00:00"
    assert timezone.localtime(workshop.ends_at).isoformat() == "2026-10-28T18:00:00+00:00"


def test_board_stays_when_its_workshop_cannot_move(board, workshop, acting):
    with pytest.raises(Refused, match="would then be in the past"):
        meetings.move(
            meeting=board,
            starts_at=moment("2026-03-10 17:00"),
            ends_at=moment("2026-03-10 19:00"),
            by=acting(),
            workshops=[workshop],
        )
    board.refresh_from_db()
    assert (board.sequence, MeetingChange.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_move_with_workshop_whose_last_step_fails_saves_nothing(board, workshop, acting, monkeypatch):
    CapacityFactory(body=board.body)
    monkeypatch.setattr(meetings.publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        meetings.move(
            meeting=board,
            starts_at=moment("2026-06-10 17:00"),
            ends_at=moment("2026-06-10 19:00"),
            by=acting(),
            workshops=[workshop],
        )
    for meeting in (board, workshop):
        meeting.refresh_from_db()
    assert (
        board.sequence,
        workshop.sequence,
        MeetingChange.objects.count(),
        AuditEvent.objects.count(),
        Notification.objects.count(),
    ) == (0,) * 5


# What stands in the way


@pytest.fixture
def terms(db):
    Term.objects.create(name="Spring", first_day=dt.date(2026, 1, 5), last_day=dt.date(2026, 3, 27))
    Term.objects.create(
        name="Summer", first_day=dt.date(2026, 4, 13), last_day=dt.date(2026, 7, 21),
        half_term_first=dt.date(2026, 5, 25), half_term_last=dt.date(2026, 5, 29),
    )  # fmt: skip


@pytest.mark.parametrize(
    "day, month, words",
    [
        (25, 5, ["This is a bank holiday: Spring bank holiday.", "This is in the school holidays."]),
        (27, 5, ["This is in the school holidays."]),
        (8, 4, ["This is in the school holidays."]),
        (20, 5, []),
        # Beyond the last term that is known.
        (30, 9, []),
    ],
)
def test_planning_warns_of_holidays_once_and_then_goes_on(forum, terms, signed_in, day, month, words):
    browser = signed_in(Role.OFFICER)
    form = {
        "body": forum.pk, "kind": "meeting", "title": "Spring", "day_day": day, "day_month": month, "day_year": 2026, "begins": "5pm", "ends": "6pm",
    }  # fmt: skip
    response = browser.post("/officers/meetings/new/", form)
    if words:
        page = response.content.decode()
        assert re.findall(r"<li>(This is [^<]*)</li>", page) == words
        assert (Meeting.objects.count(), "Plan it all the same" in page, value_of(page, "title")) == (0, True, ["Spring"])
        response = browser.post("/officers/meetings/new/", form | {"warned": value_of(page, "warned")[0]})
    assert (response.status_code, Meeting.objects.count()) == (302, 1)


def test_clash_is_shown_before_a_meeting_is_moved(board, forum, signed_in):
    MeetingFactory(body=forum, title="Summer party", starts_at=moment("2026-06-10 18:00"), ends_at=moment("2026-06-10 20:00"))
    MeetingFactory(title="Choir", body__name="Singers", starts_at=moment("2026-06-10 16:00"), ends_at=moment("2026-06-10 17:30"))
    MeetingFactory(title="Just before", starts_at=moment("2026-06-10 16:00"), ends_at=moment("2026-06-10 17:00"))
    MeetingFactory(title="Off", starts_at=moment("2026-06-10 17:00"), state=MeetingState.CANCELLED, cancelled_because="x")
    MeetingFactory(title="Elsewhere", place="Library", starts_at=moment("2026-06-10 17:00"))
    browser = signed_in(Role.OFFICER)
    page = browser.post(page_of(board), sent(board, day_day=10, place=" the HUB ")).content.decode()
    assert re.findall(r"<li>(The [^<]*\.)</li>", page) == [
        "The hub is taken: “Choir” of Singers is there, 4pm to 5:30pm.",
        "The forum meets at this time already: “Summer party”, 6pm to 8pm.",
    ]
    board.refresh_from_db()
    assert board.sequence == 0
    browser.post(page_of(board), sent(board, day_day=10, place=" the HUB ", warned=value_of(page, "warned")[0]))
    board.refresh_from_db()
    assert board.local_day == dt.date(2026, 6, 10)


def test_clash_gives_away_no_place_of_a_discreet_forum(board, signed_in):
    """An officer who types a place does not learn that a forum of children meets there; whoever looks after it does."""
    discreet = BodyFactory(discreet=True, lead_body=BodyFactory(team=True))
    MeetingFactory(body=discreet, title="Secret", place="Wrenfield", starts_at=moment("2026-06-10 17:00"))
    form = sent(board, day_day=10, place="Wrenfield")
    assert signed_in(Role.OFFICER).post(page_of(board), form).status_code == 302
    board.refresh_from_db()
    again = sent(board, ends="18:30")
    looks_after = signed_in(Role.OFFICER, discreet.lead_body)
    assert "Wrenfield is taken: “Secret”" in looks_after.post(page_of(board), again).content.decode()


# Replies


def test_reply_is_written_down_for_a_member_by_whoever_runs_the_forum(acting):
    independent = BodyFactory(is_independent=True)
    meeting, member = MeetingFactory(body=independent, starts_at=moment("2026-06-10 17:00")), acting(Role.MEMBER, independent)
    meetings.reply(meeting=meeting, user=member.user, reply=Reply.COMING, by=acting(Role.ORGANISER, independent))
    meetings.reply(meeting=meeting, user=member.user, reply=Reply.NOT_COMING, by=PORTAL)
    for other in (acting(Role.OFFICER), acting(Role.FACILITATOR), acting(Role.MEMBER, independent)):
        with pytest.raises(NotAllowed):
            meetings.reply(meeting=meeting, user=member.user, reply=Reply.COMING, by=other)
    assert Attendance.objects.get().reply == Reply.NOT_COMING


def test_cancelled_meeting_cannot_be_moved(board, acting):
    meetings.cancel(meeting=board, reason="No room", by=acting())
    with pytest.raises(WrongState):
        meetings.move(meeting=board, starts_at=moment("2026-06-10 17:00"), ends_at=moment("2026-06-10 19:00"), by=acting())
    assert MeetingChange.objects.get().what == "Cancelled"


# The list of those who plan


def lines_of(page):
    return re.findall(r'cp-tasks__name" href="[^"]*">([^<]*)</a>', page)


def test_overview_shows_what_is_missing(board, workshop, signed_in, at):
    Meeting.objects.filter(pk=workshop.pk).update(place="")
    AgendaItem.objects.create(meeting=board, title="Budget", minutes=10)
    AgendaItem.objects.create(meeting=board, title="More", minutes=10, state=AgendaState.PROPOSED)
    MeetingFactory(body=board.body, title="Last one", starts_at=moment("2026-02-02 17:00"), state=MeetingState.HELD)
    browser = signed_in(Role.OFFICER)
    missing = re.compile(r"<li>(No place yet|The agenda is empty|1 proposal waits)</li>")
    page = browser.get("/officers/meetings/").content.decode()
    assert lines_of(page) == ["Workshop", "Board"]
    # Nobody expects an agenda eleven weeks before; two weeks before it is missing.
    assert missing.findall(page) == ["No place yet", "1 proposal waits"]
    with at("2026-05-06 17:01"):
        near = signed_in(Role.OFFICER).get("/officers/meetings/").content.decode()
    assert missing.findall(near) == ["No place yet", "The agenda is empty", "1 proposal waits"]
    past = browser.get("/officers/meetings/?when=past").content.decode()
    assert (lines_of(past), "The minutes are not published" in past) == (["Last one"], True)
    assert lines_of(browser.get("/officers/meetings/?kind=board").content.decode()) == ["Board"]
    assert "No meeting fits this filter" in browser.get("/officers/meetings/?when=cancelled").content.decode()
    assert "is not in the list" in browser.get("/officers/meetings/?forum=nonsense").content.decode()


def test_overview_holds_only_what_one_runs(board, signed_in):
    independent = BodyFactory(is_independent=True)
    MeetingFactory(body=independent, title="Their own", starts_at=moment("2026-06-10 17:00"))
    MeetingFactory(body=BodyFactory(discreet=True), title="Discreet", starts_at=moment("2026-06-10 17:00"))
    found = {
        "officer": lines_of(signed_in(Role.OFFICER).get("/officers/meetings/").content.decode()),
        "organiser": lines_of(signed_in(Role.ORGANISER, independent).get("/officers/meetings/").content.decode()),
    }
    assert found == {"officer": ["Board"], "organiser": ["Their own"]}
    assert signed_in(Role.MEMBER, independent).get("/officers/meetings/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_overview_costs_the_same_for_one_meeting_and_for_three(forum, signed_in, django_assert_num_queries, number):
    for _each in range(number):
        meeting = MeetingFactory(body=forum, starts_at=moment("2026-06-10 17:00"))
        Attendance.objects.create(meeting=meeting, user=UserFactory())
    browser = signed_in(Role.OFFICER)
    with django_assert_num_queries(11):
        browser.get("/officers/meetings/")
