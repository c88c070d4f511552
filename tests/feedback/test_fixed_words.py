"""The fixed words of the answering pages: the list is what the pages say, and no translation lost anything on its way."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from feedback import languages
from tools import words

CATALOGUES = sorted(words.LOCALE.glob("*/LC_MESSAGES/django.po"))
IDS = [file.parent.parent.name for file in CATALOGUES]
# %(name)s of Python, {name} of a lazy format, and the tags that stand between words.
_PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|</?\w+")


@pytest.fixture(autouse=True)
def counted_anew():
    languages.fixed_words.cache_clear()
    yield
    languages.fixed_words.cache_clear()


def test_list_is_what_the_pages_say():
    assert words.LIST.read_text(encoding="utf-8") == words.list_text()
    assert words.PLAIN_LIST.read_text(encoding="utf-8") == words.as_plain_list(words.fixed_words())


@pytest.mark.parametrize("file", CATALOGUES, ids=IDS)
def test_catalogue_has_the_words_of_the_list_and_is_compiled(file):
    catalog = words.read(file)
    assert [message.id for message in catalog if message.id] == [message.id for message in words.fixed_words() if message.id]
    assert file.with_suffix(".mo").read_bytes() == words.compiled(catalog)


@pytest.mark.parametrize("file", CATALOGUES, ids=IDS)
def test_translation_keeps_every_placeholder(file):
    lost = []
    for message in words.read(file):
        if message.id and words.is_translated(message):
            english = message.id if isinstance(message.id, str) else message.id[1]
            forms = [message.string] if isinstance(message.string, str) else message.string
            wanted = sorted(_PLACEHOLDERS.findall(english))
            lost += [(english, form) for form in forms if sorted(_PLACEHOLDERS.findall(form)) != wanted]
    assert lost == []


def test_arabic_is_whole_and_says_that_it_is_a_draft():
    assert languages.fixed_words("ar").is_whole
    assert languages.fixed_words("ar").total == len(json.loads(words.PLAIN_LIST.read_text(encoding="utf-8")))
    head = words.catalogue("ar").read_text(encoding="utf-8")[:300]
    assert "A DRAFT. Have it read by somebody who speaks Arabic before the public is asked in it." in head
    assert words.read(words.catalogue("ar")).num_plurals == 6


def test_language_without_a_catalogue_has_none_of_them_and_english_has_all():
    total = languages.fixed_words("ar").total
    assert languages.fixed_words("so") == languages.Counted(0, total)
    assert not languages.fixed_words("so").is_whole
    assert languages.fixed_words("en-gb") == languages.Counted(total, total)


def test_word_that_is_not_translated_is_counted_as_missing(monkeypatch, tmp_path):
    catalog = words.read(words.catalogue("ar"))
    emptied = 0
    for message in catalog:
        if message.id == "Start" or (message.id and not isinstance(message.id, str)):
            message.string = "" if isinstance(message.id, str) else ("",) * 6
            emptied += 1
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(words.compiled(catalog))
    (tmp_path / "answering.json").write_text(words.PLAIN_LIST.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(languages, "_folder", lambda: tmp_path)
    counted = languages.fixed_words("ar")
    assert (counted.done, counted.is_whole) == (counted.total - emptied, False)


def test_new_language_begins_with_an_empty_catalogue(monkeypatch, tmp_path):
    found = words.fixed_words()
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "fixed_words", lambda: found)
    file = tmp_path / "so" / "LC_MESSAGES" / "django.po"
    words.bring_up_to_date(file)
    assert "A DRAFT. Have it read by somebody who speaks Somali" in file.read_text(encoding="utf-8")
    assert not any(words.is_translated(message) for message in words.read(file) if message.id)


@pytest.mark.parametrize(
    "codes, kept", [("", ["ar", "so", "pl", "fr", "es", "it", "pt"]), ("so, AR,so", ["so", "ar"])], ids=["default", "chosen"]
)
def test_languages_come_from_the_environment(monkeypatch, codes, kept):
    from coproduction import environment

    monkeypatch.setenv("ANSWERING_LANGUAGES", codes)
    assert environment.languages("ANSWERING_LANGUAGES", ("ar", "so", "pl", "fr", "es", "it", "pt")) == kept


def test_unknown_language_stops_the_start_with_one_line(monkeypatch):
    from coproduction import environment

    monkeypatch.setenv("ANSWERING_LANGUAGES", "ar,klingon")
    with pytest.raises(environment.SettingsError, match="ANSWERING_LANGUAGES cannot be used: 'klingon' is not one of am, ar"):
        environment.languages("ANSWERING_LANGUAGES", ("ar",))


def test_known_languages_have_their_own_names():
    assert [(each.code, each.name, each.direction) for each in languages.known()][:2] == [
        ("ar", "العربية", "rtl"),
        ("so", "Soomaali", "ltr"),
    ]
    assert languages.of("en-gb") is None
    assert languages.of("xx") is None
    assert {"ar", "so"} <= {code for code, _name in settings.LANGUAGES}
    assert Path(settings.BASE_DIR / "locale") == words.LOCALE
