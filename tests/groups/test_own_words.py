"""What a forum writes about itself: only its own people, and everyone can read it."""

import pytest

from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.models import AuditEvent, Publication
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import publication
from groups.models import Priority, Theme
from groups.services import own_words
from tests.factories.forums import PriorityFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(slug="youth", purpose="The council says this.")


@pytest.fixture
def chair(signed_in, forum):
    return signed_in("chair", forum)


PAGE, PUBLIC = "/forums/youth/own-words/", "/forums/youth/"


def titles(forum):
    return [priority.title for priority in forum.priorities.order_by("order")]


@pytest.mark.parametrize("role", ["chair", "representative", "organiser", "facilitator"])
def test_people_who_hold_the_pen_open_the_page(signed_in, forum, role):
    assert signed_in(role, forum).get(PAGE).status_code == 200


@pytest.mark.parametrize("role", ["officer", "board_administrator", "administrator", "safeguarding_lead", "member"])
@pytest.mark.parametrize("serves", [True, False])
def test_council_and_plain_members_are_refused(signed_in, forum, role, serves):
    client = signed_in(role, forum if serves else BodyFactory(team=True))
    assert [client.get(PAGE).status_code, client.post(PAGE, {"own_words": "Ours!", "words": ""}).status_code] == [403, 403]
    forum.refresh_from_db()
    assert forum.own_words == ""


def test_chair_of_another_forum_is_refused(signed_in, forum):
    assert signed_in("chair").get(PAGE).status_code == 403


@pytest.mark.parametrize("role", ["officer", "administrator", "member"])
def test_service_itself_refuses_whoever_does_not_hold_the_pen(acting, forum, role):
    with pytest.raises(NotAllowed):
        own_words.write(body=forum, words="Ours!", by=acting(role, forum))


def test_words_stand_in_paragraphs_under_what_the_council_says(client, chair, forum):
    assert chair.post(PAGE, {"own_words": "We are <b>many</b>.\r\n\r\nCome along.", "words": ""}).url == PAGE
    text = client.get(PUBLIC).text
    assert ("<p>We are &lt;b&gt;many&lt;/b&gt;.</p><p>Come along.</p>" in text) is True
    assert text.index("The council says this.") < text.index("Come along.")


def test_words_that_are_too_long_stay_in_the_box(chair, forum):
    words = "word " * 1001
    response = chair.post(PAGE, {"own_words": words, "words": ""})
    assert (response.status_code, response.context["words_form"].errors["own_words"]) == (
        200,
        ["Use 5000 characters or fewer. You used 5004."],
    )
    assert words.strip() in response.text


def test_theme_of_the_year_stands_in_public(client, chair, forum):
    chair.post(PAGE, {"theme-title": "Transport", "theme-period": "2025", "theme": ""})
    chair.post(PAGE, {"theme-title": "Kindness", "theme-period": "2026-27", "theme": ""})
    chair.post(PAGE, {"theme-title": "Friends", "theme-period": "2026-27", "theme": ""})
    assert client.get(PUBLIC).context["page"].themes == ("Friends (2026 to 2027)", "Transport (2025)")
    chair.post(PAGE, {"drop_theme": Theme.objects.get(title="Friends").pk})
    assert client.get(PUBLIC).context["page"].themes == ("Transport (2025)",)


def test_theme_for_no_year_says_what_to_write(chair):
    response = chair.post(PAGE, {"theme-title": "Kindness", "theme-period": "soon", "theme": ""})
    assert response.context["theme_form"].errors == {"period": ["Write a year like 2026, or two like 2026-27."]}
    assert 'value="Kindness"' in response.text


def test_priority_is_proposed_adopted_retired_and_brought_back(client, chair, forum):
    chair.post(PAGE, {"new-title": "Buses", "new-period": "2026", "new-used_in": "grants", "propose": ""})
    priority = Priority.objects.get()
    seen = [priority.status]
    for step in ("adopted", "retired", "proposed"):
        chair.post(PAGE, {"priority": priority.pk, "step": step})
        priority.refresh_from_db()
        seen.append(priority.status)
    assert seen == ["proposed", "adopted", "retired", "proposed"]
    assert [event.facts.get("status", "") for event in AuditEvent.objects.filter(target=f"groups.priority:{priority.pk}").order_by("pk")] == [
        "", "adopted", "retired", "proposed",
    ]  # fmt: skip


def test_priority_takes_no_step_that_the_table_does_not_know(chair, forum, acting):
    priority = PriorityFactory(body=forum)
    with pytest.raises(WrongState):
        own_words.step(priority=priority, status="proposed", by=acting("chair", forum))
    response = chair.post(PAGE, {"priority": priority.pk, "step": "nonsense"}, follow=True)
    assert "This priority has moved on. Look at the list again." in response.text


def test_public_page_shows_priorities_by_period_and_the_retired_behind_a_line(client, forum):
    PriorityFactory(body=forum, title="Buses", period=PartialDate.parse("2025"), used_in="grants")
    PriorityFactory(body=forum, title="Parks", period=PartialDate.parse("2026"))
    PriorityFactory(body=forum, title="Clubs", period=PartialDate.parse("2026"), proposed=True)
    PriorityFactory(body=forum, title="Old one", retired=True)
    response = client.get(PUBLIC)
    page = response.context["page"]
    assert [(period.words, [(line.title, line.state_words) for line in period.priorities]) for period in page.priorities] == [
        ("2026", [("Parks", "Adopted"), ("Clubs", "Proposed")]),
        ("2025", [("Buses", "Adopted")]),
    ]
    assert [line.title for line in page.retired] == ["Old one"]
    before, after = response.text.split("What mattered before")
    assert ("Old one" in before, "Old one" in after) == (False, True)


def test_buttons_move_a_priority_up_and_down(chair, forum):
    first, _second, third = (PriorityFactory(body=forum, title=title, order=0) for title in ("a", "b", "c"))
    PriorityFactory(body=forum, title="gone", retired=True, order=0)
    chair.post(PAGE, {"up": third.pk})
    assert titles(forum)[:3] == ["a", "c", "b"]
    chair.post(PAGE, {"down": first.pk})
    assert titles(forum) == ["c", "a", "b", "gone"]
    text = chair.post(PAGE, {"up": third.pk}, follow=True).text
    assert "This priority cannot go further in that direction." in text
    buttons = [(line.title, line.can_go_up, line.can_go_down) for line, _form in chair.get(PAGE).context["priorities"]]
    assert buttons == [("c", False, True), ("a", True, True), ("b", True, False), ("gone", False, False)]


def test_words_of_a_priority_change_and_its_time_in_words_stays(chair, forum):
    priority = PriorityFactory(body=forum, title="Busses", period=PartialDate.unknown("every spring"))
    chair.post(PAGE, {"priority": priority.pk, "title": "Buses", "period": "", "used_in": "", "change": ""})
    priority.refresh_from_db()
    assert (priority.title, str(priority.period)) == ("Buses", "every spring")


def test_change_with_an_error_keeps_what_was_typed_in_its_own_place(chair, forum):
    priority, other = PriorityFactory(body=forum, title="One"), PriorityFactory(body=forum, title="Two")
    sent = {"priority": priority.pk, "title": "A long new title", "period": "whenever", "used_in": "", "change": ""}
    response = chair.post(PAGE, sent)
    forms = {form.of.pk: form for _line, form in response.context["priorities"]}
    assert (forms[priority.pk]["title"].value(), forms[other.pk]["title"].value()) == ("A long new title", "Two")
    assert "Write a year like 2026, or two like 2026-27." in response.text


def test_priority_of_another_forum_is_not_found(chair):
    assert chair.post(PAGE, {"up": PriorityFactory().pk}).status_code == 404


@pytest.mark.parametrize("sent", [{}, {"up": "x"}, {"up": "9" * 30}, {"drop_theme": ""}])
def test_nonsense_is_not_found(chair, sent):
    assert chair.post(PAGE, sent).status_code == 404


def test_made_up_chair_proposes_made_up_priorities(acting, forum):
    by = acting("chair", forum, user__is_demonstration=True)
    assert own_words.propose(body=forum, title="Buses", period=PartialDate.unknown(), by=by).is_demonstration


def test_nothing_is_saved_when_the_last_step_fails(acting, forum, monkeypatch):
    PriorityFactory(body=forum, title="a", order=0)
    second = PriorityFactory(body=forum, title="b", order=1)
    events, versions = AuditEvent.objects.count(), Publication.objects.count()

    def broken():
        raise RuntimeError

    monkeypatch.setattr(publication, "bump", broken)
    with pytest.raises(RuntimeError):
        own_words.move(priority=second, up=True, by=acting("chair", forum))
    assert (titles(forum), AuditEvent.objects.count(), Publication.objects.count()) == (["a", "b"], events, versions)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_many_priorities(chair, forum, django_assert_num_queries, rows):
    PriorityFactory.create_batch(rows, body=forum)
    chair.get(PAGE)
    with django_assert_num_queries(6):
        chair.get(PAGE)
