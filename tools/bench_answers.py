"""A questionnaire that very many answered: what the page of its answers and their file cost.

Alone, against an empty database: `python -m tools.bench_answers --database postgres://… --responses 100000`.
"""

import argparse
import datetime as dt
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import django

from tools.shell import ROOT, Trouble, say

if TYPE_CHECKING:
    from django.test import Client

    from feedback.models import Option, Question, Questionnaire, Response
    from groups.models import User

RESPONSES = 100_000
# The page in under one second, the file in under 200 MB.
SECONDS_ALLOWED, MEGABYTES_ALLOWED = 1.0, 200
SLUG = "bench-answers"
OFFICER = "officer@answers.example"
# Ten questions, of every kind that counts otherwise.
KINDS = (
    "faces", "one_choice", "several_choices", "pictures", "scale", "ranking", "number", "day", "short_text", "long_text",
)  # fmt: skip
_FACES = ("not-good", "ok", "good", "very-good", "brilliant")
_OPTIONS = ("swimming", "cooking", "art", "music")
_MANY = 5000
_BANDS = ("under-11", "11-12", "13-15", "13-15", "13-15", "16-17", "18-19", "20-25", "adult", "")
_CHANNELS = ("web", "web", "web", "web", "paper", "kiosk", "phone", "group")
_PERMISSIONS = ("use_words", "only_the_idea", "not_at_all")
_SAID = "We would like the hub to be open on Sundays, and a quiet room to sit in. Number {}."
Row = TypeVar("Row")


def make(responses: int = RESPONSES) -> "Questionnaire":
    """One questionnaire of ten questions with this many responses, most of them read."""
    from feedback.models import Option, OptionWords, Question, Questionnaire, QuestionWords, Revision

    asks = Questionnaire.objects.create(slug=SLUG, title="Bench", why="To measure.", what_next="Nothing.", state="open")
    revision = Revision.objects.create(questionnaire=asks, number=1, published_at=dt.datetime.now(dt.UTC))
    questions = Question.objects.bulk_create(
        Question(revision=revision, key=kind.replace("_", "-"), kind=kind, order=number, **_range_of(kind))
        for number, kind in enumerate(KINDS, 1)
    )
    QuestionWords.objects.bulk_create(QuestionWords(question=each, wording=f"About {each.key}?") for each in questions)
    options = Option.objects.bulk_create(
        Option(question=each, key=key, order=order) for each in questions for order, key in enumerate(_keys_of(each.kind), 1)
    )
    OptionWords.objects.bulk_create(OptionWords(option=each, label=each.key.capitalize()) for each in options)
    fill(asks, responses)
    return asks


def fill(asks: "Questionnaire", responses: int) -> None:
    """Give a questionnaire that was made here so many responses."""
    from feedback.models import Answer, Option, Question

    questions = list(Question.objects.filter(revision__questionnaire=asks).order_by("order"))
    of: dict[int, list[Option]] = {}
    for option in Option.objects.filter(question__in=questions).order_by("order"):
        of.setdefault(option.question_id, []).append(option)
    for some in in_batches(_responses(responses, questions[0].revision_id, dt.datetime.now(dt.UTC))):
        made = type(some[0]).objects.bulk_create(some)
        Answer.objects.bulk_create(
            (Answer(response=each, **row) for each in made for row in _answers(each, questions, of)), batch_size=_MANY
        )


def _range_of(kind: str) -> dict[str, int]:
    return {"lowest": 1, "highest": 5} if kind == "scale" else {}


def _keys_of(kind: str) -> tuple[str, ...]:
    if kind == "faces":
        return _FACES
    return _OPTIONS if kind in ("one_choice", "several_choices", "pictures", "ranking") else ()


def _responses(count: int, revision: int, now: dt.datetime) -> "Iterator[Response]":
    from feedback.models import Response

    for number in range(count):
        yield Response(
            ref=f"b{number:011}",
            sent_key=f"bench-{number}",
            revision_id=revision,
            received_at=now - dt.timedelta(minutes=number),
            channel=_CHANNELS[number % len(_CHANNELS)],
            age_band=_BANDS[number % len(_BANDS)],
            permission=_PERMISSIONS[number % len(_PERMISSIONS)],
            group_size=6 if number % 50 == 0 else 1,
            state="received" if number < count // 100 else "read",
            is_held=number % 1000 == 0,
        )


def _answers(response: "Response", questions: "list[Question]", of: "dict[int, list[Option]]") -> Iterator[dict[str, Any]]:
    number = response.pk
    for each in questions:
        options = of.get(each.pk, [])
        if each.kind == "several_choices":
            yield from ({"question": each, "option": option} for option in options[: number % 3 + 1])
        elif each.kind == "ranking":
            yield from ({"question": each, "option": options[(number + place) % 4], "place": place + 1} for place in range(3))
        elif options:
            yield {"question": each, "option": options[number % len(options)]}
        elif each.kind in ("scale", "number"):
            yield {"question": each, "number": number % 5 + 1 if each.kind == "scale" else number % 90}
        elif each.kind == "day":
            yield {"question": each, "day": dt.date(2025, 1, 1) + dt.timedelta(days=number % 600)}
        else:
            yield {"question": each, "words": _SAID.format(number)}


def in_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """These rows, so many at a time that memory holds them easily."""
    rows = iter(rows)
    while some := list(islice(rows, _MANY)):
        yield some


def officer() -> "User":
    from django.utils import timezone

    from groups.enums import BodyKind, Role
    from groups.models import Body, Capacity, User

    team = Body.objects.create(slug="bench-answers-team", name="Bench answers team", kind=BodyKind.TEAM)
    reader = User.objects.create(email=OFFICER, name="Bench officer", password="!")
    Capacity.objects.create(user=reader, body=team, role=Role.OFFICER, since=timezone.localdate() - dt.timedelta(days=365))
    return reader


def costs(asks: "Questionnaire", reader: "User") -> dict[str, float]:
    """Seconds (the median of three) of the page, of the page by age, and of the file with the most memory that Python held for it."""
    from django.db import connection
    from django.test import Client
    from django.urls import reverse

    from feedback.models import Response

    with connection.cursor() as cursor:
        # What the database does by itself soon after so many rows came.
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = reverse("questionnaire_answers", args=[asks.slug])
    found = {"responses": float(Response.objects.filter(revision__questionnaire=asks).count())}
    for name, path in {
        "page": page,
        "page_by_age": f"{page}?by=age",
        "page_of_web": f"{page}?channel=web",
        "words": reverse("questionnaire_answers_words", args=[asks.slug, "long-text"]),
        "summary": "",
    }.items():
        found[f"{name}_seconds"] = statistics.median(_seconds(client, path or _shared(asks)) for _again in range(3))
    found |= _file_costs(client, reverse("questionnaire_answers_csv", args=[asks.slug]))
    return found | {"seconds_allowed": SECONDS_ALLOWED, "megabytes_allowed": MEGABYTES_ALLOWED}


def _shared(asks: "Questionnaire") -> str:
    from feedback.queries import summaries

    return summaries.path(asks)


def _seconds(client: "Client", path: str) -> float:
    from django.core.cache import cache

    cache.clear()
    began = time.monotonic()
    response = client.get(path, headers={"host": "localhost"})
    if response.status_code != 200:
        raise Trouble(f"The benchmark stopped: {path} answered {response.status_code}.")
    return round(time.monotonic() - began, 2)


def _file_costs(client: "Client", path: str) -> dict[str, float]:
    tracemalloc.start()
    began, size = time.monotonic(), 0
    response: Any = client.get(path, headers={"host": "localhost"})
    for part in response.streaming_content:
        size += len(part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {
        "csv_seconds_while_traced": round(time.monotonic() - began, 1),
        "csv_megabytes": round(size / 1e6, 1),
        "csv_peak_megabytes": round(peak / 1e6, 1),
    }


def words_of(found: dict[str, float]) -> str:
    return "answers: " + ", ".join(f"{name} {value}" for name, value in found.items())


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.bench_answers", description=__doc__)
    parser.add_argument("--responses", type=int, default=RESPONSES)
    parser.add_argument("--database", default="", help="an empty database made for this, instead of SQLite in DATA_DIR")
    parser.add_argument("--keep", action="store_true", help="measure what an earlier run made")
    chosen = parser.parse_args(arguments)
    os.environ |= {"DEMO": "1", "DEBUG": "0", "DJANGO_SETTINGS_MODULE": "coproduction.settings"}
    if chosen.database:
        os.environ |= {"DATABASE_URL": chosen.database, "SECRET_KEY": "only-for-the-benchmarks-of-this-machine-and-nothing-else"}
    os.chdir(ROOT)
    django.setup()
    from django.core.management import call_command

    from feedback.models import Questionnaire
    from groups.models import User

    call_command("createcachetable")
    if chosen.keep:
        asks, reader = Questionnaire.objects.get(slug=SLUG), User.objects.get(email=OFFICER)
    else:
        call_command("migrate", verbosity=0)
        began = time.monotonic()
        asks, reader = make(chosen.responses), officer()
        say(f"made in {time.monotonic() - began:.0f} s")
    say(words_of(costs(asks, reader)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
