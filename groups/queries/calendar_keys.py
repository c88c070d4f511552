"""The addresses of people's own calendars. Each is made from its row and the installation's key, and is kept nowhere."""

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from coproduction.core import links
from groups.models import CalendarKey, User


def token_of(key: CalendarKey) -> str:
    """The secret part of the address."""
    proof = salted_hmac("groups.calendar_key", f"{key.pk}:{key.secret}", algorithm="sha256").hexdigest()[:40]
    return f"{key.pk}-{proof}"


def address_of(user: User) -> str:
    """The whole address of a person's own calendar; empty when they have none."""
    key = user.calendar_keys.filter(revoked_at__isnull=True).first()
    return links.absolute(reverse("own_calendar", args=[token_of(key)])) if key else ""


def find(token: str) -> User | None:
    """Whose calendar this opens now; None for an address that was ended, or never was one."""
    number = token.partition("-")[0]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    key = CalendarKey.objects.select_related("user").filter(pk=number, revoked_at__isnull=True, user__is_active=True).first()
    if key is None or not constant_time_compare(token_of(key), token):
        return None
    return None if key.user.is_demonstration and not settings.DEMO else key.user
