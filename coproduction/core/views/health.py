"""Is the process up, and do the things it stands on answer? Asked by machines, so without a sign-in and without detail."""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from pathlib import Path
from time import monotonic

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View

from coproduction.celery import app as celery

SECONDS = 3.0


class NotReady(Exception):
    """Something answers wrongly."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _broker() -> None:
    with celery.connection_for_write(connect_timeout=SECONDS) as broker:
        broker.ensure_connection(max_retries=1, timeout=SECONDS)
        # Redis is asked when a channel is opened; the embedded queue is a folder that must be there.
        broker.default_channel  # noqa: B018 - opening it is the question
    folder = celery.conf.broker_transport_options.get("data_folder_out")
    if folder and not Path(folder).is_dir():
        raise NotReady


def _cache() -> None:
    token = secrets.token_hex(8)
    cache.set(f"readyz:{token}", token, 10)
    if cache.get(f"readyz:{token}") != token:
        raise NotReady


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "broker": _broker, "cache": _cache}


def _alone(check: Callable[[], None]) -> None:
    """In a thread of its own, with a database connection of its own that does not stay."""
    try:
        check()
    finally:
        connections.close_all()


def _answers(check: Future[None], last: float) -> bool:
    try:
        return check.exception(max(0.0, last - monotonic())) is None
    except Late:
        return False


@method_decorator(login_not_required, name="dispatch")
class HealthzView(View):
    """The process is up. Asks nothing else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@method_decorator(login_not_required, name="dispatch")
class ReadyzView(View):
    """Database, broker and cache answer in time: 200. One does not: 503, naming it and nothing more."""

    def get(self, request: HttpRequest) -> HttpResponse:
        pool, last = ThreadPoolExecutor(len(CHECKS)), monotonic() + SECONDS
        asked = {name: pool.submit(_alone, check) for name, check in CHECKS.items()}
        answers = {name: _answers(check, last) for name, check in asked.items()}
        pool.shutdown(wait=False)
        status = 200 if all(answers.values()) else 503
        return JsonResponse(answers, status=status, headers={"Cache-Control": "no-store"})
