"""Charters, elections and priorities for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from groups.enums import CharterStatus, PriorityStatus
from groups.models import Charter, ElectedOffice, Election, Priority
from tests.factories.groups import BodyFactory


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Priority {n}")
    order = factory.Sequence(lambda n: n)

    class Params:
        proposed = factory.Trait(status=PriorityStatus.PROPOSED)
        retired = factory.Trait(status=PriorityStatus.RETIRED)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = ElectedOffice

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Office {n}")
    cycle_years = 2


class ElectionFactory(DjangoModelFactory):
    """A vote half a year ago, with a term that ends in the given number of days."""

    class Meta:
        model = Election

    class Params:
        ends_in = 30

    office = factory.SubFactory(OfficeFactory)
    votes_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=180))
    term_from = factory.LazyAttribute(lambda election: election.votes_on)
    term_until = factory.LazyAttribute(lambda election: timezone.localdate() + dt.timedelta(days=election.ends_in))


class CharterFactory(DjangoModelFactory):
    """The version that is agreed now."""

    class Meta:
        model = Charter

    body = factory.SubFactory(BodyFactory)
    version = 1
    status = CharterStatus.AGREED
    vision = "We decide together."
    written_by = "user:1"
    written_by_label = "chair, a forum"
    agreed_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=30))

    class Params:
        draft = factory.Trait(status=CharterStatus.DRAFT, agreed_on=None)
        replaced = factory.Trait(status=CharterStatus.REPLACED)
