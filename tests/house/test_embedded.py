"""The worker and the schedule beside the pages: started, watched, started again, stopped."""

import threading

import pytest
from celery.worker import state as worker_state

from coproduction.celery import app
from coproduction.core import embedded
from coproduction.core.embedded import Background, Part


@pytest.fixture(autouse=True)
def stops_no_other_worker(monkeypatch):
    """Asking the parts to stop asks every worker of this process; the next one shall start all the same."""
    monkeypatch.setattr(worker_state, "should_stop", None)


def test_part_that_dies_is_started_again(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "WATCH_SECONDS", 0.01)
    said: list[str] = []
    monkeypatch.setattr(embedded.logger, "error", lambda text, *facts: said.append(text % facts))
    again, lasting = threading.Event(), threading.Event()

    def dies_once():
        if part.starts > 1:
            again.set()
            lasting.wait(60)

    background = Background(app, str(tmp_path / "schedule"))
    part = Part("short-lived", dies_once)
    background.parts = [part]
    background.start()
    assert again.wait(60)
    lasting.set()
    background.stop()
    assert part.starts == 2
    assert said == ["short-lived had stopped by itself and is started again (start 2)"]


def test_part_that_stops_because_it_was_asked_to_stays_stopped(monkeypatch, tmp_path):
    monkeypatch.setattr(embedded, "WATCH_SECONDS", 0.01)
    asked = threading.Event()
    background = Background(app, str(tmp_path / "schedule"))
    part = Part("patient", lambda: asked.wait(60))
    background.parts = [part]
    background.start()
    background.stopping.set()
    asked.set()
    background.stop()
    background.watcher.join(10)
    assert (part.starts, part.alive, background.watcher.is_alive()) == (1, False, False)
