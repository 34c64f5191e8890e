"""The days of a committee, and how meetings to come follow them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from projects.governance.series import REACH, STEPS, arranged, days_of
from projects.models import Committee
from projects.worktime import french_hours

Frequency = Committee.Frequency
WEEK = timedelta(days=3)
MONTH = REACH[Frequency.MONTH]


def every_day(_day):
    return True


def worked(closures=()):
    hours = french_hours(closures=closures)
    return lambda day: bool(hours(day))


def test_a_date_on_which_nobody_works_becomes_the_next_day_worked():
    days = days_of(date(2026, 4, 6), Frequency.WEEK, date(2026, 4, 20), worked())  # Easter Monday
    assert days == [date(2026, 4, 7), date(2026, 4, 13), date(2026, 4, 20)]


def test_a_committee_of_the_31st_meets_on_the_last_day_of_shorter_months_and_again_on_the_31st():
    days = days_of(date(2026, 1, 31), Frequency.MONTH, date(2026, 4, 1), every_day)
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_dates_within_a_closure_are_one_meeting_after_it():
    shut = {date(2026, 8, 3) + timedelta(days=n) for n in range(12)}
    days = days_of(date(2026, 8, 3), Frequency.WEEK, date(2026, 8, 31), worked(shut))
    assert days == [date(2026, 8, 17), date(2026, 8, 24), date(2026, 8, 31)]


def test_a_committee_that_meets_once_has_one_day():
    assert days_of(date(2026, 1, 5), Frequency.ONCE, date(2027, 1, 5), every_day) == [date(2026, 1, 5)]


def test_a_series_on_whose_days_nobody_ever_works_has_none():
    assert days_of(date(2026, 1, 5), Frequency.MONTH, date(2026, 6, 5), lambda day: False) == []


def month_days(first, count=6):
    return days_of(first, Frequency.MONTH, first + timedelta(days=30 * count), every_day)


def test_nothing_is_planned_before_today():
    days = month_days(date(2026, 1, 12))
    found = arranged(days, date(2026, 3, 1), {}, [], MONTH)
    assert (min(found.new), found.moves, found.gone) == (date(2026, 3, 12), {}, [])


def test_meetings_nobody_touched_move_with_their_series_and_keep_their_keys():
    found = arranged(
        [date(2026, 3, 14), date(2026, 4, 14)],
        date(2026, 3, 1),
        {7: date(2026, 3, 12), 8: date(2026, 4, 12)},
        [],
        MONTH,
    )
    assert found.moves == {7: date(2026, 3, 14), 8: date(2026, 4, 14)}
    assert (found.gone, found.new) == ([], [])


def test_meetings_too_many_go_and_those_missing_are_planned():
    rarer = arranged([date(2026, 3, 12)], date(2026, 3, 1), {1: date(2026, 3, 12), 2: date(2026, 3, 26)}, [], WEEK)
    assert (rarer.gone, rarer.moves, rarer.new) == ([2], {}, [])
    oftener = arranged([date(2026, 3, 12), date(2026, 3, 19)], date(2026, 3, 1), {1: date(2026, 3, 12)}, [], WEEK)
    assert oftener.new == [date(2026, 3, 19)]


def test_a_meeting_that_was_postponed_still_stands_for_its_day_of_the_series():
    days = month_days(date(2026, 1, 12), 4)
    kept = [(date(2026, 2, 12), date(2026, 2, 20))]
    found = arranged(days, date(2026, 2, 14), {}, kept, MONTH)
    assert found.new == [date(2026, 3, 12), date(2026, 4, 12), date(2026, 5, 12)]
    shifted = arranged(month_days(date(2026, 1, 16), 4), date(2026, 2, 14), {}, kept, MONTH)
    assert date(2026, 2, 16) not in shifted.new


def test_no_second_meeting_is_planned_on_a_day_that_is_taken():
    kept = [(date(2026, 1, 20), date(2026, 3, 12))]
    found = arranged([date(2026, 3, 12)], date(2026, 3, 1), {}, kept, WEEK)
    assert found.new == []


SOME_DAYS = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@given(
    first=st.dates(date(2025, 10, 1), date(2026, 10, 1)),
    frequency=st.sampled_from(list(STEPS)),
    on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    standing=st.sets(SOME_DAYS, max_size=12),
    kept=st.sets(SOME_DAYS, max_size=4),
)
def test_a_second_arrangement_finds_nothing_to_do(first, frequency, on, standing, kept):
    days = days_of(first, frequency, date(2027, 6, 30), worked())
    ahead = sorted(day for day in standing - kept if day >= on)
    untouched, others = dict(enumerate(ahead)), [(day, day) for day in kept if day >= on]
    found = arranged(days, on, untouched, others, REACH[frequency])
    after = {key: found.moves.get(key, day) for key, day in untouched.items() if key not in found.gone}
    after |= {100 + place: day for place, day in enumerate(found.new)}
    assert arranged(days, on, after, others, REACH[frequency]).count == 0
    assert len(set(after.values()) | kept) == len(after) + len(kept)  # never two on one day
    assert all(day >= on and worked()(day) for day in after.values())
