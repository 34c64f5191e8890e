"""How sure is the date: textbook cases, and what must always hold."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.forecast import DEVIATIONS, Estimate, forecast, probability, quantiles, read_off
from projects.scheduling import Activity, Kind, Link, Loop, Rule, schedule

CASES = Path(__file__).parents[2] / "../shared/cases/pert"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the real inputs of ../shared/cases are not here")
PAIR = [Activity("a", 100), Activity("b", 100)]
WIDE = Estimate(50, 100, 300)


@needs_cases
@pytest.mark.parametrize("name", ["porta_vac", "advertising_firm"])
def test_textbook_projects_have_their_times_variances_path_and_chances(name):
    case = json.loads((CASES / f"{name}.json").read_text())
    told = case["computed"]
    estimates = {
        each["id"]: Estimate(each["optimistic"], each["most_likely"], each["pessimistic"])
        for each in case["activities"]
    }
    for key, estimate in estimates.items():
        assert round(estimate.expected, 2) == pytest.approx(told["te"][key], abs=0.01)
        assert round(estimate.variance, 2) == pytest.approx(told["variance"][key], abs=0.01)
    links = [Link(before, each["id"]) for each in case["activities"] for before in each["pred"]]
    # sixths of a unit, so that expected times are whole
    result = schedule([Activity(key, round(6 * each.expected)) for key, each in estimates.items()], links)
    assert result.finish / 6 == pytest.approx(told["project_expected"])
    assert set(result.critical) == set(told["critical"])
    variance = sum(estimates[key].variance for key in result.critical)
    assert variance == pytest.approx(told["project_variance"], abs=0.01)
    for time, chance in told["p_finish_by"].items():
        assert probability(told["project_expected"], variance, float(time)) == pytest.approx(chance, abs=0.005)


def test_without_variance_a_date_is_held_or_not():
    assert (probability(10, 0, 9), probability(10, 0, 10)) == (0, 1)


def test_the_same_seed_gives_the_same_runs_and_another_seed_others():
    first, again, other = (forecast(PAIR, [], {"a": WIDE}, seed=seed) for seed in (4, 4, 5))
    assert np.array_equal(first.finishes, again.finishes)
    assert not np.array_equal(first.finishes, other.finishes)


@given(st.lists(st.integers(0, 5_000), min_size=3, max_size=3).map(sorted).filter(lambda e: e[0] < e[2]))
def test_durations_are_drawn_around_the_expected_one_and_within_the_estimate(values):
    estimate = Estimate(*values)
    finishes = forecast([Activity("a", 0)], [], {"a": estimate}).finishes
    assert estimate.optimistic <= finishes[0] <= finishes[-1] <= estimate.pessimistic
    spread = estimate.pessimistic - estimate.optimistic
    assert finishes.mean() == pytest.approx(estimate.expected, abs=0.012 * spread)
    assert finishes.std() == pytest.approx(sd_of_beta(estimate), abs=0.012 * spread)


def sd_of_beta(estimate):
    low, likely, high = estimate
    alpha, beta = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    return (high - low) * (alpha * beta / (36 * 7)) ** 0.5


def test_paths_that_merge_finish_later_than_the_path_that_pert_looks_at():
    activities = [Activity(key, 100) for key in range(8)]
    told = forecast(activities, [], dict.fromkeys(range(8), WIDE))
    assert told.percentiles[50] > WIDE.expected


def test_lateness_that_comes_together_widens_the_range_of_a_chain():
    links = [Link("a", "b")]
    alone, together = (forecast(PAIR, links, {"a": WIDE, "b": WIDE}, correlation=each) for each in (0, 1))
    assert together.percentiles[90] - together.percentiles[10] > 1.3 * (alone.percentiles[90] - alone.percentiles[10])


def test_how_often_each_task_is_critical_follows_from_how_long_it_may_last():
    told = forecast([*PAIR, Activity("short", 1)], [], {"a": WIDE, "b": WIDE})
    assert told.critical["short"] == 0
    assert 0.4 < told.critical["a"] < 0.6
    assert told.critical["a"] + told.critical["b"] == pytest.approx(1, abs=0.05)


def test_chances_grow_with_the_date_and_the_percentiles_hold_their_share():
    told = forecast(PAIR, [Link("a", "b")], {"a": WIDE, "b": WIDE})
    p10, p50, p80, p90 = (told.percentiles[each] for each in (10, 50, 80, 90))
    assert p10 < p50 < p80 < p90
    assert told.chance(p80) == pytest.approx(0.8, abs=0.01)
    assert (told.chance(0), told.chance(10**6)) == (0, 1)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("rule", [Rule.SOON, Rule.START_AFTER, Rule.FINISH_AFTER, Rule.START_ON, Rule.FINISH_BEFORE])
def test_sure_durations_give_the_date_of_the_schedule_in_every_run(kind, rule):
    activities = [Activity("a", 100), Activity("b", 60, rule, 70), Activity("c", 20, began_at=5)]
    links = [Link("a", "b", kind, 7), Link("a", "c")]
    told = forecast(activities, links, {}, runs=3)
    assert set(told.finishes) == {schedule(activities, links).finish}


def test_a_loop_an_estimate_out_of_order_and_an_impossible_correlation_are_refused():
    with pytest.raises(Loop):
        forecast(PAIR, [Link("a", "b"), Link("b", "a")], {})
    with pytest.raises(ValueError, match="goes up"):
        quantiles(Estimate(5, 3, 9))
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast(PAIR, [], {}, correlation=1.1)


def test_a_project_without_tasks_is_finished():
    assert forecast([], [], {}, runs=5).chance(0) == 1


@given(st.lists(st.floats(-6, 6), min_size=1, max_size=50))
def test_durations_are_read_off_the_table_as_between_its_points(deviations):
    """Also at the points themselves and beyond both ends."""
    wanted = np.array([*deviations, -9, -4, 0, 4, 9])
    found = np.empty_like(wanted)
    read_off(quantiles(WIDE), wanted, out=found)
    assert found == pytest.approx(np.interp(wanted, DEVIATIONS, quantiles(WIDE)))
