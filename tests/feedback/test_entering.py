"""What came on paper, by phone or from a group is typed in, read like every other answer, and gives a code in return."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, Problems, WrongState
from coproduction.core.models import AuditEvent, ReadingItem
from feedback import codes
from feedback.enums import Channel
from feedback.models import Answer, Draft, Questionnaire, Receipt, Response
from feedback.queries import walks
from feedback.services import entering, questionnaires
from feedback.services.questionnaires import Asked, ShownIf
from tests.factories.feedback import QuestionnaireFactory, opened, send_response
from tests.factories.groups import BodyFactory
from tests.feedback.test_posters import every_kind

pytestmark = pytest.mark.django_db

PAGE = reverse("response_enter", args=["club"])
KEY = "0123456789abcdef"


@pytest.fixture
def forum():
    return BodyFactory(name="Family Circle")


@pytest.fixture
def questionnaire(forum):
    return QuestionnaireFactory(slug="club", body=forum, project=None)


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def posted(**changes):
    data = {
        "how-channel": "paper",
        "how-permission": "use_words",
        "how-age_band": "13-15",
        "how-key": KEY,
        "q1-answer": "4",
        "q2-answer": ["swimming", "art"],
        "q3-answer": "Open the hub on Sundays.",
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def text(response):
    return response.content.decode()


def branching(by, *, required=False):
    """A questionnaire whose second question is only asked of those who said yes."""
    asked = [
        Asked(kind="one_choice", wording="Did you come?", options=["Yes", "No"]),
        Asked(kind="long_text", wording="How was it?", is_required=required, shown_if=ShownIf("did-you-come", ("yes",))),
        Asked(kind="long_text", wording="What else?"),
    ]
    made = questionnaires.draft(
        title="Club", why="To know.", what_next="We read it.", questions=asked, by=by, slug="club",
        closes_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    return opened(made, by=by)


def test_paper_is_typed_in_on_one_page_and_read_like_every_answer(officer, questionnaire, client):
    page = officer.get(PAGE)
    assert [form.asked.wording for form in page.context["questions"]] == [
        "How was the club?",
        "What should it have?",
        "What else?",
    ]
    done = officer.post(PAGE, posted())
    code = done.context["sent"].code
    assert (done.status_code, codes.read(code), code in text(done)) == (200, code, True)
    assert done["Cache-Control"] == "no-store"
    response = Response.objects.get()
    actor = officer.actor
    assert (response.channel, response.group_size, response.age_band, response.permission) == ("paper", 1, "13-15", "use_words")
    assert (response.entered_by, response.entered_by_label) == (actor.ref, actor.label)
    said = [(row.question.key, row.option.key if row.option else row.words) for row in Answer.objects.order_by("pk")]
    assert said == [
        ("how-was-it", "very-good"),
        ("what-to-do", "swimming"),
        ("what-to-do", "art"),
        ("your-words", "Open the hub on Sundays."),
    ]
    assert ReadingItem.objects.get().target == f"feedback.response:{response.pk}"
    assert Draft.objects.count() == 0
    event = AuditEvent.objects.get(verb="entered response")
    assert "Sundays" not in str(event.__dict__)
    assert client.get(reverse("what_happened_code", args=[code.lower()])).status_code == 200


def test_same_page_sent_twice_is_one_response_with_one_code(officer, questionnaire):
    first, again = officer.post(PAGE, posted()), officer.post(PAGE, posted())
    assert first.context["sent"].code == again.context["sent"].code
    assert (Response.objects.count(), Receipt.objects.count()) == (1, 1)
    officer.post(PAGE, posted(**{"how-key": "another-page-0001"}))
    assert Response.objects.count() == 2


def test_code_is_not_shown_again_after_half_an_hour(officer, questionnaire, at):
    with at("2026-03-02 10:00"):
        officer.post(PAGE, posted())
    with at("2026-03-02 10:31"):
        again = officer.post(PAGE, posted())
    assert again.context["how"].non_field_errors() == ["This was typed in already, and its code is not shown again."]
    assert Response.objects.count() == 1


def test_key_of_somebody_else_opens_nothing(officer, signed_in, questionnaire):
    first, other = officer.post(PAGE, posted()), signed_in("officer").post(PAGE, posted())
    assert first.context["sent"].code != other.context["sent"].code


def test_every_page_has_a_key_of_its_own(officer, questionnaire):
    keys = {officer.get(PAGE).context["how"]["key"].value() for _each in range(2)}
    assert (len(keys), min(map(len, keys)) >= 16) == (2, True)


def test_group_says_how_many_it_is(officer, questionnaire):
    missing = officer.post(PAGE, posted(**{"how-channel": "group"}))
    assert missing.context["how"].errors == {"group_size": ["Write how many people said it together, like 6"]}
    # What was typed is still there.
    assert missing.context["questions"][2]["answer"].value() == "Open the hub on Sundays."
    assert Response.objects.count() == 0
    done = officer.post(PAGE, posted(**{"how-channel": "group", "how-group_size": "6"}))
    assert "Give it to the 6 people who said this" in text(done)
    assert (Response.objects.get().channel, Response.objects.get().group_size) == ("group", 6)


def test_only_a_group_has_a_number(officer, questionnaire):
    page = officer.post(PAGE, posted(**{"how-channel": "phone", "how-group_size": "6"}))
    assert page.context["how"].errors == {"group_size": ["Leave this empty: only a group has a number of people"]}
    officer.post(PAGE, posted(**{"how-channel": "phone"}))
    assert Response.objects.get().channel == Channel.PHONE


def test_what_is_needed_is_asked_for(officer, questionnaire):
    page = officer.post(PAGE, posted(**{"how-channel": None, "how-permission": None}))
    assert page.context["how"].errors == {
        "channel": ["Choose how it came"],
        "permission": ["Choose what we may do with their words"],
    }
    assert Response.objects.count() == 0


@pytest.mark.parametrize("channel", ["web", "kiosk", "nonsense"])
def test_channel_is_one_that_is_typed_in(officer, questionnaire, channel):
    assert officer.post(PAGE, posted(**{"how-channel": channel})).context["how"].errors != {}
    with pytest.raises(Missing):
        entering.enter(questionnaire=questionnaire, key=KEY, given={}, channel=channel, permission="use_words", by=officer.actor)
    assert Response.objects.count() == 0


def test_choice_that_is_not_offered_is_refused_beside_its_question(officer, questionnaire):
    page = officer.post(PAGE, posted(**{"q2-answer": ["flying"]}))
    assert [form.errors.get("answer") for form in page.context["questions"]] == [
        None,
        ["Choose one of the answers in the list"],
        None,
    ]
    assert Response.objects.count() == 0


def test_empty_questions_are_skipped(officer, questionnaire):
    officer.post(PAGE, posted(**{"q1-answer": None, "q2-answer": None}))
    assert [row.question.key for row in Answer.objects.all()] == ["your-words"]


def test_question_that_waits_may_stay_empty(officer):
    branching(officer.actor)
    officer.post(PAGE, posted(**{"q1-answer": "no", "q2-answer": "", "q3-answer": "Nothing"}))
    assert [row.question.key for row in Answer.objects.all()] == ["did-you-come", "what-else"]


def test_answer_to_a_question_that_was_not_asked_is_refused_with_words(officer):
    branching(officer.actor)
    page = officer.post(PAGE, posted(**{"q1-answer": "no", "q2-answer": "It was good.", "q3-answer": ""}))
    words = "Question 2 is only asked after another answer. Leave it empty, or change the answer before it."
    assert [form.errors.get("answer") for form in page.context["questions"]] == [None, [words], None]
    assert Response.objects.count() == 0
    officer.post(PAGE, posted(**{"q1-answer": "yes", "q2-answer": "It was good.", "q3-answer": ""}))
    assert [row.question.key for row in Answer.objects.all()] == ["did-you-come", "how-was-it"]


def test_question_that_must_be_answered_waits_too(officer):
    branching(officer.actor, required=True)
    officer.post(PAGE, posted(**{"q1-answer": "no", "q2-answer": "", "q3-answer": "Nothing"}))
    assert [row.question.key for row in Answer.objects.all()] == ["did-you-come", "what-else"]


def test_every_kind_of_question_is_typed_in(officer):
    made = every_kind(officer.actor)
    Questionnaire.objects.update(closes_at=timezone.now() + dt.timedelta(days=9))
    opened(made, by=officer.actor)
    typed = {
        "q1-answer": "4", "q2-answer": "yes", "q3-answer": ["cooking"], "q4-answer": "garden", "q5-answer": "7",
        "q6-answer_food": "2", "q6-answer_friends": "1", "q7-answer": "fun", "q8-answer": "more", "q9-answer": "12",
        "q10-answer_day": "1", "q10-answer_month": "2", "q10-answer_year": "2026",
    }  # fmt: skip
    officer.post(PAGE, posted(**typed))
    said = [
        (row.question.kind, (row.option and (row.place or row.option.key)) or row.number or row.day or row.words)
        for row in Answer.objects.order_by("question__order", "place", "pk")
    ]
    assert said == [
        ("faces", "very-good"), ("one_choice", "yes"), ("several_choices", "cooking"), ("pictures", "garden"), ("scale", 7),
        ("ranking", 1), ("ranking", 2), ("short_text", "fun"), ("long_text", "more"), ("number", 12), ("day", dt.date(2026, 2, 1)),
    ]  # fmt: skip


def test_service_refuses_what_was_not_asked_too(officer):
    made = branching(officer.actor)
    asked = walks.questions(made.revisions.get())
    with pytest.raises(Problems):
        entering.enter(
            questionnaire=made, key=KEY, given={asked[1].question.pk: {"words": "It was good."}}, channel="paper",
            permission="use_words", by=officer.actor,
        )  # fmt: skip
    assert (Response.objects.count(), Draft.objects.count()) == (0, 0)


def test_question_that_must_be_answered_must_be_answered_here_too(officer):
    branching(officer.actor, required=True)
    page = officer.post(PAGE, posted(**{"q1-answer": "yes", "q2-answer": "", "q3-answer": ""}))
    assert list(page.context["questions"][1].errors) == ["answer"]
    assert Response.objects.count() == 0


def test_all_or_nothing(officer, questionnaire, monkeypatch):
    def broken(**_facts):
        raise RuntimeError

    monkeypatch.setattr("feedback.services.entering.audit.record", broken)
    with pytest.raises(RuntimeError):
        entering.enter(questionnaire=questionnaire, key=KEY, given={}, channel="paper", permission="use_words", by=officer.actor)
    counts = (Response.objects.count(), Receipt.objects.count(), Draft.objects.count(), ReadingItem.objects.count())
    assert counts == (0, 0, 0, 0)


def test_facilitator_of_the_forum_that_asks_may_and_nobody_else(signed_in, client, questionnaire, forum):
    own = signed_in("facilitator", body=forum)
    assert own.get(PAGE).status_code == 200
    own.post(PAGE, posted())
    assert Response.objects.get().entered_by == own.actor.ref
    others = [signed_in("facilitator", body=BodyFactory()), signed_in("member", body=forum), signed_in("safeguarding_lead")]
    assert [other.get(PAGE).status_code for other in others] == [403, 403, 403]
    assert [other.post(PAGE, posted()).status_code for other in others] == [403, 403, 403]
    assert client.get(PAGE).status_code == 302
    # They type in, and read nothing of what others said.
    assert own.get(reverse("response", args=[send_response(questionnaire).response.ref])).status_code == 403


def test_paper_that_comes_late_is_still_typed_in(officer, questionnaire):
    Questionnaire.objects.update(state="closed", closes_at=timezone.now() - dt.timedelta(days=3))
    officer.post(PAGE, posted())
    assert Response.objects.count() == 1


def test_draft_is_opened_first(officer, signed_in, forum):
    QuestionnaireFactory(slug="club", draft=True, body=forum)
    led = officer.get(PAGE, follow=True)
    assert "Open it first. Then answers on paper can be typed in." in text(led)
    assert officer.post(PAGE, posted()).status_code == 302
    assert signed_in("facilitator", body=forum).get(PAGE).status_code == 404
    assert Response.objects.count() == 0
    with pytest.raises(WrongState):
        entering.enter(
            questionnaire=Questionnaire.objects.get(),
            key=KEY,
            given={},
            channel="paper",
            permission="use_words",
            by=officer.actor,
        )


@pytest.mark.parametrize("extra", [1, 30])
def test_page_costs_the_same_however_many_questions(officer, django_assert_num_queries, extra):
    asked = [Asked(kind="one_choice", wording=f"Question {number}", options=["Yes", "No"]) for number in range(extra)]
    made = questionnaires.draft(
        title="Club", why="To know.", what_next="We read it.", questions=asked, by=officer.actor, slug="club",
        closes_at=timezone.now() + dt.timedelta(days=9),
    )  # fmt: skip
    opened(made, by=officer.actor)
    officer.get(PAGE)
    with django_assert_num_queries(11):
        officer.get(PAGE)
