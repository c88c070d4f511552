"""The cache in Redis, as an installation has it: one client answers every call, and counts what is tried."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import redis
from django.core.cache import caches

from coproduction.core import limits

pytestmark = pytest.mark.services


@pytest.fixture
def made(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[redis.Redis]:
    """Every client of Redis that is made; the cache is the one in Redis, with keys of its own."""
    assert settings.REDIS_URL, "this test needs Redis: REDIS_URL is not set"
    in_redis = {"BACKEND": "coproduction.core.kept_redis.KeptRedisCache", "LOCATION": settings.REDIS_URL}
    settings.CACHES = {"default": {**in_redis, "KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}
    found: list[redis.Redis] = []
    begin = redis.Redis.__init__

    def told(self: redis.Redis, *args: Any, **kwargs: Any) -> None:
        found.append(self)
        begin(self, *args, **kwargs)

    monkeypatch.setattr(redis.Redis, "__init__", told)
    return found


def test_one_client_answers_every_call(made: list[redis.Redis]) -> None:
    cache = caches["default"]
    cache.set("page", (b"<p>Hello</p>", {"Content-Type": "text/html"}), 60)
    assert (cache.get("page"), cache.get("other"), cache.add("page", 1, 60)) == (
        (b"<p>Hello</p>", {"Content-Type": "text/html"}), None, False,
    )  # fmt: skip
    assert [limits.count("code", "192.0.2.7") for _time in range(3)] == [1, 2, 3]
    assert (limits.counted("code", "192.0.2.7"), limits.counted("code", "192.0.2.8")) == (3, 0)
    assert cache.delete("page")
    assert (cache.get("page"), len(made)) == (None, 1)


def test_threads_share_one_client_and_count_every_try(made: list[redis.Redis]) -> None:
    cache = caches["default"]
    cache.set("tries", 0, 60)
    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(lambda _time: cache.incr("tries"), range(200)))
    assert (sorted(counted), cache.get("tries"), len(made)) == (list(range(1, 201)), 200, 1)
