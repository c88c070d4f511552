"""What shows that an item is done: a note, a link or a file beside it. It changes no state; it counts in what people have seen."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import EvidenceKind, ItemEventKind, Side
from checklist.models import ChecklistItem, ItemEvent, ItemEvidence
from checklist.services import acts
from checklist.services.acts import Walk
from coproduction.core import clock
from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit, files
from groups.actors import Actor
from groups.services import words as arrived

MOST = 20


@transaction.atomic
def add(
    *, item: ChecklistItem, kind: str, by: Actor, words: str = "", link: str = "", upload: UploadedFile | None = None
) -> ItemEvidence:
    """Put a note, a link or a file beside an item, for both sides to see.

    Raises `Missing` for what is empty or is no link, `Refused` for a file of a wrong kind or size, `WrongState` when the stage
    is not open.
    """
    walk, locked = _locked(item, by)
    if locked.evidence.count() >= MOST:
        raise Refused(_("There are %(most)s things here already. Take one away first.") % {"most": MOST})
    shown = ItemEvidence(
        item=locked, kind=EvidenceKind(kind), words=words.strip(), added_at=clock.now(), added_by_label=by.label, side=walk.side
    )
    if kind == EvidenceKind.NOTE and not shown.words:
        raise Missing(_("Write what shows it"))
    if kind == EvidenceKind.LINK:
        shown.link = policies.as_link(link)
        if not shown.link:
            raise Missing(_("This is not a link. Write one like https://www.lbhf.gov.uk/page"))
    if kind == EvidenceKind.FILE:
        if upload is None:
            raise Missing(_("Choose a file"))
        shown.file = files.keep(upload=upload, name=str(upload.name or "file"), audience=Audience.CHECKLIST, by=by, target=locked)
        shown.words = shown.words or shown.file.name
    shown.save()
    _note(walk, locked, ItemEventKind.EVIDENCE_ADDED, shown)
    return shown


@transaction.atomic
def remove(*, evidence: ItemEvidence, by: Actor) -> None:
    """Take away what one's own side put there, while the stage is open and nobody has signed under it."""
    walk, locked = _locked(evidence.item, by)
    found = locked.evidence.select_related("file").filter(pk=evidence.pk).first()
    if found is None:
        raise Missing(_("This is not there any more."))
    if not _is_own(walk, locked, found):
        raise NotAllowed(_("Only whoever put this here can take it away."))
    if policies.positions(locked.stage.sign_offs.all()).anyone_signed:
        raise WrongState(_("Someone has signed with this beside it, so it stays."))
    _note(walk, locked, ItemEventKind.EVIDENCE_REMOVED, found)
    stored = found.file
    found.delete()
    if stored:
        files.remove(stored=stored, by=by)


def _locked(item: ChecklistItem, by: Actor) -> tuple[Walk, ChecklistItem]:
    walk = acts.begin(item.stage.checklist_id, by)
    locked = ChecklistItem.objects.select_for_update(of=("self",)).select_related("stage", "template").get(pk=item.pk)
    acts.must_be_open(locked.stage)
    return walk, locked


def _is_own(walk: Walk, item: ChecklistItem, shown: ItemEvidence) -> bool:
    """The council's officers are one side; each forum is its own."""
    if shown.side != walk.side:
        return False
    if walk.side == Side.COUNCIL:
        return True
    added = item.events.filter(side=Side.FORUM, at=shown.added_at).first()
    return added is None or added.body_id == walk.by.capacity.body_id


def _note(walk: Walk, item: ChecklistItem, kind: ItemEventKind, shown: ItemEvidence) -> None:
    by = walk.by
    moment = shown.added_at if kind == ItemEventKind.EVIDENCE_ADDED else clock.now()
    event = ItemEvent.objects.create(
        item=item, at=moment, kind=kind, side=walk.side, body=by.body, capacity=by.capacity, by_ref=by.ref, by_label=by.label,
        words=" ".join(part for part in (shown.words, shown.link) if part),
    )  # fmt: skip
    if kind == ItemEventKind.EVIDENCE_ADDED:
        arrived.wrote(event, *([shown.file] if shown.file else []), by=by)
    audit.record(verb=f"checklist.{kind}", target=item, by=by, kind=shown.kind, code=item.template.code)
