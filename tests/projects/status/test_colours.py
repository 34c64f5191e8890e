"""The thresholds of the status, at their limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.status.colours import (
    AMBER,
    GREEN,
    ORDER,
    RED,
    is_worse,
    resources_colour,
    satisfaction_colour,
    schedule_colour,
    scope_colour,
    worst,
)


@pytest.mark.parametrize(
    ("slip", "remaining", "colour"),
    [
        (None, 50, ""),
        (-10, 50, GREEN),
        (0, 50, GREEN),
        (5, 50, GREEN),  # five working days, whatever remains
        (5.1, 50, AMBER),
        (10, 200, GREEN),  # 5 % of what remains
        (10.1, 200, AMBER),
        (15, 50, AMBER),
        (15.1, 50, RED),
        (30, 200, AMBER),  # 15 % of what remains
        (30.1, 200, RED),
    ],
)
def test_the_schedule_is_judged_by_days_or_by_a_share_of_what_remains_if_it_is_more(slip, remaining, colour):
    assert schedule_colour(slip, remaining, has_late_milestone=False) == colour


@pytest.mark.parametrize(("slip", "colour"), [(None, AMBER), (0, AMBER), (10, AMBER), (16, RED)])
def test_a_late_critical_milestone_is_at_best_amber(slip, colour):
    assert schedule_colour(slip, 20, has_late_milestone=True) == colour


@pytest.mark.parametrize(("at_risk", "colour"), [(None, ""), (0, GREEN), (1, AMBER), (2, RED), (7, RED)])
def test_the_scope_is_judged_by_what_must_come_and_is_at_risk(at_risk, colour):
    assert scope_colour(at_risk) == colour


@pytest.mark.parametrize(
    ("load", "colour"), [(None, ""), (0, GREEN), (110, GREEN), (111, AMBER), (130, AMBER), (131, RED)]
)
def test_resources_are_judged_by_load_beside_capacity(load, colour):
    assert resources_colour(load) == colour


@pytest.mark.parametrize(
    ("score", "colour"), [(None, ""), (10, GREEN), (7, GREEN), (6, AMBER), (5, AMBER), (4, RED), (0, RED)]
)
def test_satisfaction_is_judged_by_the_last_score(score, colour):
    assert satisfaction_colour(score) == colour


@given(st.lists(st.sampled_from(ORDER)))
def test_the_worst_is_no_better_than_any_and_one_of_them(colours):
    found = worst(colours)
    assert not any(is_worse(each, found) for each in colours)
    assert found in colours or not colours


@given(st.floats(-50, 200), st.floats(0, 600), st.floats(0, 50))
def test_more_slip_is_never_a_better_colour(slip, remaining, more):
    one = schedule_colour(slip, remaining, has_late_milestone=False)
    other = schedule_colour(slip + more, remaining, has_late_milestone=False)
    assert not is_worse(one, other)
