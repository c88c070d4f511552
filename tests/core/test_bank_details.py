"""Bank details are recognised; money, days, times and the numbers of forms are not taken for them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coproduction.core.bank_details import ACCOUNT, CARD, SORT_CODE, bank_details_in

digits = st.text("0123456789", min_size=8, max_size=8)
words = st.sampled_from(["", "Train to the hub ", "paid to ", "Ref: "])


@pytest.mark.parametrize(
    "text, kind",
    [
        ("12-34-56", SORT_CODE), ("12–34–56", SORT_CODE), ("12 34 56", SORT_CODE), ("sort code 123456", SORT_CODE),
        ("Sort-code: 12-34-56", SORT_CODE), ("(40-47-84)", SORT_CODE),
        ("12345678", ACCOUNT), ("20-10-25 12345678", ACCOUNT), ("account number 1234 5678", ACCOUNT), ("acc no. 1234567", ACCOUNT),
        ("a/c 12-345-678", ACCOUNT), ("12345612345678", ACCOUNT), ("GB29 NWBK 6016 1331 9268 19", ACCOUNT),
        ("GB29NWBK60161331926819", ACCOUNT), ("１２３４５６７８", ACCOUNT),
        ("4111111111111111", CARD), ("4111 1111 1111 1111", CARD), ("5500-0000-0000-0004", CARD), ("3782 822463 10005", CARD),
    ],
)  # fmt: skip
def test_bank_details_are_recognised(text, kind):
    assert bank_details_in(text) == kind
    assert bank_details_in(f"Please pay {text}, thanks.") == kind


@pytest.mark.parametrize(
    "text",
    [
        "", "PF12345678", "PF-12345678", "EXP-2026-0042", "PF 1042", "123456", "£12,345,678", "£ 12345678", "12345678.00", "12.50", "£7.40",
        "12-03-26", "12/03/2026", "12.03.2026", "2026-03-12", "20260312", "12032026", "31 12 26", "2025-26", "from 1 3 2026 to 31 3 2026",
        "020 8753 6600", "07700 900123", "4:30pm to 6pm", "1600 to 1830", "W6 9JU", "12 hours at £15.00 an hour", "10, 20, 30 and 40 people",
        "on account of 12-03-2026", "4111 1111 1111 1112",
    ],
)  # fmt: skip
def test_what_is_no_bank_detail_passes(text):
    assert bank_details_in(text) == ""


@settings(deadline=None)
@given(words, st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(
    ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y%m%d", "%d%m%Y", "%d-%m-%y", "%d/%m/%y", "%d %B %Y"]
))  # fmt: skip
def test_no_day_is_taken_for_bank_details(before, day, form):
    assert bank_details_in(before + day.strftime(form)) == ""


@settings(deadline=None)
@given(
    words,
    st.decimals(0, Decimal(99_999_999), places=2),
    st.sampled_from(["£{:,.2f}", "£{:.2f}", "{:,.2f}", "{:.2f}", "£{:,.0f}", "£{:.0f}"]),
)
def test_no_amount_is_taken_for_bank_details(before, amount, form):
    assert bank_details_in(before + form.format(amount)) == ""


@settings(deadline=None)
@given(words, digits)
@example("", "00000101")
def test_every_account_number_is_found_unless_it_is_a_day(before, number):
    def is_day(form):
        try:
            day = dt.datetime.strptime(number, form)  # noqa: DTZ007 - a day without a time
        except ValueError:
            return False
        return 1900 <= day.year < 2200

    assert bank_details_in(before + number) == ("" if is_day("%Y%m%d") or is_day("%d%m%Y") else ACCOUNT)


@settings(deadline=None)
@given(
    st.text("0123456789", min_size=12, max_size=18),
    st.sampled_from([str, lambda card: " ".join(card[at : at + 4] for at in range(0, len(card), 4))]),
)
def test_every_number_that_checks_like_a_card_is_found(stem, spaced):
    doubled = [
        int(digit) * 2 - 9 * (int(digit) > 4) if place % 2 == 0 else int(digit) for place, digit in enumerate(reversed(stem))
    ]
    card = stem + str(-sum(doubled) % 10)
    assert bank_details_in(f"{spaced(card)}") != ""


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(text):
    assert bank_details_in(text) in ("", SORT_CODE, ACCOUNT, CARD)
