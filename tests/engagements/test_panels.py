"""A panel is fixed before it scores, sealed until it is released, and what is released are ranks."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent
from engagements.enums import PanelState, ProjectStatus, SessionKind
from engagements.models import Criterion, Panel, PanelSeat, Score
from engagements.queries import panels as queries
from engagements.services import panels
from groups.actors import Actor
from groups.enums import Role
from tests.factories.engagements import ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import CapacityFactory
from tests.factories.sessions import CandidateFactory, CriterionFactory, PanelFactory, PanelSeatFactory, sent_rows

pytestmark = pytest.mark.django_db

# Scores that can be found nowhere else on a page.
HIGHEST, OWN, OTHERS, LABELS = 100, 83, 94, 67
LEAKS = {"own": str(OWN), "others": str(OTHERS), "label": str(LABELS)}


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


class Scene:
    """Two seats with accounts, a label for whom a scribe writes, and everyone else who could look."""

    def __init__(self, state=PanelState.SCORING):
        self.project = ProjectFactory(slug="breaks", title="Short breaks")
        self.forum = ProjectPartFactory(project=self.project).body
        self.session = SessionFactory(project=self.project, kind=SessionKind.TENDER_PANEL, topic="Who runs it")
        self.panel = PanelFactory(session=self.session, scoring=True, highest=HIGHEST)
        self.criterion = CriterionFactory(panel=self.panel, words="Listens")
        self.candidates = [
            CandidateFactory(panel=self.panel, name=name, order=order) for order, name in enumerate(("Alder", "Birch"))
        ]
        self.people = {
            "own": CapacityFactory(body=self.forum), "others": CapacityFactory(body=self.forum), "scribe": CapacityFactory(role=Role.FACILITATOR),
            "stood back": CapacityFactory(body=self.forum), "officer": CapacityFactory(role=Role.OFFICER), "member": CapacityFactory(body=self.forum),
            "administrator": CapacityFactory(role=Role.ADMINISTRATOR), "committee": CapacityFactory(role=Role.COMMITTEE_MEMBER),
            "facilitator": CapacityFactory(role=Role.FACILITATOR, body=self.forum),
        }  # fmt: skip
        self.seats = {
            name: PanelSeatFactory(panel=self.panel, label=f"Seat {name}", order=order, declared=True, user=self.user(name), is_scribe=name == "scribe", stands_back=name == "stood back")
            for order, name in enumerate(("own", "others", "scribe", "label", "stood back"))
        }  # fmt: skip
        for name, value in (("own", OWN), ("others", OTHERS), ("label", LABELS)):
            self.give(name, value)
        self.go_to(state)

    def user(self, name):
        return self.people[name].user if name in self.people else None

    def actor(self, name):
        capacity = self.people[name]
        capacity.user.__dict__.pop("live_capacities", None)
        return Actor(capacity.user, capacity)

    def give(self, name, value):
        for candidate in self.candidates:
            Score.objects.update_or_create(
                seat=self.seats[name], candidate=candidate, criterion=self.criterion, defaults={"value": value}
            )

    def go_to(self, state):
        self.panel.state = state
        self.panel.released_at = timezone.now() if state == PanelState.RELEASED else None
        self.panel.save()

    def url(self, name="panel", *more):
        return reverse(name, args=[self.project.slug, self.session.ref, *more])

    def pages(self):
        """Every page that could hold a score."""
        seats = [self.url("panel_seat", seat.order + 1) for seat in self.seats.values()]
        lists = [
            reverse("project", args=["breaks"]),
            reverse("project_sessions", args=["breaks"]),
            reverse("projects"),
            reverse("audit"),
        ]
        own = [self.url(name) for name in ("panel", "session", "session_update", "panel_update", "panel_begin", "session_photos")]
        return [*own, *seats, *lists]


def read_by(browser, scene):
    """Whose scores this person can read anywhere, also when a page is asked to do something that it refuses."""
    heard = ""
    for url in scene.pages():
        heard += browser.get(url).text
        if url.startswith(scene.url("session")) and "seats" in url:
            heard += browser.post(url, {"score": "1", f"score_{scene.candidates[0].pk}_{scene.criterion.pk}": "101"}).text
    return {name for name, value in LEAKS.items() if re.search(rf"(?<![\w-]){value}(?![\w-])", heard)}


EVERYTHING = {"own", "others", "label"}
READS = {
    PanelState.SCORING: {"own": {"own"}, "others": {"others"}, "scribe": {"label"}},
    PanelState.LOCKED: {"own": EVERYTHING, "others": EVERYTHING, "scribe": EVERYTHING},
    PanelState.RELEASED: {"own": EVERYTHING, "others": EVERYTHING, "scribe": EVERYTHING},
}


@pytest.mark.parametrize("state", READS)
def test_scores_are_read_by_the_panel_alone(state, signed_in, client, settings):
    scene = Scene(state)
    found = {name: read_by(signed_in(user=capacity.user), scene) for name, capacity in scene.people.items()}
    assert found == {name: READS[state].get(name, set()) for name in scene.people}
    assert read_by(client, scene) == set()
    # Nor in what was written down about it.
    assert [event for event in AuditEvent.objects.all() if any(value in str(event.facts) for value in LEAKS.values())] == []


def test_page_of_the_panel_is_for_its_seats_and_for_those_who_set_it_up(signed_in, client):
    scene = Scene()
    got = {name: signed_in(user=capacity.user).get(scene.url()).status_code for name, capacity in scene.people.items()}
    assert got == {
        "own": 200, "others": 200, "scribe": 200, "stood back": 200, "officer": 200, "member": 404, "administrator": 404,
        "committee": 404, "facilitator": 200,
    }  # fmt: skip
    assert client.get(scene.url()).status_code == 302


def test_officer_who_is_not_on_the_panel_sees_how_many_have_finished(signed_in):
    scene = Scene()
    scene.seats["others"].scores.all().delete()
    page = signed_in(user=scene.user("officer")).get(scene.url())
    assert page.context["page"].progress == "2 of 3 people have finished scoring."
    assert (page.context["page"].ranked, page.context["page"].sheets) == ((), ())


def test_interest_is_read_by_officers_and_whoever_declared_it(signed_in):
    scene = Scene()
    scene.seats["own"].interest = "My aunt works for Alder"
    scene.seats["own"].save()
    people = ("own", "others", "scribe", "officer", "facilitator")
    found = {name for name in people if "My aunt" in signed_in(user=scene.user(name)).get(scene.url()).text}
    assert found == {"own", "officer"}


def box(scene, candidate=0):
    return f"score_{scene.candidates[candidate].pk}_{scene.criterion.pk}"


def score(browser, scene, seat, **values):
    url = scene.url("panel_seat", scene.seats[seat].order + 1)
    form = browser.get(url).context["form"]
    return browser.post(url, {"score": "1", "seen": form["seen"].value() if form else ""} | values)


def test_seat_scores_and_changes_its_mind(signed_in):
    scene = Scene()
    browser = signed_in(user=scene.user("own"))
    assert score(browser, scene, "own", **{box(scene): "12", box(scene, 1): ""}).status_code == 302
    assert list(scene.seats["own"].scores.values_list("candidate__name", "value")) == [("Alder", 12)]


def test_scribe_scores_for_labels_and_for_nobody_else(signed_in):
    scene = Scene()
    browser = signed_in(user=scene.user("scribe"))
    assert score(browser, scene, "label", **{box(scene): "7", box(scene, 1): "8"}).status_code == 302
    assert [each.value for each in scene.seats["label"].scores.order_by("candidate")] == [7, 8]
    assert browser.get(scene.url("panel_seat", 1)).status_code == 404
    with pytest.raises(NotAllowed):
        panels.score(seat=scene.seats["own"], sheet={}, seen="", by=scene.actor("scribe"))
    # Nor for themselves.
    with pytest.raises(NotAllowed):
        panels.score(seat=scene.seats["scribe"], sheet={}, seen="", by=scene.actor("scribe"))


@pytest.mark.parametrize("value", ["101", "-1", "2.5", "many"])
def test_score_outside_its_range_is_refused_and_stays_typed(signed_in, value):
    scene = Scene()
    page = score(signed_in(user=scene.user("own")), scene, "own", **{box(scene): value, box(scene, 1): "55"})
    assert "Enter a score from 0 to 100 for “Alder”: Listens" in page.text
    assert (page.context["form"][box(scene)].value(), page.context["form"][box(scene, 1)].value()) == (value, "55")
    assert {each.value for each in scene.seats["own"].scores.all()} == {OWN}
    sheet = {(scene.candidates[0].pk, scene.criterion.pk): 101}
    with pytest.raises(WrongState, match="Enter scores from 0 to 100"):
        panels.score(seat=scene.seats["own"], sheet=sheet, seen="", by=scene.actor("own"))


@pytest.mark.parametrize("state", [PanelState.LOCKED, PanelState.RELEASED])
def test_score_after_the_end_is_refused_and_stays_typed(signed_in, state):
    scene = Scene(state)
    url = scene.url("panel_seat", 1)
    page = signed_in(user=scene.user("own")).post(url, {"score": "1", box(scene): "12", box(scene, 1): "13"})
    assert "Scoring is over, so this was not saved." in page.text
    assert [page.context["form"][box(scene, place)].value() for place in (0, 1)] == ["12", "13"]
    assert {each.value for each in scene.seats["own"].scores.all()} == {OWN}


def test_score_of_another_panel_is_refused():
    scene = Scene()
    other = CandidateFactory()
    with pytest.raises(Missing, match="is not on this panel"):
        panels.score(seat=scene.seats["own"], sheet={(other.pk, scene.criterion.pk): 1}, seen="", by=scene.actor("own"))


def test_score_written_on_two_screens_tells_the_second():
    scene = Scene()
    sheet = {(scene.candidates[0].pk, scene.criterion.pk): 3}
    with pytest.raises(WrongState, match="These scores changed"):
        panels.score(seat=scene.seats["own"], sheet=sheet, seen="old", by=scene.actor("own"))


def test_nobody_scores_before_their_interests_are_declared(signed_in):
    scene = Scene()
    scene.seats["own"].scores.all().delete()
    scene.seats["own"].declared_at = None
    scene.seats["own"].save()
    browser, url = signed_in(user=scene.user("own")), scene.url("panel_seat", 1)
    assert browser.get(url).context["form"] is None
    refused = browser.post(url, {"score": "1", box(scene): "12"})
    assert "First declare the interests of this seat." in refused.text
    assert "Choose whether there is an interest" in browser.post(url, {"declare": "1"}).text
    assert "Say which interest it is" in browser.post(url, {"declare": "1", "has_interest": "interest"}).text
    assert browser.post(url, {"declare": "1", "has_interest": "none"}).status_code == 302
    assert score(browser, scene, "own", **{box(scene): "12", box(scene, 1): "1"}).status_code == 302


def test_whoever_stands_back_loses_scores_and_reads_none(signed_in):
    scene = Scene()
    browser, url = signed_in(user=scene.user("own")), scene.url("panel_seat", 1)
    browser.post(url, {"declare": "1", "has_interest": "interest", "interest": "My aunt works there", "stands_back": "on"})
    assert scene.seats["own"].scores.count() == 0
    scene.go_to(PanelState.LOCKED)
    assert read_by(browser, scene) == set()
    with pytest.raises(NotAllowed):
        panels.unlock(panel=scene.panel, by=scene.actor("own"))


def test_scribe_declares_before_writing_for_others(signed_in):
    scene = Scene()
    scene.seats["scribe"].declared_at = None
    scene.seats["scribe"].save()
    assert signed_in(user=scene.user("scribe")).get(scene.url("panel_seat", scene.seats["label"].order + 1)).status_code == 404
    with pytest.raises(NotAllowed):
        panels.declare(seat=scene.seats["label"], interest="", stands_back=False, by=scene.actor("scribe"))


def test_panel_is_locked_by_a_seat_once_everyone_has_finished(signed_in):
    scene = Scene()
    last = scene.seats["label"].scores.first()
    last.delete()
    with pytest.raises(WrongState, match="1 person has not finished scoring"):
        panels.lock(panel=scene.panel, by=scene.actor("own"))
    scene.give("label", LABELS)
    for who in ("officer", "stood back", "member"):
        with pytest.raises(NotAllowed):
            panels.lock(panel=scene.panel, by=scene.actor(who))
    signed_in(user=scene.user("own")).post(scene.url(), {"lock": "1"})
    scene.panel.refresh_from_db()
    assert scene.panel.state == PanelState.LOCKED


def test_panel_opens_again_and_is_released_once(signed_in, client):
    scene = Scene(PanelState.LOCKED)
    signed_in(user=scene.user("others")).post(scene.url(), {"unlock": "1"})
    scene.panel.refresh_from_db()
    assert scene.panel.state == PanelState.SCORING
    with pytest.raises(WrongState):
        panels.release(panel=scene.panel, by=scene.actor("officer"))
    panels.lock(panel=scene.panel, by=scene.actor("own"))
    for who in ("own", "member", "facilitator", "administrator"):
        with pytest.raises(NotAllowed):
            panels.release(panel=scene.panel, by=scene.actor(who))
    officer = signed_in(user=scene.user("officer"))
    assert officer.post(scene.url(), {"release": "1", "result_words": "Both will be asked again."}).status_code == 302
    page = client.get(scene.url("session")).text
    assert "The scores of the panel counted for 20% of the decision." in page
    assert "Who scored: fewer than 5 people." in page
    assert "Both will be asked again." in page
    for act in (panels.lock, panels.unlock, panels.release):
        with pytest.raises(Refused):
            act(panel=scene.panel, by=scene.actor("own"))


def test_released_ranks_are_public_and_ties_share_one(client):
    scene = Scene(PanelState.LOCKED)
    third = CandidateFactory(panel=scene.panel, name="Cedar", order=2)
    for seat in ("own", "others", "label"):
        Score.objects.create(seat=scene.seats[seat], candidate=third, criterion=scene.criterion, value=99)
    panels.release(panel=scene.panel, by=scene.actor("scribe"))
    result = queries.result(scene.session)
    assert [(line.rank, line.candidate, line.mean) for line in result.lines] == [
        ("1", "Cedar", ""),
        ("2, shared", "Alder", ""),
        ("2, shared", "Birch", ""),
    ]
    page = client.get(scene.url("session")).text
    assert [value for value in (*LEAKS.values(), "99", "81.33") if f">{value}<" in page] == []


def test_result_is_nobodys_before_release(client):
    for state in (PanelState.SCORING, PanelState.LOCKED):
        scene = Scene.__new__(Scene)
        Scene.__init__(scene, state)
        assert queries.result(scene.session) is None
        assert "How the panel ranked" not in client.get(scene.url("session")).text
        scene.project.delete()


def test_officer_outside_the_panel_takes_out_a_seat_that_can_no_longer_score(signed_in):
    scene = Scene()
    with pytest.raises(NotAllowed):
        panels.excuse(seat=scene.seats["own"], reason="Ill", by=scene.actor("others"))
    browser = signed_in(user=scene.user("officer"))
    assert (
        "Say why this person does not score any more"
        in browser.post(scene.url(), {"excuse": "1", "number": "1", "reason": ""}).text
    )
    browser.post(scene.url(), {"excuse": "1", "number": "1", "reason": "Ill"})
    scene.seats["own"].refresh_from_db()
    assert (scene.seats["own"].stands_back, scene.seats["own"].scores.count()) == (True, 0)
    # An officer on the panel knows scores, and so cannot.
    PanelSeat.objects.filter(pk=scene.seats["others"].pk).update(user=scene.user("officer"))
    with pytest.raises(NotAllowed, match="You are on this panel"):
        panels.excuse(seat=scene.seats["label"], reason="Ill", by=scene.actor("officer"))


def set_up(**changes):
    typed = {"weight": "20", "highest": "5", "seen": ""}
    rows = sent_rows(
        criteria=[{"words": "Listens", "weight": "2"}, {"words": "Price", "weight": ""}],
        candidates=[{"name": "Alder"}, {"name": "Birch"}],
        seats=[{"label": "Young person 1"}, {"label": "Scribe", "is_scribe": "on"}],
    )
    return typed | rows | changes


@pytest.fixture
def tender():
    project = ProjectFactory(slug="breaks")
    return SessionFactory(project=project, kind=SessionKind.TENDER_PANEL, topic="Who runs it")


def test_panel_is_set_up_asked_about_once_more_and_then_fixed(tender, signed_in):
    browser = signed_in(Role.OFFICER)
    args = ["breaks", tender.ref]
    scribe = browser.actor.user
    sent = set_up(**{"seats-1-user": str(scribe.pk)})
    assert browser.post(reverse("panel_update", args=args), sent)["Location"] == reverse("panel", args=args)
    panel = Panel.objects.get()
    assert (panel.weight, panel.highest, panel.state) == (20, 5, PanelState.SETTING_UP)
    assert list(panel.criteria.values_list("words", "weight")) == [("Listens", 2), ("Price", 1)]
    assert list(panel.seats.values_list("label", "user", "is_scribe")) == [
        ("Young person 1", None, False),
        ("Scribe", scribe.pk, True),
    ]
    assert "Fix this and begin scoring?" in browser.get(reverse("panel_begin", args=args)).text
    browser.post(reverse("panel_begin", args=args))
    panel.refresh_from_db()
    assert (panel.state, panel.fixed_by_label) == (PanelState.SCORING, browser.actor.label)
    refused = browser.post(reverse("panel_update", args=args), set_up(weight="60", **{"seats-1-user": str(scribe.pk)})).text
    assert "Scoring has begun. The weight, the criteria, the candidates and the seats stay as they are." in refused
    panel.refresh_from_db()
    assert (panel.weight, Criterion.objects.count()) == (20, 2)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": "101"}, "Enter 100 or less"),
        ({"highest": "0"}, "Enter 1 or more"),
        ({"criteria-1-words": "Listens"}, "Two criteria have the same words."),
        ({"candidates-1-name": "Alder"}, "Two candidates have the same name."),
        ({"seats-1-label": "Young person 1", "seats-1-is_scribe": ""}, "Two people on the panel have the same name, or one of them is there twice."),
        ({"seats-1-label": ""}, "Say how this seat is called, like young person 3"),
        ({"seats-1-user": ""}, "Choose who it is: only someone with an account can write down scores"),
    ],
)  # fmt: skip
def test_panel_that_cannot_be_set_up_is_refused(tender, signed_in, change, message):
    browser = signed_in(Role.OFFICER)
    sent = set_up(**({"seats-1-user": str(browser.actor.user.pk)} | change))
    page = browser.post(reverse("panel_update", args=["breaks", tender.ref]), sent)
    assert message in page.text
    assert (Panel.objects.count(), page.context["criteria"].forms[0]["words"].value()) == (0, "Listens")


@pytest.mark.parametrize(
    ("missing", "message"),
    [("weight", "Say how much"), ("criteria", "at least one criterion"), ("candidates", "at least one candidate"), ("seats", "who sits on"), ("scribe", "without an account")],
)  # fmt: skip
def test_scoring_begins_only_when_everything_is_there(acting, missing, message):
    panel = PanelFactory(weight=None if missing == "weight" else 20)
    if missing != "criteria":
        CriterionFactory(panel=panel)
    if missing != "candidates":
        CandidateFactory(panel=panel)
    if missing != "seats":
        PanelSeatFactory(panel=panel, user=None if missing == "scribe" else CapacityFactory().user)
    with pytest.raises(Missing, match=message):
        panels.begin(panel=panel, by=acting())


def test_panel_of_a_stopped_project_stays_as_it_is():
    scene = Scene()
    scene.project.status = ProjectStatus.STOPPED
    scene.project.save()
    with pytest.raises(WrongState, match="was stopped"):
        panels.lock(panel=scene.panel, by=scene.actor("own"))


def test_whose_part_has_ended_does_not_score():
    scene = Scene()
    actor = scene.actor("own")
    actor.capacity.until = timezone.localdate() - timezone.timedelta(days=1)
    actor.capacity.save()
    with pytest.raises(NotAllowed):
        panels.score(seat=scene.seats["own"], sheet={}, seen="", by=actor)


def test_scores_are_saved_all_or_none(monkeypatch):
    scene = Scene()

    def broken(**facts):
        raise RuntimeError

    monkeypatch.setattr("engagements.services.panels.audit.record", broken)
    sheet = {(candidate.pk, scene.criterion.pk): 1 for candidate in scene.candidates}
    with pytest.raises(RuntimeError):
        panels.score(seat=scene.seats["own"], sheet=sheet, seen=queries.sheet_stamp(scene.seats["own"]), by=scene.actor("own"))
    assert {each.value for each in scene.seats["own"].scores.all()} == {OWN}


@pytest.mark.parametrize("number", [1, 4])
def test_panel_page_takes_the_same_queries(signed_in, django_assert_num_queries, number):
    scene = Scene(PanelState.LOCKED)
    for order in range(10, 10 + number):
        seat = PanelSeatFactory(panel=scene.panel, declared=True, order=order)
        for candidate in scene.candidates:
            Score.objects.create(seat=seat, candidate=candidate, criterion=scene.criterion, value=1)
    browser = signed_in(user=scene.user("own"))
    with django_assert_num_queries(22):
        browser.get(scene.url())
