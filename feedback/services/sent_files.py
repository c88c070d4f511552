"""Photos and documents that people send as an answer: kept with the draft, handed on with the response, deleted with either."""

import datetime as dt
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from coproduction.core.actors import PORTAL, Acting
from coproduction.core.enums import Audience
from coproduction.core.models import SafeguardingRecord, StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import audit, files, purge
from feedback.models import Answer, Draft, DraftAnswer, Response


def keep(*, upload: UploadedFile, by: Acting | None = None) -> StoredFile:
    """Keep what somebody sends, under a name that says nothing: the one on their phone may hold a name.

    `by` is whoever types it in; nobody is named for what people send themselves. Raises `Refused` for what cannot be taken.
    """
    upload.seek(0)
    name = "document" if upload.read(5) == b"%PDF-" else "photo"
    return files.keep(upload=upload, name=name, audience=Audience.RESPONSE, by=by or PORTAL)


@transaction.atomic
def hand_on(*, stored: Iterable[int], response: Response) -> None:
    """Files of a draft belong to the response from now on."""
    StoredFile.objects.filter(pk__in=list(stored)).update(target=ref_of(response))


@transaction.atomic
def throw_away(*, stored: Iterable[int]) -> int:
    """Delete files for good, by their keys: their rows now, their content as soon as that is certain. Gives how many there were.

    What names them must be gone already.
    """
    found = list(StoredFile._base_manager.filter(pk__in=list(stored)))
    for each in found:
        files.remove(stored=each, by=PORTAL)
    return len(found)


def of_drafts(drafts: Iterable[Draft]) -> list[int]:
    """The keys of the files of unfinished answers; one query."""
    return _keys(DraftAnswer.objects.filter(draft__in=drafts))


def of_responses(responses: Iterable[Response]) -> list[int]:
    """The keys of the files of responses; one query."""
    return _keys(Answer.objects.filter(response__in=responses))


def _keys(rows: models.QuerySet[DraftAnswer] | models.QuerySet[Answer]) -> list[int]:
    return [key for key in rows.values_list("file", flat=True) if key is not None]


@transaction.atomic
def open_file(*, answer: Answer, by: Acting) -> None:
    """Write down that somebody opened what came with a response. Of what is held, only the safeguarding leads can read that."""
    response = answer.response
    record = SafeguardingRecord.objects.filter(item__target=ref_of(response)).first() if response.is_held else None
    audit.record(verb="opened file", target=record or response, by=by, file=answer.file_id)


@purge.register
def files_of_nobody(now: dt.datetime) -> int:
    """Files that people sent and that no answer knows any more, after a day: whatever they belonged to was deleted as a whole."""
    unfinished = Exists(DraftAnswer.objects.filter(file=OuterRef("pk")))
    sent = Exists(Answer.objects.filter(file=OuterRef("pk")))
    lost = StoredFile.objects.filter(~unfinished, ~sent, audience=Audience.RESPONSE, added_at__lt=now - purge.DAY)
    return throw_away(stored=lost.values_list("pk", flat=True))
