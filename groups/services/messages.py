"""Which kinds of message a person gets, and how often."""

from django.db import transaction

from coproduction.core.actors import PORTAL, Acting
from coproduction.core.services import audit
from coproduction.core.services import digest as summaries
from groups.enums import Digest
from groups.models import User


@transaction.atomic
def stop(*, user: User, kind: str, by: Acting = PORTAL) -> User:
    """Send this person no more messages of a kind. Whoever holds the link in a message may; stopping twice changes nothing."""
    return _set(user, kind, by, stopped=True)


@transaction.atomic
def start_again(*, user: User, kind: str, by: Acting = PORTAL) -> User:
    """Send this person messages of a kind again."""
    return _set(user, kind, by, stopped=False)


@transaction.atomic
def choose_digest(*, user: User, digest: str, by: Acting) -> User:
    """Say how often this person hears from us. What has gathered for them follows at once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.digest != Digest(digest):
        user.digest = Digest(digest)
        user.save(update_fields=["digest"])
        audit.record(verb="chose how often we write", target=user, by=by, digest=user.digest)
        summaries.follow(recipient=user.ref)
    return user


def _set(user: User, kind: str, by: Acting, *, stopped: bool) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if (kind in user.stopped_kinds) != stopped:
        kept = [other for other in user.stopped_kinds if other != kind]
        user.stopped_kinds = [*kept, kind] if stopped else kept
        user.save(update_fields=["stopped_kinds"])
        audit.record(verb="stopped messages" if stopped else "started messages again", target=user, by=by, kind=kind)
    return user
