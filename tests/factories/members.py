"""People in registers: without email, under 13, with needs and consents; who asks to join, and what waits to be told."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from coproduction.core.enums import NotificationState
from coproduction.core.models import Notification
from coproduction.core.models.base import ref_of
from groups.enums import AgeBand, Authority, Reach
from groups.models import AccessNeed, Consent, JoinRequest
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory


class OfflineFactory(UserFactory):
    """Someone without email, whom we ring."""

    email = None
    reach = Reach.RING
    contact = "020 7946 0000"

    class Params:
        child = factory.Trait(age_band=AgeBand.AGES_11_12)


class MemberFactory(CapacityFactory):
    user = factory.SubFactory(UserFactory)

    class Params:
        offline = factory.Trait(user=factory.SubFactory(OfflineFactory))
        child = factory.Trait(user=factory.SubFactory(OfflineFactory, child=True), standing="paused")


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = AccessNeed

    user = factory.SubFactory(UserFactory)
    words = "Step-free"
    agreed_on = factory.LazyFunction(timezone.localdate)


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    capacity = factory.SubFactory(CapacityFactory)
    authority = Authority.PARENT
    holder = "Her mother"
    is_given = True
    said_on = factory.LazyFunction(timezone.localdate)
    noted_by = "user:1"
    noted_by_label = "organiser, Riverside"


class JoinRequestFactory(DjangoModelFactory):
    class Meta:
        model = JoinRequest

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"Newcomer {n}")
    email = factory.Sequence(lambda n: f"newcomer{n}@tests.example")


class TellingFactory(DjangoModelFactory):
    """A message that waits to be said to a person about a meeting."""

    class Meta:
        model = Notification

    class Params:
        person = factory.SubFactory(OfflineFactory)
        meeting = None

    kind = "groups.meeting_cancelled"
    dedupe_key = factory.Sequence(lambda n: f"telling:{n}")
    recipient = factory.LazyAttribute(lambda row: row.person.ref)
    recipient_label = "member"
    reason = "you are a member of Riverside"
    about = factory.LazyAttribute(lambda row: ref_of(row.meeting))
    facts = factory.LazyAttribute(lambda row: {"meeting": row.meeting.pk, "starts_at": row.meeting.starts_at.isoformat()})
    state = NotificationState.BY_HAND
