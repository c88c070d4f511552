"""Administrators keep the list of kinds of work: word them, add one, order them, and no longer offer one."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from engagements.enums import ProjectKind
from engagements.models import KindEntry
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from groups.actors import Actor
from groups.enums import Role

_KEY_LENGTH = 30


@transaction.atomic
def add(*, words: str, by: Actor, hint: str = "") -> KindEntry:
    """Add a kind of work, before *other*. Its key is made from its words and stays when they change."""
    known = _known(by)
    words = _free_words(words, known)
    key = _free_key(words, known)
    order = max(kind.order for kind in known.values() if kind.key != ProjectKind.OTHER) + 1
    entry = KindEntry.objects.create(key=key, words=words, hint=hint.strip(), order=order)
    audit.record(verb="engagements.kind_added", target=entry, by=by, key=key)
    publication.bump()
    return entry


@transaction.atomic
def reword(*, key: str, words: str, by: Actor, hint: str = "") -> KindEntry:
    """Call a kind of work something else, also for the projects that have it."""
    known = _known(by)
    kind = _one(key, known)
    words = _free_words(words, {other: each for other, each in known.items() if other != key})
    return _keep(kind, by, "engagements.kind_reworded", words=words, hint=hint.strip())


@transaction.atomic
def offer(*, key: str, is_offered: bool, by: Actor) -> KindEntry:
    """Offer a kind of work for new projects, or no longer. Projects that have it keep it."""
    kind = _one(key, _known(by))
    if key == ProjectKind.OTHER and not is_offered:
        raise WrongState(_("“%(kind)s” stays, for work that fits nowhere else.") % {"kind": kind.words})
    return _keep(kind, by, "engagements.kind_offered" if is_offered else "engagements.kind_not_offered", is_offered=is_offered)


@transaction.atomic
def move(*, key: str, up: bool, by: Actor) -> None:
    """Move a kind of work one place up or down. *Other* stays last; at either end nothing happens."""
    known = _known(by)
    kind = _one(key, known)
    if key == ProjectKind.OTHER:
        raise WrongState(_("“%(kind)s” always comes last.") % {"kind": kind.words})
    listed = [each for each in known if each != ProjectKind.OTHER]
    place = listed.index(key)
    to = place + (-1 if up else 1)
    if not 0 <= to < len(listed):
        return
    listed[place], listed[to] = listed[to], listed[place]
    for number, each in enumerate(listed, start=1):
        if known[each].order != number:
            _write(known[each], order=number)
    audit.record(verb="engagements.kind_moved", target=KindEntry.objects.get(key=key), by=by, place=to + 1)
    publication.bump()


def _known(by: Actor) -> dict[str, Kind]:
    """Every kind, with the list locked, for an administrator."""
    by.must_be_live(clock.now())
    if by.capacity.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator can do this."))
    list(KindEntry.objects.select_for_update())
    return kinds.everything()


def _one(key: str, known: dict[str, Kind]) -> Kind:
    if key not in known:
        raise Missing(_("There is no such kind of work."))
    return known[key]


def _free_words(words: str, others: dict[str, Kind]) -> str:
    words = words.strip()
    if not words:
        raise Missing(_("Say what it is called"))
    if words.lower() in {kind.words.lower() for kind in others.values()}:
        raise WrongState(_("“%(words)s” is on the list already.") % {"words": words})
    return words


def _free_key(words: str, known: dict[str, Kind]) -> str:
    stem = slugify(words).replace("-", "_")[: _KEY_LENGTH - 4].strip("_") or "kind"
    number, key = 1, stem
    while key in known:
        number += 1
        key = f"{stem}_{number}"
    return key


def _write(kind: Kind, **values: object) -> KindEntry:
    stands = {"words": kind.words, "hint": kind.hint, "order": kind.order, "is_offered": kind.is_offered}
    entry, _made = KindEntry.objects.update_or_create(key=kind.key, defaults=stands | values)
    return entry


def _keep(kind: Kind, by: Actor, verb: str, **values: object) -> KindEntry:
    entry = _write(kind, **values)
    audit.record(verb=verb, target=entry, by=by, key=kind.key)
    publication.bump()
    return entry
