"""The public answers: one question a page, checked, sent once, and a code in return."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.celery import app as celery
from coproduction.core import working_days
from coproduction.core.models import ReadingItem
from coproduction.core.services import purge
from feedback import codes
from feedback.enums import ResponseState
from feedback.models import Answer, Draft, DraftAnswer, Question, Receipt, Response
from feedback.services import drafts, questionnaires, responses
from feedback.services.questionnaires import Asked
from groups.enums import AgeBand, Permission
from tests.factories.feedback import QuestionnaireFactory, revise, send_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire():
    return QuestionnaireFactory(slug="club")


def url(name, *args):
    return reverse(name, args=["club", *args])


def start(client):
    return client.post(url("questionnaire"))


def answer_all(client, words="Open the hub on Sundays."):
    """Everything up to the page where answers are checked."""
    start(client)
    client.post(url("questionnaire_question", 1), {"answer": "4"})
    client.post(url("questionnaire_question", 2), {"answer": ["swimming", "art"]})
    client.post(url("questionnaire_question", 3), {"answer": words})
    client.post(url("questionnaire_age"), {"age_band": "13-15"})
    return client.post(url("questionnaire_permission"), {"permission": "use_words"})


def text(response):
    return response.content.decode()


def test_first_pages_set_no_cookie(client, questionnaire):
    pages = [reverse("questionnaires"), url("questionnaire"), reverse("what_happened")]
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert dict(client.cookies) == {}


def test_list_shows_what_is_open_and_nothing_else(client):
    QuestionnaireFactory(title="Open one", slug="open-one")
    QuestionnaireFactory(title="Draft one", draft=True)
    QuestionnaireFactory(title="Past one", closes_at=timezone.now() - dt.timedelta(days=1))
    listed = client.get(reverse("questionnaires")).context["questionnaires"]
    assert [line.title for line in listed] == ["Open one"]
    assert listed[0].questions == 3


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_three_queries(client, count, django_assert_num_queries):
    QuestionnaireFactory.create_batch(count)
    QuestionnaireFactory.create_batch(count, opens_at=timezone.now() + dt.timedelta(days=1))
    with django_assert_num_queries(3):
        client.get(reverse("questionnaires"))


def test_draft_is_not_found_in_public(client):
    QuestionnaireFactory(slug="club", draft=True)
    assert client.get(url("questionnaire")).status_code == 404


def test_walk_ends_with_a_code_that_opens_its_page(client, questionnaire):
    started = start(client)
    assert started.url == url("questionnaire_question", 1)
    cookie = started.cookies["draft"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/have-your-say/club/")
    assert int(cookie["max-age"]) == 14 * 24 * 60 * 60
    steps = [
        (client.post(url("questionnaire_question", 1), {"answer": "4"}), url("questionnaire_question", 2)),
        (client.post(url("questionnaire_question", 2), {"answer": ["swimming", "art"]}), url("questionnaire_question", 3)),
        (client.post(url("questionnaire_question", 3), {"answer": "bus scares me"}), url("questionnaire_age")),
        (client.post(url("questionnaire_age"), {"age_band": "13-15"}), url("questionnaire_permission")),
        (client.post(url("questionnaire_permission"), {"permission": "only_the_idea"}), url("questionnaire_check")),
    ]
    assert [(step.status_code, step.url) for step, _to in steps] == [(302, to) for _step, to in steps]
    rows = client.get(url("questionnaire_check")).context["rows"]
    assert [row.answer for row in rows] == ["Very good", "Swimming\nArt", "bus scares me", "13 to 15", "Use only the idea"]

    sent = client.post(url("questionnaire_check"), {"website": ""}, follow=True)
    code = sent.context["code"]
    assert codes.read(code) == code
    response = Response.objects.get()
    assert (response.age_band, response.permission, response.state) == ("13-15", "only_the_idea", "received")
    said = [(row.question.key, row.option.key if row.option else row.words) for row in Answer.objects.order_by("pk")]
    assert said == [
        ("how-was-it", "very-good"),
        ("what-to-do", "swimming"),
        ("what-to-do", "art"),
        ("your-words", "bus scares me"),
    ]
    assert Draft.objects.count() == 0
    receipt = Receipt.objects.get()
    assert receipt.code_hash == codes.hashed(code)
    assert ReadingItem.objects.get().target == f"feedback.response:{response.pk}"

    found = client.post(reverse("what_happened"), {"code": code.replace("-", " ").lower()}, follow=True)
    assert found.status_code == 200
    assert found.context["page"].state == ResponseState.RECEIVED
    assert "bus scares me" not in text(found)


def test_question_page_says_where_one_is_and_offers_help_before_words(client, questionnaire):
    start(client)
    page = text(client.get(url("questionnaire_question", 3)))
    assert "Question 3 of 3" in page
    assert page.index("0800 1111") < page.index("<textarea")


def test_going_back_finds_what_was_answered(client, questionnaire):
    start(client)
    client.post(url("questionnaire_question", 1), {"answer": "2"})
    client.post(url("questionnaire_question", 3), {"answer": "Keep these words"})
    assert client.get(url("questionnaire_question", 1)).context["form"]["answer"].value() == "2"
    assert client.get(url("questionnaire_question", 3)).context["form"]["answer"].value() == "Keep these words"


def test_change_from_check_goes_back_to_check(client, questionnaire):
    answer_all(client)
    changed = client.post(url("questionnaire_question", 1) + "?change=1", {"answer": "0"})
    assert changed.url == url("questionnaire_check")
    assert client.get(url("questionnaire_check")).context["rows"][0].answer == "I was not there"


def test_skipped_question_is_kept_as_skipped(client, questionnaire):
    start(client)
    client.post(url("questionnaire_question", 1), {})
    row = DraftAnswer.objects.get()
    assert (row.option, row.words) == (None, "")


def test_start_goes_on_where_one_stopped(client, questionnaire):
    start(client)
    client.post(url("questionnaire_question", 1), {"answer": "4"})
    assert start(client).url == url("questionnaire_question", 2)
    assert Draft.objects.count() == 1


def test_required_question_must_be_answered_before_sending(client, questionnaire):
    Question.objects.filter(key="your-words").update(is_required=True)
    start(client)
    again = client.post(url("questionnaire_question", 3), {"answer": "   "})
    assert again.context["form"].errors["answer"] == ["Answer “What else?”"]
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    assert client.get(url("questionnaire_check")).context["missing"] == url("questionnaire_question", 3) + "?change=1"
    client.post(url("questionnaire_check"), {})
    assert Response.objects.count() == 0


def test_permission_is_asked_before_sending(client, questionnaire):
    start(client)
    assert client.post(url("questionnaire_check"), {}).url == url("questionnaire_permission")
    wrong = client.post(url("questionnaire_permission"), {"permission": "sell_it"})
    assert wrong.context["form"].errors["permission"] == ["Choose one of the answers in the list"]


def test_form_sent_twice_gives_one_response_and_the_same_code(client, questionnaire):
    answer_all(client)
    first = client.post(url("questionnaire_check"), {}, follow=True)
    second = client.post(url("questionnaire_check"), {}, follow=True)
    assert first.context["code"] == second.context["code"]
    assert Response.objects.count() == 1


def test_draft_submitted_twice_gives_one_response_and_the_same_code(questionnaire):
    draft, _token = drafts.begin(questionnaire=questionnaire)
    first, second = responses.submit(draft=draft), responses.submit(draft=draft)
    assert (first.response, first.code) == (second.response, second.code)


def test_code_page_after_sending_stays_half_an_hour(client, questionnaire, at):
    with at("2026-03-02 09:00"):
        QuestionnaireFactory(slug="march")
        client.post(reverse("questionnaire", args=["march"]))
        client.post(reverse("questionnaire_permission", args=["march"]), {"permission": "use_words"})
        client.post(reverse("questionnaire_check", args=["march"]), {})
    page = reverse("questionnaire_sent", args=["march"])
    with at("2026-03-02 09:29"):
        shown = client.get(page)
    with at("2026-03-02 09:31"):
        gone = client.get(page)
    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown["Cache-Control"]
    assert (gone.status_code, gone.url) == (302, reverse("questionnaire", args=["march"]))


def test_page_promises_the_day_by_which_a_person_reads(client, at):
    with at("2026-03-06 18:00"):
        QuestionnaireFactory(slug="club")
        shown = client.get(url("questionnaire")).context["read_by"]
        sent = send_response(QuestionnaireFactory())
    assert timezone.localtime(shown).date() == dt.date(2026, 3, 9)
    assert sent.receipt.read_by == dt.date(2026, 3, 9)
    assert ReadingItem.objects.get().due_at == working_days.within_one_working_day(sent.response.received_at)


def test_words_without_a_draft_are_not_lost(client, questionnaire):
    page = client.post(url("questionnaire_question", 3), {"answer": "typed without a cookie"})
    assert page.status_code == 200
    assert "typed without a cookie" in text(page)
    assert "We lost your earlier answers" in text(page)
    client.post(url("questionnaire_question", 3), {"answer": "typed without a cookie"})
    assert DraftAnswer.objects.get().words == "typed without a cookie"


def test_expired_token_echoes_the_words(questionnaire):
    client = Client(enforce_csrf_checks=True)
    start(client)
    page = client.post(url("questionnaire_question", 3), {"answer": "typed long ago"})
    assert page.status_code == 200
    assert "typed long ago" in text(page)
    assert "This page was open for too long" in text(page)
    assert DraftAnswer.objects.count() == 0
    token = page.context["csrf_token"]
    kept = client.post(url("questionnaire_question", 3), {"answer": "typed long ago", "csrfmiddlewaretoken": str(token)})
    assert kept.url == url("questionnaire_age")


def test_expired_token_sends_nothing(questionnaire):
    client = Client(enforce_csrf_checks=True)
    start(client)
    Draft.objects.update(permission=Permission.USE_WORDS)
    assert client.post(url("questionnaire_check"), {}).status_code == 200
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    "data, error",
    [
        ({"answer": "6"}, "Choose one of the answers in the list"),
        ({"answer": "very-good"}, "Choose one of the answers in the list"),
        ({"answer": "\x00"}, "Choose one of the answers in the list"),
    ],
)
def test_choice_that_was_not_offered_is_explained(client, questionnaire, data, error):
    start(client)
    page = client.post(url("questionnaire_question", 1), data)
    assert page.context["form"].errors["answer"] == [error]
    assert DraftAnswer.objects.count() == 0


@pytest.mark.parametrize("number", [0, 4, 999999999999999999999])
def test_number_that_leads_nowhere_goes_to_the_next_question(client, questionnaire, number):
    start(client)
    for answer in (client.get(url("questionnaire_question", number)), client.post(url("questionnaire_question", number), {})):
        assert (answer.status_code, answer.url) == (302, url("questionnaire_question", 1))


def test_a_megabyte_of_text_is_refused_and_echoed(client, questionnaire):
    start(client)
    page = client.post(url("questionnaire_question", 3), {"answer": "x" * 1_000_000})
    assert page.context["form"].errors["answer"] == ["Use 2000 characters or fewer. You used 1000000."]
    assert "x" * 1_000_000 in text(page)


def test_more_than_a_request_may_hold_is_explained(client, questionnaire):
    start(client)
    page = client.post(url("questionnaire_question", 3), {"answer": "x" * 3_000_000})
    assert page.status_code == 200
    assert "That was too much at once" in text(page)


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("a\x00b", "ab"),
        ("smile 😀 family 👨‍👩‍👧", "smile 😀 family 👨‍👩‍👧"),
        ("\u200fمرحبا\u200f", "\u200fمرحبا\u200f"),
        ("one\r\ntwo", "one\ntwo"),
    ],
)
def test_unusual_characters_are_kept_without_what_no_keyboard_types(client, questionnaire, typed, kept):
    start(client)
    assert client.post(url("questionnaire_question", 3), {"answer": typed}).status_code == 302
    assert DraftAnswer.objects.get().words == kept


def test_closed_questionnaire_says_so(client):
    QuestionnaireFactory(slug="club", closes_at=timezone.now() - dt.timedelta(hours=1))
    assert "does not take answers just now" in text(client.get(url("questionnaire")))
    assert start(client).status_code == 410
    assert "typed too late" in text(client.post(url("questionnaire_question", 3), {"answer": "typed too late"}))
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("minutes, count", [(29, 1), (31, 0)])
def test_what_was_begun_arrives_for_half_an_hour_after_closing(client, questionnaire, acting, at, minutes, count):
    answer_all(client)
    closed = questionnaires.close(questionnaire=questionnaire, by=acting("officer")).closes_at
    with at((timezone.localtime(closed) + dt.timedelta(minutes=minutes)).replace(tzinfo=None).isoformat()):
        client.post(url("questionnaire_check"), {})
    assert Response.objects.count() == count


def test_revision_published_meanwhile_leaves_what_was_begun(client, questionnaire, acting):
    answer_all(client)
    revise(questionnaire, [Asked(kind="short_text", wording="Only this?")], acting("officer"))
    client.post(url("questionnaire_check"), {})
    assert Response.objects.get().revision.number == 1
    other = Client()
    start(other)
    assert other.get(url("questionnaire_question", 1)).context["asked"].wording == "Only this?"


def test_discard_throws_away_at_once(client, questionnaire):
    answer_all(client)
    thrown = client.post(url("questionnaire_discard"))
    assert (Draft.objects.count(), DraftAnswer.objects.count()) == (0, 0)
    assert thrown.cookies["draft"].value == ""


def test_drafts_go_after_fourteen_days(questionnaire):
    now = timezone.now()
    drafts.begin(questionnaire=questionnaire, now=now - dt.timedelta(days=14))
    young, _token = drafts.begin(questionnaire=questionnaire, now=now - dt.timedelta(days=13))
    assert drafts.purge(now=now) == 1
    assert list(Draft.objects.all()) == [young]


def test_nightly_purge_takes_drafts_and_words(questionnaire):
    now = timezone.now()
    drafts.begin(questionnaire=questionnaire, now=now - dt.timedelta(days=15))
    send_response(questionnaire, now=now - dt.timedelta(days=731))
    celery.loader.import_default_modules()
    purge.old_rows(now=now)
    assert (Draft.objects.count(), Response.objects.count(), Receipt.objects.count()) == (0, 0, 1)


def test_expired_draft_is_not_found_again(client, questionnaire):
    start(client)
    Draft.objects.update(expires_at=timezone.now())
    assert client.get(url("questionnaire_question", 1)).url == url("questionnaire")


def test_trap_filled_is_marked_for_a_person_and_not_lost(client, questionnaire):
    answer_all(client)
    Draft.objects.update(started_at=timezone.now() - dt.timedelta(minutes=5))
    client.post(url("questionnaire_check"), {"website": "spam.example"})
    assert Response.objects.get().needs_care is True


@pytest.mark.parametrize("seconds, needs_care", [(1, True), (60, False)])
def test_what_was_filled_in_too_fast_is_marked(client, questionnaire, seconds, needs_care):
    answer_all(client)
    Draft.objects.update(started_at=timezone.now() - dt.timedelta(seconds=seconds))
    client.post(url("questionnaire_check"), {})
    assert Response.objects.get().needs_care is needs_care


def test_many_from_one_address_are_marked_and_not_lost(questionnaire, monkeypatch):
    monkeypatch.setattr("feedback.limits.SENDS_EACH", 2)
    marked = []
    for _each in range(3):
        client = Client()
        answer_all(client)
        Draft.objects.update(started_at=timezone.now() - dt.timedelta(minutes=5))
        client.post(url("questionnaire_check"), {})
        marked.append(Response.objects.order_by("-pk")[0].needs_care)
    assert marked == [False, False, True]


def test_too_many_starts_wait(client, questionnaire, monkeypatch):
    monkeypatch.setattr("feedback.limits.STARTS_EACH", 1)
    assert start(client).status_code == 302
    assert start(Client()).status_code == 429


def test_submit_saves_nothing_when_its_last_step_fails(questionnaire, monkeypatch):
    draft, _token = drafts.begin(questionnaire=questionnaire)
    drafts.answer(draft=draft, question=draft.revision.questions.get(key="your-words"), words="Still here")

    def broken(*args, **kwargs):
        raise RuntimeError("the last step")

    monkeypatch.setattr(Draft, "delete", broken)
    with pytest.raises(RuntimeError):
        responses.submit(draft=draft)
    counts = [model.objects.count() for model in (Response, Answer, Receipt, ReadingItem)]
    assert counts == [0, 0, 0, 0]
    assert DraftAnswer.objects.get().words == "Still here"


def test_words_go_after_two_years_and_the_receipt_stays(questionnaire):
    now = timezone.now()
    old = send_response(questionnaire, now=now - dt.timedelta(days=731))
    held = send_response(questionnaire, now=now - dt.timedelta(days=731))
    Response.objects.filter(pk=held.response.pk).update(is_held=True)
    young = send_response(questionnaire, now=now)
    assert responses.old_words(now) == 1
    assert set(Response.objects.all()) == {held.response, young.response}
    assert Receipt.objects.get(pk=old.receipt.pk).response is None


def test_age_is_optional(client, questionnaire):
    start(client)
    assert client.post(url("questionnaire_age"), {}).url == url("questionnaire_permission")
    assert Draft.objects.get().age_band == AgeBand.NOT_SAID
