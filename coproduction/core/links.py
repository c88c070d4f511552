"""Links in messages: whole addresses, and the signed one by which a person stops a kind of message. And links that keep the language."""

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language

from coproduction.core.words import page_is_english

_STOP = "stop-messages"


def absolute(path: str) -> str:
    """The whole address of a page of this portal."""
    return f"{settings.SITE_URL}{path}"


def stop_link(ref: str, kind: str) -> str:
    """The address at which this person, without signing in, stops this kind of message."""
    return absolute(reverse("message_stop", args=[signing.dumps([ref, kind], salt=_STOP)]))


def read_stop_token(token: str) -> tuple[str, str] | None:
    """Who stops what; None for a link that is not ours. It never runs out: stopping must always work."""
    try:
        ref, kind = signing.loads(token, salt=_STOP)
    except signing.BadSignature:
        return None
    return ref, kind


def language_query() -> str:
    """What the address of a page needs at its end to be read in the language of this one: nothing on an English one."""
    return "" if page_is_english() else f"?{urlencode({'in': get_language()})}"
