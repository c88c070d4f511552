"""Promises: made, taken on, moved, reported on, settled. Every change of a date stays, with its reason."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, WrongState
from coproduction.core.partial_dates import PartialDate
from coproduction.core.services import audit, publication
from feedback.enums import PROMISE_OPEN, PROMISE_STEPS, PromiseEventKind, PromiseState
from feedback.models import Promise, PromiseEvent
from groups.models import Body, User


@transaction.atomic
def make(
    *,
    words: str,
    made_by: Body,
    due: PartialDate,
    by: Acting,
    made_to: Body | None = None,
    now: dt.datetime | None = None,
    **details: Any,
) -> Promise:
    """Make a promise. `details` are fields of `Promise`, such as `project`, `outcome` or `owner`."""
    if not words.strip():
        raise Missing(_("Say what is promised."))
    if not due.is_known:
        raise Missing(_("Say by when. A promise without a date cannot be kept."))
    promise = Promise(words=words.strip(), made_by=made_by, made_to=made_to, origin=by.origin, **details)
    promise.due = due
    promise.save()
    _happened(promise, PromiseEventKind.MADE, by, now, new_due=due, state=promise.state)
    return promise


@transaction.atomic
def adopt(*, promise: Promise, owner: User, due: PartialDate, by: Acting, now: dt.datetime | None = None) -> Promise:
    """Take on a promise of the published record, with an owner and a date. From then on it can be late."""
    promise = _locked(promise)
    if promise.adopted_at is not None:
        raise WrongState(_("Someone has taken this promise on already."))
    if not due.is_known:
        raise Missing(_("Say by when."))
    old = promise.due
    promise.owner, promise.due, promise.adopted_at = owner, due, now or clock.now()
    promise.save()
    _happened(promise, PromiseEventKind.ADOPTED, by, now, old_due=old, new_due=due)
    return promise


@transaction.atomic
def move_date(*, promise: Promise, due: PartialDate, reason: str, by: Acting, now: dt.datetime | None = None) -> Promise:
    """Move the date of an open promise. The old date stays in sight, and so does the reason."""
    promise = _locked(promise)
    _must_be_open(promise)
    if not reason.strip():
        raise Missing(_("Say why the date moves."))
    if not due.is_known:
        raise Missing(_("Say the new date."))
    if due == promise.due:
        raise Missing(_("That is the date it has now. Give another one."))
    old, promise.due = promise.due, due
    promise.save()
    _happened(promise, PromiseEventKind.MOVED, by, now, old_due=old, new_due=due, words=reason.strip())
    return promise


@transaction.atomic
def report(*, promise: Promise, words: str, by: Acting, now: dt.datetime | None = None) -> Promise:
    """Say how far it got. The first report puts a promise on its way."""
    promise = _locked(promise)
    _must_be_open(promise)
    if not words.strip():
        raise Missing(_("Say how far it got."))
    if promise.state in {PromiseState.MADE, PromiseState.UNKNOWN}:
        promise.state = PromiseState.UNDER_WAY
        promise.save(update_fields=["state"])
    _happened(promise, PromiseEventKind.PROGRESS, by, now, words=words.strip(), state=promise.state)
    return promise


@transaction.atomic
def settle(*, promise: Promise, state: str, words: str, by: Acting, now: dt.datetime | None = None) -> Promise:
    """Say what became of it: kept, kept in part, not kept, or on its way again. Always with words."""
    promise = _locked(promise)
    if state not in PROMISE_STEPS[promise.state]:
        raise WrongState(_("This promise has moved on. It stands at: %(state)s.") % {"state": promise.get_state_display()})
    if not words.strip():
        raise Missing(_("Say what became of it, so that people can see for themselves."))
    promise.state = state
    promise.save(update_fields=["state"])
    _happened(promise, PromiseEventKind.STATE, by, now, words=words.strip(), state=state)
    return promise


def _locked(promise: Promise) -> Promise:
    return Promise.objects.select_for_update().get(pk=promise.pk)


def _must_be_open(promise: Promise) -> None:
    if promise.state not in PROMISE_OPEN:
        raise WrongState(_("This promise is settled. It stands at: %(state)s.") % {"state": promise.get_state_display()})


def _happened(
    promise: Promise,
    kind: str,
    by: Acting,
    now: dt.datetime | None,
    *,
    old_due: PartialDate | None = None,
    new_due: PartialDate | None = None,
    words: str = "",
    state: str = "",
) -> None:
    event = PromiseEvent(promise=promise, at=now or clock.now(), kind=kind, words=words, state=state, by_label=by.label)
    event.old_due, event.new_due = old_due or PartialDate.unknown(), new_due or PartialDate.unknown()
    event.save()
    audit.record(verb=f"promise {kind}", target=promise, by=by, state=promise.state)
    publication.bump()
