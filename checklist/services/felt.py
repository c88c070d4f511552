"""What a stage felt like to those who took part: a face, and which degree it felt like. Once a person a stage."""

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import OPEN_STAGES, StageState
from checklist.models import ChecklistStage, Felt
from checklist.services import acts
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from engagements.enums import Degree
from groups.actors import Actor

MOST = 200


@transaction.atomic
def say(*, stage: ChecklistStage, face: int, degree: str, by: Actor, number: int = 1) -> Felt:
    """Say what a stage felt like, or, while it is open, change what one said. `number`: a facilitator says it for so many people.

    Raises `NotAllowed` for someone who takes no part in the project, `WrongState` before the stage has begun, and for a change
    after it was signed.
    """
    by.must_be_live(clock.now())
    stage = ChecklistStage.objects.select_for_update(of=("self",)).select_related("checklist__project").get(pk=stage.pk)
    project = stage.checklist.project
    if not policies.takes_part(by.capacity, project.parts.all()) or by.user.pk in (project.lead_id, project.cover_id):
        raise NotAllowed(_("This is for the people who take part in the project."))
    acts.must_go_on(project)
    if stage.state == StageState.TO_COME:
        raise WrongState(_("Stage %(number)s has not begun yet.") % {"number": stage.number})
    if not 1 <= face <= 5 or degree not in Degree.values:
        raise Missing(_("Choose a face."))
    if not 1 <= number <= MOST:
        raise Missing(_("Enter how many people say so, from 1 to %(most)s.") % {"most": MOST})
    if number > 1 and not policies.speaks_for_a_group(by.capacity):
        raise NotAllowed(_("Only a facilitator says it for a whole group."))
    said = Felt.objects.filter(stage=stage, by_ref=by.ref).first()
    if said is not None and stage.state not in OPEN_STAGES:
        raise WrongState(_("This stage is finished, so what you said stays as it is."))
    said = said or Felt(stage=stage, by_ref=by.ref)
    said.body, said.face, said.degree, said.number, said.at = by.body, face, degree, number, clock.now()
    said.save()
    # Who said it stands in the row, and what they said is nobody's business.
    audit.record(verb="checklist.felt_said", target=stage, by=by)
    publication.bump()
    return said
