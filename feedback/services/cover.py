"""No questionnaire stays open without somebody who reads and somebody who takes concerns."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import WrongState
from coproduction.core.models import Turn
from coproduction.core.services import turns
from feedback.queries import turns as queries


@transaction.atomic
def cancel_turn(*, turn: Turn, by: Acting, now: dt.datetime | None = None) -> None:
    """Take a turn away. Refused while an open questionnaire needs it: someone else can be given the turn instead."""
    needing = queries.needing(turn, now or clock.now())
    if needing:
        raise WrongState(
            _("“%(title)s” is open on these days, and needs somebody then. Give the turn to someone else instead.")
            % {"title": needing[0].title}
        )
    turns.cancel(turn=turn, by=by)
