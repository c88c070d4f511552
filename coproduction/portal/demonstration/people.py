"""The invented borough: its forums, its teams, its committee, and the people who act in them."""

from django.contrib.auth.hashers import make_password

from coproduction.core import clock
from coproduction.core.actors import Portal
from coproduction.core.enums import Origin
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from groups.models import Body, User
from groups.services import bodies, capacities, users

# Everything begins a little more than a year ago, before the first project does.
_BEGAN = -400
PASSWORD = "demo-only-password"  # noqa: S105 - the demonstration accounts' own; they cannot sign in without DEMO
# The portal sets the stage; whatever it makes here is made up.
_STAGE_HAND = Portal(label="The demonstration", origin=Origin.DEMONSTRATION)


def build(content: Content) -> Cast:
    """Make the bodies first, then the people with their capacities."""
    cast = Cast()
    with clock.standing_at(content.moment(_BEGAN)):
        for entry in content.list("bodies"):
            cast.bodies[entry["id"]] = _body(entry, cast)
        for link in content.list("links"):
            bodies.relate(
                body=cast.bodies[link["body"]], relation=link["relation"], other=cast.bodies[link["other"]], by=_STAGE_HAND
            )
        for entry in content.list("people"):
            _person(content, entry, cast)
    # One password for all, hashed once: sixteen slow hashes of the same word would take longer than the rest of the year.
    User.objects.filter(pk__in=[user.pk for user in cast.people.values()]).update(password=make_password(PASSWORD))
    return cast


def _body(entry: Entry, cast: Cast) -> Body:
    body = bodies.create(
        slug=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        kind_words=entry.get("kind_words", ""),
        mark=entry.get("mark", "other"),
        purpose=entry.get("purpose", ""),
        audience=entry.get("audience", ""),
        age_from=entry.get("ages", (None, None))[0],
        age_to=entry.get("ages", (None, None))[1],
        frequency=entry.get("frequency", ""),
        rhythm_words=entry.get("rhythm", ""),
        can_decide=entry.get("can_decide", ""),
        how_to_join=entry.get("how_to_join", ""),
        is_independent=entry.get("independent", False),
        is_discreet=entry.get("discreet", False),
        neutral_name=entry.get("neutral_name", ""),
        lead_body=cast.bodies.get(entry.get("lead", "")),
        parent_body=cast.bodies.get(entry.get("part_of", "")),
        by=_STAGE_HAND,
    )
    for title in entry.get("priorities", ()):
        bodies.add_priority(body=body, title=title, by=_STAGE_HAND)
    return body


def _person(content: Content, entry: Entry, cast: Cast) -> None:
    user = users.add(
        email=entry["email"], name=entry["name"], age_band=entry.get("age", ""), is_demonstration=True, by=_STAGE_HAND
    )
    cast.people[entry["email"]] = user
    for part in entry["capacities"]:
        capacities.give(user=user, body=cast.bodies[part["body"]], role=part["role"], since=content.day(_BEGAN), by=_STAGE_HAND)
