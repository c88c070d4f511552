"""The benchmark's final sends are what a browser sends, and its table says which figures are met."""

from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from feedback.models import Draft, Response
from tools.shell import Trouble

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench(settings: Any) -> ModuleType:
    from tools import bench_answering

    settings.TRUSTED_PROXIES = 1
    return bench_answering


def sends(bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    from tools import bench_answers

    monkeypatch.setattr(bench, "A_SECOND", 3)
    made = bench.sends(bench_answers.make(0))
    made.prepare(1)
    client = Client()
    client.cookies["draft"] = made.waiting[0].token
    page = client.get(f"{made.page}check/")
    made.use_form(page.content.decode(), f"csrftoken={client.cookies['csrftoken'].value}")
    return made


def send(made: Any) -> Any:
    ask = made.next_ask()
    client = Client(enforce_csrf_checks=True)
    client.cookies.load(ask.headers["Cookie"])
    headers = {"x-forwarded-for": ask.headers["X-Forwarded-For"]}
    return client.generic(ask.method, ask.path, ask.body, ask.headers["Content-Type"], headers=headers), ask


def test_each_send_of_the_benchmark_arrives_whole(bench: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sends(bench, monkeypatch)
    for _again in range(3):
        answer, ask = send(made)
        assert (answer.status_code, answer["Location"]) == (ask.status, ask.location)
    made.check()
    assert made.next_ask() is None
    sent = Response.objects.filter(needs_care=False)
    assert (sent.count(), Draft.objects.count()) == (3, 0)
    assert [response.answers.values("question").distinct().count() for response in sent] == [10, 10, 10]


def test_benchmark_stops_when_a_send_did_not_arrive_or_looked_automatic(
    bench: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sends(bench, monkeypatch)
    send(made)
    made.next_ask()
    with pytest.raises(Trouble, match="of 2 sends"):
        made.check()
    send(made)
    made.sent = 2
    made.check()
    Response.objects.update(needs_care=True)
    with pytest.raises(Trouble, match="a person must look at"):
        made.check()


def test_stored_responses_have_receipts_and_places_in_the_queue(bench: ModuleType) -> None:
    from coproduction.core.models import ReadingItem
    from feedback.models import Receipt
    from tools import bench_answers

    asks = bench_answers.make(20)
    bench.read_and_receipted(asks)
    assert (Receipt.objects.count(), ReadingItem.objects.count(), Response.objects.count()) == (20, 20, 20)


def document(ratio: float, percent: float, ms: float) -> dict[str, Any]:
    rows = [{"page": "final send", "ratio": ratio, "against": "bare insert"}]
    changes = {"final send": {"percent": percent, "ms": ms}}
    return {"answering": {"empty": rows, "full": rows, "stored_answers": 1000, "changes": changes}}


@pytest.mark.parametrize(
    ("ratio", "percent", "ms", "met"),
    [
        (0.15, 20, 11, [True, True, True]),
        (0.149, 21, 10, [False, False, True]),
        (0.2, 20.1, 10.1, [True, True, False]),
        (0.2, -5, -1, [True, True, True]),
    ],
)
def test_figures_say_whether_they_are_met(ratio: float, percent: float, ms: float, met: list[bool]) -> None:
    from tools import bench_figures

    found = bench_figures.figures(document(ratio, percent, ms))
    assert [figure.is_met for figure in found] == met
    assert [line.endswith("MISSED") for line in bench_figures.table(found).splitlines()[1:]] == [not each for each in met]
