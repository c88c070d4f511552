"""When, to whom and in which words people are reminded of each kind of meeting."""

import pytest

from coproduction.core.errors import Missing, Refused
from coproduction.core.models import AuditEvent
from groups.models import ReminderPlan
from groups.queries.reminder_plans import plans
from groups.services import reminder_plans

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def test_usual_plan_is_a_week_and_a_day_before():
    assert {kind: (plan.days, plan.audience, plan.words) for kind, plan in plans().items()} == dict.fromkeys(
        ("meeting", "board", "workshop", "event"), ((7, 1), "everyone", "")
    )


@pytest.mark.parametrize(
    "days, error, words",
    [
        ([], Missing, "Say how many days before the meeting people are reminded, at least once."),
        ([1, 2, 3, 4, 5], Refused, "Remind people four times at most."),
        ([61], Refused, "Choose between 1 and 60 days before the meeting."),
        ([0], Refused, "Choose between 1 and 60 days before the meeting."),
    ],
)
def test_plan_that_cannot_be_is_refused(acting, days, error, words):
    with pytest.raises(error, match=words):
        reminder_plans.change(kind="board", days=days, audience="everyone", by=acting())
    assert ReminderPlan.objects.count() == 0


def test_plan_is_changed_and_its_words_stay_out_of_the_audit(acting):
    reminder_plans.change(kind="board", days=[1, 14, 1], audience="members", words=" Bring a coat. ", by=acting())
    plan = plans()["board"]
    assert (plan.days, plan.audience, plan.words) == ((14, 1), "members", "Bring a coat.")
    assert list(AuditEvent.objects.values_list("verb", "facts")) == [
        ("changed reminders", {"kind": "board", "days": [14, 1], "audience": "members"})
    ]


FORM = {"day_1": "14", "day_2": "3", "day_3": "", "day_4": "", "audience": "coming", "words": "Bring a coat."}


def test_officer_changes_the_reminders_of_one_kind(signed_in):
    officer = signed_in("officer")
    assert "7 days and 1 day before" in officer.get("/officers/meetings/reminders/").content.decode()
    page = "/officers/meetings/reminders/workshop/"
    assert 'value="7"' in officer.get(page).content.decode()
    assert officer.post(page, FORM)["Location"] == "/officers/meetings/reminders/"
    text = officer.get("/officers/meetings/reminders/").content.decode()
    assert [words for words in ("14 days and 3 days before", "In our own words: Bring a coat.") if words not in text] == []
    assert plans()["board"].days == (7, 1)


def test_form_says_what_to_do_and_keeps_what_was_typed(signed_in):
    officer, page = signed_in("officer"), "/officers/meetings/reminders/workshop/"
    text = officer.post(page, FORM | {"day_1": "x", "day_2": "90"}).content.decode()
    assert [
        words for words in ("Enter a number of days, like 7", "Enter 60 days or fewer", "Bring a coat.") if words not in text
    ] == []
    text = officer.post(page, FORM | {"day_1": "", "day_2": ""}).content.decode()
    assert "Enter how many days before the meeting, like 7" in text
    assert "400 characters or fewer" in officer.post(page, FORM | {"words": "x" * 401}).content.decode()
    assert ReminderPlan.objects.count() == 0


def test_reminders_are_planned_by_officers_and_board_administrators(signed_in):
    roles = ("officer", "board_administrator", "chair", "facilitator", "administrator")
    answers = {role: signed_in(role).get("/officers/meetings/reminders/board/").status_code for role in roles}
    assert answers == {"officer": 200, "board_administrator": 200, "chair": 403, "facilitator": 403, "administrator": 403}
    assert signed_in("officer").get("/officers/meetings/reminders/nonsense/").status_code == 404
