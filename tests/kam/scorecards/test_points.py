import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kam.scorecards.grids import ROWS
from kam.scorecards.indicators.base import UNKNOWN, Figure
from kam.scorecards.models import State, validate_knots
from kam.scorecards.points import bounds_of, points_at, points_of, thresholds, tone_of

COVERAGE = [[30, 0], [75, 100]]
ATTAINMENT = [[70, 0], [90, 50], [98, 80], [105, 100]]


@pytest.mark.parametrize(("figure", "points"), [(0, 0), (30, 0), (52.5, 50), (66, 80), (75, 100), (100, 100), (-10, 0)])
def test_points_lie_on_the_line_between_the_knots_and_are_flat_beyond_them(figure, points):
    assert points_at(figure, COVERAGE) == pytest.approx(points)


@pytest.mark.parametrize(
    ("figure", "points"),
    [(69, 0), (70, 0), (80, 25), (90, 50), (94, 65), (98, 80), (101.5, 90), (105, 100), (140, 100)],
)
def test_a_curve_may_have_four_knots(figure, points):
    assert points_at(figure, ATTAINMENT) == pytest.approx(points)


def test_a_figure_on_a_knot_is_worth_exactly_its_points_so_that_its_colour_is_sure():
    assert [points_at(figure, ATTAINMENT) for figure, _ in ATTAINMENT] == [0, 50, 80, 100]
    assert [points_at(figure, [[-15, 0], [-5, 50], [0, 80], [5, 100]]) for figure in (-15, -5, 0, 5)] == [
        0,
        50,
        80,
        100,
    ]


@pytest.mark.parametrize(
    ("reached", "existing", "points"),
    [(1, 3, 0), (2, 3, 50), (3, 3, 100), (2, 2, 100), (1, 2, 0), (4, 5, 75), (0, 3, 0)],
)
def test_an_account_with_its_own_target_is_measured_against_that(reached, existing, points):
    assert points_at(reached, [[1, 0], [5, 100]], target=existing) == pytest.approx(points)


def test_a_target_at_the_start_of_the_curve_is_all_or_nothing():
    assert points_at(1, [[1, 0], [5, 100]], target=1) == 100
    assert points_at(0, [[1, 0], [5, 100]], target=1) == 0


def test_an_incomplete_map_is_worth_50_points_at_most():
    assert points_of(Figure(75, badge="map_incomplete"), COVERAGE) == 50
    assert points_of(Figure(40, badge="map_incomplete"), COVERAGE) == pytest.approx(22.2222222)
    assert points_of(Figure(75, badge="revenue_late"), COVERAGE) == 100


def test_what_is_not_measured_has_no_points():
    assert points_of(UNKNOWN, COVERAGE) is None
    assert points_of(Figure(None, State.NOT_APPLICABLE), COVERAGE) is None


@pytest.mark.parametrize(
    ("points", "tone"), [(100, "green"), (80, "green"), (79.99, "amber"), (50, "amber"), (49.99, "red"), (None, "")]
)
def test_colours_change_at_80_and_50_points(points, tone):
    assert tone_of(points) == tone


def test_thresholds_are_shown_in_figures_of_the_account():
    assert thresholds([[1, 0], [5, 100]], target=3) == [(1, 0), (3, 100)]
    assert thresholds(COVERAGE) == [(30, 0), (75, 100)]
    assert bounds_of(2, [(1, 0), (3, 100)]) == ((1, 0), (3, 100))
    assert bounds_of(3, [(1, 0), (3, 100)]) is None


KNOTS = st.sampled_from([knots for _family, _key, _weight, knots in ROWS])
FIGURES = st.floats(-300, 300)


@given(KNOTS, FIGURES, FIGURES, st.none() | st.integers(1, 8))
def test_a_better_figure_is_never_worth_less(knots, one, other, target):
    worse, better = sorted([one, other])
    assert 0 <= points_at(worse, knots, target) <= points_at(better, knots, target) <= 100


@given(KNOTS, st.none() | st.floats(2, 50))
def test_the_target_is_worth_full_points(knots, target):
    assert points_at(knots[-1][0] if target is None else target, knots, target) == 100


@pytest.mark.parametrize(
    "knots",
    [
        [[30, 0]],
        [[30, 0], [30, 100]],
        [[75, 0], [30, 100]],
        [[30, 0], [75, 101]],
        [[30], [75]],
        "abc",
        None,
        5,
        [["a", 0], [1, 2]],
    ],
)
def test_a_curve_needs_two_ascending_figures_and_points_within_0_and_100(knots):
    with pytest.raises(ValidationError):
        validate_knots(knots)


def test_the_curves_of_the_first_grid_are_valid():
    for _family, _key, _weight, knots in ROWS:
        validate_knots(knots)
