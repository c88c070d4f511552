"""How often one address may try something. The address itself is never kept: only a keyed hash, for minutes, in the cache."""

import ipaddress
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

logger = logging.getLogger("coproduction.feedback.limits")

QUARTER_HOUR = 15 * 60
# Wrong codes in a quarter of an hour: from one address, and from everywhere. The sum is in docs/security.md.
WRONG_CODES_EACH = 10
WRONG_CODES_ALL = 100
# A whole class may answer from one address: beyond this a person looks at what comes, and nothing is lost.
SENDS_EACH = 40
# Beyond this an address waits before it can start another one.
STARTS_EACH = 300


def _address(request: HttpRequest) -> str:
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


def _key(what: str, who: str) -> str:
    return "limit-" + salted_hmac("feedback.limits", f"{what}:{who}", algorithm="sha256").hexdigest()[:40]


def _count(key: str) -> int:
    return int(cache.get(key) or 0)


def _add(key: str) -> int:
    if cache.add(key, 1, QUARTER_HOUR):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:
        # It ran out between the two lines.
        cache.add(key, 1, QUARTER_HOUR)
        return 1


def may_try_code(request: HttpRequest) -> bool:
    """Whether this address, and everyone together, have guessed wrong rarely enough to try another code."""
    return _count(_key("code", _address(request))) < WRONG_CODES_EACH and _count(_key("code", "everyone")) < WRONG_CODES_ALL


def wrong_code(request: HttpRequest) -> None:
    """Count a wrong code."""
    _add(_key("code", _address(request)))
    if _add(_key("code", "everyone")) == WRONG_CODES_ALL:
        logger.warning("wrong codes reached their limit; code pages wait until it has passed")


def sends_too_often(request: HttpRequest) -> bool:
    """Count a send; True when so many came from this address that a person should look at them."""
    return _add(_key("send", _address(request))) > SENDS_EACH


def starts_too_often(request: HttpRequest) -> bool:
    """Count a start; True when this address must wait."""
    return _add(_key("start", _address(request))) > STARTS_EACH
