"""Stored files: known by their content, without hidden data, given only to their audience."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from coproduction.core.actors import PORTAL
from coproduction.core.enums import Audience, ScanState
from coproduction.core.errors import Refused
from coproduction.core.models import StoredFile
from coproduction.core.services import files, purge
from groups.enums import Role
from tests.factories.groups import BodyFactory


def picture(kind="JPEG", mode="RGB", size=(40, 20), **options):
    made = io.BytesIO()
    Image.new(mode, size, 100).save(made, kind, **options)
    return made.getvalue()


def keep(content, name="photo.jpg", audience=Audience.OFFICERS, **given):
    return files.keep(upload=SimpleUploadedFile(name, content), name=name, audience=audience, by=PORTAL, **given)


def content_of(stored):
    with stored.file.open("rb") as opened:
        return opened.read()


def ask(browser, stored):
    response = browser.get(f"/files/{stored.key}/")
    if response.streaming:
        # Read to its end, the file is closed by itself.
        b"".join(response)
    return response


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize(
    "kind, ending, mode",
    [("JPEG", "jpg", "RGB"), ("PNG", "png", "RGBA"), ("PNG", "png", "P"), ("WEBP", "webp", "RGB"), ("JPEG", "jpg", "CMYK")],
)
def test_picture_is_made_anew_whatever_its_name_says(db, kind, ending, mode):
    stored = keep(picture(kind, mode), name="note.exe")
    assert (stored.name, stored.content_type) == (f"note.{ending}", f"image/{kind.lower()}")
    assert Image.open(io.BytesIO(content_of(stored))).size == (40, 20)


def test_picture_loses_place_and_camera_and_stands_upright(db):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "SecretCamera", {1: "N"}
    content = picture(exif=exif) + b"SecretTrailer"
    assert b"SecretCamera" in content
    kept = content_of(keep(content))
    shown = Image.open(io.BytesIO(kept))
    assert (shown.size, dict(shown.getexif()), b"Secret" in kept) == ((20, 40), {}, False)


def test_pdf_is_kept_as_it_is(db):
    stored = keep(b"%PDF-1.7\nwords\n%%EOF\n", name="../../etc/minutes of may.pdf", target=BodyFactory())
    assert (stored.name, stored.content_type, stored.target[:11]) == ("minutes of may.pdf", "application/pdf", "groups.body")


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script>", "something else"),
        (b"%PDF-1.7 without an end", "something else"),
        (b"GIF89a" + b"\0" * 50, "something else"),
        (picture()[:200], "damaged"),
        (b"\0" * (files.LARGEST + 1), "10 MB or less"),
    ],
)
def test_file_of_another_kind_is_refused_in_plain_words(db, content, words):
    with pytest.raises(Refused, match=words):
        keep(content)
    assert StoredFile.objects.count() == 0


def test_picture_with_too_many_dots_is_refused_before_it_is_opened(db, monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(Refused, match="too many dots"):
        keep(picture())


def test_file_is_given_to_its_audience_alone(db, signed_in):
    stored = {audience: keep(picture(), audience=audience) for audience in Audience}
    people = {
        "nobody": Client(),
        "member": signed_in(Role.MEMBER),
        "officer": signed_in(Role.OFFICER),
        "administrator": signed_in(Role.ADMINISTRATOR),
        "lead": signed_in(Role.SAFEGUARDING_LEAD),
    }
    answers = {who: [ask(browser, stored[audience]).status_code for audience in Audience] for who, browser in people.items()}
    assert answers == {
        # everyone, signed in, officers, a meeting's people, both sides of a checklist, while those in the photo agree, once a
        # questionnaire is open, who read what it came with (this file belongs to none of them), safeguarding leads
        "nobody": [200, 302, 302, 302, 302, 404, 404, 404, 302],
        "member": [200, 200, 404, 404, 404, 404, 404, 404, 404],
        "officer": [200, 200, 200, 404, 404, 404, 404, 404, 404],
        "administrator": [200, 200, 404, 404, 404, 404, 404, 404, 404],
        "lead": [200, 200, 404, 404, 404, 404, 404, 404, 200],
    }


def test_file_is_a_download_that_is_not_guessed_at(db):
    response = ask(Client(), keep(picture(), audience=Audience.PUBLIC))
    assert response["Content-Disposition"] == 'attachment; filename="photo.jpg"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_file_that_the_scan_holds_is_not_given(db):
    stored = keep(picture(), audience=Audience.PUBLIC)
    found = []
    for scan in (ScanState.WAITING, ScanState.INFECTED, ScanState.CLEAN):
        StoredFile.objects.update(scan=scan)
        found.append(ask(Client(), stored).status_code)
    assert found == [404, 404, 200]


def test_removed_file_is_gone_with_its_content_once_that_is_certain(db, django_capture_on_commit_callbacks):
    stored = keep(picture())
    storage, name = stored.file.storage, stored.file.name
    with django_capture_on_commit_callbacks() as callbacks:
        files.remove(stored=stored, by=PORTAL)
    assert (StoredFile.objects.count(), storage.exists(name)) == (0, True)
    for callback in callbacks:
        callback()
    assert storage.exists(name) is False


def test_content_of_what_was_taken_back_goes_after_a_day_and_other_content_stays(db, now):
    kept = keep(picture())
    with transaction.atomic():
        keep(picture())
        transaction.set_rollback(True)
    held = default_storage.listdir("kept")[1]
    assert len(held) == 2
    purge.lost_files(now + dt.timedelta(hours=23))
    assert default_storage.listdir("kept")[1] == held
    assert purge.lost_files(now + dt.timedelta(hours=25)) == 1
    assert [f"kept/{name}" for name in default_storage.listdir("kept")[1]] == [kept.file.name]


def test_nothing_is_lost_where_no_file_was_ever_kept(db, now):
    assert purge.lost_files(now) == 0
