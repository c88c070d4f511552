"""What stands in a cell is read as it is meant, or is a named fault: dates, numbers of people, tables. Nothing else is ever raised."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction.core import figures
from coproduction.core.enums import Precision, Qualifier
from coproduction.portal.sheets import dates, judging, meanings, numbers, tables
from coproduction.portal.sheets.judging import Known
from coproduction.portal.sheets.meanings import HEADINGS, LONGEST, Meaning
from coproduction.portal.sheets.words import Fault, fold, says_nothing

MONTHS = [dt.date(2025, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("27/3/2025", "27 March 2025"),
        ("27.3.25", "27 March 2025"),
        ("27-03-2025", "27 March 2025"),
        ("2025-03-27", "27 March 2025"),
        ("2025-03-27T00:00:00", "27 March 2025"),
        ("27/3/2025 16:30", "27 March 2025"),
        ("Thurs 27th of March 2025", "27 March 2025"),
        ("27 Mar 25", "27 March 2025"),
        ("March 27, 2025", "27 March 2025"),
        ("March 2025", "March 2025"),
        ("Mar-25", "March 2025"),
        ("03/2025", "March 2025"),
        ("2025-03", "March 2025"),
        ("2025", "2025"),
        ("2024/25", "2024 to 2025 (“2024/25”)"),
        ("2024-2025", "2024 to 2025 (“2024-2025”)"),
        ("Spring 2025", "2025 (“Spring 2025”)"),
        ("Autumn term 2024", "2024 (“Autumn term 2024”)"),
        ("Winter 2024/25", "2024 to 2025 (“Winter 2024/25”)"),
        ("", ""),
        ("n/a", ""),
        ("TBC", ""),
    ],
)
def test_date_is_read_as_people_write_it(text, read_as):
    assert dates.in_words(dates.read(text)) == read_as


@pytest.mark.parametrize(
    "text, fault",
    [
        ("31.2.2025", "There is no day “31.2.2025”. Look it up, and write it like 27/3/2025."),
        ("next spring", "“next spring” is not a date. Write it like 27/3/2025, March 2025, 2025 or 2024/25."),
        ("45012", "“45012” is how Excel counts days. It may mean 27/3/2023. Write the date like that."),
        ("12/13/2025", "“12/13/2025” has no month 13. Write the day first, then the month: 13/12/2025."),
        ("April", "“April” has no year. Write the year too, like April 2025."),
        ("14 April", "“14 April” has no year. Write the year too, like April 2025."),
        ("March 25", "“March 25” has no year. Write the year too, like April 2025."),
        ("2022-2025", "“2022-2025” is more than two years. Write one date, like 2024/25 or March 2025."),
        ("1/1/1066", "The year in “1/1/1066” cannot be right. Check it."),
        ("12/3/2025 - 14/3/2025", "“12/3/2025 - 14/3/2025” is not a date. Write it like 27/3/2025, March 2025, 2025 or 2024/25."),
    ],
)
def test_what_is_no_date_says_what_to_write(text, fault):
    with pytest.raises(Fault) as refused:
        dates.read(text)
    assert refused.value.message == fault


many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

some_text = st.text(max_size=40) | st.from_regex(r"[0-9 ./\-a-zA-Z,]{0,25}")
date_pieces = st.lists(
    st.sampled_from([*MONTHS, "Mar", "spring", "31", "2025", "25", "/", "-", " ", ".", "T00:00", "0", "99999", "٣", "²"]),
    max_size=7,
)


@many
@given(some_text | date_pieces.map("".join) | date_pieces.map(" ".join))
def test_date_is_shown_back_or_is_a_named_fault(text):
    try:
        date = dates.read(text)
    except Fault:
        return
    if not date.is_known:
        assert says_nothing(text)
        return
    assert date.in_words() != ""
    if date.precision in (Precision.DAY, Precision.MONTH):
        again = dates.read(date.in_words())
        assert (again.first, again.last) == (date.first, date.last)


@many
@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["{d}/{m}/{y}", "{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "{d} {name} {y}", "{name} {d}, {y}"]))  # fmt: skip
def test_every_day_is_read_in_every_way_it_is_written(day, way):
    text = way.format(d=day.day, m=day.month, y=day.year, name=day.strftime("%B"))
    assert dates.read(text).iso() == day.isoformat()


@pytest.mark.parametrize(
    "text, read_as",
    [
        ("12", "12"),
        ("12.0", "12"),
        ("1,200", "1,200"),
        ("20+", "at least 20"),
        ("20 or more parents", "at least 20 parents"),
        ("over 20", "more than 20"),
        (">20", "more than 20"),
        ("up to 25", "up to 25"),
        ("nine parents", "9 parents"),
        ("11 young people and 4 councillors", "11 young people, 4 councillors"),
        ("11 children and young people", "11 children and young people"),
        ("5 parents, 3 carers; 20+ others", "5 parents, 3 carers, at least 20 others"),
        ("0", "0"),
        ("n/a", ""),
    ],
)
def test_number_of_people_is_read_as_it_is_meant(text, read_as):
    assert figures.sentence(numbers.read(text)) == read_as


@pytest.mark.parametrize(
    "text, fault",
    [
        ("about 20", "“about 20” may be more or fewer. Write what is certain: a number, “at least 15”, or “up to 25”."),
        ("fewer than 20", "“fewer than 20” may be more or fewer. Write what is certain: a number, “at least 15”, or “up to 25”."),
        ("10-15", "“10-15” gives two numbers for one group. Write what is certain, like “at least 10”."),
        ("12 (8 girls, 4 boys)", "“12 (8 girls, 4 boys)” has figures in brackets. Write only how many came, and who, like 12 parents."),
        ("lots", "“lots” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors."),
        ("-3", "“-3” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors."),
        ("12.5", "“12.5” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors."),
        ("80%", "“80%” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors."),
        ("2nd", "“2nd” is not a number of people. Write it like 12, 20+, over 20, or 11 young people and 4 councillors."),
        ("over 20+", "“over 20+” says two things. Write “at least 20” or “over 20”."),
        ("9999999", "“9999999” cannot be right. Check the number."),
    ],
)  # fmt: skip
def test_what_is_no_number_of_people_says_what_to_write(text, fault):
    with pytest.raises(Fault) as refused:
        numbers.read(text)
    assert refused.value.message == fault


number_pieces = st.lists(st.sampled_from(["12", "1,200", "+", "over", "at least", "and", ",", ";", "young people", "nine", "(", ")", "-", "%", "£", ".5", "٣", "²", "\n"]), max_size=8)  # fmt: skip


@many
@given(some_text | number_pieces.map(" ".join) | number_pieces.map("".join))
def test_number_is_shown_back_or_is_a_named_fault(text):
    try:
        found = numbers.read(text)
    except Fault:
        return
    assert bool(found) != says_nothing(text)
    for number in found:
        assert (0 <= number.number <= numbers.LARGEST, number.number == int(number.number)) == (True, True)
        assert len(number.unit) <= numbers.LONGEST_UNIT
        # What is shown can be written into the file again, and means the same.
        assert numbers.read(figures.in_words(number)) == (number,)


@many
@given(
    st.integers(0, numbers.LARGEST), st.sampled_from([Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.UP_TO])
)
def test_every_number_is_read_with_its_qualifier(number, qualifier):
    [read] = numbers.read(figures.in_words(figures.Number(Decimal(number), qualifier, "parents")))
    assert (read.number, read.qualifier, read.unit) == (number, qualifier, "parents")


def test_figure_keeps_its_words_whatever_can_be_read_of_it():
    assert [figures.sentence(numbers.parts_of(text)) for text in ("£3,000", "550 responses", "a lot more", "45% of families")] == [
        "£3,000", "550 responses", "", "",
    ]  # fmt: skip


def test_headings_belong_to_one_meaning_each():
    headings = [heading for known in HEADINGS.values() for heading in known]
    assert sorted(headings) == sorted({fold(heading) for heading in headings})
    assert set(HEADINGS) == set(LONGEST) == set(Meaning) - {Meaning.IGNORE}


def test_of_two_columns_for_one_meaning_the_first_is_guessed():
    assert meanings.guess(["Project", "Title", "DATE ", "Head-count", "?"]) == ["title", "", "session_date", "count", ""]


def test_table_is_found_between_titles_totals_repeated_headings_and_notes():
    rows = [
        ["Coproduction in 2024/25"], [], ["Project", "Kind", "Head count"], ["One", "Policy", "3"], ["Project", "Kind", "Head count"], [], ["Two"],
        ["Three", "Policy", "4"], ["Total", "", "7"], ["* counted by hand"], [], ["Source: the diary"], ["written in May"],
    ]  # fmt: skip
    table = tables.find(rows)
    assert (table.heading, table.headings) == (3, ("Project", "Kind", "Head count"))
    assert [(line.number, line.cells) for line in table.lines] == [
        (4, ("One", "Policy", "3")),
        (7, ("Two", "", "")),
        (8, ("Three", "Policy", "4")),
    ]
    assert [aside.number for aside in table.asides] == [1, 5, 9, 10, 12, 13]


def test_table_keeps_a_last_line_that_is_only_a_title():
    table = tables.find([["Project", "Kind"], ["One", "Policy"], ["Two"]])
    assert [line.number for line in table.lines] == [2, 3]


def test_table_whose_headings_nobody_knows_begins_at_the_widest_line():
    assert tables.find([["List"], ["A", "B"], ["1", "2"]]).headings == ("A", "B")
    assert tables.find([["only"]]).lines == ()


cells = st.sampled_from(
    ["", "Project", "Kind", "One", "Total", "Note: x", "12/3/2025", "about 20", "Policy", "n/a", "x" * 300, "'=1", "can’t"]
)


@many
@given(
    st.lists(st.lists(cells, max_size=5), min_size=1, max_size=12),
    st.lists(st.sampled_from(list(Meaning)), min_size=5, max_size=5),
)
def test_every_line_of_every_table_is_judged(rows, columns):
    """No line is lost, none is there twice, and a line without faults has a title."""
    table = tables.find(rows)
    named = [*table.lines, *table.asides]
    filled = [number for number, row in enumerate(rows, start=1) if any(row) and number != table.heading]
    assert sorted(each.number for each in named) == filled
    judged = judging.judge(table, columns, Known(today=dt.date(2026, 3, 2), kinds={"policy": "policy"}))
    assert [line.number for line in judged.lines] == [line.number for line in table.lines]
    assert [line.number for line in judged.good if not line.project.title] == []
    assert len({line.fingerprint for line in judged.good}) == len(judged.good)
