"""Many people for the benchmarks: 10,000 members over 50 forums with 500 meetings, and one run of the reminders over them."""

import datetime as dt
import time

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coproduction.core.models import Notification
from coproduction.core.services import reminders
from groups.enums import BodyKind, Role
from groups.models import Body, Capacity, Meeting, User

FORUMS, MEMBERS, MEETINGS = 50, 200, 10
# Ten meetings of each forum over a year; the first is tomorrow, so that every member is to be reminded at once.
APART = dt.timedelta(days=36)
SECONDS_ALLOWED = 30


def make() -> None:
    """The forums with their members and meetings."""
    joined = timezone.localdate() - dt.timedelta(days=365)
    forums = Body.objects.bulk_create(
        Body(slug=f"crowd-{number}", name=f"Crowd {number}", kind=BodyKind.FORUM, purpose="Many people.")
        for number in range(FORUMS)
    )
    people = User.objects.bulk_create(
        [
            User(email=f"member{number}@crowd.example", name=f"Member {number}", password="!")
            for number in range(FORUMS * MEMBERS)
        ],
        batch_size=1000,
    )
    Capacity.objects.bulk_create(
        [
            Capacity(user=person, body=forums[number % FORUMS], role=Role.MEMBER, since=joined)
            for number, person in enumerate(people)
        ],
        batch_size=1000,
    )
    tomorrow = timezone.now() + dt.timedelta(hours=20)
    planned = timezone.now() - dt.timedelta(days=90)
    Meeting.objects.bulk_create(
        Meeting(
            body=forum,
            title="A meeting of many",
            starts_at=tomorrow + number * APART,
            ends_at=tomorrow + number * APART + dt.timedelta(hours=2),
            place="The great hall",
            arranged_at=planned,
        )
        for forum in forums
        for number in range(MEETINGS)
    )


def one_of_many() -> Body:
    return Body.objects.get(slug="crowd-0")


def page_queries(forum: Body) -> dict[str, int]:
    """How many queries the page of a forum of 200 with ten meetings costs, and that of one with a single member and meeting."""
    small = Body.objects.create(slug="crowd-small", name="Crowd, small", kind=BodyKind.FORUM, purpose="One person.")
    person = User.objects.create(email="alone@crowd.example", name="Alone")
    Capacity.objects.create(user=person, body=small, role=Role.MEMBER, since=timezone.localdate() - dt.timedelta(days=9))
    soon = timezone.now() + dt.timedelta(days=2)
    Meeting.objects.create(body=small, title="A meeting of one", starts_at=soon, ends_at=soon + dt.timedelta(hours=1))
    return {"forum of 200": _cost(forum), "forum of one": _cost(small)}


def _cost(forum: Body) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        Client().get(forum.get_absolute_url(), headers={"host": "localhost"})
    return len(queries)


def reminder_run() -> dict[str, float]:
    """One run over everything that is due, and a second one that finds it all written down; seconds, messages and queries."""
    before = Notification.objects.count()
    began = time.monotonic()
    with CaptureQueriesContext(connection) as first:
        reminders.send()
    took = time.monotonic() - began
    messages = Notification.objects.count() - before
    began = time.monotonic()
    with CaptureQueriesContext(connection) as again:
        reminders.send()
    batches = max(1, -(-messages // reminders.BATCH))
    return {
        "messages": messages,
        "seconds": round(took, 2),
        "seconds_allowed": SECONDS_ALLOWED,
        "queries": len(first),
        "queries_per_batch": round(len(first) / batches, 2),
        "again_seconds": round(time.monotonic() - began, 2),
        "again_queries": len(again),
    }
