"""A questionnaire that people answer in Arabic, what its questions are answered with, and a reader of pages in Arabic."""

import json
import re
from html import unescape
from html.parser import HTMLParser

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from feedback.services.questionnaires import Asked

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


def url(name="questionnaire", *args):
    return reverse(name, args=["club", *args])


IN_ARABIC = "/have-your-say/club/in/ar/"


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
