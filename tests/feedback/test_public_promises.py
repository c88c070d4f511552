"""Promises: late first and never hidden; a promise of the record is never late until someone takes it on."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coproduction.core.partial_dates import PartialDate
from feedback.queries import promises
from tests.factories.engagements import ProjectFactory
from tests.factories.feedback import OutcomeFactory, PromiseEventFactory, PromiseFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 3)


@pytest.fixture(autouse=True)
def today(at: Callable[..., Any]) -> Iterator[None]:
    with at("2026-11-03 09:00"):
        yield


def due(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_late_promises_stand_first_then_by_date_then_without_one_then_kept_and_not_kept(client: Client) -> None:
    PromiseFactory(ref="not-kept", state="not_kept", due=due("2026-01"))
    PromiseFactory(ref="kept", state="kept", due=due("2026-01"))
    PromiseFactory(ref="undated")
    PromiseFactory(ref="next-year", due=due("2027"))
    PromiseFactory(ref="soon", due=due("2026-11-20"))
    PromiseFactory(ref="late-made-up", due=due("2026-01"), origin="demonstration")
    PromiseFactory(ref="late", due=due("2026-09-30"))
    response = client.get("/promises/")
    shown = {group.title: [promise.ref for promise in group.promises] for group in response.context["groups"]}
    assert shown == {
        "Late": ["late", "late-made-up"],
        "With a date": ["soon", "next-year"],
        "Without a date": ["undated"],
        "Kept": ["kept"],
        "Not kept": ["not-kept"],
    }
    assert "Late by 34 days" in response.text
    assert '<span class="cp-made-up">Demonstration</span>' in response.text


def test_promise_of_the_record_is_not_late_until_it_is_adopted() -> None:
    promise = PromiseFactory(due=due("2016-09"), origin="record", state="unknown")
    row = promises.rows(promises.public(), TODAY)[0]
    assert (row.kind, row.day, row.month, row.progress) == (
        "open",
        "Sep",
        "2016",
        "Nobody at the council has taken it on since, so it is not counted as late.",
    )
    promise.adopted_at = timezone.now()
    promise.save()
    assert promises.rows(promises.public(), TODAY)[0].kind == "late"


def test_moved_dates_are_struck_through_with_the_last_reason(client: Client) -> None:
    promise = PromiseFactory(due=due("2026-12-15"), words="Bigger pictures")
    PromiseEventFactory(promise=promise, old_due=due("2026-06-30"), new_due=due("2026-09-30"), words="The printer broke.")
    PromiseEventFactory(promise=promise, old_due=due("2026-09-30"), new_due=due("2026-12-15"), words="the test is on 2 December")
    row = promises.rows(promises.public(), TODAY)[0]
    assert row.slips == ("30 June 2026", "30 September 2026", "Now 15 December 2026")
    assert row.slip_words == "Moved 2 times. Last reason: the test is on 2 December."
    assert "<s>30 June 2026</s>" in client.get("/promises/").text


def test_promise_says_to_whom_and_from_whom() -> None:
    team, forum, board = BodyFactory(name="Housing"), BodyFactory(name="Youth group"), BodyFactory(name="The board")
    PromiseFactory(made_by=team, made_to=forum, overseen_by=board, origin="record", status_words="in_progress")
    assert (
        promises.rows(promises.public(), TODAY)[0].meta
        == "To Youth group, from Housing. Checked by The board. The record says: in progress."
    )


def test_promise_of_a_draft_is_not_public(client: Client) -> None:
    PromiseFactory(words="Secret plan", project=ProjectFactory(draft=True))
    PromiseFactory(words="Secret answer", outcome=OutcomeFactory(draft=True))
    text = client.get("/promises/").text
    assert ("Secret" in text, "No promises yet" in text) == (False, True)


def test_promises_to_watch_are_open_ones_late_first_and_made_up_last() -> None:
    for ref, fields in {
        "undated": {},
        "late": {"due": due("2026-09-30")},
        "kept": {"state": "kept"},
        "forgotten": {"origin": "record", "due": due("2016")},
        "made-up": {"origin": "demonstration", "due": due("2026-09-01")},
    }.items():
        PromiseFactory(ref=ref, **fields)
    assert [row.ref for row in promises.to_watch(TODAY)] == ["late", "undated", "made-up"]


@pytest.mark.parametrize("rows", [1, 30])
def test_list_costs_the_same_with_many_rows(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        PromiseEventFactory(promise__made_to=BodyFactory(), promise__project=ProjectFactory())
    with django_assert_num_queries(5):
        client.get("/promises/")
