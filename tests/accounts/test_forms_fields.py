from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.forms.fields import AmountField, CodeField, DayField, MonthField, PastDayField


@pytest.mark.parametrize(
    ("typed", "language", "amount"),
    [
        ("1 234 567,89", "fr", "1234567.89"),
        ("1\u202f234\u202f567,89 €", "fr", "1234567.89"),
        ("1234567.89", "fr", "1234567.89"),
        ("−12,5", "fr", "-12.5"),
        ("1,234,567.89", "en", "1234567.89"),
        ("12,5", "en", "12.5"),
        ("1,234", "en", "1234"),
        ("€1,234.50", "en", "1234.50"),
    ],
)
def test_an_amount_is_understood_as_it_is_copied(typed, language, amount):
    with translation.override(language):
        assert AmountField(decimal_places=2, max_digits=16).clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["12 apples", "NaN", "Infinity", "1e400", "1.234,56", "1\0"])
def test_what_is_no_amount_is_refused(typed):
    with translation.override("fr"), pytest.raises(ValidationError):
        AmountField(decimal_places=2, max_digits=16).clean(typed)


@pytest.mark.parametrize("typed", ["1899-12-31", "2101-01-01", "0001-01-01", "yesterday", "2026-02-30"])
def test_a_day_out_of_all_sense_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


@pytest.mark.parametrize("day", ["1900-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_accepted(day):
    assert DayField().clean(day) == date.fromisoformat(day)


def test_a_day_that_must_have_come_may_be_today_but_not_tomorrow():
    field = PastDayField()
    field.until(date(2026, 5, 4))
    assert field.clean("2026-05-04") == date(2026, 5, 4)
    with pytest.raises(ValidationError) as refused:
        field.clean("2026-05-05")
    assert refused.value.code == "future"


@pytest.mark.parametrize("typed", ["2026-05", "05/2026", "2026-05-17", "17/05/2026"])
def test_a_month_is_kept_as_its_first_day(typed):
    assert MonthField().clean(typed) == date(2026, 5, 1)


def test_an_official_number_loses_its_blanks():
    assert CodeField().clean(" fr 0000.120\u00a0073 ") == "FR0000120073"
