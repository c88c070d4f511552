"""What one forum has begun to say about a stage and not sent: kept for its own people, and emptied when it is sent."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from checklist.enums import Side
from checklist.models import ChecklistStage, StageDraft
from checklist.services import desks
from coproduction.core import clock
from coproduction.core.errors import NotAllowed
from groups.actors import Actor
from groups.models import Body


@transaction.atomic
def save(*, stage: ChecklistStage, said: dict[str, Any], by: Actor) -> StageDraft:
    """Keep what was typed, as it was typed, for the actor's forum; a newer one takes the place of the older."""
    desk = desks.at(stage, by, by_hands=True)
    if desk.walk.side != Side.FORUM:
        raise NotAllowed(_("Only a forum keeps a draft here."))
    desk.must_be_current()
    kept = {"said": said, "saved_at": clock.now(), "by_ref": by.ref}
    draft, _made = StageDraft.objects.update_or_create(stage=desk.stage, body=by.body, defaults=kept)
    return draft


def empty(*, stage: ChecklistStage, body: Body) -> None:
    """Forget the draft of a forum: what it said is sent, and stands in the history."""
    StageDraft.objects.filter(stage=stage, body=body).delete()
