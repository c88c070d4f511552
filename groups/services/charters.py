"""Charters: a draft is written, the forum agrees it, people and organisations sign it. A changed text is a new version."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit, publication
from groups import policies
from groups.actors import Actor
from groups.enums import CHARTER_STEPS, CharterStatus
from groups.models import Body, Charter, CharterSignature
from groups.queries.charters import INVENTORY, PARTS
from groups.services import words

TEXTS = (*PARTS, *INVENTORY)


@transaction.atomic
def write(*, body: Body, by: Actor, seen: int, **texts: str) -> Charter:
    """Write the draft of the next version; once a version is agreed, its text stays as it is.

    `seen` is the version that the page showed: when it is a draft no longer, nothing of it is overwritten.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    if not any(text.strip() for text in texts.values()):
        raise Missing(_("Write at least one part of the charter."))
    newest = body.charters.select_for_update().order_by("-version").first()
    draft = newest if newest and newest.status == CharterStatus.DRAFT else None
    version = draft.version if draft else (newest.version if newest else 0) + 1
    if version != seen:
        raise WrongState(
            _("Version %(version)s is not a draft any more. Open the page again to write the next.") % {"version": seen}
        )
    charter = draft or Charter(body=body, version=version, origin=by.origin)
    for name in TEXTS:
        setattr(charter, name, texts.get(name, "").replace("\r\n", "\n").strip())
    charter.written_at, charter.written_by, charter.written_by_label = clock.now(), by.ref, by.label
    charter.save()
    audit.record(verb="wrote charter", target=charter, by=by, version=charter.version)
    words.wrote(charter, by=by)
    return charter


@transaction.atomic
def agree(*, charter: Charter, agreed_on: dt.date, by: Actor, review_on: dt.date | None = None) -> Charter:
    """Note that the forum agreed a draft. The version that held until now is kept, with its signatures."""
    charter = _locked(charter)
    if not policies.signs_for(by, charter.body):
        raise NotAllowed(_("Only someone who signs for the forum can note that it agreed."))
    if CharterStatus.AGREED not in CHARTER_STEPS[charter.status]:
        raise WrongState(_("This version is not a draft any more."))
    if agreed_on > clock.today():
        raise Refused(_("Enter the day on which the forum agreed, today or before."))
    if review_on and review_on <= agreed_on:
        raise Refused(_("Choose a day for looking at it again that comes after the day it was agreed."))
    for older in charter.body.charters.select_for_update().filter(status=CharterStatus.AGREED):
        older.status = CharterStatus.REPLACED
        older.save(update_fields=["status"])
    charter.status, charter.agreed_on, charter.review_on = CharterStatus.AGREED, agreed_on, review_on
    charter.save()
    audit.record(verb="agreed charter", target=charter, by=by, version=charter.version, agreed_on=agreed_on.isoformat())
    publication.bump()
    return charter


@transaction.atomic
def sign(*, charter: Charter, by: Actor) -> CharterSignature:
    """Sign the agreed version: a member for themselves, anyone else for the organisation or team in whose part they act."""
    charter = _locked(charter)
    if charter.status != CharterStatus.AGREED:
        raise WrongState(_("Only the version that is agreed now can be signed."))
    if not policies.signs_charter(by.capacity, charter.body):
        raise NotAllowed(_("Members sign for themselves, and people of an organisation or team sign for it."))
    bound = None if by.body == charter.body else by.body
    who = {"body": bound} if bound else {"body__isnull": True, "user": by.user}
    if charter.signatures.filter(**who).exists():
        raise WrongState(
            _("%(who)s has signed this version already.") % {"who": bound}
            if bound
            else _("You have signed this version already.")
        )
    signature = CharterSignature.objects.create(charter=charter, user=by.user, body=bound, label=by.label, signed_at=clock.now())
    audit.record(verb="signed charter", target=signature, by=by, version=charter.version, body=bound.slug if bound else "")
    publication.bump()
    return signature


def _locked(charter: Charter) -> Charter:
    """The charter under the lock of its forum, so that one version is agreed at a time."""
    Body.objects.select_for_update().get(pk=charter.body_id)
    return Charter.objects.select_for_update(of=("self",)).select_related("body").get(pk=charter.pk)
