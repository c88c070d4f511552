"""Photos and documents as answers: who is asked, what is taken, who opens them, and when they go for good."""

import datetime as dt
import io
import re
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from coproduction.core.enums import Audience
from coproduction.core.errors import Missing
from coproduction.core.models import AuditEvent, ConcernAlert, ReadingItem, SafeguardingRecord, StoredFile
from coproduction.core.models.base import ref_of
from coproduction.core.services import files, purge
from feedback.enums import QuestionKind
from feedback.models import (
    Answer,
    Draft,
    DraftAnswer,
    FeedbackRequest,
    Question,
    Questionnaire,
    QuestionWords,
    Response,
)
from feedback.queries.building import can_be_answered
from feedback.services import drafts, responses, sent_files, triage
from groups.enums import AgeBand
from tests.factories.feedback import QuestionnaireFactory, send_response
from tests.factories.groups import UserFactory

pytestmark = pytest.mark.django_db

PHOTO = reverse("questionnaire_question", args=["club", 4])
CHECK, DISCARD = reverse("questionnaire_check", args=["club"]), reverse("questionnaire_discard", args=["club"])
ENTER = reverse("response_enter", args=["club"])
DAY = dt.timedelta(days=1)


@pytest.fixture
def questionnaire():
    """The questions of every factory, and a fourth one for a photo."""
    made = QuestionnaireFactory(slug="club")
    asked = Question.objects.create(revision=made.revisions.get(), key="a-photo", kind=QuestionKind.FILE, order=4)
    QuestionWords.objects.create(question=asked, wording="Show us the place")
    return made


@pytest.fixture
def run(django_capture_on_commit_callbacks):
    """Call something, with all that follows once it is certain."""

    def call(function, *args, **given):
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **given)

    return call


def invited(questionnaire, age_band=AgeBand.ADULT):
    """A browser with unfinished answers that were begun by a link of one's own."""
    draft, token = drafts.begin(questionnaire=questionnaire)
    user = UserFactory(age_band=age_band)
    draft.asked_by = FeedbackRequest.objects.create(questionnaire=questionnaire, user=user, asked_on=dt.date(2026, 1, 5))
    draft.save()
    browser = Client()
    browser.cookies["draft"] = token
    return browser


def anyone(questionnaire):
    _draft, token = drafts.begin(questionnaire=questionnaire)
    browser = Client()
    browser.cookies["draft"] = token
    return browser


def picture(kind="JPEG", size=(40, 20), mode="RGB"):
    made = io.BytesIO()
    Image.new(mode, size, 100).save(made, kind)
    return made.getvalue()


def archive():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        opened.writestr("inside.class", "SecretProgram")
    return made.getvalue()


def pdf(objects=b"", tail=b""):
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + objects + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n" + tail


def packed(objects):
    """Objects that are packed, as most PDFs have them."""
    inside = zlib.compress(objects)
    return b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + inside + b"\nendstream\nendobj"


def upload(content, name="Ada at 5 Mill Lane.jpg"):
    return SimpleUploadedFile(name, content)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def kept():
    """What stands in the storage."""
    return sorted(default_storage.listdir("kept")[1]) if default_storage.exists("kept") else []


def send_with_file(questionnaire, content=None):
    """A response with a photo, and the answer that it is."""
    browser = invited(questionnaire)
    browser.post(PHOTO, {"answer": upload(content or picture())})
    draft = Draft.objects.latest("pk")
    drafts.permit(draft=draft, permission="use_words")
    draft.refresh_from_db()
    response = responses.submit(draft=draft).response
    return response, response.answers.get(file__isnull=False)


def file_page(answer, name="response_file"):
    return reverse(name, args=[answer.response.ref, answer.pk])


def status(browser, address):
    response = browser.get(address)
    if response.streaming:
        # Read to its end, the file is closed by itself.
        b"".join(response)
    return response.status_code


# --- Who is asked ----------------------------------------------------------------------------------------------------------------


def test_public_is_never_asked_and_goes_round_it(questionnaire, client):
    Question.objects.filter(kind=QuestionKind.FILE).update(is_required=True)
    assert client.get(reverse("questionnaire", args=["club"])).context["beginning"].total == 3
    assert client.get(reverse("questionnaires")).context["questionnaires"][0].questions == 3
    browser = anyone(questionnaire)
    first = browser.get(reverse("questionnaire_question", args=["club", 1]))
    assert (first.context["place"], first.context["total"]) == (1, 3)
    for number in (1, 2, 3):
        last = browser.post(reverse("questionnaire_question", args=["club", number]), {})
    assert last["Location"] == reverse("questionnaire_age", args=["club"])
    assert browser.get(PHOTO)["Location"] == CHECK
    assert browser.post(PHOTO, {"answer": upload(picture())})["Location"] == CHECK
    assert "Show us the place" not in text(browser.get(CHECK))
    assert (StoredFile.objects.count(), kept()) == (0, [])
    browser.post(reverse("questionnaire_permission", args=["club"]), {"permission": "use_words"})
    assert browser.post(CHECK, {})["Location"] == reverse("questionnaire_sent", args=["club"])
    assert Response.objects.count() == 1


def test_service_refuses_a_file_of_whoever_is_not_asked(questionnaire):
    anyone(questionnaire)
    question = Question.objects.get(kind=QuestionKind.FILE)
    with pytest.raises(Missing, match="not part of what you are answering"):
        drafts.answer(draft=Draft.objects.get(), question=question, upload=upload(picture()))
    assert DraftAnswer.objects.count() == 0


@pytest.mark.parametrize(
    "age_band, switch, asked",
    [
        (AgeBand.ADULT, False, True),
        (AgeBand.AGES_20_25, False, True),
        (AgeBand.AGES_18_19, False, True),
        (AgeBand.AGES_16_17, False, False),
        (AgeBand.UNDER_11, False, False),
        (AgeBand.NOT_SAID, False, False),
        (AgeBand.AGES_16_17, True, True),
        (AgeBand.UNDER_11, True, True),
        (AgeBand.NOT_SAID, True, True),
    ],
    ids=["26 or older", "20", "18", "17", "10", "unsaid", "17 with the switch", "10 with the switch", "unsaid with the switch"],
)
def test_young_people_are_asked_only_when_somebody_decided_so(questionnaire, age_band, switch, asked):
    Questionnaire.objects.update(under_18s_send_files=switch)
    page = invited(questionnaire, age_band).get(PHOTO)
    assert page.status_code == (200 if asked else 302)
    assert ("Show us the place" in text(page)) is asked


def test_link_to_another_questionnaire_asks_for_nothing_here(questionnaire):
    browser = invited(questionnaire)
    FeedbackRequest.objects.update(questionnaire=QuestionnaireFactory())
    assert browser.get(PHOTO).status_code == 302


def test_question_that_only_some_are_asked_is_not_enough_to_open(questionnaire):
    revision = questionnaire.revisions.get()
    assert can_be_answered(revision)
    revision.questions.exclude(kind=QuestionKind.FILE).delete()
    assert not can_be_answered(revision)


# --- Answering -------------------------------------------------------------------------------------------------------------------


def test_page_says_what_can_be_sent_and_forces_no_camera(questionnaire):
    page = text(invited(questionnaire).get(PHOTO))
    assert "up to 10 MB" in page
    assert "Do not send pictures of other people without asking them." in page
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in page
    assert "capture" not in page
    assert "multipart" not in text(invited(questionnaire).get(reverse("questionnaire_question", args=["club", 3])))


def test_file_is_kept_without_its_name_shown_by_kind_and_size_and_sent(questionnaire):
    browser = invited(questionnaire)
    went_on = browser.post(PHOTO, {"answer": upload(picture())})
    assert went_on["Location"] == reverse("questionnaire_age", args=["club"])
    stored = StoredFile.objects.get()
    assert (stored.name, stored.content_type, stored.audience, stored.target) == (
        "photo.jpg",
        "image/jpeg",
        Audience.RESPONSE,
        "",
    )
    back = text(browser.get(PHOTO))
    words = f"A photo, {stored.size}\xa0bytes"
    assert words.replace("\xa0", " ") in back.replace("\xa0", " ")
    assert [hidden for hidden in ("Ada", stored.key, "<img") if hidden in back] == []
    assert "A photo, " in text(browser.get(CHECK))
    # Going on without choosing another one keeps it.
    browser.post(PHOTO, {})
    assert StoredFile.objects.get() == stored

    browser.post(reverse("questionnaire_permission", args=["club"]), {"permission": "use_words"})
    browser.post(CHECK, {})
    response = Response.objects.get()
    stored.refresh_from_db()
    assert (response.answers.get().file, stored.target, Draft.objects.count()) == (stored, ref_of(response), 0)
    assert ReadingItem.objects.get().is_urgent
    # Nobody is named for it.
    assert set(AuditEvent.objects.filter(verb="kept file").values_list("actor", flat=True)) == {"portal"}


def test_document_is_kept_under_a_name_that_says_nothing(questionnaire):
    invited(questionnaire).post(PHOTO, {"answer": upload(pdf(), "Ada Lovelace.pdf")})
    stored = StoredFile.objects.get()
    assert (stored.name, stored.content_type) == ("document.pdf", "application/pdf")


def test_another_file_takes_the_place_of_the_first_at_once(questionnaire, run):
    browser = invited(questionnaire)
    browser.post(PHOTO, {"answer": upload(picture())})
    first = StoredFile.objects.get()
    run(browser.post, PHOTO, {"answer": upload(picture("PNG"))})
    second = StoredFile.objects.get()
    assert (second.content_type, second.pk == first.pk) == ("image/png", False)
    assert kept() == [second.file.name.removeprefix("kept/")]


def test_button_deletes_it_at_once(questionnaire, run):
    browser = invited(questionnaire)
    browser.post(PHOTO, {"answer": upload(picture())})
    assert len(kept()) == 1
    page = run(browser.post, PHOTO, {"take-away": "1"})
    assert page["Location"] == PHOTO
    assert (StoredFile.objects.count(), kept(), "You chose" in text(browser.get(PHOTO))) == (0, [], False)


def test_required_file_is_asked_for_until_it_is_there(questionnaire):
    Question.objects.filter(kind=QuestionKind.FILE).update(is_required=True)
    browser = invited(questionnaire)
    assert "Choose a photo or a document" in text(browser.post(PHOTO, {}))
    browser.post(PHOTO, {"answer": upload(picture())})
    assert browser.post(PHOTO, {}).status_code == 302
    assert StoredFile.objects.count() == 1


def test_easy_read_and_going_on_later_keep_what_was_chosen(questionnaire):
    browser = invited(questionnaire)
    easy = browser.post(PHOTO, {"answer": upload(picture()), "read": "easy"})
    assert (easy.status_code, "You chose" in text(easy), Draft.objects.get().is_easy) == (200, True, True)
    later = browser.post(PHOTO, {"answer": upload(picture("PNG")), "later": "1"})
    assert later["Location"] == reverse("questionnaire_later", args=["club"])
    assert DraftAnswer.objects.get().file.content_type == "image/png"


def test_page_that_was_open_too_long_asks_to_choose_again(questionnaire):
    before = invited(questionnaire)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["draft"] = before.cookies["draft"].value
    page = text(browser.post(PHOTO, {"answer": upload(picture())}))
    assert "This page was open for too long." in page
    assert "choose it again: your browser does not keep it" in page
    assert StoredFile.objects.count() == 0


SCRIPT = b"3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj"
WRONG = {
    "empty": (b"", "This file is empty"),
    "too big": (b"\xff\xd8" + b"\0" * files.LARGEST, "too big"),
    "program": (b"MZ\x90\0" + b"\0" * 500, "something else"),
    "page": (b"<!doctype html><script>alert(1)</script>", "something else"),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "something else"),
    "archive": (archive(), "something else"),
    "cut off picture": (picture(size=(400, 400))[:700], "damaged"),
    "bomb": (picture("PNG", (8000, 8000), "L"), "too many dots"),
    "page before a pdf": (b"<html>" + pdf(), "something else"),
    "page in a pdf": (pdf(b"<script>alert(1)</script>"), "another kind of file"),
    "page after a pdf": (pdf(tail=b"<b>more</b>"), "another kind of file"),
    "archive after a pdf": (pdf(tail=archive() + b"%%EOF"), "another kind of file"),
    "pdf with a program": (pdf(SCRIPT), "program"),
    "pdf with a program in numbers": (pdf(SCRIPT.replace(b"JavaScript", b"J#61vaScr#69pt")), "program"),
    "pdf with a packed program": (pdf(packed(SCRIPT)), "program"),
    "pdf that starts something": (pdf(b"<< /S /Launch /F (calc.exe) >>"), "program"),
    "pdf with a file in it": (pdf(b"<< /Type /EmbeddedFile >>"), "another file in it"),
    "locked pdf": (pdf(b"<< /Encrypt 4 0 R >>"), "locked"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_file_is_refused_in_plain_words_and_nothing_else_is_lost(questionnaire, wrong):
    content, words = WRONG[wrong]
    browser = invited(questionnaire)
    browser.post(reverse("questionnaire_question", args=["club", 3]), {"answer": "The swings."})
    page = browser.post(PHOTO, {"answer": upload(content)})
    assert (page.status_code, words in text(page)) == (200, True)
    assert len(page.context["form"].errors["answer"]) == 1
    assert (StoredFile.objects.count(), kept()) == (0, [])
    assert [row.words for row in DraftAnswer.objects.all()] == ["The swings."]


def test_wrong_file_leaves_the_one_that_was_there(questionnaire):
    browser = invited(questionnaire)
    browser.post(PHOTO, {"answer": upload(picture())})
    page = text(browser.post(PHOTO, {"answer": upload(WRONG["too big"][0])}))
    assert ("too big" in page, "You chose" in page, StoredFile.objects.count()) == (True, True, 1)


def test_picture_that_is_an_archive_as_well_is_only_a_picture_afterwards(questionnaire):
    invited(questionnaire).post(PHOTO, {"answer": upload(picture() + archive())})
    with StoredFile.objects.get().file.open("rb") as opened:
        content = opened.read()
    assert (b"PK" in content, b"SecretProgram" in content, Image.open(io.BytesIO(content)).size) == (False, False, (40, 20))


# --- When they go ----------------------------------------------------------------------------------------------------------------


def test_thrown_away_and_old_drafts_take_their_files_with_them(questionnaire, run):
    for go in (
        lambda browser: browser.post(DISCARD),
        lambda browser: drafts.purge(now=Draft.objects.get().expires_at),
    ):
        browser = invited(questionnaire)
        browser.post(PHOTO, {"answer": upload(picture())})
        assert len(kept()) == 1
        run(go, browser)
        assert (Draft.objects.count(), StoredFile.objects.count(), kept()) == (0, 0, [])


def test_file_goes_when_its_question_is_not_asked_any_more(questionnaire, run):
    Questionnaire.objects.update(under_18s_send_files=True)
    browser = invited(questionnaire, AgeBand.AGES_16_17)
    browser.post(PHOTO, {"answer": upload(picture())})
    Questionnaire.objects.update(under_18s_send_files=False)
    browser.post(reverse("questionnaire_permission", args=["club"]), {"permission": "use_words"})
    run(browser.post, CHECK, {})
    assert (Response.objects.count(), Answer.objects.count(), StoredFile.objects.count(), kept()) == (1, 0, 0, [])
    assert not ReadingItem.objects.get().is_urgent


def test_files_that_no_answer_knows_go_after_a_day_and_others_stay(questionnaire, run):
    send_with_file(questionnaire)
    invited(questionnaire).post(PHOTO, {"answer": upload(picture())})
    invited(questionnaire).post(PHOTO, {"answer": upload(picture())})
    # Whoever was asked is forgotten, and so are their unfinished answers.
    FeedbackRequest.objects.latest("pk").delete()
    newest = StoredFile.objects.latest("added_at").added_at
    assert run(sent_files.files_of_nobody, newest + DAY) == 0
    assert run(sent_files.files_of_nobody, newest + DAY + dt.timedelta(minutes=1)) == 1
    assert (StoredFile.objects.count(), len(kept())) == (2, 2)


def test_files_go_with_the_words_after_two_years_but_not_what_the_leads_hold(questionnaire, acting, run):
    held, _answer = send_with_file(questionnaire)
    triage.decide(response=held, decision="hold", reason="A worry.", by=acting("officer"))
    free, _answer = send_with_file(questionnaire)
    assert len(kept()) == 2
    run(responses.old_words, free.received_at + purge.TWO_YEARS + DAY)
    assert [row.response_id for row in Answer.objects.all()] == [held.pk]
    assert len(kept()) == 1


# --- Reading ---------------------------------------------------------------------------------------------------------------------


def test_photo_is_not_there_before_somebody_opens_it_and_opening_is_written_down(questionnaire, signed_in):
    response, answer = send_with_file(questionnaire)
    officer = signed_in("officer")
    page = text(officer.get(reverse("response", args=[response.ref])))
    assert "It is not shown until you open it." in page
    assert answer.file.key not in page
    assert not AuditEvent.objects.filter(verb="opened file").exists()
    opened = text(officer.get(file_page(answer)))
    assert f'src="/files/{answer.file.key}/"' in opened
    event = AuditEvent.objects.get(verb="opened file")
    assert event.target == ref_of(response)
    assert "Stop: do not open, copy or forward. Tell the safeguarding lead" in page
    assert "Stop: do not open, copy or forward. Tell the safeguarding lead" in opened
    shown = officer.get(reverse("file", args=[answer.file.key]))
    b"".join(shown)
    assert (shown["Content-Disposition"], shown["X-Content-Type-Options"]) == ('attachment; filename="photo.jpg"', "nosniff")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_reader_is_not_told_of_a_question_that_was_not_put(questionnaire, signed_in):
    officer = signed_in("officer")
    without = send_response(questionnaire).response
    with_it, _answer = send_with_file(questionnaire)
    pages = [text(officer.get(reverse("response", args=[each.ref]))) for each in (without, with_it)]
    assert ["Show us the place" in page for page in pages] == [False, True]


def test_document_is_only_ever_downloaded(questionnaire, signed_in):
    _response, answer = send_with_file(questionnaire, pdf())
    page = text(signed_in("officer").get(file_page(answer)))
    assert ("Download the document" in page, "<img" in page.split("<main")[1], "<iframe" in page) == (True, False, False)


def test_only_those_who_read_what_people_send_can_open_it(questionnaire, signed_in, client):
    _response, answer = send_with_file(questionnaire)
    address, file = file_page(answer), reverse("file", args=[answer.file.key])
    readers = {role: signed_in(role) for role in ("officer", "safeguarding_lead")}
    assert {role: (status(who, address), status(who, file)) for role, who in readers.items()} == {
        "officer": (200, 200),
        "safeguarding_lead": (200, 200),
    }
    others = {role: signed_in(role) for role in ("member", "committee_member", "administrator", "chair", "facilitator")}
    assert {(status(who, address), status(who, file)) for who in others.values()} == {(403, 404)}
    assert (status(client, address), status(client, file)) == (302, 404)


def test_file_that_is_not_sent_yet_is_nobody_s_to_open(questionnaire, signed_in):
    browser = invited(questionnaire)
    browser.post(PHOTO, {"answer": upload(picture())})
    file = reverse("file", args=[StoredFile.objects.get().key])
    assert [status(who, file) for who in (browser, signed_in("officer"), signed_in("safeguarding_lead"))] == [404, 404, 404]


def test_one_press_takes_it_to_the_safeguarding_leads_alone(questionnaire, signed_in):
    response, answer = send_with_file(questionnaire)
    officer, lead = signed_in("officer"), signed_in("safeguarding_lead")
    address, file = file_page(answer), reverse("file", args=[answer.file.key])
    assert officer.get(file_page(answer, "response_file_stop"))["Location"] == reverse("response", args=[response.ref])
    pressed = officer.post(file_page(answer, "response_file_stop"), follow=True)
    assert pressed.redirect_chain == [(reverse("reading_queue"), 302)]
    response.refresh_from_db()
    record = SafeguardingRecord.objects.get()
    assert (response.is_held, "A file that should not be opened" in record.concern) == (True, True)
    assert (status(officer, address), status(officer, file), status(signed_in("member"), file)) == (404, 404, 404)
    concern = text(lead.get(reverse("safeguarding_concern", args=[record.pk])))
    assert (address in concern, answer.file.key in concern) == (True, False)
    assert (status(lead, address), status(lead, file)) == (200, 200)
    # What the leads do with it stands on no page of anybody else.
    assert [event.target for event in AuditEvent.objects.filter(verb="opened file")] == [ref_of(record)]
    # Another officer whose page was still open is told where it is.
    late = signed_in("officer").post(file_page(answer, "response_file_stop"), follow=True)
    assert "This is with the safeguarding leads now." in text(late)


def test_lead_whom_a_concern_is_about_does_not_open_the_file(questionnaire, signed_in, acting):
    response, answer = send_with_file(questionnaire)
    about, other = signed_in("safeguarding_lead"), signed_in("safeguarding_lead")
    file = reverse("file", args=[answer.file.key])
    triage.decide(response=response, decision="hold", reason="A worry.", about=about.actor.user, by=acting("officer"))
    record = SafeguardingRecord.objects.get()
    for lead in (about, other):
        told = {"to_label": "safeguarding lead", "due_at": record.raised_at}
        ConcernAlert.objects.get_or_create(record=record, to=lead.actor.ref, defaults=told)
    assert (status(about, file_page(answer)), status(about, file)) == (404, 404)
    assert (status(other, file_page(answer)), status(other, file)) == (200, 200)


def test_member_cannot_press_stop(questionnaire, signed_in):
    response, answer = send_with_file(questionnaire)
    assert signed_in("member").post(file_page(answer, "response_file_stop")).status_code == 403
    response.refresh_from_db()
    assert not response.is_held


def test_answers_are_counted_and_tables_say_only_what_it_is(questionnaire, signed_in):
    _photo, photo = send_with_file(questionnaire)
    _document, document = send_with_file(questionnaire, pdf())
    officer = signed_in("officer")
    page = text(officer.get(reverse("questionnaire_answers", args=["club"])))
    assert ("2 responses, from 2 people" in page, "They sent a photo or a document." in page) == (True, True)
    table = b"".join(officer.get(reverse("questionnaire_answers_csv", args=["club"]))).decode()
    assert sorted(re.findall(r"a photo|a document", table)) == ["a document", "a photo"]
    keys = (photo.file.key, document.file.key)
    assert not any(key in page or key in table for key in keys)


# --- Typing in and building ------------------------------------------------------------------------------------------------------


def entered(**changes):
    data = {"how-channel": "paper", "how-permission": "use_words", "how-key": "0123456789abcdef", "q3-answer": "The swings."}
    return data | changes


def test_staff_add_a_scan_to_what_came_on_paper(questionnaire, signed_in):
    officer = signed_in("officer")
    assert 'enctype="multipart/form-data"' in text(officer.get(ENTER))
    done = officer.post(ENTER, entered(**{"q4-answer": upload(picture(), "scan of Ada.jpg")}))
    assert "sent" in done.context
    answer = Answer.objects.get(file__isnull=False)
    assert (answer.response.channel, answer.file.name, answer.file.added_by) == ("paper", "photo.jpg", officer.actor.ref)
    assert answer.file.target == ref_of(answer.response)


def test_wrong_scan_names_its_question_and_keeps_what_was_typed(questionnaire, signed_in):
    page = signed_in("officer").post(ENTER, entered(**{"q4-answer": upload(archive())}))
    assert page.context["how"].non_field_errors() == [
        "Question 4: We can take pictures (JPEG, PNG or WebP) and PDF files. This is something else."
    ]
    assert ("The swings." in text(page), "has to be chosen again" in text(page)) == (True, True)
    assert (Response.objects.count(), StoredFile.objects.count(), Draft.objects.count()) == (0, 0, 0)


def test_paper_says_that_a_photo_can_come_with_it(questionnaire, signed_in):
    page = text(signed_in("officer").get(reverse("questionnaire_paper", args=["club"])))
    assert "You can give us a photo or a document together with this paper." in page


def test_builder_says_to_whom_it_is_put(signed_in):
    made = QuestionnaireFactory(slug="club", draft=True)
    officer = signed_in("officer")
    create = reverse("question_create", args=["club"])
    assert "Never of the public." in text(officer.get(create))
    assert "never to the public" in text(officer.get(f"{create}?kind=file"))
    done = officer.post(f"{create}?kind=file", {"wording": "Show us the place", "easy": "Show the place", "kind": "file"})
    assert done.status_code == 302
    asked = made.revisions.get().questions.get(kind=QuestionKind.FILE)
    assert (asked.key, asked.words.get().easy, asked.options.count()) == ("show-us-the-place", "Show the place", 0)


def test_switch_for_young_people_is_off_until_somebody_turns_it_on(signed_in):
    made = QuestionnaireFactory(slug="club", draft=True)
    officer = signed_in("officer")
    address = reverse("questionnaire_update", args=["club"])
    form = officer.get(address).context["form"]
    assert form["under_18s_send_files"].value() is False
    facts = {"title": made.title, "why": made.why, "what_next": made.what_next, "under_18s_send_files": "on"}
    assert officer.post(address, facts).status_code == 302
    made.refresh_from_db()
    assert made.under_18s_send_files
    officer.post(address, {name: value for name, value in facts.items() if name != "under_18s_send_files"})
    made.refresh_from_db()
    assert not made.under_18s_send_files
