"""A questionnaire opens by itself on its day; a draft that nobody was asked can be deleted, and no other."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from coproduction.core.errors import WrongState
from coproduction.core.models import AuditEvent, StoredFile
from coproduction.core.services import files
from feedback.models import Draft, Question, Questionnaire
from feedback.queries import building
from feedback.services import questionnaires
from feedback.services.questionnaires import Asked
from tests.factories.feedback import QuestionnaireFactory, cover, gone_through, send_response

pytestmark = pytest.mark.django_db


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def posted(name, day):
    return dict(zip((f"{name}_day", f"{name}_month", f"{name}_year"), str(day).split(), strict=True)) if day else {}


def form(opens, closes="20 12 2026"):
    return (
        {"title": "The club", "why": "We want to know.", "what_next": "We read it."}
        | posted("opens", opens)
        | posted("closes", closes)
    )


@pytest.fixture
def draft():
    return QuestionnaireFactory(slug="club", title="The club", draft=True, closes_at=moment("2026-12-20 23:59"))


@pytest.fixture
def scheduled():
    """Opened for 3 December."""
    return QuestionnaireFactory(
        slug="club", title="The club", opens_at=moment("2026-12-03 00:00"), closes_at=moment("2026-12-20 23:59")
    )


def url(name, *args):
    return reverse(name, args=["club", *args])


def test_officer_sets_the_day_and_it_opens_by_itself(signed_in, client, draft, at):
    with at("2026-11-28 10:00"):
        officer = signed_in("officer")
        assert officer.post(url("questionnaire_update"), form("3 12 2026")).status_code == 302
        draft.refresh_from_db()
        assert draft.opens_at == moment("2026-12-03 00:00")
        Questionnaire.objects.update(privacy="We never ask your name.", data_reference="DPIA-2026-001")
        cover(first_day=dt.date(2026, 12, 3), days=20)
        gone_through(draft)
        page = officer.post(url("questionnaire_open"), follow=True).content.decode()
        assert "It opens by itself on 3 December 2026. Until then people can see that it comes." in page
        assert "Until then people see its title and that day, and nobody can answer." in page
    with at("2026-12-02 23:59"):
        assert "“The club” opens on 3 December 2026." in client.get(url("questionnaire")).content.decode()
        listed = client.get(reverse("questionnaires"))
        assert [line.title for line in listed.context["coming"]] == ["The club"]
        assert "Opens on 3 December 2026" in listed.content.decode()
        # Twice, so that the second one is the page as it is kept.
        assert "“The club” opens on 3 December 2026." in client.get(url("questionnaire")).content.decode()
    with at("2026-12-03 00:01"):
        assert "Why we ask" in client.get(url("questionnaire")).content.decode()
        listed = client.get(reverse("questionnaires"))
        assert ([line.title for line in listed.context["questionnaires"]], listed.context["coming"]) == (["The club"], [])
        assert client.post(url("questionnaire")).url == url("questionnaire_question", 1)


def test_nobody_answers_before_the_day(client, scheduled, at):
    with at("2026-12-02 12:00"):
        bare = client.post(url("questionnaire"))
        typed = client.post(url("questionnaire"), {"speaks_for": "organisation", "organisation": "A club"})
        words = client.post(url("questionnaire_question", 3), {"answer": "I could not wait."})
        kiosk = client.get(url("questionnaire_kiosk"))
    assert [page.status_code for page in (bare, typed, words, kiosk)] == [409] * 4
    assert all("opens on 3 December 2026." in page.content.decode() for page in (bare, typed, words, kiosk))
    assert "I could not wait." in words.content.decode()
    assert Draft.objects.count() == 0


def test_empty_day_opens_at_once(signed_in, draft, at):
    with at("2026-11-28 10:00"):
        officer = signed_in("officer")
        officer.post(url("questionnaire_update"), form("3 12 2026"))
        officer.post(url("questionnaire_update"), form(""))
        Questionnaire.objects.update(privacy="We never ask your name.", data_reference="DPIA-2026-001")
        cover(days=30)
        gone_through(draft)
        officer.post(url("questionnaire_open"))
        draft.refresh_from_db()
        assert draft.is_open(timezone.now())
        assert draft.opens_at == timezone.now()


def test_last_day_is_not_before_the_day_it_opens(signed_in, draft, at):
    with at("2026-11-28 10:00"):
        page = signed_in("officer").post(url("questionnaire_update"), form("3 12 2026", "2 12 2026"))
        assert page.context["form"].errors == {"closes": ["Give a last day to answer that is not before the day it opens"]}
        draft.opens_at, draft.closes_at = moment("2026-12-21 00:00"), moment("2026-12-20 23:59")
        draft.save()
        need = {each.name: each.missing for each in building.needed_to_open(draft)}
        assert need["closes"] == "Give a last day to answer that is not before the day it opens."
        draft.closes_at = moment("2026-12-21 23:59")
        draft.save()
        assert {each.name: each.missing for each in building.needed_to_open(draft)}["closes"] == ""


def test_cover_is_needed_from_the_day_it_opens(draft, at):
    with at("2026-11-28 10:00"):
        cover(first_day=dt.date(2026, 12, 3), days=20)
        assert building.cover_gaps(draft) == [dt.date(2026, 11, 30), dt.date(2026, 12, 1), dt.date(2026, 12, 2)]
        draft.opens_at = moment("2026-12-03 00:00")
        assert building.cover_gaps(draft) == []


def test_draft_is_deleted_with_its_questions_and_pictures(signed_in, draft, png):
    officer = signed_in("officer")
    picture = files.keep(upload=png, name="club.png", audience="questionnaire", by=officer.actor)
    questionnaires.change(
        questionnaire=draft,
        by=officer.actor,
        questions=[Asked(kind="statement", wording="Hello.", picture=picture, picture_words="A club")],
    )
    page = officer.get(url("questionnaire_delete")).content.decode()
    assert "“The club” has 1 question. Nobody was asked yet, so no answers are lost." in page
    assert Questionnaire.objects.count() == 1
    assert officer.post(url("questionnaire_delete")).url == reverse("officers_questionnaires")
    assert [model.objects.count() for model in (Questionnaire, Question, StoredFile)] == [0, 0, 0]
    assert AuditEvent.objects.filter(verb="deleted draft questionnaire", actor=officer.actor.ref).count() == 1


@pytest.fixture
def png():
    made = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(made, "PNG")
    return SimpleUploadedFile("club.png", made.getvalue())


@pytest.mark.parametrize("state", ["open", "scheduled", "closed"])
def test_nobody_deletes_what_was_opened(signed_in, state):
    opens_at = timezone.now() + dt.timedelta(days=1 if state == "scheduled" else -1)
    questionnaire = QuestionnaireFactory(slug="club", opens_at=opens_at)
    officer = signed_in("officer")
    if state == "open":
        send_response(questionnaire)
    if state == "closed":
        questionnaires.close(questionnaire=questionnaire, by=officer.actor)
    refused = "This questionnaire is open or was open, so it stays. You can close it."
    assert refused in officer.get(url("questionnaire_delete"), follow=True).content.decode()
    assert refused in officer.post(url("questionnaire_delete"), follow=True).content.decode()
    with pytest.raises(WrongState):
        questionnaires.delete(questionnaire=questionnaire, by=officer.actor)
    assert Questionnaire.objects.count() == 1


def test_only_officers_delete_a_draft(signed_in, draft):
    assert signed_in("chair").post(url("questionnaire_delete")).status_code in (403, 404)
    assert Questionnaire.objects.count() == 1
    assert signed_in("officer").post(url("questionnaire_delete")).status_code == 302
    assert Questionnaire.objects.count() == 0
