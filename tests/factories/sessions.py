"""Panels, and what pages with rows of several kinds are sent, for tests."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from engagements.enums import DecisionMethod, ForumWeight, PanelState, SessionKind
from engagements.models import Candidate, Criterion, Decision, Panel, PanelSeat
from tests.factories.engagements import ProjectFactory, SessionFactory


class PanelFactory(DjangoModelFactory):
    class Meta:
        model = Panel

    session = factory.SubFactory(SessionFactory, kind=SessionKind.TENDER_PANEL)
    weight = 20

    class Params:
        scoring = factory.Trait(state=PanelState.SCORING, fixed_at=factory.LazyFunction(timezone.now))


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    panel = factory.SubFactory(PanelFactory)
    words = factory.Sequence(lambda n: f"Criterion {n}")


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    panel = factory.SubFactory(PanelFactory)
    name = factory.Sequence(lambda n: f"Provider {n}")


class PanelSeatFactory(DjangoModelFactory):
    class Meta:
        model = PanelSeat

    panel = factory.SubFactory(PanelFactory)
    label = factory.Sequence(lambda n: f"Seat {n}")

    class Params:
        declared = factory.Trait(declared_at=factory.LazyFunction(timezone.now))


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    project = factory.SubFactory(ProjectFactory)
    question = factory.Sequence(lambda n: f"Decision {n}")
    method = DecisionMethod.AGREEMENT
    forum_weight = ForumWeight.EQUAL


def sent_rows(**kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """What a page with rows sends, by the name of each kind of row."""
    sent: dict[str, Any] = {}
    for name, rows in kinds.items():
        sent |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
        sent |= {f"{name}-{place}-{field}": value for place, row in enumerate(rows) for field, value in row.items()}
    return sent
