"""Several workers at once: of two that reach for a message one gets it, and one key is one row."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connections, transaction

from coproduction.core.models import Notification, ScheduledRun
from coproduction.core.notifications import ConcernRaised
from coproduction.core.services import delivery, outbox, runs
from tests.factories.groups import UserFactory

# The embedded database has one writer; this is asked of PostgreSQL.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
WORKERS = 4


def all_at_once(work):
    """The same work in several threads that begin together, each on a connection of its own."""
    together = threading.Barrier(WORKERS)

    def run(number):
        together.wait(60)
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(run, range(WORKERS)))


def enqueue(user, key):
    with transaction.atomic():
        return outbox.enqueue(notification=ConcernRaised, recipient=user, dedupe_key=key, reason="you are a safeguarding lead")


def test_one_key_from_several_requests_is_one_row():
    user = UserFactory()
    rows = all_at_once(lambda: enqueue(user, "same").pk)
    assert (len(set(rows)), Notification.objects.count()) == (1, 1)


def test_several_sweeps_send_each_message_once():
    for number in range(20):
        enqueue(UserFactory(), f"key{number}")
    assert sum(all_at_once(delivery.sweep)) == 20
    identities = [message.message()["Message-ID"] for message in mail.outbox]
    assert (len(identities), len(set(identities))) == (20, 20)


def test_several_schedulers_make_one_run(at):
    def run():
        with runs.slot("sweep-outbox") as run:
            return run is not None

    with at("2026-03-04 11:00:30"):
        assert sorted(all_at_once(run)) == [False, False, False, True]
    assert ScheduledRun.objects.count() == 1
