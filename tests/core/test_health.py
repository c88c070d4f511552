"""The two questions that machines ask: is the process up, and does what it stands on answer."""

import threading

import pytest
from django.test import Client

from coproduction.core.views import health


def test_healthz_answers_without_the_database(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = Client().get("/healthz")
    assert (response.status_code, response.content, response.cookies) == (200, b"ok\n", {})


@pytest.mark.django_db(transaction=True)
def test_readyz_says_what_answers():
    response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "broker": True, "cache": True})


@pytest.mark.django_db(transaction=True)
def test_readyz_names_what_does_not_answer_and_nothing_more(monkeypatch):
    def broken():
        raise ConnectionError("password=secret at 10.0.0.1")

    monkeypatch.setitem(health.CHECKS, "cache", broken)
    response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "broker": True, "cache": False})


@pytest.mark.django_db(transaction=True)
def test_readyz_does_not_wait_for_what_hangs(monkeypatch):
    let_go = threading.Event()
    monkeypatch.setattr(health, "SECONDS", 0.5)
    monkeypatch.setitem(health.CHECKS, "broker", lambda: let_go.wait(30) and None)
    response = Client().get("/readyz")
    let_go.set()
    assert (response.status_code, response.json()["broker"]) == (503, False)


def test_readyz_sees_that_the_embedded_queue_is_gone(monkeypatch, tmp_path):
    monkeypatch.setitem(health.celery.conf.broker_transport_options, "data_folder_out", str(tmp_path / "gone"))
    with pytest.raises(health.NotReady):
        health._broker()
