"""Checklist templates and walks for tests. A walk is begun through its services, as everywhere else."""

import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from checklist import policies
from checklist.enums import LEARNING_STAGE, Confirms, Mandatory, Paper, Scale, StageState
from checklist.models import (
    Checklist,
    ChecklistItem,
    ChecklistStage,
    Evaluation,
    SignOff,
    TemplateItem,
    TemplateStage,
    TemplateVersion,
)
from checklist.queries.facts import facts_about
from checklist.services import evaluations, items, sign_offs, walks
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
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def stages(self, create: bool, extracted: int | None, **kwargs: object) -> None:
        for number in range(1, 10):
            stage = TemplateStage.objects.create(
                version=self, number=number, plain_title=f"Plain {number}", title=f"Stage {number}"
            )
            TemplateItem.objects.bulk_create(
                TemplateItem(
                    stage=stage, code=f"{number}.{code}", order=order, prompt=f"Question {number}.{code}?", guidance="Guidance.",
                    evidence="A note", confirms=confirms, mandatory=mandatory, in_light_version=True,
                    consultation_prompt=f"Asked {number}.{code}?",
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

    def chapter(self, number: int = 1) -> QuerySet[ChecklistStage]:
        return self.walk.stages.filter(number__in=policies.chapter_of(self.walk.scale, number))

    def item(self, code: str) -> ChecklistItem:
        return ChecklistItem.objects.get(stage__checklist=self.walk, template__code=code)

    def settle(self, number: int = 1) -> None:
        """Answer and confirm everything that must be done at a stage, and at those that are signed with it."""
        for item in must_be_settled(self.chapter(number)):
            if item.is_settled:
                continue
            writer = self.chair if item.template.confirms == Confirms.FORUM_PARTNER else self.officer
            items.answer_and_confirm(item=item, words="We did this.", by=writer)
            if item.template.confirms == Confirms.BOTH:
                items.confirm(item=item, by=self.chair)


def must_be_settled(stages: Iterable[ChecklistStage]) -> list[ChecklistItem]:
    """The items for which these stages of one project wait now."""
    stages = list(stages)
    facts = facts_about(stages[0].checklist.project)
    items = ChecklistItem.objects.filter(stage__in=stages).select_related("template", "stage__checklist")
    return [item for item in items if policies.must_be_settled(item.template.mandatory, item.template.predicate, facts)]


def officer() -> Actor:
    capacity = CapacityFactory(role=Role.OFFICER, body=BodyFactory(team=True))
    return Actor(capacity.user, capacity)


def chair_of(body: Body) -> Actor:
    capacity = CapacityFactory(role=Role.CHAIR, body=body)
    return Actor(capacity.user, capacity)


def scene(
    forums: int = 1,
    version: TemplateVersion | None = None,
    lead: Actor | None = None,
    scale: Scale = Scale.FULL,
    children: bool = False,
    **traits: object,
) -> Scene:
    """A project that has begun to walk. `children`: its forums are of children, and sign by a show of hands."""
    lead = lead or officer()
    ages = {"age_from": 11, "age_to": 19} if children else {}
    bodies = [BodyFactory(**ages) for _each in range(forums)]
    project = ProjectFactory(lead=lead.user, **traits)
    for body in bodies:
        ProjectPartFactory(project=project, body=body, part=Part.GROUP, signs=True)
    version = version or TemplateVersion.objects.first() or TemplateVersionFactory()
    walk = walks.start(project=project, by=lead, version=version, scale=scale)
    return Scene(project, walk, lead, bodies, [chair_of(body) for body in bodies])


def sheet() -> SimpleUploadedFile:
    """A photograph of a signed sheet."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    return SimpleUploadedFile("sheet.png", picture.getvalue(), "image/png")


def sign_on_paper(walk: Scene, number: int = 1, forum: int = 0, on: dt.date | None = None) -> SignOff:
    """What a forum signed on paper, entered by the officer."""
    return sign_offs.sign_on_paper(
        stage=walk.stage(number), body=walk.forums[forum], paper=Paper.STAGE_SHEET, on=on or timezone.localdate(),
        signer="Chair", upload=sheet(), by=walk.officer,
    )  # fmt: skip


def evaluation(made: Scene, *words: str, locked: bool = False, answers: tuple[tuple[str, str], ...] = ()) -> Evaluation:
    """The evaluation of the first forum: written, and then locked and answered point by point, as far as is asked for."""
    begun = evaluations.begin(project=made.project, by=made.chair)
    for each in words or ("We were asked early.",):
        evaluations.add_point(evaluation=begun, words=each, by=made.chair)
    if locked or answers:
        evaluations.lock(evaluation=begun, by=made.chair)
    for point, (verdict, reason) in zip(begun.points.all(), answers, strict=False):
        evaluations.answer_point(point=point, verdict=verdict, answer=reason, by=made.officer)
    if answers:
        evaluations.send_answers(evaluation=begun, by=made.officer)
    begun.refresh_from_db()
    return begun


def at_last_stage(other: Scene | None = None, **traits: object) -> Scene:
    """A project that is looking back; with another scene, of the same people."""
    made = scene(lead=other.officer if other else None, **traits)
    if other:
        made.project.parts.filter(signs=True).update(body=other.forums[0])
        made.forums, made.chairs = other.forums, other.chairs
    made.walk.stages.filter(number__lt=LEARNING_STAGE).update(state=StageState.DONE)
    made.walk.stages.filter(number=LEARNING_STAGE).update(state=StageState.NOW)
    Project.objects.filter(pk=made.project.pk).update(stage=LEARNING_STAGE)
    made.project.refresh_from_db()
    return made
