"""Whose turn it is on an item: the council's, a forum's, or nobody's any more."""

from collections.abc import Collection

from checklist import policies
from checklist.enums import Side
from checklist.models import ChecklistItem
from checklist.policies import ProjectFacts


def whose_turn(item: ChecklistItem, known: ProjectFacts, papers: Collection[int] = ()) -> Side | None:
    """The side on which an item waits, from an item loaded with its template and events; None when it is settled.

    `papers` are the forums whose signature stands on paper: it settles what waits for nothing but them.
    """
    if item.is_settled or policies.is_not_needed(item.template.predicate, item.state, known):
        return None
    confirms = item.template.confirms
    facts = policies.item_facts(item.events.all(), confirms)
    if policies.is_settled_on_paper(confirms=confirms, facts=facts, papers=papers):
        return None
    return Side.FORUM if policies.waits_for_forum(confirms=confirms, facts=facts) else Side.COUNCIL
