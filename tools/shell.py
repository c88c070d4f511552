"""Running other programs so that none outlives this one, and saying what went wrong in one line."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
PATIENCE = 5.0

# What runs now, so that a signal can stop what other threads wait for.
running: set["subprocess.Popen[str]"] = set()


class Trouble(Exception):
    """What stops a command; its text is the one line that the person sees."""


def say(line: str) -> None:
    print(line, flush=True)


def stop_on_signals() -> None:
    """Turn SIGTERM and SIGHUP into an ordinary exit, so that what was started is stopped on the way out."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGHUP, leave)


def stop_everything() -> None:
    """Stop all that was started and has not ended, whichever thread waits for it."""
    for process in tuple(running):
        stop_group(process, signal.SIGTERM)


def stop_group(process: "subprocess.Popen[str]", first: signal.Signals) -> None:
    """Stop a process and everything it started: kindly, then firmly."""
    for number in (first, signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue
        break
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def started(
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
    output: int | None = None,
) -> Iterator["subprocess.Popen[str]"]:
    """Start a program in a process group of its own; leaving the block by an exception stops the whole group."""
    process = subprocess.Popen(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(environment) if environment is not None else None,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        text=True,
    )
    running.add(process)
    try:
        yield process
    except BaseException:
        stop_group(process, stop_with)
        raise
    finally:
        running.discard(process)


def run(
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
) -> int:
    """Run a program to its end with its output on ours; returns its exit code."""
    with started(*command, environment=environment, stop_with=stop_with) as process:
        return process.wait()


def capture(*command: str | Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a program to its end; returns its exit code and everything it printed."""
    with started(*command, environment=environment, output=subprocess.PIPE) as process:
        text, _ = process.communicate()
        return process.returncode, text


def timed(action: Callable[[], tuple[int, str]]) -> tuple[int, str, float]:
    """What an action returned, and how many seconds it took."""
    began = time.monotonic()
    code, text = action()
    return code, text, time.monotonic() - began
