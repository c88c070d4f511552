"""The nightly job keeps what the registers of personal data promise: at the day before it is there, after it is gone."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from coproduction.core.enums import Audience
from coproduction.core.models import AuditEvent, Job, SheetImport, SheetLine, StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import purge
from coproduction.core.tasks import purge_old_rows
from feedback.enums import ResponseState
from feedback.models import Draft, FeedbackRequest, Receipt, Response
from feedback.services import drafts
from groups.enums import Role
from groups.models import (
    AccessNeed,
    AgendaItem,
    Arrangement,
    Attendance,
    CalendarKey,
    Capacity,
    Invitation,
    MeetingChange,
    Minutes,
    Saying,
    User,
)
from groups.services import invitations
from tests.factories.feedback import OutcomeFactory, QuestionnaireFactory, ThemeFactory, send_response
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def every_rule():
    """As in the worker, which imports the tasks of every app."""
    from coproduction.celery import app

    app.loader.import_default_modules()


def left(model, *moments):
    """How many rows there are after the job ran at each of these moments."""
    found = []
    for moment in moments:
        purge.old_rows(now=moment)
        found.append(model.objects.count())
    return found


def test_worker_knows_the_rules_of_every_app():
    names = {rule.__name__ for rule in purge._rules}
    assert names == {
        "messages", "audit", "runs", "jobs", "lost_files", "reading", "turns", "words_taken_away", "sheets", "waiting_sheets", "invitations", "attendances", "calendar_keys", "join_requests", "access_needs", "meeting_traces", "sayings", "papers", "minutes", "accounts", "parts", "photos_without_consent", "old_drafts", "files_of_nobody", "feedback_requests", "old_receipts", "old_words", "ways_to_tell",
    }  # fmt: skip


def test_spreadsheet_that_waits_goes_the_night_after_its_day():
    job = Job.objects.create(kind="sheet", asked_by="user:1", facts={"name": "last year.csv"})
    assert left(Job, job.asked_at + DAY, job.asked_at + DAY + dt.timedelta(minutes=1)) == [1, 0]


def test_which_spreadsheets_were_taken_in_goes_after_two_years():
    made = SheetImport.objects.create(kind="past work", name="last year.csv", made_by="user:1", made_by_label="Officer")
    made.lines.create(line=2, fingerprint="0" * 64, target="engagements.project:1")
    assert left(SheetLine, made.made_at + purge.TWO_YEARS, made.made_at + purge.TWO_YEARS + DAY) == [1, 0]


def test_invitation_goes_when_it_has_run_out(acting):
    invitation = invitations.invite(email="new@tests.example", body=BodyFactory(), role=Role.MEMBER, by=acting())
    assert left(Invitation, invitation.expires_at - DAY, invitation.expires_at) == [1, 0]


def test_invitation_goes_the_night_after_it_was_used(acting):
    Invitation.objects.filter(
        pk=invitations.invite(email="new@tests.example", body=BodyFactory(), role=Role.MEMBER, by=acting()).pk
    ).update(used_at=timezone.now())
    still_open = invitations.invite(email="next@tests.example", body=BodyFactory(), role=Role.MEMBER, by=acting())
    purge_old_rows()
    assert list(Invitation.objects.values_list("pk", flat=True)) == [still_open.pk]


def test_attendance_goes_two_years_after_the_meeting():
    meeting = MeetingFactory()
    Attendance.objects.create(meeting=meeting, user=CapacityFactory().user)
    assert left(Attendance, meeting.ends_at + 729 * DAY, meeting.ends_at + 731 * DAY) == [1, 0]


def test_words_and_papers_of_a_meeting_go_two_years_after_it(acting):
    meeting = MeetingFactory()
    Saying.objects.create(meeting=meeting, words="Nobody asked us.")
    stored = StoredFile(name="plan.pdf", content_type="application/pdf", size=1, sha256="0" * 64, added_by="user:1")
    stored.audience, stored.target = Audience.MEETING, ref_of(meeting)
    stored.file.save("plan.pdf", ContentFile(b"x"))
    stored.save()
    before, after = meeting.ends_at + 729 * DAY, meeting.ends_at + 731 * DAY
    assert [left(Saying, before), left(StoredFile, before)] == [[1], [1]]
    assert [left(Saying, after), left(StoredFile, after)] == [[0], [0]]


def test_minutes_of_the_forum_itself_go_after_six_years_and_what_everyone_read_stays():
    published, draft = MeetingFactory(), MeetingFactory()
    then = {"agreed_at": published.ends_at, "published_at": published.ends_at, "state": "published"}
    Minutes.objects.create(
        meeting=published, text="Ada said so.", public_text="It was said so.", written_by_label="facilitator", **then
    )
    Minutes.objects.create(meeting=draft, text="Ada said no.", written_by_label="facilitator")
    assert left(Minutes, published.ends_at + 2191 * DAY, published.ends_at + 2194 * DAY) == [2, 1]
    assert list(Minutes.objects.values_list("text", "public_text")) == [("", "It was said so.")]


def test_account_is_emptied_two_years_after_the_last_part_and_goes_with_it_after_six():
    today = timezone.localdate()
    longer = timezone.now() - 4000 * DAY
    person = UserFactory(name="Ada Example", joined_at=longer, age_band="adult")
    CapacityFactory(user=person, since=today - 3000 * DAY, until=today - 2000 * DAY)
    part = CapacityFactory(user=person, since=today - 900 * DAY, until=today)
    AccessNeed.objects.create(user=person, words="Hearing loop", agreed_on=today - 900 * DAY)
    staying = CapacityFactory(user__joined_at=longer, since=today - 3000 * DAY).user

    def known(days):
        purge.old_rows(now=timezone.now() + days * DAY)
        person.refresh_from_db()
        return (person.email is not None, person.name, AccessNeed.objects.count(), person.capacities.count())

    assert known(729) == (True, "Ada Example", 1, 1)
    assert known(732) == (False, "", 0, 1)
    assert (person.is_active, person.has_usable_password(), person.age_band) == (False, False, "")
    purge.old_rows(now=timezone.now() + 2200 * DAY)
    assert (Capacity.objects.filter(pk=part.pk).exists(), User.objects.filter(pk=person.pk).exists()) == (False, False)
    assert User.objects.get(pk=staying.pk).email == staying.email


def test_who_changed_arranged_and_proposed_goes_two_years_after_the_meeting():
    meeting, person = MeetingFactory(), CapacityFactory().user
    times = {"was_starts_at": meeting.starts_at, "was_ends_at": meeting.ends_at}
    MeetingChange.objects.create(meeting=meeting, sequence=1, by=person.ref, by_label="officer", what="when", **times)
    need = AccessNeed.objects.create(user=person, words="Hearing loop", agreed_on=timezone.localdate())
    Arrangement.objects.create(meeting=meeting, need=need)
    item = AgendaItem.objects.create(meeting=meeting, title="Sundays", minutes=10, proposed_by=person, proposed_by_label="member")
    before, after = meeting.ends_at + 729 * DAY, meeting.ends_at + 731 * DAY
    assert [left(MeetingChange, before), left(Arrangement, before), left(MeetingChange, after), left(Arrangement, after)] == [
        [1],
        [1],
        [0],
        [0],
    ]
    item.refresh_from_db()
    assert (item.title, item.proposed_by, item.proposed_by_label) == ("Sundays", None, "")


def test_calendar_address_goes_a_month_after_it_was_ended():
    now = timezone.now()
    CalendarKey.objects.create(user=UserFactory(), revoked_at=now)
    still_used = CalendarKey.objects.create(user=UserFactory(), made_at=now - 900 * DAY)
    assert left(CalendarKey, now + 29 * DAY, now + 31 * DAY) == [2, 1]
    assert CalendarKey.objects.get() == still_used


def test_audit_goes_after_six_years(acting):
    now = timezone.now()
    AuditEvent.objects.create(at=now, actor="user:1", capacity="officer", verb="did", target="x.y:1")
    assert left(AuditEvent, now + 6 * 365 * DAY, now + (6 * 365 + 3) * DAY) == [1, 0]


def test_draft_goes_after_two_weeks():
    draft, _token = drafts.begin(questionnaire=QuestionnaireFactory())
    assert left(Draft, draft.started_at + 13 * DAY, draft.started_at + 14 * DAY) == [1, 0]


def test_words_go_after_two_years_and_the_receipt_stays_until_it_is_answered():
    sent = send_response()
    at = sent.response.received_at
    assert left(Response, at + 729 * DAY, at + 731 * DAY) == [1, 0]
    assert left(Receipt, at + 5 * 365 * DAY) == [1]


def test_receipt_goes_twelve_months_after_the_newest_answer():
    sent, theme, now = send_response(), ThemeFactory(), timezone.now()
    for age in (300, 100):
        OutcomeFactory(published_at=now - age * DAY).themes.add(theme)
    OutcomeFactory(state="draft", published_at=None).themes.add(theme)
    sent.receipt.themes.add(theme)
    Receipt.objects.update(state=ResponseState.ANSWERED)
    assert left(Receipt, now + 264 * DAY, now + 266 * DAY) == [1, 0]
    # What was said is kept for its own two years.
    assert Response.objects.count() == 1


def test_held_words_are_never_deleted_by_the_job():
    sent = send_response()
    Response.objects.update(is_held=True)
    assert left(Response, sent.response.received_at + 4000 * DAY) == [1]


def test_whom_we_asked_goes_two_years_after_we_asked():
    today = timezone.localdate()
    FeedbackRequest.objects.create(
        questionnaire=QuestionnaireFactory(invited_only=True), user=CapacityFactory().user, asked_on=today
    )
    now = timezone.now()
    assert left(FeedbackRequest, now + purge.TWO_YEARS, now + purge.TWO_YEARS + DAY) == [1, 0]
