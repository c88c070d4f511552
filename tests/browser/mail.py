"""What people are written, and where it leads them."""

import re
from urllib.parse import urlsplit

from coproduction.core.models import Notification
from coproduction.core.services import delivery
from groups.models import User


def mail_of(kind: str, address: str) -> list[Notification]:
    """The messages of a kind to one person, oldest first, as they stand in the outbox when they have gone."""
    rows = Notification.objects.filter(kind=kind, recipient=User.objects.get(email=address).ref).order_by("pk")
    for row in rows:
        delivery.deliver(pk=row.pk)
    return list(rows.all())


def path_in(mail: Notification) -> str:
    """The first address of the site that the message leads to."""
    return urlsplit(re.findall(r"https?://\S+", mail.body)[0]).path
