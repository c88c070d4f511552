"""Having one's say under load: the final send of ten answers and the first page of a questionnaire, beside bare views.

Nothing that protects the portal is off. Each send has the token of a form that was really loaded, the box that no person sees,
the cookie of its own unfinished answers and the address of a household of its own, told by the proxy in front as in a real
installation; it takes its place in the reading queue and gets its code. Afterwards the tables are asked whether that is so.
"""

import datetime as dt
import http.client
import itertools
import re
import secrets
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tools.bench_answers import KINDS, in_batches
from tools.bench_clients import Ask, Target
from tools.shell import Trouble

if TYPE_CHECKING:
    from feedback.models import Option, Question, Questionnaire

# What is wanted: throughput as a share of the bare view's.
SEND_WANTED, CACHED_WANTED, NOT_CACHED_WANTED = 0.15, 1.0, 0.25
# What 1,000,000 stored answers may change: so many per cent, or so many milliseconds.
PERCENT_ALLOWED, MILLISECONDS_ALLOWED = 20, 10
# Unfinished answers that are made for each second of a round. A round that has sent them all ends, and is timed so far.
A_SECOND = 500
# One household sends so many, which is as many as one address may send before somebody looks twice.
A_HOUSEHOLD = 10
WORDS = "We would like the hub to be open on Sundays, and a quiet room to sit in. It is loud at home."
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEND, CACHED, NOT_CACHED, SELECT, INSERT = (
    "final send",
    "first page, cached",
    "first page, not cached",
    "bare select",
    "bare insert",
)


@dataclass(frozen=True)
class Waiting:
    """Unfinished answers that wait to be sent: the token of their cookie and the address that sends them."""

    token: str
    address: str


class Sends:
    """The final sends of one questionnaire: ten answers each, written beforehand in bulk, each sent once."""

    def __init__(self, asks: "Questionnaire", questions: "list[Question]", options: "dict[int, list[Option]]") -> None:
        self.asks, self.questions, self.options = asks, questions, options
        self.page = f"/have-your-say/{asks.slug}/"
        self.waiting: deque[Waiting] = deque()
        self.sent = 0
        self._households = itertools.count()
        self._form = self._cookie = ""
        self._lock = threading.Lock()

    def prepare(self, seconds: float) -> None:
        """Write as many unfinished answers as could be sent in so many seconds."""
        missing = round(A_SECOND * max(seconds, 1)) - len(self.waiting)
        for some in in_batches(range(max(0, missing))):
            self._write(len(some))

    def load_form(self, port: int) -> None:
        """Load the page of one who is about to send, for the token of its form. One browser's token is good for what follows."""
        self.prepare(1)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Host": "localhost", "Cookie": f"draft={self.waiting[0].token}"}
        connection.request("GET", f"{self.page}check/", headers=headers)
        response = connection.getresponse()
        words, cookie = response.read().decode(), re.search(r"csrftoken=\w+", response.headers["Set-Cookie"] or "")
        connection.close()
        self.use_form(words, cookie[0] if cookie else "")

    def use_form(self, page: str, cookie: str) -> None:
        """Send this page's form from now on, with the cookie that came with it. Raises `Trouble` when there is none."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if found is None or not cookie:
            raise Trouble("The benchmark stopped: the page to check answers on has no form.")
        self._form, self._cookie = urlencode({"csrfmiddlewaretoken": found[1], "website": ""}), cookie

    def next_ask(self) -> Ask | None:
        """The next send; None when everything was sent."""
        try:
            one = self.waiting.popleft()
        except IndexError:
            return None
        with self._lock:
            self.sent += 1
        headers = {"Cookie": f"{self._cookie}; draft={one.token}", "X-Forwarded-For": one.address, **_FORM}
        return Ask(f"{self.page}check/", "POST", headers, self._form, 302, f"{self.page}sent/")

    def check(self) -> None:
        """Everything that was sent is there whole: one response each, with its receipt and its place in the reading queue,
        and no household was taken for a machine."""
        from coproduction.core.models import ReadingItem
        from feedback.models import Answer, Receipt, Response

        sent = Response.objects.filter(revision__questionnaire=self.asks).exclude(sent_key__startswith="bench-")
        found = {
            "responses": sent.count(),
            "answers": Answer.objects.filter(response__in=sent).values("response", "question").distinct().count() / len(KINDS),
            "receipts": Receipt.objects.filter(response__in=sent).count(),
            "to be read": sum(
                ReadingItem.objects.filter(state="waiting", target__in=[f"feedback.response:{pk}" for pk in some]).count()
                for some in in_batches(sent.values_list("pk", flat=True))
            ),
        }
        wrong = {name: number for name, number in found.items() if number != self.sent}
        if wrong or sent.filter(needs_care=True).exists():
            raise Trouble(f"The benchmark stopped: of {self.sent} sends there are {wrong or 'some that a person must look at'}.")

    def _write(self, count: int) -> None:
        from django.utils import timezone

        from feedback import codes
        from feedback.models import Draft, DraftAnswer

        now = timezone.now()
        some = [Waiting(secrets.token_urlsafe(32), self._next_address()) for _ in range(count)]
        drafts = Draft.objects.bulk_create(
            Draft(
                token_hash=codes.token_hash(one.token),
                revision_id=self.questions[0].revision_id,
                started_at=now - dt.timedelta(minutes=6),
                expires_at=now + dt.timedelta(days=14),
                age_band="13-15",
                permission="use_words",
            )
            for one in some
        )
        rows = (DraftAnswer(draft=draft, **given) for draft in drafts for given in self._answers())
        for batch in in_batches(rows):
            DraftAnswer.objects.bulk_create(batch)
        self.waiting.extend(some)

    def _next_address(self) -> str:
        number = next(self._households) // A_HOUSEHOLD
        return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def _answers(self) -> "Iterator[dict[str, Any]]":
        for each in self.questions:
            options = self.options.get(each.pk, [])
            if each.kind == "ranking":
                yield from ({"question": each, "option": option, "place": place} for place, option in enumerate(options, 1))
            elif options:
                yield from (
                    {"question": each, "option": option} for option in options[: 2 if each.kind == "several_choices" else 1]
                )
            elif each.kind in ("scale", "number"):
                yield {"question": each, "number": 4}
            elif each.kind == "day":
                yield {"question": each, "day": dt.date(2026, 3, 2)}
            else:
                yield {"question": each, "words": WORDS}


def sends(asks: "Questionnaire") -> Sends:
    """The sends of this questionnaire, which has the ten questions of the benchmark of answers."""
    from feedback.models import Option, Question

    questions = list(Question.objects.filter(revision__questionnaire=asks).order_by("order"))
    options: dict[int, list[Option]] = {}
    for option in Option.objects.filter(question__in=questions):
        options.setdefault(option.question_id, []).append(option)
    return Sends(asks, questions, options)


def targets(sending: Sends) -> list[Target]:
    """The send and the first page, and the bare views beside them, which are measured in the same rounds."""
    numbers = itertools.count()

    def never_asked() -> Ask:
        # An address that nobody asked before is not in the cache: the page is made, given, and kept for the next one.
        return Ask(f"{sending.page}?from={next(numbers)}-{secrets.token_hex(8)}")

    def insert() -> Ask:
        return Ask("/bare/insert", "POST", _FORM, "some=words")

    return [
        Target(SELECT, "/bare/select", SELECT),
        Target(INSERT, "/bare/insert", INSERT, ask=insert),
        Target(CACHED, sending.page, SELECT),
        Target(NOT_CACHED, sending.page, SELECT, ask=never_asked),
        Target(SEND, f"{sending.page}check/", INSERT, ask=sending.next_ask, prepare=sending.prepare),
    ]


def read_and_receipted(asks: "Questionnaire") -> None:
    """Give every stored response what a real one has beside its answers: a receipt, and a place in the reading queue."""
    from coproduction.core.models import ReadingItem
    from coproduction.core.models.base import ref_of
    from feedback.models import Receipt, Response

    stored = Response.objects.filter(sent_key__startswith="bench-", revision__questionnaire=asks)
    for some in in_batches(stored.order_by("pk").iterator(chunk_size=5000)):
        Receipt.objects.bulk_create(
            Receipt(
                code_hash=f"bench-{each.pk}", response=each, questionnaire_title=asks.title,
                received_on=each.received_at.date(), read_by=each.received_at.date(),
            )
            for each in some
        )  # fmt: skip
        ReadingItem.objects.bulk_create(
            ReadingItem(
                target=ref_of(each), kind="A stored answer", arrived_at=each.received_at, due_at=each.received_at,
                state="cleared", read_at=each.received_at, read_by="bench", read_by_label="Bench",
            )
            for each in some
        )  # fmt: skip


def as_after_so_many_rows() -> None:
    """What the database does by itself soon after so many rows came."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def changes(before: list[Target], after: list[Target]) -> dict[str, dict[str, float]]:
    """By target: how much slower it became, in per cent of its share of the bare view, and in milliseconds.

    The share is compared, for what else the machine does meanwhile slows the bare view down as well.
    """
    shares = [{each.name: each.rate / _rate(which, each.against) for each in which} for which in (before, after)]
    times = [{each.name: each.milliseconds for each in which} for which in (before, after)]
    return {
        name: {
            "percent": round((1 - shares[1][name] / shares[0][name]) * 100, 1),
            "ms": round(times[1][name] - times[0][name], 2),
        }
        for name in (SEND, CACHED, NOT_CACHED)
    }


def _rate(which: list[Target], name: str) -> float:
    return next(each.rate for each in which if each.name == name)
