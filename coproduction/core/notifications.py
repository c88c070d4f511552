"""What the portal can say to people: one class for each kind of message, registered by the app that says it.

A kind is `<app>.<name>` and its words are `templates/emails/<app>/<name>.subject.txt` and `.body.txt`; the body ends with
`{% include "emails/_foot.txt" %}`, which says why one got it and how to stop it. The row in the outbox holds facts (references and numbers); the words are made from them when the message is due, so a change of mind until
then is in time.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from coproduction.core import links
from coproduction.core.calendars import CalendarPart
from coproduction.core.recipients import Recipient

Facts = Mapping[str, Any]
TOO_LATE = _("It was too late for it.")


class Unneeded(Exception):
    """The message has lost its point since it was written down. Says why, in plain words; it is not sent."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(str(why))
        self.why = str(why)


@dataclass(frozen=True)
class Words:
    """A message as it goes out."""

    subject: str
    body: str
    stop_link: str = ""
    calendar: CalendarPart | None = None


class Notification:
    """One kind of message. Subclass it in an app's `notifications` and decorate it with `register`."""

    kind: ClassVar[str]
    # What it is, for people who look at the outbox: "Reminder of a meeting".
    title: ClassVar[str | Promise]
    can_be_stopped: ClassVar[bool] = True
    # Waits for the morning when it is due at night.
    keeps_quiet_hours: ClassVar[bool] = True
    # May wait for the daily or weekly summary of someone who wants one.
    may_be_gathered: ClassVar[bool] = False
    # Asks for an answer: whoever says it in person is asked what the answer was.
    asks_for_a_reply: ClassVar[bool] = False
    # The outbox shows that it was sent and nothing more.
    is_restricted: ClassVar[bool] = False
    # Its words may hold a link that is a key: the outbox shows that it was sent and nothing more. Said in person, the link is left out.
    holds_a_key: ClassVar[bool] = False
    # The outbox does not show it at all: that it was sent would say too much.
    is_hidden: ClassVar[bool] = False

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        """What the templates need, read at the moment of sending. Raises `Unneeded` when there is no point any more."""
        return dict(facts)

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        """The moment from which it comes too late, if there is one."""
        return None

    @classmethod
    def calendar(cls, facts: Facts, address: str) -> CalendarPart | None:
        """What the calendar program of whoever has this address is told, if anything. Only invitations and changes do."""
        return None

    @classmethod
    def sample(cls) -> dict[str, Any]:
        """What `words` could give to the templates: a test renders every kind with it."""
        return {}


_kinds: dict[str, type[Notification]] = {}


class Unknown(LookupError):
    """No app registered this kind of message."""


def register(kind: type[Notification]) -> type[Notification]:
    """Class decorator: the portal can send this kind from now on."""
    if _kinds.setdefault(kind.kind, kind) is not kind:
        raise ValueError(f"Two kinds of message are called {kind.kind}.")
    return kind


def discover() -> None:
    """Import the `notifications` and `reminders` of each app (and core's `digest`), which register what they can say and when."""
    autodiscover_modules("notifications", "reminders", "digest")


def get(kind: str) -> type[Notification]:
    try:
        return _kinds[kind]
    except KeyError:
        raise Unknown(kind) from None


def every() -> list[type[Notification]]:
    """All kinds, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def shown() -> list[type[Notification]]:
    """The kinds that the outbox page may show, by name."""
    return [kind for kind in every() if not kind.is_hidden]


def hidden() -> list[str]:
    """The names of the kinds of which the outbox page says nothing."""
    return [kind.kind for kind in every() if kind.is_hidden]


def title_of(kind: str) -> str:
    """The kind in words, also when it is one that is not sent any more."""
    return str(_kinds[kind].title) if kind in _kinds else str(_("A message of an earlier version"))


def is_restricted(kind: str) -> bool:
    """Whether the outbox page shows only that it was sent. A kind that nobody registers any more is."""
    return _kinds[kind].is_restricted or _kinds[kind].holds_a_key if kind in _kinds else True


def reason_not_to_send(kind: type[Notification], person: Recipient | None, *, is_demonstration: bool) -> str:
    """Why this person must not get this kind of message, in words for the outbox page; empty when they may."""
    if person is None:
        return str(_("This person has no account any more."))
    if not person.address and not is_told_in_person(kind, person):
        return str(_("This person has no email address."))
    if (is_demonstration or person.is_demonstration) and not settings.DEMO:
        return str(_("It was made from demonstration data, and this is not a demonstration any more."))
    if not kind.can_be_stopped:
        return ""
    if not person.may_contact:
        return str(_("This person asked us not to write to them."))
    if kind.kind in person.stopped_kinds:
        return str(_("This person stopped messages of this kind."))
    return ""


def is_told_in_person(kind: type[Notification], person: Recipient) -> bool:
    """Whether somebody says it to them. What nobody else may read is never put on a list for others to say."""
    return person.told_in_person and not kind.is_restricted


def template_names(kind: str) -> tuple[str, str]:
    path = kind.replace(".", "/")
    return f"emails/{path}.subject.txt", f"emails/{path}.body.txt"


def render(
    kind: str, *, facts: Facts, to: str, reason: str, is_demonstration: bool, now: dt.datetime, address: str = ""
) -> Words:
    """The words of a message at this moment. Raises `Unneeded` when it has lost its point.

    With the `address` that it goes to, it brings what that person's calendar program is told.
    """
    said = get(kind)
    stop = links.stop_link(to, kind) if said.can_be_stopped else ""
    words = render_words(kind, said.words(facts, now), stop_link=stop, reason=reason, is_demonstration=is_demonstration)
    return replace(words, calendar=said.calendar(facts, address)) if address else words


def render_part(kind: str, *, facts: Facts, is_demonstration: bool, now: dt.datetime, is_spoken: bool = False) -> Words:
    """The same as a part of a summary, or to be said aloud: without the greeting and without the foot."""
    words = get(kind).words(facts, now)
    made = render_words(
        kind, words, stop_link="", reason="", is_demonstration=is_demonstration, is_part=True, is_spoken=is_spoken
    )
    return replace(made, body=made.body.removeprefix(str(_("Hello,"))).strip())


def render_words(
    kind: str,
    words: Mapping[str, Any],
    *,
    stop_link: str,
    reason: str,
    is_demonstration: bool,
    is_part: bool = False,
    is_spoken: bool = False,
) -> Words:
    """Put the words into the templates of this kind."""
    context = dict(words) | {
        "site_name": settings.SITE_NAME,
        "site_place": settings.SITE_PLACE,
        "site_url": settings.SITE_URL,
        "reason": reason,
        "stop_link": stop_link,
        "is_demonstration": is_demonstration,
        "is_part": is_part,
        "is_spoken": is_spoken,
    }
    subject_name, body_name = template_names(kind)
    # One line: a line break in a title must not become a header of its own.
    subject = " ".join(_plain_text(subject_name, context).split())
    prefix = f"{_('Demonstration')}: " if is_demonstration else ""
    # What a template leaves out leaves empty lines behind: one between paragraphs is enough.
    body = re.sub(r"\n{3,}", "\n\n", _plain_text(body_name, context).strip())
    return Words(f"{prefix}{subject}"[:200], f"{body}\n", stop_link)


def _plain_text(name: str, context: dict[str, Any]) -> str:
    # Text needs no escaping: "Parents &amp; carers" would be shown as it stands.
    return str(Engine.get_default().get_template(name).render(Context(context, autoescape=False)))


@register
class ConcernRaised(Notification):
    """To each safeguarding lead: something waits. Holds nothing of what it is about, and goes at any hour.

    Administrators and officers do not find it in the outbox; the leads' own page tells them when one did not go out.
    """

    kind = "core.concern_raised"
    title = _("Something waits for the safeguarding leads")
    can_be_stopped = False
    keeps_quiet_hours = False
    is_restricted = True
    is_hidden = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        return cls.sample()

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {"link": links.absolute("/safeguarding/")}


@register
class ConcernUnopened(ConcernRaised):
    """The same to the next level: what waits was not opened in two working hours."""

    kind = "core.concern_unopened"
    title = _("Something for the safeguarding leads is not opened yet")
