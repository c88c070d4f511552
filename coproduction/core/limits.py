"""How often one address may try something. The address itself is never kept: only a keyed hash, for minutes, in the cache."""

import ipaddress
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

QUARTER_HOUR = 15 * 60
# What a cache that is down may raise.
CACHE_TROUBLE = (OSError, DatabaseError, RedisError)
_MEANWHILE = LocMemCache("limits", {})


def address_of(request: HttpRequest) -> str:
    """The address of the browser, as far as the proxies in front can be trusted to say."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(chain) >= settings.TRUSTED_PROXIES:
            address = chain[-settings.TRUSTED_PROXIES]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    # One household has a whole network of the newer kind of address.
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def counted(what: str, who: str) -> int:
    """How often this was tried in the last quarter of an hour."""
    key = _key(what, who)
    return _with_or_without_cache(lambda kept: int(kept.get(key) or 0))


def count(what: str, who: str) -> int:
    """Count one more; how many these are now."""
    key = _key(what, who)
    return _with_or_without_cache(lambda kept: _one_more(kept, key))


def _with_or_without_cache(ask: Callable[[BaseCache], int]) -> int:
    """Ask the cache. While it is down each process counts for itself, so that pages come and guessing still has an end."""
    try:
        return ask(cache)
    except CACHE_TROUBLE as error:
        log.warning("limits_without_cache", error=type(error).__name__)
        return ask(_MEANWHILE)


def _one_more(kept: BaseCache, key: str) -> int:
    for _attempt in range(2):
        try:
            # First, for most are not the first.
            return int(kept.incr(key))
        except ValueError:
            if kept.add(key, 1, QUARTER_HOUR):
                return 1
            # Somebody began to count between the two lines.
    return 1


def _key(what: str, who: str) -> str:
    return "limit-" + salted_hmac("core.limits", f"{what}:{who}", algorithm="sha256").hexdigest()[:40]
