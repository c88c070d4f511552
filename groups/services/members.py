"""The register of a forum: put people in, let them rest, come back and leave, and keep how to reach them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.enums import Origin
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit
from groups import policies
from groups.enums import (
    INDEPENDENT_KEEPERS,
    MEMBERSHIP_ROLES,
    STANDING_STEPS,
    UNDER_13,
    AgeBand,
    Hat,
    Reach,
    Role,
    Standing,
)
from groups.models import Body, Capacity, Invitation, User
from groups.people_lists import Entry
from groups.services import capacities, consents, invitations, users

# Whoever stays behind to keep a register stays at least this long.
HAND_OVER = dt.timedelta(days=28)
# What can be kept about a person; their words stay out of the audit.
ABOUT_A_PERSON = frozenset({"name", "reach", "contact", "age_band", "do_not_contact"})


@transaction.atomic
def register(
    *,
    body: Body,
    by: Acting,
    role: str = Role.MEMBER,
    name: str = "",
    email: str = "",
    reach: str = "",
    contact: str = "",
    age_band: str = "",
    hat: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    is_mailed: bool = True,
) -> Invitation | Capacity:
    """Put a person into the register of a forum.

    Someone with an email address is invited by it and comes in by themselves; someone without is in the register at once,
    with another way to reach them. A child under 13 waits there, paused, until a person who may decide for them agrees.
    """
    _check_role(role)
    if until is not None and until < max(since or clock.today(), clock.today()):
        raise Refused(_("Enter a last day that is not in the past."))
    if policies.must_know_age(body) and not age_band:
        raise Missing(_("Say how old they are. Children under 13 take part in this group, and they need consent."))
    if not email:
        return _without_email(body, by, name, reach, contact, age_band, role=role, hat=hat, since=since, until=until)
    if age_band in UNDER_13:
        raise NotAllowed(
            _(
                "We write to nobody under 13. Leave the email address out, and choose how to reach them through their parent or carer."
            )
        )
    if contact or reach not in ("", Reach.EMAIL):
        raise Refused(_("Give an email address or another way to reach them, not both."))
    return invitations.invite(
        email=email, body=body, role=role, by=by, name=name.strip(), age_band=age_band, hat=hat, until=until, is_mailed=is_mailed
    )


@transaction.atomic
def register_many(*, body: Body, entries: Iterable[Entry], by: Acting) -> int:
    """Put everyone on a list into the register, or nobody. How many that were."""
    made = []
    for entry in entries:
        try:
            made.append(
                register(
                    body=body,
                    by=by,
                    role=entry.role,
                    name=entry.name,
                    email=entry.email,
                    reach=entry.reach,
                    contact=entry.contact,
                    age_band=entry.age_band,
                    is_mailed=False,
                )
            )
        except Refused as refusal:
            words = {"number": entry.number, "problem": refusal.message}
            raise Refused(_("Line %(number)s: %(problem)s Nothing was saved.") % words) from refusal
    invitations.mail(each for each in made if isinstance(each, Invitation))
    audit.record(verb="registered a list of people", target=body, by=by, number=len(made))
    return len(made)


@transaction.atomic
def rest(*, capacity: Capacity, by: Acting) -> Capacity:
    """Leave a member in peace until they come back: no reminders, no invitations. They stay in the register."""
    return _step(capacity, Standing.RESTING, "rested membership", by)


@transaction.atomic
def come_back(*, capacity: Capacity, by: Acting) -> Capacity:
    """Let a member who rested take part again."""
    return _step(capacity, Standing.ACTIVE, "came back from rest", by)


@transaction.atomic
def leave(*, capacity: Capacity, by: Acting, last_day: dt.date | None = None) -> Capacity:
    """End a membership: on its last day, or at once when none is given. What the person did in it stays."""
    capacity = _locked(capacity)
    yesterday = clock.today() - dt.timedelta(days=1)
    last_day = last_day or yesterday
    if last_day < yesterday:
        raise Refused(_("Enter a last day that is not in the past."))
    _keep_a_keeper(capacity, until=last_day)
    capacity.until = last_day
    # A part that was given today never held for a whole day; the audit keeps when it was given.
    given, capacity.since = capacity.since, min(capacity.since, last_day)
    capacity.save(update_fields=["since", "until"])
    facts = {"user": f"user:{capacity.user_id}", "since": given.isoformat(), "until": last_day.isoformat()}
    audit.record(verb="left", target=capacity, by=by, **facts)
    return capacity


@transaction.atomic
def change(*, capacity: Capacity, role: str, hat: str, since: dt.date, until: dt.date | None, by: Acting) -> Capacity:
    """Change what part someone has, in which hat, and from when until when."""
    capacity = _locked(capacity)
    was = {"role": capacity.role, "hat": capacity.hat, "since": capacity.since.isoformat()}
    if role != capacity.role:
        _check_role(role)
        _check_role(capacity.role)
        if Capacity.objects.filter(user=capacity.user, body=capacity.body, role=role, until__isnull=True).exists():
            raise Refused(_("This person has this part already."))
    if until is not None and until < since:
        raise Refused(_("Enter a last day that is not before the first."))
    if role not in INDEPENDENT_KEEPERS:
        _keep_a_keeper(capacity, until=clock.today())
    elif until is not None:
        _keep_a_keeper(capacity, until=until)
    capacity.role, capacity.hat, capacity.since, capacity.until = Role(role), Hat(hat), since, until
    capacity.save(update_fields=["role", "hat", "since", "until"])
    now = {"role_now": capacity.role, "hat_now": capacity.hat, "until": until.isoformat() if until else None}
    audit.record(verb="changed part", target=capacity, by=by, user=f"user:{capacity.user_id}", **was, **now)
    return capacity


@transaction.atomic
def update_person(*, user: User, by: Acting, **given: Any) -> User:
    """Keep how to reach a person, whether we may, and how old they are. `given` are fields of `User`, see `ABOUT_A_PERSON`."""
    unknown = given.keys() - ABOUT_A_PERSON
    if unknown:
        raise TypeError(f"update_person() changes no {', '.join(sorted(unknown))}.")
    user = User.objects.select_for_update().get(pk=user.pk)
    changed = sorted(field for field, value in given.items() if getattr(user, field) != value)
    if "name" in changed and not given["name"].strip():
        raise Missing(_("Write a name, so that people know who is meant."))
    for field in changed:
        setattr(user, field, given[field])
    check_reach(user.reach, user.contact, has_email=bool(user.email))
    if changed:
        user.save(update_fields=changed)
        audit.record(verb="changed how to reach a person", target=user, by=by, fields=changed)
    if "age_band" in changed:
        consents.settle_all(user=user, by=by)
    return user


def check_reach(reach: str, contact: str, *, has_email: bool) -> None:
    """Refuse a way to reach someone that leads nowhere."""
    if reach == Reach.EMAIL and not has_email:
        raise Refused(_("There is no email address. Choose another way to reach them."))
    if reach == Reach.RING and not policies.has_phone(contact):
        raise Missing(_("Write a telephone number with its first 0, like 020 7946 0000."))
    if reach == Reach.LETTER and not contact.strip():
        raise Missing(_("Write the address that letters go to."))


def _check_role(role: str) -> None:
    if role not in MEMBERSHIP_ROLES:
        raise NotAllowed(_("This part is given by an administrator of the portal."))


def _without_email(body: Body, by: Acting, name: str, reach: str, contact: str, age_band: str, **part: Any) -> Capacity:
    if not name.strip():
        raise Missing(_("Write a name, so that people know who is meant."))
    if not reach:
        raise Missing(_("Say how to reach them: by email, by telephone, by letter or at the next session."))
    check_reach(reach, contact, has_email=False)
    # Locked first and asked afterwards, so that two people cannot put the same person in at the same moment.
    body = Body.objects.select_for_update().get(pk=body.pk)
    here = Capacity.objects.listed(clock.today()).filter(body=body, user__email__isnull=True)
    if here.filter(user__name__iexact=name.strip(), user__contact__iexact=contact.strip()).exists():
        raise Refused(_("Someone with this name is in the register already. Add a letter to tell them apart."))
    user = users.add_without_email(
        name=name.strip(),
        reach=Reach(reach),
        contact=contact.strip(),
        age_band=AgeBand(age_band),
        by=by,
        is_demonstration=body.is_demonstration or by.origin == Origin.DEMONSTRATION,
    )
    return capacities.give(user=user, body=body, by=by, **part)


def _step(capacity: Capacity, standing: Standing, verb: str, by: Acting) -> Capacity:
    capacity = _locked(capacity)
    if capacity.standing == Standing.PAUSED:
        raise WrongState(_("This membership is paused until consent is settled. It goes on by itself then."))
    if standing not in STANDING_STEPS[capacity.standing]:
        raise WrongState(_("This was done already."))
    capacity.standing, capacity.standing_since = standing, clock.today()
    capacity.save(update_fields=["standing", "standing_since"])
    audit.record(verb=verb, target=capacity, by=by, user=f"user:{capacity.user_id}")
    return capacity


def _locked(capacity: Capacity) -> Capacity:
    capacity = Capacity.objects.select_for_update(of=("self",)).select_related("body", "user").get(pk=capacity.pk)
    if capacity.until is not None and capacity.until < clock.today():
        raise WrongState(_("This part has ended already."))
    if capacity.is_council:
        raise NotAllowed(_("This part is given by an administrator of the portal."))
    return capacity


def _keep_a_keeper(capacity: Capacity, *, until: dt.date) -> None:
    """Refuse to leave an independent forum without anyone who sees its register: the council cannot help out there."""
    if not capacity.body.is_independent or capacity.role not in INDEPENDENT_KEEPERS:
        return
    # Locked first and asked afterwards, so that two of them cannot leave at the same moment.
    keepers = Capacity.objects.filter(body=capacity.body, role__in=INDEPENDENT_KEEPERS)
    list(keepers.order_by("pk").select_for_update())
    others = keepers.exclude(pk=capacity.pk).live(clock.today())
    if not any(other.until is None or other.until >= until + HAND_OVER for other in others):
        raise Refused(
            _(
                "Nobody else could see who the members are. Make someone else chair or organiser first: “Change” beside their name."
            )
        )
