"""The pages of turns: what is planned, the days without anybody, and no open questionnaire without cover."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import WrongState
from coproduction.core.models import Turn
from coproduction.core.services import turns
from feedback.services import cover
from groups.enums import Role
from tests.factories.feedback import QuestionnaireFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march(at, settings):
    settings.DEMO = True
    with at("2026-03-02 10:00"):
        yield


@pytest.fixture
def readers(acting):
    return acting(Role.OFFICER), acting(Role.OFFICER)


def typed(people, first=(2, 3), last=(6, 3), duty="reading"):
    days = {"first_day": first, "last_day": last}
    parts = {
        f"{name}_{part}": str(value) for name, day in days.items() for part, value in zip(("day", "month"), day, strict=True)
    }
    years = {f"{name}_year": "2026" for name in days}
    return parts | years | {"duty": duty, "person": str(people[0].user.pk), "cover": str(people[1].user.pk)}


def planned(people, last=dt.date(2026, 3, 6)):
    return turns.plan(
        duty="reading", first_day=dt.date(2026, 3, 2), last_day=last, person=people[0], cover=people[1], by=people[0]
    )


def test_turn_is_planned_and_the_queue_says_whose_it_is(signed_in, readers):
    client = signed_in(Role.OFFICER)
    assert "nobody has the turn today" in client.get(reverse("reading_queue")).content.decode()
    assert client.post(reverse("turns"), typed(readers)).status_code == 302
    page = client.get(reverse("turns"))
    assert [(line.person, line.cover, line.is_now) for line in page.context["turns"]] == [
        (readers[0].user.name, readers[1].user.name, True)
    ]
    # Nobody takes concerns yet, so these are still days without somebody.
    assert page.context["gaps"][0] == dt.date(2026, 3, 2)
    lines = client.get(reverse("reading_queue")).context["turns"]
    assert [(line.duty, line.person) for line in lines] == [
        ("Reading what people send", readers[0].user.name),
        ("Taking concerns", ""),
    ]


def test_refusal_stands_beside_the_form_and_keeps_what_was_typed(signed_in, readers):
    planned(readers)
    page = signed_in(Role.ADMINISTRATOR).post(reverse("turns"), typed(readers))
    assert page.context["form"].non_field_errors() == [
        "Someone has the turn from 2 March to 6 March 2026 already. Choose other days, or change who has that turn."
    ]
    assert (page.context["form"]["person"].value(), Turn.objects.count()) == (str(readers[0].user.pk), 1)


def test_turn_is_given_to_someone_else(signed_in, readers, acting):
    turn, third = planned(readers), acting(Role.OFFICER)
    client = signed_in(Role.SAFEGUARDING_LEAD)
    page = client.get(reverse("turn_update", args=[turn.pk]))
    assert page.context["form"]["person"].value() == readers[0].user.pk
    client.post(reverse("turn_update", args=[turn.pk]), {"person": third.user.pk, "cover": readers[0].user.pk})
    turn.refresh_from_db()
    assert (turn.person, turn.cover) == (third.ref, readers[0].ref)


def test_turn_that_an_open_questionnaire_needs_stays(signed_in, readers):
    turn = planned(readers)
    QuestionnaireFactory(title="The club", closes_at=timezone.now() + dt.timedelta(days=2))
    page = signed_in(Role.OFFICER).post(reverse("turn_cancel", args=[turn.pk]))
    said = "“The club” is open on these days, and needs somebody then. Give the turn to someone else instead."
    assert (page.status_code, [str(message) for message in page.context["messages"]]) == (409, [said])
    with pytest.raises(WrongState, match="The club"):
        cover.cancel_turn(turn=turn, by=readers[0])
    assert Turn.objects.count() == 1


@pytest.mark.parametrize("traits", [{"draft": True}, {"state": "closed"}, {"closes_at": dt.datetime(2026, 2, 27, tzinfo=dt.UTC)}])
def test_turn_that_nothing_needs_goes(signed_in, readers, traits):
    turn = planned(readers)
    QuestionnaireFactory(**traits)
    assert signed_in(Role.OFFICER).post(reverse("turn_cancel", args=[turn.pk])).status_code == 302
    assert Turn.objects.count() == 0


def test_turn_after_a_questionnaire_has_closed_goes(readers):
    QuestionnaireFactory(closes_at=dt.datetime(2026, 3, 5, 12, tzinfo=dt.UTC))
    later = turns.plan(
        duty="reading",
        first_day=dt.date(2026, 3, 6),
        last_day=dt.date(2026, 3, 13),
        person=readers[0],
        cover=readers[1],
        by=readers[0],
    )
    cover.cancel_turn(turn=later, by=readers[0])
    assert Turn.objects.count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_page_of_turns_costs_the_same_at_any_length(signed_in, readers, count, django_assert_num_queries):
    for number in range(count):
        day = dt.date(2026, 3, 2) + dt.timedelta(days=number)
        turns.plan(duty="reading", first_day=day, last_day=day, person=readers[0], cover=readers[1], by=readers[0])
    client = signed_in(Role.OFFICER)
    client.get(reverse("turns"))
    with django_assert_num_queries(8):
        client.get(reverse("turns"))
