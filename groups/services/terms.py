"""School terms, as the council sets them."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Refused
from coproduction.core.services import audit, publication
from groups.models import Term


@transaction.atomic
def save(
    *,
    name: str,
    first_day: dt.date,
    last_day: dt.date,
    by: Acting,
    half_term_first: dt.date | None = None,
    half_term_last: dt.date | None = None,
    term: Term | None = None,
) -> Term:
    """Write down a term, or change one. Raises `Refused` when it runs into another."""
    # Two people who add terms at once come one after the other: this raises the one row that both go through.
    publication.bump()
    terms = list(Term.objects.select_for_update().order_by("pk"))
    for other in terms:
        if other != term and other.first_day <= last_day and first_day <= other.last_day:
            raise Refused(_("These days run into “%(term)s”. Terms do not overlap.") % {"term": other.name})
    saved = term or Term()
    saved.name, saved.first_day, saved.last_day = name, first_day, last_day
    saved.half_term_first, saved.half_term_last = half_term_first, half_term_last
    saved.save()
    audit.record(verb="changed term" if term else "added term", target=saved, by=by, first_day=first_day.isoformat())
    return saved


@transaction.atomic
def remove(*, term: Term, by: Acting) -> None:
    """Take a term away. Meetings stay as they are."""
    audit.record(verb="removed term", target=term, by=by)
    term.delete()
