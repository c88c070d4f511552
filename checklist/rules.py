"""Who may do what on a checklist. A user is judged by every capacity they hold, an actor by the one they act in.

These judge the capacity; the services judge the moment too, and that nobody acts on both sides.
"""

from typing import Any

import rules

from checklist import policies
from checklist.enums import Side
from groups.policies import body_ids_of, is_administrator, is_council, is_officer, live_capacities


def _project(thing: Any) -> Any:
    """The project of an item, a stage or a checklist."""
    stage = getattr(thing, "stage", thing)
    return getattr(stage, "checklist", stage).project


def _signing(thing: Any) -> dict[int, Any]:
    return {part.body_id: part.body for part in _project(thing).parts.all() if part.signs}


def _sides(who: Any, thing: Any, *, by_hands: bool = False) -> set[Side]:
    signing = _signing(thing)
    children = [key for key, body in signing.items() if by_hands and policies.is_childrens_forum(body)]
    sides = (
        policies.side_of(role=each.role, body_id=each.body_id, signing=signing, by_hands=children)
        for each in live_capacities(who)
    )
    return {side for side in sides if side is not None}


@rules.predicate
def starts_checklists(who: Any, _project: Any = None) -> bool:
    return is_officer(who)


@rules.predicate
def manages_templates(who: Any, _version: Any = None) -> bool:
    return is_administrator(who)


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


@rules.predicate
def reads_for_a_forum(who: Any, thing: Any) -> bool:
    """Signers of a forum; and, where children sign by a show of hands, whoever facilitates it."""
    return Side.FORUM in _sides(who, thing, by_hands=True)


@rules.predicate
def is_of_a_forum_that_signs(who: Any, thing: Any) -> bool:
    signing = _signing(thing)
    return any(policies.may_dispute(role=each.role, body_id=each.body_id, signing=signing) for each in live_capacities(who))


either_side = acts_for_the_council | acts_for_a_forum

rules.add_perm("checklist.start_checklist", starts_checklists)
rules.add_perm("checklist.manage_templates", manages_templates)
rules.add_perm("checklist.view_checklist", reads_it)
rules.add_perm("checklist.answer_item", either_side)
rules.add_perm("checklist.confirm_item", either_side)
rules.add_perm("checklist.add_evidence", either_side)
rules.add_perm("checklist.query_item", acts_for_a_forum)
rules.add_perm("checklist.reply_item", acts_for_the_council)
rules.add_perm("checklist.skip_item", either_side)
rules.add_perm("checklist.sign_stage", either_side)
rules.add_perm("checklist.refuse_stage", either_side)
rules.add_perm("checklist.go_on_unsigned", acts_for_the_council)
rules.add_perm("checklist.reopen_stage", either_side)
rules.add_perm("checklist.review_stage", reads_for_a_forum)
rules.add_perm("checklist.abstain_stage", acts_for_a_forum)
rules.add_perm("checklist.dispute_stage", is_of_a_forum_that_signs)
rules.add_perm("checklist.answer_refusal", acts_for_the_council)
rules.add_perm("checklist.enter_paper", acts_for_the_council)


@rules.predicate
def writes_evaluation(who: Any, evaluation: Any) -> bool:
    """Writes, locks and closes this evaluation for the body whose it is."""
    body = evaluation.body
    return body is not None and any(policies.writes_for(each, body) for each in live_capacities(who))


@rules.predicate
def answers_evaluation(who: Any, _evaluation: Any) -> bool:
    return is_officer(who)


rules.add_perm("checklist.write_evaluation", writes_evaluation)
rules.add_perm("checklist.answer_evaluation", answers_evaluation)
rules.add_perm("checklist.act_on_evaluation", writes_evaluation | answers_evaluation)
rules.add_perm("checklist.add_lesson", either_side)
