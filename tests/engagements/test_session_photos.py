"""Photos of a session stand only with a consent, and are gone at once when it is taken back or has run out."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from coproduction.core.enums import Audience
from coproduction.core.models import AuditEvent, StoredFile
from coproduction.core.services import files
from engagements.enums import ProjectStatus
from engagements.models import SessionPhoto
from engagements.services import photos
from groups.enums import Role
from tests.factories.engagements import ProjectFactory, SessionFactory
from tests.factories.groups import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db

NOW = "2026-05-01 12:00"


@pytest.fixture(autouse=True)
def demo(settings, at):
    settings.DEMO = True
    with at(NOW):
        yield


@pytest.fixture
def session():
    return SessionFactory(project=ProjectFactory(slug="hub"), topic="Painting")


def picture(name="wall.jpg", kind="JPEG"):
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(made, format=kind)
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


def sent(**changes):
    typed = {
        "file": picture(), "alt": "Six young people paint a wall", "consent_words": "Six young people and their parents, for this website",
        "consent_on_day": "30", "consent_on_month": "4", "consent_on_year": "2026",
        "consent_until_day": "31", "consent_until_month": "12", "consent_until_year": "2026",
    }  # fmt: skip
    return typed | changes


def page_of(session):
    return reverse("session_photos", args=[session.project.slug, session.ref])


def public(session):
    return reverse("session", args=[session.project.slug, session.ref])


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def kept(session, acting, **changes):
    facts = {
        "alt": "A wall",
        "consent_words": "Everyone in it",
        "consent_on": dt.date(2026, 4, 30),
        "consent_until": dt.date(2026, 12, 31),
    }
    return photos.add(session=session, upload=picture(), by=acting(), **(facts | changes))


def test_photo_with_consent_is_for_everyone(session, signed_in, client):
    assert signed_in(Role.OFFICER).post(page_of(session), sent()).status_code == 302
    photo = session.photos.get()
    assert photo.file.audience == Audience.PHOTO
    url = reverse("file", args=[photo.file.key])
    assert f'<img src="{url}" alt="Six young people paint a wall"' in client.get(public(session)).text
    response = client.get(url)
    assert (response.status_code, response["Cache-Control"], response["Content-Type"]) == (200, "private, no-store", "image/jpeg")
    body(response)


def test_photo_taken_back_is_gone_at_once_and_its_file_too(
    session, acting, signed_in, client, django_capture_on_commit_callbacks
):
    photo = kept(session, acting)
    url, name = reverse("file", args=[photo.file.key]), photo.file.file.name
    body(client.get(url))
    assert url in client.get(public(session)).text
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(Role.OFFICER).post(page_of(session), {"take_back": photo.file.key})
    assert (client.get(url).status_code, url in client.get(public(session)).text) == (404, False)
    assert (default_storage.exists(name), SessionPhoto.objects.count(), StoredFile.objects.count()) == (False, 0, 0)
    assert AuditEvent.objects.filter(verb="took photo away").count() == 1


def test_photo_of_a_stopped_project_can_be_taken_back_and_none_added(session, acting, signed_in):
    photo = kept(session, acting)
    session.project.status = ProjectStatus.STOPPED
    session.project.save()
    browser = signed_in(Role.OFFICER)
    assert "was stopped" in browser.post(page_of(session), sent()).text
    browser.post(page_of(session), {"take_back": photo.file.key})
    assert session.photos.count() == 0


def test_photo_is_hidden_from_the_day_after_consent_and_purged_that_night(session, acting, client, at):
    photo = kept(session, acting)
    url = reverse("file", args=[photo.file.key])
    with at("2026-12-31 23:00"):
        assert (body(client.get(url)) != b"", url in client.get(public(session)).text) == (True, True)
        assert photos.photos_without_consent(dt.datetime.fromisoformat("2026-12-31T23:00:00+00:00")) == 0
    with at("2027-01-01 00:10"):
        assert (client.get(url).status_code, url in client.get(public(session)).text) == (404, False)
        photos.photos_without_consent(dt.datetime.fromisoformat("2027-01-01T03:00:00+00:00"))
    assert (SessionPhoto.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_photo_without_an_end_stays(session, acting):
    kept(session, acting, consent_until=None)
    assert photos.photos_without_consent(dt.datetime.fromisoformat("2036-01-01T03:00:00+00:00")) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 %%EOF")}, "Choose a photo (JPEG, PNG or WebP). This is another kind of file."),
        ({"file": SimpleUploadedFile("a.jpg", b"not a picture")}, "We can take pictures (JPEG, PNG or WebP) and PDF files. This is something else."),
        ({"file": SimpleUploadedFile("a.jpg", b"")}, "Choose a file that is not empty"),
        ({"file": ""}, "Choose a file for “The photo”"),
        ({"consent_words": ""}, "Say who agreed, and to what. Without that we keep no photo."),
        ({"alt": ""}, "Say what the photo shows, for those who cannot see it"),
        ({"consent_on_year": "2199"}, "Enter the day on which they agreed, today or before."),
        ({"consent_until_year": "2025"}, "Enter a last day that is still to come. A photo without consent is not kept."),
    ],
)  # fmt: skip
def test_photo_that_cannot_be_is_refused_and_the_words_stay(session, signed_in, change, message):
    page = signed_in(Role.OFFICER).post(page_of(session), sent(**change))
    assert message in page.text
    typed = sent(**change)
    assert (page.context["form"]["alt"].value(), page.context["form"]["consent_words"].value()) == (
        typed["alt"],
        typed["consent_words"],
    )
    assert (SessionPhoto.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_photo_too_big_is_refused(session, signed_in, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "This file is too big." in signed_in(Role.OFFICER).post(page_of(session), sent()).text


def test_photo_of_a_private_meeting_is_neither_kept_nor_shown(acting, client):
    meeting = MeetingFactory(body=BodyFactory(), state="held")
    session = SessionFactory(project=ProjectFactory(), meeting=meeting)
    photo = kept(session, acting)
    url = reverse("file", args=[photo.file.key])
    body(client.get(url))
    meeting.is_private = True
    meeting.save()
    assert client.get(url).status_code == 404
    with pytest.raises(photos.WrongState, match="This meeting is private"):
        kept(type(session).objects.get(pk=session.pk), acting)


def test_photo_of_a_draft_is_for_its_own_people(acting, client, signed_in):
    session = SessionFactory(project=ProjectFactory(draft=True))
    url = reverse("file", args=[kept(session, acting).file.key])
    assert client.get(url).status_code == 404
    response = signed_in(Role.OFFICER).get(url)
    assert response.status_code == 200
    body(response)


def test_photo_whose_row_cannot_be_written_leaves_no_file(session, acting, monkeypatch):
    def broken(**facts):
        raise RuntimeError

    monkeypatch.setattr(SessionPhoto.objects, "create", broken)
    with pytest.raises(RuntimeError):
        kept(session, acting)
    assert (StoredFile.objects.count(), AuditEvent.objects.filter(verb="kept photo").count()) == (0, 0)


def test_photo_is_taken_back_only_by_those_who_keep_them(session, acting, signed_in):
    photo = kept(session, acting)
    assert signed_in(Role.MEMBER).post(page_of(session), {"take_back": photo.file.key}).status_code == 403
    assert signed_in(Role.OFFICER).post(page_of(SessionFactory()), {"take_back": photo.file.key}).status_code == 404
    assert session.photos.count() == 1
