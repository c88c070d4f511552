"""Publishing something changes the version that cached public pages are keyed by."""

from django.db import connection, transaction
from django.db.models import F

from coproduction.core.models import Publication


@transaction.atomic
def bump() -> None:
    """Raise the publication version, in the transaction of whatever became public."""
    if not Publication.objects.filter(pk=1).update(version=F("version") + 1):
        Publication.objects.get_or_create(pk=1, defaults={"version": 2})


def current() -> int:
    """The version now: one indexed read, spelt out, since every page that anyone may read begins with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM core_publication WHERE id = 1")
        found = cursor.fetchone()
    return int(found[0]) if found else 1
