"""Benchmarks: the portal's pages beside bare Django views, on one gunicorn and one database, in one run.

Runs inside the virtual environment (``make bench``). Asks only this machine, in rounds of bounded length, and stops by
itself. Ratios are what to compare: the same machine served both sides within the same seconds.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import django
from django.test import Client

from tools.bench_clients import CLIENTS, Target, take_rounds
from tools.shell import BUILD, ROOT, Trouble, say, started, stop_group, stop_on_signals

ROUNDS = 5
START_SECONDS = 60
OFFICER = "officer@demo.example"
Row = dict[str, str | float]


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


def crowd_targets() -> list[Target]:
    """A forum of many, and the bare view again beside it: the crowd is there now for both."""
    from tools import bench_crowd

    bench_crowd.make()
    forum = bench_crowd.one_of_many()
    return [
        Target("bare select, crowded", "/bare/select", "bare select, crowded"),
        Target("a forum of 200", forum.get_absolute_url(), "bare select, crowded"),
    ]


def results(targets: list[Target]) -> list[Row]:
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


def table(rows: list[Row]) -> str:
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


def answering(port: int, rounds: int, seconds: float, responses: int) -> dict[str, Any]:
    """The final send and the first page of a questionnaire, with no answer stored and with very many."""
    from feedback.models import Answer
    from tools import bench_answering, bench_answers

    asks = bench_answers.make(0)
    sending = bench_answering.sends(asks)
    sending.load_form(port)
    say("Having one's say, with no answer stored")
    before = bench_answering.targets(sending)
    take_rounds(before, port, rounds, seconds)
    say(f"{responses:,} responses of ten questions")
    bench_answers.fill(asks, responses)
    bench_answering.read_and_receipted(asks)
    bench_answering.as_after_so_many_rows()
    stored = Answer.objects.count()
    say(f"Having one's say, with {stored:,} answers stored")
    after = [target.again() for target in before]
    take_rounds(after, port, rounds, seconds)
    sending.check()
    return {
        "stored_answers": stored,
        "sends": sending.sent,
        "empty": results(before),
        "full": results(after),
        "changes": bench_answering.changes(before, after),
    }


def measured(chosen: argparse.Namespace) -> dict[str, Any]:
    """Everything that is measured, as it is written down."""
    from feedback.models import Questionnaire
    from tools import bench_answers, bench_crowd, bench_projects

    targets = prepare()
    # In full only on a database made for it.
    responses = chosen.responses or (bench_answers.RESPONSES if chosen.database else bench_answers.RESPONSES // 10)
    with server(max(1, chosen.workers)) as port:
        if not chosen.answering:
            take_rounds(targets, port, chosen.rounds, chosen.seconds)
            say("10,000 members over 50 forums, 500 meetings")
            crowded = crowd_targets()
            take_rounds(crowded, port, chosen.rounds, chosen.seconds)
        said = answering(port, chosen.rounds, chosen.seconds, responses)
    found: dict[str, Any] = {
        "rounds": chosen.rounds,
        "clients": CLIENTS,
        "workers": chosen.workers,
        "database": "PostgreSQL" if chosen.database else "SQLite",
        "cache": "Redis" if chosen.redis else "a table of the database",
        "answering": said,
    }
    if chosen.answering:
        return found
    # Alone on the machine: the server has stopped.
    found |= {
        "pages": results(targets + crowded),
        "page_queries": bench_crowd.page_queries(bench_crowd.one_of_many()),
        "reminders": bench_crowd.reminder_run(),
    }
    say(f"{bench_projects.PROJECTS} projects of {bench_projects.ITEMS} items")
    found["projects"] = bench_projects.costs(bench_projects.make())
    asks = Questionnaire.objects.get(slug=bench_answers.SLUG)
    return found | {"answers": bench_answers.costs(asks, bench_answers.officer())}


def in_words(found: dict[str, Any]) -> str:
    """What was found, for the one who started it."""
    from tools import bench_answers, bench_figures, bench_projects

    said = found["answering"]
    lines = [
        f"On {found['database']}; the cache is {found['cache']}.",
        f"{table(said['empty'])}\n\nwith {said['stored_answers']:,} stored answers\n{table(said['full'])}",
    ]
    if "pages" in found:
        lines += [
            table(found["pages"]),
            f"{words_of(found['reminders'])}\nqueries: {found['page_queries']}",
            f"{bench_projects.words_of(found['projects'])}\n{bench_answers.words_of(found['answers'])}",
        ]
    return "\n\n".join([*lines, bench_figures.table(bench_figures.figures(found))])


def chosen_by(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="medians are over this many rounds")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long each page is asked in each round")
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn; two, as the image has")
    parser.add_argument("--database", default="", help="a database made for this, instead of SQLite in build/bench-data")
    parser.add_argument("--redis", default="", help="a Redis made for this, as cache, instead of a table of the database")
    parser.add_argument("--responses", type=int, default=0, help="how many stored responses; 100,000 where --database is given")
    parser.add_argument("--answering", action="store_true", help="only the final send and the first page")
    return parser.parse_args(arguments)


def set_environment(chosen: argparse.Namespace) -> None:
    """An installation of its own, with one proxy in front, as production has it: what it says of addresses is believed."""
    folder = BUILD / "bench-data"
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL"):
        os.environ.pop(name, None)
    os.environ |= {"DATA_DIR": str(folder), "DEMO": "1", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "coproduction.settings"}
    os.environ["TRUSTED_PROXIES"] = "1"
    if chosen.database:
        os.environ |= {"DATABASE_URL": chosen.database, "SECRET_KEY": "only-for-the-benchmarks-of-this-machine-and-nothing-else"}
    if chosen.redis:
        os.environ["REDIS_URL"] = chosen.redis
    os.chdir(ROOT)


def main(arguments: list[str]) -> int:
    """Gives 0 when every figure is met, 1 when the benchmark could not go on, 2 when a figure is missed."""
    chosen = chosen_by(arguments)
    stop_on_signals()
    set_environment(chosen)
    try:
        django.setup()
        found = measured(chosen)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    from tools import bench_figures

    document = json.dumps(found, indent=1)
    (BUILD / "bench.json").write_text(document + "\n")
    say(f"\n{document}\n\n{in_words(found)}")
    return 0 if all(figure.is_met for figure in bench_figures.figures(found)) else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
