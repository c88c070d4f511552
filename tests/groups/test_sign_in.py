"""Coming in: by emailed code, by password, with a second factor; and who cannot."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.groups import CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"


@pytest.fixture(autouse=True)
def installed(settings):
    settings.DEMO = False


@pytest.fixture
def person():
    return CapacityFactory(role="member").user


def ask_for_code(client, email):
    return client.post(reverse("account_login"), {"login": email})


def code_in_mail():
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE).group(1)


def code_of_app(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


def test_code_is_the_first_way_and_signs_in(client, person):
    page = client.get(reverse("account_login"))
    assert list(page.context["form"].fields) == ["login"]
    response = ask_for_code(client, person.email)
    assert response.url == reverse("account_confirm_login_code")
    assert [message.to for message in mail.outbox] == [[person.email]]
    response = client.post(response.url, {"code": code_in_mail()})
    assert response.url == reverse("start")
    assert is_signed_in(client)


def test_code_goes_out_directly_and_never_enters_the_outbox(client, person):
    from coproduction.core.models import Notification

    ask_for_code(client, person.email)
    assert (len(mail.outbox), Notification.objects.count()) == (1, 0)


def test_code_mail_shows_no_name_and_says_why(client, person):
    ask_for_code(client, person.email)
    assert mail.outbox[0].subject == "Your code to sign in"
    assert person.name not in mail.outbox[0].body
    assert "You get this because someone typed your address to sign in." in mail.outbox[0].body


def test_wrong_code_does_not_sign_in(client, person):
    response = ask_for_code(client, person.email)
    page = client.post(response.url, {"code": "AAA-AAA"})
    assert page.context["verify_form"].errors == {"code": ["That code is not right. Look at it again, or ask for a new one."]}
    assert not is_signed_in(client)


def test_unknown_address_looks_the_same_and_gets_no_mail(client, person):
    known, unknown = ask_for_code(client, person.email), ask_for_code(Client(), "nobody@tests.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_asking_for_codes_is_limited(person):
    answers = [ask_for_code(Client(), person.email).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 200]
    assert len(mail.outbox) == 3


def test_password_signs_in(client, person):
    url = f"{reverse('account_login')}?way=password"
    assert list(client.get(url).context["form"].fields) == ["login", "password"]
    response = client.post(url, {"login": person.email, "password": PASSWORD})
    assert response.url == reverse("start")


def test_password_wrong_says_nothing_about_the_account(client, person):
    url = f"{reverse('account_login')}?way=password"
    errors = [
        client.post(url, {"login": email, "password": "wrong"}).context["form"].errors
        for email in (person.email, "nobody@tests.example")
    ]
    assert errors[0] == errors[1] == {"__all__": ["The email address or the password is not right. Check both and try again."]}


def test_sign_in_goes_back_to_where_one_was_and_nowhere_else(person):
    url = f"{reverse('account_login')}?way=password&next="
    here = Client().post(f"{url}/cookies/", {"login": person.email, "password": PASSWORD})
    elsewhere = Client().post(f"{url}https://elsewhere.example/", {"login": person.email, "password": PASSWORD})
    assert (here.url, elsewhere.url) == ("/cookies/", reverse("start"))


def test_sign_up_is_closed(client):
    response = client.post(reverse("account_signup"), {"email": "new@tests.example"})
    assert response.templates[0].name == "account/signup_closed.html"


def test_closed_account_cannot_sign_in(client):
    person = CapacityFactory(role="member", user=UserFactory(is_active=False)).user
    client.post(f"{reverse('account_login')}?way=password", {"login": person.email, "password": PASSWORD})
    assert not is_signed_in(client)


@pytest.mark.parametrize("demo", [True, False])
def test_made_up_person_signs_in_by_password_only_in_a_demonstration(client, settings, demo):
    settings.DEMO = demo
    person = CapacityFactory(role="member", user=UserFactory(is_demonstration=True)).user
    client.post(f"{reverse('account_login')}?way=password", {"login": person.email, "password": PASSWORD})
    assert is_signed_in(client) is demo


def test_made_up_person_cannot_sign_in_by_code_outside_a_demonstration(client):
    person = CapacityFactory(role="member", user=UserFactory(is_demonstration=True)).user
    response = ask_for_code(client, person.email)
    response = client.post(response.url, {"code": code_in_mail()})
    assert response.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_made_up_person_is_out_when_the_demonstration_ends(settings, signed_in):
    settings.DEMO = True
    client = signed_in(user=CapacityFactory(role="officer", user=UserFactory(is_demonstration=True)).user)
    assert is_signed_in(client)
    settings.DEMO = False
    response = client.get(reverse("account"))
    assert response.url == f"{reverse('account_login')}?next={reverse('account')}"


def test_demonstration_mails_no_code(client, settings, person):
    settings.DEMO = True
    assert ask_for_code(client, person.email).url == reverse("account_confirm_login_code")
    assert mail.outbox == []


def test_sign_out_ends_the_session(signed_in):
    client = signed_in("member")
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_sessions_page_lists_browsers_and_signs_the_others_out(person):
    first, second = Client(), Client()
    for browser in (first, second):
        browser.post(f"{reverse('account_login')}?way=password", {"login": person.email, "password": PASSWORD})
    assert len(second.get(reverse("usersessions_list")).context["sessions"]) == 2
    second.post(reverse("usersessions_list"))
    assert (is_signed_in(first), is_signed_in(second)) == (False, True)


# --- The second factor --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role, demo, leads_to_set_up",
    [
        ("officer", False, True),
        ("board_administrator", False, True),
        ("safeguarding_lead", False, True),
        ("administrator", False, True),
        ("officer", True, False),
        ("member", False, False),
        ("chair", False, False),
        ("committee_member", False, False),
    ],
)
def test_second_factor_must_be_set_up_by_roles_that_need_it(signed_in, settings, role, demo, leads_to_set_up):
    settings.DEMO = demo
    response = signed_in(role).get(reverse("account"))
    assert (response.status_code, response.get("location")) == ((302, reverse("mfa_index")) if leads_to_set_up else (200, None))


def test_second_factor_leaves_the_way_to_set_it_up_and_out(signed_in):
    client = signed_in("officer")
    client.actor.user.set_unusable_password()
    client.actor.user.save()
    client.force_login(client.actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_second_factor_app_is_set_up_and_then_asked_for(signed_in, client):
    officer = signed_in("officer")
    user = officer.actor.user
    user.set_unusable_password()
    user.save()
    officer.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    form = officer.get(reverse("mfa_activate_totp")).context["form"]
    response = officer.post(reverse("mfa_activate_totp"), {"code": code_of_app(form.secret)})
    assert response.url == reverse("mfa_view_recovery_codes")
    assert officer.get(reverse("account")).status_code == 200
    ask_for_code(client, user.email)
    response = client.post(reverse("account_confirm_login_code"), {"code": code_in_mail()})
    assert response.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_second_factor_code_signs_in(client):
    user = CapacityFactory(role="officer").user
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client.post(f"{reverse('account_login')}?way=password", {"login": user.email, "password": PASSWORD})
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert page.context["form"].errors == {"code": ["That code is not right. Wait for the next one in your app, then type that."]}
    assert client.post(reverse("mfa_authenticate"), {"code": code_of_app(secret)}).url == reverse("start")
    assert is_signed_in(client)


def test_second_factor_page_offers_the_passkey_without_inline_script(client):
    user = CapacityFactory(role="officer").user
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    TOTP.activate(user, generate_totp_secret())
    client.post(f"{reverse('account_login')}?way=password", {"login": user.email, "password": PASSWORD})
    page = client.get(reverse("mfa_authenticate")).content.decode()
    scripts = re.findall(r"<script([^>]*)>", page)
    assert [script for script in scripts if "src=" not in script] == [' id="passkey-options" type="application/json"']


def test_email_address_cannot_be_changed_by_the_person(signed_in, settings):
    settings.DEMO = True
    client = signed_in("officer")
    assert client.post(reverse("account_email"), {"email": "other@tests.example", "action_add": ""}).status_code == 405
    assert client.get(reverse("account_email")).context["user"].joined_at <= timezone.now()
