"""`manage.py serve`: pages, worker and schedule in one process, on the embedded defaults."""

import socket

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.house.processes import PATIENCE, PYTHON, ask, environment, free_port, members, running, stop, until

# An empty database, and one message in the queue before anybody is there to take it.
PREPARE = """
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
call_command("createcachetable")
from coproduction.celery import app
app.send_task("core.sweep_outbox")
"""


@pytest.mark.parametrize("bind", ["8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"])
def test_serve_refuses_an_address_that_is_none(bind):
    with pytest.raises(CommandError, match=r"^Write --bind as an address and a port, like 127\.0\.0\.1:8000\.$"):
        call_command("serve", bind=bind)


def test_serve_refuses_a_taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refusal:
            call_command("serve", bind=f"127.0.0.1:{port}")
    assert str(refusal.value) == f"Port {port} on 127.0.0.1 is in use. Choose another one, like PORT={port + 1}."


def test_serve_answers_empties_the_queue_and_leaves_nothing_behind(tmp_path):
    port, log = free_port(), tmp_path / "serve.log"
    settings = environment(
        DATA_DIR=str(tmp_path / "data"),
        DEBUG="1",
        DJANGO_SETTINGS_MODULE="coproduction.settings",
        SITE_URL=f"http://localhost:{port}",
    )
    with running([PYTHON, "-c", PREPARE], settings=settings, log=log) as process:
        assert process.wait(PATIENCE) == 0, log.read_text()
    messages = tmp_path / "data" / "queue" / "messages"
    assert len(list(messages.iterdir())) == 1

    with running([PYTHON, "manage.py", "serve", "--bind", f"127.0.0.1:{port}"], settings=settings, log=log) as process:
        until(lambda: ask(port, "/healthz")[0] == 200, process=process, log=log)
        until(lambda: not any(messages.iterdir()), process=process, log=log)
        assert stop(process) == 0
        assert members(process.pid) == []
        assert ask(port, "/healthz") == (0, "")
