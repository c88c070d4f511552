"""Turns: who reads and who takes concerns, from one day to another, and who stands in for them."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduction.core import clock, recipients
from coproduction.core.actors import Acting
from coproduction.core.enums import Duty, Origin
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import Turn
from coproduction.core.queries.turns import days_without_cover, on_turn
from coproduction.core.recipients import Addressed
from coproduction.core.services import audit

__all__ = ["cancel", "change", "days_without_cover", "on_turn", "plan"]

# Who may have a turn at it: the groups of people that the rooms above register.
WHO = {Duty.READING: "readers", Duty.SAFEGUARDING: "safeguarding_leads"}


@transaction.atomic
def plan(*, duty: str, first_day: dt.date, last_day: dt.date, person: Addressed, cover: Addressed, by: Acting) -> Turn:
    """Plan whose turn it is. Refused for days that are over, for days that somebody has already, and for who may not do it."""
    duty = Duty(duty)
    if last_day < first_day:
        raise Missing(_("The last day must be the first day or later."))
    if last_day < clock.today():
        raise WrongState(_("These days are over. Choose days that are still to come."))
    taken = Turn.objects.select_for_update().filter(duty=duty, first_day__lte=last_day, last_day__gte=first_day).first()
    if taken is not None:
        raise WrongState(
            _("Someone has the turn from %(first)s to %(last)s already. Choose other days, or change who has that turn.")
            % {"first": date_format(taken.first_day, "j F"), "last": date_format(taken.last_day, "j F Y")}
        )
    turn = Turn(duty=duty, first_day=first_day, last_day=last_day, is_demonstration=by.origin == Origin.DEMONSTRATION)
    return _give(turn, person, cover, by, verb="planned turn")


@transaction.atomic
def change(*, turn: Turn, person: Addressed, cover: Addressed, by: Acting) -> Turn:
    """Give a turn to someone else, or have someone else stand in. No day is left without anybody on the way."""
    return _give(_locked(turn), person, cover, by, verb="changed turn")


@transaction.atomic
def cancel(*, turn: Turn, by: Acting) -> None:
    """Take a turn away. Whether an open questionnaire needs it is asked by `feedback.services.cover`."""
    locked = _locked(turn)
    audit.record(verb="cancelled turn", target=locked, by=by, duty=locked.duty, first_day=locked.first_day.isoformat())
    locked.delete()


def _locked(turn: Turn) -> Turn:
    found = Turn.objects.select_for_update().filter(pk=turn.pk).first()
    if found is None:
        raise WrongState(_("Someone else took this turn away."))
    if found.last_day < clock.today():
        raise WrongState(_("This turn is over, so it stays as it was."))
    return found


def _give(turn: Turn, person: Addressed, cover: Addressed, by: Acting, *, verb: str) -> Turn:
    if person.ref == cover.ref:
        raise Missing(_("Choose someone else to stand in."))
    possible = {each.ref for each in recipients.members(WHO[Duty(turn.duty)])}
    if not {person.ref, cover.ref} <= possible:
        raise NotAllowed(
            _("Only safeguarding leads take concerns.")
            if turn.duty == Duty.SAFEGUARDING
            else _("Only officers read what people send.")
        )
    known = recipients.resolve_many([person.ref, cover.ref])
    turn.person, turn.cover = person.ref, cover.ref
    turn.person_label, turn.cover_label = known[person.ref].label[:200], known[cover.ref].label[:200]
    turn.save()
    audit.record(
        verb=verb, target=turn, by=by, duty=turn.duty, first_day=turn.first_day.isoformat(), last_day=turn.last_day.isoformat()
    )
    return turn
