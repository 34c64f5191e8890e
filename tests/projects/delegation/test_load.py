"""Load: work spread over working days, by week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.delegation.load import (
    Work,
    WorkingDays,
    capacity,
    level,
    load,
    load_in,
    monday_of,
    percent,
    to_do,
    weeks_from,
)
from projects.worktime import A_DAY, french_hours

MONDAY = date(2026, 3, 2)
HOURS = french_hours()


def is_worked(_calendar=None):
    return lambda day: bool(HOURS(day))


def minutes_of(found):
    return {cell: sum(minutes for _work, minutes in works) for cell, works in found.items()}


def test_a_task_of_two_weeks_at_half_time_weighs_half_of_each():
    work = Work("Paul", MONDAY, date(2026, 3, 13), 10 * A_DAY, share=50)
    assert minutes_of(load([work], MONDAY, 4, is_worked)) == {("Paul", 0): 2.5 * A_DAY, ("Paul", 1): 2.5 * A_DAY}


def test_a_holiday_moves_the_work_to_the_other_days():
    ascension = date(2026, 5, 14)  # a Thursday
    work = Work("Paul", date(2026, 5, 14), date(2026, 5, 18), 2 * A_DAY)  # Friday and Monday
    assert not HOURS(ascension)
    found = minutes_of(load([work], monday_of(ascension), 2, is_worked))
    assert found == {("Paul", 0): A_DAY, ("Paul", 1): A_DAY}


def test_a_calendar_of_its_own_is_asked_for_each_project():
    closed = Work("Paul", MONDAY, date(2026, 3, 13), 10 * A_DAY, calendar="plant")
    calendars = {"plant": lambda day: day >= date(2026, 3, 9) and bool(HOURS(day))}
    assert minutes_of(load([closed], MONDAY, 2, calendars.get)) == {("Paul", 1): 10 * A_DAY}


def test_what_lies_before_and_after_the_weeks_shown_is_left_out():
    work = Work("Paul", MONDAY - timedelta(days=7), MONDAY + timedelta(days=18), 20 * A_DAY)
    assert minutes_of(load([work], MONDAY, 1, is_worked)) == {("Paul", 0): 5 * A_DAY}


def test_work_on_days_off_only_is_not_counted():
    assert load([Work("Paul", date(2026, 3, 7), date(2026, 3, 8), A_DAY)], MONDAY, 2, is_worked) == {}


def test_each_week_tells_what_is_behind_it():
    works = [Work("Paul", MONDAY, MONDAY, A_DAY, what="survey"), Work("Paul", MONDAY, MONDAY, 90, what="committee")]
    [behind] = load(works, MONDAY, 1, is_worked).values()
    assert [(work.what, minutes) for work, minutes in behind] == [("survey", A_DAY), ("committee", 90)]


def test_capacity_is_what_the_week_has_of_working_days():
    assert capacity(weeks_from(date(2026, 5, 4), 2), is_worked()) == [4 * A_DAY, 4 * A_DAY]  # 8 May, Ascension


@pytest.mark.parametrize(
    ("minutes", "told", "colour"),
    [(2400, 100, "green"), (2640, 110, "green"), (2664, 111, "amber"), (3120, 130, "amber"), (3144, 131, "red")],
)
def test_a_load_is_amber_beyond_110_and_red_beyond_130(minutes, told, colour):
    assert (percent(minutes, 2400), level(percent(minutes, 2400))) == (told, colour)


def test_a_week_without_a_working_day_has_no_load_in_per_cent():
    assert (percent(0, 0), level(None)) == (None, "green")


def test_what_is_late_is_spread_over_the_next_five_working_days():
    worked = WorkingDays(MONDAY, date(2026, 4, 30), is_worked())
    saturday = date(2026, 3, 14)
    assert to_do(MONDAY, date(2026, 3, 12), saturday, worked) == (saturday, date(2026, 3, 20))
    assert to_do(MONDAY, date(2026, 3, 19), saturday, worked) == (saturday, date(2026, 3, 19))
    assert to_do(MONDAY, saturday, saturday, worked) == (saturday, date(2026, 3, 20))  # no working day left in it


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
works = st.builds(
    lambda who, first, length, minutes, share: Work(who, first, first + timedelta(days=length), minutes, share),
    st.sampled_from("ABC"),
    days,
    st.integers(0, 120),
    st.integers(0, 100 * A_DAY),
    st.integers(1, 100),
)


@given(st.lists(works, max_size=20))
def test_over_the_whole_time_the_load_is_the_minutes_times_the_share(found):
    total = sum(sum(each.values()) for each in [minutes_of(load(found, date(2025, 12, 29), 80, is_worked))])
    counted = [each for each in found if WorkingDays(each.first, each.last, is_worked()).days]
    assert total == pytest.approx(sum(each.minutes * each.share / 100 for each in counted))


@given(works)
def test_nothing_falls_on_a_day_off(work):
    each_day = [(work.first + timedelta(days=n),) * 2 for n in range((work.last - work.first).days + 1)]
    for (_who, number), minutes in minutes_of(load_in([work], each_day, is_worked)).items():
        assert HOURS(each_day[number][0]) or not minutes


@given(works, st.integers(1, 30))
def test_two_halves_of_a_time_hold_what_the_whole_holds(work, weeks):
    whole = minutes_of(load([work], MONDAY, weeks + 5, is_worked))
    later = minutes_of(load([work], MONDAY + timedelta(weeks=weeks), 5, is_worked))
    assert {number - weeks: minutes for (_who, number), minutes in whole.items() if number >= weeks} == pytest.approx(
        {number: minutes for (_who, number), minutes in later.items()}
    )
