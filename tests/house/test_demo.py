"""`make demo`: a second start is quick, and a signal to make leaves nothing behind."""

import json
import signal

import pytest

from tests.house.processes import PATIENCE, ask, environment, free_port, members, running, until

pytestmark = pytest.mark.kill


def test_demo_answers_prints_the_sign_ins_and_leaves_nothing_behind(tmp_path):
    log = tmp_path / "demo.log"
    for start in ("cold", "warm"):
        port = free_port()
        settings = environment(DATA_DIR=str(tmp_path / "data"), PORT=str(port))
        with running(["make", "--no-print-directory", "demo"], settings=settings, log=log) as process:
            until(lambda port=port: ask(port, "/")[0] == 200, process=process, log=log)
            assert (f"The portal is at http://localhost:{port}/" in log.read_text(), start) == (True, start)
            assert "officer@demo.example" in log.read_text()
            assert ("Loading the published record" in log.read_text()) == (start == "cold")
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
            assert members(process.pid) == []
            assert ask(port, "/") == (0, "")
    loaded = json.loads((tmp_path / "data" / "loaded.json").read_text())
    assert sorted(loaded) == ["the checklist", "the published record"]
