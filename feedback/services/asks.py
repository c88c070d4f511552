"""What a committee or a forum asks for itself, and what it is told."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from feedback.enums import AskState
from feedback.models import Ask
from groups.models import Body


@transaction.atomic
def record(*, body: Body, asked_by: str, words: str, by: Acting, asked: dt.date | None = None, **details: Any) -> Ask:
    """Write down what a body asked for. `asked_by` is a part, such as "a co-optee", never a name."""
    ask = Ask(body=body, asked_by=asked_by, words=words, origin=by.origin, **details)
    ask.asked = PartialDate.day(asked or clock.today())
    ask.save()
    audit.record(verb="recorded ask", target=ask, by=by)
    publication.bump()
    return ask


@transaction.atomic
def answer(*, ask: Ask, reply: str, by: Acting) -> Ask:
    """Answer what was asked. Raises `WrongState` when it has been answered already."""
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if ask.state == AskState.ANSWERED:
        raise WrongState(_("This has been answered already."))
    ask.state, ask.reply, ask.replied_at, ask.replied_by_label = AskState.ANSWERED, reply, clock.now(), by.label
    ask.save(update_fields=["state", "reply", "replied_at", "replied_by_label"])
    audit.record(verb="answered ask", target=ask, by=by)
    publication.bump()
    return ask
