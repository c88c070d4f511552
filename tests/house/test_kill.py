"""Killing the worker at random while 200 messages go to a real mail server: none lost, none sent twice by itself."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.db import connection

from coproduction.core.models import Notification
from tests.house.processes import PATIENCE, PYTHON, environment, free_port, running

pytestmark = pytest.mark.kill

MESSAGES = 200
KILLS = 3
# Where the worker is when it is killed: before the server has the message, after it, and wherever it happens to be.
PLACES = ("recipient", "taken", "anywhere")


@dataclass
class PostOffice:
    """A mail server that counts what it takes and kills the worker where the plan says so."""

    plan: list[tuple[int, str]]
    taken: list[str] = field(default_factory=list)
    kills: int = 0
    kill: Callable[[], bool] = lambda: False

    def at(self, place: str) -> None:
        if self.plan and self.plan[0][1] == place and len(self.taken) >= self.plan[0][0] and self.kill():
            self.plan.pop(0)
            self.kills += 1

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        self.at("recipient")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        self.at("taken")
        return "250 OK"


@contextmanager
def own_database(folder: Path) -> Iterator[tuple[str, Callable[[], dict[str, str]]]]:
    """An empty database on the server that the tests use, or a file: its address, and a question for key and state of each row."""
    question = "SELECT dedupe_key, state FROM core_notification"
    if connection.vendor != "postgresql":
        import sqlite3

        def states() -> dict[str, str]:
            with closing(sqlite3.connect(folder / "kill.sqlite3", timeout=20)) as opened:
                return dict(opened.execute(question).fetchall())

        yield f"sqlite:///{folder / 'kill.sqlite3'}", states
        return
    import psycopg2

    where = connection.settings_dict
    reach = {"host": where["HOST"], "port": where["PORT"] or None, "user": where["USER"], "password": where["PASSWORD"] or None}
    name = f"kill_{free_port()}"

    def states() -> dict[str, str]:
        with closing(psycopg2.connect(dbname=name, **reach)) as opened, opened.cursor() as cursor:
            cursor.execute(question)
            return dict(cursor.fetchall())

    with closing(psycopg2.connect(dbname="postgres", **reach)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            try:
                password = f":{where['PASSWORD']}" if where["PASSWORD"] else ""
                yield f"postgres://{where['USER']}{password}@{where['HOST']}:{where['PORT'] or 5432}/{name}", states
            finally:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def killer(process) -> Callable[[], bool]:
    """Kill the whole group of a worker that still lives."""

    def kill() -> bool:
        if process.poll() is not None:
            return False
        os.killpg(process.pid, signal.SIGKILL)
        return True

    return kill


def work_until_settled(
    office: PostOffice, states: Callable[[], dict[str, str]], settings: dict[str, str], folder: Path
) -> dict[str, str]:
    """Start a worker again whenever it was killed, until nothing waits any more."""
    last, pause, starts, log = time.monotonic() + PATIENCE, threading.Event(), 0, folder / "worker.log"
    while time.monotonic() < last:
        starts += 1
        command = (
            PYTHON,
            "-m",
            "celery",
            "-A",
            "coproduction",
            "worker",
            "--pool=solo",
            "-B",
            "-s",
            str(folder / f"beat{starts}"),
        )
        quick = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=WARNING")
        with running((*command, *quick), settings=settings, log=log) as worker:
            office.kill = killer(worker)
            while worker.poll() is None and time.monotonic() < last:
                office.at("anywhere")
                if not set(states().values()) & {"waiting", "leased"}:
                    return states()
                pause.wait(0.2)
    raise AssertionError(f"{Counter(states().values())} after {PATIENCE} seconds and {starts} starts:\n{log.read_text()[-3000:]}")


def test_worker_killed_at_random_loses_nothing_and_doubles_nothing(db, tmp_path):
    seed = random.randrange(10**6)
    chosen = random.Random(seed)
    office = PostOffice(list(zip(sorted(chosen.sample(range(5, MESSAGES - 20), KILLS)), PLACES, strict=True)))
    plan, port = list(office.plan), free_port()
    post = Controller(office, hostname="127.0.0.1", port=port)
    with own_database(tmp_path) as (address, states):
        settings = environment(
            DJANGO_SETTINGS_MODULE="tests.house.kill_settings",
            DATABASE_URL=address,
            DATA_DIR=str(tmp_path),
            SECRET_KEY="only-for-the-kill-test-and-nothing-else-at-all-0123456789",
            EMAIL_URL=f"smtp://127.0.0.1:{port}",
            # The worker starts four times here; what Django would check then, the gate has checked.
            CELERY_SKIP_CHECKS="1",
        )
        log = tmp_path / "scene.log"
        with running((PYTHON, "-m", "tests.house.kill_scene", str(MESSAGES)), settings=settings, log=log) as scene:
            assert scene.wait(PATIENCE) == 0, log.read_text()
        post.start()
        try:
            found = work_until_settled(office, states, settings, tmp_path)
        finally:
            post.stop()

    told = f"seed {seed}, plan {plan}, {Counter(found.values())}"
    sent = {local_part(key) for key, state in found.items() if state == "sent"}
    unclear = {local_part(key) for key, state in found.items() if state == "handed_over"}
    taken = Counter(identity.partition("@")[0] for identity in office.taken)
    assert office.kills == KILLS, told
    assert len(found) == len(sent) + len(unclear) == MESSAGES, told
    assert {identity: times for identity, times in taken.items() if times > 1} == {}, told
    assert sent - set(taken) == set(), told
    assert set(taken) - sent - unclear == set(), told
    assert len(unclear) <= KILLS, told


def local_part(key: str) -> str:
    """What stands before the @ of a message's identity."""
    return Notification(dedupe_key=key).message_id.partition("@")[0]
