"""The reading queue: every word that waits, whatever it is, and one item of it with its words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from coproduction.core import reading_register, times
from coproduction.core.enums import ReadingState
from coproduction.core.models import ReadingItem, StoredFile
from coproduction.core.reading_register import Read
from feedback.models import Response
from groups import policies

_RESPONSE = Response._meta.label_lower


@dataclass(frozen=True)
class QueueLine:
    """One line of the reading queue: what `components/reading_queue.html` reads. The words are not shown here."""

    what: str
    came: str
    due: str
    state: str
    state_words: str
    url: str
    action: str


@dataclass(frozen=True)
class WordsPage:
    """One item with its words, and where they stand."""

    pk: int
    target: Any
    what: str
    came: str
    arrived_at: dt.datetime
    words: str
    where: str
    # The file is opened by whoever decides to; no picture of it is shown.
    file: str
    waits: bool
    read_by: str
    made_up: bool


def queue(reader: object, now: dt.datetime) -> list[QueueLine]:
    """What waits to be read by this reader: urgent first, then by when it is due; one query, and one for each kind of words."""
    items = list(ReadingItem.objects.waiting())
    urls = _addresses(items, reader)
    return [_line(item, urls[item.target], now) for item in items if item.target in urls]


def page(item: ReadingItem, reader: object) -> WordsPage | None:
    """One item for this reader; None for what was taken away, is with the safeguarding leads, or is not theirs to know."""
    how = reading_register.of_target(item.target)
    if how is None or item.state == ReadingState.HELD:
        return None
    row = _rows(how, [item], reader).select_related(*how.related).first()
    if row is None:
        return None
    return words_page(item, how, row)


def words_page(item: ReadingItem, how: Read, row: Any) -> WordsPage:
    """One item with the words of its row."""
    file = getattr(row, how.file) if how.file else None
    stored = row if isinstance(row, StoredFile) else file
    return WordsPage(
        pk=item.pk,
        target=row,
        what=in_words(item),
        came=_("Came %(moment)s") % {"moment": _moment(item.arrived_at)},
        arrived_at=item.arrived_at,
        words=how.words(row),
        where="" if isinstance(row, StoredFile) else how.where(row),
        file=reverse("file", args=[stored.key]) if stored else "",
        waits=item.state == ReadingState.WAITING,
        read_by=item.read_by_label,
        made_up=item.is_demonstration,
    )


def in_words(item: ReadingItem) -> str:
    """What kind of words, and what they are about."""
    if not item.about:
        return item.kind
    if item.target.startswith(f"{_RESPONSE}:"):
        return _("%(kind)s to “%(about)s”") % {"kind": item.kind, "about": item.about}
    return _("%(kind)s: %(about)s") % {"kind": item.kind, "about": item.about}


def _addresses(items: Iterable[ReadingItem], reader: object) -> dict[str, str]:
    """Where each item is read, by its target; what this reader may not know of is left out."""
    kinds: dict[str, list[ReadingItem]] = defaultdict(list)
    for item in items:
        kinds[item.target.partition(":")[0]].append(item)
    found: dict[str, str] = {}
    for label, those in kinds.items():
        how = reading_register.of_target(those[0].target)
        if how is None:
            continue
        if label == _RESPONSE:
            refs = _rows(how, those, reader).filter(is_held=False).values_list("pk", "ref")
            found |= {f"{label}:{key}": reverse("response", args=[ref]) for key, ref in refs}
            continue
        known = set(_rows(how, those, reader).values_list("pk", flat=True))
        found |= {item.target: reverse("reading_item", args=[item.pk]) for item in those if key_of(item) in known}
    return found


def _rows(how: Read, items: Iterable[ReadingItem], reader: object) -> reading_register.Rows:
    """The rows behind items of one kind that this reader may know of. Safeguarding leads may know of all."""
    model: type[Model] = apps.get_model(how.label)
    rows = model._default_manager.filter(pk__in=[key_of(item) for item in items])
    if how.known_to is None or (how.leads_know_all and policies.is_safeguarding_lead(reader)):
        return rows
    return how.known_to(reader, rows)


def key_of(item: ReadingItem) -> int:
    """The key of the row that an item names."""
    return int(item.target.partition(":")[2])


def _line(item: ReadingItem, url: str, now: dt.datetime) -> QueueLine:
    is_late = item.due_at < now
    if item.is_urgent:
        state, words = "contested", _("Look at this first")
    elif is_late:
        state, words = "late", _("Late")
    else:
        state, words = "notyet", _("To be read")
    due = _moment(item.due_at)
    what = in_words(item)
    return QueueLine(
        what=_("Demonstration: %(what)s") % {"what": what} if item.is_demonstration else what,
        came=_("Came %(moment)s") % {"moment": _moment(item.arrived_at)},
        due=(_("Late: it was to be read by %(moment)s") if is_late else _("Read it by %(moment)s")) % {"moment": due},
        state=state,
        state_words=words,
        url=url,
        action=_("Read"),
    )


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'j F')}, {times.plain_clock(local.time())}"
