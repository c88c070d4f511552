"""Whom a project means to hear from, and who took part: everyone reads the same cells, and nobody a hidden one."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coproduction.core.declared_tables import show
from coproduction.core.errors import NotAllowed, WrongState
from coproduction.core.models import AuditEvent
from engagements.models import IntendedGroup, Project, TurnoutCount
from engagements.queries import turnout
from engagements.services import heard, projects
from engagements.turnout import AGES, DISABLED, PARTS, TABLES
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db

AGE_NUMBERS = {"11-12": 3, "13-15": 23, "16-17": 7, "not-said": 0}
SHOWN_AGES = {"11-12": None, "13-15": 25, "16-17": 5, "not-said": None}


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def project() -> Project:
    return ProjectFactory(slug="hub", title="The hub")


def count(project: Project, by: Any, table: str = "ages", **numbers: int) -> None:
    stands = turnout.numbers(project, TABLES[table])
    heard.count(project=project, table=table, numbers=numbers, seen=heard.numbers_stamp(stands), by=by)


def rows(page: str) -> list[tuple[str, str]]:
    """The rows of all bars on a page: label and figure."""
    found = re.findall(
        r'cp-bars__label">(?:<svg.*?</svg>)?<span>(.*?)</span>.*?cp-bars__(?:fig|none)"(?: colspan="2")?>(.*?)</td>',
        page,
        re.DOTALL,
    )
    return [(label, figure) for label, figure in found]


@pytest.fixture
def counted(project: Project, acting: Any) -> Project:
    by = acting()
    count(project, by, **AGE_NUMBERS)
    count(project, by, "disabled-2021", **{"disabled": 9, "not-disabled": 31})
    heard.name_group(project=project, words="Young carers", heard="no", tried="A stall at the school", by=by)
    return project


EXPECTED = [
    ("10 or younger", "Fewer than 5, so we don’t show the number"),
    ("11 to 12", "Fewer than 5, so we don’t show the number"),
    ("13 to 15", "25"),
    ("16 to 17", "5"),
    ("18 to 19", "Fewer than 5, so we don’t show the number"),
    ("20 to 25", "Fewer than 5, so we don’t show the number"),
    ("26 or older", "Fewer than 5, so we don’t show the number"),
    ("Not said", "Fewer than 5, so we don’t show the number"),
    ("Disabled", "Fewer than 10, so we don’t show the number"),
    ("Not Disabled", "30"),
    ("Prefer not to say", "Fewer than 10, so we don’t show the number"),
]


@pytest.mark.parametrize("role", [None, "member", "chair", "committee_member", "administrator", "safeguarding_lead", "officer"])
def test_everyone_reads_the_same_cells_in_page_and_file(counted, signed_in, role):
    bodies = {"member": {}, "chair": {}, "committee_member": {"committee": True}}.get(role, {"team": True})
    body = BodyFactory(**bodies)
    if role in ("member", "chair"):
        ProjectPartFactory(project=counted, body=body)
    browser = signed_in(role, body) if role else Client()
    page = browser.get("/projects/hub/").text
    assert rows(page) == EXPECTED
    lines = browser.get("/projects/hub/who-took-part.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "table,group,people,note"
    note = "Numbers are rounded to the nearest 5. Those shown make 30 together, without the small groups."
    ages, disabled = "How old people were", "Disabled people"
    assert lines[1:] == [
        f'{table},{label},"{figure}","{note}"' if "," in figure else f'{table},{label},{figure},"{note}"'
        for table, (label, figure) in zip([ages] * 8 + [disabled] * 3, EXPECTED, strict=True)
    ]
    assert ("Young carers" in page, "A stall at the school" in page) == (True, True)


def test_officers_page_shows_the_same_cells(counted, signed_in):
    assert rows(signed_in("officer").get(reverse("project_heard", args=["hub"])).text) == EXPECTED


def test_only_the_form_holds_the_numbers_as_they_were_typed(counted, signed_in):
    officer = signed_in("officer")
    form = officer.get(reverse("project_turnout", args=["hub", "ages"])).context["form"]
    assert {name: field.initial for name, field in form.fields.items() if field.initial is not None} == AGE_NUMBERS
    for role in ("administrator", "safeguarding_lead", "member", "committee_member"):
        refused = signed_in(role, BodyFactory(team=True)).get(reverse("project_turnout", args=["hub", "ages"]))
        assert refused.status_code == 403
    # The audit, which administrators read, holds no number.
    facts = list(AuditEvent.objects.filter(verb="engagements.turnout_counted").order_by("pk").values_list("facts", flat=True))
    assert facts == [{"table": "ages"}, {"table": "disabled-2021"}]


@pytest.mark.parametrize(
    "query",
    ["row=11-12", "table=ages", "age=11-12", "filter=13-15", "table=ages&row=13-15&min=0", "floor=0", "disabled=disabled"],
)
def test_no_query_narrows_a_table(counted, query):
    visitor = Client()
    for address in ("/projects/hub/", "/projects/hub/who-took-part.csv"):
        plain, asked = visitor.get(address), visitor.get(f"{address}?{query}")
        assert asked.content == plain.content


def test_nothing_on_the_page_tells_how_few_a_small_group_was(project, acting):
    by = acting()
    pages = set()
    for few in (0, 1, 2, 3, 4):
        count(project, by, **{"11-12": few, "13-15": 23})
        pages.add(Client().get("/projects/hub/").text)
        pages.add(Client().get("/projects/hub/who-took-part.csv").text)
    count(project, by, **{"13-15": 22 + 1})
    pages.add(Client().get("/projects/hub/").text)
    assert len(pages) == 2


def test_section_is_there_only_when_there_is_something(project, signed_in):
    heading = 'id="h-took-part"'
    assert heading not in Client().get("/projects/hub/").text
    officer = signed_in("officer").get("/projects/hub/").text
    assert (heading in officer, "Nothing is written down yet" in officer) == (True, True)


def test_draft_and_its_file_are_not_public(acting, signed_in):
    draft = ProjectFactory(slug="draft", draft=True)
    count(draft, acting(), **AGE_NUMBERS)
    assert Client().get("/projects/draft/who-took-part.csv").status_code == 404
    assert signed_in("officer").get("/projects/draft/who-took-part.csv").status_code == 200


def test_officer_enters_and_corrects_numbers(project, signed_in):
    officer, url = signed_in("officer"), reverse("project_turnout", args=["hub", "ages"])
    seen = officer.get(url).context["form"]["seen"].value()
    answer = officer.post(url, {"11-12": "3", "13-15": "23", "16-17": "", "seen": seen})
    assert answer["Location"] == reverse("project_heard", args=["hub"])
    assert turnout.numbers(project, AGES) == {"11-12": 3, "13-15": 23}
    seen = officer.get(url).context["form"]["seen"].value()
    officer.post(url, {"13-15": "24", "seen": seen})
    assert turnout.numbers(project, AGES) == {"13-15": 24}
    seen = officer.get(url).context["form"]["seen"].value()
    officer.post(url, {"seen": seen})
    assert (turnout.numbers(project, AGES), turnout.tables(project)) == ({}, ())


@pytest.mark.parametrize(
    "typed, message",
    [
        ("-1", "Enter 0 people or more"),
        ("1e9", "Enter a whole number of people, like 12"),
        ("1000000000", "Enter 100,000 people or fewer"),
        ("9" * 500, "Enter 100,000 people or fewer"),
        ("12,50", "Enter a whole number of people, like 12"),
        ("12.5", "Enter a whole number of people, like 12"),
        ("a few", "Enter a whole number of people, like 12"),
        ("=1+1", "Enter a whole number of people, like 12"),
    ],
)
def test_bad_number_is_answered_in_words_and_kept(project, signed_in, typed, message):
    answer = signed_in("officer").post(
        reverse("project_turnout", args=["hub", "ages"]), {"11-12": typed, "13-15": "23", "seen": heard.numbers_stamp({})}
    )
    form = answer.context["form"]
    assert (form.errors, form["11-12"].value(), form["13-15"].value()) == ({"11-12": [message]}, typed, "23")
    assert TurnoutCount.objects.count() == 0


def test_second_officer_is_told_what_the_first_wrote(project, signed_in):
    url = reverse("project_turnout", args=["hub", "ages"])
    first, second = signed_in("officer"), signed_in("officer")
    seen = second.get(url).context["form"]["seen"].value()
    first.post(url, {"13-15": "23", "seen": seen})
    answer = second.post(url, {"13-15": "40", "seen": seen})
    message = "Someone else entered numbers here meanwhile. Compare with your forms, then save again."
    assert answer.context["form"].non_field_errors() == [message]
    assert (answer.context["form"]["13-15"].value(), list(answer.context["stands"])) == ("40", [("13 to 15", 23)])
    assert turnout.numbers(project, AGES) == {"13-15": 23}
    second.post(url, {"13-15": "40", "seen": answer.context["form"]["seen"].value()})
    assert turnout.numbers(project, AGES) == {"13-15": 40}
    # The same numbers again are no conflict: whoever presses twice is not told of somebody else.
    assert second.post(url, {"13-15": "40", "seen": seen}).status_code == 302


def test_table_that_is_not_declared_has_no_page(project, signed_in):
    assert signed_in("officer").get(reverse("project_turnout", args=["hub", "shoe-size"])).status_code == 404


def test_officer_names_changes_and_takes_away_a_group(project, signed_in):
    officer = signed_in("officer")
    page = reverse("project_heard", args=["hub"])
    officer.post(page, {"words": "Young carers", "heard": "no", "tried": "Two emails"})
    group = IntendedGroup.objects.get()
    url = reverse("intended_group", args=["hub", group.pk])
    seen = officer.get(url).context["form"]["seen"].value()
    officer.post(url, {"words": "Young carers", "heard": "partly", "tried": "A stall", "seen": seen})
    group.refresh_from_db()
    assert (group.words, group.heard, group.tried) == ("Young carers", "partly", "A stall")
    officer.post(url, {"remove": ""})
    assert IntendedGroup.objects.count() == 0
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["engagements.group_named", "engagements.group_changed", "engagements.group_removed"]


def test_group_is_named_once(project, signed_in, acting):
    heard.name_group(project=project, words="Young carers", by=acting())
    answer = signed_in("officer").post(
        reverse("project_heard", args=["hub"]), {"words": " young   CARERS ", "heard": "no", "tried": "Typed at length"}
    )
    form = answer.context["form"]
    assert form.non_field_errors() == ["“young CARERS” stands in the list already."]
    assert form["tried"].value() == "Typed at length"
    assert IntendedGroup.objects.count() == 1


def test_second_officer_does_not_overwrite_a_group(project, signed_in, acting):
    group = heard.name_group(project=project, words="Young carers", by=acting())
    url = reverse("intended_group", args=["hub", group.pk])
    second = signed_in("officer")
    seen = second.get(url).context["form"]["seen"].value()
    heard.change_group(group=group, words="Young carers", heard="yes", tried="A stall", seen=seen, by=acting())
    answer = second.post(url, {"words": "Young carers", "heard": "no", "tried": "Emails", "seen": seen})
    assert (answer.context["form"]["tried"].value(), answer.context["stands"].tried) == ("Emails", "A stall")
    assert IntendedGroup.objects.get().tried == "A stall"
    second.post(url, {"words": "Young carers", "heard": "no", "tried": "Both", "seen": answer.context["form"]["seen"].value()})
    assert IntendedGroup.objects.get().tried == "Both"


def test_project_stopped_meanwhile_keeps_what_was_typed(project, signed_in, acting):
    by = acting()
    group = heard.name_group(project=project, words="Young carers", by=by)
    officer = signed_in("officer")
    projects.stop(project=project, reason="No money.", by=by)
    message = "“The hub” was stopped, so nothing more is written down for it. Claims for money can still be settled."
    asked = [
        (reverse("project_heard", args=["hub"]), {"words": "Grandparents", "heard": "no"}),
        (reverse("intended_group", args=["hub", group.pk]), {"words": "Carers", "heard": "no", "seen": heard.group_stamp(group)}),
        (reverse("project_turnout", args=["hub", "ages"]), {"13-15": "23", "seen": heard.numbers_stamp({})}),
    ]
    for url, data in asked:
        form = officer.post(url, data).context["form"]
        assert form.non_field_errors() == [message]
        assert all(form[name].value() == value for name, value in data.items())
    assert officer.post(asked[1][0], {"remove": ""}).context["remove"].non_field_errors() == [message]
    assert (IntendedGroup.objects.get().words, TurnoutCount.objects.count()) == ("Young carers", 0)


def test_only_officers_write(project, acting):
    chair = acting("chair")
    with pytest.raises(NotAllowed):
        count(project, chair, **AGE_NUMBERS)
    with pytest.raises(NotAllowed):
        heard.name_group(project=project, words="Young carers", by=chair)


def test_nothing_is_counted_when_the_last_step_fails(project, acting, monkeypatch):
    by = acting()
    count(project, by, **AGE_NUMBERS)
    monkeypatch.setattr(heard, "published", lambda project: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        count(project, by, **{"13-15": 50})
    assert (turnout.numbers(project, AGES), AuditEvent.objects.count()) == (AGE_NUMBERS, 1)


def test_stale_numbers_are_refused(project, acting):
    by = acting()
    count(project, by, **AGE_NUMBERS)
    with pytest.raises(WrongState):
        heard.count(project=project, table="ages", numbers={"13-15": 5}, seen=heard.numbers_stamp({}), by=by)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_any_number(project, signed_in, acting, django_assert_num_queries, number):
    by = acting()
    for one in range(number):
        heard.name_group(project=project, words=f"Group {one}", by=by)
    for table in list(TABLES.values())[: 2 * number]:
        count(project, by, table.key, **{row.key: 20 for row in table.rows})
    officer = signed_in("officer")
    officer.get(reverse("project_heard", args=["hub"]))
    # Session, user, own parts; the project, its groups, its numbers.
    with django_assert_num_queries(6):
        officer.get(reverse("project_heard", args=["hub"]))
    with django_assert_num_queries(3):
        Client().get("/projects/hub/who-took-part.csv")


def test_tables_are_declared_with_their_floors():
    assert {key: table.floor for key, table in TABLES.items()} == {
        "parts": 5, "ages": 5, "disabled-2021": 10, "ethnic-groups-2021": 10, "sex-2021": 10, "languages-2021": 10,
    }  # fmt: skip
    assert [row.key for table in TABLES.values() for row in table.rows if table.floor == 10 and row.key == "not-said"] == [
        "not-said"
    ] * 4
    assert show(PARTS, {"parents": 12}).total == 10
    assert show(DISABLED, {"disabled": 12}).total == 10
