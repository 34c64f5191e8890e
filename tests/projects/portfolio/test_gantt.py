"""Bars of many projects: where they stand on the axis."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.portfolio.gantt import Axis, axis_of, diamonds, row_of

YEAR = Axis(date(2026, 1, 1), 12)
TODAY = date(2026, 7, 1)


def test_a_bar_lies_between_its_days():
    bar = row_of(YEAR, "x", date(2026, 1, 1), date(2026, 12, 31), 50).bar
    assert (bar.x, bar.width, bar.done) == (0, 100, pytest.approx(50, abs=0.5))


def test_what_begins_before_and_ends_after_the_axis_is_cut():
    bar = row_of(YEAR, "x", date(2025, 1, 1), date(2027, 12, 31)).bar
    assert (bar.x, bar.width) == (0, 100)


@pytest.mark.parametrize(
    "days", [(date(2025, 1, 1), date(2025, 12, 31)), (date(2027, 1, 1), date(2027, 2, 1)), (None, None)]
)
def test_what_lies_outside_has_no_bar(days):
    assert row_of(YEAR, "x", *days).bar is None


def test_milestones_are_done_late_or_to_come():
    told = [
        ("a", date(2026, 3, 1), True),
        ("b", date(2026, 6, 30), False),
        ("c", TODAY, False),
        ("d", date(2028, 1, 1), False),
    ]
    assert [(each.name, each.is_done, each.is_late) for each in diamonds(YEAR, told, TODAY)] == [
        ("a", True, False), ("b", False, True), ("c", False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["", "x", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_any_address_gives_an_axis(asked):
    axis = axis_of("year", asked, TODAY)
    assert axis.days in (365, 366)
    assert asked or axis.shows(TODAY, TODAY)


days = st.dates(date(2020, 1, 1), date(2032, 12, 31))


@given(days, st.integers(0, 900), st.integers(0, 100))
def test_no_bar_leaves_the_axis(first, length, percent):
    bar = row_of(YEAR, "x", first, first + timedelta(days=length), percent).bar
    if bar:
        assert 0 <= bar.x <= 100
        assert bar.x + bar.width <= 100.5
        assert 0 <= bar.done <= bar.width + 0.02
