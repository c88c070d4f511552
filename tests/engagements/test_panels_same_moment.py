"""Several people on one panel at the very same moment."""

import pytest
from django.utils import timezone

from engagements.enums import PanelState, SessionKind
from engagements.models import Panel, Score
from engagements.queries import panels as queries
from engagements.services import panels
from tests.factories.engagements import SessionFactory
from tests.factories.sessions import CandidateFactory, CriterionFactory, PanelFactory, PanelSeatFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(acting):
    """A panel on which two people have finished scoring."""
    panel = PanelFactory(session=SessionFactory(kind=SessionKind.TENDER_PANEL), scoring=True)
    criterion, candidate = CriterionFactory(panel=panel), CandidateFactory(panel=panel)
    actors = [acting("member"), acting("member")]
    seats = [
        PanelSeatFactory(panel=panel, user=actor.user, order=order, declared_at=timezone.now())
        for order, actor in enumerate(actors)
    ]
    for seat in seats:
        Score.objects.create(seat=seat, candidate=candidate, criterion=criterion, value=1)
    return panel, actors, seats, (candidate.pk, criterion.pk)


def test_panel_is_locked_once(made):
    panel, actors, _seats, _place = made
    assert at_once(*(lambda by=by: panels.lock(panel=panel, by=by) for by in actors)) == ["WrongState", "done"]


def test_score_and_lock_at_once_leave_no_score_written_after_the_end(made):
    panel, actors, seats, place = made
    seen = queries.sheet_stamp(seats[0])
    at_once(
        lambda: panels.score(seat=seats[0], sheet={place: 5}, seen=seen, by=actors[0]),
        lambda: panels.lock(panel=panel, by=actors[1]),
    )
    assert (Panel.objects.get().state, Score.objects.count()) == (PanelState.LOCKED, 2)


def test_scores_of_one_seat_written_twice_at_once_are_kept_once(made):
    _panel, actors, seats, place = made
    seen = queries.sheet_stamp(seats[0])
    acts = (lambda value=value: panels.score(seat=seats[0], sheet={place: value}, seen=seen, by=actors[0]) for value in (4, 5))
    assert at_once(*acts) == ["WrongState", "done"]
    assert seats[0].scores.count() == 1
