"""A real worker on the real broker takes what the schedule would send, at whatever moment the test stands."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from celery.contrib.testing.worker import TestWorkController, start_worker
from django.conf import settings

from coproduction.celery import app as celery
from coproduction.core.models import ScheduledRun

PATIENCE = 60  # seconds


@contextmanager
def broker_of_the_settings() -> Iterator[None]:
    """Tasks go through the broker of the settings, which in the gate is Redis, under keys of this test's own."""
    celery.loader.import_default_modules()
    connect(settings.CELERY_BROKER_URL, {"global_keyprefix": f"walk-{uuid.uuid4()}:"})
    yield
    connect("memory://", {})


def connect(broker: str, options: dict[str, str]) -> None:
    """Point the application at a broker, and forget the connections to the one before."""
    celery.close()
    vars(celery).pop("amqp", None)
    celery.conf.update(broker_url=broker, broker_transport_options=options)


class Worker(TestWorkController):
    """A worker in a thread. One that cannot start is a failure in words instead of a test that never ends."""

    def ensure_started(self) -> None:
        if not self._on_started.wait(PATIENCE):
            pytest.fail("The worker did not start in half a minute.")


def run_the_schedule() -> None:
    """Each job once, by its own entry of the schedule."""
    with start_worker(
        celery, WorkController=Worker, perform_ping_check=False, pool="solo", loglevel="ERROR", shutdown_timeout=PATIENCE
    ):
        for job in ("send-reminders", "sweep-outbox"):
            ScheduledRun.objects.filter(job=job).delete()
            celery.send_task(settings.CELERY_BEAT_SCHEDULE[job]["task"])
            wait_for(lambda job=job: ScheduledRun.objects.filter(job=job, finished_at__isnull=False).exists())


def wait_for(happened: Callable[[], bool]) -> None:
    """Look until it has happened, for half a minute at most."""
    pause = threading.Event()
    for _look in range(600):
        if happened():
            return
        pause.wait(0.05)
    pytest.fail("The worker did not do it in half a minute.")
