"""Two officers at the very same moment: money goes out once, and nobody's numbers are overwritten unseen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from coproduction.core.models import AuditEvent
from engagements.models import IntendedGroup, VolunteerTime
from engagements.queries import turnout
from engagements.services import heard, thanks
from engagements.turnout import AGES
from tests.factories.engagements import ProjectFactory
from tests.together import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(db):
    return ProjectFactory()


def test_claim_is_paid_once(project, acting):
    today, by = timezone.localdate(), acting()
    expense = thanks.write_claim(
        project=project, kind="travel", amount=Decimal(5), claimed_on=today - dt.timedelta(days=3), by=by
    )
    thanks.approve(expense=expense, on=today, by=by)
    assert at_once(*[lambda: thanks.pay(expense=expense, on=today, by=by)] * 3) == ["WrongState", "WrongState", "done"]
    assert AuditEvent.objects.filter(verb="engagements.claim_settled", facts__state="paid").count() == 1


def test_two_counts_at_once(project, acting):
    by, seen = acting(), heard.numbers_stamp({})
    counting = [
        lambda number=number: heard.count(project=project, table="ages", numbers={"13-15": number}, seen=seen, by=by)
        for number in (20, 30)
    ]
    assert at_once(*counting) == ["WrongState", "done"]
    assert turnout.numbers(project, AGES)["13-15"] in (20, 30)


def test_group_is_named_once_at_once(project, acting):
    by = acting()
    assert at_once(*[lambda: heard.name_group(project=project, words="Young carers", by=by)] * 2) == ["WrongState", "done"]
    assert IntendedGroup.objects.count() == 1


def test_hours_are_changed_by_one_at_a_time(project, acting):
    by = acting()
    given = {"project": project, "hours": Decimal(2), "rate": Decimal(15), "by": by}
    row = VolunteerTime.objects.get(pk=thanks.write_time(basis="one", **given).pk)
    seen = thanks.row_stamp(row)
    changing = [lambda basis=basis: thanks.write_time(basis=basis, row=row, seen=seen, **given) for basis in ("two", "three")]
    assert at_once(*changing) == ["WrongState", "done"]
