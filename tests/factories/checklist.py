"""Checklist templates and walks for tests. A walk is begun through its services, as everywhere else."""

from dataclasses import dataclass, field

import factory
from factory.django import DjangoModelFactory

from checklist.enums import Confirms, Mandatory
from checklist.models import Checklist, ChecklistItem, ChecklistStage, TemplateItem, TemplateStage, TemplateVersion
from checklist.services import items, walks
from engagements.enums import Part
from engagements.models import Project
from groups.actors import Actor
from groups.enums import Role
from groups.models import Body
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory, CapacityFactory

# The items of each stage of the small template, by the second part of their code.
SMALL_STAGE = {
    "1": (Confirms.OFFICER, Mandatory.YES),
    "2": (Confirms.BOTH, Mandatory.YES),
    "3": (Confirms.FORUM_PARTNER, Mandatory.YES),
    "4": (Confirms.BOTH, Mandatory.NO),
}


class TemplateVersionFactory(DjangoModelFactory):
    """A template of nine stages with four items each: for the council, for both, for the forum, and one that may be left out."""

    class Meta:
        model = TemplateVersion
        skip_postgeneration_save = True

    name = "Small checklist"
    number = factory.Sequence(lambda n: n + 1)
    fingerprint = factory.Sequence(lambda n: f"{n:064}")

    @factory.post_generation
    def stages(self, create: bool, extracted: int | None, **kwargs: object) -> None:
        for number in range(1, 10):
            stage = TemplateStage.objects.create(
                version=self, number=number, plain_title=f"Plain {number}", title=f"Stage {number}"
            )
            TemplateItem.objects.bulk_create(
                TemplateItem(
                    stage=stage, code=f"{number}.{code}", order=order, prompt=f"Question {number}.{code}?", guidance="Guidance.",
                    evidence="A note", confirms=confirms, mandatory=mandatory,
                )
                for order, (code, (confirms, mandatory)) in enumerate(SMALL_STAGE.items())
            )  # fmt: skip


@dataclass
class Scene:
    """A project on the checklist, with an officer who leads it and a chair for each forum that signs."""

    project: Project
    walk: Checklist
    officer: Actor
    forums: list[Body] = field(default_factory=list)
    chairs: list[Actor] = field(default_factory=list)

    @property
    def chair(self) -> Actor:
        return self.chairs[0]

    def stage(self, number: int = 1) -> ChecklistStage:
        return self.walk.stages.get(number=number)

    def item(self, code: str) -> ChecklistItem:
        return ChecklistItem.objects.get(stage__checklist=self.walk, template__code=code)

    def settle(self, number: int = 1) -> None:
        """Answer and confirm everything that must be done at a stage."""
        for item in ChecklistItem.objects.filter(stage__checklist=self.walk, stage__number=number).select_related(
            "template", "stage"
        ):
            if not item.must_be_settled or item.is_settled:
                continue
            writer = self.chair if item.template.confirms == Confirms.FORUM_PARTNER else self.officer
            items.answer_and_confirm(item=item, words="We did this.", by=writer)
            if item.template.confirms == Confirms.BOTH:
                items.confirm(item=item, by=self.chair)


def officer() -> Actor:
    capacity = CapacityFactory(role=Role.OFFICER, body=BodyFactory(team=True))
    return Actor(capacity.user, capacity)


def chair_of(body: Body) -> Actor:
    capacity = CapacityFactory(role=Role.CHAIR, body=body)
    return Actor(capacity.user, capacity)


def scene(forums: int = 1, version: TemplateVersion | None = None, lead: Actor | None = None, **traits: object) -> Scene:
    lead = lead or officer()
    bodies = [BodyFactory() for _each in range(forums)]
    project = ProjectFactory(lead=lead.user, **traits)
    for body in bodies:
        ProjectPartFactory(project=project, body=body, part=Part.GROUP, signs=True)
    version = version or TemplateVersion.objects.first() or TemplateVersionFactory()
    walk = walks.start(project=project, by=lead, version=version)
    return Scene(project, walk, lead, bodies, [chair_of(body) for body in bodies])
