"""Projects and sessions for tests."""

import factory
from factory.django import DjangoModelFactory

from engagements.enums import Part, ProjectKind, ProjectStatus
from engagements.models import ForwardPlanItem, HeadCount, Project, ProjectPart, Session
from tests.factories.groups import BodyFactory


class ProjectFactory(DjangoModelFactory):
    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"project-{n}")
    title = factory.Sequence(lambda n: f"Project {n}")
    kind = ProjectKind.SERVICE_DESIGN
    status = ProjectStatus.OPEN

    class Params:
        draft = factory.Trait(status=ProjectStatus.DRAFT)
        record = factory.Trait(origin="record", source="000.txt ¶1")


class ProjectPartFactory(DjangoModelFactory):
    class Meta:
        model = ProjectPart

    project = factory.SubFactory(ProjectFactory)
    body = factory.SubFactory(BodyFactory)
    part = Part.GROUP


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    project = factory.SubFactory(ProjectFactory)
    format = "workshop"
    topic = factory.Sequence(lambda n: f"Topic {n}")


class ForwardPlanItemFactory(DjangoModelFactory):
    class Meta:
        model = ForwardPlanItem

    words = factory.Sequence(lambda n: f"Plan {n}")


class HeadCountFactory(DjangoModelFactory):
    class Meta:
        model = HeadCount

    session = factory.SubFactory(SessionFactory)
    number = 11
    who = "young people"
