"""Whatever is sent to the addresses of projects and their checklist is answered in words, by whoever may send it at all."""

import re
from itertools import islice
from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse

from tests.test_access_table import CHAIR, MEMBER, OFFICER, TABLE, VISITOR, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db

NAMES = [
    name
    for name in TABLE
    if re.match(r"project|kind|stage|checklist|item|evidence|evaluation|thanks|intended|session|panel|inspection|tried|decision|sheet|lesson|template|refusal|meeting_project", name)
]  # fmt: skip
RIGHT_TO_LEFT = "a\u202eb\u200f\u2067c"
VALUES = [
    "", "\x00", "a\x00b", "-1", "9" * 40, "1e999", "NaN", "Infinity", "-0.001", "²", "٣٤", "½", "True", "[]", '{"$ne": 1}', " ", "\r\n",
    RIGHT_TO_LEFT, "javascript:alert(1)", "//host.example", "https://a b", "https://[", "https://x.example/" + "z" * 3000, "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "e\u0301" * 400, "31", "2026-02-30", "0000", "../../etc/passwd", "<script>alert(1)</script>",
]  # fmt: skip
ROUNDS = 4


def fields_of(html: str) -> list[str]:
    """The names of everything that the forms of a page send."""
    found = re.findall(r'<(?:input|textarea|select|button)[^>]*?\sname="([^"]+)"', html)
    return list(dict.fromkeys(name for name in found if name not in ("csrfmiddlewaretoken",)))


def kept_whole(html: str) -> dict[str, str]:
    """What holds the rows of a page together: sent as it stands, so that the rows themselves are read."""
    return dict(re.findall(r'name="([^"]+-(?:TOTAL|INITIAL)_FORMS)" value="(\d+)"', html))


def sent_in(number: int, names: list[str], whole: dict[str, str]) -> dict[str, str]:
    said = {name: VALUES[(place * 7 + number * 5) % len(VALUES)] for place, name in enumerate(names)}
    return said | (whole if number % 2 else {})


def asked(browser, method: str, path: str, said: dict[str, str] | None = None):
    with transaction.atomic():
        response = getattr(browser, method)(path, said or {})
        transaction.set_rollback(True)
    if response.streaming:
        b"".join(response)
    return response


@pytest.fixture
def browsers(world, settings):
    settings.DEMO = True
    for browser in world.browsers.values():
        browser.raise_request_exception = False
    return world.browsers


@pytest.fixture
def common(world, browsers) -> list[str]:
    """The fields of the page of a stage and of an evaluation, for the addresses to which only their forms lead."""
    pages = [reverse(name, kwargs=TABLE[name].args(world)) for name in ("checklist_stage", "evaluation")]
    return list(
        dict.fromkeys(
            name for page in pages for who in (OFFICER, CHAIR) for name in fields_of(asked(browsers[who], "get", page).text)
        )
    )


@pytest.mark.sweep
@pytest.mark.parametrize("name", NAMES)
def test_garbage_sent_to_a_project_is_answered_in_words(world, browsers, common, name):
    entry = TABLE[name]
    path = reverse(name, kwargs=entry.args(world))
    who = next((each for each in (OFFICER, CHAIR, MEMBER) if each in entry.by), next(iter(entry.by - {VISITOR})))
    page = "" if entry.method == "post" else asked(browsers[who], "get", path)
    html = "" if not page or page.streaming or page.status_code != 200 else page.text
    names, whole = fields_of(html) or common, kept_whole(html)
    found = [
        (number, answer.status_code)
        for number in range(ROUNDS)
        if (answer := asked(browsers[who], "post", path, sent_in(number, names, whole))).status_code >= 500
    ]
    assert found == []


def test_megabyte_of_words_is_answered_in_words(world, browsers, common):
    big = "x y" * 350_000
    found = []
    for name in ("item_answer", "item_query", "stage_refuse", "evaluation_point_add", "thanks_add", "project_stop"):
        entry = TABLE[name]
        who = OFFICER if OFFICER in entry.by else CHAIR
        path = reverse(name, kwargs=entry.args(world))
        said = dict.fromkeys(("words", "reason", "who"), big)
        found.append((name, asked(browsers[who], "post", path, said).status_code in (200, 400)))
    assert found == [(name, True) for name, _fine in found]


def test_odd_addresses_of_a_project_are_not_found(world, browsers):
    slug = world.project.slug
    odd = [quote(each) for each in islice(VALUES, 1, 24) if each.strip()]
    paths = [
        f"/{room}/{slug}/{part}/{value}/"
        for value in odd
        for room, part in (
            ("projects", "checklist"), ("projects", "checklist/1"), ("projects", "evaluations"), ("projects", "sessions"),
            ("projects", "decisions"), ("projects", "lessons"), ("officers/projects", "plan"), ("officers/projects", "heard"),
            ("officers/projects", "heard/groups"), ("officers/projects", "thanks"), ("officers/projects", "sessions"),
        )
    ]  # fmt: skip
    paths += [f"{address}?{field}={value}" for value in odd for address, field in (("/lessons/", "words"), ("/lessons/", "page"), ("/officers/projects/", "stage"))]  # fmt: skip
    assert [path for path in paths if asked(browsers[OFFICER], "get", path).status_code >= 500] == []
