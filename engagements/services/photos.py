"""Photos of a session: kept with a consent that is written down, gone at once when it is taken back or has run out."""

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import PORTAL, Acting
from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import StoredFile
from coproduction.core.services import audit, files, publication, purge
from engagements.models import Session, SessionPhoto
from engagements.queries import sessions as queries
from engagements.services import acts
from groups.actors import Actor
from groups.services import words

MOST = 20


class PhotoRefused(Refused):
    """The file cannot be kept."""


@transaction.atomic
def add(
    *,
    session: Session,
    upload: UploadedFile,
    alt: str,
    consent_words: str,
    consent_on: dt.date,
    by: Actor,
    consent_until: dt.date | None = None,
) -> SessionPhoto:
    """Keep a photo. Everyone can see it while the consent holds, `consent_until` being its last day.

    The rule is that of `domain.md` 3, "Photographs": no photo without a consent that names who agreed to what, and until when.
    Raises `PhotoRefused` for a file that is no photo, and other kinds of `Refused` for a consent that cannot be.
    """
    session = _session(session, by)
    _check(consent_words, alt, consent_on, consent_until)
    if not queries.takes_photos(session):
        raise WrongState(_("This meeting is private, so no photo of it can be shown."))
    if session.photos.count() >= MOST:
        raise WrongState(_("A session has %(most)s photos at most. Take one away first.") % {"most": MOST})
    photo = SessionPhoto.objects.create(
        session=session,
        file=_keep(upload, session, by),
        alt=alt.strip(),
        consent_words=consent_words.strip(),
        consent_on=consent_on,
        consent_until=consent_until,
    )
    words.wrote(photo, by=by)
    audit.record(verb="kept photo", target=photo, by=by, until=consent_until.isoformat() if consent_until else "")
    publication.bump()
    return photo


@transaction.atomic
def take_back(*, photo: SessionPhoto, by: Actor) -> None:
    """Consent was taken back: the photo goes, and its file with it. This is possible at any time, also of a stopped project."""
    if photo.session.project is None:
        raise Missing(_("This session belongs to no project."))
    acts.must_record(photo.session.project, by=by)
    locked = SessionPhoto.objects.select_for_update(of=("self",)).select_related("file").filter(pk=photo.pk).first()
    if locked is None:
        raise Missing(_("This photo is not there any more."))
    _remove(locked, by)


@purge.register
def photos_without_consent(now: dt.datetime) -> int:
    """Photos of sessions, from the day after the last one to which people agreed."""
    over = list(SessionPhoto.objects.filter(consent_until__lt=localdate(now)).select_related("file"))
    for photo in over:
        _remove(photo, PORTAL)
    return len(over)


def _remove(photo: SessionPhoto, by: Acting) -> None:
    audit.record(verb="took photo away", target=photo, by=by)
    stored = photo.file
    photo.delete()
    files.remove(stored=stored, by=by)
    publication.bump()


def _session(session: Session, by: Actor) -> Session:
    if session.project is None:
        raise Missing(_("This session belongs to no project."))
    acts.going_on(session.project, by=by)
    return Session.objects.select_for_update(of=("self",)).select_related("meeting", "meeting__body").get(pk=session.pk)


def _check(consent_words: str, alt: str, consent_on: dt.date, consent_until: dt.date | None) -> None:
    if not consent_words.strip():
        raise Missing(_("Say who agreed, and to what. Without that we keep no photo."))
    if not alt.strip():
        raise Missing(_("Say what the photo shows, for those who cannot see it."))
    if consent_on > clock.today():
        raise WrongState(_("Enter the day on which they agreed, today or before."))
    if consent_until and consent_until < clock.today():
        raise WrongState(_("Enter a last day that is still to come. A photo without consent is not kept."))


def _keep(upload: UploadedFile, session: Session, by: Actor) -> StoredFile:
    upload.seek(0)
    if upload.read(5) == b"%PDF-":
        raise PhotoRefused(_("Choose a photo (JPEG, PNG or WebP). This is another kind of file."))
    try:
        return files.keep(upload=upload, name="photo", audience=Audience.PHOTO, target=session, by=by)
    except Refused as refusal:
        raise PhotoRefused(refusal.message) from refusal
