"""A project begins its walk on the checklist."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import Scale, StageState
from checklist.models import Checklist, ChecklistItem, ChecklistStage, TemplateItem, TemplateVersion
from checklist.services import acts
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit, publication
from engagements.models import Project
from engagements.models.projects import FIRST_STAGE
from engagements.services import projects
from groups.actors import Actor
from groups.enums import Role
from groups.models import Body


@transaction.atomic
def start(
    *,
    project: Project,
    by: Actor,
    signing: Iterable[Body] = (),
    version: TemplateVersion | None = None,
    scale: Scale = Scale.FULL,
) -> Checklist:
    """Copy a version of the template, the newest if none is given, for this project; its first stage or stages begin.

    All nine stages are copied, each with the items that belong to this scale. `signing` are forums that confirm and sign,
    besides those that are on the project as signing already.
    """
    by.must_be_live(clock.now())
    if by.capacity.role != Role.OFFICER:
        raise NotAllowed(_("Only an officer starts a checklist."))
    version = version or TemplateVersion.objects.published().first()
    if version is None:
        raise Missing(_("There is no checklist yet. An administrator loads one first."))
    chosen = list(TemplateItem.objects.filter(stage__version=version).of_scale(scale))
    if not chosen:
        raise Missing(_("This checklist has no items for “%(scale)s”. Choose another size.") % {"scale": Scale(scale).label})
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if Checklist.objects.filter(project=locked).exists():
        raise WrongState(_("“%(project)s” is on the checklist already.") % {"project": locked.title})
    acts.must_go_on(locked)
    for body in signing:
        projects.let_sign(project=locked, body=body, by=by)
    checklist = Checklist.objects.create(project=locked, version=version, scale=scale, started_at=clock.now())
    first = policies.chapter_of(scale, FIRST_STAGE)
    stages = ChecklistStage.objects.bulk_create(
        ChecklistStage(
            checklist=checklist,
            template=each,
            number=each.number,
            state=StageState.NOW if each.number in first else StageState.TO_COME,
        )
        for each in version.stages.all()
    )
    copies = {stage.template_id: stage for stage in stages}
    ChecklistItem.objects.bulk_create(ChecklistItem(stage=copies[item.stage_id], template=item) for item in chosen)
    projects.enter_stage(project=locked, number=FIRST_STAGE, by=by)
    project.stage = FIRST_STAGE
    audit.record(verb="checklist.started", target=checklist, by=by, version=version.number, scale=scale)
    publication.bump()
    return checklist
