"""Whatever is sent to a public address is answered in words: never by a broken page."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.feedback import QuestionnaireFactory, send_response
from tests.factories.groups import BodyFactory, UserFactory

pytestmark = pytest.mark.django_db

BIG = "x" * 1024 * 1024
BODIES = [
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"answer=%00&permission=%00&age_band=%00&code=%00&email=%00&login=%00&next=%00&capacity=%00"),
    ("application/x-www-form-urlencoded", b"answer=\xff\xfe&code=\xff&login=%ff%fe&login=a%0d%0aBcc:x@y.example&answer=9999999999999999999999"),
    ("application/x-www-form-urlencoded", b"answer=[]&answer[$ne]=1&permission=use_words&permission=nothing&age_band=200&__proto__=1"),
    ("application/x-www-form-urlencoded", f"answer={BIG}&code={BIG}&login={BIG}".encode()),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(600))),
    ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="answer"; filename="../../a"\r\n\r\nb\r\n--x--\r\n'),
    ("application/json", b'{"answer": "x"'),
    ("text/xml; charset=utf-77", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
]  # fmt: skip
NUL, LONG = "%00", "z" * 5000


@pytest.fixture
def scene(settings):
    settings.DEMO = True
    QuestionnaireFactory(slug="club")
    return send_response()


def public_posts():
    """Every public address that takes a form, as a path."""
    club = ["questionnaire", "questionnaire_age", "questionnaire_permission", "questionnaire_check", "questionnaire_discard"]
    yield from (reverse(name, args=["club"]) for name in club)
    yield from (reverse("questionnaire_question", args=["club", number]) for number in (0, 1, 2, 3, 999999999999999999999))
    names = [
        "what_happened",
        "account_login",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_reset_password",
        "demo",
    ]
    yield from map(reverse, [*names, "account_logout", "mfa_login_webauthn", "mfa_authenticate"])
    yield from ("/accounts/invitation/x/", "/messages/stop/x/", "/accounts/password/reset/key/1-x/", "/nothing/", "/", "/healthz")


@pytest.mark.parametrize("path", list(public_posts()))
def test_garbage_is_answered_in_words(scene, path):
    browser = Client(raise_request_exception=False)
    browser.post(reverse("questionnaire", args=["club"]))
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    broken = [
        (content_type, body[:40], answer.status_code)
        for client, (content_type, body) in itertools.product((browser, strict), BODIES)
        if (answer := client.generic("POST", path, body, content_type=content_type)).status_code >= 500
    ]
    assert broken == []


def test_odd_addresses_are_not_found(scene):
    browser = Client(raise_request_exception=False)
    paths = [
        f"/files/{NUL}/", f"/what-happened/{NUL}/", f"/what-happened/{LONG}/", f"/accounts/invitation/{NUL}/", f"/messages/stop/{NUL}/",
        f"/messages/stop/{LONG}/", f"/you-said-we-did/?text={NUL}", f"/you-said-we-did/?forum={NUL}&year=%C2%B2&page=%C2%B2", "/promises/?page=-1",
        f"/projects/?text={LONG}&page={'9' * 50}", f"/you-said-we-did.csv?project={NUL}", f"/accounts/login/?next={NUL}", "/%ff%fe/",
    ]  # fmt: skip
    assert [path for path in paths if browser.get(path).status_code >= 500] == []


def test_odd_addresses_of_signed_in_people_are_not_found(scene, signed_in):
    from tests.factories.checklist import scene as checklist_scene

    walk = checklist_scene()
    slug, huge = walk.project.slug, "9" * 30
    paths = {
        "officer": [
            f"/officers/meetings/new/?forum={NUL}", f"/officers/outcomes/new/?theme={huge}", f"/projects/{slug}/checklist/1/{NUL}/answer/",
            f"/projects/{slug}/checklist/{huge}/", f"/accounts/hat/?next={NUL}&fits={huge}", "/accounts/hat/?fits=%C2%B2",
        ],
        "administrator": [
            f"/admin/people/?words={NUL}&page=x", f"/admin/people/{huge}/", f"/admin/audit/?actor={NUL}", f"/admin/outbox/{huge}/",
            f"/admin/outbox/?kind={NUL}&state={NUL}", f"/admin/parts/{huge}/end/",
        ],
    }  # fmt: skip
    for role, addresses in paths.items():
        browser = signed_in(role)
        browser.raise_request_exception = False
        found = [
            (path, method)
            for path in addresses
            for method in ("get", "post")
            if getattr(browser, method)(path).status_code >= 500
        ]
        assert found == []


def test_address_with_a_line_break_makes_no_header_of_its_own(scene, mailoutbox, settings):
    settings.DEMO = False
    BodyFactory()
    UserFactory(email="real@tests.example")
    for login in ("real@tests.example\r\nBcc: all@tests.example", "real@tests.example%0aBcc:x@tests.example"):
        Client().post(reverse("account_request_login_code"), {"email": login})
        Client().post(reverse("account_reset_password"), {"email": login})
    assert mailoutbox == []
