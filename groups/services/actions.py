"""Settle what people said they would do: done, dropped with a reason, open again, or someone else's."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit
from groups import policies
from groups.enums import ACTION_STEPS, ActionState
from groups.models import Action, User
from groups.queries import proceedings
from groups.services.words import wrote


@transaction.atomic
def done(*, action: Action, by: Acting, reason: str = "") -> Action:
    """Note that it is done; `reason` may say what came of it. Its owner may do so, and whoever runs the meetings."""
    action = _locked(action)
    if not _is_theirs(action, by):
        raise NotAllowed(_("Only whoever took this on, or runs the meetings, can mark it as done."))
    return _settle(action, ActionState.DONE, reason, by)


@transaction.atomic
def drop(*, action: Action, reason: str, by: Acting) -> Action:
    """Note that it will not be done, and why."""
    if not reason.strip():
        raise Missing(_("Say why it is dropped. The forum reads this."))
    return _settle(_for_runner(action, by), ActionState.DROPPED, reason, by)


@transaction.atomic
def reopen(*, action: Action, by: Acting) -> Action:
    """Open again what was done or dropped. It stands on the next agenda."""
    action = _for_runner(action, by)
    _step(action, ActionState.OPEN)
    action.reason, action.settled_at, action.settled_by_label = "", None, ""
    action.save()
    audit.record(verb="opened action again", target=action, by=by)
    return action


@transaction.atomic
def change(*, action: Action, words: str, owner: User | None, owner_words: str, due: dt.date | None, by: Acting) -> Action:
    """Change what will be done, who does it and by when. Whoever is given it must belong to the forum."""
    action = _for_runner(action, by)
    if action.state != ActionState.OPEN:
        raise WrongState(_("This was settled already. Open it again first."))
    if not words.strip():
        raise Missing(_("Enter what will be done"))
    possible = {user.ref for user in proceedings.possible_owners(action.body)} | {by.ref}
    if owner and owner.pk != action.owner_id and owner.ref not in possible:
        raise Missing(_("This person has left the forum. Choose someone else."))
    wanted = {"words": words.strip(), "owner": owner, "owner_words": owner_words.strip(), "due": due}
    changed = sorted(name for name, value in wanted.items() if getattr(action, name) != value)
    if changed:
        for name in changed:
            setattr(action, name, wanted[name])
        action.save()
        wrote(action, by=by, inside=action.body)
        audit.record(verb="changed action", target=action, by=by, changed=changed, due=due.isoformat() if due else None)
    return action


def _settle(action: Action, state: ActionState, reason: str, by: Acting) -> Action:
    _step(action, state)
    action.reason, action.settled_at, action.settled_by_label = reason.strip(), clock.now(), by.label
    action.save()
    audit.record(verb="settled action", target=action, by=by, state=action.state)
    if action.reason:
        wrote(action, by=by, inside=action.body)
    return action


def _step(action: Action, state: ActionState) -> None:
    if state not in ACTION_STEPS[action.state]:
        raise WrongState(_("This is settled already: %(state)s.") % {"state": action.get_state_display().lower()})
    action.state = state


def _locked(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).select_related("body").get(pk=action.pk)


def _for_runner(action: Action, by: Acting) -> Action:
    action = _locked(action)
    if not policies.runs(by, action.body):
        raise NotAllowed(_("Only whoever runs the meetings of this forum can change this."))
    return action


def _is_theirs(action: Action, by: Acting) -> bool:
    is_owner = action.owner is not None and action.owner.ref == by.ref
    return policies.runs(by, action.body) or (is_owner and policies.belongs_to(by, action.body))
