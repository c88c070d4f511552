"""``make words``: the fixed words of the answering pages, as a list to translate, and the catalogues that translate them.

Everything a person may see from the poster and the first page of a questionnaire to the page behind the code comes from the files in `SOURCES`. A
test renders those pages and fails when one of them asks for words that this list does not reach.
"""

import ast
import datetime as dt
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.shell import ROOT, say

LOCALE = ROOT / "locale"
LIST = LOCALE / "answering.pot"
# The same list, as the portal reads it when it counts what is translated.
PLAIN_LIST = LOCALE / "answering.json"
PROJECT = "Coproduction portal, the answering pages"
WIDTH = 120
# Stands in each compiled catalogue for the day on which it was made.
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
# The functions whose first words are translated, and where they take more than one.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HEADER = """\
# {language} words of the answering pages.
#
# A DRAFT. Have it read by somebody who speaks {language} before the public is asked in it.
#"""


@dataclass(frozen=True)
class Source:
    """A file that holds fixed words; `only` names the classes, functions and constants at its top that count, when not all of it does."""

    path: str
    only: tuple[str, ...] = ()


def _templates(folder: str, *names: str) -> tuple[Source, ...]:
    return tuple(Source(f"templates/{folder}{name}.html") for name in names)


SOURCES: tuple[Source, ...] = (
    *_templates("", "base"),
    *_templates("layouts/", "_brand", "_footer", "_header", "_messages", "_nav", "answering", "bare", "question"),
    *_templates(
        "components/",
        "back_link", "check_answers", "copy_code", "forum_chip", "help_now", "help_now_box", "made_up", "notice", "progress",
        "read_aloud",
    ),
    *_templates(
        "feedback/",
        "_answering_foot", "_for_you", "_kiosk", "_language_buttons", "_language_links", "_paper_answer", "_paper_sheet", "_poster_sheet",
        "_question", "_sent_before", "after_about_you",
        "what_happened", "what_happened_code",
        "after_way_to_tell", "for_you_unknown", "for_you_used", "kiosk", "questionnaire", "questionnaire_age", "questionnaire_check", "questionnaire_closed", "questionnaire_go_on",
        "questionnaire_invited", "questionnaire_later", "questionnaire_permission", "questionnaire_question", "questionnaire_sent", "send_again",
    ),
    Source("coproduction/core/forms/base.py", ("PortalFormMixin", "_PLAIN", "_INVALID", "_required")),
    Source(
        "coproduction/core/forms/fields.py",
        ("DayWidget", "DayField", "FacesField", "ScaleField", "PlacesField", "PlainNumberField", "StatementField"),
    ),
    Source("coproduction/core/kit.py"),
    Source("coproduction/core/pdf_files.py"),
    Source("coproduction/core/services/files.py", ("keep", "_checked", "_made_anew")),
    Source("coproduction/core/order.py"),
    Source("coproduction/core/templatetags/govuk.py"),
    Source("coproduction/core/templatetags/portal.py"),
    Source("coproduction/core/times.py"),
    Source("coproduction/portal/navigation.py", ("PUBLIC",)),
    Source("engagements/turnout.py", ("NOT_SAID", "ETHNIC_GROUPS", "SEX")),
    Source("feedback/equality.py", ("RATHER_NOT", "ASKED")),
    Source("feedback/forms/after_sending.py"),
    Source("feedback/forms/answers.py", (
        "_NOT_OFFERED", "QuestionForm", "StartForm", "GoOnForm", "AgeForm", "PermissionForm", "SendForm",
        "_faces_field", "_ranking_field", "_number_field", "_file_field", "CodeForm",
    )),
    Source("feedback/enums.py", ("ResponseState",)),
    Source("feedback/queries/receipts.py"),
    Source("feedback/queries/walks.py"),
    Source("feedback/queries/sent_files.py", ("SentFile",)),
    Source("feedback/services/drafts.py"),
    Source("feedback/services/equality.py"),
    Source("feedback/services/responses.py", ("_asked_for", "_sent_before", "submit")),
    Source("feedback/services/ways_to_tell.py", ("keep", "_must_be_email")),
    Source("feedback/views/again.py"),
    Source("feedback/views/answering.py"),
    Source("feedback/views/codes.py"),
    Source("feedback/views/going_on.py"),
    Source("feedback/views/posters.py", ("_only_if",)),
    Source("feedback/views/questionnaires.py"),
    Source("groups/enums.py", ("AgeBand", "Permission")),
    # Django's own, since it does not speak all of our languages.
    Source("django/utils/dates.py", ("WEEKDAYS", "MONTHS")),
)  # fmt: skip


def _file(source: Source) -> Path:
    if not source.path.startswith("django/"):
        return ROOT / source.path
    import django

    return Path(django.__file__).parent.parent / source.path


def _as_python(text: str, path: str) -> str:
    """A template as the calls that it makes. Its lines begin at the margin, since their indents mean nothing."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    return "\n".join(line.strip() for line in templatize(text, origin=path).splitlines()) + "\n"


def _lines(text: str, names: tuple[str, ...], path: str) -> set[int]:
    """The lines of these classes, functions and constants."""
    found: dict[str, range] = {}
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else [node]
        for target in targets:
            name = getattr(target, "name", getattr(target, "id", ""))
            found[name] = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    missing = [name for name in names if name not in found]
    if missing:
        raise SystemExit(f"{path} has no {missing[0]} any more: mend SOURCES in tools/words.py.")
    return {line for name in names for line in found[name]}


def found_in(source: Source) -> Iterator[tuple[str, Any]]:
    """The words in one file, in their order: the function that asks for them, and what it is given."""
    text = _file(source).read_text(encoding="utf-8")
    is_template = source.path.endswith(".html")
    lines = _lines(text, source.only, source.path) if source.only else None
    plain = _as_python(text, source.path) if is_template else text
    found: Any = extract_python(io.BytesIO(plain.encode()), KEYWORDS, [], {})
    for line, function, words, _comments in found:
        if lines is None or line in lines:
            yield function or "_", words


def fixed_words() -> Catalog:
    """Every fixed word once, with the files that hold it."""
    # Nothing in it follows from when or where it is made, so that it can be compared.
    catalog = Catalog(
        project=PROJECT, header_comment=f"# {PROJECT}: the words to translate. Written by make words.\n#", charset="utf-8"
    )
    for source in SOURCES:
        for function, words in found_in(source):
            # A file without a line: lines move, and the list should not.
            where: Any = [(source.path, None)]
            if function.startswith("ngettext"):
                catalog.add((words[0], words[1]), locations=where)
            elif function.startswith("pgettext"):
                catalog.add(words[1], context=words[0], locations=where)
            elif first := words if isinstance(words, str) else words[0]:
                catalog.add(first, locations=where)
    return catalog


def as_plain_list(catalog: Catalog) -> str:
    """The words as JSON, as `feedback.languages` reads them."""
    listed = []
    for message in _messages(catalog):
        words = {"words": message.id} if isinstance(message.id, str) else {"words": message.id[0], "plural": message.id[1]}
        listed.append(words | ({"context": message.context} if message.context else {}))
    return json.dumps(listed, ensure_ascii=False, indent=1) + "\n"


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _written(catalog: Catalog) -> str:
    """A catalogue as text, without what changes by itself."""
    file = io.BytesIO()
    write_po(file, catalog, width=WIDTH, omit_header=False, include_lineno=False, sort_output=False, ignore_obsolete=True)
    lines = file.getvalue().decode("utf-8").splitlines(keepends=True)
    changing = ('"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Language-Team', '"Report-Msgid', '"Generated-By')
    return "".join(line for line in lines if not line.startswith(changing))


def list_text() -> str:
    """What `locale/answering.pot` holds when it is up to date."""
    return _written(fixed_words())


def catalogue(code: str) -> Path:
    """The catalogue of a language: `code` as folders are named (ar, zh_Hans)."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def read(file: Path) -> Catalog:
    """A catalogue as it stands on the disk."""
    with file.open("rb") as text:
        return read_po(text, locale=file.parent.parent.name)


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as the portal reads it: what is empty or only guessed is left out."""
    file = io.BytesIO()
    # The same words give the same file, whenever it is made.
    catalog.creation_date = catalog.revision_date = MADE
    for message in _messages(catalog):
        if not is_translated(message):
            # A plural with a form missing would be filled up with English words.
            message.string = ""
    write_mo(file, catalog)
    return file.getvalue()


def bring_up_to_date(file: Path) -> None:
    """Take in new words, drop what is gone, and compile. A translation is never guessed from a similar one."""
    words = fixed_words()
    if file.is_file():
        catalog = read(file)
    else:
        catalog = Catalog(locale=file.parent.parent.name, project=PROJECT, charset="utf-8", fuzzy=False)
        catalog.header_comment = HEADER.format(language=catalog.locale.english_name if catalog.locale else "The")
    catalog.update(words, no_fuzzy_matching=True, update_header_comment=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_written(catalog), encoding="utf-8")
    catalog = read(file)
    file.with_suffix(".mo").write_bytes(compiled(catalog))
    done = sum(1 for message in _messages(catalog) if is_translated(message))
    say(f"{file.relative_to(ROOT)}: {done} of {len(_messages(catalog))} translated")


def is_translated(message: Message) -> bool:
    """Whether every form of it has words."""
    forms = [message.string] if isinstance(message.string, str) else message.string or []
    return bool(forms) and all(forms) and not message.fuzzy


def main(codes: list[str]) -> int:
    LOCALE.mkdir(exist_ok=True)
    LIST.write_text(list_text(), encoding="utf-8")
    PLAIN_LIST.write_text(as_plain_list(fixed_words()), encoding="utf-8")
    there = {file.parent.parent.name for file in LOCALE.glob("*/LC_MESSAGES/django.po")}
    for code in sorted(there | set(codes)):
        bring_up_to_date(catalogue(code))
    return 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
