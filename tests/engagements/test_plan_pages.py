"""Plan a project in the browser: a page per question, saved as it goes, left and resumed, and changed after it began."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from checklist.models import Checklist
from coproduction.core.models import AuditEvent
from coproduction.core.services import publication
from engagements.enums import PLANNING, Part, PlanStep, ProjectStatus
from engagements.models import IntendedGroup, KindEntry, Limit, Milestone, Project, ProjectPart, Resource
from engagements.queries import plans as queries
from engagements.services import plans, projects
from groups.enums import BodyStatus
from groups.models import Priority
from tests.engagements.plan_pages import address, fill, over, sent
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def client(signed_in):
    return signed_in("officer")


@pytest.fixture
def draft(client) -> Project:
    return ProjectFactory(
        draft=True, title="Short breaks", slug="short-breaks", why="Shorter waits.", kind="", lead=client.actor.user
    )


def typed_stays(response, words: str) -> bool:
    return words in response.content.decode()


def test_first_answer_makes_a_draft_of_the_officer_who_wrote_it(client):
    response = client.post(reverse("project_start"), {"title": " Short breaks ", "why": "Shorter waits."})
    project = Project.objects.get()
    assert response.url == address(project, "kind")
    assert (project.title, project.why, project.status, project.lead, project.kind) == (
        "Short breaks",
        "Shorter waits.",
        ProjectStatus.DRAFT,
        client.actor.user,
        "",
    )
    # It has not begun.
    assert Milestone.objects.count() == 0


def test_first_page_without_answers_keeps_what_was_typed(client):
    response = client.post(reverse("project_start"), {"title": "Short breaks", "why": " "})
    assert (typed_stays(response, 'value="Short breaks"'), typed_stays(response, "Say what you want to make better")) == (
        True,
        True,
    )
    assert Project.objects.count() == 0


def test_every_question_is_answered_and_leads_to_the_next(client, draft):
    forum, partner, committee = BodyFactory(name="Youth Council"), BodyFactory(organisation=True), BodyFactory(committee=True)
    priority = Priority.objects.create(body=forum, title="Safe buses")
    said = {
        "kind": {"kind": "recommissioning"},
        "degree": {"degree_planned": "coproduction", "grid_planning": "together", "treseder": "adult_shared"},
        "who": {
            "rows_0_body": forum.pk, "rows_0_part": "group", "rows_0_role": "Reads the bids", "rows_0_signs": "on",
            "rows_1_body": partner.pk, "rows_1_part": "partner",
        },
        "decision": {"body": committee.pk, "when_month": "6", "when_year": "2027"},
        "fixed": {"rows_0_kind": "money", "rows_0_words": "The budget"},
        "open": {"open_words": "Where and when"},
        "serves": {"priorities": [priority.pk], "wards": "All", "rows_0_words": "Travel money", "rows_0_amount": "3000", "rows_0_source": "Youth grant"},
        "lead": {},
        "heard": {"rows_0_words": "Young carers", "rows_0_why": "They said so in May"},
    }  # fmt: skip
    followed = [fill(client, draft, step, **typed).url for step, typed in said.items()]
    assert followed == [*(address(draft, step) for step in PLANNING[2:]), reverse("checklist_start", args=[draft.slug])]
    draft.refresh_from_db()
    assert (draft.kind, draft.degree_planned, draft.grid_planning, draft.grid_delivery, draft.treseder, draft.open_words) == (
        "recommissioning", "coproduction", "together", "", "adult_shared", "Where and when",
    )  # fmt: skip
    assert list(draft.parts.values_list("part", "body", "role", "signs")) == [
        ("group", forum.pk, "Reads the bids", True),
        ("partner", partner.pk, "", False),
        ("decides", committee.pk, "", False),
    ]
    assert [(each.kind, str(each.on)) for each in draft.milestones.all()] == [("decision", "June 2027")]
    assert list(draft.limits.values_list("kind", "words")) == [("money", "The budget")]
    assert (list(draft.priorities.all()), draft.wards) == ([priority], "All")
    assert [(each.words, each.amount, each.source) for each in draft.resources.all()] == [("Travel money", 3000, "Youth grant")]
    assert list(draft.intended_groups.values_list("words", "why")) == [("Young carers", "They said so in May")]
    assert [row.key for row in queries.rows(draft) if not row.lines] == ["Who stands in"]


def test_page_sent_unchanged_changes_nothing(client, draft):
    forum = BodyFactory()
    ProjectPartFactory(project=draft, body=forum, signs=True, role="Reads")
    ProjectPart.objects.create(project=draft, part=Part.DECIDES, words="The director")
    Limit.objects.create(project=draft, kind="law", words="The law")
    Resource.objects.create(project=draft, words="A room", amount="12.50", source="000.txt ¶1", origin="record")
    IntendedGroup.objects.create(project=draft, words="Young carers", heard="partly", tried="Letters")
    draft.degree_planned, draft.kind = "consultation", "policy"
    draft.save()
    before = {step: queries.stamp(draft, step) for step in PLANNING}
    for step in PLANNING:
        assert fill(client, draft, step).status_code == 302
    draft = Project.objects.get()
    assert {step: queries.stamp(draft, step) for step in PLANNING} == before
    assert AuditEvent.objects.filter(verb="engagements.project_changed").count() == 0
    assert (draft.resources.get().source, draft.intended_groups.get().tried) == ("000.txt ¶1", "Letters")


@pytest.mark.parametrize(
    ("step", "words"),
    [("kind", "Choose the kind of work"), ("degree", "Choose telling, asking or working together")],
)
def test_question_that_must_be_answered_says_so_and_can_be_left(client, draft, step, words):
    page = client.get(address(draft, step))
    assert typed_stays(page, "Answer this later")
    response = client.post(address(draft, step), sent(page))
    assert (response.status_code, typed_stays(response, words)) == (200, True)


@pytest.mark.parametrize("step", ["who", "decision", "fixed", "open", "serves", "heard"])
def test_other_questions_can_be_left_empty(client, draft, step):
    assert fill(client, draft, step).status_code == 302


def test_save_and_add_another_stays_on_the_page_with_room_for_more(client, draft):
    response = fill(client, draft, "heard", rows_0_words="Young carers", rows_1_words="New arrivals", go_on="rows")
    assert response.url == f"{address(draft, 'heard')}#rows"
    rows = client.get(address(draft, "heard")).context["rows"].forms
    assert [row["words"].value() for row in rows] == ["Young carers", "New arrivals", None, None]


def test_row_whose_words_are_emptied_is_taken_away_and_the_others_keep_what_is_known_of_them(client, draft):
    for words in ("Young carers", "New arrivals"):
        IntendedGroup.objects.create(project=draft, words=words, heard="yes", tried=f"Asked {words}")
    fill(client, draft, "heard", rows_0_words="")
    assert list(draft.intended_groups.values_list("words", "heard", "tried")) == [("New arrivals", "yes", "Asked New arrivals")]


def test_rows_that_change_places_keep_what_is_known_of_them(client, draft):
    for words in ("Young carers", "New arrivals"):
        IntendedGroup.objects.create(project=draft, words=words, tried=f"Asked {words}")
    fill(client, draft, "heard", rows_0_words="New arrivals", rows_1_words="Young carers")
    assert list(draft.intended_groups.values_list("words", "tried")) == [
        ("New arrivals", "Asked New arrivals"),
        ("Young carers", "Asked Young carers"),
    ]


def test_bodies_that_change_places_do_not_meet(client, draft):
    first, second = BodyFactory(name="A"), BodyFactory(name="B")
    ProjectPartFactory(project=draft, body=first, role="one")
    ProjectPartFactory(project=draft, body=second, role="two")
    assert fill(client, draft, "who", rows_0_body=second.pk, rows_1_body=first.pk).status_code == 302
    assert set(draft.parts.values_list("body", "role")) == {(second.pk, "one"), (first.pk, "two")}


# --- Wrong input: nothing saved, nothing lost -------------------------------------------------------------------------------


def test_same_body_twice_with_one_part_is_refused_and_kept(client, draft):
    forum = BodyFactory(name="Youth Council")
    response = fill(client, draft, "who", rows_0_body=forum.pk, rows_1_body=forum.pk, rows_1_role="Reads the bids")
    assert typed_stays(response, "Youth Council is on the list twice with the same part.")
    assert (typed_stays(response, "Reads the bids"), draft.parts.count()) == (True, 0)


def test_group_twice_is_refused_and_kept(client, draft):
    response = fill(client, draft, "heard", rows_0_words="Young carers", rows_1_words="young Carers", rows_1_why="Again")
    assert typed_stays(response, "“Young carers” is on the list twice.")
    assert (typed_stays(response, "Again"), draft.intended_groups.count()) == (True, 0)


def test_forum_that_closed_meanwhile_is_not_taken_on_and_the_rest_stays(client, draft):
    forum = BodyFactory()
    page = client.get(address(draft, "who"))
    forum.status = BodyStatus.CLOSED
    forum.save()
    response = client.post(address(draft, "who"), over(sent(page), rows_0_body=forum.pk, rows_0_role="Reads the bids"))
    assert typed_stays(response, "This one is closed or not in the list. Choose another.")
    assert (typed_stays(response, "Reads the bids"), draft.parts.count()) == (True, 0)


def test_forum_that_closed_after_it_was_taken_on_stays_on_the_list(client, draft):
    part = ProjectPartFactory(project=draft, body=BodyFactory(status=BodyStatus.CLOSED))
    assert fill(client, draft, "who", rows_0_role="Read the bids").status_code == 302
    part.refresh_from_db()
    assert part.role == "Read the bids"


def test_kind_that_is_no_longer_offered_is_refused_unless_the_project_has_it(client, draft):
    page = client.get(address(draft, "kind"))
    KindEntry.objects.create(key="policy", words="Policy", is_offered=False)
    response = client.post(address(draft, "kind"), over(sent(page), kind="policy"))
    assert (response.status_code, typed_stays(response, "This kind of work is no longer offered. Choose another.")) == (200, True)
    Project.objects.update(kind="policy")
    assert fill(client, draft, "kind").status_code == 302


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        (
            "31",
            "2",
            "2026",
            "Enter the date of the decision as a real date, like 27 3 2026",
        ),
        (
            "",
            "25",
            "2024",
            "Enter the date of the decision as a real date, like 27 3 2026",
        ),
        ("3", "", "2026", "Enter the month of the date of the decision, like 3, or take the day away"),
        ("", "3", "", "Enter the year of the date of the decision, like 2026"),
        ("", "", "26", "Enter the date of the decision as a real date, like 27 3 2026"),
        ("", "", "9999", "Enter the date of the decision as a real date, like 27 3 2026"),
    ],
)
def test_date_that_is_none_is_refused_and_kept(client, draft, day, month, year, words):
    response = fill(client, draft, "decision", words="The director", when_day=day, when_month=month, when_year=year)
    assert typed_stays(response, words)
    assert (typed_stays(response, "The director"), draft.parts.count(), Milestone.objects.count()) == (True, 0, 0)


@pytest.mark.parametrize(
    ("day", "month", "year", "shown"),
    [
        ("", "", "2027", "2027"),
        ("", "June", "2027", "June 2027"),
        ("3", "06", "2027", "3 June 2027"),
        ("29", "2", "2028", "29 February 2028"),
    ],
)
def test_date_is_kept_as_precisely_as_it_is_known(client, draft, day, month, year, shown):
    fill(client, draft, "decision", when_day=day, when_month=month, when_year=year)
    assert str(Milestone.objects.get().on) == shown
    fill(client, draft, "decision", when_day="", when_month="", when_year="")
    assert Milestone.objects.count() == 0


def test_one_megabyte_of_words_is_refused_and_kept(client, draft):
    words = "coproduction " * 80_000
    response = fill(client, draft, "open", open_words=words)
    assert (typed_stays(response, "Use 1000 characters or fewer."), typed_stays(response, words.strip()[:5000])) == (True, True)
    draft.refresh_from_db()
    assert draft.open_words == ""


def test_nothing_is_fixed_and_something_is_cannot_both_be_true(client, draft):
    response = fill(client, draft, "fixed", rows_0_kind="law", rows_0_words="The law", nothing_is_fixed="on")
    assert typed_stays(response, "Something is fixed, or nothing is: take away one of the two.")
    assert (typed_stays(response, "The law"), draft.limits.count()) == (True, 0)
    assert fill(client, draft, "fixed", nothing_is_fixed="on").status_code == 302
    draft.refresh_from_db()
    assert draft.nothing_is_fixed is True


def test_only_a_forum_or_partner_that_the_portal_knows_signs(client, draft):
    for typed in ({"rows_0_words": "Someone"}, {"rows_0_body": BodyFactory(team=True).pk}):
        response = fill(client, draft, "who", rows_0_signs="on", **typed)
        assert typed_stays(response, "Only a forum or partner in the list can sign. The council signs for itself.")
    assert draft.parts.count() == 0


def test_lead_and_who_stands_in_are_two_officers_of_today(client, draft, acting):
    me, other, former = client.actor.user, acting("officer").user, acting("officer", ended=True).user
    assert typed_stays(fill(client, draft, "lead", cover=me.pk), "Choose somebody else than who leads")
    assert typed_stays(fill(client, draft, "lead", cover=former.pk), "This person is no officer now. Choose another.")
    assert fill(client, draft, "lead", cover=other.pk).status_code == 302
    draft.refresh_from_db()
    assert (draft.lead, draft.cover) == (me, other)


@pytest.mark.parametrize("step", ["nonsense", "happened"])
def test_question_that_is_not_asked_now_is_no_page(client, draft, step):
    assert client.get(address(draft, step)).status_code == 404


# --- Two at once, stopped meanwhile ------------------------------------------------------------------------------------------


SECONDS = {
    "about": ({"why": "Fewer forms."}, {"why": "Mine."}, "Fewer forms."),
    "who": ({"rows_0_words": "A school"}, {"rows_0_words": "Mine"}, "A school"),
    "decision": ({"words": "The board"}, {"words": "Mine"}, "The board"),
    "fixed": ({"rows_0_kind": "law", "rows_0_words": "The law"}, {"rows_0_kind": "time", "rows_0_words": "Mine"}, "The law"),
    "serves": ({"wards": "All"}, {"wards": "Mine"}, "All"),
    "heard": ({"rows_0_words": "Young carers"}, {"rows_0_words": "Mine"}, "Young carers"),
}


@pytest.mark.parametrize("step", SECONDS)
def test_who_comes_second_is_told_what_stands_keeps_what_they_typed_and_saves_again(client, draft, signed_in, step):
    quick, slow, standing = SECONDS[step]
    other = signed_in("officer")
    page = other.get(address(draft, step))
    assert fill(client, draft, step, **quick).status_code == 302
    response = other.post(address(draft, step), over(sent(page), **slow))
    assert typed_stays(response, "Somebody else changed this while you were writing, so it is not saved yet.")
    now = [line for row in response.context["stands_now"] for line in row.lines]
    assert (any(standing in line for line in now), typed_stays(response, "Mine")) == (True, True)
    again = other.post(address(draft, step), sent(response))
    assert again.status_code == 302
    rows = queries.rows_of(Project.objects.get(), PlanStep(step))
    lines = [line for row in rows for line in row.lines]
    # What somebody else added to a list stays; what both wrote in one place is the second's, who has seen it.
    assert (any("Mine" in line for line in lines), any(standing in line for line in lines)) == (
        True,
        step in ("who", "fixed", "heard"),
    )


def test_who_comes_second_takes_away_only_what_they_had_seen(client, draft, signed_in):
    old = IntendedGroup.objects.create(project=draft, words="Old", tried="Letters")
    other = signed_in("officer")
    page = other.get(address(draft, "heard"))
    fill(client, draft, "heard", rows_1_words="Young carers")
    response = other.post(address(draft, "heard"), over(sent(page), rows_0_words="", rows_1_words="Mine"))
    other.post(address(draft, "heard"), sent(response))
    assert set(draft.intended_groups.values_list("words", flat=True)) == {"Mine", "Young carers"}
    assert not IntendedGroup.objects.filter(pk=old.pk).exists()


def test_stopped_while_someone_edits_is_refused_and_what_they_typed_stays(client):
    project = ProjectFactory(why="Shorter waits.", lead=client.actor.user)
    page = client.get(address(project, "about"))
    projects.stop(project=project, reason="No money.", by=client.actor)
    response = client.post(address(project, "about"), over(sent(page), why="Fewer forms."))
    assert (
        typed_stays(response, "was stopped, so nothing more is written down for it."),
        typed_stays(response, "Fewer forms."),
    ) == (
        True,
        True,
    )
    project.refresh_from_db()
    assert project.why == "Shorter waits."


def test_seen_that_was_made_up_is_taken_as_coming_second(client, draft):
    for seen in ("", "x", "kind.abc", "nonsense.abc"):
        response = fill(client, draft, "about", why="Mine.", seen=seen)
        assert typed_stays(response, "Somebody else changed this")
    draft.refresh_from_db()
    assert draft.why == "Shorter waits."


# --- After it began -----------------------------------------------------------------------------------------------------------


def test_same_pages_change_a_project_that_began_and_lead_back_to_its_desk(client):
    project = ProjectFactory(why="Shorter waits.")
    before = publication.current()
    response = fill(client, project, "happened", what_happened="A new form.", degree_achieved="consultation")
    project.refresh_from_db()
    assert response.url == reverse("project_desk", args=[project.slug])
    assert (project.what_happened, project.degree_achieved, publication.current() > before) == (
        "A new form.",
        "consultation",
        True,
    )
    event = AuditEvent.objects.get(verb="engagements.project_changed")
    assert event.facts == {"fields": ["degree_achieved", "what_happened"], "draft": False}


def test_draft_changes_no_public_page(client, draft):
    before = publication.current()
    fill(client, draft, "open", open_words="Where and when")
    assert publication.current() == before


def test_who_signs_stays_once_the_checklist_began_and_is_free_before(client, draft):
    forum = BodyFactory(name="Youth Council")
    ProjectPartFactory(project=draft, body=forum, signs=True)
    Project.objects.update(status="open", stage=1)
    for typed in ({"rows_0_signs": None}, {"rows_0_body": ""}):
        response = fill(client, draft, "who", **typed)
        assert typed_stays(response, "Youth Council signs this project’s checklist, which has begun")
    assert draft.parts.get().signs is True
    Project.objects.update(stage=None)
    fill(client, draft, "who", rows_0_signs=None)
    assert draft.parts.get().signs is False


def test_change_whose_last_step_fails_is_not_saved(client, draft, monkeypatch):
    monkeypatch.setattr("engagements.services.plans.audit.record", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plans.set_limits(project=draft, lines=[queries.LimitLine("law", "The law")], nothing_is_fixed=False, by=client.actor)
    assert Limit.objects.count() == 0


# --- Who may ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["chair", "board_administrator", "administrator", "committee_member"])
def test_plan_is_for_officers_only(signed_in, draft, role):
    body = BodyFactory()
    ProjectPartFactory(project=draft, body=body)
    client = signed_in(role, body)
    statuses = {
        client.get(reverse("project_start")).status_code,
        client.post(reverse("project_start"), {"title": "x", "why": "y"}).status_code,
        client.get(address(draft, "about")).status_code,
        client.post(address(draft, "about"), {"title": "x", "why": "y"}).status_code,
    }
    assert (statuses <= {403, 404}, 403 in statuses) == (True, True)
    assert Project.objects.get().title == "Short breaks"


def test_draft_is_seen_by_council_and_its_own_bodies_and_by_nobody_else(signed_in, draft):
    forum = BodyFactory()
    ProjectPartFactory(project=draft, body=forum)
    url = reverse("project", args=[draft.slug])
    seen = [
        signed_in(role, body).get(url).status_code
        for role, body in [("chair", forum), ("officer", None), ("chair", BodyFactory())]
    ]
    assert seen == [200, 200, 404]


# --- Left, resumed, begun -----------------------------------------------------------------------------------------------------


def test_draft_comes_back_on_the_officers_page_at_its_next_question(client, draft, signed_in):
    task = next(task for task in client.get(reverse("officers")).context["page"].tasks)
    assert (task.title, task.why, task.url) == (
        "Go on planning: Short breaks",
        "Next question: Kind of work.",
        address(draft, "kind"),
    )
    assert signed_in("officer").get(reverse("officers")).context["page"].tasks == ()
    fill(client, draft, "kind", kind="policy")
    assert client.get(reverse("officers")).context["page"].tasks[0].url == address(draft, "degree")


def page_loads_of_a_light_start(client, forum) -> tuple[int, Project]:
    """Every page that an officer opens or sends, from their own page to the first stage, answering what must be answered."""
    loads = [client.get(reverse("officers")), client.get(reverse("project_start"))]
    loads.append(client.post(reverse("project_start"), {"title": "Bench colours", "why": "A nicer park."}, follow=True))
    project = Project.objects.get(title="Bench colours")
    said = [
        ("kind", {"kind": "event"}),
        ("degree", {"degree_planned": "coproduction"}),
        ("who", {"rows_0_body": forum.pk, "rows_0_signs": "on"}),
        ("decision", {"words": "The park team", "when_year": "2027"}),
        ("fixed", {"nothing_is_fixed": "on"}),
    ]
    page = loads[-1]
    for step, typed in said:
        assert page.request["PATH_INFO"] == address(project, step)
        page = client.post(address(project, step), over(sent(page), **typed), follow=True)
        loads.append(page)
    # The rest is left for later.
    page = client.get(reverse("checklist_start", args=[project.slug]))
    loads.append(page)
    loads.append(client.post(reverse("checklist_start", args=[project.slug]), {"scale": "light"}, follow=True))
    assert {load.status_code for load in loads} == {200}
    return len(loads), project


def test_light_project_begins_within_ten_page_loads(client):
    call_command("load_checklist", "checklist/data/checklist-template.yaml")
    loads, project = page_loads_of_a_light_start(client, BodyFactory())
    project.refresh_from_db()
    assert (loads, project.status, project.stage, Checklist.objects.get().scale) == (10, ProjectStatus.OPEN, 1, "light")


@pytest.mark.parametrize("many", [1, 3])
def test_page_of_rows_costs_the_same_however_many(client, draft, django_assert_num_queries, many):
    for number in range(many):
        ProjectPartFactory(project=draft)
        IntendedGroup.objects.create(project=draft, words=f"Group {number}")
    client.get(address(draft, "who"))
    with django_assert_num_queries(12):
        client.get(address(draft, "who"))
