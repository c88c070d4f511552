"""Create forums, organisations, teams and committees, and say how they stand to each other."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Missing
from coproduction.core.services import audit, publication
from groups.enums import BodyKind, PriorityStatus, Relation
from groups.models import Body, BodyLink, Priority


@transaction.atomic
def create(*, name: str, kind: str, by: Acting, slug: str = "", **details: Any) -> Body:
    """Create a body. `details` are fields of `Body`, such as `purpose` or `lead_body`.

    A discreet body needs a neutral name: raises `Missing` without one.
    """
    if details.get("is_discreet") and not details.get("neutral_name"):
        raise Missing(_("Give a neutral name. It stands in messages and calendars instead of the real one."))
    body = Body.objects.create(name=name, kind=BodyKind(kind), slug=_free_slug(slug or name), origin=by.origin, **details)
    audit.record(verb="created body", target=body, by=by, kind=body.kind)
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


def _free_slug(text: str) -> str:
    """A slug that no other body has: with a number behind it where needed."""
    stem = slugify(text)[:70] or "group"
    slug, number = stem, 2
    while Body.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
