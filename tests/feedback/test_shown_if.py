"""Questions that are shown only after a certain answer: asked, hidden and brought back, and never a dead end."""

import datetime as dt
import random

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction.core.errors import Missing
from feedback import policies
from feedback.models import Answer, Draft, DraftAnswer, Question, Response, Revision
from feedback.queries import walks
from feedback.services import drafts, questionnaires, responses
from feedback.services.questionnaires import Asked, ShownIf
from tests.factories.feedback import QuestionnaireFactory, opened

pytestmark = pytest.mark.django_db

YES_NO = ("Yes", "No")
BUS = Asked(kind="one_choice", wording="Bus?", key="bus", options=YES_NO)
WHY = Asked(kind="one_choice", wording="Late?", key="late", options=YES_NO, shown_if=ShownIf("bus", ("yes",)), is_required=True)
HOW = Asked(kind="short_text", wording="How late?", key="how", shown_if=ShownIf("late", ("yes",)))
LAST = Asked(kind="short_text", wording="What else?", key="else")


@pytest.fixture
def questionnaire(acting):
    by = acting("officer")
    made = questionnaires.draft(
        title="The bus", why="We want to know.", what_next="We read it.", questions=[BUS, WHY, HOW, LAST], by=by, slug="bus",
        closes_at=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    return opened(made, by=by)


def url(name, *args):
    return reverse(name, args=["bus", *args])


def start(client):
    return client.post(url("questionnaire"))


def answer(client, number, value, change=False):
    return client.post(url("questionnaire_question", number) + ("?change=1" if change else ""), {"answer": value})


def permit(client):
    return client.post(url("questionnaire_permission"), {"permission": "use_words"})


def progress(client, number):
    page = client.get(url("questionnaire_question", number))
    return page.context["place"], page.context["total"]


def rows(client):
    return [(row.question, row.answer) for row in client.get(url("questionnaire_check")).context["rows"]][:-2]


def sent(client):
    client.post(url("questionnaire_check"), {})
    return [(row.question.key, row.option.key if row.option else row.words) for row in Answer.objects.select_related("option")]


def test_next_back_and_progress_skip_what_is_not_asked(client, questionnaire):
    start(client)
    assert progress(client, 1) == (1, 2)
    assert answer(client, 1, "no").url == url("questionnaire_question", 4)
    page = client.get(url("questionnaire_question", 4))
    assert "Question 2 of 2" in page.content.decode()
    assert page.context["back"] == url("questionnaire_question", 1)
    assert answer(client, 4, "Nothing").url == url("questionnaire_age")
    assert client.get(url("questionnaire_age")).context["back"] == url("questionnaire_question", 4)


def test_answer_reveals_one_question_after_the_other(client, questionnaire):
    start(client)
    assert answer(client, 1, "yes").url == url("questionnaire_question", 2)
    assert progress(client, 2) == (2, 3)
    assert answer(client, 2, "yes").url == url("questionnaire_question", 3)
    assert progress(client, 3) == (3, 4)
    assert client.get(url("questionnaire_question", 3)).context["back"] == url("questionnaire_question", 2)


def test_address_of_a_question_that_is_not_asked_leads_to_the_next_thing_to_do(client, questionnaire):
    start(client)
    assert client.get(url("questionnaire_question", 2)).url == url("questionnaire_question", 1)
    answer(client, 1, "no")
    assert client.get(url("questionnaire_question", 3)).url == url("questionnaire_question", 4)
    answer(client, 4, "")
    assert client.get(url("questionnaire_question", 2)).url == url("questionnaire_check")


def test_hidden_answers_are_kept_not_sent_and_come_back(client, questionnaire):
    start(client)
    for number, value in ((1, "yes"), (2, "yes"), (3, "An hour"), (4, "")):
        answer(client, number, value)
    permit(client)
    answer(client, 1, "no", change=True)
    assert rows(client) == [("Bus?", "No"), ("What else?", "")]
    assert DraftAnswer.objects.filter(words="An hour").count() == 1
    answer(client, 1, "yes", change=True)
    assert rows(client) == [("Bus?", "Yes"), ("Late?", "Yes"), ("How late?", "An hour"), ("What else?", "")]
    answer(client, 1, "no", change=True)
    assert sent(client) == [("bus", "no")]


def test_what_a_change_reveals_is_asked_before_sending(client, questionnaire):
    start(client)
    answer(client, 1, "no")
    answer(client, 4, "")
    permit(client)
    assert answer(client, 1, "yes", change=True).url == url("questionnaire_question", 2) + "?change=1"
    assert client.get(url("questionnaire_check")).context["missing"] == url("questionnaire_question", 2) + "?change=1"
    client.post(url("questionnaire_check"), {})
    assert Response.objects.count() == 0
    assert answer(client, 2, "yes", change=True).url == url("questionnaire_question", 3) + "?change=1"
    page = client.get(url("questionnaire_question", 3) + "?change=1")
    assert (page.context["back"], page.context["skip"]) == (url("questionnaire_check"), url("questionnaire_check"))
    assert answer(client, 3, "An hour", change=True).url == url("questionnaire_check")
    assert sent(client) == [("bus", "yes"), ("late", "yes"), ("how", "An hour")]


def test_question_that_is_not_asked_need_not_be_answered(questionnaire):
    draft, _token = drafts.begin(questionnaire=questionnaire)
    bus = draft.revision.questions.get(key="bus")
    drafts.answer(draft=draft, question=bus, options=[bus.options.get(key="yes")])
    with pytest.raises(Missing, match="Answer question 2 before you send"):
        responses.submit(draft=draft)
    drafts.answer(draft=draft, question=bus, options=[bus.options.get(key="no")])
    assert responses.submit(draft=draft).response.answers.count() == 1


def test_words_sent_to_a_question_that_is_not_asked_are_kept_and_not_sent(client, questionnaire):
    start(client)
    answer(client, 1, "no")
    assert answer(client, 3, "An hour").url == url("questionnaire_question", 4)
    assert DraftAnswer.objects.filter(words="An hour").count() == 1
    permit(client)
    assert sent(client) == [("bus", "no")]


def test_first_page_says_that_questions_follow_from_answers(client, questionnaire):
    page = client.get(url("questionnaire"))
    assert "There are 4 questions or fewer" in page.content.decode()


def test_what_was_chosen_at_a_hidden_question_leads_nowhere():
    questions = [(1, []), (2, [10]), (3, [20])]
    assert policies.still_asked(questions, {1: [11], 2: [20]}) == (1,)
    assert policies.still_asked(questions, {1: [10], 2: [20]}) == (1, 2, 3)


OPTIONS = ("a", "b", "c")
KINDS = ("one_choice", "several_choices", "faces", "pictures", "ranking", "scale", "number", "day", "short_text", "statement")
LEADING = {"one_choice": OPTIONS, "several_choices": OPTIONS, "pictures": OPTIONS, "faces": ("not-good", "ok", "good")}


@st.composite
def asked_questions(draw):
    """Questions as an officer could write them, with conditions on what comes before."""
    made = []
    for number in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(KINDS))
        leading = [each for each in made if each.kind in LEADING]
        shown_if = None
        if leading and draw(st.booleans()):
            on = draw(st.sampled_from(leading))
            keys = draw(st.lists(st.sampled_from(LEADING[on.kind]), min_size=1, max_size=2, unique=True))
            shown_if = ShownIf(on.key, tuple(keys))
        made.append(
            Asked(
                kind=kind, wording=f"Question {number}", key=f"q{number}", shown_if=shown_if, is_required=draw(st.booleans()),
                options=OPTIONS if kind in {"one_choice", "several_choices", "pictures", "ranking"} else (),
                lowest=1 if kind == "scale" else None, highest=5 if kind == "scale" else None,
            )
        )  # fmt: skip
    return made


def something(kind, chance):
    """What someone could fill in; sometimes nothing, sometimes rubbish."""
    if chance.random() < 0.25:
        return {}
    if kind == "ranking":
        return {f"answer_{key}": str(place) for place, key in enumerate(chance.sample(OPTIONS, 3), 1)}
    if kind == "day":
        return {"answer_day": "1", "answer_month": "2", "answer_year": "2026"}
    values = {
        "several_choices": chance.sample(OPTIONS, chance.randint(0, 3)),
        "faces": str(chance.randint(1, 6)),
        "scale": str(chance.randint(0, 6)),
        "number": chance.choice(["1", "x"]),
        "short_text": chance.choice(["words", " "]),
    }
    return {"answer": values.get(kind, chance.choice(OPTIONS))}


def properly(asked, chance):
    """What someone fills in who answers what is asked."""
    values = {"several_choices": ["a"], "faces": "1", "scale": "2", "number": "3", "short_text": "words"}
    if asked.kind in {"ranking", "day"}:
        data = {}
        while not data:
            data = something(asked.kind, chance)
        return data
    return {"answer": values.get(asked.kind, "b")}


def step_at(client, chance, page, at):
    """One step of someone at random on this page: answer, skip, go back, change, or open any address."""
    asked = page.context["asked"]
    move = chance.random()
    if move < 0.6:
        return client.post(page.request["PATH_INFO"] + chance.choice(["", "?change=1"]), something(asked.kind, chance))
    if move < 0.75:
        return client.get(page.context["skip"] or page.context["back"])
    if move < 0.85:
        return client.get(page.context["back"])
    return client.get(at("questionnaire_question", chance.randint(1, 8)))


def _followed(client, response):
    while response.status_code == 302:
        response = client.get(response.url)
    return response


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(questions=asked_questions(), seed=st.integers(0, 10**6))
def test_walk_at_random_never_ends_and_sends_what_was_asked(acting, questions, seed):
    chance, client = random.Random(seed), Client()
    for model in (Response, Draft):
        model.objects.all().delete()
    questionnaire = QuestionnaireFactory(slug=f"walk-{Revision.objects.count()}")
    by = acting("officer")
    questionnaires.revise(questionnaire=questionnaire, questions=questions, by=by)

    def at(name, *args):
        return reverse(name, args=[questionnaire.slug, *args])

    page = client.post(at("questionnaire"), follow=True)
    for _step in range(12):
        # The first page may come from the cache, and then has no context.
        if "asked" not in (page.context or {}):
            page = client.get(at("questionnaire_question", chance.randint(1, 8)), follow=True)
            continue
        page = _followed(client, step_at(client, chance, page, at))
    # Whatever happened so far: answering what is missing leads to sending.
    client.post(at("questionnaire_permission"), {"permission": "use_words"})
    for _try in range(len(questions) + 1):
        missing = client.get(at("questionnaire_check")).context["missing"]
        if not missing:
            break
        asked = client.get(missing).context["asked"]
        assert client.post(missing, properly(asked, chance)).status_code == 302
    assert missing == ""
    draft = Draft.objects.get()
    way = walks.walk(draft)
    expected = {each.question.pk for each in way.asked if way.answer_to(each)}
    assert client.post(at("questionnaire_check"), {}).url == at("questionnaire_sent")
    response = Response.objects.get()
    assert set(response.answers.values_list("question", flat=True)) == expected
    shown = {each.question.pk for each in walks.Walk(way.every, walks.answers_in(response.answers.all())).asked}
    required = set(Question.objects.filter(revision=draft.revision, is_required=True).values_list("pk", flat=True))
    assert required & shown <= expected <= shown
