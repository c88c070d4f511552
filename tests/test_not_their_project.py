"""What the people of a project keep to themselves: drafts, evaluations in writing, conversations, evidence, papers.

Every address of a project, and every list in which it could come up, is asked by people to whom it is not theirs to know: by opening
it and by sending it an empty form. What they get must hold none of it. A new address of a project is asked by itself.
"""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from checklist.models import Evaluation, ItemEvidence
from checklist.services import drafts, evaluations, evidence, items
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.services import delivery, reminders
from engagements.enums import PanelState
from groups.enums import Role
from tests.factories.checklist import Scene, scene, sheet
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.factories.sessions import PanelFactory, PanelSeatFactory
from tests.test_not_theirs import fitting, named_patterns

pytestmark = pytest.mark.django_db

DRAFT, EVALUATION = "quincunx of a draft", "quodlibet of an evaluation"
QUESTION, REPLY, NOTE, PAPER = "xylophone question", "xylophone reply", "zeugma note", "zeugma-sheet"
INTEREST = "my yacht belongs to a bidder"
OWN = {DRAFT, EVALUATION}
WORKING = {QUESTION, REPLY, NOTE, PAPER}
EVERYTHING = OWN | WORKING | {INTEREST}

# Besides the addresses that name the project.
LISTS = (
    "/files/",
    "/admin/outbox/",
    "/admin/audit/",
    "/officers/",
    "/committee/",
    "/my/",
    "/projects/",
    "/lessons/",
    "/you-said-we-did",
)

VISITOR, STRANGER, ELSEWHERE, PROVIDER, COMMITTEE = "visitor", "stranger", "other forum", "facilitator elsewhere", "committee"
SECOND, OFFICER, ADMIN = "second forum that signs", "officer", "administrator"
# What each must not learn. The interest in a panel is read by officers, who put it in order.
NOT_THEIRS = {
    VISITOR: EVERYTHING,
    STRANGER: EVERYTHING,
    ELSEWHERE: EVERYTHING,
    PROVIDER: EVERYTHING,
    COMMITTEE: EVERYTHING,
    SECOND: OWN | {INTEREST},
    OFFICER: OWN,
    ADMIN: OWN | {INTEREST},
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once, since every request is taken back."""
    files = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path_factory.mktemp("files"))}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }  # fmt: skip
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=quick, STORAGES=files, DEMO=True):
        with transaction.atomic():
            yield make_world(files)
            transaction.set_rollback(True)


def make_world(files: dict[str, Any]) -> SimpleNamespace:
    walk = scene(forums=2)
    keys = fill(walk)
    people = {
        STRANGER: UserFactory(),
        ELSEWHERE: CapacityFactory(role=Role.CHAIR).user,
        PROVIDER: CapacityFactory(role=Role.FACILITATOR, body=BodyFactory(organisation=True)).user,
        COMMITTEE: CapacityFactory(role=Role.COMMITTEE_MEMBER, body=BodyFactory(committee=True)).user,
        SECOND: walk.chairs[1].user,
        OFFICER: CapacityFactory(role=Role.OFFICER, body=BodyFactory(team=True)).user,
        ADMIN: CapacityFactory(role=Role.ADMINISTRATOR, body=BodyFactory(team=True)).user,
    }
    # What is due goes out now, and its words stay, since this is a demonstration.
    reminders.send()
    delivery.sweep()
    keys["pk"] += list(Notification.objects.values_list("pk", flat=True)[:4])
    browsers = {VISITOR: Client()} | {name: browser_of(user) for name, user in people.items()}
    paths = sorted(set(fitting(named_patterns(get_resolver()), keys)))
    return SimpleNamespace(
        files=files,
        walk=walk,
        browsers=browsers,
        paths=[path for path in paths if walk.project.slug in path or path.startswith(LISTS)],
    )


def fill(walk: Scene) -> dict[str, list[Any]]:
    """Say everything that only some may know; the keys under which it could be found."""
    officer, chair = walk.officer, walk.chair
    for code in ("1.1", "1.2"):
        items.answer_and_confirm(item=walk.item(code), words="We asked early.", by=officer)
    items.query(item=walk.item("1.2"), words=QUESTION, by=chair)
    items.reply(item=walk.item("1.2"), words=REPLY, by=officer)
    evidence.add(item=walk.item("1.2"), kind="note", words=NOTE, by=officer)
    picture = SimpleUploadedFile(f"{PAPER}.png", sheet().read(), "image/png")
    evidence.add(item=walk.item("1.2"), kind="file", upload=picture, by=officer)
    drafts.save(stage=walk.stage(), said={"query-1-1": DRAFT, "reason": DRAFT}, by=chair)
    begun = evaluations.begin(project=walk.project, by=chair)
    evaluations.add_point(evaluation=begun, words=EVALUATION, by=chair)
    panel = PanelFactory(session__project=walk.project, state=PanelState.SCORING, scoring=True)
    PanelSeatFactory(panel=panel, user=chair.user, label="", order=0, interest=INTEREST, declared=True)
    return {
        "slug": [walk.project.slug],
        "ref": [begun.ref, panel.session.ref],
        "number": [1],
        "code": ["1.2"],
        "key": list(ItemEvidence.objects.exclude(file=None).values_list("file__key", flat=True)),
        "pk": list(ItemEvidence.objects.values_list("pk", flat=True)),
        "table": ["ages"],
        "what": ["claims"],
        "step": ["about"],
    }


def browser_of(user) -> Client:
    browser = Client()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def told(browser: Client, method: str, path: str) -> str:
    """Everything that comes back: headers, names of files, words. Nothing that is done stays."""
    with transaction.atomic():
        response = getattr(browser, method)(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return "\n".join(f"{name}: {value}" for name, value in response.items()) + content.decode("utf-8", "replace")


@pytest.mark.sweep
@pytest.mark.parametrize("viewer", NOT_THEIRS)
def test_nobody_else_learns_what_a_project_keeps_to_itself(world, settings, viewer):
    settings.DEMO, settings.STORAGES = True, world.files
    leaks = set()
    for path in world.paths:
        for method in ("get", "post") if world.walk.project.slug in path else ("get",):
            heard = told(world.browsers[viewer], method, path)
            leaks |= {(method, path, secret) for secret in NOT_THEIRS[viewer] if secret in heard}
    assert leaks == set()


def test_own_people_read_it_so_that_a_leak_would_be_noticed(world, settings):
    settings.DEMO, settings.STORAGES = True, world.files
    walk, own = world.walk, browser_of(world.walk.chair.user)
    pages = [reverse(name, args=[walk.project.slug, 1]) for name in ("stage_review", "checklist_stage")]
    pages.append(reverse("evaluation", args=[walk.project.slug, Evaluation.objects.get().ref]))
    heard = "".join(told(own, "get", page) for page in pages)
    assert {secret for secret in OWN | WORKING if secret in heard} == OWN | WORKING
    files = [path for path in world.paths if path.startswith("/files/")]
    assert [PAPER in told(own, "get", path) for path in files] == [True]


def test_neither_mail_nor_audit_holds_words(world):
    written = [f"{mail.subject} {mail.body} {mail.reason}" for mail in Notification.objects.all()]
    written += [str(event.facts) for event in AuditEvent.objects.all()]
    assert written != []
    assert {secret for secret in EVERYTHING for words in written if secret in words} == set()
