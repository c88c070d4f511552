"""Officers write questionnaires: drafted, tested by somebody else, opened when nothing is missing, frozen, revised, closed, copied."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core.enums import Duty
from coproduction.core.errors import NotAllowed, Problems, WrongState
from coproduction.core.models import Turn
from feedback.models import Option, OptionWords, Question, Questionnaire, Revision, Trial
from feedback.queries import building, walks
from feedback.services import questionnaires, questions
from feedback.services.questionnaires import Asked
from tests.factories.feedback import QuestionnaireFactory, cover, gone_through, opened, revise, send_response
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def ready():
    """A draft to which nothing is missing."""
    questionnaire = QuestionnaireFactory(draft=True, slug="club")
    cover()
    gone_through(questionnaire)
    return questionnaire


def first_page(**changes):
    return {
        "title": "The club",
        "why": "To make it better.",
        "what_next": "We read it.",
        "audience": "Everyone who came",
        "privacy": "We never ask your name.",
        "data_reference": "DPIA-2026-014",
        "closes_day": "1",
        "closes_month": "5",
        "closes_year": "2030",
    } | changes


def told(page):
    return [str(message) for message in page.context["messages"]]


def test_officer_writes_asks_has_it_tested_opens_and_closes(signed_in, client, at):
    with at("2030-03-01 09:00"):
        officer = signed_in("officer")
        cover(dt.date(2030, 3, 1), days=61)
        page = officer.post(reverse("questionnaire_create"), first_page()).url
        questionnaire = Questionnaire.objects.get()
        assert page == reverse("officers_questionnaire", args=["the-club"])
        assert timezone.localtime(questionnaire.closes_at).strftime("%Y-%m-%d %H:%M") == "2030-05-01 23:59"
        tasks = [(task.title, task.state_words) for task in officer.get(page).context["tasks"]]
        assert tasks == [
            ("What happens next", "Done"),
            ("Privacy notice", "Done"),
            ("Data-protection reference", "Done"),
            ("Last day to answer", "Done"),
            ("Questions", "To do"),
            ("Tested by someone else", "To do"),
            ("Someone reads, every day", "Done"),
        ]
        added = officer.post(f"{reverse('question_create', args=['the-club'])}?kind=long_text", {"wording": "What else?"})
        assert added.url == f"{page}#question-what-else"
        assert client.get(questionnaire.get_absolute_url()).status_code == 404
        # Whoever wrote it cannot be the one who tests it.
        assert told(officer.post(reverse("questionnaire_try", args=["the-club"]), follow=True)) == [
            "You wrote these questions, so someone else has to test them."
        ]
        assert not officer.get(page).context["can_open"]
        other = signed_in("officer")
        trial = other.get(reverse("questionnaire_try", args=["the-club"]))
        assert "I went through it" in trial.content.decode()
        other.post(reverse("questionnaire_try", args=["the-club"]), {"seen": trial.context["lines"].stamp})
        assert "Open it to everyone" in officer.get(page).content.decode()
        officer.post(reverse("questionnaire_open", args=["the-club"]))
        assert "Why we ask" in client.get(questionnaire.get_absolute_url()).content.decode()
        officer.post(reverse("questionnaire_close", args=["the-club"]))
        assert "This is closed" in client.get(questionnaire.get_absolute_url()).content.decode()


def test_first_page_offers_a_privacy_notice_and_keeps_what_was_typed(officer):
    assert "never ask your name" in officer.get(reverse("questionnaire_create")).context["form"]["privacy"].value()
    page = officer.post(reverse("questionnaire_create"), first_page(title="", closes_month="13"))
    assert page.context["form"].errors["title"] == ["Fill in “Title”"]
    assert "Everyone who came" in page.content.decode()
    assert Questionnaire.objects.count() == 0


def test_everything_of_the_first_page_is_kept(officer):
    officer.post(
        reverse("questionnaire_create"),
        first_page(asks_equality="on", answer_by_day="1", answer_by_month="6", answer_by_year="2030"),
    )
    asks = Questionnaire.objects.get()
    kept = (asks.audience, asks.privacy, asks.data_reference, asks.asks_equality, asks.answer_by)
    assert kept == ("Everyone who came", "We never ask your name.", "DPIA-2026-014", True, dt.date(2030, 6, 1))
    officer.post(reverse("questionnaire_update", args=[asks.slug]), first_page(audience="Anyone"))
    asks.refresh_from_db()
    assert (asks.audience, asks.asks_equality, asks.answer_by) == ("Anyone", False, None)


MISSING = {
    "what_next": "Say what happens next with what people tell us.",
    "privacy": "Write the privacy notice.",
    "data_reference": "Give the data-protection reference.",
}


@pytest.mark.parametrize("field, words", MISSING.items())
def test_opening_needs_every_part_of_the_first_page(officer, ready, field, words):
    Questionnaire.objects.update(**{field: "  "})
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=ready, by=officer.actor)
    assert refused.value.problems == [words]
    assert told(officer.post(reverse("questionnaire_open", args=["club"]), follow=True)) == [words]
    ready.refresh_from_db()
    assert (ready.state, ready.revisions.get().published_at) == ("draft", None)


@pytest.mark.parametrize("closes", [None, dt.datetime(2020, 1, 1, tzinfo=dt.UTC)])
def test_opening_needs_a_day_that_is_to_come(officer, ready, closes):
    Questionnaire.objects.update(closes_at=closes)
    with pytest.raises(Problems, match="Give a last day to answer that is still to come"):
        questionnaires.open(questionnaire=ready, by=officer.actor)


def test_opening_needs_a_question_that_can_be_answered(officer):
    cover()
    closes = timezone.now() + dt.timedelta(days=9)
    asked = [Asked(kind="statement", wording="Hello.")]
    asks = questionnaires.draft(
        title="T", why="W", what_next="N", privacy="P", data_reference="D", closes_at=closes, questions=asked, by=officer.actor
    )
    gone_through(asks)
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=asks, by=officer.actor)
    assert refused.value.problems == ["Add a question that people can answer."]


def test_opening_needs_somebody_else_to_have_tested_it(officer, ready):
    Trial.objects.all().delete()
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=ready, by=officer.actor)
    assert refused.value.problems == ["Ask someone else to go through the questions."]


@pytest.mark.parametrize("duty", list(Duty))
def test_opening_needs_both_duties_on_every_day(officer, ready, duty, at):
    with at("2030-03-01 09:00"):
        Questionnaire.objects.update(closes_at=dt.datetime(2030, 3, 20, 23, 0, tzinfo=dt.UTC))
        Turn.objects.all().delete()
        cover(dt.date(2030, 2, 1), days=90, duties=[each for each in Duty if each != duty])
        cover(dt.date(2030, 2, 1), days=33, duties=[duty])
        cover(dt.date(2030, 3, 8), days=11, duties=[duty])
        with pytest.raises(Problems) as refused:
            questionnaires.open(questionnaire=ready, by=officer.actor)
        assert building.cover_gaps(Questionnaire.objects.get()) == [dt.date(2030, 3, 7), dt.date(2030, 3, 20)]
        assert refused.value.problems == ["Nobody is on turn to read, or to take concerns, on 7 March 2030 and on 20 March 2030."]
        cover(dt.date(2030, 3, 7), days=0, duties=[duty])
        cover(dt.date(2030, 3, 20), days=0, duties=[duty])
        assert questionnaires.open(questionnaire=ready, by=officer.actor).state == "open"


def test_days_without_cover_are_told_as_stretches():
    day = dt.date(2030, 1, 1)
    days = [day + dt.timedelta(days=number) for number in (0, 1, 2, 5, 8, 9, 20, 21, 30)]
    assert building.in_words(days) == (
        "from 1 January 2030 to 3 January 2030, on 6 January 2030, from 9 January 2030 to 10 January 2030 and on 3 more days"
    )


def test_everything_that_is_missing_is_named_at_once(officer):
    asks = QuestionnaireFactory(draft=True, what_next="", privacy="", data_reference="", closes_at=None)
    Question.objects.all().delete()
    with pytest.raises(Problems) as refused:
        questionnaires.open(questionnaire=asks, by=officer.actor)
    assert refused.value.problems == [
        *MISSING.values(),
        "Give a last day to answer that is still to come.",
        "Add a question that people can answer.",
        "Ask someone else to go through the questions.",
        "Give the last day to answer first, so that we know which days need cover.",
    ]


def test_change_of_the_questions_ends_the_trial(officer, signed_in, ready):
    assert building.needed_trial(ready.revisions.get()).is_done
    officer.post(reverse("question_move", args=["club", "how-was-it"]), {"to": "2"})
    assert Trial.objects.count() == 0
    revision = ready.revisions.get()
    assert revision.written_by == officer.actor.ref
    # Whoever changed it last cannot test it; anybody else can.
    with pytest.raises(NotAllowed):
        questionnaires.try_out(questionnaire=ready, by=officer.actor)
    other = signed_in("officer")
    questionnaires.try_out(questionnaire=ready, by=other.actor)
    assert Trial.objects.get().by_label == other.actor.label


def test_draft_with_everything_opens(officer):
    closes = timezone.now() + dt.timedelta(days=9)
    asked = [Asked(kind="short_text", wording="So?")]
    made = questionnaires.draft(title="T", why="W", what_next="N", closes_at=closes, questions=asked, by=officer.actor)
    assert opened(made, officer.actor).is_open(timezone.now())


def test_trial_is_of_the_questions_that_were_seen(officer, signed_in, ready):
    other = signed_in("officer")
    stale = other.get(reverse("questionnaire_try", args=["club"])).context["lines"].stamp
    Trial.objects.all().delete()
    questions.remove(questionnaire=ready, key="your-words", by=officer.actor)
    page = other.post(reverse("questionnaire_try", args=["club"]), {"seen": stale}, follow=True)
    assert told(page) == ["The questions were changed in the meantime. Please go through them again."]
    assert Trial.objects.count() == 0


def test_open_questionnaire_is_frozen(officer):
    asks = QuestionnaireFactory(slug="club", title="As it stood")
    with pytest.raises(WrongState):
        questionnaires.change(questionnaire=asks, title="Changed", by=officer.actor)
    officer.post(reverse("questionnaire_update", args=["club"]), first_page(title="Changed"))
    asks.refresh_from_db()
    assert asks.title == "As it stood"


def test_changes_of_an_open_one_wait_in_a_new_revision(officer, signed_in, client):
    asks = QuestionnaireFactory(slug="club")
    officer.post(f"{reverse('question_create', args=['club'])}?kind=short_text", {"wording": "New?"})
    first, second = asks.revisions.order_by("number")
    assert (first.questions.count(), second.questions.count(), second.published_at) == (3, 4, None)
    page = reverse("officers_questionnaire", args=["club"])
    assert "These are changes that nobody is asked yet" in officer.get(page).content.decode()
    # Whoever begins now is asked the questions as they were.
    assert send_response(asks).response.revision == first
    with pytest.raises(Problems) as refused:
        questionnaires.publish(questionnaire=asks, by=officer.actor)
    assert refused.value.problems == ["Ask someone else to go through the questions."]
    questionnaires.try_out(questionnaire=asks, by=signed_in("officer").actor)
    officer.post(reverse("questionnaire_publish", args=["club"]))
    assert send_response(asks).response.revision == second
    assert [question.key for question in second.questions.all()] == ["how-was-it", "what-to-do", "your-words", "new"]
    with pytest.raises(WrongState):
        questionnaires.publish(questionnaire=asks, by=officer.actor)


def test_changes_are_thrown_away(officer):
    asks = QuestionnaireFactory(slug="club")
    questions.remove(questionnaire=asks, key="your-words", by=officer.actor)
    officer.post(reverse("questionnaire_throw_away", args=["club"]), follow=True)
    assert (asks.revisions.count(), Question.objects.count()) == (1, 3)
    # There is nothing more to throw away, and what people are asked never is.
    assert told(officer.post(reverse("questionnaire_throw_away", args=["club"]), follow=True)) == [
        "There are no changed questions to throw away."
    ]
    assert asks.revisions.count() == 1


def test_keys_stay_over_revisions(officer):
    asks = QuestionnaireFactory(slug="club")
    one = questions.as_written(asks.revisions.get())
    swimming, cooking = "Swimming", "Cooking"
    changed = [
        one[2],
        Asked(kind="several_choices", wording="And now?", key="what-to-do", options=[cooking, "Swimming!", swimming]),
        Asked(kind="faces", wording="How was it this time?", key="how-was-it"),
    ]
    second = revise(asks, changed, officer.actor)
    assert [question.key for question in second.questions.all()] == ["your-words", "what-to-do", "how-was-it"]
    words = OptionWords.objects.filter(option__question__revision=second, option__question__key="what-to-do")
    keys = dict(words.values_list("label", "option__key"))
    # A label keeps its key wherever it stands, and no other label takes it.
    assert keys == {cooking: "cooking", "Swimming!": "swimming-2", swimming: "swimming"}
    # A question that was taken away leaves its key to nobody.
    third = revise(asks, [one[0], one[2]], officer.actor)
    assert third.questions.count() == 2
    questions.add(questionnaire=asks, asked=Asked(kind="number", wording="What to do"), by=officer.actor)
    fourth = asks.revisions.order_by("-number").first()
    assert [question.key for question in fourth.questions.all()] == ["how-was-it", "your-words", "what-to-do-2"]
    # An option that comes back has the key it had.
    questions.add(
        questionnaire=asks,
        asked=Asked(kind="several_choices", wording="x", options=["Art", "Tea"]),
        by=officer.actor,
    )
    assert set(Option.objects.filter(question__revision=fourth, question__key="x").values_list("key", flat=True)) == {
        "art",
        "tea",
    }


def test_question_that_people_answered_keeps_its_kind(officer):
    asks = QuestionnaireFactory()
    with pytest.raises(WrongState, match="add a new question"):
        questions.change(questionnaire=asks, key="how-was-it", asked=Asked(kind="number", wording="How?"), by=officer.actor)
    draft = QuestionnaireFactory(draft=True)
    questions.change(questionnaire=draft, key="how-was-it", asked=Asked(kind="number", wording="How?"), by=officer.actor)
    assert draft.revisions.get().questions.first().kind == "number"


def test_closing_twice_is_refused(officer):
    asks = questionnaires.close(questionnaire=QuestionnaireFactory(), by=officer.actor)
    with pytest.raises(WrongState):
        questionnaires.close(questionnaire=asks, by=officer.actor)


def test_closed_one_opens_again_on_a_new_day_when_it_was_tested(officer, signed_in):
    cover()
    asks = questionnaires.close(questionnaire=QuestionnaireFactory(slug="club"), by=officer.actor)
    with pytest.raises(Problems, match="last day"):
        questionnaires.open(questionnaire=asks, by=officer.actor)
    soon = timezone.localdate() + dt.timedelta(days=20)
    officer.post(
        reverse("questionnaire_update", args=["club"]),
        {"closes_day": soon.day, "closes_month": soon.month, "closes_year": soon.year},
    )
    questionnaires.try_out(questionnaire=asks, by=signed_in("officer").actor)
    assert questionnaires.open(questionnaire=asks, by=officer.actor).state == "open"
    assert asks.revisions.count() == 1


def test_open_one_stays_open_longer_only_with_cover(officer):
    cover(days=40)
    asks = QuestionnaireFactory(slug="club")
    before = asks.closes_at
    with pytest.raises(Problems, match="Nobody is on turn"):
        questionnaires.change(questionnaire=asks, closes_at=before + dt.timedelta(days=20), by=officer.actor)
    asks.refresh_from_db()
    assert asks.closes_at == before
    questionnaires.change(questionnaire=asks, closes_at=before + dt.timedelta(days=5), by=officer.actor)
    asks.refresh_from_db()
    assert asks.closes_at == before + dt.timedelta(days=5)


def test_two_officers_change_the_first_page_at_once(officer, signed_in):
    asks = QuestionnaireFactory(draft=True, slug="club")
    url, other = reverse("questionnaire_update", args=["club"]), signed_in("officer")
    mine, theirs = officer.get(url).context["form"]["seen"].value(), other.get(url).context["form"]["seen"].value()
    other.post(url, first_page(title="Theirs", seen=theirs))
    page = officer.post(url, first_page(title="Mine", seen=mine))
    assert page.context["form"].non_field_errors() == [
        "Somebody else changed this while you were writing, so it is not saved yet. Compare the two, and save again."
    ]
    shown = page.content.decode()
    assert "Theirs" in shown
    assert page.context["form"]["title"].value() == "Mine"
    asks.refresh_from_db()
    assert asks.title == "Theirs"
    # Saved again, knowing of the other one's words, it stands.
    officer.post(url, first_page(title="Mine", seen=page.context["form"]["seen"].value()))
    asks.refresh_from_db()
    assert asks.title == "Mine"


def test_copy_asks_the_same_under_the_same_keys(officer):
    asks = QuestionnaireFactory(slug="club", title="The club", audience="Everyone")
    page = officer.post(reverse("questionnaire_copy", args=["club"]))
    copy = Questionnaire.objects.exclude(pk=asks.pk).get()
    assert page.url == reverse("questionnaire_update", args=[copy.slug])
    assert (copy.title, copy.state, copy.closes_at, copy.data_reference, copy.audience) == (
        "The club (copy)",
        "draft",
        None,
        "",
        "Everyone",
    )
    one, other = [questions.as_written(each.revisions.get()) for each in (asks, copy)]
    assert one == other
    # The two are apart: what is changed in one stays as it was in the other.
    questions.remove(questionnaire=copy, key="your-words", by=officer.actor)
    assert asks.revisions.get().questions.count() == 3


def test_drafting_saves_nothing_when_a_question_is_not_whole(officer):
    asked = [Asked(kind="long_text", wording="Fine?"), Asked(kind="one_choice", wording="Which?", options=["Only"])]
    with pytest.raises(Problems) as refused:
        questionnaires.draft(title="The club", why="Because", what_next="We read it", questions=asked, by=officer.actor)
    assert refused.value.problems == ["Question 2: write two answers or more to choose from, one a line."]
    assert (Questionnaire.objects.count(), Revision.objects.count()) == (0, 0)


def test_publishing_is_all_or_nothing(officer, monkeypatch):
    asks = QuestionnaireFactory()
    questions.remove(questionnaire=asks, key="your-words", by=officer.actor)
    gone_through(asks)

    def breaks():
        raise RuntimeError

    monkeypatch.setattr(questionnaires.publication, "bump", breaks)
    with pytest.raises(RuntimeError):
        questionnaires.publish(questionnaire=asks, by=officer.actor)
    assert asks.revisions.filter(published_at__isnull=True).count() == 1


def test_two_questions_with_one_wording_get_two_keys(officer):
    asked = [Asked(kind="short_text", wording="Why?"), Asked(kind="short_text", wording="Why?")]
    made = questionnaires.draft(title="T", why="W", what_next="N", questions=asked, by=officer.actor)
    assert [asked.question.key for asked in walks.questions(made.revisions.get())] == ["why", "why-2"]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_length(officer, count, django_assert_num_queries):
    for _each in range(count):
        send_response(QuestionnaireFactory())
    officer.get(reverse("officers_questionnaires"))
    with django_assert_num_queries(4):
        officer.get(reverse("officers_questionnaires"))


@pytest.mark.parametrize("count", [1, 30])
def test_page_costs_the_same_with_any_number_of_questions(officer, count, django_assert_num_queries):
    asked = [Asked(kind="one_choice", wording=f"Which {number}?", options=["A", "B"], easy="?") for number in range(count)]
    made = questionnaires.draft(title="T", why="W", what_next="N", questions=asked, by=officer.actor)
    page = reverse("officers_questionnaire", args=[made.slug])
    officer.get(page)
    with django_assert_num_queries(24):
        officer.get(page)


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "safeguarding_lead", "committee_member"])
def test_only_officers_write_questionnaires(signed_in, role):
    client = signed_in(role)
    slug = QuestionnaireFactory().slug
    pages = [reverse("officers_questionnaires"), reverse("questionnaire_create")]
    pages += [
        reverse(name, args=[slug])
        for name in ("officers_questionnaire", "questionnaire_update", "questionnaire_try", "question_create")
    ]
    assert [client.get(page).status_code for page in pages] == [403] * 6
    acts = [reverse(name, args=[slug]) for name in ("questionnaire_close", "questionnaire_copy", "questionnaire_try")]
    assert [client.post(page).status_code for page in acts] == [403] * 3
    assert Client().get(pages[0]).status_code == 302


def test_officer_comes_from_a_meeting_to_ask_how_it_was(officer):
    meeting, elsewhere = MeetingFactory(), MeetingFactory(body=BodyFactory(discreet=True, lead_body=BodyFactory(team=True)))
    page = officer.get(reverse("meeting_update", args=[meeting.ref])).content.decode()
    link = f"{reverse('questionnaire_create')}?meeting={meeting.ref}"
    assert f'href="{link}"' in page
    initial = officer.get(link).context["form"].initial
    assert (initial["meeting"], initial["body"]) == (meeting, meeting.body)
    # Of a meeting that is not theirs to know, and of none, the form says nothing.
    for ref in (elsewhere.ref, "nonsense"):
        assert list(officer.get(f"{reverse('questionnaire_create')}?meeting={ref}").context["form"].initial) == ["privacy"]
