"""Serve the portal from one process: pages, worker and schedule; with Redis, the pages only."""

import errno
import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from gunicorn.app.base import BaseApplication

from coproduction.celery import app as celery
from coproduction.core.embedded import Background

THREADS = 8


def refuse_taken_port(host: str, port: int) -> None:
    """Say in one line that the address is taken, before the server tries it again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} on {host} is in use. Choose another one, like PORT={port + 1}.") from error
            raise CommandError(f"Cannot listen on {host}, port {port}: {error.strerror}.") from error


class Server(BaseApplication):
    """gunicorn with one process of eight threads, and the background beside them when nobody else runs it."""

    def __init__(self, bind: str, *, background: bool) -> None:
        self.bind = bind
        self.with_background = background
        self.background: Background | None = None
        super().__init__()

    def load_config(self) -> None:
        values: dict[str, Any] = {
            "bind": self.bind,
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "proc_name": "coproduction",
        }
        if self.with_background:
            values["post_worker_init"] = self.start_background
            values["worker_exit"] = self.stop_background
        for name, value in values.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from coproduction.wsgi import application

        return application

    def start_background(self, _worker: Any) -> None:
        self.background = Background(celery, settings.CELERY_BEAT_SCHEDULE_FILENAME)
        self.background.start()

    def stop_background(self, _server: Any, _worker: Any) -> None:
        if self.background is not None:
            self.background.stop()


class Command(BaseCommand):
    help = (
        "Serve the portal. Without REDIS_URL the worker and the schedule run in the same process; with it, run "
        "'celery -A coproduction worker' and 'celery -A coproduction beat' beside it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port, like 127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = options["bind"].rpartition(":")
        if not host or not port.isdigit() or int(port) > 65535:
            raise CommandError("Write --bind as an address and a port, like 127.0.0.1:8000.")
        refuse_taken_port(host.strip("[]"), int(port))
        connections.close_all()
        Server(options["bind"], background=not settings.REDIS_URL).run()
