"""Starting the portal's own programs in tests, asking them over HTTP, and seeing that nothing of them stays."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Where somebody else works on the machine, a start takes long; what goes well never waits so long.
PATIENCE = 240.0
GIVEN_BY_THE_TEST = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SITE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DEMO",
    "DEBUG",
    "DATA_DIR",
)


def environment(**values: str) -> dict[str, str]:
    """This test's environment without the portal's settings, and then the given ones."""
    return {**{name: value for name, value in os.environ.items() if name not in GIVEN_BY_THE_TEST}, **values}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def members(group: int) -> list[int]:
    """The processes of a group that still live."""
    living = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, of_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(of_group) == group and state != "Z":
                living.append(int(path.parent.name))
    return living


@contextlib.contextmanager
def running(command: Sequence[str], *, settings: dict[str, str], log: Path) -> Iterator[subprocess.Popen[str]]:
    """A program in a process group of its own; whatever is left of the group is killed at the end."""
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=settings,
            stdout=output,
            stderr=output,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(port: int, path: str, host: str = "localhost") -> tuple[int, str]:
    """Status and body of a GET; status 0 where nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        return response.status, response.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def until(
    question: Callable[[], object],
    *,
    process: subprocess.Popen[str] | None = None,
    log: Path | None = None,
    patience: float = PATIENCE,
) -> None:
    """Ask again and again until the answer is true; fails with the program's output when it ended or took too long."""
    pause, last = threading.Event(), time.monotonic() + patience

    def output() -> str:
        return log.read_text()[-4000:] if log else ""

    while time.monotonic() < last:
        if question():
            return
        assert process is None or process.poll() is None, f"it ended with {process.returncode}:\n{output()}"
        pause.wait(0.1)
    raise AssertionError(f"it took longer than {patience} seconds:\n{output()}")


def stop(process: subprocess.Popen[str], *, patience: float = PATIENCE) -> int:
    """Ask kindly (SIGTERM, to this one process only) and wait."""
    process.send_signal(signal.SIGTERM)
    return process.wait(patience)


PYTHON = sys.executable
