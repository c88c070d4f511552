"""Who people are, asked after sending: counted apart from what they said, once, and shown by the rule for small groups."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from coproduction.core.errors import Missing, WrongState
from coproduction.core.models import AuditEvent
from feedback.equality import ASKED
from feedback.models import EqualityCount, Questionnaire
from feedback.queries import equality as queries
from feedback.services import equality
from tests.factories.feedback import QuestionnaireFactory
from tests.feedback.test_no_traces import every_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire():
    return QuestionnaireFactory(slug="club")


def url(name, *args):
    return reverse(name, args=["club", *args])


def send(client):
    """One person answers and sends; their browser stands on the page with the code."""
    client.post(url("questionnaire"))
    client.post(url("questionnaire_question", 3), {"answer": "Open the hub on Sundays."})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    return client.post(url("questionnaire_check"), {}, follow=True)


def numbers():
    found = EqualityCount.objects.exclude(number=0).values_list("question", "option", "number")
    return {f"{question}/{option}": number for question, option, number in found}


def test_every_question_can_be_skipped_and_refused():
    assert [question.choices[-1] for question in ASKED] == [("not-said", "I would rather not say")] * len(ASKED)
    assert [question.key for question in ASKED] == ["disabled-2021", "ethnic-groups-2021", "sex-2021", "gender-2021"]
    assert {question.table.floor for question in ASKED} == {10}


def test_answers_are_offered_after_sending_and_counted_once(client, questionnaire):
    sent = send(client)
    assert url("about_you") in sent.content.decode()
    page = client.get(url("about_you"))
    assert page.status_code == 200
    done = client.post(url("about_you"), {"sex-2021": "female", "disabled-2021": "not-said"}, follow=True)
    assert done.redirect_chain == [(url("questionnaire_sent"), 302)]
    assert "You are counted" in done.content.decode()
    assert url("about_you") not in done.content.decode()
    assert numbers() == {"sex-2021/female": 1, "disabled-2021/not-said": 1}
    # The same browser again, for the same answers: led back, and nothing is added.
    assert client.get(url("about_you")).url == url("questionnaire_sent")
    assert client.post(url("about_you"), {"sex-2021": "female"}).url == url("questionnaire_sent")
    assert numbers() == {"sex-2021/female": 1, "disabled-2021/not-said": 1}


def test_next_person_at_the_same_computer_is_asked_too(client, questionnaire):
    send(client)
    client.post(url("about_you"), {"sex-2021": "female"})
    cookie = client.cookies["counted"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/have-your-say/club/")
    client.cookies.pop("draft")
    assert url("about_you") in send(client).content.decode()
    client.post(url("about_you"), {"sex-2021": "female"})
    assert numbers() == {"sex-2021/female": 2}


def test_nothing_ticked_counts_nobody_and_may_be_answered_still(client, questionnaire):
    send(client)
    assert client.post(url("about_you"), {}).url == url("questionnaire_sent")
    assert numbers() == {}
    assert client.get(url("about_you")).status_code == 200


def test_who_sent_nothing_is_led_to_the_first_page(client, questionnaire):
    assert client.get(url("about_you")).url == url("questionnaire")
    assert client.post(url("about_you"), {"sex-2021": "female"}).url == url("questionnaire")
    assert numbers() == {}


def test_half_an_hour_after_sending_it_is_too_late(client, questionnaire, at):
    with at("2026-03-02 10:00"):
        Questionnaire.objects.update(closes_at=None)
        send(client)
        assert client.get(url("about_you")).status_code == 200
    with at("2026-03-02 10:31"):
        assert client.post(url("about_you"), {"sex-2021": "female"}).url == url("questionnaire")
    assert numbers() == {}


def test_questionnaire_that_does_not_ask_offers_nothing(client, questionnaire):
    Questionnaire.objects.update(asks_equality=False)
    assert url("about_you") not in send(client).content.decode()
    assert client.get(url("about_you")).url == url("questionnaire_sent")
    questionnaire.refresh_from_db()
    with pytest.raises(WrongState):
        equality.count(questionnaire=questionnaire, answers={"sex-2021": "female"})


def test_answer_that_is_not_offered_is_refused_with_words(client, questionnaire):
    send(client)
    page = client.post(url("about_you"), {"sex-2021": "female", "ethnic-groups-2021": "martian"})
    assert page.context["form"].errors == {"ethnic-groups-2021": ["Choose one of the answers in the list"]}
    # What was chosen well is still chosen.
    assert page.context["form"]["sex-2021"].value() == "female"
    assert numbers() == {}


def test_all_or_nothing(questionnaire):
    with pytest.raises(Missing):
        equality.count(questionnaire=questionnaire, answers={"sex-2021": "female", "gender-2021": "nonsense"})
    assert EqualityCount.objects.count() == 0


def test_nothing_links_a_number_with_anyone(client, questionnaire):
    send(client)
    before, events = set(every_table()), AuditEvent.objects.count()
    kept = set(cache._cache)
    client.post(url("about_you"), {"sex-2021": "female"})
    written = {row.partition(":")[0] for row in set(every_table()) - before}
    assert written - {"sqlite_sequence"} == {"feedback_equalitycount"}
    assert AuditEvent.objects.count() == events
    # The cache has one counter more, of how often one address answers, and it knows no address and no answer.
    assert [key for key in set(cache._cache) - kept if "limit-" not in key] == []
    columns = {field.name for field in EqualityCount._meta.get_fields()}
    assert columns == {"id", "questionnaire", "question", "option", "number"}
    # The order of the rows says nothing either: all of them are written with the first answer.
    assert EqualityCount.objects.count() == sum(len(question.choices) for question in ASKED)


def test_one_address_is_not_counted_without_end(client, questionnaire, monkeypatch):
    monkeypatch.setattr("feedback.limits.SENDS_EACH", 1)
    send(client)
    client.post(url("about_you"), {"sex-2021": "female"})
    client.cookies.pop("counted")
    assert client.post(url("about_you"), {"sex-2021": "female"}).status_code == 429
    assert numbers() == {"sex-2021/female": 1}


def test_officers_see_numbers_of_ten_and_more(signed_in, client, questionnaire):
    page = reverse("questionnaire_equality", args=["club"])
    for option, number in (("female", 12), ("male", 9)):
        EqualityCount.objects.create(questionnaire=questionnaire, question="sex-2021", option=option, number=number)
    EqualityCount.objects.create(questionnaire=QuestionnaireFactory(), question="sex-2021", option="female", number=50)
    officer = signed_in("officer")
    shown = officer.get(page).context["tables"]
    assert [(cell.key, cell.figure) for table in shown for cell in table.cells] == [
        ("female", "10"),
        ("male", "Fewer than 10, so we don’t show the number"),
        ("not-said", "Fewer than 10, so we don’t show the number"),
    ]
    assert ">9<" not in officer.get(page).content.decode()
    assert client.get(page).status_code == 302
    assert signed_in("facilitator").get(page).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_tables_cost_one_query(questionnaire, count, django_assert_num_queries):
    for question in ASKED:
        EqualityCount.objects.create(questionnaire=questionnaire, question=question.key, option="not-said", number=count)
    with django_assert_num_queries(1):
        assert len(queries.tables(questionnaire)) == len(ASKED)


def test_mark_in_the_browser_goes_with_the_page_of_the_code(client, questionnaire):
    send(client)
    client.post(url("about_you"), {"sex-2021": "male"})
    cookie = client.cookies["counted"]
    assert int(cookie["max-age"]) == 30 * 60
    assert "male" not in cookie.value
