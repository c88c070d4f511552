"""Outcomes, promises and themes for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from feedback.enums import AnswerKind, OutcomeState, PromiseState, SaidBasis
from feedback.models import Outcome, Promise, Theme
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    title = factory.Sequence(lambda n: f"Theme {n}")
    project = factory.SubFactory(ProjectFactory)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    title = factory.Sequence(lambda n: f"Outcome {n}")
    project = factory.SubFactory(ProjectFactory)
    you_said = "Open the hub on Sundays."
    said_basis = SaidBasis.VERBATIM
    answer = AnswerKind.DID
    we_did = "The hub opens on Sundays."
    state = OutcomeState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    class Params:
        draft = factory.Trait(state=OutcomeState.DRAFT, published_at=None)
        without_words = factory.Trait(you_said="", said_basis=SaidBasis.UNKNOWN)


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = Promise

    words = factory.Sequence(lambda n: f"Promise {n}")
    made_by = factory.SubFactory(BodyFactory, team=True)
    state = PromiseState.MADE
