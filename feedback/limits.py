"""How often one address may guess a code or a link, send answers, or start."""

import logging

from django.http import HttpRequest

from coproduction.core.limits import address_of, count, counted

logger = logging.getLogger("coproduction.feedback.limits")

# Wrong codes in a quarter of an hour: from one address, and from everywhere. The sum is in docs/security.md.
WRONG_CODES_EACH = 10
WRONG_CODES_ALL = 100
# The same for the four words of unfinished answers.
WRONG_WORDS_EACH = 10
WRONG_WORDS_ALL = 100
# The same for links of one's own.
WRONG_LINKS_EACH = 10
WRONG_LINKS_ALL = 100
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


def may_try_words(request: HttpRequest) -> bool:
    """Whether this address, and everyone together, have typed four wrong words rarely enough to try others."""
    return counted("words", address_of(request)) < WRONG_WORDS_EACH and counted("words", "everyone") < WRONG_WORDS_ALL


def wrong_words(request: HttpRequest) -> None:
    """Count four words that lead nowhere."""
    count("words", address_of(request))
    if count("words", "everyone") == WRONG_WORDS_ALL:
        logger.warning("wrong words reached their limit; going on elsewhere waits until it has passed")


def may_try_link(request: HttpRequest) -> bool:
    """Whether this address, and everyone together, have opened wrong links rarely enough to open another one."""
    return counted("link", address_of(request)) < WRONG_LINKS_EACH and counted("link", "everyone") < WRONG_LINKS_ALL


def wrong_link(request: HttpRequest) -> None:
    """Count a link that leads nowhere."""
    count("link", address_of(request))
    if count("link", "everyone") == WRONG_LINKS_ALL:
        logger.warning("wrong links reached their limit; links of one's own wait until it has passed")


def sends_too_often(request: HttpRequest) -> bool:
    """Count a send; True when so many came from this address that a person should look at them."""
    return count("send", address_of(request)) > SENDS_EACH


def starts_too_often(request: HttpRequest) -> bool:
    """Count a start; True when this address must wait."""
    return count("start", address_of(request)) > STARTS_EACH


def counts_too_often(request: HttpRequest) -> bool:
    """Count an answer to the equality questions; True when this address has given as many as a whole class would."""
    return count("equality", address_of(request)) > SENDS_EACH
