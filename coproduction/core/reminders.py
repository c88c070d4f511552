"""Reminders are derived, not stored: each app says what is due at a moment, and asking twice is harmless.

An app registers a source in its `reminders` module. What a source gives has a key; a key is sent once.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from coproduction.core.notifications import Notification
from coproduction.core.recipients import Addressed


@dataclass(frozen=True)
class Due:
    """One message that is due: the arguments of `outbox.enqueue`."""

    notification: type[Notification]
    recipient: Addressed
    dedupe_key: str
    reason: str
    facts: dict[str, Any] = field(default_factory=dict)
    due_at: dt.datetime | None = None
    about: str = ""
    is_demonstration: bool = False
    # What else is written down in the transaction of the message: called once for all that were new and will reach somebody.
    written_with: "Callable[[list[Due]], None] | None" = None


@dataclass(frozen=True)
class NotSent:
    """Something for which nobody got a message, and why, in plain words for the outbox page."""

    what: str
    when: dt.datetime
    why: str
    url: str = ""
    is_demonstration: bool = False
    # When it is, is not public: the page shows the month.
    only_month: bool = False


Source = Callable[[dt.datetime], Iterable[Due]]
Explanation = Callable[[dt.datetime], Iterable[NotSent]]

_sources: list[Source] = []
_explanations: list[Explanation] = []


def register(source: Source) -> Source:
    """Decorator: ask this function what is due at a moment."""
    if source not in _sources:
        _sources.append(source)
    return source


def register_explanation(explanation: Explanation) -> Explanation:
    """Decorator: ask this function what was not sent around a moment, and why."""
    if explanation not in _explanations:
        _explanations.append(explanation)
    return explanation


def sources() -> tuple[Source, ...]:
    return tuple(_sources)


def not_sent(now: dt.datetime) -> list[NotSent]:
    """What was not sent lately and why, the latest first."""
    found = [item for explanation in _explanations for item in explanation(now)]
    return sorted(found, key=lambda item: item.when, reverse=True)
