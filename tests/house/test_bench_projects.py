"""The benchmark's projects: the pages about them cost the same with 3 and with 30, and no more than is allowed."""

from types import ModuleType

import pytest

from checklist.models import ChecklistItem, ItemEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(settings: object) -> ModuleType:
    from tools import bench_projects

    settings.DEMO = True
    return bench_projects


@pytest.mark.parametrize("projects", [3, 30])
def test_pages_about_projects_cost_the_same_at_three_and_thirty(bench: ModuleType, projects: int) -> None:
    found = bench.costs(bench.make(projects))
    assert {name: cost["queries"] for name, cost in found.items()} == {"board": 10, "table": 10, "a project": 4}
    assert all(cost["queries"] <= cost["queries_allowed"] for cost in found.values())


def test_projects_of_the_benchmark_stand_on_the_real_template_with_their_history(bench: ModuleType) -> None:
    bench.make(3)
    assert ChecklistItem.objects.count() == 3 * bench.ITEMS
    assert ItemEvent.objects.filter(kind="queried").exists()
