"""Officers write questions one by one: each kind, its picture, its easy read, what it waits for, its place; two of them at once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from coproduction.core.enums import Audience
from coproduction.core.errors import Problems
from coproduction.core.models import StoredFile
from feedback.enums import QuestionKind
from feedback.models import Question, Questionnaire
from feedback.services import questionnaires, questions
from feedback.services.questions import Asked, ShownIf
from tests.factories.feedback import QuestionnaireFactory, gone_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def club():
    return QuestionnaireFactory(draft=True, slug="club")


def written(questionnaire):
    return questions.as_written(questionnaire.revisions.order_by("-number").first())


def keys(questionnaire):
    return [each.key for each in written(questionnaire)]


def add_url(kind):
    return f"{reverse('question_create', args=['club'])}?kind={kind}"


def of(name, key="how-was-it"):
    return reverse(name, args=["club", key])


def told(page):
    return [str(message) for message in page.context["messages"]]


def got(browser, url):
    response = browser.get(url)
    if response.streaming:
        # Read to its end, the file is closed by itself.
        b"".join(response)
    return response.status_code


def picture(name="bus.png"):
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, format="PNG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/png")


KINDS = {
    "faces": ({"instead": "I was not there"}, {"instead": "I was not there"}),
    "one_choice": ({"options": "Yes\r\n\r\n No \r\n"}, {"options": ("Yes", "No")}),
    "several_choices": ({"options": "Tea\nCake"}, {"options": ("Tea", "Cake")}),
    "ranking": ({"options": "Tea\nCake"}, {"options": ("Tea", "Cake")}),
    "scale": (
        {"lowest": "0", "highest": "10", "low": "Never", "high": "Always"},
        {"lowest": 0, "highest": 10, "low": "Never", "high": "Always"},
    ),
    "number": ({"lowest": "0", "highest": "40"}, {"lowest": 0, "highest": 40}),
    "short_text": ({}, {}),
    "long_text": ({}, {}),
    "day": ({}, {}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_written_shown_and_changed(officer, club, kind):
    typed, kept = KINDS[kind]
    common = {"wording": "So?", "hint": "Think.", "easy": "Tell us.", "is_required": "on"}
    assert officer.get(add_url(kind)).status_code == 200
    officer.post(add_url(kind), common | typed)
    made = Asked(kind=kind, key="so", wording="So?", hint="Think.", easy="Tell us.", is_required=True, **kept)
    assert written(club)[-1] == made
    # Its own page brings back just what was typed.
    form = officer.get(of("question_update", "so")).context["form"]
    again = {name: form[name].value() for name in form.fields if str(form[name].value()) not in ("None", "False", "")}
    officer.post(of("question_update", "so"), again | {"hint": "Think twice."})
    assert written(club)[-1] == Asked(**vars(made) | {"hint": "Think twice."})
    assert officer.get(reverse("officers_questionnaire", args=["club"])).status_code == 200
    assert officer.get(reverse("questionnaire_try", args=["club"])).status_code == 200


def test_statement_has_nothing_to_answer(officer, club):
    officer.post(add_url("statement"), {"wording": "Now about the bus.", "is_required": "on"})
    assert written(club)[-1] == Asked(kind="statement", key="now-about-the-bus", wording="Now about the bus.")
    assert "Now about the bus." in officer.get(reverse("officers_questionnaire", args=["club"])).content.decode()


def test_kind_is_chosen_first(officer, club):
    page = officer.get(reverse("question_create", args=["club"]))
    assert [value for value, _label in page.context["form"].fields["kind"].choices] == list(QuestionKind.values)
    assert officer.get(add_url("")).context["form"].errors["kind"] == ["Choose what kind of question it is"]
    assert officer.get(add_url("nonsense")).context["form"].errors["kind"] == ["Choose one of the answers in the list"]
    assert officer.post(add_url("nonsense"), {"wording": "x"}).status_code == 302
    assert len(written(club)) == 3


WRONG = [
    ("one_choice", {"wording": "", "options": "A\nB"}, "wording", "Fill in “Question”"),
    ("one_choice", {"options": "Only"}, "options", "Write two answers or more, one a line"),
    ("ranking", {"options": "Tea\nTea"}, "options", "Write each answer once"),
    ("several_choices", {"options": "x" * 161 + "\nB"}, "options", "Use 160 characters or fewer for each answer"),
    ("scale", {"lowest": "5", "highest": "4"}, "lowest", "Choose one of the answers in the list"),
    ("number", {"lowest": "9", "highest": "3"}, "highest", "Enter a number that is higher than the lowest one"),
    ("number", {"lowest": "9" * 40}, "lowest", "Enter 1000000000 or less"),
    ("short_text", {"if-how-was-it": ["nonsense"]}, "if-how-was-it", "Choose one of the answers in the list"),
    (
        "short_text",
        {"if-how-was-it": ["ok"], "if-what-to-do": ["art"]},
        "if-what-to-do",
        "Choose answers to one earlier question only",
    ),
]


@pytest.mark.parametrize("kind, typed, field, words", WRONG)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(officer, club, kind, typed, field, words):
    page = officer.post(add_url(kind), {"wording": "So what?", "hint": "A hint that stays"} | typed)
    assert page.context["form"].errors[field] == [words]
    assert "A hint that stays" in page.content.decode()
    assert len(written(club)) == 3


def test_preview_is_the_field_that_people_get_and_saves_nothing(officer, club):
    typed = {"wording": "Which?", "options": "Tea\nCake", "easy": "Tea or cake?", "look": "Look at it first"}
    page = officer.post(add_url("one_choice"), typed)
    assert [page.context[name].fields["answer"].label for name in ("preview", "easy_preview")] == ["Which?", "Tea or cake?"]
    choices = page.context["preview"].fields["answer"].choices
    assert list(choices) == [("tea", "Tea"), ("cake", "Cake")]
    assert page.context["form"]["options"].value() == "Tea\nCake"
    assert len(written(club)) == 3


def test_question_waits_for_an_earlier_answer(officer, club):
    officer.post(add_url("long_text"), {"wording": "Why not?", "if-how-was-it": ["not-good", "ok"]})
    made = written(club)[-1]
    assert made.shown_if == ShownIf("how-was-it", ("not-good", "ok"))
    page = officer.get(reverse("officers_questionnaire", args=["club"])).content.decode()
    assert "Only shown when “How was the club?” was answered with “Not good” or “OK”." in page
    # Only what comes before can be waited for.
    assert set(officer.get(of("question_update", "what-to-do")).context["form"].waits) == {"if-how-was-it"}
    form = officer.get(of("question_update", "why-not")).context["form"]
    assert form["if-how-was-it"].value() == ["not-good", "ok"]


IN_VAIN = (
    "Question 4, “Why not?”, waits for an answer to “How was the club?” that nobody could give before it. Change that first."
)


@pytest.fixture
def waiting(club, officer):
    asked = Asked(kind="long_text", wording="Why not?", shown_if=ShownIf("how-was-it", ("not-good",)))
    questions.add(questionnaire=club, asked=asked, by=officer.actor)
    return club


def test_what_a_later_question_waits_for_is_not_removed(officer, waiting):
    assert told(officer.post(of("question_remove"), follow=True)) == [IN_VAIN]
    assert keys(waiting) == ["how-was-it", "what-to-do", "your-words", "why-not"]
    officer.post(of("question_remove", "why-not"))
    officer.post(of("question_remove"))
    assert keys(waiting) == ["what-to-do", "your-words"]


def test_question_is_not_moved_before_what_it_waits_for(officer, waiting):
    assert told(officer.post(of("question_move", "why-not"), {"to": "1"}, follow=True)) == [IN_VAIN]
    assert told(officer.post(of("question_move"), {"to": "4"}, follow=True)) == [IN_VAIN]
    officer.post(of("question_move", "why-not"), {"to": "2"})
    assert keys(waiting) == ["how-was-it", "why-not", "what-to-do", "your-words"]


def test_answer_that_is_waited_for_is_not_taken_away(officer, club):
    asked = Asked(kind="long_text", wording="Why?", shown_if=ShownIf("what-to-do", ("art",)))
    questions.add(questionnaire=club, asked=asked, by=officer.actor)
    page = officer.post(of("question_update", "what-to-do"), {"wording": "What?", "options": "Swimming\nCooking"})
    assert page.context["form"].non_field_errors() == [
        "Question 4, “Why?”, waits for an answer to “What?” that nobody could give before it. Change that first."
    ]
    # When only its words change, the wait goes with it.
    officer.post(of("question_update", "what-to-do"), {"wording": "What?", "options": "Swimming\nCooking\nArt and craft"})
    assert written(club)[-1].shown_if == ShownIf("what-to-do", ("art-and-craft",))


@pytest.mark.parametrize("to, order", [("1", 0), ("2", 1), ("3", 2), ("99", 2), ("0", 0)])
def test_question_is_moved_to_a_place(officer, club, to, order):
    moved = officer.post(of("question_move"), {"to": to})
    assert keys(club).index("how-was-it") == order
    assert moved.url.endswith("#question-how-was-it")


@pytest.mark.parametrize("to", ["", "x", "-1", "²", "9999999999999999999999"])
def test_tampered_place_moves_nothing(officer, club, to):
    assert officer.post(of("question_move"), {"to": to}).status_code == 302
    assert keys(club) == ["how-was-it", "what-to-do", "your-words"]


def test_buttons_move_and_name_what_they_move(officer, club):
    page = officer.get(reverse("officers_questionnaire", args=["club"])).content.decode()
    assert (page.count(">Move up<"), page.count(">Move down<")) == (2, 2)
    assert 'Move up<span class="govuk-visually-hidden">: What else?</span>' in page


def test_two_officers_change_one_question_at_once(officer, signed_in, club):
    url, other = of("question_update"), signed_in("officer")
    mine = officer.get(url).context["form"]["seen"].value()
    other.post(url, {"wording": "Theirs?", "seen": other.get(url).context["form"]["seen"].value()})
    page = officer.post(url, {"wording": "Mine?", "seen": mine})
    assert page.context["form"].non_field_errors() == [
        "Somebody else changed this question while you were writing, so it is not saved yet. Look at both, and save again."
    ]
    assert (page.context["stands_now"].asked.wording, page.context["form"]["wording"].value()) == ("Theirs?", "Mine?")
    assert written(club)[0].wording == "Theirs?"
    officer.post(url, {"wording": "Mine?", "seen": page.context["form"]["seen"].value()})
    assert written(club)[0].wording == "Mine?"


def test_two_officers_change_two_questions_and_both_stand(officer, signed_in, club):
    one, two, other = of("question_update"), of("question_update", "your-words"), signed_in("officer")
    mine, theirs = officer.get(one).context["form"]["seen"].value(), other.get(two).context["form"]["seen"].value()
    other.post(two, {"wording": "Theirs?", "seen": theirs})
    officer.post(one, {"wording": "Mine?", "seen": mine})
    assert [each.wording for each in written(club)] == ["Mine?", "What should it have?", "Theirs?"]


def test_question_removed_meanwhile_can_be_added_again(officer, signed_in, club):
    form = officer.get(of("question_update", "your-words")).context["form"]
    signed_in("officer").post(of("question_remove", "your-words"))
    page = officer.post(of("question_update", "your-words"), {"wording": "My long words", "kind": form["kind"].value()})
    assert page.context["form"].non_field_errors() == [
        "Somebody else removed this question in the meantime. Save it to add it again, at the end."
    ]
    shown = page.content.decode()
    assert 'value="My long words"' in shown
    assert f'action="{add_url("long_text")}"' in shown
    assert officer.post(of("question_update", "your-words"), {"wording": "x"}).status_code == 404


def test_stale_removal_and_stale_move_are_refused(officer, signed_in, club):
    stamp = officer.get(of("question_remove")).context["stamp"]
    order = officer.get(reverse("officers_questionnaire", args=["club"])).context["lines"].order
    other = signed_in("officer")
    other.post(of("question_update"), {"wording": "Theirs?"})
    page = officer.post(of("question_remove"), {"seen": stamp}, follow=True)
    assert told(page) == ["Somebody else changed this question in the meantime. Look at it again before you remove it."]
    other.post(of("question_move"), {"to": "3"})
    page = officer.post(of("question_move", "your-words"), {"to": "1", "seen": order}, follow=True)
    assert told(page) == ["Somebody else changed the order in the meantime. Look at it as it is now, then move the question."]
    assert keys(club) == ["what-to-do", "your-words", "how-was-it"]


def test_picture_is_kept_shown_replaced_and_taken_away(officer, club):
    typed = {"wording": "This is the bus.", "picture": picture(), "picture_words": ""}
    page = officer.post(add_url("statement"), typed)
    assert page.context["form"].errors["picture_words"] == ["Say what the picture shows, for those who cannot see it"]
    assert StoredFile.objects.count() == 0
    officer.post(add_url("statement"), typed | {"picture": picture(), "picture_words": "A red bus"})
    stored = StoredFile.objects.get()
    assert (stored.audience, written(club)[-1].picture, written(club)[-1].picture_words) == (
        Audience.QUESTIONNAIRE,
        stored,
        "A red bus",
    )
    shown = officer.get(reverse("officers_questionnaire", args=["club"])).content.decode()
    assert f'src="{reverse("file", args=[stored.key])}" alt="A red bus"' in shown
    # It stays when the words change, goes when another takes its place, and goes for good when it is taken away.
    url = of("question_update", "this-is-the-bus")
    officer.post(url, {"wording": "Here is the bus.", "picture_words": "A red bus"})
    assert written(club)[-1].picture == stored
    officer.post(url, {"wording": "Here is the bus.", "picture": picture(), "picture_words": "A blue bus"})
    other = StoredFile.objects.get()
    assert other != stored
    officer.post(url, {"wording": "Here is the bus.", "picture_off": "on"})
    assert (written(club)[-1].picture, StoredFile.objects.count()) == (None, 0)


@pytest.mark.parametrize("content", [b"%PDF-1.4\n%%EOF", b"nothing like a picture", b"GIF89a"])
def test_what_is_no_picture_is_refused_beside_the_form(officer, club, content):
    typed = {"wording": "x", "picture": SimpleUploadedFile("a.png", content), "picture_words": "A bus"}
    page = officer.post(add_url("statement"), typed)
    assert page.status_code == 200
    assert len(page.context["form"].non_field_errors()) == 1
    assert (len(written(club)), StoredFile.objects.count()) == (3, 0)


def test_choice_between_pictures(officer, club):
    typed = {
        "wording": "Which?",
        "label_0": "By bus",
        "file_0": picture(),
        "label_2": "On foot",
        "file_2": picture(),
        "label_1": "",
    }
    page = officer.post(add_url("pictures"), typed)
    assert list(page.context["form"].errors) == ["label_1"]
    page = officer.post(add_url("pictures"), {"wording": "Which?", "label_0": "By bus", "label_1": "On foot"})
    assert page.context["form"].errors["file_0"] == ["Choose a picture for this answer"]
    typed = {"wording": "Which?", "label_0": "By bus", "file_0": picture(), "label_1": "On foot", "file_1": picture()}
    officer.post(add_url("pictures"), typed)
    made = written(club)[-1]
    assert (made.options, len(set(made.pictures)), StoredFile.objects.count()) == (("By bus", "On foot"), 2, 2)
    # Another word beside the same picture, and one more.
    typed = {"wording": "Which?", "label_0": "By train", "label_1": "On foot", "label_4": "By car", "file_4": picture()}
    officer.post(of("question_update", made.key), typed)
    after = written(club)[-1]
    assert (after.options, after.pictures[:2]) == (("By train", "On foot", "By car"), made.pictures)


def test_picture_is_for_everyone_once_its_questions_are(officer, signed_in, club):
    officer.post(add_url("statement"), {"wording": "The bus.", "picture": picture(), "picture_words": "A red bus"})
    url, anyone, member = reverse("file", args=[StoredFile.objects.get().key]), Client(), signed_in("member")
    assert [got(each, url) for each in (officer, member, anyone)] == [200, 404, 404]
    Questionnaire.objects.update(state="open")
    club.revisions.update(published_at=club.closes_at)
    assert [got(each, url) for each in (officer, member, anyone)] == [200, 200, 200]
    # It is shared with the next revision and with copies, and stays while one of them shows it.
    questions.remove(questionnaire=club, key="the-bus", by=officer.actor)
    copy = questionnaires.copy(questionnaire=club, by=officer.actor)
    assert got(anyone, url) == 200
    assert StoredFile.objects.count() == 1
    assert len(written(copy)) == 3


def test_how_much_is_in_easy_read_is_said(officer, club):
    page = reverse("officers_questionnaire", args=["club"])
    assert "No question has easy read yet." in officer.get(page).content.decode()
    officer.post(of("question_update"), {"wording": "How was the club?", "easy": "Was it good?"})
    found = officer.get(page)
    assert "1 of 3 questions have easy read." in found.content.decode()
    assert "No easy read yet. People who chose it get the plain words." in found.content.decode()
    first = found.context["lines"].rows[0]
    assert (first.form.fields["answer"].label, first.easy_form.fields["answer"].label) == ("How was the club?", "Was it good?")
    for key in ("what-to-do", "your-words"):
        questions.change(
            questionnaire=club, key=key, by=officer.actor,
            asked=Asked(kind=written(club)[keys(club).index(key)].kind, wording="x", easy="y", options=["A", "B"]),
        )  # fmt: skip
    assert "Every question has easy read." in officer.get(page).content.decode()


def test_picture_of_a_question_stands_in_easy_read_alone(officer, club):
    typed = {"wording": "How do you come?", "options": "Bus\nBike", "picture": picture(), "picture_words": "A bus and a bike"}
    officer.post(add_url("one_choice"), typed)
    page = officer.get(reverse("officers_questionnaire", args=["club"]))
    assert page.content.decode().count('alt="A bus and a bike"') == 1
    assert [line.easy_form is not None for line in page.context["lines"]] == [False, False, False, True]


def test_there_is_an_end_to_questions(officer, club, monkeypatch):
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 3)
    page = officer.post(add_url("short_text"), {"wording": "One more?"})
    assert page.context["form"].non_field_errors() == ["A questionnaire has 3 questions at most. Remove one first."]


def test_change_is_all_or_nothing(officer, club, monkeypatch):
    gone_through(club)

    def breaks(**_given):
        raise RuntimeError

    monkeypatch.setattr(questions.audit, "record", breaks)
    before = written(club)
    with pytest.raises(RuntimeError):
        questions.remove(questionnaire=club, key="your-words", by=officer.actor)
    assert written(club) == before
    assert club.revisions.get().trial


def test_questions_that_nobody_could_see_are_refused_when_drafted(officer):
    asked = [
        Asked(kind="short_text", wording="Why?", shown_if=ShownIf("which", ("a",))),
        Asked(kind="one_choice", wording="Which?", options=["A", "B"]),
        Asked(kind="ranking", wording="Best?", options=["A", "B"]),
        Asked(kind="short_text", wording="So?", shown_if=ShownIf("best", ("a",))),
        Asked(kind="short_text", wording="And?", shown_if=ShownIf("nothing", ("a",))),
        Asked(kind="short_text", wording="Fine", shown_if=ShownIf("which", ("b",))),
    ]
    with pytest.raises(Problems) as refused:
        questionnaires.draft(title="T", why="W", what_next="N", questions=asked, by=officer.actor)
    assert [problem[:10] for problem in refused.value.problems] == ["Question 1", "Question 4", "Question 5"]
    assert Question.objects.count() == 0
