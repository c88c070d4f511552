"""Words that people write or say: the one call by which any service puts them into the reading queue."""

from django.db import models

from coproduction.core.actors import Acting
from coproduction.core.services import reading
from groups import policies
from groups.models import Body


def wrote(*rows: models.Model, by: Acting, inside: Body | None = None) -> None:
    """Somebody wrote these rows, or changed their words: a person reads them within one working day.

    What an officer writes down, an officer has read. `inside` is the forum among whose own people the words stay: what an
    independent one keeps to itself is not the council's to read, until it shows it to everyone.
    """
    if inside is not None and inside.is_independent:
        return
    for row in rows:
        reading.arrive_as_registered(target=row, by=by, is_read=policies.is_officer(by))
