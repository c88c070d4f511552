"""The commands of docker-compose.yml as plain processes, on the PostgreSQL and Redis of this machine."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from django.conf import settings as portal
from django.db import connection

from tests.house.processes import PATIENCE, PYTHON, ask, environment, free_port, running, stop, until

pytestmark = pytest.mark.services
HOST = "coproduction.example"


def example_values() -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", Path(".env.example").read_text(), flags=re.MULTILINE))


def fill_in(text: str, values: dict[str, str]) -> str:
    """What compose makes of `${NAME:-default}` and `${NAME:?message}`."""
    return re.sub(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}", lambda match: values.get(match[1]) or match[2] or "", text)


@pytest.fixture
def database() -> Iterator[str]:
    """An empty database of its own on the server that the tests use; its address."""
    assert connection.vendor == "postgresql", "this test needs PostgreSQL: DATABASE_URL must begin with postgres://"
    import psycopg2

    where = connection.settings_dict
    reach = {"host": where["HOST"], "port": where["PORT"] or None, "user": where["USER"], "password": where["PASSWORD"] or None}
    server = psycopg2.connect(dbname="postgres", **reach)
    server.autocommit = True
    name = f"compose_{free_port()}"
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    password = f":{where['PASSWORD']}" if where["PASSWORD"] else ""
    yield f"postgres://{where['USER']}{password}@{where['HOST']}:{where['PORT'] or 5432}/{name}"
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def test_commands_of_compose_serve_on_postgresql_and_redis(database, tmp_path):
    assert portal.REDIS_URL, "this test needs Redis: REDIS_URL is not set"
    services = yaml.safe_load(Path("docker-compose.yml").read_text())["services"]
    port = free_port()

    def settings(service: str) -> dict[str, str]:
        given = {name: fill_in(value, example_values()) for name, value in services[service]["environment"].items()}
        here = {
            "DATABASE_URL": database,
            "REDIS_URL": portal.REDIS_URL,
            "DATA_DIR": str(tmp_path / "data"),
            "PATH": f"{Path(PYTHON).parent}:/usr/bin:/bin",
            "GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{port} --workers=1 --threads=4 --no-control-socket",
        }
        return environment(**{**given, **here})

    log = tmp_path / "migrate.log"
    with running(services["migrate"]["command"], settings=settings("migrate"), log=log) as migrate:
        assert migrate.wait(PATIENCE) == 0, log.read_text()

    with ExitStack() as stack:
        started = {}
        for name in ("web", "worker", "beat"):
            log = tmp_path / f"{name}.log"
            started[name] = stack.enter_context(running(services[name]["command"], settings=settings(name), log=log))
        web, log = started["web"], tmp_path / "web.log"
        until(lambda: ask(port, "/healthz", HOST)[0] == 200, process=web, log=log)
        status, body = ask(port, "/readyz", HOST)
        assert (status, type(json.loads(body))) == (200, dict)

        asked = [PYTHON, "-m", "celery", "-A", "coproduction", "inspect", "ping", "--timeout", "2"]

        def worker_answers() -> bool:
            with running(asked, settings=settings("worker"), log=tmp_path / "ping.log") as ping:
                return ping.wait(PATIENCE) == 0

        until(worker_answers, process=started["worker"], log=tmp_path / "worker.log")
        until(lambda: list((tmp_path / "data").glob("beat-schedule*")), process=started["beat"], log=tmp_path / "beat.log")
        assert {name: stop(process) for name, process in started.items()} == {"web": 0, "worker": 0, "beat": 0}
