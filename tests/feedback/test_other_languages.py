"""Answering in another language: from the first page to the page after sending, with every kind of question."""

import datetime as dt
import json
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from coproduction.core.models import ReadingItem
from coproduction.core.services import publication
from feedback import languages
from feedback.enums import ResponseState
from feedback.models import Draft, OptionWords, Question, Questionnaire, QuestionWords, Receipt, Response, WayToTell
from feedback.services.questionnaires import Asked
from tests.factories.feedback import OutcomeFactory, ThemeFactory, send_response
from tests.factories.translations import TITLE, WHY, club_in_arabic

pytestmark = pytest.mark.django_db

LABELS = ("Swimming", "Cooking", "Art")
KINDS = (
    Asked(kind="faces", wording="How was it?", hint="There is no wrong answer.", easy="How was it?"),
    Asked(kind="one_choice", wording="Which one?", options=LABELS),
    Asked(kind="several_choices", wording="Which ones?", options=LABELS),
    Asked(kind="pictures", wording="Which picture?", options=LABELS),
    Asked(kind="scale", wording="How much?", lowest=0, highest=10, low="Not at all", high="Very much"),
    Asked(kind="ranking", wording="In which order?", options=(*LABELS, "Music")),
    Asked(kind="short_text", wording="In a few words?"),
    Asked(kind="long_text", wording="In many words?", is_required=True),
    Asked(kind="number", wording="How many?", lowest=1, highest=2000),
    Asked(kind="day", wording="When?"),
    Asked(kind="statement", wording="Good to know", hint="We read everything."),
)
# What each of them is answered with, right and wrong.
RIGHT = (
    {"answer": "4"}, {"answer": "art"}, {"answer": ["art", "swimming"]}, {"answer": "art"}, {"answer": "10"},
    {"answer_art": "1", "answer_swimming": "2", "answer_cooking": "3", "answer_music": "4"}, {"answer": "مسبح"}, {"answer": "حديقة"},
    {"answer": "1200"}, {"answer_day": "27", "answer_month": "3", "answer_year": "2026"}, {},
)  # fmt: skip
WRONG = (
    {"answer": "9"}, {"answer": "x"}, {"answer": ["x"]}, {"answer": "x"}, {"answer": "99"}, {"answer_art": "2"},
    {"answer": "ا" * 301}, {"answer": ""}, {"answer": "كثير"}, {"answer_day": "27"}, {},
)  # fmt: skip


@pytest.fixture
def club(acting):
    """A questionnaire with every kind of question, which people can answer in Arabic too."""
    return club_in_arabic(acting("officer"), KINDS)


def url(name="questionnaire", *args):
    return reverse(name, args=["club", *args])


IN_ARABIC = "/have-your-say/club/in/ar/"
ENTER = "/officers/questionnaires/club/enter/"


def text(response):
    return response.content.decode()


def answer_all(client, start=IN_ARABIC):
    client.post(start, {})
    for number, data in enumerate(RIGHT, 1):
        client.post(url("questionnaire_question", number), data)
    client.post(url("questionnaire_permission"), {"permission": "use_words"})


def send(client):
    return client.post(url("questionnaire_check"), {})


def is_arabic(response):
    return '<html lang="ar" dir="rtl"' in text(response)


# --- choosing ---------------------------------------------------------------------------------------------------------


def test_first_page_names_the_languages_and_each_has_an_address(client, club):
    page = text(client.get(url()))
    assert f'<a href="{IN_ARABIC}" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in page
    assert '<html lang="en-GB" class="govuk-template">' in page
    arabic = client.get(IN_ARABIC)
    assert is_arabic(arabic)
    assert f"<h1>{TITLE}</h1>" in text(arabic)
    assert text(arabic).count(WHY) == 3
    assert f'<a href="{url()}" hreflang="en-gb" lang="en-gb" dir="ltr">English</a>' in text(arabic)
    assert "The club" not in text(arabic)


def test_first_page_in_a_language_is_kept_for_everyone_and_sets_no_cookie(client, club, django_assert_num_queries):
    with django_assert_num_queries(10):
        first = client.get(IN_ARABIC)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not client.cookies
    with django_assert_num_queries(1):
        again = client.get(IN_ARABIC)
    assert text(again) == text(first)


def test_language_that_was_closed_leads_to_the_english_page(client, club):
    assert client.get(IN_ARABIC).status_code == 200
    club.translations.update(opened_at=None)
    publication.bump()
    assert client.get(IN_ARABIC).url == url()
    assert client.post(IN_ARABIC, {}).url == url()
    assert "العربية" not in text(client.get(url()))
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("code", ["so", "xx", "en-gb"])
def test_language_that_was_never_there_is_not_found(client, club, code):
    assert client.get(f"/have-your-say/club/in/{code}/").status_code == 404
    assert client.post(f"/have-your-say/club/in/{code}/", {}).status_code == 404


@pytest.mark.parametrize("broken", ["question", "option", "first page", "english", "fixed words"])
def test_language_with_anything_missing_is_not_offered(client, club, monkeypatch, broken):
    assert client.get(IN_ARABIC).status_code == 200
    if broken == "question":
        QuestionWords.objects.filter(language="ar").first().delete()
    elif broken == "option":
        OptionWords.objects.filter(language="ar").update(label="")
    elif broken == "first page":
        club.translations.update(what_next="")
    elif broken == "english":
        Questionnaire.objects.update(why="We want to know it now.")
    else:
        monkeypatch.setattr(languages, "fixed_words", lambda code: languages.Counted(306, 307))
    publication.bump()
    assert client.get(IN_ARABIC).url == url()
    assert "العربية" not in text(client.get(url()))


# --- answering --------------------------------------------------------------------------------------------------------


def test_answered_in_arabic_from_the_first_page_to_the_last(client, club):
    answer_all(client)
    assert Draft.objects.get().language == "ar"
    check = client.get(url("questionnaire_check"))
    assert is_arabic(check)
    assert "خيار 1\nخيار 3".replace("\n", "<br>") in text(check)
    assert "المركز الأول: خيار 3" in text(check)
    assert "10: كثيرًا 5 (على مقياس من 0 إلى 10)" in text(check)
    assert "27 مارس 2026" in text(check)
    assert send(client).url == url("questionnaire_sent")
    response = Response.objects.get()
    assert response.language == "ar"
    assert response.answers.filter(option__key="art").count() == 4
    # What readers are told stays in their language.
    assert ReadingItem.objects.get().kind == "An answer"
    for name in ("questionnaire_sent", "about_you", "way_to_tell"):
        assert is_arabic(client.get(url(name))), name
    # The page behind the code can be read in it too.
    assert 'href="/what-happened/?in=ar"' in text(client.get(url("questionnaire_sent")))


def test_language_can_be_changed_on_each_page_and_what_was_typed_stays(client, club):
    client.post(url(), {})
    typed = client.post(url("questionnaire_question", 7), {"answer": "A pool", "language": "ar"})
    assert is_arabic(typed)
    assert "A pool" in text(typed)
    assert "سؤال 7" in text(typed)
    assert Draft.objects.get().language == "ar"
    back = client.post(url("questionnaire_question", 7), {"answer": "A pool!", "language": "en-gb"})
    assert not is_arabic(back)
    assert "A pool!" in text(back)
    chosen = client.post(url("questionnaire_age"), {"age_band": "13-15", "language": "ar"})
    assert is_arabic(chosen)
    assert re.search(r'value="13-15" checked', text(chosen))
    assert client.post(url("questionnaire_check"), {"language": "en-gb"}).url == url("questionnaire_check")
    assert not is_arabic(client.get(url("questionnaire_check")))


def test_language_that_is_gone_says_so_and_keeps_what_was_typed(client, club):
    client.post(url(), {})
    assert 'value="ar"' in text(client.get(url("questionnaire_question", 7)))
    club.translations.update(why="")
    kept = client.post(url("questionnaire_question", 7), {"answer": "A pool", "language": "ar"})
    assert "These questions cannot be read in that language just now." in text(kept)
    assert "A pool" in text(kept)
    assert Draft.objects.get().language == "en-gb"


def test_words_that_are_missing_stand_there_in_english_and_say_so(client, club):
    client.post(IN_ARABIC, {})
    first, second = Question.objects.filter(order__lte=2).order_by("order")
    first.words.filter(language="ar").update(hint="")
    second.words.filter(language="ar").delete()
    OptionWords.objects.filter(option__question=second, option__key="art", language="ar").delete()
    page = text(client.get(url("questionnaire_question", 1)))
    assert '<span lang="en-GB" dir="ltr">There is no wrong answer.</span>' in page
    assert "سؤال 1" in page
    page = text(client.get(url("questionnaire_question", 2)))
    assert '<span lang="en-GB" dir="ltr">Which one?</span>' in page
    assert '<span lang="en-GB" dir="ltr">Art</span>' in page
    assert "خيار 1" in page
    assert "<title>Which one? السؤال 2 من 11" in page
    client.post(url("questionnaire_question", 2), {"answer": "art"})
    assert '<span dir="auto" lang="en-GB">Art</span>' in text(client.get(url("questionnaire_check")))


def test_start_on_the_page_of_another_language_goes_on_in_it(client, club):
    client.post(url(), {})
    client.post(IN_ARABIC, {})
    assert [draft.language for draft in Draft.objects.all()] == ["ar"]
    client.post(url(), {})
    assert [draft.language for draft in Draft.objects.all()] == ["en-gb"]


def test_lost_answers_begin_again_in_the_language_of_the_page(client, club):
    client.post(IN_ARABIC, {})
    Draft.objects.all().delete()
    again = client.post(url("questionnaire_question", 7), {"answer": "مسبح", "in": "ar"})
    assert is_arabic(again)
    assert "فقدنا إجاباتك السابقة." in text(again)
    assert "مسبح" in text(again)
    assert Draft.objects.get().language == "ar"


def test_four_words_lead_on_in_the_language_of_the_answers(client, club):
    client.post(IN_ARABIC, {})
    words = client.post(url("questionnaire_later"), {}).context["words"]
    client.cookies.clear()
    asking = client.get(reverse("questionnaire_go_on") + "?in=ar")
    assert is_arabic(asking)
    assert not is_arabic(client.get(reverse("questionnaire_go_on") + "?in=so"))
    went_on = client.post(reverse("questionnaire_go_on"), {"words": words})
    assert went_on.url == url("questionnaire_question", 1)
    assert is_arabic(client.get(went_on.url))


def test_shared_screen_is_in_a_language_for_one_person_only(client, club):
    client.post(url("questionnaire_kiosk"), {"do": "share"})
    kiosk = url("questionnaire_kiosk")
    assert f'<a href="{kiosk}?in=ar" hreflang="ar"' in text(client.get(kiosk))
    assert is_arabic(client.get(f"{kiosk}?in=ar"))
    answer_all(client)
    assert is_arabic(client.get(kiosk))
    send(client)
    assert is_arabic(client.get(url("questionnaire_sent")))
    assert client.post(kiosk, {"do": "clear"}).url == kiosk
    assert not is_arabic(client.get(kiosk))


def test_closed_page_is_in_the_language(client, club):
    client.post(IN_ARABIC, {})
    Questionnaire.objects.update(state="closed", closes_at=timezone.now() - dt.timedelta(days=1))
    publication.bump()
    for page in (client.get(url("questionnaire_question", 1)), client.get(IN_ARABIC)):
        assert is_arabic(page)
        assert "هذه الأسئلة مغلقة" in text(page)
        assert TITLE in text(page)


# --- every word -------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked_for(monkeypatch):
    """What gettext is asked for while a page is in Arabic."""
    seen = set()

    def recording(real, place):
        def ask(*words):
            if translation.get_language() == "ar":
                seen.add(str(words[place]))
            return real(*words)

        return ask

    for name, place in (("gettext", 0), ("ngettext", 0), ("pgettext", 1), ("npgettext", 1)):
        monkeypatch.setattr(translation._trans, name, recording(getattr(translation._trans, name), place))
    return seen


def every_page(client, club):
    """Each page of answering in Arabic, with its mistakes, by name."""
    yield "first", client.get(IN_ARABIC)
    yield "first, mistaken", client.post(IN_ARABIC, {"speaks_for": "organisation"})
    client.post(IN_ARABIC, {"speaks_for": "organisation", "organisation": "جمعية"})
    for number, wrong in enumerate(WRONG, 1):
        page = url("questionnaire_question", number)
        yield f"question {number}", client.get(page)
        yield f"question {number}, mistaken", client.post(page, wrong)
        yield f"question {number}, nothing", client.post(page, {})
        yield f"question {number}, in easy read", client.post(page, {"read": "easy"})
        client.post(page, {"read": "plain"})
    yield "check, one missing", client.get(url("questionnaire_check"))
    for number, right in enumerate(RIGHT, 1):
        client.post(url("questionnaire_question", number), right)
    yield "age", client.get(url("questionnaire_age"))
    yield "permission", client.get(url("questionnaire_permission"))
    yield "permission, mistaken", client.post(url("questionnaire_permission"), {})
    client.post(url("questionnaire_permission"), {"permission": "use_words"})
    yield "check", client.get(url("questionnaire_check"))
    yield "later", client.get(url("questionnaire_later"))
    yield "four words", client.post(url("questionnaire_later"), {})
    yield "going on", client.get(reverse("questionnaire_go_on") + "?in=ar")
    yield "going on, mistaken", client.post(reverse("questionnaire_go_on") + "?in=ar", {"words": "x"})
    yield "going on, nothing", client.post(reverse("questionnaire_go_on") + "?in=ar", {})
    yield "too much", client.post(url("questionnaire_question", 7), {str(number): "x" for number in range(600)})
    send(client)
    yield "sent", client.get(url("questionnaire_sent"))
    yield "about you", client.get(url("about_you"))
    yield "way to tell", client.get(url("way_to_tell"))
    for data in ({}, {"email": "x"}, {"phone": "1"}, {"email": "a@demo.example", "phone": "02079460000"}):
        yield f"way to tell, {data}", client.post(url("way_to_tell"), data)
    client.post(url("way_to_tell"), {"email": "parent@demo.example"})
    client.post(url("about_you"), {"sex-2021": "female"})
    yield "sent, with a way to tell", client.get(url("questionnaire_sent"))
    yield from every_page_behind_the_code(client, client.get(url("questionnaire_sent")).context["code"].lower())


def every_page_behind_the_code(client, code):
    what, behind = "/what-happened/?in=ar", f"/what-happened/{code}/?in=ar"
    yield "code", client.get(what)
    yield "code, nothing", client.post(what, {})
    yield "code, mistaken", client.post(what, {"code": "x"})
    yield "code, unknown", client.get("/what-happened/blue-otter-4207/?in=ar")
    for state in ResponseState.values:
        Receipt.objects.update(state=state)
        yield f"behind the code, {state}", client.get(behind)
    WayToTell.objects.update(told_by="phone", address="02079460000")
    yield "behind the code, with a number", client.get(behind)


class _Words(HTMLParser):
    """What people read on a page, but what says that it is in another language."""

    def __init__(self):
        super().__init__()
        self.words, self.open = [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        own = found.get("lang")
        if tag not in {"meta", "link", "input", "img", "br", "path", "rect", "circle"}:
            self.open.append((tag, (own or self.language)))
        if (own or self.language) == "ar":
            self.words += [found.get(name) or "" for name in ("aria-label", "alt", "placeholder", "data-listen", "data-copy")]

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    @property
    def language(self):
        return self.open[-1][1] if self.open else ""

    def handle_data(self, data):
        if self.language == "ar" and self.open[-1][0] not in {"script", "style"}:
            self.words.append(data)


MISTAKEN = 23
# Names, and what is typed in Latin letters everywhere.
LATIN = {
    "Childline", "Coproduction", "Hammersmith", "Fulham", "Have", "your", "say", "name", "example", "org", "parent", "demo", "BLUE", "OTTER",
}  # fmt: skip


def latin_words(html):
    reader = _Words()
    reader.feed(html)
    return set(re.findall(r"[A-Za-z]{2,}", " ".join(reader.words))) - LATIN


class Reader:
    """Reads pages in Arabic, and keeps by name the words that are not listed, and those that stand there in English."""

    def __init__(self, asked_for):
        self.asked_for, self.strange, self.english, self.mistaken = asked_for, {}, {}, 0
        words = json.loads((settings.BASE_DIR / "locale" / "answering.json").read_text(encoding="utf-8"))
        self.listed = {word["words"] for word in words}

    def read(self, name, response):
        self.mistaken += "هناك مشكلة" in text(response)
        page = unescape(text(response))
        with translation.override("ar"):
            shown = {
                words
                for words in self.asked_for - self.listed
                if len(words) > 1 and (words in page or translation.gettext(words) in page)
            }
        if shown:
            self.strange[name] = shown
        if left := latin_words(text(response)):
            self.english[name] = left


def test_everything_that_is_read_in_arabic_is_in_the_list_and_translated(client, club, asked_for):
    reader = Reader(asked_for)
    for name, response in every_page(client, club):
        if response.status_code == 302:
            # Nothing was wrong with it, and one goes on.
            continue
        assert is_arabic(response), name
        reader.read(name, response)
    assert (reader.strange, reader.english) == ({}, {})
    # Ten kinds of question with a mistake, the one that must be answered left empty, and the other forms.
    assert reader.mistaken == MISTAKEN
    assert {"Start", "Send my answers", "There is a problem", "March", "Type another code"} <= asked_for


# --- the page behind the code -----------------------------------------------------------------------------------------


def test_page_behind_the_code_is_read_in_the_language_that_is_chosen_on_it(client, club):
    code = send_response().code.lower()
    typed = client.post("/what-happened/?in=ar", {"code": code, "in": "ar"})
    assert typed.url == f"/what-happened/{code}/?in=ar"
    arabic, english = client.get(typed.url), client.get(f"/what-happened/{code}/")
    assert (is_arabic(arabic), is_arabic(english)) == (True, False)
    assert "وصل إلينا. سيقرؤه شخص قبل نهاية" in text(arabic)
    assert f'<a href="/what-happened/{code}/" hreflang="en-gb" lang="en-gb" dir="ltr">English</a>' in text(arabic)
    assert f'<a href="/what-happened/{code}/?in=ar" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in text(english)
    # What is behind it is as private in each language.
    for page in (arabic, english):
        assert (page["Referrer-Policy"], page["X-Robots-Tag"], "no-store" in page["Cache-Control"]) == (
            "no-referrer", "noindex, nofollow", True,
        )  # fmt: skip


def test_answer_in_english_says_so_on_a_page_in_arabic(client, club):
    sent = send_response()
    theme = ThemeFactory(title="Sundays")
    outcome = OutcomeFactory(title="The hub on Sundays")
    outcome.themes.add(theme)
    sent.receipt.themes.add(theme)
    Receipt.objects.update(state="answered")
    page = text(client.get(f"/what-happened/{sent.code.lower()}/?in=ar"))
    assert "الرد مكتوب باللغة الإنجليزية." in page
    assert '<div class="cp-gap" lang="en-GB" dir="ltr"><div class="cp-pairs">' in re.sub(r">\s+<", "><", page)
    assert '<span lang="en-GB" dir="ltr">Sundays</span>' in page
    assert latin_words(page) == set()
    english = text(client.get(f"/what-happened/{sent.code.lower()}/"))
    assert ("It is written in English" in english, 'dir="ltr"><div class="cp-pairs"' in english) == (False, False)


@pytest.mark.parametrize("asked", ["so", "xx", "en-gb", "", "ar%00", "ar&in=xx"])
def test_language_that_nobody_reads_here_is_english(client, asked):
    assert not is_arabic(client.get(f"/what-happened/?in={asked}"))


def test_language_with_a_word_missing_is_not_offered_behind_the_code(client, monkeypatch):
    assert is_arabic(client.get("/what-happened/?in=ar"))
    monkeypatch.setattr(languages, "fixed_words", lambda code: languages.Counted(306, 307))
    publication.bump()
    page = client.get("/what-happened/?in=ar")
    assert (is_arabic(page), "العربية" in text(page)) == (False, False)


def test_address_is_thrown_away_in_the_language_of_the_page(client, club):
    answer_all(client)
    send(client)
    code = client.get(url("questionnaire_sent")).context["code"].lower()
    client.post(url("way_to_tell"), {"email": "parent@demo.example"})
    page = text(client.get(f"/what-happened/{code}/?in=ar"))
    assert f'action="/what-happened/{code}/forget/?in=ar"' in page
    thrown = client.post(f"/what-happened/{code}/forget/?in=ar")
    assert thrown.url == f"/what-happened/{code}/?in=ar"
    assert "احذف عنوان بريدي الإلكتروني" not in text(client.get(thrown.url))


# --- on paper ---------------------------------------------------------------------------------------------------------

POSTER, PAPER = "/officers/questionnaires/club/poster/", "/officers/questionnaires/club/paper/"


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.mark.parametrize("address", [POSTER, f"{POSTER}?look=easy", PAPER])
def test_everything_on_a_sheet_in_arabic_is_in_the_list_and_translated(officer, club, asked_for, address):
    reader = Reader(asked_for)
    page = officer.get(f"{address}{'&' if '?' in address else '?'}in=ar")
    assert ('<html lang="en-GB"' in text(page), text(page).count('lang="ar" dir="rtl" class="cp-')) == (True, 1)
    assert (TITLE in text(page), "http" in text(page).partition('lang="ar" dir="rtl" class="cp-')[2]) == (True, False)
    reader.read(address, page)
    assert reader.strange == {}
    assert reader.english.get(address, set()) <= {"testserver", "localhost", "have", "club", "in", "ar", "what", "happened"}


def test_poster_in_arabic_leads_to_the_arabic_page_and_keeps_its_language(officer, club, settings):
    settings.SITE_URL = "https://portal.example"
    english, arabic = text(officer.get(POSTER)), text(officer.get(f"{POSTER}?in=ar"))
    assert ">portal.example/have-your-say/club<" in english
    assert ">portal.example/have-your-say/club/in/ar<" in arabic
    assert '<a href="?in=ar" hreflang="ar">' in english
    # The bar above the sheet stays in the language of whoever prints it.
    assert "Print this page with your browser, on A4." in arabic
    assert '<a href="?in=ar&amp;look=easy">' in arabic
    easy = text(officer.get(f"{POSTER}?in=ar&look=easy"))
    assert ('href="?in=ar">The plain poster' in easy, 'href="?look=easy" hreflang="en-gb">' in easy) == (True, True)


def test_paper_in_arabic_has_every_kind_of_question(officer, club):
    page = text(officer.get(f"{PAPER}?in=ar"))
    assert [number for number in range(1, len(KINDS) + 1) if f"سؤال {number}" not in page] == []
    assert ("خيار 4" in page, "اكتب رقمًا:" in page, "How was it?" in page) == (True, True, False)


def test_sheet_in_a_language_that_is_closed_is_in_english(officer, club):
    club.translations.update(opened_at=None)
    for address in (POSTER, PAPER):
        page = text(officer.get(f"{address}?in=ar"))
        assert ("The club" in page, TITLE in page, "العربية" in page) == (True, False, False)


def test_paper_says_nothing_of_a_page_that_only_people_with_a_link_can_open(officer, club):
    assert "You can also answer on the web" in text(officer.get(PAPER))
    Questionnaire.objects.update(invited_only=True)
    assert "You can also answer on the web" not in text(officer.get(PAPER))


def test_paper_in_another_language_is_typed_in_as_such(officer, club):
    page = officer.get(ENTER)
    assert [value for value, _label in page.context["how"].fields["language"].choices] == ["en-gb", "ar"]
    given = {"how-channel": "paper", "how-permission": "use_words", "how-key": "0123456789abcdef", "q8-answer": "حديقة"}
    refused = officer.post(ENTER, given | {"how-language": "so"})
    assert "language" in refused.context["how"].errors
    missing = officer.post(ENTER, given)
    assert "Choose the language in which they said it" in text(missing)
    officer.post(ENTER, given | {"how-language": "ar", "how-organisation": "جمعية"})
    response = Response.objects.get()
    assert (response.language, response.channel, response.speaks_for, response.organisation) == (
        "ar", "paper", "organisation", "جمعية",
    )  # fmt: skip
    # Its name is read by a person like every other word.
    assert ReadingItem.objects.get().target == f"feedback.response:{response.pk}"


def test_language_is_not_asked_where_there_is_one(officer, club):
    club.translations.update(opened_at=None)
    assert "language" not in officer.get(ENTER).context["how"].fields
    given = {"how-channel": "paper", "how-permission": "use_words", "how-key": "0123456789abcdef", "q8-answer": "A garden"}
    officer.post(ENTER, given)
    response = Response.objects.get()
    assert (response.language, response.speaks_for, response.organisation) == ("en-gb", "self", "")
