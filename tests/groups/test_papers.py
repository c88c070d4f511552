"""Papers: for the people of a meeting alone, under a name that gives nothing away, gone when they are removed."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coproduction.core.actors import PORTAL
from coproduction.core.enums import Audience, ScanState
from coproduction.core.errors import Missing, Refused
from coproduction.core.models import StoredFile
from coproduction.core.services import files
from groups.enums import Role, Standing
from groups.models import Attendance, Capacity
from groups.services import papers
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

PDF = b"%PDF-1.7\nwords\n%%EOF\n"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def upload(content=PDF, name="report.pdf"):
    return SimpleUploadedFile(name, content)


def add(meeting, **given):
    return papers.add(meeting=meeting, upload=upload(), by=PORTAL, **given)


def asked(browser, stored):
    response = browser.get(f"/files/{stored.key}/")
    if response.streaming:
        b"".join(response)
    return response.status_code


def page_of(meeting):
    return f"/officers/meetings/{meeting.ref}/papers/"


def test_officer_adds_and_removes_a_paper(db, signed_in, django_capture_on_commit_callbacks):
    meeting, browser = MeetingFactory(), signed_in(Role.OFFICER)
    assert "No papers yet" in browser.get(page_of(meeting)).content.decode()
    assert browser.post(page_of(meeting), {"name": "The budget", "file": upload()}).status_code == 302
    stored = StoredFile.objects.get()
    assert (stored.name, stored.audience, stored.target) == ("The budget.pdf", "meeting", f"groups.meeting:{meeting.pk}")
    member = signed_in(Role.MEMBER, meeting.body)
    assert f'<a href="/files/{stored.key}/">The budget.pdf</a>' in member.get(f"/meetings/{meeting.ref}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(page_of(meeting), {"remove": stored.key}).status_code == 302
    assert (StoredFile.objects.count(), stored.file.storage.exists(stored.file.name)) == (0, False)
    assert (
        "This paper is not there any more."
        in browser.post(page_of(meeting), {"remove": stored.key}, follow=True).content.decode()
    )


@pytest.mark.parametrize(
    "content, name, words",
    [
        (
            b"PK\x03\x04 a document",
            "report.pdf",
            "We can take pictures (JPEG, PNG or WebP) and PDF files. This is something else.",
        ),
        (b"MZ\x90", "photo.jpg", "This is something else."),
        (b"%PDF-" + b"\0" * files.LARGEST, "report.pdf", "This file is too big. Choose one of 10 MB or less."),
        (b"", "report.pdf", "Choose a file that is not empty"),
    ],
)
def test_paper_that_cannot_be_kept_is_explained_and_its_name_stays(db, signed_in, content, name, words):
    page = (
        signed_in(Role.OFFICER)
        .post(page_of(MeetingFactory()), {"name": "The budget", "file": upload(content, name)})
        .content.decode()
    )
    assert (words in page, 'value="The budget"' in page, StoredFile.objects.count()) == (True, True, 0)


def test_paper_of_a_discreet_forum_carries_its_neutral_name(db, signed_in):
    forum = BodyFactory(discreet=True, name="Leaving Care Panel")
    meeting = MeetingFactory(body=forum)
    facilitator = signed_in(Role.FACILITATOR, forum)
    assert 'name="name"' not in facilitator.get(page_of(meeting)).content.decode()
    facilitator.post(page_of(meeting), {"name": "Leaving Care", "file": upload(name="Leaving Care Panel, The hub.pdf")})
    add(meeting, name="Leaving Care")
    assert list(StoredFile.objects.order_by("pk").values_list("name", flat=True)) == [
        "Thursday group 1.pdf",
        "Thursday group 2.pdf",
    ]


@pytest.mark.parametrize("traits", [{}, {"is_independent": True}, {"discreet": True}])
def test_paper_is_for_the_people_of_its_meeting_alone(db, signed_in, traits):
    """Also when the meeting is public."""
    forum = BodyFactory(**traits)
    meeting = MeetingFactory(body=forum)
    guest, left, waiting = (
        UserFactory(),
        CapacityFactory(body=forum, ended=True).user,
        CapacityFactory(body=forum, standing=Standing.PAUSED).user,
    )
    for person in (guest, left, waiting):
        Attendance.objects.create(meeting=meeting, user=person)
    stored, other = add(meeting), add(MeetingFactory())
    people = {
        "member": signed_in(Role.MEMBER, forum), "facilitator": signed_in(Role.FACILITATOR, forum), "guest": signed_in(user=guest),
        "officer": signed_in(Role.OFFICER), "member elsewhere": signed_in(Role.MEMBER), "administrator": signed_in(Role.ADMINISTRATOR),
        "committee": signed_in(Role.COMMITTEE_MEMBER), "who left": signed_in(user=left), "who waits for consent": signed_in(user=waiting),
        "nobody": Client(),
    }  # fmt: skip
    found = {who: asked(browser, stored) for who, browser in people.items()}
    is_served = not traits
    assert found == {
        "member": 200, "facilitator": 200, "guest": 200, "officer": 200 if is_served else 404, "member elsewhere": 404, "administrator": 404,
        "committee": 404, "who left": 404, "who waits for consent": 404, "nobody": 302,
    }  # fmt: skip
    assert asked(people["member"], other) == 404


def test_file_whose_meeting_is_gone_or_never_was_is_for_nobody(db, signed_in):
    meeting = MeetingFactory()
    stored, browser = add(meeting), signed_in(Role.OFFICER)
    assert asked(browser, stored) == 200
    for target in ("", "groups.meeting:999999", f"groups.body:{meeting.pk}", "groups.meeting:x"):
        StoredFile.objects.update(target=target)
        assert asked(browser, stored) == 404


def test_paper_that_the_scan_holds_is_listed_without_a_link(db, signed_in):
    meeting = MeetingFactory()
    stored, browser = add(meeting), signed_in(Role.MEMBER, meeting.body)
    StoredFile.objects.update(scan=ScanState.WAITING)
    page = browser.get(f"/meetings/{meeting.ref}/").content.decode()
    assert ("It is being checked for viruses." in page, stored.key in page) == (True, False)
    StoredFile.objects.update(scan=ScanState.INFECTED)
    assert "report.pdf" not in browser.get(f"/meetings/{meeting.ref}/").content.decode()


def test_paper_of_another_meeting_is_not_removed(db, acting):
    stored = add(MeetingFactory())
    with pytest.raises(Missing):
        papers.remove(meeting=MeetingFactory(), key=stored.key, by=acting())
    assert StoredFile.objects.count() == 1


def test_meeting_has_twenty_papers_at_most(db, monkeypatch):
    meeting = MeetingFactory()
    monkeypatch.setattr(papers, "MOST", 1)
    add(meeting)
    with pytest.raises(Refused, match="at most"):
        add(meeting)
    assert StoredFile.objects.filter(audience=Audience.MEETING).count() == 1


def test_member_whose_part_ends_loses_the_papers_that_day(db, signed_in, at):
    part = CapacityFactory(until=dt.date(2026, 5, 20), since=dt.date(2026, 1, 1))
    with at("2026-05-20 23:00"):
        stored = add(MeetingFactory(body=part.body))
        assert asked(signed_in(user=part.user), stored) == 200
    with at("2026-05-21 00:01"):
        user = Capacity.objects.get(pk=part.pk).user
        assert asked(signed_in(user=user), stored) == 404
