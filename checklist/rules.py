"""Who may do what on a checklist. A user is judged by every capacity they hold, an actor by the one they act in.

These judge the capacity; the services judge the moment too, and that nobody acts on both sides.
"""

from typing import Any

import rules

from checklist import policies
from checklist.enums import Side
from groups.policies import body_ids_of, is_council, is_officer, live_capacities


def _project(thing: Any) -> Any:
    """The project of an item, a stage or a checklist."""
    stage = getattr(thing, "stage", thing)
    return getattr(stage, "checklist", stage).project


def _sides(who: Any, thing: Any) -> set[Side]:
    signing = {part.body_id for part in _project(thing).parts.all() if part.signs}
    sides = (policies.side_of(role=each.role, body_id=each.body_id, signing=signing) for each in live_capacities(who))
    return {side for side in sides if side is not None}


@rules.predicate
def starts_checklists(who: Any, _project: Any = None) -> bool:
    return is_officer(who)


@rules.predicate
def reads_it(who: Any, thing: Any) -> bool:
    """Council staff, and people of the bodies that work on the project."""
    return is_council(who) or bool(body_ids_of(who) & {part.body_id for part in _project(thing).parts.all()})


@rules.predicate
def acts_for_the_council(who: Any, thing: Any) -> bool:
    return Side.COUNCIL in _sides(who, thing)


@rules.predicate
def acts_for_a_forum(who: Any, thing: Any) -> bool:
    return Side.FORUM in _sides(who, thing)


either_side = acts_for_the_council | acts_for_a_forum

rules.add_perm("checklist.start_checklist", starts_checklists)
rules.add_perm("checklist.view_checklist", reads_it)
rules.add_perm("checklist.answer_item", either_side)
rules.add_perm("checklist.confirm_item", either_side)
rules.add_perm("checklist.query_item", acts_for_a_forum)
rules.add_perm("checklist.reply_item", acts_for_the_council)
rules.add_perm("checklist.skip_item", either_side)
rules.add_perm("checklist.sign_stage", either_side)
rules.add_perm("checklist.refuse_stage", either_side)
rules.add_perm("checklist.go_on_unsigned", acts_for_the_council)
rules.add_perm("checklist.reopen_stage", either_side)
