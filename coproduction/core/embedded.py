"""Worker and schedule as threads of the web process, for an installation without Redis.

The queue lies in a folder, so it survives a stop; that the queue may lose a message in a crash does not matter, since
the outbox and the sweep find what waits. A watcher starts a thread again when it has died.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from celery import Celery, beat
from celery.worker import WorkController
from celery.worker import state as worker_state

logger = logging.getLogger(__name__)

WATCH_SECONDS = 2.0
STOP_SECONDS = 8.0
BEAT_SECONDS = 1


@dataclass
class Part:
    """One thing that runs beside the web pages for as long as the process lives."""

    name: str
    run: Callable[[], None]
    thread: threading.Thread | None = None
    starts: int = 0

    @property
    def alive(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def start(self) -> None:
        self.starts += 1
        self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
        self.thread.start()


@dataclass
class Background:
    """The worker, the schedule and the watcher over both."""

    app: Celery
    schedule_file: str
    stopping: threading.Event = field(default_factory=threading.Event)
    clock: Any = None

    def __post_init__(self) -> None:
        self.parts = [Part("celery-worker", self.run_worker), Part("celery-beat", self.run_schedule)]
        self.watcher = threading.Thread(target=self.watch, name="celery-watcher", daemon=True)

    def start(self) -> None:
        """Start both parts and watch them."""
        self.app.finalize()
        self.app.loader.import_default_modules()
        worker_state.should_stop = None
        for part in self.parts:
            part.start()
        self.watcher.start()

    def stop(self) -> None:
        """Let the task that runs come to its end, keep the schedule, and stop."""
        self.stopping.set()
        worker_state.should_stop = 0
        if self.clock is not None:
            self.clock.stop()
        for part in self.parts:
            if part.thread is not None:
                part.thread.join(STOP_SECONDS)

    def watch(self) -> None:
        while not self.stopping.wait(WATCH_SECONDS):
            for part in self.parts:
                if not part.alive:
                    logger.error("%s had stopped by itself and is started again (start %s)", part.name, part.starts + 1)
                    part.start()

    def run_worker(self) -> None:
        worker = WorkController(
            app=self.app,
            pool="solo",
            concurrency=1,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        worker.start()

    def run_schedule(self) -> None:
        self.clock = beat.Service(self.app, max_interval=BEAT_SECONDS, schedule_filename=self.schedule_file)
        self.clock.start()
