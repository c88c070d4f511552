"""Officers write questionnaires: drafted, looked at, opened, frozen, revised, closed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, Problems, WrongState
from feedback.models import Option, Question, Questionnaire, Revision
from feedback.queries import questionnaires as queries
from feedback.services import questionnaires
from feedback.services.questionnaires import Asked
from tests.factories.feedback import QuestionnaireFactory, send_response
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def posted(rows, **changes):
    data = {
        "title": "The club",
        "why": "To make it better.",
        "what_next": "We read it.",
        "closes_day": "1",
        "closes_month": "5",
        "closes_year": "2030",
        "questions-TOTAL_FORMS": str(len(rows)),
        "questions-INITIAL_FORMS": "0",
    }
    for number, row in enumerate(rows):
        data |= {f"questions-{number}-{key}": value for key, value in row.items()}
    return data | changes


ROWS = [
    {"wording": "How was it?", "kind": "faces", "options": "I was not there"},
    {"wording": "What should it have?", "kind": "several_choices", "options": "Swimming\nCooking"},
    {"wording": "", "kind": "long_text"},
    {"wording": "What else?", "kind": "long_text", "is_required": "on", "hint": "No names."},
]


def test_officer_writes_looks_opens_and_closes(officer, client):
    drafted = officer.post(reverse("questionnaire_create"), posted(ROWS))
    questionnaire = Questionnaire.objects.get()
    page = reverse("officers_questionnaire", args=[questionnaire.slug])
    assert drafted.url == page
    assert client.get(questionnaire.get_absolute_url()).status_code == 404
    asked = [(asked.wording, asked.kind, len(asked.choices)) for asked, _form in officer.get(page).context["preview"]]
    assert asked == [("How was it?", "faces", 6), ("What should it have?", "several_choices", 2), ("What else?", "long_text", 0)]
    assert timezone.localtime(questionnaire.closes_at).strftime("%Y-%m-%d %H:%M") == "2030-05-01 23:59"
    officer.post(reverse("questionnaire_open", args=[questionnaire.slug]))
    assert "Why we ask" in client.get(questionnaire.get_absolute_url()).content.decode()
    officer.post(reverse("questionnaire_close", args=[questionnaire.slug]))
    assert "This is closed" in client.get(questionnaire.get_absolute_url()).content.decode()


def test_form_explains_what_is_missing(officer):
    rows = [
        {"wording": "Which?", "kind": "one_choice", "options": "Only one"},
        {"wording": "", "kind": "long_text", "hint": "A hint"},
    ]
    page = officer.post(reverse("questionnaire_create"), posted(rows, title=""))
    assert page.context["form"].errors["title"] == ["Fill in “Title”"]
    errors = [dict(row.errors) for row in page.context["rows"]]
    assert errors == [{"options": ["Write two answers or more, one a line"]}, {"wording": ["Write the question"]}]
    assert Questionnaire.objects.count() == 0


@pytest.mark.parametrize("forms", ["x", "-1", "99999"])
def test_tampered_row_count_is_no_error_page(officer, forms):
    page = officer.post(reverse("questionnaire_create"), posted([], **{"questions-TOTAL_FORMS": forms}))
    assert page.status_code == 200
    assert Questionnaire.objects.count() == 0


def test_questionnaire_without_a_question_is_refused(officer):
    page = officer.post(reverse("questionnaire_create"), posted([]))
    assert page.context["form"].non_field_errors() == ["Add a question."]


def test_draft_is_changed(officer):
    questionnaire = QuestionnaireFactory(draft=True, slug="club")
    url = reverse("questionnaire_update", args=["club"])
    rows = officer.get(url).context["rows"]
    assert [row.initial.get("wording") for row in rows][:3] == ["How was the club?", "What should it have?", "What else?"]
    officer.post(url, posted([{"wording": "Only this?", "kind": "short_text"}]))
    questionnaire.refresh_from_db()
    assert (questionnaire.title, [question.key for question in Question.objects.all()]) == ("The club", ["only-this"])


def test_open_questionnaire_is_frozen(officer):
    questionnaire = QuestionnaireFactory(slug="club", title="As it stood")
    with pytest.raises(WrongState):
        questionnaires.change(questionnaire=questionnaire, title="Changed", by=officer.actor)
    officer.post(
        reverse("questionnaire_update", args=["club"]), posted([{"wording": "New?", "kind": "short_text"}], title="Changed")
    )
    questionnaire.refresh_from_db()
    assert questionnaire.title == "As it stood"
    assert list(Revision.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert Question.objects.filter(revision__number=1).count() == 3


def test_revision_keeps_the_keys_of_questions(officer):
    questionnaire = QuestionnaireFactory(slug="club")
    rows = officer.get(reverse("questionnaire_update", args=["club"])).context["rows"]
    data = [{key: row.initial.get(key) or "" for key in ("key", "wording", "kind", "options")} for row in rows]
    data[2]["wording"] = "And what else?"
    officer.post(reverse("questionnaire_update", args=["club"]), posted(data))
    revision = questionnaire.revisions.get(number=2)
    assert [question.key for question in revision.questions.all()] == ["how-was-it", "what-to-do", "your-words"]
    keys = list(Option.objects.filter(question__revision=revision, question__key="how-was-it").values_list("key", flat=True))
    assert keys == ["not-good", "ok", "good", "very-good", "brilliant", "not-there"]


@pytest.mark.parametrize(
    "changes", [{"closes_at": None}, {"closes_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, {"what_next": " "}]
)
def test_opening_needs_a_day_to_close_and_what_happens_next(officer, changes):
    questionnaire = QuestionnaireFactory(draft=True, **changes)
    with pytest.raises(Missing):
        questionnaires.open(questionnaire=questionnaire, by=officer.actor)
    page = officer.post(reverse("questionnaire_open", args=[questionnaire.slug]), follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_closing_twice_is_refused(officer):
    questionnaire = questionnaires.close(questionnaire=QuestionnaireFactory(), by=officer.actor)
    with pytest.raises(WrongState):
        questionnaires.close(questionnaire=questionnaire, by=officer.actor)


def test_drafting_saves_nothing_when_a_question_is_not_whole(officer):
    questions = [Asked(kind="long_text", wording="Fine?"), Asked(kind="one_choice", wording="Which?", options=["Only"])]
    with pytest.raises(Problems) as refused:
        questionnaires.draft(title="The club", why="Because", what_next="We read it", questions=questions, by=officer.actor)
    assert refused.value.problems == ["Question 2: write two answers or more to choose from, one a line."]
    assert Questionnaire.objects.count() == 0


def test_two_questions_with_one_wording_get_two_keys(officer):
    questions = [Asked(kind="short_text", wording="Why?"), Asked(kind="short_text", wording="Why?")]
    made = questionnaires.draft(title="T", why="W", what_next="N", questions=questions, by=officer.actor)
    assert [asked.question.key for asked in queries.questions(made.revisions.get())] == ["why", "why-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(officer, count, django_assert_num_queries):
    for _each in range(count):
        send_response(QuestionnaireFactory())
    officer.get(reverse("officers_questionnaires"))
    with django_assert_num_queries(4):
        officer.get(reverse("officers_questionnaires"))


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "safeguarding_lead", "committee_member"])
def test_only_officers_write_questionnaires(signed_in, role):
    client = signed_in(role)
    slug = QuestionnaireFactory().slug
    pages = [reverse("officers_questionnaires"), reverse("questionnaire_create")]
    pages += [reverse(name, args=[slug]) for name in ("officers_questionnaire", "questionnaire_update")]
    assert [client.get(page).status_code for page in pages] == [403] * 4
    assert client.post(reverse("questionnaire_close", args=[slug])).status_code == 403


def test_officer_comes_from_a_meeting_to_ask_how_it_was(officer):
    meeting, elsewhere = MeetingFactory(), MeetingFactory(body=BodyFactory(discreet=True, lead_body=BodyFactory(team=True)))
    page = officer.get(reverse("meeting_update", args=[meeting.ref])).content.decode()
    link = f"{reverse('questionnaire_create')}?meeting={meeting.ref}"
    assert f'href="{link}"' in page
    assert officer.get(link).context["form"].initial == {"meeting": meeting, "body": meeting.body}
    # Of a meeting that is not theirs to know, and of none, the form says nothing.
    for ref in (elsewhere.ref, "nonsense"):
        assert officer.get(f"{reverse('questionnaire_create')}?meeting={ref}").context["form"].initial == {}
