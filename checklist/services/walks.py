"""A project begins its walk on the checklist."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from checklist.enums import StageState
from checklist.models import Checklist, ChecklistItem, ChecklistStage, TemplateVersion
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
def start(*, project: Project, by: Actor, signing: Iterable[Body] = (), version: TemplateVersion | None = None) -> Checklist:
    """Copy a version of the template, the newest if none is given, for this project; stage 1 begins.

    `signing` are forums that confirm and sign, besides those that are on the project as signing already.
    """
    by.must_be_live(clock.now())
    if by.capacity.role != Role.OFFICER:
        raise NotAllowed(_("Only an officer starts a checklist."))
    version = version or TemplateVersion.objects.first()
    if version is None:
        raise Missing(_("There is no checklist yet. An administrator loads one first."))
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if Checklist.objects.filter(project=locked).exists():
        raise WrongState(_("“%(project)s” is on the checklist already.") % {"project": locked.title})
    acts.must_go_on(locked)
    for body in signing:
        projects.let_sign(project=locked, body=body, by=by)
    checklist = Checklist.objects.create(project=locked, version=version, started_at=clock.now())
    templates = list(version.stages.prefetch_related("items"))
    stages = ChecklistStage.objects.bulk_create(
        ChecklistStage(
            checklist=checklist,
            template=each,
            number=each.number,
            state=StageState.NOW if each.number == FIRST_STAGE else StageState.TO_COME,
        )
        for each in templates
    )
    ChecklistItem.objects.bulk_create(
        ChecklistItem(stage=stage, template=item)
        for stage, each in zip(stages, templates, strict=True)
        for item in each.items.all()
    )
    projects.enter_stage(project=locked, number=FIRST_STAGE, by=by)
    project.stage = FIRST_STAGE
    audit.record(verb="checklist.started", target=checklist, by=by, version=version.number)
    publication.bump()
    return checklist
