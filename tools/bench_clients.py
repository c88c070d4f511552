"""Clients of the benchmarks: several threads that ask one address over kept connections for so many seconds."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tools.shell import Trouble, say

CLIENTS = 4
MOST_REQUESTS = 20_000
MOST_ROUNDS, MOST_SECONDS, WARM_UP_SECONDS = 50, 30.0, 0.3


@dataclass(frozen=True)
class Ask:
    """One request, and what its answer must be for the benchmark to count it."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    status: int = 200
    location: str | None = None


@dataclass
class Target:
    """One address, whom it is compared with, and what each round measured.

    `prepare` is called before each round, outside its time; `ask` gives the next request, or None when none is left. Without
    them the same address is asked again and again.
    """

    name: str
    path: str
    against: str
    cookie: str = ""
    ask: Callable[[], Ask | None] | None = None
    prepare: Callable[[float], None] | None = None
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def milliseconds(self) -> float:
        return statistics.median(self.times) * 1000

    def next_ask(self) -> Ask | None:
        if self.ask is not None:
            return self.ask()
        return Ask(self.path, headers={"Cookie": self.cookie} if self.cookie else {})

    def again(self) -> "Target":
        """The same address, to be measured anew."""
        return Target(self.name, self.path, self.against, self.cookie, self.ask, self.prepare)


def take_rounds(targets: list[Target], port: int, rounds: int, seconds: float) -> None:
    """Ask every address in every round, each time beginning with another one, so that none is always first."""
    for target in targets:
        _measure(target.again(), port, WARM_UP_SECONDS)
    for number in range(max(1, min(rounds, MOST_ROUNDS))):
        say(f"Round {number + 1}")
        for target in targets[number % len(targets) :] + targets[: number % len(targets)]:
            _measure(target, port, min(seconds, MOST_SECONDS))


def _measure(target: Target, port: int, seconds: float) -> None:
    """One round of one address."""
    if target.prepare is not None:
        target.prepare(seconds)
    each: list[list[float]] = [[] for _ in range(CLIENTS)]
    faults: list[str] = []
    began = time.monotonic()
    clients = [threading.Thread(target=_ask_until, args=(target, port, began + seconds, times, faults)) for times in each]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    times = [took for one in each for took in one]
    if faults or not times:
        raise Trouble(f"The benchmark stopped: {faults[0] if faults else f'{target.path} was never asked'}.")
    target.rates.append(len(times) / (time.monotonic() - began))
    target.times.append(statistics.median(times))


def _ask_until(target: Target, port: int, end: float, times: list[float], faults: list[str]) -> None:
    """One client: ask over one kept connection until the time is over, or nothing is left to ask."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        while time.monotonic() < end and len(times) < MOST_REQUESTS and not faults:
            ask = target.next_ask()
            if ask is None:
                return
            began = time.monotonic()
            connection.request(ask.method, ask.path, ask.body, {"Host": "localhost", **ask.headers})
            response = connection.getresponse()
            response.read()
            times.append(time.monotonic() - began)
            if response.status != ask.status or (ask.location is not None and response.headers["Location"] != ask.location):
                where = response.headers["Location"] or ""
                faults.append(f"{ask.method} {ask.path} answered {response.status} {where}".rstrip())
    except OSError as error:
        faults.append(f"{target.path}: {error}")
    finally:
        connection.close()
