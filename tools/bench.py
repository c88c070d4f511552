"""Benchmarks: the portal's pages beside bare Django views, on one gunicorn and one database, in one run.

Runs inside the virtual environment (``make bench``). Asks only this machine, in rounds of bounded length, and stops by
itself. Ratios are what to compare: the same machine served both sides within the same seconds.
"""

import argparse
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import django
from django.test import Client

from tools.shell import BUILD, ROOT, Trouble, say, started, stop_group, stop_on_signals

ROUNDS = 5
CLIENTS = 4
START_SECONDS = 60
MOST_REQUESTS = 20_000
OFFICER = "officer@demo.example"


@dataclass
class Target:
    """One address, whom it is compared with, and what each round measured."""

    name: str
    path: str
    against: str
    cookie: str = ""
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.times) * 1000


def ask_until(path: str, cookie: str, port: int, end: float, times: list[float], faults: list[str]) -> None:
    """One client: ask over one kept connection until the time is over."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"Host": "localhost", **({"Cookie": cookie} if cookie else {})}
    try:
        while time.monotonic() < end and len(times) < MOST_REQUESTS and not faults:
            began = time.monotonic()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.read()
            times.append(time.monotonic() - began)
            if response.status != 200:
                faults.append(f"{path} answered {response.status}")
    except OSError as error:
        faults.append(f"{path}: {error}")
    finally:
        connection.close()


def measure(target: Target, port: int, seconds: float) -> None:
    """One round of one address."""
    each: list[list[float]] = [[] for _ in range(CLIENTS)]
    faults: list[str] = []
    began = time.monotonic()
    clients = [
        threading.Thread(target=ask_until, args=(target.path, target.cookie, port, began + seconds, times, faults))
        for times in each
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if faults:
        raise Trouble(f"The benchmark stopped: {faults[0]}.")
    times = [took for one in each for took in one]
    target.rates.append(len(times) / (time.monotonic() - began))
    target.times.append(statistics.median(times))


def first_link(client: Client, page: str, pattern: str) -> str | None:
    """The first address on a page that has this form."""
    found = re.search(f'href="({pattern})"', client.get(page, headers={"host": "localhost"}).content.decode())
    return found[1] if found else None


def portal_targets() -> list[Target]:
    """The portal's pages that are there, found by following its own links."""
    from django.contrib.auth import get_user_model

    visitor = Client()
    paths = {
        "home": "/",
        "you said, we did": "/you-said-we-did/",
        "projects": "/projects/",
        "a project": first_link(visitor, "/projects/", r"/projects/[\w-]+/"),
        "an outcome": first_link(visitor, "/you-said-we-did/", r"/you-said-we-did/[\w-]+/"),
    }
    targets = [Target(name, path, "bare select") for name, path in paths.items() if path]
    officer = get_user_model().objects.filter(email=OFFICER).first()
    if officer is not None:
        signed_in = Client()
        signed_in.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in signed_in.cookies.items())
        targets.append(Target("officer's workspace", "/officers/", "bare select", cookie))
    return targets


def prepare() -> list[Target]:
    """Database, record, demonstration year and static files; the addresses to measure."""
    from django.contrib.sessions.models import Session

    from tools import demonstration
    from tools.bench_project.urls import KNOWN_KEY, LATER

    demonstration.load()
    demonstration.collect_static_files()
    Session.objects.update_or_create(session_key=KNOWN_KEY, defaults={"session_data": "One known row", "expire_date": LATER})
    bare = [Target(f"bare {name}", f"/bare/{name}", "bare hello") for name in ("hello", "select", "insert")]
    return bare + portal_targets()


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@contextlib.contextmanager
def server(workers: int) -> Iterator[int]:
    """gunicorn with the bare views and the portal; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = (f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--threads=4", "--no-control-socket", "--log-level=error")
    command = (sys.executable, "-m", "gunicorn", "tools.bench_project.wsgi:application", *options)
    with started(*command, environment=os.environ, output=subprocess.DEVNULL) as process:
        end = time.monotonic() + START_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise Trouble("The server for the benchmark did not start.")
            time.sleep(0.1)
        try:
            yield port
        finally:
            stop_group(process, signal.SIGTERM)


def take_rounds(targets: list[Target], port: int, rounds: int, seconds: float) -> None:
    """Ask every address in every round, each time beginning with another one, so that none is always first."""
    for target in targets:
        measure(Target(target.name, target.path, "", target.cookie), port, 0.3)
    for number in range(max(1, min(rounds, 50))):
        say(f"Round {number + 1}")
        for target in targets[number % len(targets) :] + targets[: number % len(targets)]:
            measure(target, port, min(seconds, 30))


def crowd_targets() -> list[Target]:
    """A forum of many, and the bare view again beside it: the crowd is there now for both."""
    from tools import bench_crowd

    bench_crowd.make()
    forum = bench_crowd.one_of_many()
    return [
        Target("bare select, crowded", "/bare/select", "bare select, crowded"),
        Target("a forum of 200", forum.get_absolute_url(), "bare select, crowded"),
    ]


def results(targets: list[Target]) -> list[dict[str, str | float]]:
    rates = {target.name: target.rate for target in targets}
    return [
        {
            "page": target.name,
            "path": target.path,
            "per_second": round(target.rate, 1),
            "median_ms": round(target.milliseconds, 2),
            "against": target.against,
            "ratio": round(target.rate / rates[target.against], 3),
        }
        for target in targets
    ]


def table(rows: list[dict[str, str | float]]) -> str:
    lines = [f"{'page':<22}{'per second':>12}{'median ms':>12}   ratio"]
    lines += [
        f"{row['page']:<22}{row['per_second']:>12}{row['median_ms']:>12}   {row['ratio']} of {row['against']}" for row in rows
    ]
    return "\n".join(lines)


def words_of(reminders: dict[str, float]) -> str:
    return (
        "reminders: {messages} messages in {seconds} s (allowed: {seconds_allowed} s), {queries} queries, "
        "{queries_per_batch} a batch; again: {again_seconds} s, {again_queries} queries"
    ).format(**reminders)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="medians are over this many rounds")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long each page is asked in each round")
    parser.add_argument("--workers", type=int, default=1, help="processes of gunicorn")
    parser.add_argument("--database", default="", help="a database made for this, instead of SQLite in build/bench-data")
    chosen = parser.parse_args(arguments)
    stop_on_signals()
    folder = BUILD / "bench-data"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "DEMO": "1", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "coproduction.settings"}
    if chosen.database:
        os.environ |= {"DATABASE_URL": chosen.database, "SECRET_KEY": "only-for-the-benchmarks-of-this-machine-and-nothing-else"}
    os.chdir(ROOT)
    try:
        django.setup()
        from tools import bench_crowd

        targets = prepare()
        with server(max(1, chosen.workers)) as port:
            take_rounds(targets, port, chosen.rounds, chosen.seconds)
            say("10,000 members over 50 forums, 500 meetings")
            crowded = crowd_targets()
            take_rounds(crowded, port, chosen.rounds, chosen.seconds)
        # Alone on the machine: the server has stopped.
        queries = bench_crowd.page_queries(bench_crowd.one_of_many())
        reminders = bench_crowd.reminder_run()
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    rows = results(targets + crowded)
    document = json.dumps(
        {
            "rounds": chosen.rounds,
            "clients": CLIENTS,
            "workers": chosen.workers,
            "pages": rows,
            "page_queries": queries,
            "reminders": reminders,
        },
        indent=1,
    )
    (BUILD / "bench.json").write_text(document + "\n")
    say(f"\n{table(rows)}\n\n{words_of(reminders)}\nqueries: {queries}\n\n{document}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
