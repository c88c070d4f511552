"""Officers' and safeguarding leads' lists cost the same whatever their length."""

from collections.abc import Callable

import pytest
from django.test import Client

from feedback.enums import TriageDecision
from feedback.services import themes, triage
from groups.actors import Actor
from groups.enums import Role
from tests.factories.engagements import ProjectFactory
from tests.factories.feedback import ContributorFactory, OutcomeFactory, QuestionnaireFactory, send_response


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_themes_costs_the_same_at_any_length(
    signed_in: Callable[..., Client], django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    client = signed_in(Role.OFFICER)
    for number in range(rows):
        themes.create(title=f"Theme {number}", project=ProjectFactory(), by=client.actor)
    with django_assert_num_queries(5):
        assert client.get("/officers/themes/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_answers_costs_the_same_at_any_length(
    signed_in: Callable[..., Client], django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    client = signed_in(Role.OFFICER)
    for _number in range(rows):
        ContributorFactory(outcome=OutcomeFactory(draft=True))
    with django_assert_num_queries(7):
        assert client.get("/officers/outcomes/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_concerns_costs_the_same_at_any_length(
    signed_in: Callable[..., Client], acting: Callable[..., Actor], django_assert_num_queries: Callable[..., object], rows: int
) -> None:
    officer, lead = acting(Role.OFFICER), signed_in(Role.SAFEGUARDING_LEAD)
    questionnaire = QuestionnaireFactory()
    for _number in range(rows):
        response = send_response(questionnaire).response
        triage.decide(response=response, decision=TriageDecision.HOLD, reason="A name and a place.", by=officer)
    with django_assert_num_queries(5):
        assert lead.get("/safeguarding/").status_code == 200
