"""School terms: officers and board administrators set them, and they never overlap."""

import datetime as dt

import pytest

from coproduction.core.models import AuditEvent
from groups.enums import Role
from groups.models import Term
from tests.factories.groups import BodyFactory

PAGE = "/officers/meetings/terms/"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def days(**given):
    """What the form sends: `first="1 9 2026"` and so on."""
    names = {"first": "first_day", "last": "last_day", "half_first": "half_term_first", "half_last": "half_term_last"}
    sent = {"name": given.pop("name", "Autumn 2026")}
    for short, words in given.items():
        for part, value in zip(("day", "month", "year"), words.split(), strict=True):
            sent[f"{names[short]}_{part}"] = value
    return sent


AUTUMN = {"first": "1 9 2026", "last": "18 12 2026", "half_first": "26 10 2026", "half_last": "30 10 2026"}


def test_term_is_added_changed_and_removed(signed_in):
    browser = signed_in(Role.OFFICER)
    empty = browser.get(PAGE).content.decode()
    assert ("No terms yet" in empty, "They are known up to 31 December 2028." in empty) == (True, True)
    assert browser.post(PAGE, days(**AUTUMN)).status_code == 302
    term = Term.objects.get()
    assert (term.name, term.first_day, term.half_term_last) == ("Autumn 2026", dt.date(2026, 9, 1), dt.date(2026, 10, 30))
    assert "Half-term: 26 October 2026 to 30 October 2026" in browser.get(PAGE).content.decode()
    one = f"{PAGE}{term.pk}/"
    assert 'value="Autumn 2026"' in browser.get(one).content.decode()
    browser.post(one, days(name="Autumn", first="2 9 2026", last="18 12 2026"))
    term.refresh_from_db()
    assert (term.name, term.first_day, term.half_term_first) == ("Autumn", dt.date(2026, 9, 2), None)
    browser.post(one, {"remove": "1"})
    assert Term.objects.count() == 0
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "added term",
        "changed term",
        "removed term",
    ]


@pytest.mark.parametrize(
    "given, words",
    [
        ({"first": "18 12 2026", "last": "1 9 2026"}, "Enter a last day that is later than the first."),
        (
            {"first": "1 9 2026", "last": "18 12 2026", "half_first": "26 10 2026"},
            "Enter the last day of half-term too, or leave both empty.",
        ),
        (
            {"first": "1 9 2026", "last": "18 12 2026", "half_last": "26 10 2026"},
            "Enter the first day of half-term too, or leave both empty.",
        ),
        (AUTUMN | {"half_first": "31 10 2026"}, "Enter a last day of half-term that is not before its first."),
        (AUTUMN | {"half_first": "1 8 2026"}, "Half-term lies inside the term. Check these days."),
        ({"first": "31 2 2026", "last": "18 12 2026"}, "as a real date, like 27 3 2026"),
        ({"first": "20 7 2026", "last": "18 12 2026"}, "These days run into “Summer”. Terms do not overlap."),
    ],
)
def test_term_that_cannot_be_is_explained_and_kept(signed_in, given, words):
    Term.objects.create(name="Summer", first_day=dt.date(2026, 4, 13), last_day=dt.date(2026, 7, 21))
    page = signed_in(Role.BOARD_ADMINISTRATOR, BodyFactory()).post(PAGE, days(**given)).content.decode()
    assert (words in page, 'value="Autumn 2026"' in page, Term.objects.count()) == (True, True, 1)


def test_term_can_be_changed_within_its_own_days(signed_in):
    term = Term.objects.create(name="Autumn", first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 12, 18))
    Term.objects.create(name="Spring", first_day=dt.date(2027, 1, 4), last_day=dt.date(2027, 3, 25))
    browser = signed_in(Role.OFFICER)
    assert browser.post(f"{PAGE}{term.pk}/", days(**AUTUMN)).status_code == 302
    into = browser.post(f"{PAGE}{term.pk}/", days(first="1 9 2026", last="5 1 2027"))
    assert "These days run into “Spring”." in into.content.decode()


def test_terms_are_set_by_council_staff_who_look_after_forums(signed_in):
    term = Term.objects.create(name="Autumn", first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 12, 18))
    forum = BodyFactory(is_independent=True)
    for role, body, found in (
        (Role.OFFICER, None, 200),
        (Role.BOARD_ADMINISTRATOR, None, 200),
        (Role.CHAIR, forum, 403),
        (Role.ORGANISER, forum, 403),
    ):
        browser = signed_in(role, body)
        assert [browser.get(page).status_code for page in (PAGE, f"{PAGE}{term.pk}/")] == [found, found]
