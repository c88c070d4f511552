"""Decisions: the options and whose idea each was, how it was decided, and how much the forum's view counted."""

import pytest
from django.urls import reverse

from coproduction.core.errors import WrongState
from coproduction.core.partial_dates import PartialDate
from engagements.enums import OptionOrigin, ProjectStatus
from engagements.models import Decision, DecisionOption
from engagements.queries import decisions as queries
from engagements.queries.lines import Line
from engagements.services import decisions
from groups.enums import Role
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import BodyFactory
from tests.factories.sessions import DecisionFactory, sent_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def project():
    return ProjectFactory(slug="hub", title="The hub")


@pytest.fixture
def forum(project):
    return ProjectPartFactory(project=project, body=BodyFactory(name="Riverside Parents", slug="riverside")).body


def sent(**changes):
    typed = {
        "question": "Where the hub opens", "decided_day": "", "decided_month": "4", "decided_year": "2025", "session": "",
        "decided_by": "riverside", "how": "vote", "method_words": "Dots on a map", "forum_weight": "equal", "weight_words": "Half and half",
        "result": "It opens by the park", "disagreement": "Two families wanted the station", "seen": "",
    }  # fmt: skip
    options = [
        {"words": "By the park", "origin_of_idea": "forum", "body": "riverside", "is_chosen": "on"},
        {"words": "By the station", "origin_of_idea": "council", "body": ""},
    ]
    return typed | sent_rows(options=options) | changes


def test_decision_stands_on_a_page_of_its_own(project, forum, signed_in, client):
    session = SessionFactory(project=project, topic="The map evening")
    browser = signed_in(Role.OFFICER)
    response = browser.post(reverse("decision_create", args=["hub"]), sent(session=session.ref))
    decision = project.decisions.get()
    assert response["Location"] == reverse("decision", args=["hub", decision.ref])
    (line,) = queries.decisions(project)
    assert (line.question, line.when, line.chosen, line.how, line.weight, line.weight_words) == (
        "Where the hub opens", "April 2025", "By the park", "Voted: Dots on a map", "It counted as much as the council’s view", "Half and half",
    )  # fmt: skip
    assert [(each.words, each.whose, each.group and each.group.name, each.is_chosen) for each in line.options] == [
        ("By the park", "A forum’s idea", "Riverside Parents", True),
        ("By the station", "The council’s idea", None, False),
    ]
    page = client.get(response["Location"]).text
    assert [
        words in page for words in ("Two families wanted the station", "It opens by the park", "The map evening", "April 2025")
    ] == [True] * 4
    assert "Where the hub opens" in client.get(line.session_url).text
    assert "Where the hub opens" in browser.get(reverse("project_sessions", args=["hub"])).text


def test_decision_is_changed_and_an_option_emptied_is_taken_away(project, forum, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(reverse("decision_create", args=["hub"]), sent())
    decision = project.decisions.get()
    url = reverse("decision_update", args=["hub", decision.ref])
    form = browser.get(url)
    first, second = decision.options.all()
    options = sent_rows(options=[{"row": first.pk, "words": ""}, {"row": second.pk, "words": "Both", "origin_of_idea": "people"}])
    assert form.context["form"]["how"].value() == "vote"
    browser.post(url, sent(question="Where it opens", seen=form.context["form"]["seen"].value()) | options)
    decision.refresh_from_db()
    assert (decision.question, list(decision.options.values_list("words", "origin_of_idea"))) == (
        "Where it opens",
        [("Both", "people")],
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": ""}, "Say what was decided"),
        ({"how": ""}, "Choose how it was decided"),
        ({"forum_weight": ""}, "Choose how much the forum’s view counted"),
        ({"decided_year": "2199"}, "This day is still to come. Enter the day on which it was decided."),
        ({"decided_day": "31", "decided_month": "6"}, "Enter the date of the decision as a real date, like 27 3 2026"),
        ({"options-0-words": ""}, "Say what the option was"),
        ({"options-0-body": "unknown"}, "Choose one of the answers in the list"),
        ({"session": "unknown"}, "Choose one of the answers in the list"),
    ],
)
def test_decision_that_cannot_be_is_refused_and_stays_typed(project, forum, signed_in, change, message):
    page = signed_in(Role.OFFICER).post(reverse("decision_create", args=["hub"]), sent(**change))
    assert message in page.text
    assert (Decision.objects.count(), page.context["form"]["disagreement"].value()) == (0, "Two families wanted the station")


def test_decision_sent_twice_is_written_down_once(project, forum, signed_in):
    browser = signed_in(Role.OFFICER)
    browser.post(reverse("decision_create", args=["hub"]), sent())
    assert "This decision is written down already" in browser.post(reverse("decision_create", args=["hub"]), sent()).text
    assert Decision.objects.count() == 1


def test_decision_of_a_project_stopped_meanwhile_is_refused_and_stays_typed(project, forum, signed_in):
    browser = signed_in(Role.OFFICER)
    project.status = ProjectStatus.STOPPED
    project.save()
    text = browser.post(reverse("decision_create", args=["hub"]), sent()).text
    assert ("was stopped" in text, "Two families wanted the station" in text, Decision.objects.count()) == (True, True, 0)


def test_decision_changed_by_two_people_tells_the_second(project, acting):
    decision, by = DecisionFactory(project=project), acting()
    facts = {"decided": PartialDate.unknown(), "options": [], "seen": queries.stamp_of(decision), "by": by}
    decisions.change(decision=decision, question="One", **facts)
    with pytest.raises(WrongState, match="Somebody else changed this decision"):
        decisions.change(decision=decision, question="Two", **facts)
    decision.refresh_from_db()
    assert decision.question == "One"


def test_decision_whose_options_cannot_be_written_is_not_saved(project, acting, monkeypatch):
    def broken(**values):
        raise RuntimeError

    monkeypatch.setattr(DecisionOption.objects, "create", broken)
    options = [Line({"words": "A", "origin_of_idea": OptionOrigin.PEOPLE, "body": None, "is_chosen": True}, "words")]
    with pytest.raises(RuntimeError):
        decisions.record(
            project=project,
            question="Where",
            decided=PartialDate.unknown(),
            options=options,
            method="vote",
            forum_weight="some",
            by=acting(),
        )
    assert Decision.objects.count() == 0


def test_decision_of_a_draft_is_for_its_own_people(signed_in, client):
    draft = ProjectFactory(slug="draft", draft=True)
    forum = ProjectPartFactory(project=draft).body
    url = reverse("decision", args=["draft", DecisionFactory(project=draft).ref])
    assert (client.get(url).status_code, signed_in(Role.MEMBER).get(url).status_code) == (404, 404)
    assert (signed_in(Role.MEMBER, forum).get(url).status_code, signed_in(Role.OFFICER).get(url).status_code) == (200, 200)


def test_decision_names_no_discreet_group(project, signed_in, client):
    discreet = ProjectPartFactory(project=project, body=BodyFactory(discreet=True, name="Secret Circle", slug="secret")).body
    decision = DecisionFactory(project=project, decided_by=discreet)
    DecisionOption.objects.create(decision=decision, words="Later hours", origin_of_idea=OptionOrigin.FORUM, body=discreet)
    page = client.get(reverse("decision", args=["hub", decision.ref])).text
    assert ("Secret Circle" in page, "Later hours" in page, "A forum’s idea" in page) == (False, True, True)
    form = signed_in(Role.OFFICER).get(reverse("decision_create", args=["hub"]))
    assert "secret" not in dict(form.context["form"].fields["decided_by"].choices)


@pytest.mark.parametrize("number", [1, 4])
def test_decisions_take_the_same_queries(project, django_assert_num_queries, number):
    for _one in range(number):
        decision = DecisionFactory(project=project, session=SessionFactory(project=project), decided_by=BodyFactory())
        DecisionOption.objects.create(decision=decision, words="A", origin_of_idea=OptionOrigin.FORUM, body=BodyFactory())
    with django_assert_num_queries(2):
        assert len(queries.decisions(project)) == number
