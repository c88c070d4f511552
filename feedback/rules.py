"""Who may. An actor is judged by the hat they wear, a user by every capacity they hold."""

from typing import Any

import rules

from groups import policies
from groups.enums import Role
from groups.rules import is_administrator


@rules.predicate
def is_officer(who: object) -> bool:
    return policies.is_officer(who)


@rules.predicate
def is_safeguarding_lead(who: object) -> bool:
    return policies.is_safeguarding_lead(who)


@rules.predicate
def is_held(_who: object, response: object) -> bool:
    return bool(getattr(response, "is_held", False))


@rules.predicate
def signs_for_a_credited_group(who: object, outcome: Any) -> bool:
    """Whether they sign for a group that this outcome credits; asked without an outcome: for any group."""
    signs_for = {capacity.body_id for capacity in policies.live_capacities(who) if capacity.can_sign}
    if outcome is None:
        return bool(signs_for)
    credited = {contributor.body_id for contributor in outcome.contributors.all()}
    return bool(signs_for & credited)


@rules.predicate
def facilitates_its_forum(who: object, questionnaire: object) -> bool:
    """Whether they facilitate the forum that asks; asked without a questionnaire: any forum."""
    bodies = {capacity.body_id for capacity in policies.live_capacities(who) if capacity.role == Role.FACILITATOR}
    return bool(bodies) if questionnaire is None else getattr(questionnaire, "body_id", None) in bodies


# Words that are with the safeguarding leads are read by them alone; administrators never read any.
rules.add_perm("feedback.view_response", (is_officer & ~is_held) | is_safeguarding_lead)
rules.add_perm("feedback.triage_response", (is_officer & ~is_held) | (is_safeguarding_lead & is_held))
# Whatever else people write or say, wherever it stands: the same people read it.
rules.add_perm("feedback.read_words", is_officer | is_safeguarding_lead)
rules.add_perm("feedback.plan_turns", is_officer | is_safeguarding_lead | is_administrator)
rules.add_perm("feedback.redact_answer", is_officer & ~is_held)
# What stood there before a name was taken out.
rules.add_perm("feedback.view_originals", is_safeguarding_lead)
rules.add_perm("feedback.code_response", is_officer & ~is_held)
rules.add_perm("feedback.keep_safeguarding_record", is_safeguarding_lead)
rules.add_perm("feedback.change_questionnaire", is_officer)
rules.add_perm("feedback.change_outcome", is_officer)
rules.add_perm("feedback.publish_outcome", is_officer)
rules.add_perm("feedback.add_words", signs_for_a_credited_group)
rules.add_perm("feedback.change_promise", is_officer)
# Type in what came on paper, by phone or from a group; print the poster and the paper.
rules.add_perm("feedback.enter_response", is_officer | facilitates_its_forum)
