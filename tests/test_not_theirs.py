"""What a discreet and an independent forum keep to themselves: nobody else learns it at any address, in any file, feed or mail.

Every address of the portal is asked with every key of the scene, by people to whom it is not theirs to know. What they get
must not hold a place, a time, a name, a contact or a need. A new address is asked by itself; there is no list to add it to.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from coproduction.core.enums import Audience
from coproduction.core.models import Notification, StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import delivery, reminders
from engagements.enums import Part
from groups.enums import AgeBand, Authority, MinutesState, Permission, Reach
from groups.models import (
    AccessNeed,
    Action,
    AgendaItem,
    Arrangement,
    Attendance,
    Body,
    CalendarKey,
    Capacity,
    Consent,
    JoinRequest,
    Meeting,
    MeetingCount,
    MeetingDecision,
    Minutes,
    Saying,
    User,
)
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db

# Words that can be found nowhere else on a page.
REAL_NAME = "Xanadu Leaving Care Panel"
PLACE, LINK, ACCESS = "Wrenfield House", "https://wrenfield.example/room", "Ask for Wrenfield door"
NAMES = ("Quillon Vexley", "Zephyrine Askwith", "Tobermory Jinks")
CONTACTS = ("quillon@vexley.example", "07700 900417", "tobermory@jinks.example", "joiner@vexley.example")
DISCREET_NAMES = ("Ottoline Frost", "Barnaby Quince", "Xanthe Loveday")
DISCREET_CONTACTS = ("ottoline@frost.example", "07700 900822", "xanthe@loveday.example", "joiner@quince.example")
NEED, NOTE, WORDS = "a zebrawood ramp", "zebrawood booked", "Nobody asked us about zinnias"
TASK, MINUTE, PAPER = "Somebody will ring the zinnia garden", "Somebody said zinnias", "zinnia-plan"
AT = dt.time(16, 37)
TIMES = ("4:37pm", "16:37", "T1637", "T16:37", "163700")
SECRETS = (PLACE, LINK, ACCESS, *NAMES, *CONTACTS, *DISCREET_NAMES, *DISCREET_CONTACTS, NOTE, WORDS, TASK, MINUTE, PAPER, *TIMES)
# Administrators open and close accounts, also those of the council's own discreet forums. They do not learn what for.
ACCOUNTS = ("/admin/people/", "/admin/parts/")

STRANGER, ELSEWHERE, OFFICER, ADMIN, SAFEGUARDING, COMMITTEE = (
    "signed in without a part", "member of another forum", "officer of another team", "administrator", "safeguarding lead", "committee member",
)  # fmt: skip
VISITOR = "visitor"
# What the name of a forum, or anything of it, opens nothing of; the work that both take part in is asked there.
NOT_OF_FORUMS = ("projects/", "officers/projects/", "have-your-say/", "officers/questionnaires/")
COUNCIL = (OFFICER, ADMIN, SAFEGUARDING)
VIEWERS = (VISITOR, STRANGER, ELSEWHERE, OFFICER, ADMIN, SAFEGUARDING, COMMITTEE)


@dataclass
class Scene:
    """A forum with everything in it that could get out."""

    body: Body
    meetings: list[Meeting]
    keys: dict[str, list[Any]] = field(default_factory=dict)


def at_that_time(days: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(timezone.localdate() + dt.timedelta(days=days), AT))


def make_scene(names: tuple[str, ...], contacts: tuple[str, ...], **body: Any) -> Scene:
    forum = BodyFactory(**body)
    member, silent, carer = (
        CapacityFactory(
            body=forum,
            role=role,
            user=UserFactory(name=name, email=email, reach=reach, contact=contact, age_band=age),
        )
        for role, name, email, reach, contact, age in (
            ("member", names[0], contacts[0], Reach.EMAIL, "", AgeBand.AGES_13_15),
            ("member", names[1], None, Reach.RING, contacts[1], AgeBand.AGES_11_12),
            ("representative", names[2], contacts[2], Reach.EMAIL, "", AgeBand.ADULT),
        )
    )
    meetings = [
        MeetingFactory(
            body=forum, title="Autumn plans", place=PLACE, link=LINK, access=ACCESS, is_private=True,
            starts_at=at_that_time(days), ends_at=at_that_time(days) + dt.timedelta(hours=1), planned_by=carer.user,
            state="held" if days < 0 else "planned", arranged_at=timezone.now() - dt.timedelta(days=60),
        )
        for days in (-20, -1, 1)
    ]  # fmt: skip
    need = AccessNeed.objects.create(user=member.user, words=NEED, agreed_on=timezone.localdate())
    joining = JoinRequest.objects.create(body=forum, name=names[1], email=contacts[3], phone=contacts[1])
    key = CalendarKey.objects.create(user=member.user)
    Consent.objects.create(
        capacity=silent, authority=Authority.CARE_ORDER, holder=names[2], is_given=True, said_on=timezone.localdate(), noted_by="user:1", noted_by_label="officer"
    )  # fmt: skip
    files = []
    for meeting in meetings:
        Attendance.objects.create(meeting=meeting, user=member.user, came=True)
        AgendaItem.objects.create(meeting=meeting, title=TASK, minutes=20, proposed_by=member.user)
        Arrangement.objects.create(meeting=meeting, need=need, note=NOTE)
        Saying.objects.create(meeting=meeting, words=WORDS, permission=Permission.NOT_AT_ALL)
        MeetingDecision.objects.create(meeting=meeting, words=TASK)
        MeetingCount.objects.create(meeting=meeting, who="councillors", number=3)
        Action.objects.create(body=forum, meeting=meeting, words=TASK, owner=member.user, due=timezone.localdate())
        files.append(stored(meeting))
    past = timezone.now() - dt.timedelta(days=3)
    Minutes.objects.create(
        meeting=meetings[0], text=MINUTE, public_text="We talked about autumn.", state=MinutesState.PUBLISHED, written_by_label="facilitator",
        agreed_at=past, published_at=past,
    )  # fmt: skip
    Minutes.objects.create(meeting=meetings[1], text=MINUTE, public_text=MINUTE, written_by_label="facilitator")
    return Scene(
        forum,
        meetings,
        {
            "slug": [forum.slug],
            "ref": [meeting.ref for meeting in meetings] + [Action.objects.filter(body=forum).latest("pk").ref, joining.ref],
            "pk": [member.pk, member.user_id, silent.pk, silent.user_id, carer.user_id, need.pk, joining.pk, key.pk],
            "key": [file.key for file in files],
        },
    )


def stored(meeting: Meeting) -> StoredFile:
    file = StoredFile(name=f"{PAPER}.pdf", content_type="application/pdf", size=1, sha256="0" * 64, added_by="user:1")
    file.audience, file.target = Audience.MEETING, ref_of(meeting)
    file.file.save("kept.pdf", ContentFile(WORDS.encode()))
    file.save()
    return file


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
            yield make_world()
            transaction.set_rollback(True)


def make_world() -> SimpleNamespace:
    leading, other = BodyFactory(team=True), BodyFactory(team=True)
    discreet = make_scene(
        DISCREET_NAMES, DISCREET_CONTACTS, name=REAL_NAME, is_discreet=True, neutral_name="Thursday group", lead_body=leading
    )
    independent = make_scene(NAMES, CONTACTS, name="Riverbank Parents", is_independent=True)
    people = {
        STRANGER: UserFactory(),
        ELSEWHERE: CapacityFactory(role="chair").user,
        OFFICER: CapacityFactory(role="officer", body=other).user,
        ADMIN: CapacityFactory(role="administrator", body=other).user,
        SAFEGUARDING: CapacityFactory(role="safeguarding_lead", body=other).user,
        COMMITTEE: CapacityFactory(role="committee_member", body=BodyFactory(committee=True)).user,
    }
    # Work that both forums take part in, so that their meetings could come up there too.
    project = ProjectFactory()
    for scene in (discreet, independent):
        project.parts.create(part=Part.GROUP, body=scene.body)
    # What is due goes out now, and its words stay, since this is a demonstration.
    reminders.send()
    delivery.sweep()
    browsers = {VISITOR: Client()}
    for name, user in people.items():
        browsers[name] = Client()
        browsers[name].force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    mails = list(Notification.objects.exclude(about="").values_list("pk", flat=True)[:6])
    return SimpleNamespace(
        discreet=discreet,
        independent=independent,
        shared={"slug": [project.slug], "pk": mails},
        browsers=browsers,
    )


def addresses(world: SimpleNamespace) -> list[str]:
    """Every address of the portal that the keys of either scene, or of what both take part in, fit."""
    patterns = list(named_patterns(get_resolver()))
    of_forums = [pattern for pattern in patterns if not str(pattern.pattern).startswith(NOT_OF_FORUMS)]
    found = [path for keys in (world.discreet.keys, world.independent.keys) for path in fitting(of_forums, keys)]
    return sorted({*found, *fitting(patterns, world.shared)})


def named_patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_patterns(entry)
        elif entry.name:
            yield entry


def fitting(patterns: Iterable[URLPattern], keys: dict[str, list[Any]]) -> Iterator[str]:
    for pattern in patterns:
        wanted = list(pattern.pattern.converters)
        values = [keys.get(name, ["1"] if name in ("number", "version") else ["x"]) for name in wanted]
        for combination in product(*values):
            try:
                yield reverse(pattern.name or "", kwargs=dict(zip(wanted, combination, strict=True)))
            except NoReverseMatch:
                continue


def told(client: Client, path: str) -> str:
    """Everything that comes back: headers, names of files, words."""
    with transaction.atomic():
        response = client.get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return "\n".join(f"{name}: {value}" for name, value in response.items()) + content.decode("utf-8", "replace")


@pytest.mark.sweep
@pytest.mark.parametrize("viewer", VIEWERS)
def test_not_theirs_nobody_learns_it_at_any_address(world, settings, viewer):
    settings.DEMO = True
    leaks = set()
    for path in addresses(world):
        heard = told(world.browsers[viewer], path)
        leaks |= {(path, secret) for secret in secrets_from(viewer, path) if secret in heard}
    assert leaks == set()


def secrets_from(viewer: str, path: str) -> set[str]:
    """What this viewer must not learn there."""
    kept = set(SECRETS)
    if viewer not in COUNCIL:
        # Of an independent forum the council learns what has to be arranged, and not for whom.
        kept.add(NEED)
    if viewer not in COUNCIL and "/meetings/" in path:
        kept.add(REAL_NAME)
    if viewer == ADMIN and path.startswith(ACCOUNTS):
        kept -= {*DISCREET_NAMES, *DISCREET_CONTACTS}
        kept.add(REAL_NAME)
    return kept


def test_not_theirs_mail_about_a_discreet_forum_says_nothing(world):
    mails = Notification.objects.filter(about__in=[ref_of(meeting) for meeting in world.discreet.meetings])
    sent = [f"{mail.subject}\n{mail.body}\n{mail.reason}\n{mail.recipient_label}" for mail in mails]
    assert sent != []
    assert [words for words in sent for secret in (REAL_NAME, PLACE, LINK, ACCESS, *DISCREET_NAMES) if secret in words] == []


def test_not_theirs_mail_names_no_other_member(world):
    for mail in Notification.objects.exclude(body=""):
        user = User.objects.filter(pk=mail.recipient.partition(":")[2]).first()
        others = [name for name in NAMES + DISCREET_NAMES if user is None or name != user.name]
        assert [name for name in others if name in mail.body or name in mail.subject] == []


@pytest.mark.parametrize("kind", ["discreet", "independent"])
def test_not_theirs_scene_could_leak(world, settings, kind):
    """The forum's own people do read it, so that the tests above would notice."""
    settings.DEMO = True
    scene = getattr(world, kind)
    member = Capacity.objects.filter(body=scene.body, role="member").exclude(user__email=None).get()
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = told(client, scene.meetings[2].get_absolute_url())
    assert PLACE in page
    assert "4:37pm" in page
