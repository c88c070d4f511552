"""A questionnaire in another language: its words beside the English, what is missing, who may choose it, and what changes it."""

import contextlib

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction.core.errors import Refused
from feedback import languages
from feedback.forms.translations import PieceForm
from feedback.languages import Counted
from feedback.models import Draft, OptionWords, Questionnaire, QuestionWords, Response, Translation, Trial
from feedback.queries import translations as queries
from feedback.queries import walks
from feedback.services import drafts, questionnaires, questions, translations
from feedback.services.questions import Asked
from tests.factories.feedback import QuestionnaireFactory, gone_through, opened, send_response

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_fixed_words(monkeypatch):
    """The fixed words of every language are translated, unless a test says otherwise."""
    monkeypatch.setattr(languages, "fixed_words", lambda code: Counted(40, 40))


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def club():
    return QuestionnaireFactory(slug="club", audience="")


def of(name, *more):
    return reverse(name, args=["club", "ar", *more])


def told(page):
    return [str(message) for message in page.context["messages"]]


def boxes(page):
    """The form of a piece; the question as people see it has one of its own."""
    return next(each["form"] for each in page.context if isinstance(each.get("form"), PieceForm))


def arabic(text):
    return f"ع {text}"[:80]


def begun(questionnaire, by, language="ar"):
    return translations.begin(questionnaire=questionnaire, language=language, by=by)


def said(questionnaire, key, language="ar"):
    """Every text of a piece in that language, made from its English."""
    piece = queries.whole(questionnaire, language).piece(key)
    return {text.name: arabic(text.english) for text in piece.texts}


def translate_all(questionnaire, by, language="ar"):
    begun(questionnaire, by, language)
    for piece in queries.whole(questionnaire, language).pieces:
        if not piece.is_done:
            words = said(questionnaire, piece.key, language)
            translations.write(questionnaire=questionnaire, language=language, key=piece.key, words=words, by=by)


def open_in(questionnaire, by, language="ar"):
    translate_all(questionnaire, by, language)
    return translations.open(questionnaire=questionnaire, language=language, has_been_read=True, by=by)


def offered(questionnaire):
    return [language.code for language in queries.offered(questionnaire)]


def change(questionnaire, by, key="how-was-it", **changes):
    """Another English for one question, in the revision that nobody is asked yet."""
    newest = questionnaire.revisions.order_by("-number").first()
    now = next(each for each in questions.as_written(newest) if each.key == key)
    questions.change(questionnaire=questionnaire, key=key, asked=Asked(**vars(now) | changes), by=by)


def publish(questionnaire, by):
    gone_through(questionnaire)
    questionnaires.publish(questionnaire=questionnaire, by=by)


def test_officer_translates_a_questionnaire_page_by_page_and_opens_it(officer, club):
    page = officer.get(reverse("officers_questionnaire", args=["club"])).content.decode()
    assert "It is asked in English only." in page
    added = officer.post(reverse("questionnaire_languages", args=["club"]), {"language": "ar"})
    assert added.url == of("questionnaire_language")
    overview = officer.get(added.url)
    assert [(task.title, task.hint, task.state_words) for task in overview.context["tasks"]] == [
        ("First page", "0 of 4 texts", "Not yet"),
        ("Question 1, “How was the club?”", "0 of 8 texts", "Not yet"),
        ("Question 2, “What should it have?”", "0 of 5 texts", "Not yet"),
        ("Question 3, “What else?”", "0 of 2 texts", "Not yet"),
    ]
    url = overview.context["next"]
    assert url == of("translate_first_page")
    seen = []
    while url != of("questionnaire_language"):
        seen.append(url)
        form = boxes(officer.get(url))
        typed = {row.text.name: arabic(row.text.english) for row in form.rows}
        url = officer.post(url, typed | {"seen": form["seen"].value()}).url
    keys = ("how-was-it", "what-to-do", "your-words")
    assert seen == [of("translate_first_page"), *(of("translate_question", key) for key in keys)]
    assert offered(club) == []
    form = officer.get(of("questionnaire_language")).context["form"]
    done = officer.post(of("language_open"), {"has_been_read": "on", "seen": form["seen"].value()}, follow=True)
    assert told(done) == ["People can choose Arabic now."]
    assert offered(club) == ["ar"]
    row = Translation.objects.get()
    assert (row.opened_by, row.opened_by_label) == (officer.actor.ref, officer.actor.label)
    assert [each.wording for each in walks.questions(club.revisions.get(), "ar")] == [
        "ع How was the club?",
        "ع What should it have?",
        "ع What else?",
    ]
    first = queries.first_page_words(club, "ar")
    assert (first.title, first.privacy, first.audience) == (f"ع {club.title}", "ع We never ask your name.", "")
    lines = officer.get(reverse("officers_questionnaire", args=["club"])).context["languages"]
    assert [(line.far, line.state_words) for line in lines] == [("19 of 19 texts", "People can choose it")]


def test_only_officers_of_the_council_translate(signed_in, client, club, officer):
    begun(club, officer.actor)
    for name in ("questionnaire_language", "language_preview", "translate_first_page"):
        assert officer.get(of(name)).status_code == 200
        assert signed_in("chair").get(of(name)).status_code == 403
        assert client.get(of(name)).status_code == 302
    chair = signed_in("chair")
    for name in ("language_open", "language_close", "language_remove", "translate_first_page"):
        assert chair.post(of(name), {"title": "ع"}).status_code == 403
    assert Translation.objects.values_list("title", "opened_at").get() == ("", None)


def test_language_that_was_not_begun_has_no_page(officer, club):
    for name in ("questionnaire_language", "language_preview", "translate_first_page"):
        assert officer.get(of(name)).status_code == 404
    begun(club, officer.actor)
    assert officer.get(of("translate_question", "nonsense")).status_code == 404
    assert officer.get(of("questionnaire_language")).status_code == 200


def test_language_is_chosen_from_the_list(officer, club):
    url = reverse("questionnaire_languages", args=["club"])
    assert officer.post(url, {"language": ""}).context["form"].errors["language"] == ["Choose a language"]
    for code in ("xx", "en-gb"):
        wrong = officer.post(url, {"language": code})
        assert wrong.context["form"].errors["language"] == ["Choose one of the answers in the list"]
        with pytest.raises(Refused, match="Choose one of the languages in the list"):
            begun(club, officer.actor, code)
    officer.post(url, {"language": "ar"})
    # Whoever had the page open already gets there too.
    begun(club, officer.actor)
    assert Translation.objects.count() == 1
    assert "ar" not in dict(officer.get(url).context["form"].fields["language"].choices)


def test_opening_names_everything_that_is_missing(officer, club, monkeypatch):
    begun(club, officer.actor)
    translations.write(questionnaire=club, language="ar", key="your-words", words=said(club, "your-words"), by=officer.actor)
    monkeypatch.setattr(languages, "fixed_words", lambda code: Counted(39, 40))
    page = officer.post(of("language_open"), {})
    assert page.context["form"].non_field_errors() == [
        "First page: 4 texts are not translated yet.",
        "Question 1, “How was the club?”: 8 texts are not translated yet.",
        "Question 2, “What should it have?”: 5 texts are not translated yet.",
        "39 of 40 fixed words of the pages are translated. The person who runs the server can add the others.",
        "Ask someone who speaks Arabic to read the pages, then tick that they did.",
    ]
    assert Translation.objects.get().opened_at is None


def test_language_is_not_offered_once_fixed_words_are_missing(officer, club, monkeypatch):
    open_in(club, officer.actor)
    assert offered(club) == ["ar"]
    monkeypatch.setattr(languages, "fixed_words", lambda code: Counted(39, 40))
    assert offered(club) == []
    assert "39 of 40 are translated" in officer.get(of("questionnaire_language")).content.decode()


def test_words_that_changed_since_they_were_read_are_read_again(officer, club):
    translate_all(club, officer.actor)
    seen = officer.get(of("questionnaire_language")).context["form"]["seen"].value()
    other = said(club, "your-words") | {"wording": "ع أخرى"}
    translations.write(questionnaire=club, language="ar", key="your-words", words=other, by=officer.actor)
    page = officer.post(of("language_open"), {"has_been_read": "on", "seen": seen})
    assert told(page) == ["The words were changed in the meantime. Please have the pages read again before you open it."]
    assert not page.context["form"]["has_been_read"].value()
    assert offered(club) == []
    again = officer.post(of("language_open"), {"has_been_read": "on", "seen": page.context["form"]["seen"].value()}, follow=True)
    assert told(again) == ["People can choose Arabic now."]


def test_words_stand_while_people_read_them(officer, club):
    open_in(club, officer.actor)
    page = officer.get(of("translate_question", "your-words")).content.decode()
    assert "People read these words now" in page
    assert "Save and go on" not in page
    refused = officer.post(of("translate_question", "your-words"), {"wording": "أخرى"})
    assert boxes(refused).non_field_errors() == ["People read these words now. Close the language first, then change them."]
    again = officer.post(of("language_open"), {"has_been_read": "on"}, follow=True)
    assert told(again) == ["This language is open already."]
    closed = officer.post(of("language_close"), follow=True)
    assert told(closed) == ["Arabic is closed. Whoever began in it can finish in it."]
    assert told(officer.post(of("language_close"), follow=True)) == ["This language is not open."]
    officer.post(of("translate_question", "your-words"), said(club, "your-words") | {"wording": "أخرى"})
    assert QuestionWords.objects.get(language="ar", question__key="your-words").wording == "أخرى"


def test_half_a_question_is_saved_and_counted(officer, club):
    begun(club, officer.actor)
    officer.post(of("translate_question", "what-to-do"), {"wording": " ماذا؟ ", "option-art": "فن\x00\x07"})
    piece = queries.whole(club, "ar").piece("what-to-do")
    assert (piece.done, len(piece.texts)) == (2, 5)
    assert {name: words for name, words in piece.words.items() if words} == {"wording": "ماذا؟", "option-art": "فن"}
    # What is taken away again is gone.
    officer.post(of("translate_question", "what-to-do"), {})
    assert QuestionWords.objects.filter(language="ar").count() == OptionWords.objects.filter(language="ar").count() == 0


def test_what_is_too_long_is_kept_on_the_page_and_not_saved(officer, club):
    begun(club, officer.actor)
    page = officer.post(of("translate_question", "what-to-do"), {"wording": "ع" * 301, "option-art": "ف" * 161, "hint": "ه"})
    errors = {name: list(words) for name, words in boxes(page).errors.items()}
    assert errors == {
        "wording": ["Use 300 characters or fewer. You used 301."],
        "option-art": ["Use 160 characters or fewer. You used 161."],
    }
    assert "ع" * 301 in page.content.decode()
    assert QuestionWords.objects.filter(language="ar").count() == 0
    with pytest.raises(Refused, match="Question: use 300 characters or fewer"):
        translations.write(questionnaire=club, language="ar", key="your-words", words={"wording": "ع" * 301}, by=officer.actor)


def test_two_translators_do_not_overwrite_each_other(officer, club):
    begun(club, officer.actor)
    url = of("translate_question", "your-words")
    seen = boxes(officer.get(url))["seen"].value()
    officer.post(url, {"wording": "الأول", "hint": "أ", "seen": seen})
    page = officer.post(url, {"wording": "الثاني", "hint": "ب", "seen": seen})
    assert boxes(page).non_field_errors() == [
        "Somebody else changed this while you were writing, so it is not saved yet. Look at what stands now, and save again."
    ]
    assert "الأول" in page.content.decode()
    assert boxes(page)["wording"].value() == "الثاني"
    assert QuestionWords.objects.get(language="ar").wording == "الأول"
    officer.post(url, {"wording": "الثاني", "hint": "ب", "seen": boxes(page)["seen"].value()})
    assert QuestionWords.objects.get(language="ar").wording == "الثاني"


def test_english_that_changed_while_somebody_translated_is_shown_first(officer, club):
    begun(club, officer.actor)
    url = of("translate_question", "your-words")
    seen = boxes(officer.get(url))["seen"].value()
    change(club, officer.actor, "your-words", wording="What else should we know?")
    page = officer.post(url, {"wording": "ماذا؟", "hint": "أ", "seen": seen})
    assert "What else should we know?" in page.content.decode()
    assert QuestionWords.objects.filter(language="ar").count() == 0


def test_question_that_went_away_meanwhile(officer, club):
    begun(club, officer.actor)
    questions.remove(questionnaire=club, key="your-words", by=officer.actor)
    with pytest.raises(Refused, match="Somebody else removed this question"):
        translations.write(questionnaire=club, language="ar", key="your-words", words={"wording": "ع"}, by=officer.actor)
    translations.remove(questionnaire=club, language="ar", by=officer.actor)
    with pytest.raises(Refused, match="Somebody else removed this language"):
        translations.write(questionnaire=club, language="ar", key="", words={"title": "ع"}, by=officer.actor)
    with pytest.raises(Refused, match="Somebody else removed this language"):
        translations.open(questionnaire=club, language="ar", has_been_read=True, by=officer.actor)


CHANGES = {
    "wording": ({"wording": "How was it for you?"}, {"how-was-it": ["wording", "hint"]}),
    "option": ({"key": "what-to-do", "options": ("Swimming", "Baking", "Art")}, {"what-to-do": ["option-baking"]}),
    "order of options": ({"key": "what-to-do", "options": ("Art", "Swimming", "Cooking")}, {}),
    "one option more": (
        {"key": "what-to-do", "options": ("Swimming", "Cooking", "Art", "Chess")},
        {"what-to-do": ["option-chess"]},
    ),
    "required": ({"is_required": True}, {}),
}


@pytest.mark.parametrize("changed", CHANGES)
def test_only_what_the_english_changed_in_is_looked_at_again(officer, club, changed):
    open_in(club, officer.actor)
    changes, again = CHANGES[changed]
    change(club, officer.actor, **changes)
    questions.move(questionnaire=club, key="your-words", to=1, by=officer.actor)
    whole = queries.whole(club, "ar")
    assert {
        piece.key: [text.name for text in piece.texts if not text.is_done] for piece in whole.pieces if not piece.is_done
    } == again
    # People go on choosing it until the changes are published, and what they read stands.
    assert (offered(club), whole.is_offered) == (["ar"], True)
    assert whole.piece("your-words").is_frozen
    publish(club, officer.actor)
    assert offered(club) == ([] if again else ["ar"])
    translate_all(club, officer.actor)
    assert offered(club) == ["ar"]


def test_officer_hears_before_publishing_which_languages_fall_behind(officer, club):
    open_in(club, officer.actor)
    begun(club, officer.actor, "pl")
    change(club, officer.actor, wording="How was it for you?")
    page = officer.get(reverse("officers_questionnaire", args=["club"]))
    task = page.context["tasks"][-1]
    assert (task.title, task.hint, task.state_words) == (
        "Languages",
        "Nobody can choose Arabic then, until all its words are translated again.",
        "0 of 2 ready",
    )
    assert "1 of 2 done" in page.content.decode()
    assert [line.state_words for line in page.context["languages"]] == [
        "Offered until you publish the changes",
        "Being translated",
    ]
    translations.write(questionnaire=club, language="ar", key="how-was-it", words=said(club, "how-was-it"), by=officer.actor)
    task = officer.get(reverse("officers_questionnaire", args=["club"])).context["tasks"][-1]
    assert (task.hint, task.state_words) == ("You can go on without them.", "1 of 2 ready")
    publish(club, officer.actor)
    assert offered(club) == ["ar"]


def test_translating_the_changes_leaves_what_people_read_alone(officer, club):
    open_in(club, officer.actor)
    change(club, officer.actor, "what-to-do", wording="What shall we do?")
    words = said(club, "what-to-do") | {"option-art": "فن جديد"}
    translations.write(questionnaire=club, language="ar", key="what-to-do", words=words, by=officer.actor)
    labels = OptionWords.objects.filter(language="ar", option__key="art").order_by("option__question__revision__number")
    assert list(labels.values_list("label", flat=True)) == ["ع Art", "فن جديد"]


def test_words_missing_from_what_people_are_asked_can_be_written_while_there_are_changes(officer, club):
    begun(club, officer.actor)
    change(club, officer.actor, wording="How was it for you?")
    translate_all(club, officer.actor)
    asked = queries.shown(club, "ar")
    assert [piece.key for piece in asked.pieces if not piece.is_done] == ["how-was-it"]
    with pytest.raises(Refused, match="How was the club"):
        translations.open(questionnaire=club, language="ar", has_been_read=True, by=officer.actor)


def test_whoever_began_finishes_in_the_words_they_began_with(officer, club):
    open_in(club, officer.actor)
    draft, _token = drafts.begin(questionnaire=club)
    Draft.objects.filter(pk=draft.pk).update(language="ar")
    draft.refresh_from_db()
    change(club, officer.actor, wording="How was it for you?")
    publish(club, officer.actor)
    translations.close(questionnaire=club, language="ar", by=officer.actor)
    assert offered(club) == []
    assert walks.walk(draft).every[0].wording == "ع How was the club?"


def test_language_in_which_somebody_was_asked_keeps_its_words(officer, club):
    open_in(club, officer.actor)
    assert told(officer.post(of("language_remove"), follow=True)) == ["Close the language first, then remove it."]
    translations.close(questionnaire=club, language="ar", by=officer.actor)
    response = send_response(club).response
    Response.objects.filter(pk=response.pk).update(language="ar")
    assert told(officer.post(of("language_remove"), follow=True)) == ["People have answered in Arabic, so its words stay."]
    assert "Remove this language" not in officer.get(of("questionnaire_language")).content.decode()
    emptied = officer.post(of("translate_question", "your-words"), {"wording": "ع", "hint": ""})
    assert boxes(emptied).non_field_errors() == ["Hint: people are asked in Arabic, so do not leave it empty."]
    Response.objects.filter(pk=response.pk).update(language="en-gb")
    assert told(officer.post(of("language_remove"), follow=True)) == ["Arabic is removed with all its words."]
    assert Translation.objects.count() == QuestionWords.objects.filter(language="ar").count() == 0
    assert OptionWords.objects.exclude(language="en-gb").count() == 0
    assert QuestionWords.objects.filter(question__revision__questionnaire=club).count() == 3


def test_copy_takes_its_languages_along_and_none_is_open(officer, club):
    open_in(club, officer.actor)
    officer.post(reverse("questionnaire_copy", args=["club"]))
    made = Questionnaire.objects.exclude(pk=club.pk).get()
    whole = queries.whole(made, "ar")
    # Its title is another one, so its first page is looked at again; the questions stand.
    assert [(piece.is_done, piece.is_changed) for piece in whole.pieces] == [
        (False, True),
        (True, False),
        (True, False),
        (True, False),
    ]
    assert (whole.is_open, offered(made)) == (False, [])
    assert queries.first_page_words(made, "ar").why == f"ع {club.why}"


def test_draft_is_opened_in_two_languages_at_once(officer):
    draft = QuestionnaireFactory(draft=True, slug="club")
    open_in(draft, officer.actor)
    assert offered(draft) == []
    assert [line.state_words for line in queries.every(draft)] == ["Ready"]
    opened(draft, officer.actor)
    assert offered(draft) == ["ar"]


def test_first_page_of_a_draft_that_changed_is_looked_at_again(officer):
    draft = QuestionnaireFactory(draft=True, slug="club")
    open_in(draft, officer.actor)
    questionnaires.change(questionnaire=draft, by=officer.actor, why="Because we want to know.")
    opened(draft, officer.actor)
    assert offered(draft) == []
    page = officer.get(of("questionnaire_language")).content.decode()
    assert "People cannot choose it now" in page
    form = boxes(officer.get(of("translate_first_page")))
    assert str(form.fields["why"].help_text) == "The English changed since this was translated. Look at it again."
    translate_all(draft, officer.actor)
    assert offered(draft) == ["ar"]


def test_boxes_say_which_language_and_direction_they_are_in(officer, club):
    begun(club, officer.actor)
    begun(club, officer.actor, "pl")
    page = " ".join(officer.get(of("translate_question", "your-words")).content.decode().split())
    assert 'name="wording" type="text" lang="ar" dir="rtl">' in page
    assert '<div lang="en-GB" dir="ltr"><p>What else?</p></div>' in page
    polish = officer.get(reverse("translate_question", args=["club", "pl", "your-words"])).content.decode()
    assert 'name="wording" type="text" lang="pl" dir="ltr">' in " ".join(polish.split())


def test_what_is_typed_is_looked_at_and_not_saved(officer, club):
    begun(club, officer.actor)
    page = officer.post(of("translate_question", "what-to-do"), {"wording": "ماذا؟", "option-art": "فن", "look": "1"})
    assert "ماذا؟" in page.context["plain"]
    assert "فن" in page.context["plain"]
    assert "Swimming" in page.context["plain"]
    assert QuestionWords.objects.filter(language="ar").count() == 0


def test_preview_shows_easy_read_and_english_where_words_are_missing(officer, club):
    QuestionWords.objects.filter(question__key="your-words").update(easy="Tell us.")
    begun(club, officer.actor)
    words = {"wording": "ماذا أيضًا؟", "easy": "أخبرنا."}
    translations.write(questionnaire=club, language="ar", key="your-words", words=words, by=officer.actor)
    page = officer.get(of("language_preview"))
    first, _second, third = page.context["questions"]
    assert "How was the club?" in first.plain
    assert "ماذا أيضًا؟" in third.plain
    assert "أخبرنا." in third.easy
    assert "Not everything is translated yet" in page.content.decode()


def test_words_of_an_answer_say_which_language_they_are_in(officer, club):
    response = send_response(club, words="أكثر من السباحة").response
    Response.objects.filter(pk=response.pk).update(language="ar", state="read")
    send_response(club, words="More art.")
    page = officer.get(reverse("response", args=[response.ref])).content.decode()
    assert 'lang="ar" dir="rtl"><span>أكثر من السباحة' in page
    assert "In Arabic" in page
    for name, more in (("questionnaire_answers", []), ("questionnaire_answers_words", ["your-words"])):
        words = officer.get(reverse(name, args=["club", *more])).content.decode()
        assert '<p lang="ar" dir="rtl">أكثر من السباحة</p>' in words
        assert "In Arabic." in words


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_with_any_number_of_languages(officer, club, count, django_assert_num_queries):
    for code in ("ar", "pl", "fr")[:count]:
        open_in(club, officer.actor, code)
    with django_assert_num_queries(6):
        assert len(queries.every(club)) == count
    with django_assert_num_queries(6):
        assert len(offered(club)) == count
    change(club, officer.actor, wording="How was it for you?")
    with django_assert_num_queries(10):
        assert len(queries.every(club)) == count


def test_questionnaire_in_english_only_costs_one_query(club, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert offered(club) == []
    with django_assert_num_queries(0):
        assert queries.first_page_words(club, "en-gb").title == club.title


def test_pages_are_for_whoever_is_signed_in(club):
    assert Client().get(of("language_open")).status_code == 302


KEYS = ("how-was-it", "what-to-do", "your-words")
acts = st.lists(
    st.one_of(
        st.tuples(st.just("english"), st.sampled_from(KEYS), st.sampled_from(["A?", "B?", "C?"])),
        st.tuples(st.just("option"), st.sampled_from(["Chess", "Art", "Baking"])),
        st.tuples(st.just("move"), st.sampled_from(KEYS), st.integers(1, 3)),
        st.tuples(st.just("remove"), st.sampled_from(KEYS)),
        st.tuples(st.just("translate"), st.sampled_from(("", *KEYS))),
        st.tuples(st.just("half"), st.sampled_from(("", *KEYS))),
        st.tuples(st.sampled_from(["translate all", "publish", "open", "close", "throw away"])),
    ),
    max_size=14,
)


def english_and_arabic(questionnaire):
    """Every English text that people are asked now, and the Arabic for it: read from the rows, as plainly as can be."""
    found = []
    revision = questionnaire.revisions.filter(published_at__isnull=False).order_by("-number").first()
    for question in revision.questions.all():
        english = question.words.get(language="en-gb")
        words = question.words.filter(language="ar").first()
        found += [(getattr(english, name), words and getattr(words, name)) for name in queries.OF_QUESTION]
        for option in question.options.all():
            label = option.words.filter(language="ar").first()
            found.append((option.words.get(language="en-gb").label, label and label.label))
    row = questionnaire.translations.get(language="ar")
    found += [(getattr(questionnaire, name), getattr(row, name)) for name in queries.FIRST_PAGE]
    return found


def translate_one(questionnaire, by, key, *, half=False):
    if queries.whole(questionnaire, "ar").piece(key):
        words = said(questionnaire, key)
        if half:
            words.popitem()
        translations.write(questionnaire=questionnaire, language="ar", key=key, words=words, by=by)


def change_if_there(questionnaire, by, key, **changes):
    newest = questionnaire.revisions.order_by("-number").first()
    if newest.questions.filter(key=key).exists():
        change(questionnaire, by, key, **changes)


def publish_if_changed(questionnaire, by):
    newest = questionnaire.revisions.order_by("-number").first()
    if newest.published_at is None:
        if not Trial.objects.filter(revision=newest).exists():
            gone_through(questionnaire)
        questionnaires.publish(questionnaire=questionnaire, by=by)


ACTS = {
    "english": lambda asks, by, key, wording: change_if_there(asks, by, key, wording=wording),
    "option": lambda asks, by, label: change_if_there(asks, by, "what-to-do", options=("Swimming", label, "Cooking")),
    "move": lambda asks, by, key, to: questions.move(questionnaire=asks, key=key, to=to, by=by),
    "remove": lambda asks, by, key: questions.remove(questionnaire=asks, key=key, by=by),
    "translate": translate_one,
    "half": lambda asks, by, key: translate_one(asks, by, key, half=True),
    "translate all": translate_all,
    "publish": publish_if_changed,
    "throw away": lambda asks, by: questionnaires.throw_away(questionnaire=asks, by=by),
    "open": lambda asks, by: translations.open(questionnaire=asks, language="ar", has_been_read=True, by=by),
    "close": lambda asks, by: translations.close(questionnaire=asks, language="ar", by=by),
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=acts, is_whole=st.booleans())
def test_no_language_is_ever_offered_with_a_word_missing_or_made_from_other_english(acting, acts, is_whole):
    by = acting("officer")
    asks = QuestionnaireFactory(audience="")
    begun(asks, by)
    if is_whole:
        open_in(asks, by)
    for act, *facts in acts:
        # What is refused saves nothing, and what is offered must hold all the same.
        with contextlib.suppress(Refused):
            ACTS[act](asks, by, *facts)
        pairs = english_and_arabic(asks)
        whole = all(words == arabic(english) for english, words in pairs if english)
        is_open = asks.translations.get().opened_at is not None
        assert offered(asks) == (["ar"] if whole and is_open else [])
