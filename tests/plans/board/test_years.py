"""The years of a plan: what comes round again, and where an action lies among the months."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from plans.board.recurrence import MOST, STEPS, occurrences
from plans.board.years import lanes_of, months_of, quarters_of, years_of
from plans.desk import Desk
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory, PriorityFactory

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
ON = date(2026, 3, 2)


def lanes(plan, reader):
    return lanes_of(plan, Desk(plan, reader, ON).cards)


@given(days, st.sampled_from(["", *STEPS]), days)
def test_days_come_round_in_order_and_never_after_the_last_one(due_on, recurrence, until):
    found = occurrences(due_on, recurrence, until)
    assert found == sorted(set(found))
    assert len(found) <= MOST
    if recurrence:
        assert all(due_on <= day <= until for day in found)
    else:
        assert found == [due_on]


@given(days, st.sampled_from(list(STEPS)), days)
def test_days_come_round_on_the_same_day_or_at_the_end_of_a_short_month(due_on, recurrence, until):
    for number, day in enumerate(occurrences(due_on, recurrence, until)):
        months = 12 * (day.year - due_on.year) + day.month - due_on.month
        assert months == number * STEPS[recurrence]
        assert day.day == due_on.day or (day.day < due_on.day and (day.replace(day=day.day).day >= 28))


def test_no_plan_lasts_so_long_that_its_days_have_no_end():
    assert len(occurrences(date(2026, 1, 1), "monthly", date(9999, 1, 1))) == MOST


def test_a_plan_has_its_years_and_the_last_one_may_be_short(db):
    plan = PlanFactory(starts_on=date(2026, 4, 1), ends_on=date(2027, 9, 30))
    assert years_of(plan) == [
        (1, date(2026, 4, 1), date(2027, 3, 31)), (2, date(2027, 4, 1), date(2027, 9, 30)),
    ]  # fmt: skip
    assert quarters_of(months_of(plan)) == [(2, 2026, 3), (3, 2026, 3), (4, 2026, 3), (1, 2027, 3)]


def test_an_action_stands_in_each_year_in_which_it_falls_due(plan, manager):
    objective = ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan), due_on=date(2027, 6, 1))
    ActionFactory(plan=plan, objective=objective, due_on=date(2026, 6, 1), recurrence="yearly", progress=20, weight=1)
    ActionFactory(plan=plan, objective=objective, due_on=date(2026, 9, 1), progress=80, weight=3)
    (lane,) = lanes(plan, manager)
    assert [(len(cell.objectives), len(cell.actions), cell.percent) for cell in lane.years] == [
        (0, 2, 65), (1, 1, 20), (0, 1, 20),
    ]  # fmt: skip


def test_a_band_runs_from_its_first_day_to_the_day_it_is_due(plan, manager):
    ActionFactory(plan=plan, starts_on=date(2026, 2, 10), due_on=date(2026, 4, 20))
    (lane,) = lanes(plan, manager)
    assert lane.priority is None
    (band,) = lane.bands
    assert [(each.months, each.is_bar, len(each.days)) for each in band.stretches] == [
        (1, False, 0), (2, True, 0), (1, True, 1), (8, False, 0),
    ]  # fmt: skip


def test_the_months_of_a_band_are_always_those_of_the_page(plan, manager):
    for month in range(1, 13):
        ActionFactory(plan=plan, due_on=date(2026, month, 1), recurrence="quarterly")
    (lane,) = lanes(plan, manager)
    assert {sum(each.months for each in band.stretches) for band in lane.bands} == {12}


def test_what_falls_after_the_first_year_is_left_to_the_table_of_years(plan, manager):
    ActionFactory(plan=plan, due_on=date(2028, 6, 1))
    (lane,) = lanes(plan, manager)
    assert lane.bands == []
    assert [len(cell.actions) for cell in lane.years] == [0, 0, 1]
