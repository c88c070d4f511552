"""What was learnt: who writes it down, who finds it, and whom it is offered."""

import pytest
from django.urls import reverse

from checklist.models import Lesson
from checklist.queries import lessons as queries
from checklist.services import lessons
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import publication
from engagements.enums import ProjectStatus
from engagements.models import Project
from tests.factories.checklist import Scene, at_last_stage, chair_of, officer, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def last() -> Scene:
    return at_last_stage(title="Short breaks")


def learn(walk: Scene, words: str = "Ask early.", topic: str = "planning", by=None, next_time: str = "") -> Lesson:
    return lessons.add(project=walk.project, topic=topic, words=words, next_time=next_time, by=by or walk.chair)


def text(response) -> str:
    return response.content.decode()


# --- Writing --------------------------------------------------------------------------------------------------------------


def test_either_side_writes_lessons_at_stage_nine_and_everyone_can_read_them(last):
    before = publication.current()
    learn(last, "Ask early.", by=last.chair, next_time="  In May.\r\nOr before. ")
    learn(last, "Pay on the day.", by=last.officer)
    rows = Lesson.objects.public().values_list("words", "next_time", "added_by_label")
    assert list(rows) == [("Pay on the day.", "", last.officer.label), ("Ask early.", "In May.\nOr before.", last.chair.label)]
    assert publication.current() > before


def test_lesson_waits_for_stage_nine_and_ends_with_it(last):
    with pytest.raises(WrongState):
        learn(scene())
    last.walk.stages.filter(number=9).update(state="done")
    with pytest.raises(WrongState):
        learn(last)


def test_lesson_is_refused_on_a_project_that_rests_and_from_people_on_neither_side(last, acting):
    for by in (acting("member", body=last.forums[0]), acting("chair"), acting("administrator")):
        with pytest.raises(NotAllowed):
            learn(last, by=by)
    Project.objects.filter(pk=last.project.pk).update(status=ProjectStatus.STOPPED)
    with pytest.raises(WrongState):
        learn(last)


@pytest.mark.parametrize("wrong", [{"words": "  "}, {"topic": "weather"}, {"words": "x" * 2001}, {"next_time": "x" * 2001}])
def test_lesson_with_bad_input_is_refused(last, wrong):
    with pytest.raises((Missing, Refused)):
        learn(last, **wrong)
    assert Lesson.objects.count() == 0


def test_only_whoever_wrote_a_lesson_changes_it_or_takes_it_away(last):
    lesson = learn(last)
    for by in (last.officer, chair_of(last.forums[0])):
        with pytest.raises(NotAllowed):
            lessons.edit(lesson=lesson, topic="access", words="Other", next_time="", by=by)
        with pytest.raises(NotAllowed):
            lessons.remove(lesson=lesson, by=by)
    lessons.edit(lesson=lesson, topic="access", words="Ask earlier.", next_time="", by=last.chair)
    assert Lesson.objects.values_list("topic", "words").get() == ("access", "Ask earlier.")
    lessons.remove(lesson=lesson, by=last.chair)
    with pytest.raises(WrongState):
        lessons.edit(lesson=lesson, topic="access", words="Again", next_time="", by=last.chair)
    assert Lesson.objects.count() == 0


def test_lesson_is_not_saved_when_the_last_step_fails(last, monkeypatch):
    monkeypatch.setattr(publication, "bump", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        learn(last)
    assert Lesson.objects.count() == 0


# --- Pages ----------------------------------------------------------------------------------------------------------------


def test_lessons_are_found_by_words_topic_and_kind(client):
    breaks = at_last_stage(title="Short breaks", kind="service_design")
    words = at_last_stage(title="Plain words", kind="web_content")
    learn(breaks, "Ask about childcare.", topic="access")
    learn(words, "Send pictures.", topic="telling", next_time="Ask two readers.")
    found = {
        "": ["Send pictures.", "Ask about childcare."],
        "text=ask": ["Send pictures.", "Ask about childcare."],
        "text=short+childcare": ["Ask about childcare."],
        "topic=telling": ["Send pictures."],
        "kind=service_design": ["Ask about childcare."],
        "topic=telling&kind=service_design": [],
    }
    shown = {query: [line.words for line in client.get(f"{reverse('lessons')}?{query}").context["lessons"]] for query in found}
    assert shown == found


def test_lessons_of_a_draft_are_not_public(last, client):
    learn(last, "Ask early.")
    assert "Ask early." in text(client.get(reverse("lessons")))
    Project.objects.filter(pk=last.project.pk).update(status=ProjectStatus.DRAFT)
    publication.bump()
    assert "Ask early." not in text(client.get(reverse("lessons")))


def test_lessons_say_what_will_be_there_and_stand_nonsense(client):
    address = reverse("lessons")
    assert "No lessons yet" in text(client.get(address))
    page = text(client.get(f"{address}?topic=weather&page=seven"))
    assert "“weather” is not in the list “What it is about”. Choose one that is." in page


def test_lessons_come_in_pages(last, client):
    for number in range(21):
        learn(last, f"Lesson {number}")
    pages = [client.get(f"{reverse('lessons')}?page={page}").context["lessons"] for page in (1, 2)]
    assert [len(page) for page in pages] == [20, 1]


@pytest.mark.parametrize("number", [1, 30])
def test_lessons_ask_as_often_however_many_there_are(last, client, number, django_assert_num_queries):
    for each in range(number):
        learn(last, f"Lesson {each}")
    with django_assert_num_queries(4):
        assert client.get(reverse("lessons")).status_code == 200


def test_lesson_is_written_changed_and_taken_away_on_its_pages(last, signed_in):
    chair, page = signed_in(user=last.chair.user), reverse("project_lessons", args=[last.project.slug])
    assert chair.post(page, {"topic": "access", "words": "Ask early.", "next_time": ""}).status_code == 302
    lesson = Lesson.objects.get()
    own = reverse("lesson_update", args=[last.project.slug, lesson.ref])
    assert [own in text(signed_in(user=each.user).get(page)) for each in (last.chair, last.officer)] == [True, False]
    chair.post(own, {"topic": "access", "words": "Ask earlier.", "next_time": "In May."})
    assert Lesson.objects.values_list("words", "next_time").get() == ("Ask earlier.", "In May.")
    assert signed_in(user=last.officer.user).post(own, {"remove": "1"}).status_code == 404
    chair.post(own, {"remove": "1"})
    assert Lesson.objects.count() == 0


def test_lesson_with_bad_words_stays_on_the_page(last, signed_in):
    chair, page = signed_in(user=last.chair.user), reverse("project_lessons", args=[last.project.slug])
    response = chair.post(page, {"topic": "access", "words": "", "next_time": "We ask in May."})
    assert (response.status_code, "Write what we learnt" in text(response), "We ask in May." in text(response)) == (
        200,
        True,
        True,
    )


def test_lesson_sent_after_the_stage_was_signed_keeps_its_words(last, signed_in):
    chair, page = signed_in(user=last.chair.user), reverse("project_lessons", args=[last.project.slug])
    last.walk.stages.filter(number=9).update(state="done")
    response = chair.post(page, {"topic": "access", "words": "Typed meanwhile", "next_time": ""})
    assert (response.status_code, "Typed meanwhile" in text(response)) == (200, True)
    assert "Stage 9 is finished. Open it again first, and say why." in text(response)
    assert "Add a lesson" not in text(chair.get(page))


# --- Offered in planning --------------------------------------------------------------------------------------------------


def test_planning_is_offered_three_lessons_of_the_same_kind_first_then_of_shared_words():
    same = at_last_stage(title="Hubs", kind="inspection")
    shares = at_last_stage(title="Holiday clubs", kind="event")
    other = at_last_stage(title="Budget", kind="report")
    learn(other, "Count twice.")
    learn(shares, "Holidays need transport.")
    learn(same, "Bring a torch.")
    learn(same, "Holidays are hard for visits.")
    learn(shares, "Clubs fill in June.")
    new = Project(kind="inspection", title="Inspect the holidays clubs", why="")
    assert [line.words for line in queries.fitting(new)] == [
        "Holidays are hard for visits.",
        "Bring a torch.",
        "Holidays need transport.",
    ]


def test_planning_is_offered_nothing_of_itself_of_drafts_or_of_what_does_not_fit(last):
    learn(last, "Ask early.")
    draft = at_last_stage(kind=last.project.kind)
    learn(draft, "Ask late.")
    Project.objects.filter(pk=draft.project.pk).update(status=ProjectStatus.DRAFT)
    assert queries.fitting(last.project) == []
    assert queries.fitting(Project(kind="media", title="Film", why="")) == []


@pytest.mark.parametrize("number", [1, 30])
def test_planning_asks_once_however_many_lessons_there_are(last, number, django_assert_num_queries):
    for each in range(number):
        learn(last, f"Lesson {each}")
    with django_assert_num_queries(1):
        assert len(queries.fitting(Project(kind=last.project.kind, title="", why=""))) == min(number, 3)


def test_stage_page_offers_lessons_where_a_project_is_planned(last, signed_in):
    learn(last, "Ask early.")
    walk = scene(kind=last.project.kind)
    lead = signed_in(user=walk.officer.user)
    pages = {number: text(lead.get(reverse("checklist_stage", args=[walk.project.slug, number]))) for number in (1, 2, 4)}
    assert {number: "Ask early." in page for number, page in pages.items()} == {1: True, 2: False, 4: True}
    assert reverse("lessons") in pages[1]


def test_officer_of_another_team_writes_for_the_council_too(last):
    assert learn(last, by=officer()).words == "Ask early."
