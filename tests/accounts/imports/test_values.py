import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.imports import values
from accounts.imports.values import Refusal


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1234", ",", "1234"),
        ("12 500,50 €", ",", "12500.50"),
        ("12\u202f500,5", ",", "12500.5"),
        ("12\u00a0500", ",", "12500"),
        ("1'234.5", ".", "1234.5"),
        ("1’234.5", ".", "1234.5"),
        ("1.234,50", ",", "1234.50"),
        ("1,234.50", ".", "1234.50"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("200.000.000", ",", "200000000"),
        ("0,500", ",", "0.500"),
        ("-5", ".", "-5"),
        ("−5", ".", "-5"),
        ("5-", ".", "-5"),
        ("(1 200)", ",", "-1200"),
        ("€ 12", ",", "12"),
        ("72,4 %", ",", "72.4"),
        ("1,5e3", ",", "1500"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, mark, expected):
    assert values.number(text, mark)[0] == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "-", "1 2", "12 34 56", "1,2,3", "0..0", "1.0/0.0", "NaN", "Infinity", "--1", "１２", "abc", "0x1F"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Refusal):
        values.number(text, ",")


def test_a_scale_beside_the_number_is_told():
    assert values.number("1,2 M€", ",") == (Decimal("1.2"), Decimal(1_000_000))
    assert values.number("12 k€", ",") == (Decimal(12), Decimal(1000))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1100,04", ","),
        ("1100.04", "."),
        ("1.234,5", ","),
        ("0,500", ","),
        ("1234,567", ","),
        ("1,234", "?"),
        ("12", None),
        ("x", None),
    ],
)
def test_a_text_shows_its_decimal_mark_only_when_one_reading_is_left(text, mark):
    assert values.mark_shown_by(text) == mark


@pytest.mark.parametrize(
    ("text", "expected"), [("6,718", 6718), ("6.718", 6718), ("6 718", 6718), ("12,00", 12), ("1.000", 1000)]
)
def test_any_separator_of_a_count_groups_thousands(text, expected):
    assert values.whole_number(text) == expected


def test_a_count_has_no_decimals():
    with pytest.raises(Refusal):
        values.whole_number("12,5")


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2),
    st.sampled_from(",."),
    st.sampled_from(["", " ", "\u202f", "\u00a0"]),
)
def test_a_number_written_in_any_local_form_comes_back(figure, mark, gap):
    text = f"{figure:,.2f}".replace(",", "_").replace(".", mark).replace("_", gap)
    assert values.number(text, mark)[0] == figure


@given(st.text(max_size=80))
def test_no_text_breaks_the_readers_of_values(text):
    for read in (lambda t: values.number(t, ","), values.whole_number, values.day, values.month, values.flag):
        with contextlib.suppress(Refusal):
            read(text)
    values.mark_shown_by(text)
    values.order_shown_by(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04", "2026-03-04 00:00:00.000", "2026-03-04T10:15:00Z", "2026/03/04", "20260304", "04/03/2026", "4/3/26",
        "04-03-2026", "04.03.2026", "04/03/2026 14:30", "4 mars 2026", "4-mars-26", "March 4, 2026", "4 Mar 2026",
    ],
)  # fmt: skip
def test_days_are_read_in_french_and_english(text):
    assert values.day(text) == date(2026, 3, 4)


def test_day_or_month_comes_first_as_the_column_says():
    assert values.day("03/04/2026", day_first=True) == date(2026, 4, 3)
    assert values.day("03/04/2026", day_first=False) == date(2026, 3, 4)


@pytest.mark.parametrize("text", ["31/02/2026", "2026-13-01", "hier", "45000", "0/0/0", "3 brumaire 2026"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Refusal):
        values.day(text)


def test_a_serial_number_is_a_day_only_as_a_number_in_a_cell():
    assert values.day(45000) == date(2023, 3, 15)
    with pytest.raises(Refusal):
        values.day(True)


@given(
    st.dates(date(1970, 1, 1), date(2068, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%y", "%Y%m%d", "%d %B %Y"]),
)
def test_a_day_written_in_any_form_comes_back(day, form):
    assert values.day(day.strftime(form)) == day


@pytest.mark.parametrize(
    ("text", "order"), [("31/12/2026", "day"), ("12/31/2026", "month"), ("03/04/2026", "?"), ("2026-12-31", None)]
)
def test_a_date_shows_its_order_only_when_one_is_left(text, order):
    assert values.order_shown_by(text) == order


@pytest.mark.parametrize(
    "text",
    [
        "2026-03",
        "03/2026",
        "3-2026",
        "mars 2026",
        "Mars-26",
        "202603",
        "March 2026",
        "03/26",
        "2026-03-15",
        "15/03/2026",
    ],
)
def test_months_are_read_as_people_write_them(text):
    assert values.month(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["13/2026", "T1 2026", "2026"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(Refusal):
        values.month(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("Oui", True), ("non", False), ("VRAI", True), ("0", False), ("x", True), ("No", False)]
)
def test_flags_are_read_in_french_and_english(text, expected):
    assert values.flag(text) is expected


def test_a_text_is_folded_to_be_compared():
    assert values.fold("  Œuvre   Élan\u00a0ÇA ") == "oeuvre elan ca"
