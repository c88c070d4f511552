"""Django's cache in Redis, with its client kept: Django makes one anew for each call, which takes as long as the call."""

from functools import cached_property
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class _KeptClient(RedisCacheClient):
    @cached_property
    def _kept(self) -> Any:
        # There is one server. A client holds no connection: it takes one from the pool for each call, from any thread.
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._kept


class KeptRedisCache(RedisCache):
    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeptClient
