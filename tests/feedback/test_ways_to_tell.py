"""Where someone wants to hear what came of it: held apart, used once for each answer, and thrown away soon."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core import notifications, recipients
from coproduction.core.enums import NotificationState
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models import Notification
from coproduction.core.services import delivery, purge
from feedback.models import Draft, Receipt, Response, WayToTell
from feedback.queries import ways_to_tell as queries
from feedback.services import drafts, outcomes, responses, themes, triage, ways_to_tell
from tests.factories.feedback import OutcomeFactory, QuestionnaireFactory, ThemeFactory, send_response

pytestmark = pytest.mark.django_db

EMAIL = "someone@tests.example"
PHONE = "020 7946 0000"
NUMBER = "02079460000"


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def theme():
    return ThemeFactory(title="Sundays")


def url(name, *args):
    return reverse(name, args=["club", *args])


def text(response):
    return response.content.decode()


def send(client):
    """One person answers and sends; their browser stands on the page with the code."""
    client.post(url("questionnaire"))
    client.post(url("questionnaire_question", 3), {"answer": "Open the hub on Sundays."})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    return client.post(url("questionnaire_check"), {}, follow=True)


def said(officer, *about, email=EMAIL, phone="", now=None):
    """Someone told us something, it was filed under these themes, and they left a place to tell them."""
    sent = send_response(now=now)
    if about:
        triage.decide(response=sent.response, decision="clear", by=officer.actor)
    for theme in about:
        themes.code(response=sent.response, theme=theme, by=officer.actor)
    return ways_to_tell.keep(receipt=sent.receipt, email=email, phone=phone, now=now)


def publish(officer, *about, answer="did", **fields):
    draft = OutcomeFactory(draft=True, without_words=True, project=about[0].project, answer=answer, **fields)
    draft.themes.set(about)
    return outcomes.publish(outcome=draft, by=officer.actor)


def messages():
    return Notification.objects.filter(kind=queries.KIND)


def deliver():
    """Whatever waits goes out."""
    now = timezone.localtime()
    messages().filter(state=NotificationState.WAITING).update(due_at=now - dt.timedelta(minutes=1))
    return [delivery.deliver(pk=row.pk) for row in messages().filter(state=NotificationState.WAITING).order_by("pk")]


@pytest.fixture
def daytime(at):
    """Nothing is sent at night."""
    with at("2026-03-02 10:00", tick=True):
        yield


# Given and thrown away by the person


def test_address_is_given_and_thrown_away_on_the_page_with_the_code(client):
    QuestionnaireFactory(slug="club")
    sent = send(client)
    code = sent.context["code"]
    assert url("way_to_tell") in text(sent)
    page = client.get(url("way_to_tell"))
    until = timezone.localdate() + dt.timedelta(days=365)
    assert f"on {until.day} {until:%B %Y} at the latest" in text(page)
    kept = client.post(url("way_to_tell"), {"email": "Someone@Tests.example ", "phone": ""}, follow=True)
    assert "someone@tests.example" in text(kept)
    way = WayToTell.objects.get()
    assert (way.told_by, way.address, way.receipt) == ("email", "someone@tests.example", Receipt.objects.get())
    # The code alone gives the address away to nobody.
    behind = client.get(reverse("what_happened_code", args=[code.lower()]))
    assert ("You left an email address" in text(behind), "someone@tests.example" in text(behind)) == (True, False)
    client.post(url("way_to_tell_drop"))
    assert WayToTell.objects.count() == 0
    assert "You left an email address" not in text(client.get(reverse("what_happened_code", args=[code.lower()])))


def test_address_is_thrown_away_on_the_page_behind_the_code(client):
    sent = send_response()
    ways_to_tell.keep(receipt=sent.receipt, phone=PHONE)
    other = ways_to_tell.keep(receipt=send_response().receipt, email=EMAIL)
    assert client.post(reverse("what_happened_forget", args=["able-able-0000"])).status_code == 404
    done = client.post(reverse("what_happened_forget", args=[sent.code.lower()]))
    assert done.url == reverse("what_happened_code", args=[sent.code.lower()])
    assert done["Referrer-Policy"] == "no-referrer"
    assert list(WayToTell.objects.all()) == [other]


def test_wrong_codes_are_limited_here_too(client):
    way = ways_to_tell.keep(receipt=send_response().receipt, email=EMAIL)
    for _guess in range(10):
        client.post(reverse("what_happened_forget", args=["able-able-0000"]))
    # Even the right code must wait now.
    right = send_response()
    ways_to_tell.keep(receipt=right.receipt, email=EMAIL)
    waiting = client.post(reverse("what_happened_forget", args=[right.code.lower()]), follow=True)
    assert (waiting.status_code, "Wait a quarter of an hour" in text(waiting)) == (429, True)
    assert WayToTell.objects.filter(pk=way.pk).exists()
    assert WayToTell.objects.count() == 2


def test_forms_after_sending_work_where_the_token_is_checked():
    """A page that sends no referrer makes browsers send `Origin: null`, which the check of the token refuses."""
    QuestionnaireFactory(slug="club")
    browser = Client(enforce_csrf_checks=True)
    browser.post(url("questionnaire"))
    draft = Draft.objects.get()
    drafts.permit(draft=draft, permission="use_words")
    responses.submit(draft=draft)
    pages = [browser.get(url(name)) for name in ("about_you", "way_to_tell")]
    assert [page["Referrer-Policy"] for page in pages] == ["same-origin", "same-origin"]
    token = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text(pages[1]))[1]}
    without = browser.post(url("way_to_tell"), {"email": EMAIL})
    assert "This page was open for too long" in text(without)
    assert without.context["form"]["email"].value() == EMAIL
    assert browser.post(url("way_to_tell"), token | {"email": EMAIL}, HTTP_ORIGIN="http://testserver").url == url(
        "questionnaire_sent"
    )
    # The page with the code sends none, and its one form works all the same; another site's form does nothing.
    assert browser.get(url("questionnaire_sent"))["Referrer-Policy"] == "no-referrer"
    browser.post(url("way_to_tell_drop"), HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE="cross-site")
    assert WayToTell.objects.count() == 1
    assert browser.post(url("way_to_tell_drop"), HTTP_ORIGIN="null").url == url("questionnaire_sent")
    assert WayToTell.objects.count() == 0


def test_page_is_for_the_browser_that_sent(client):
    QuestionnaireFactory(slug="club")
    assert client.get(url("way_to_tell")).url == url("questionnaire")
    assert client.post(url("way_to_tell"), {"email": EMAIL}).url == url("questionnaire")
    assert client.post(url("way_to_tell_drop")).url == url("questionnaire")
    assert WayToTell.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({}, "Write an email address or a telephone number."),
        (
            {"email": EMAIL, "phone": PHONE},
            "Write an email address or a telephone number, and not both. We keep as little as we can.",
        ),
        ({"email": "not an address"}, "Enter an email address, like name@example.org"),
        ({"phone": "ring me"}, "Write the telephone number with its first 0, like 020 7946 0000."),
    ],
)
def test_what_cannot_be_taken_is_shown_with_what_was_typed(client, typed, problem):
    QuestionnaireFactory(slug="club")
    send(client)
    page = client.post(url("way_to_tell"), typed)
    assert (page.status_code, problem in text(page)) == (200, True)
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert WayToTell.objects.count() == 0


def test_service_takes_nothing_it_cannot_use():
    receipt = send_response().receipt
    with pytest.raises(Missing):
        ways_to_tell.keep(receipt=receipt)
    for wrong in ({"email": "nowhere"}, {"phone": "12"}, {"email": EMAIL, "phone": PHONE}):
        with pytest.raises(Refused):
            ways_to_tell.keep(receipt=receipt, **wrong)
    assert WayToTell.objects.count() == 0


def test_only_the_number_is_kept_of_what_was_typed():
    way = ways_to_tell.keep(receipt=send_response().receipt, phone="Ask for Mum, 020 7946 0000, evenings")
    assert (way.told_by, way.address) == ("phone", NUMBER)


def test_new_address_takes_the_place_of_the_old_one():
    receipt = send_response().receipt
    old = ways_to_tell.keep(receipt=receipt, phone=PHONE)
    new = ways_to_tell.keep(receipt=receipt, email=EMAIL)
    assert list(WayToTell.objects.all()) == [new]
    # What was written down for the old one never goes to the new one.
    assert new.pk != old.pk


# Told


def test_published_answer_is_told_once_without_code_and_words(officer, theme, settings, daytime):
    settings.DEMO = False
    way = said(officer, theme)
    said(officer, ThemeFactory())
    outcome = publish(officer, theme, title="Hubs on Sundays")
    row = messages().get()
    assert (row.recipient, row.about, row.facts) == (
        f"waytotell:{way.pk}",
        f"feedback.outcome:{outcome.pk}",
        {"outcome": outcome.pk, "way": way.pk},
    )
    # A change of the answer tells nobody a second time.
    outcomes.change(outcome=outcome, by=officer.actor, themes=[theme], we_did="The hub opens at ten on Sundays.")
    assert messages().count() == 1
    words = notifications.render(
        row.kind, facts=row.facts, to=row.recipient, reason=row.reason, is_demonstration=False, now=timezone.now()
    )
    assert "/what-happened/" in words.body
    for secret in ("Sunday", EMAIL, Response.objects.earliest("pk").sent_key[:12]):
        assert secret not in words.subject + words.body
    assert recipients.resolve(row.recipient).address == EMAIL


def test_second_answer_is_told_too(officer, theme):
    way = said(officer, theme)
    first, second = publish(officer, theme, answer="doing"), publish(officer, theme)
    assert [row.facts for row in messages().order_by("pk")] == [{"outcome": each.pk, "way": way.pk} for each in (first, second)]


def test_answer_that_is_there_already_is_told_when_the_words_are_filed(officer, theme):
    outcome = publish(officer, theme)
    way = said(officer)
    response = way.receipt.response
    triage.decide(response=response, decision="clear", by=officer.actor)
    themes.code(response=response, theme=theme, by=officer.actor)
    assert messages().get().facts == {"outcome": outcome.pk, "way": way.pk}


def test_nothing_is_told_of_what_the_leads_hold(officer, theme):
    held, open_one = said(officer, theme), said(officer, theme)
    triage.decide(response=held.receipt.response, decision="hold", reason="A worry.", by=officer.actor)
    publish(officer, theme)
    assert [row.facts["way"] for row in messages()] == [open_one.pk]


def test_message_loses_its_point_when_held_or_thrown_away(officer, theme, settings, daytime):
    settings.DEMO = False
    worried, gone, plain = (said(officer, theme) for _each in range(3))
    publish(officer, theme)
    triage.decide(response=worried.receipt.response, decision="hold", reason="A worry.", by=officer.actor)
    ways_to_tell.forget(way=gone)
    states = dict(zip(messages().order_by("pk").values_list("facts__way", flat=True), deliver(), strict=True))
    assert states == {worried.pk: "skipped", gone.pk: "skipped", plain.pk: "sent"}
    assert [(message.to, message.subject) for message in mail.outbox] == [([EMAIL], "There is an answer to what you told us")]
    # What was sent is not kept.
    assert set(messages().values_list("address", "body")) == {("", "")}


def test_answer_taken_back_before_it_was_told_is_not_told(officer, theme, settings, daytime):
    settings.DEMO = False
    said(officer, theme)
    outcome = publish(officer, theme)
    outcomes.withdraw(outcome=outcome, reason="A mistake.", by=officer.actor)
    assert deliver() == ["skipped"]
    assert mail.outbox == []


def test_telling_is_part_of_publishing_or_neither_is(officer, theme, monkeypatch):
    said(officer, theme)

    def broken(**_facts):
        raise RuntimeError

    monkeypatch.setattr("feedback.services.outcomes.publication.bump", broken)
    with pytest.raises(RuntimeError):
        publish(officer, theme)
    assert messages().count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_telling_costs_the_same_however_many(officer, theme, count, django_assert_num_queries):
    ways = [said(officer, theme) for _each in range(count)]
    outcome = OutcomeFactory()
    with django_assert_num_queries(6):
        assert ways_to_tell.tell(outcome=outcome, receipts=[way.receipt_id for way in ways]) == count


def test_link_in_the_message_only_asks_and_its_button_throws_away(officer, client, settings):
    way = said(officer)
    page = queries.forget_path(way.pk)
    assert "Throw your address away?" in text(client.get(page))
    assert WayToTell.objects.count() == 1
    assert "We do not have your address" in text(client.post(page))
    assert WayToTell.objects.count() == 0
    assert "We do not have your address" in text(client.get(page))
    assert "We do not have your address" in text(client.get(reverse("way_to_tell_forget", args=["made-up"])))
    assert client.get(page)["Referrer-Policy"] == "no-referrer"
    # Whoever reads the log cannot open it.
    assert "/messages/forget/" in settings.SECRET_PATHS


# Rung


def test_number_stands_on_the_list_of_those_to_ring_until_they_are_told(officer, theme, client, signed_in):
    way = said(officer, theme, email="", phone=PHONE)
    assert "Nobody is waiting for a call" in text(officer.get(reverse("to_ring")))
    outcome = publish(officer, theme, title="Hubs on Sundays")
    row = messages().get()
    assert (row.state, recipients.resolve(row.recipient).address) == (NotificationState.BY_HAND, "")
    page = officer.get(reverse("to_ring"))
    assert [(call.number, call.outcome) for call in page.context["calls"]] == [(NUMBER, outcome)]
    assert (NUMBER in text(page), page["Cache-Control"]) == (True, "no-store")
    # Nobody else: neither in the outbox nor in the list of a forum, and only officers.
    for other in ("facilitator", "safeguarding_lead", "member"):
        assert signed_in(other).get(reverse("to_ring")).status_code == 403
    assert client.get(reverse("to_ring")).status_code == 302
    for address in (reverse("outbox"), reverse("tell_list")):
        assert NUMBER not in text(signed_in("administrator").get(address))
    officer.post(reverse("rung", args=[row.pk]))
    row.refresh_from_db()
    assert (row.state, row.told_by_label) == (NotificationState.TOLD, officer.actor.label)
    # Every theme has its final answer, so the number is gone at once.
    assert not WayToTell.objects.filter(pk=way.pk).exists()


def test_number_stays_while_another_answer_is_to_come(officer, theme):
    way = said(officer, theme, ThemeFactory(), email="", phone=PHONE)
    publish(officer, theme)
    ways_to_tell.rung(notification=messages().get(), by=officer.actor)
    assert WayToTell.objects.get() == way
    assert queries.to_ring() == []


def test_call_is_ticked_once(officer, theme):
    said(officer, theme, ThemeFactory(), email="", phone=PHONE)
    publish(officer, theme)
    ways_to_tell.rung(notification=messages().get(), by=officer.actor)
    with pytest.raises(WrongState):
        ways_to_tell.rung(notification=messages().get(), by=officer.actor)
    again = officer.post(reverse("rung", args=[messages().get().pk]), follow=True)
    assert "This was ticked already" in text(again)


def test_call_is_left_out_when_held_or_thrown_away(officer, theme):
    held, gone, plain = (said(officer, theme, email="", phone=PHONE) for _each in range(3))
    publish(officer, theme)
    triage.decide(response=held.receipt.response, decision="hold", reason="A worry.", by=officer.actor)
    ways_to_tell.forget(way=gone)
    assert [call.row.facts["way"] for call in queries.to_ring()] == [plain.pk]


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_calls_costs_three_queries(officer, theme, count, django_assert_num_queries):
    for _each in range(count):
        said(officer, theme, email="", phone=PHONE)
    publish(officer, theme)
    with django_assert_num_queries(3):
        assert len(queries.to_ring()) == count


# Not kept longer than needed


def left(moment):
    purge.old_rows(now=moment)
    return WayToTell.objects.count()


def test_it_goes_after_twelve_months(officer):
    now = timezone.now()
    said(officer, now=now)
    assert [left(now + dt.timedelta(days=364)), left(now + dt.timedelta(days=365))] == [1, 0]


def test_it_goes_when_every_theme_has_its_final_answer_and_was_told(officer, theme):
    now, other = timezone.now(), ThemeFactory()
    said(officer, theme, other)
    publish(officer, theme)
    messages().update(state=NotificationState.SENT)
    assert left(now) == 1
    # "We are doing it" is an answer, and not the last one.
    publish(officer, other, answer="doing")
    messages().update(state=NotificationState.SENT)
    assert left(now) == 1
    publish(officer, other, answer="cant", because_kind="money", because="No money.", would_change="A grant.")
    assert messages().exclude(state=NotificationState.SENT).count() == 1
    # Not before they are told.
    assert left(now) == 1
    messages().update(state=NotificationState.SENT)
    assert left(now) == 0


def test_it_stays_while_nothing_is_filed(officer):
    said(officer)
    assert left(timezone.now() + dt.timedelta(days=30)) == 1


def test_it_goes_with_its_receipt(officer):
    way = said(officer)
    way.receipt.delete()
    assert WayToTell.objects.count() == 0
