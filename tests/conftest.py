"""What every test stands on: the embedded defaults, unless the environment names PostgreSQL and Redis."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from coproduction.celery import app as celery
from groups.actors import Actor
from groups.enums import Role
from groups.models import Body, Capacity, User
from tests.factories.groups import CapacityFactory

# The same code is tried with the same examples each time. To look for what nobody has seen yet: --hypothesis-profile=default
hypothesis_settings.register_profile("gate", derandomize=True)
hypothesis_settings.load_profile("gate")


@pytest.fixture(autouse=True, scope="session")
def own_queue() -> None:
    """No test leaves a task in the queue of the installation."""
    celery.conf.update(broker_url="memory://", broker_transport_options={})


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path) -> None:
    """No test writes into the data folder of the installation, sends mail out, or meets another test's cache."""
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def empty_cache(settings: object) -> Iterator[None]:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def at() -> Callable[..., time_machine.travel]:
    """`with at("2026-03-02 09:00"):` – the clock stands there, in London."""

    def travel(moment: str, *, tick: bool = False) -> time_machine.travel:
        return time_machine.travel(timezone.make_aware(dt.datetime.fromisoformat(moment)), tick=tick)

    return travel


@pytest.fixture
def acting(db: None) -> Callable[..., Actor]:
    """An actor: `acting("officer")`, or in a given body: `acting("chair", body=forum)`."""

    def make(role: str = Role.OFFICER, body: Body | None = None, **traits: object) -> Actor:
        capacity: Capacity = CapacityFactory(role=role, **({"body": body} if body else {}), **traits)
        return Actor(capacity.user, capacity)

    return make


@pytest.fixture
def signed_in(acting: Callable[..., Actor]) -> Callable[..., Client]:
    """A browser signed in with this role: `signed_in("officer")`; its actor is `client.actor`."""

    def sign_in(role: str | None = None, body: Body | None = None, user: User | None = None) -> Client:
        client = Client()
        if user is None:
            client.actor = acting(role or Role.OFFICER, body)
            user = client.actor.user
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
