"""How often one address may try something. The address itself is never kept: only a keyed hash, for minutes, in the cache."""

import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

QUARTER_HOUR = 15 * 60


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
    return int(cache.get(_key(what, who)) or 0)


def count(what: str, who: str) -> int:
    """Count one more; how many these are now."""
    key = _key(what, who)
    if cache.add(key, 1, QUARTER_HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two lines.
        cache.add(key, 1, QUARTER_HOUR)
        return 1


def _key(what: str, who: str) -> str:
    return "limit-" + salted_hmac("core.limits", f"{what}:{who}", algorithm="sha256").hexdigest()[:40]
