"""How often one address may try something: counted for a quarter of an hour, whatever the cache is."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from coproduction.core import limits

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["memory", "table"])
def kept(request: pytest.FixtureRequest, settings: Any) -> None:
    """Each cache that can be tried everywhere; the one in a table as the portal has it."""
    if request.param == "table":
        settings.CACHES = {"default": settings.CACHE_IN_A_TABLE}
        call_command("createcachetable", verbosity=0)
        cache.clear()


def times(count: int) -> list[int]:
    return [limits.count("code", "192.0.2.7") for _time in range(count)]


def test_each_address_and_each_thing_is_counted_by_itself(kept: None) -> None:
    assert times(3) == [1, 2, 3]
    assert (limits.count("code", "192.0.2.8"), limits.count("words", "192.0.2.7")) == (1, 1)
    assert (limits.counted("code", "192.0.2.7"), limits.counted("code", "192.0.2.9")) == (3, 0)


def test_what_was_counted_is_remembered_for_a_quarter_of_an_hour_and_no_longer(kept: None) -> None:
    now = timezone.now()
    times(3)
    with time_machine.travel(now + dt.timedelta(minutes=14)):
        assert limits.counted("code", "192.0.2.7") == 3
    with time_machine.travel(now + dt.timedelta(minutes=16)):
        assert (limits.counted("code", "192.0.2.7"), times(2)) == (0, [1, 2])


def test_somebody_who_begins_to_count_in_the_same_moment_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, others = cache._connections["default"], []
    begin = kept.add

    def after_somebody_else(key: str, value: int, timeout: int) -> bool:
        if not others:
            others.append(begin(key, value, timeout))
        return begin(key, value, timeout)

    monkeypatch.setattr(kept, "add", after_somebody_else)
    assert (times(2), others) == ([2, 3], [True])


@pytest.mark.parametrize("trouble", [ConnectionError, DatabaseError])
def test_while_the_cache_is_down_this_process_counts_for_itself(
    monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    def down(*_args: Any, **_more: Any) -> None:
        raise trouble("down")

    monkeypatch.setattr(cache._connections["default"], "incr", down)
    monkeypatch.setattr(limits, "_MEANWHILE", limits.LocMemCache(f"limits-{trouble.__name__}", {}))
    assert times(3) == [1, 2, 3]
