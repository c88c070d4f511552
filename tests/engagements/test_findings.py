"""Inspections and what the provider answers, things tried out, votes."""

import pytest
from django.urls import reverse

from coproduction.core.errors import Missing, NotAllowed, WrongState
from engagements.enums import InspectionPointKind, ProjectStatus, SessionKind
from engagements.models import InspectionPoint, TriedOut, Vote, VoteOption
from engagements.queries import findings as queries
from engagements.services import findings
from groups.enums import Role
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import BodyFactory
from tests.factories.sessions import sent_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def project():
    return ProjectFactory(slug="hub", title="The hub")


def session_of(project, kind):
    return SessionFactory(project=project, kind=kind, topic="A day there")


def url(name, session):
    return reverse(name, args=[session.project.slug, session.ref])


def seen(browser, page):
    return browser.get(page).context["form"]["seen"].value()


def test_inspection_and_answers_are_public(project, signed_in, client):
    session = session_of(project, SessionKind.INSPECTION)
    provider = ProjectPartFactory(project=project, body=BodyFactory(organisation=True)).body
    officer, page = signed_in(Role.OFFICER), url("inspection_update", session)
    rows = [
        {"kind": "strength", "words": "Staff listen"},
        {"kind": "area", "words": "The room is cold"},
        {"kind": "recommendation", "words": "Buy a heater"},
    ]
    officer.post(page, {"seen": seen(officer, page)} | sent_rows(points=rows))
    points = list(session.inspection_points.all())
    assert [(point.kind, point.words) for point in points] == [(row["kind"], row["words"]) for row in rows]
    signer, answers = signed_in(Role.REPRESENTATIVE, provider), url("inspection_answers", session)
    signer.post(answers, {"seen": seen(signer, answers), f"answer_{points[1].pk}": "A heater comes in June."})
    found = queries.points(session)
    assert [(list_.title, [(point.words, point.answer) for point in list_.points]) for list_ in found] == [
        ("What is good", [("Staff listen", "")]),
        ("What could be better", [("The room is cold", "A heater comes in June.")]),
        ("What we recommend", [("Buy a heater", "")]),
    ]
    text = client.get(url("session", session)).text
    assert ("A heater comes in June." in text, text.count("The provider has not answered yet.")) == (True, 1)


def test_inspection_is_answered_by_officers_and_the_provider_only(project, signed_in, acting):
    session = session_of(project, SessionKind.INSPECTION)
    point = InspectionPoint.objects.create(session=session, kind=InspectionPointKind.AREA, words="Cold")
    forum = ProjectPartFactory(project=project).body
    provider = ProjectPartFactory(project=project, body=BodyFactory(organisation=True)).body
    for role, body in ((Role.CHAIR, forum), (Role.CHAIR, BodyFactory(organisation=True)), (Role.FACILITATOR, provider)):
        assert signed_in(role, body).get(url("inspection_answers", session)).status_code == 403
        with pytest.raises(NotAllowed):
            findings.answer_points(
                session=session, answers={point.pk: "No"}, seen=queries.points_stamp(session), by=acting(role, body)
            )
    with pytest.raises(Missing, match="One of the points is not there any more"):
        findings.answer_points(session=session, answers={0: "No"}, seen="", by=acting())


def test_inspection_answered_by_two_tells_the_second(project, acting):
    session = session_of(project, SessionKind.INSPECTION)
    point = InspectionPoint.objects.create(session=session, kind=InspectionPointKind.AREA, words="Cold")
    stamp, by = queries.points_stamp(session), acting()
    findings.answer_points(session=session, answers={point.pk: "June"}, seen=stamp, by=by)
    with pytest.raises(WrongState, match="Somebody else changed this"):
        findings.answer_points(session=session, answers={point.pk: "July"}, seen=stamp, by=by)
    point.refresh_from_db()
    assert point.answer == "June"


def test_what_was_tried_out_is_public_once_it_is_live(project, signed_in, client):
    session = session_of(project, SessionKind.USER_TESTING)
    browser, page = signed_in(Role.OFFICER), url("tried_out_update", session)
    rows = [
        {"scenario": "Find a club", "page": "Clubs", "link": "https://example.org/clubs", "before": "9 clicks", "after": "2 clicks", "state": "live"},
        {"scenario": "Ask for help", "before": "No button", "after": "A button", "state": "draft"},
    ]  # fmt: skip
    browser.post(page, {"seen": seen(browser, page)} | sent_rows(things=rows))
    text = client.get(url("session", session)).text
    assert [words in text for words in ("Find a club", "https://example.org/clubs", "9 clicks", "2 clicks")] == [True] * 4
    assert [words in text for words in ("Ask for help", "No button")] == [False, False]
    draft = session.tried_out.get(scenario="Ask for help")
    browser.post(page, {"seen": seen(browser, page)} | sent_rows(things=[rows[1] | {"row": draft.pk, "state": "live"}]))
    assert "Ask for help" in client.get(url("session", session)).text


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"scenario": "Find", "link": "not a link", "state": "live"}, "Enter a web address, like https://example.org/page"),
        (
            {"scenario": "Find", "link": "javascript:alert(1)", "state": "live"},
            "Enter a web address, like https://example.org/page",
        ),
        ({"scenario": "", "before": "9 clicks", "state": "live"}, "Say what people tried to do"),
    ],
)
def test_what_cannot_have_been_tried_out_is_refused(project, signed_in, row, message):
    browser, page = signed_in(Role.OFFICER), url("tried_out_update", session_of(project, SessionKind.USER_TESTING))
    assert message in browser.post(page, {"seen": ""} | sent_rows(things=[row])).text
    assert TriedOut.objects.count() == 0


def vote(**changes):
    typed = {"question": "Which name?", "how": "A show of hands", "who_could_vote": "All who came", "result": "The Bridge it is"}
    return (
        typed
        | sent_rows(options=[{"words": "The Bridge", "votes": "19"}, {"words": "The Hub", "votes": "3"}])
        | {"seen": ""}
        | changes
    )


def test_vote_shows_no_small_number_and_no_sum_that_gives_it_away(project, signed_in, client):
    session = session_of(project, SessionKind.VOTE)
    browser, page = signed_in(Role.OFFICER), url("session_vote", session)
    assert browser.post(page, vote()).status_code == 302
    shown = queries.vote(session)
    assert [(option.words, option.votes) for option in shown.options] == [("The Bridge", "19"), ("The Hub", "fewer than 5")]
    assert shown.total == "At least 19 votes in all."
    text = client.get(url("session", session)).text
    assert [words in text for words in ("Which name?", "A show of hands", "All who came", "The Bridge it is", "22")] == [
        True
    ] * 4 + [False]
    VoteOption.objects.filter(words="The Hub").update(votes=6)
    assert queries.vote(session).total == "25 votes in all."
    VoteOption.objects.filter(words="The Hub").update(votes=None)
    assert (queries.vote(session).options[1].votes, queries.vote(session).total) == (
        "Nobody wrote down how many",
        "At least 19 votes in all.",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": ""}, "Say what the vote was about"),
        ({"how": ""}, "Say how people voted"),
        ({"options-0-votes": "-1"}, "Enter 0 or more"),
        ({"options-0-votes": "many"}, "Enter a whole number, like 12"),
        ({"options-1-words": "The Bridge"}, "Two options have the same words."),
        ({"options-0-words": "", "options-1-words": "", "options-0-votes": "", "options-1-votes": ""}, "Write down what people could vote for."),
    ],
)  # fmt: skip
def test_vote_that_cannot_be_is_refused_and_stays_typed(project, signed_in, change, message):
    page = signed_in(Role.OFFICER).post(url("session_vote", session_of(project, SessionKind.VOTE)), vote(**change))
    assert message in page.text
    assert (Vote.objects.count(), page.context["form"]["result"].value()) == (0, "The Bridge it is")


def test_page_of_one_kind_is_not_there_for_another(project, signed_in):
    browser = signed_in(Role.OFFICER)
    session = session_of(project, SessionKind.WORKSHOP)
    names = (
        "inspection_update",
        "inspection_answers",
        "tried_out_update",
        "session_vote",
        "panel_update",
        "panel",
        "panel_begin",
    )
    assert [browser.get(url(name, session)).status_code for name in names] == [404] * 7


def test_kind_of_session_stays_once_something_stands_on_its_page(project, signed_in):
    session = session_of(project, SessionKind.VOTE)
    browser = signed_in(Role.OFFICER)
    browser.post(url("session_vote", session), vote())
    page = url("session_update", session)
    sent = {"seen": seen(browser, page), "kind": "workshop", "topic": "A day there"} | sent_rows(counts=[], sayings=[])
    assert "so the kind of session stays as it is" in browser.post(page, sent).text


def test_findings_of_a_stopped_project_are_refused_and_stay_typed(project, signed_in):
    session = session_of(project, SessionKind.VOTE)
    browser, page = signed_in(Role.OFFICER), url("session_vote", session)
    project.status = ProjectStatus.STOPPED
    project.save()
    text = browser.post(page, vote()).text
    assert ("was stopped" in text, "The Bridge it is" in text, Vote.objects.count()) == (True, True, 0)


def test_vote_whose_last_step_fails_saves_nothing(project, acting, monkeypatch):
    def broken():
        raise RuntimeError

    monkeypatch.setattr("engagements.services.findings.publication.bump", broken)
    with pytest.raises(RuntimeError):
        findings.write_vote(
            session=session_of(project, SessionKind.VOTE), question="Which?", method="Hands", who_could_vote="", result="", seen="",
            options=[findings.Line({"words": "A", "votes": 5}, "words")], by=acting(),
        )  # fmt: skip
    assert (Vote.objects.count(), VoteOption.objects.count()) == (0, 0)
