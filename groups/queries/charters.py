"""A forum's charter as it is read: its parts, its versions, and who has signed which."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from groups import policies
from groups.enums import CharterStatus
from groups.models import Body, Capacity, Charter, CharterSignature

PARTS = ("vision", "principles", "membership", "behaviours", "governance")
INVENTORY = ("resources", "timescales", "powers", "process", "people", "law")
STATES = {CharterStatus.DRAFT: "notyet", CharterStatus.AGREED: "did", CharterStatus.REPLACED: "none"}


@dataclass(frozen=True)
class Part:
    title: str
    text: str


@dataclass(frozen=True)
class Signed:
    who: str
    day: dt.datetime


@dataclass(frozen=True)
class Version:
    """One version in the list of all, with how many signed it."""

    number: int
    url: str
    state: str
    state_words: str
    members: int
    organisations: int
    is_this: bool


@dataclass(frozen=True)
class CharterPage:
    """`member_names` is filled only for those who keep the forum's register."""

    number: int
    is_draft: bool
    is_agreed: bool
    state: str
    state_words: str
    agreed_on: dt.date | None
    review_on: dt.date | None
    review_due: bool
    parts: tuple[Part, ...]
    inventory: tuple[Part, ...]
    organisations: tuple[Signed, ...]
    members: int
    member_names: tuple[Signed, ...]
    can_sign: bool
    versions: tuple[Version, ...]


def title_of(name: str) -> str:
    """The heading of one part."""
    return capfirst(str(next(field.verbose_name for field in Charter._meta.fields if field.name == name)))


def readable(body: Body, *, with_draft: bool) -> QuerySet[Charter]:
    """The versions of a forum's charter that someone may read: drafts are for its own people and those who serve it."""
    found = body.charters.all()
    return found if with_draft else found.exclude(status=CharterStatus.DRAFT)


def page(charter: Charter, user: object, *, with_draft: bool, with_names: bool, today: dt.date) -> CharterPage:
    """One version; two queries however many signed. Whoever signed in each of their parts is offered no button."""
    signed = list(charter.signatures.select_related("user", "body"))
    members = [signature for signature in signed if signature.body_id is None]
    status = CharterStatus(charter.status)
    return CharterPage(
        number=charter.version,
        is_draft=status == CharterStatus.DRAFT,
        is_agreed=status == CharterStatus.AGREED,
        state=STATES[status],
        state_words=str(status.label),
        agreed_on=charter.agreed_on,
        review_on=charter.review_on,
        review_due=status == CharterStatus.AGREED and charter.review_on is not None and charter.review_on <= today,
        parts=_parts(charter, PARTS),
        inventory=_parts(charter, INVENTORY),
        organisations=tuple(Signed(each.body.outside_name, each.signed_at) for each in signed if each.body),
        members=len(members),
        member_names=tuple(_member(each) for each in members) if with_names else (),
        can_sign=status == CharterStatus.AGREED
        and any(
            policies.signs_charter(capacity, charter.body) and not _has_signed(capacity, charter.body, signed)
            for capacity in policies.live_capacities(user)
        ),
        versions=_versions(charter, with_draft=with_draft),
    )


def _has_signed(capacity: Capacity, forum: Body, signed: list[CharterSignature]) -> bool:
    if capacity.body_id == forum.pk:
        return any(each.body_id is None and each.user_id == capacity.user_id for each in signed)
    return any(each.body_id == capacity.body_id for each in signed)


def _member(signature: CharterSignature) -> Signed:
    return Signed(str(signature.user) if signature.user else capfirst(signature.label), signature.signed_at)


def _parts(charter: Charter, names: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(Part(title_of(name), getattr(charter, name)) for name in names if getattr(charter, name))


def _versions(charter: Charter, *, with_draft: bool) -> tuple[Version, ...]:
    counted = readable(charter.body, with_draft=with_draft).annotate(
        of_members=Count("signatures", filter=Q(signatures__body__isnull=True, signatures__isnull=False)),
        of_organisations=Count("signatures", filter=Q(signatures__body__isnull=False)),
    )
    return tuple(
        Version(
            number=each.version,
            url=reverse("charter_version", args=[charter.body.slug, each.version]),
            state=STATES[CharterStatus(each.status)],
            state_words=str(each.get_status_display()),
            members=each.of_members,
            organisations=each.of_organisations,
            is_this=each.pk == charter.pk,
        )
        for each in counted.order_by("-version")
    )
