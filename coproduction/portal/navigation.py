"""Where one can go from here: the items of the navigation, by what a person may do."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import rules
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from groups import policies
from groups.enums import COMMITTEE_ROLES, COUNCIL_ROLES, Role


@dataclass(frozen=True)
class NavItem:
    label: Any
    url: str
    current: bool = False


# (name of the address, label), in the order of the page.
PUBLIC = (
    ("outcomes", _("You said, we did")),
    ("projects", _("Projects")),
    ("forums", _("Forums")),
    ("questionnaires", _("Have your say")),
    ("what_happened", _("Type your code")),
)
OFFICER = (
    ("officers", _("What is next")),
    ("officers_projects", _("Projects")),
    ("outcomes", _("You said, we did")),
    ("reading_queue", _("Reading")),
    ("officers_meetings", _("Meetings")),
    ("forums", _("Forums")),
    ("outbox", _("Outbox")),
)
MEMBER = (
    ("my", _("My page")),
    ("projects", _("Projects")),
    ("outcomes", _("You said, we did")),
    ("forums", _("Forums")),
)
COMMITTEE = (
    ("committee", _("The committee")),
    ("outcomes", _("You said, we did")),
    ("projects", _("Projects")),
    ("promises", _("Promises")),
)
SAFEGUARDING = (("safeguarding", _("Safeguarding")),)
ADMINISTRATOR = (
    ("administration", _("Administration")),
    ("people", _("People")),
    ("outbox", _("Outbox")),
    ("job_health", _("Job health")),
)
MEMBER_ROLES = frozenset(Role) - COUNCIL_ROLES - COMMITTEE_ROLES

# Pages that not everyone with such a space may open.
NEEDED = {"reading_queue": "feedback.view_response", "outbox": "portal.see_outbox"}

# Where the page of one space holds all that the public one does, whoever has both is led to it alone.
INSTEAD = {"projects": "officers_projects"}

# A person's own spaces, first the one that most waits for them.
SPACES = (
    (frozenset({Role.OFFICER, Role.BOARD_ADMINISTRATOR}), OFFICER),
    (MEMBER_ROLES, MEMBER),
    (COMMITTEE_ROLES, COMMITTEE),
    (frozenset({Role.SAFEGUARDING_LEAD}), SAFEGUARDING),
    (frozenset({Role.ADMINISTRATOR}), ADMINISTRATOR),
)
# Where sign-in leads to, by the first role that fits.
STARTS = (
    (frozenset({Role.OFFICER, Role.BOARD_ADMINISTRATOR}), "officers"),
    (frozenset({Role.SAFEGUARDING_LEAD}), "safeguarding"),
    (frozenset({Role.ADMINISTRATOR}), "administration"),
    (MEMBER_ROLES, "my"),
    (COMMITTEE_ROLES, "committee"),
)


@cache
def address(name: str) -> str:
    """The address of a page without parameters, or nothing when this installation does not have the page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def items_for(who: object, path: str) -> list[NavItem]:
    """The navigation for a user, or for an actor: every space that one of the capacities opens, without doubles."""
    roles = policies.roles_of(who)
    entries = [entry for opens, space in SPACES if roles & opens for entry in space]
    labels = dict(reversed(entries or PUBLIC))
    names = list(dict.fromkeys(name for name, _label in entries or PUBLIC))
    names = [name for name in names if name not in NEEDED or rules.has_perm(NEEDED[name], who)]
    names = [name for name in names if INSTEAD.get(name) not in names]
    urls = {name: address(name) for name in names}
    current = max((url for url in urls.values() if url and path.startswith(url)), key=len, default="")
    return [NavItem(labels[name], url, url == current) for name, url in urls.items() if url]


def start_of(who: object) -> str:
    """The name of the page a person starts on."""
    roles = policies.roles_of(who)
    return next((name for opens, name in STARTS if roles & opens), "account")
