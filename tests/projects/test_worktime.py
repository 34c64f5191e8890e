"""Working time, against the public tables and against itself."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.worktime import A_DAY, OFF, OFFICE, BeyondCalendar, WorkCalendar, french_hours

HOLIDAYS = Path(__file__).parents[2] / "../shared/cases/holidays"
needs_tables = pytest.mark.skipif(not HOLIDAYS.is_dir(), reason="the real inputs of ../shared/cases are not here")
EVE = date(2026, 4, 30)  # a Thursday; the Friday after it is the first of May


def rows(name):
    with open(HOLIDAYS / name, encoding="utf-8-sig", newline="") as file:
        return [list(row) for row in csv.reader(file)][1:]


@needs_tables
def test_every_sum_of_working_days_agrees_with_the_table():
    for start, count, first, last, later in rows("arithmetique_jours_ouvres.csv"):
        calendar = WorkCalendar(date.fromisoformat(start), french_hours())
        assert calendar.start_at(0).date().isoformat() == first
        assert calendar.finish_at(int(count) * A_DAY).date().isoformat() == last
        day = date.fromisoformat(start)
        while not calendar.is_worked(day):
            day -= timedelta(days=1)
        morning = calendar.minutes_at(datetime(day.year, day.month, day.day, 8))
        assert calendar.start_at(morning + int(count) * A_DAY).date().isoformat() == later


@needs_tables
@pytest.mark.parametrize(
    ("table", "is_alsace_moselle"),
    [("jours_feries_2024_2027.csv", False), ("jours_feries_alsace_moselle_2024_2026.csv", True)],
)
def test_exactly_the_published_holidays_of_the_week_are_off(table, is_alsace_moselle):
    hours_of = french_hours(is_alsace_moselle=is_alsace_moselle)
    published = {date.fromisoformat(row[0]) for row in rows(table)}
    first, last = min(published).replace(month=1, day=1), max(published).replace(month=12, day=31)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    off = {day for day in days if day.weekday() < 5 and hours_of(day) == OFF}
    assert off == {day for day in published if day.weekday() < 5}


@needs_tables
def test_every_month_has_its_published_number_of_working_days():
    hours_of = french_hours()
    months = [row for row in rows("jours_ouvres_par_mois_2024_2026.csv") if row[2]]  # the others are sums of a year
    for year, month, length, _weekdays, _holidays, worked in months:
        days = [date(int(year), int(month), day + 1) for day in range(int(length))]
        assert sum(hours_of(day) == OFFICE for day in days) == int(worked)


def test_a_task_ends_in_the_evening_and_its_follower_starts_on_the_next_working_morning():
    calendar = WorkCalendar(EVE, french_hours())
    assert calendar.finish_at(A_DAY) == datetime(2026, 4, 30, 17)
    assert calendar.start_at(A_DAY) == datetime(2026, 5, 4, 8)


def test_a_closure_is_not_worked():
    calendar = WorkCalendar(EVE, french_hours(closures={EVE}))
    assert calendar.start_at(0) == datetime(2026, 5, 4, 8)


def test_lunch_lies_between_two_minutes():
    calendar = WorkCalendar(EVE, french_hours())
    assert (calendar.finish_at(240), calendar.start_at(240)) == (datetime(2026, 4, 30, 12), datetime(2026, 4, 30, 13))


@given(st.integers(-200_000, 400_000))
def test_a_moment_and_its_minutes_lead_to_each_other(minutes):
    calendar = WorkCalendar(EVE, french_hours())
    assert calendar.minutes_at(calendar.start_at(minutes)) == minutes
    assert calendar.minutes_at(calendar.finish_at(minutes)) == minutes
    assert calendar.finish_at(minutes) < calendar.start_at(minutes + 1)


def test_a_calendar_without_work_says_so_instead_of_searching_for_ever():
    with pytest.raises(BeyondCalendar):
        WorkCalendar(EVE, lambda day: OFF).start_at(0)


def test_a_time_beyond_a_century_is_refused():
    with pytest.raises(BeyondCalendar):
        WorkCalendar(EVE, french_hours()).start_at(10**9)
