"""Evaluations in the browser: who gets which page, the whole way of one, and that nothing typed is lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from checklist.models import Evaluation, EvaluationTalk
from checklist.services import evaluations
from engagements.enums import ProjectStatus
from engagements.models import Project
from tests.factories.checklist import Scene, evaluation, scene
from tests.factories.groups import MeetingFactory

pytestmark = pytest.mark.django_db

DISAGREE = ("disagree", "We wrote in March.")


@pytest.fixture
def walk() -> Scene:
    return scene(title="Short breaks")


def address(written: Evaluation, name: str = "evaluation", *number: int) -> str:
    return reverse(name, args=[written.project.slug, written.ref, *number])


def text(response) -> str:
    return response.content.decode()


# --- Who gets it ----------------------------------------------------------------------------------------------------------


def statuses(written: Evaluation, walk: Scene, signed_in, client) -> dict[str, int]:
    people = {
        "visitor": client,
        "member": signed_in("member", walk.forums[0]),
        "partner": signed_in(user=walk.chairs[1].user),
        "lead": signed_in(user=walk.officer.user),
        "officer": signed_in("officer"),
        "committee": signed_in("committee_member"),
    }
    return {name: browser.get(address(written)).status_code for name, browser in people.items()}


def test_evaluation_is_found_by_its_two_sides_alone_until_it_is_closed(signed_in, client):
    walk = scene(forums=2)
    written = evaluation(walk, "One")
    nobody = {"visitor": 302, "member": 200, "partner": 404, "lead": 404, "officer": 404, "committee": 404}
    assert statuses(written, walk, signed_in, client) == nobody
    evaluations.lock(evaluation=written, by=walk.chair)
    assert statuses(written, walk, signed_in, client) == nobody | {"lead": 200, "officer": 200}
    evaluations.answer_point(point=written.points.get(), verdict="agree", answer="", by=walk.officer)
    evaluations.send_answers(evaluation=written, by=walk.officer)
    assert statuses(written, walk, signed_in, client) == dict.fromkeys(nobody, 200)


def test_list_shows_what_one_may_know_of_and_the_way_to_begin(walk, signed_in, client):
    chair, page = signed_in(user=walk.chair.user), reverse("project_evaluations", args=[walk.project.slug])
    begin = f"Write how it went for {walk.forums[0].name}"
    assert [begin in text(each.get(page)) for each in (client, signed_in("officer"), chair)] == [False, False, True]
    response = chair.post(reverse("evaluation_begin", args=[walk.project.slug]), {"body": walk.forums[0].slug})
    written = Evaluation.objects.get()
    assert (response.status_code, response.url) == (302, address(written))
    shown = [address(written) in text(each.get(page)) for each in (client, signed_in("officer"), chair)]
    assert (shown, begin in text(chair.get(page))) == ([False, False, True], False)


def test_list_of_a_draft_project_is_not_found(walk, client):
    Project.objects.filter(pk=walk.project.pk).update(status=ProjectStatus.DRAFT)
    assert client.get(reverse("project_evaluations", args=[walk.project.slug])).status_code == 404


# --- The whole way --------------------------------------------------------------------------------------------------------


def test_evaluation_goes_from_its_first_word_to_the_projects_page(walk, signed_in, client):
    """Five points; the council differs in one; both talk; both views are published."""
    chair, lead = signed_in(user=walk.chair.user), signed_in(user=walk.officer.user)
    chair.post(reverse("evaluation_begin", args=[walk.project.slug]))
    written = Evaluation.objects.get()
    for number in range(1, 6):
        chair.post(address(written, "evaluation_point_add"), {"words": f"Point of ours {number}"})
    page = text(chair.get(address(written, "evaluation_lock")))
    assert f"You lock it as {walk.chair.label}." in page
    chair.post(address(written, "evaluation_lock"), {"sure": "on", "seen": seen_on(page)})
    for number in range(1, 5):
        lead.post(address(written, "evaluation_point_answer", number), {"verdict": "agree", "answer": ""})
    lead.post(address(written, "evaluation_point_answer", 5), {"verdict": "disagree", "answer": "We wrote in March."})
    lead.post(address(written, "evaluation_send"))
    meeting = MeetingFactory(body=walk.forums[0], starts_at=timezone.now() - timezone.timedelta(days=2))
    today = timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    lead.post(address(written, "evaluation_talk"), day | {"meeting": meeting.pk, "words": ""})
    response = chair.post(address(written, "evaluation_point_close", 5), {"still_differ": "1"}, follow=True)
    assert "That was the last point. The evaluation is closed, and everyone can read it." in text(response)
    public = text(client.get(reverse("project", args=[walk.project.slug])))
    expected = [
        "How partners say it went",
        "Point of ours 1",
        "Point of ours 5",
        "We disagree",
        "We wrote in March.",
        meeting.title,
    ]
    assert [words for words in expected if words not in public] == []
    assert public.count("cp-view--agreed") == 4
    assert public.count("cp-view--differ") == 1


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_projects_page_says_nothing_of_an_evaluation_that_is_not_closed(walk, client):
    evaluation(walk, "Point of ours", answers=(DISAGREE,))
    page = text(client.get(reverse("project", args=[walk.project.slug])))
    assert ("Point of ours" in page, "How partners say it went" in page) == (False, False)


# --- Each act -------------------------------------------------------------------------------------------------------------


def test_points_are_changed_moved_and_taken_away_on_the_page(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One", "Two")
    chair.post(address(written, "evaluation_point_edit", 2), {"words": "Two, better"})
    chair.post(address(written, "evaluation_point_move", 2), {"up": "1"})
    assert [point.words for point in written.points.all()] == ["Two, better", "One"]
    chair.post(address(written, "evaluation_point_remove", 1))
    assert [point.words for point in written.points.all()] == ["One"]


def test_lock_asks_once_more_and_nothing_is_locked_without_the_tick(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One")
    response = chair.post(address(written, "evaluation_lock"), {})
    written.refresh_from_db()
    assert (response.status_code, written.state) == (200, "writing")
    assert f"Tick the box if you want to lock it for {walk.forums[0].name}" in text(response)


def test_lock_of_words_that_someone_changed_meanwhile_is_refused(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One")
    seen = seen_on(text(chair.get(address(written, "evaluation_lock"))))
    evaluations.add_point(evaluation=written, words="Two", by=walk.chair)
    response = chair.post(address(written, "evaluation_lock"), {"sure": "on", "seen": seen}, follow=True)
    written.refresh_from_db()
    assert written.state == "writing"
    assert "Someone else changed this while you had it open. Read it again, then decide." in text(response)


@pytest.mark.parametrize("words", ["", "x" * 10_000])
def test_words_that_do_not_fit_stay_where_they_were_typed(walk, signed_in, words):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One")
    response = chair.post(address(written, "evaluation_point_add"), {"words": words})
    message = "Use 4000 characters or fewer. You used 10000." if words else "Write what you want to say"
    assert (response.status_code, written.points.count()) == (200, 1)
    assert message in text(response)
    assert words in text(response)


def test_words_typed_while_somebody_locked_are_given_back(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One")
    evaluations.lock(evaluation=written, by=walk.chair)
    for name, number in (("evaluation_point_add", ()), ("evaluation_point_edit", (1,))):
        response = chair.post(address(written, name, *number), {"words": "Typed meanwhile"})
        page = text(response)
        assert (response.status_code, "Typed meanwhile" in page, "This was not saved" in page) == (200, True, True)
        assert "This evaluation is locked, so its words can never be changed." in page
    assert [point.words for point in written.points.all()] == ["One"]


def test_words_typed_into_a_point_that_was_taken_away_are_given_back(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One", "Two")
    evaluations.remove_point(point=written.points.all()[1], by=walk.chair)
    page = text(chair.post(address(written, "evaluation_point_edit", 2), {"words": "Typed meanwhile"}))
    assert ("Typed meanwhile" in page, "Someone has taken this point away meanwhile." in page) == (True, True)


def test_words_typed_over_somebody_elses_can_be_sent_again_after_reading(walk, signed_in):
    chair = signed_in(user=walk.chair.user)
    written = evaluation(walk, "One")
    response = chair.post(address(written, "evaluation_point_edit", 1), {"words": "Mine", "seen": "an older stamp"})
    page = text(response)
    assert ("Someone else changed this" in page, "Mine" in page, written.points.get().words) == (True, True, "One")
    form = page.split("evaluations/")[-1] and page[page.index(address(written, "evaluation_point_edit", 1)) :]
    chair.post(address(written, "evaluation_point_edit", 1), {"words": "Mine", "seen": seen_on(form)})
    assert written.points.get().words == "Mine"


def test_answer_without_a_reason_is_asked_for_again_and_kept(walk, signed_in):
    lead = signed_in(user=walk.officer.user)
    written = evaluation(walk, "One", locked=True)
    response = lead.post(address(written, "evaluation_point_answer", 1), {"verdict": "disagree", "answer": ""})
    assert (response.status_code, written.points.get().verdict) == (200, "")
    assert "Say why you do not fully agree with point 1" in text(response)


def test_talk_without_words_or_with_a_day_to_come_is_asked_for_again(walk, signed_in):
    lead = signed_in(user=walk.officer.user)
    written = evaluation(walk, "One", answers=(DISAGREE,))
    later = timezone.localdate() + timezone.timedelta(days=40)
    day = {"on_day": later.day, "on_month": later.month, "on_year": later.year}
    response = lead.post(address(written, "evaluation_talk"), day | {"words": "Typed words"})
    assert (response.status_code, EvaluationTalk.objects.count(), "Typed words" in text(response)) == (200, 0, True)


FORMS = {
    "writing": {"chair": ["add", "edit", "lock", "move", "remove"], "member": [], "lead": None},
    "locked": {"chair": [], "member": [], "lead": ["answer"]},
    "answered": {"chair": ["close", "talk"], "member": [], "lead": ["suggest", "talk"]},
    "closed": {"chair": [], "member": [], "lead": []},
}


@pytest.mark.parametrize("state", FORMS)
def test_page_offers_each_side_what_it_can_do_now(walk, signed_in, state):
    written = evaluation(
        walk, "One", "Two", locked=state == "locked", answers=(DISAGREE, DISAGREE) if state in ("answered", "closed") else ()
    )
    if state == "closed":
        evaluations.record_talk(evaluation=written, on=timezone.localdate(), words="We met.", by=walk.chair)
        for point in written.points.all():
            evaluations.close_point(point=point, closed="still_differ", by=walk.chair)
    people = {
        "chair": signed_in(user=walk.chair.user),
        "member": signed_in("member", walk.forums[0]),
        "lead": signed_in(user=walk.officer.user),
    }
    assert {name: offered(browser, written) for name, browser in people.items()} == FORMS[state]


def offered(browser, written: Evaluation) -> list[str] | None:
    """The acts that the page has a form or a link for."""
    response = browser.get(address(written))
    if response.status_code == 404:
        return None
    root, acts = address(written), ("add", "answer", "close", "edit", "lock", "move", "remove", "send", "suggest", "talk")
    page = text(response)
    return [act for act in acts if f'"{root}{act}/"' in page or f'"{root}1/{act}/"' in page]


def test_acts_of_the_other_side_are_refused(walk, signed_in):
    written = evaluation(walk, "One", locked=True)
    lead, chair = signed_in(user=walk.officer.user), signed_in(user=walk.chair.user)
    for name in ("evaluation_point_edit", "evaluation_point_remove", "evaluation_point_move"):
        assert lead.post(address(written, name, 1), {"words": "Changed"}).status_code == 403
    for name in ("evaluation_point_add", "evaluation_lock"):
        assert lead.post(address(written, name), {"words": "Changed", "sure": "on"}).status_code == 403
    assert chair.post(address(written, "evaluation_point_answer", 1), {"verdict": "agree"}).status_code == 403
    assert [point.words for point in written.points.all()] == ["One"]


@pytest.mark.parametrize("number", [1, 4])
def test_page_asks_as_often_however_many_points_there_are(walk, signed_in, number, django_assert_num_queries):
    lead = signed_in(user=walk.officer.user)
    written = evaluation(walk, *["Words"] * number, answers=(DISAGREE,) * number)
    with django_assert_num_queries(9):
        assert lead.get(address(written)).status_code == 200
