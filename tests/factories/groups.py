"""People and bodies for tests. Traits rather than subclasses."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from groups.enums import BodyKind, Hat, Role
from groups.models import Body, Capacity, Meeting, User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@tests.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("a long test password")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = factory.Sequence(lambda n: f"Body {n}")
    kind = BodyKind.FORUM

    class Params:
        discreet = factory.Trait(is_discreet=True, neutral_name="Thursday group")
        team = factory.Trait(kind=BodyKind.TEAM)
        committee = factory.Trait(kind=BodyKind.COMMITTEE)
        organisation = factory.Trait(kind=BodyKind.ORGANISATION)
        demonstration = factory.Trait(origin="demonstration")
        record = factory.Trait(origin="record", source="000.txt ¶1")


class CapacityFactory(DjangoModelFactory):
    class Meta:
        model = Capacity

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(BodyFactory)
    role = Role.MEMBER
    hat = Hat.OWN_EXPERIENCE
    since = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=365))

    class Params:
        ended = factory.Trait(until=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1)))


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Meeting {n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + dt.timedelta(hours=2))
    place = "The hub"
    # Long before: whatever falls due before this is not sent.
    arranged_at = factory.LazyAttribute(lambda meeting: meeting.starts_at - dt.timedelta(days=60))
