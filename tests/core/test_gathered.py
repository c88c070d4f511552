"""Many small querysets in one query give the same objects as each of them by itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Model

from coproduction.core.models import Figure, FigurePart
from coproduction.core.partial_dates import PartialDate
from coproduction.core.queries.gathered import in_one_query, keep, share
from engagements.models import Limit, Project, Session, VolunteerTime
from groups.models import Body, Meeting, User
from groups.queries import proceedings
from tests.factories.engagements import HeadCountFactory, ProjectFactory, ProjectPartFactory, SessionFactory
from tests.factories.groups import MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db


def values(row: Model, deep: int = 2) -> dict[str, Any]:
    """Everything that a row holds, with the rows that came along."""
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    along = row._state.fields_cache if deep else {}
    return own | {f"{name} itself": values(other, deep - 1) if other else None for name, other in along.items()}


@pytest.fixture
def project() -> Project:
    figure = Figure.objects.create(words="“£3000”, more or less")
    FigurePart.objects.create(figure=figure, number=Decimal("3000.50"), unit="£")
    project = ProjectFactory(title="Ünïcode % and “quotes”", has_incentive=None, figure=figure)
    for words in ("Zebra", "Ape"):
        Limit.objects.create(project=project, kind="law", words=words)
        ProjectPartFactory(project=project)
        SessionFactory(project=project, held=PartialDate.parse("2026-03-02"))
    MeetingFactory(body=project.parts.first().body)
    VolunteerTime.objects.create(project=project, hours=Decimal("12.5"), value=Decimal("22000"), basis="20 £ an hour")
    return project


def test_rows_are_the_same_as_each_queryset_gives_by_itself(project: Project, django_assert_num_queries: Any) -> None:
    wanted = (
        project.parts.select_related("body"),
        Limit.objects.order_by("words"),
        Session.objects.filter(project__title__contains="%").select_related("project__figure", "body"),
        proceedings.with_heads(Meeting.objects.select_related("body")).prefetch_related(None),
        VolunteerTime.objects.all(),
        FigurePart.objects.select_related("figure"),
        User.objects.none() | User.objects.filter(pk__in=[UserFactory(last_login=dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)).pk]),
        Body.objects.filter(name="Nobody"),
    )
    with django_assert_num_queries(1):
        found = in_one_query(*wanted)
    assert [[values(row) for row in rows] for rows in found] == [[values(row) for row in queryset] for queryset in wanted]
    assert [len(rows) for rows in found] == [2, 2, 2, 1, 1, 1, 1, 0]


def test_values_have_the_types_of_their_fields(project: Project) -> None:
    ((time,), (meeting,)) = in_one_query(VolunteerTime.objects.all(), Meeting.objects.all())
    assert (time.hours, time.value, type(time.value)) == (Decimal("12.5"), Decimal("22000"), Decimal)
    assert meeting.starts_at == Meeting.objects.get().starts_at


def test_rows_that_are_shared_out_are_asked_for_no_more(project: Project, django_assert_num_queries: Any) -> None:
    HeadCountFactory(session=project.sessions.first())
    limits, sessions = in_one_query(project.limits.all(), project.sessions.all())
    (counts,) = in_one_query(sessions[0].head_counts.all())
    share([project], "limits", limits)
    keep(project, "sessions", sessions)
    share(sessions, "head_counts", counts)
    with django_assert_num_queries(0):
        assert [limit.words for limit in project.limits.all()] == ["Zebra", "Ape"]
        assert [len(session.head_counts.all()) for session in project.sessions.all()] == [1, 0]
        assert {limit.project.title for limit in limits} == {project.title}
