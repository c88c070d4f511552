"""Judgements that read across rooms, on plain facts: when a project is late. The pages say these rules in words."""

import datetime as dt

# A question, an item or an evaluation for the council, or a signature, is late when it has waited longer than this.
MOST_DAYS_WAITING = 14
# From this stage on what was decided is being done: a day of decision that went by before it was reached is late.
STAGE_AFTER_DECISION = 7


def days_late(since: dt.date, today: dt.date) -> int:
    """By how many days something has waited too long; nought while it has not."""
    return max((today - since).days - MOST_DAYS_WAITING, 0)


def decision_went_by(decision: dt.date | None, stage: int | None, today: dt.date) -> bool:
    """Whether the day of the decision is over while the project stands before the stage that follows it."""
    return decision is not None and decision < today and (stage or 0) < STAGE_AFTER_DECISION
