"""Create forums, organisations, teams and committees, change them, and say how they stand to each other."""

import re
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused
from coproduction.core.services import audit, publication
from groups.enums import BodyKind, BodyStatus, PriorityStatus, Relation
from groups.models import Body, BodyLink, Meeting, Priority

# What can be changed. What a forum says in its own words is not the council's to change: see `own_words`.
DETAILS = frozenset(
    {
        "name", "kind_words", "status", "purpose", "audience", "age_from", "age_to", "mark", "frequency", "rhythm_words",
        "lead_body", "chair_body", "parent_body", "is_independent", "is_discreet", "neutral_name", "can_decide", "how_to_join",
    }
)  # fmt: skip
# The address at which an officer makes a new forum.
_TAKEN = frozenset({"new"})
# A young person's messages never say that they are in care; "career" is another word.
_CARE = re.compile(r"\bcare(?!er)", re.IGNORECASE)


@transaction.atomic
def create(*, name: str, kind: str, by: Acting, slug: str = "", **details: Any) -> Body:
    """Create a body. `details` are fields of `Body`, such as `purpose` or `lead_body`.

    A discreet body needs a neutral name and, unless it is independent, a team that leads it: raises `Missing` without.
    """
    body = Body(name=name, kind=BodyKind(kind), slug=_free_slug(slug or name), origin=by.origin, **details)
    _check(body)
    body.save()
    audit.record(verb="created body", target=body, by=by, kind=body.kind)
    publication.bump()
    return body


@transaction.atomic
def update(*, body: Body, by: Acting, **details: Any) -> Body:
    """Change what the council says about a body. A body that becomes discreet takes its meetings out of public sight at once.

    One that is independent stays so as long as it has members whom the council may not know.
    """
    unknown = details.keys() - DETAILS
    if unknown:
        raise TypeError(f"update() changes no {', '.join(sorted(unknown))}.")
    if details.get("parent_body"):
        # All of them, in one order, so that two people cannot close a circle at the same moment.
        list(Body.objects.forums().order_by("pk").select_for_update().values_list("pk"))
        # What it is part of is read again under the lock.
        details["parent_body"] = Body.objects.get(pk=details["parent_body"].pk)
    body = Body.objects.select_for_update().get(pk=body.pk)
    was_discreet, was_closed = body.is_discreet, body.status == BodyStatus.CLOSED
    if body.is_independent and not details.get("is_independent", True):
        _check_nobody_hidden(body)
    changed = sorted(name for name, value in details.items() if getattr(body, name) != value)
    for name in changed:
        setattr(body, name, details[name])
    _check(body)
    if body.status == BodyStatus.CLOSED and not was_closed:
        _check_nothing_planned(body)
    body.save()
    if body.is_discreet and not was_discreet:
        # They stay private should the body be discreet no longer.
        body.meetings.update(is_private=True)
    audit.record(verb="changed body", target=body, by=by, fields=changed, status=body.status, is_discreet=body.is_discreet)
    publication.bump()
    return body


@transaction.atomic
def relate(*, body: Body, relation: str, other: Body, by: Acting) -> BodyLink:
    """Say how one body stands to another. Saying it twice changes nothing."""
    link, made = BodyLink.objects.get_or_create(body=body, relation=Relation(relation), other=other)
    if made:
        audit.record(verb="related bodies", target=link, by=by, relation=link.relation)
        publication.bump()
    return link


@transaction.atomic
def add_priority(*, body: Body, title: str, by: Acting, status: str = PriorityStatus.ADOPTED, **details: Any) -> Priority:
    """Add a priority at the end of the body's list."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    priority = Priority.objects.create(
        body=body, title=title, status=PriorityStatus(status), order=body.priorities.count(), origin=by.origin, **details
    )
    audit.record(verb="added priority", target=priority, by=by)
    publication.bump()
    return priority


def _check(body: Body) -> None:
    """Raise `Refused` or `Missing` for what cannot be."""
    if body.age_from is not None and body.age_to is not None and body.age_to < body.age_from:
        raise Refused(_("The oldest age must not be below the youngest."))
    if body.is_discreet:
        _check_discreet(body)
    _check_parents(body)


def _check_discreet(body: Body) -> None:
    if not body.neutral_name.strip():
        raise Missing(_("Give a neutral name. It stands in messages and calendars instead of the real one."))
    if _plain(body.name) in _plain(body.neutral_name) or _CARE.search(body.neutral_name):
        raise Refused(_("Choose a neutral name without the real name and without the word “care”."))
    if body.lead_body is None and not body.is_independent:
        raise Missing(_("Say which team leads it. Only that team then learns where this forum meets."))


def _check_parents(body: Body) -> None:
    if body.parent_body is not None and body.parent_body == body:
        raise Refused(_("A forum cannot be part of itself."))
    above, passed = body.parent_body, set[int]()
    while above is not None and above.pk not in passed:
        if above.pk == body.pk:
            words = _("%(parent)s is part of %(body)s already, so it cannot be the other way round.")
            raise Refused(words % {"parent": body.parent_body, "body": body})
        passed.add(above.pk)
        above = above.parent_body


def _check_nobody_hidden(body: Body) -> None:
    """A forum that stops being independent shows its register to the council: only once each of its people agreed to that."""
    if body.capacities.of_members().filter(council_may_know=False).exists():
        raise Refused(
            _(
                "This forum has members whose names the council may not know, also among those who left. It stays independent "
                "until each of them has agreed that the council may know them."
            )
        )


def _check_nothing_planned(body: Body) -> None:
    planned = Meeting.objects.coming(clock.now()).filter(body=body).count()
    if planned:
        raise Refused(
            ngettext(
                "Cancel its meeting that is still to come first, so that people are told.",
                "Cancel its %(number)s meetings that are still to come first, so that people are told.",
                planned,
            )
            % {"number": planned}
        )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _free_slug(text: str) -> str:
    """A slug that no other body has: with a number behind it where needed."""
    stem = slugify(text)[:70] or "group"
    slug, number = stem, 2
    while slug in _TAKEN or Body.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
