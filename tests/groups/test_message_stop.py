"""The link that stops a kind of message: it asks first, works without signing in, and is ours alone."""

from django.test import Client

from coproduction.core import links
from coproduction.core.models import AuditEvent
from groups.notifications import MeetingReminder
from tests.factories.groups import UserFactory


def path_for(user, settings):
    return links.stop_link(user.ref, MeetingReminder.kind).removeprefix(settings.SITE_URL)


def test_link_asks_first_and_the_button_stops_and_starts_again(db, settings):
    user, browser = UserFactory(), Client(enforce_csrf_checks=True)
    path = path_for(user, settings)
    assert "Reminder of a meeting" in browser.get(path).content.decode()
    user.refresh_from_db()
    assert user.stopped_kinds == []
    assert "These messages are stopped" in browser.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    browser.post(path)
    user.refresh_from_db()
    assert user.stopped_kinds == [MeetingReminder.kind]
    browser.post(path, {"again": "1"})
    user.refresh_from_db()
    assert user.stopped_kinds == []
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == [
        "stopped messages",
        "started messages again",
    ]


def test_link_that_is_not_ours_finds_nothing(db, settings):
    user = UserFactory()
    path = path_for(user, settings)
    closed = UserFactory(is_active=False)
    found = [
        Client().get(address).status_code for address in (path[:-2] + "x/", "/messages/stop/abc/", path_for(closed, settings))
    ]
    assert found == [404, 404, 404]


def test_link_sets_no_cookie_and_holds_no_address_or_name(db, settings):
    user = UserFactory(name="Somebody")
    response = Client().get(path_for(user, settings))
    assert response.cookies == {}
    assert [word for word in (user.email, user.name) if word in path_for(user, settings) + response.content.decode()] == []
