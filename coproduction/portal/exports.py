"""Spreadsheets that the portal gives out: all projects, lines to mend, and a table to start from. No cell is taken for a formula."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from coproduction.core import csv_files
from coproduction.portal.queries.all_projects import ProjectLine
from coproduction.portal.sheets.meanings import Meaning
from feedback.exports import DEMONSTRATION

# Stable: programs read these names. Add at the end; never rename. Names of people do not leave the portal in a file.
PROJECT_COLUMNS = (
    "project", "kind", "how_much_say", "how_it_stands", "stage", "stage_in_words", "with_whom", "waits_for", "what_waits",
    "waits_since", "late", "not_agreed", "next_date", "next_date_is", "demonstration", "address",
)  # fmt: skip


def projects_csv(lines: Iterable[ProjectLine]) -> bytes:
    """All projects, in the order of the page."""
    return csv_files.as_csv(PROJECT_COLUMNS, [_cells(line) for line in lines])


def _cells(line: ProjectLine) -> tuple[object, ...]:
    return (
        line.title,
        line.kind,
        line.degree,
        line.status_words,
        line.stage or "",
        line.stage_words,
        "; ".join(line.forum_names),
        "; ".join(line.waits_for),
        "; ".join(wait.what for wait in line.waits),
        line.since or "",
        "; ".join(str(late) for late in line.late),
        "; ".join(line.contested),
        line.next_on or "",
        line.next_words,
        DEMONSTRATION if line.made_up else "",
        f"{settings.SITE_URL}{line.address}",
    )


# What the columns of a new table are called, and a line that shows how they are filled in.
_TEMPLATE: tuple[tuple[Meaning, str, str], ...] = (
    (Meaning.TITLE, "Project", "Example: a leaflet for the holidays. Delete this line."),
    (Meaning.KIND, "Kind of work", "Report"),
    (Meaning.WHY, "Why", "Families did not know what is on."),
    (Meaning.WHAT_HAPPENED, "What happened", "We wrote it together."),
    (Meaning.FORUMS, "Forums", ""),
    (Meaning.PARTNERS, "Partners", ""),
    (Meaning.STARTED, "Started", "March 2025"),
    (Meaning.ENDED, "Ended", "27/6/2025"),
    (Meaning.DEGREE, "Degree", "working together"),
    (Meaning.TOPIC, "Session topic", "The first draft"),
    (Meaning.SESSION_KIND, "Kind of session", "Workshop"),
    (Meaning.SESSION_DATE, "Session date", "27/3/2025"),
    (Meaning.PLACE, "Place", "Library"),
    (Meaning.COUNT, "How many came", "11 young people and 4 parents"),
    (Meaning.WHO, "Who they were", ""),
    (Meaning.YOU_SAID, "You said", "Too many words."),
    (Meaning.SAID_HOW, "Quote or summary", "summary"),
    (Meaning.WE_DID, "We did", "We cut it to one page."),
    (Meaning.ANSWER, "Answer", "done"),
    (Meaning.FIGURE, "Figure", "500 printed"),
    (Meaning.HAPPENED, "Outcome date", "June 2025"),
)


def sheet_template() -> bytes:
    """Headings that the portal knows, and one example."""
    return csv_files.as_csv(
        [heading for _meaning, heading, _example in _TEMPLATE], [[example for _meaning, _heading, example in _TEMPLATE]]
    )


def lines_to_mend(headings: Sequence[str], left_out: Iterable[tuple[Sequence[str], Sequence[str]]]) -> bytes:
    """Lines as they stood in the file, each with what is wrong with it. It can be mended and sent again as it is."""
    rows = [[*cells, " ".join(faults)] for cells, faults in left_out]
    return csv_files.as_csv([*map(csv_files.safe_cell, headings), _("What is wrong with this line")], rows)
