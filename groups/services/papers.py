"""The papers of a meeting."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, Refused
from coproduction.core.models import StoredFile
from coproduction.core.services import files
from groups.models import Meeting
from groups.queries import papers as queries
from groups.services import words

MOST = 20


@transaction.atomic
def add(*, meeting: Meeting, upload: UploadedFile, by: Acting, name: str = "") -> StoredFile:
    """Keep a paper for the people of a meeting. One of a discreet forum carries its neutral name, whatever it was called."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    number = queries.stored_for(meeting).count() + 1
    if number > MOST:
        raise Refused(_("A meeting has %(most)s papers at most. Remove one first.") % {"most": MOST})
    stored = files.keep(
        upload=upload,
        name=_name(meeting, name.strip(), str(upload.name), number),
        audience=Audience.MEETING,
        target=meeting,
        by=by,
    )
    words.wrote(stored, by=by, inside=meeting.body)
    return stored


@transaction.atomic
def remove(*, meeting: Meeting, key: str, by: Acting) -> None:
    """Delete a paper for good."""
    stored = queries.stored_for(meeting).select_for_update().filter(key=key).first()
    if stored is None:
        raise Missing(_("This paper is not there any more."))
    files.remove(stored=stored, by=by)


def _name(meeting: Meeting, name: str, uploaded: str, number: int) -> str:
    ending = uploaded.rpartition(".")[2]
    if meeting.body.is_discreet:
        return f"{meeting.body.neutral_name} {number}.{ending}"
    return f"{name}.{ending}" if name else uploaded
