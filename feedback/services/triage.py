"""What a reader decides about a response: go on, hold it for the safeguarding leads, or pass it on."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import ReadingState
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import audit, reading
from feedback.enums import RESPONSE_STEPS, ResponseState, TriageDecision
from feedback.models import Receipt, Response, TriageRecord
from feedback.queries import responses
from groups.models import User
from groups.queries import staff

WITH_THE_LEADS = gettext_lazy("This is with the safeguarding leads now. What you decided was not saved.")
_MOVED_ON = gettext_lazy("Someone else has dealt with this in the meantime. See where it stands now, then decide.")
_LEADS_TO = {TriageDecision.CLEAR: ResponseState.READ, TriageDecision.PASS_ON: ResponseState.PASSED_ON}


@transaction.atomic
def decide(
    *,
    response: Response,
    decision: str,
    by: Acting,
    reason: str = "",
    seen: str | None = None,
    is_about_staff: bool = False,
    about: User | None = None,
    now: dt.datetime | None = None,
) -> Response:
    """Decide what a response is. The first reader decides; a second one at the same moment gets `WrongState`.

    So does a reader whose page is older than what was done since: `seen` is `queries.responses.seen` as it was on that page.
    A worry is taken however old the page is.

    Passing on and holding need a reason: raises `Missing` without one. Holding hides the words from everyone but the
    safeguarding leads and tells them at once; when it is about someone who works here, it goes past them and their team.
    """
    now, state_before = now or clock.now(), response.state
    response = Response.objects.select_for_update().get(pk=response.pk)
    if response.is_held:
        raise WrongState(str(WITH_THE_LEADS))
    decision = TriageDecision(decision)
    if decision != TriageDecision.CLEAR and not reason.strip():
        raise Missing(_("Say why, in a few words. Please leave out names."))
    if decision == TriageDecision.HOLD:
        # The record of the concern, and its audit, are the leads' own; nothing of it stands beside the response.
        _hold(response, reason, by, now, is_about_staff=is_about_staff or about is not None, about=about)
        return response
    if response.state != state_before or seen not in (None, responses.seen(response)):
        raise WrongState(str(_MOVED_ON))
    _has_been_read(response, _LEADS_TO[decision], by, now)
    TriageRecord.objects.create(
        response=response, at=now, decision=decision, reason=reason.strip(), by_ref=by.ref, by_label=by.label
    )
    audit.record(verb="decided about response", target=response, by=by, decision=decision)
    return response


@transaction.atomic
def release(*, response: Response, by: Acting, now: dt.datetime | None = None) -> Response:
    """Give a held response back to the officers, once what was done about the concern is written down."""
    now = now or clock.now()
    response = Response.objects.select_for_update().get(pk=response.pk)
    if not response.is_held:
        raise WrongState(_("This is not held any more."))
    reading.release(target=response, by=by, now=now)
    response.is_held = False
    response.save(update_fields=["is_held"])
    return response


def move(*, response: Response, to: str) -> None:
    """Take a locked response and its receipt to another state. Raises `WrongState` when it has moved on."""
    if to not in RESPONSE_STEPS[response.state]:
        raise WrongState(str(_MOVED_ON))
    response.state = to
    response.save(update_fields=["state"])
    Receipt.objects.filter(response=response).update(state=to)


def _has_been_read(response: Response, state: str, by: Acting, now: dt.datetime) -> None:
    move(response=response, to=state)
    if reading.item_of(response).state == ReadingState.WAITING:
        reading.clear(target=response, by=by, now=now)


def _hold(response: Response, reason: str, by: Acting, now: dt.datetime, *, is_about_staff: bool, about: User | None) -> None:
    response.is_held = True
    if response.state == ResponseState.RECEIVED:
        # Someone has read it: that is all the page behind the code says.
        response.state = ResponseState.READ
        Receipt.objects.filter(response=response).update(state=ResponseState.READ)
    response.save(update_fields=["is_held", "state"])
    reading.hold(
        target=response,
        concern=reason.strip(),
        by=by,
        is_about_staff=is_about_staff,
        about=about.ref if about else "",
        kept_from=staff.team_of(about) if about else "",
        now=now,
    )
