"""How often one address may guess a code, send answers, or start."""

import logging

from django.http import HttpRequest

from coproduction.core.limits import address_of, count, counted

logger = logging.getLogger("coproduction.feedback.limits")

# Wrong codes in a quarter of an hour: from one address, and from everywhere. The sum is in docs/security.md.
WRONG_CODES_EACH = 10
WRONG_CODES_ALL = 100
# A whole class may answer from one address: beyond this a person looks at what comes, and nothing is lost.
SENDS_EACH = 40
# Beyond this an address waits before it can start another one.
STARTS_EACH = 300


def may_try_code(request: HttpRequest) -> bool:
    """Whether this address, and everyone together, have guessed wrong rarely enough to try another code."""
    return counted("code", address_of(request)) < WRONG_CODES_EACH and counted("code", "everyone") < WRONG_CODES_ALL


def wrong_code(request: HttpRequest) -> None:
    """Count a wrong code."""
    count("code", address_of(request))
    if count("code", "everyone") == WRONG_CODES_ALL:
        logger.warning("wrong codes reached their limit; code pages wait until it has passed")


def sends_too_often(request: HttpRequest) -> bool:
    """Count a send; True when so many came from this address that a person should look at them."""
    return count("send", address_of(request)) > SENDS_EACH


def starts_too_often(request: HttpRequest) -> bool:
    """Count a start; True when this address must wait."""
    return count("start", address_of(request)) > STARTS_EACH
