"""The list of kinds of work: administrators word it, order it, add to it."""

import pytest
from django.urls import reverse

from engagements.enums import ProjectKind
from engagements.models import KindEntry
from engagements.queries import kinds as queries
from engagements.services import kinds
from tests.factories.engagements import ProjectFactory

pytestmark = pytest.mark.django_db
URL = "/admin/kinds/"


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def client(signed_in):
    return signed_in("administrator")


def keys() -> list[str]:
    return list(queries.everything())


def test_list_begins_with_the_built_in_kinds_and_other_last(client):
    assert [kind.key for kind in client.get(URL).context["kinds"]] == ProjectKind.values
    assert ProjectKind.values[-1] == "other"


def test_own_kind_has_a_key_of_its_words_and_comes_before_other(client):
    for words in ("Forest school", "Forest-school!"):
        client.post(URL, {"add": "1", "words": words, "hint": "Outdoors"})
    assert keys()[-3:] == ["forest_school", "forest_school_2", "other"]
    assert "Forest school" in [kind.words for kind in queries.offered()]


def test_kind_in_other_words_is_called_so_on_the_projects_that_have_it(client, signed_in):
    project = ProjectFactory(kind="policy")
    client.post(reverse("kind_update", args=["policy"]), {"words": "A rule we live by", "hint": ""})
    html = signed_in("chair").get(project.get_absolute_url()).content.decode()
    assert ("A rule we live by" in html, keys()[0]) == (True, "policy")


@pytest.mark.parametrize("words", ["", "Policy", "policy"])
def test_kind_needs_words_that_no_other_has(client, words):
    response = client.post(URL, {"add": "1", "words": words})
    assert (response.status_code, KindEntry.objects.count()) == (200, 0)
    response = client.post(reverse("kind_update", args=["strategy"]), {"words": words})
    assert (response.status_code, KindEntry.objects.count()) == (200, 0)


def test_kind_moves_up_and_down_and_other_stays_last(client):
    client.post(URL, {"add": "1", "words": "Forest school"})
    client.post(URL, {"up": "service_design"})
    client.post(URL, {"down": "service_design"})
    client.post(URL, {"up": "forest_school"})
    client.post(URL, {"up": "policy"})
    client.post(URL, {"down": "framework"})
    expected = [key for key in ProjectKind.values if key not in ("framework", "other")] + ["forest_school", "framework", "other"]
    assert keys() == expected
    response = client.post(URL, {"up": "other"}, follow=True)
    assert ("“Other work” always comes last." in response.content.decode(), keys()) == (True, expected)


def test_kind_that_is_no_longer_offered_stays_on_projects_and_can_come_back(client):
    project = ProjectFactory(kind="policy")
    client.post(URL, {"withdraw": "policy"})
    assert ("policy" in [kind.key for kind in queries.offered()], queries.words_of(project.kind)) == (False, "Policy")
    client.post(URL, {"offer": "policy"})
    assert "policy" in [kind.key for kind in queries.offered()]
    response = client.post(URL, {"withdraw": "other"}, follow=True)
    assert "“Other work” stays" in response.content.decode()


@pytest.mark.parametrize("said", [{"up": "nonsense"}, {"withdraw": "nonsense"}])
def test_kind_that_is_not_there_changes_nothing(client, said):
    response = client.post(URL, said, follow=True)
    assert ("There is no such kind of work." in response.content.decode(), KindEntry.objects.count()) == (True, 0)
    assert client.get(reverse("kind_update", args=["nonsense"])).status_code == 404


def test_move_whose_last_step_fails_is_not_saved(acting, monkeypatch):
    monkeypatch.setattr("engagements.services.kinds.audit.record", lambda **_facts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kinds.move(key="policy", up=False, by=acting("administrator"))
    assert KindEntry.objects.count() == 0


@pytest.mark.parametrize("role", ["officer", "chair", "board_administrator"])
def test_list_is_for_administrators_only(signed_in, role):
    other = signed_in(role)
    assert [other.get(URL).status_code, other.post(URL, {"add": "1", "words": "Mine"}).status_code] == [403, 403]
    assert KindEntry.objects.count() == 0


@pytest.mark.parametrize("many", [1, 30])
def test_list_costs_the_same_however_long(client, django_assert_num_queries, many):
    for number in range(many):
        KindEntry.objects.create(key=f"kind_{number}", words=f"Kind {number}")
    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)
