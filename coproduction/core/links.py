"""Links in messages: whole addresses, and the signed one by which a person stops a kind of message."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

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
