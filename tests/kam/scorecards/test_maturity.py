import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kam.scorecards.maturity import Mark, band, confidence_of, cooperative_index, leverage, momentum, theme_scores
from kam.scorecards.models import Standing, State

GOOD, LOW, NONE = Standing.Confidence.GOOD, Standing.Confidence.LOW, Standing.Confidence.NONE


def mark(points, weight=1, theme="relations", key="one", state=None):
    return Mark(key, theme, weight, points, state or (State.INSUFFICIENT if points is None else State.MEASURED))


def test_index_is_the_weighted_mean_of_what_is_measured():
    # (9·100 + 7·50 + 4·25) / 20
    maturity = cooperative_index([mark(100, 9), mark(50, 7), mark(25, 4)])
    assert maturity.index == pytest.approx(67.5)
    assert maturity.data_coverage == 1
    assert maturity.confidence == GOOD
    assert not maturity.is_floored


def test_weights_are_renormalised_over_what_is_measured():
    # (9·80 + 7·40) / 16, and 16 of 20 measured
    maturity = cooperative_index([mark(80, 9), mark(40, 7), mark(None, 4)])
    assert maturity.index == pytest.approx(62.5)
    assert maturity.data_coverage == pytest.approx(0.8)


def test_what_does_not_apply_leaves_the_data_coverage_too():
    maturity = cooperative_index([mark(80, 9), mark(None, 11, state=State.NOT_APPLICABLE)])
    assert maturity.data_coverage == 1
    assert maturity.index == 80


def test_nothing_measured_is_no_index_rather_than_zero():
    assert cooperative_index([mark(None, 9), mark(None, 7)]) == (None, 0, NONE, False)
    assert cooperative_index([]) == (None, 0, NONE, False)


@pytest.mark.parametrize(
    ("coverage", "confidence"), [(0, NONE), (0.599, NONE), (0.6, LOW), (0.7, LOW), (0.8, LOW), (0.801, GOOD), (1, GOOD)]
)
def test_confidence_follows_the_data_coverage(coverage, confidence):
    assert confidence_of(coverage) == confidence


def test_a_theme_below_30_holds_the_index_at_59():
    # (34·100 + 21·29) / 55 = 72.9, held back by strategy
    maturity = cooperative_index([mark(100, 34), mark(29, 21, theme="strategy")])
    assert maturity.index == 59
    assert maturity.is_floored


def test_a_theme_at_30_does_not_hold_the_index():
    maturity = cooperative_index([mark(100, 34), mark(30, 21, theme="strategy")])
    assert maturity.index == pytest.approx((34 * 100 + 21 * 30) / 55)
    assert not maturity.is_floored


def test_the_floor_is_of_the_theme_not_of_one_indicator():
    maturity = cooperative_index([mark(100, 9), mark(0, 4), mark(100, 21, theme="strategy")])
    assert theme_scores([mark(100, 9), mark(0, 4)])["relations"] == pytest.approx(900 / 13)
    assert not maturity.is_floored


def test_an_index_below_60_is_not_raised_to_59_by_the_floor():
    assert cooperative_index([mark(60, 1), mark(20, 1, theme="strategy")]).index == 40


def test_a_theme_without_data_does_not_hold_the_index():
    assert cooperative_index([mark(90, 1), mark(None, 1, theme="strategy")]).index == 90


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (0, "Basic"), (39.4, "Basic"), (39.5, "In transition"), (40, "In transition"), (59, "In transition"),
        (60, "Confirmed cooperative"), (79.4, "Confirmed cooperative"), (80, "Ready for interdependence"),
    ],
)  # fmt: skip
def test_bands_are_those_of_the_index_as_it_is_shown(index, name):
    with translation.override("en"):
        assert str(band(index)) == name


def test_leverage_is_what_each_measured_indicator_could_still_add():
    marks = [mark(100, 9, key="a"), mark(50, 7, key="b"), mark(25, 4, key="c"), mark(None, 6, key="d")]
    assert leverage(marks) == {"b": pytest.approx(17.5), "c": pytest.approx(15), "a": 0}
    assert list(leverage(marks)) == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("indices", "slope", "direction"),
    [
        ([50, 52, 54, 56, 58, 60], 2, 1),
        ([60, 58.5, 57, 55.5, 54, 52.5], -1.5, -1),
        ([50, 51.5, 53, 54.5, 56, 57.5], 1.5, 1),
        ([50, 51, 52, 53, 54, 55], 1, 0),
        ([0, 0, 0, None, None, 50, None, 56, 56], None, None),  # three of the last six
        ([90, 0, 50, None, 54, None, 58, 60], 2, 1),  # the first two are older; months without index keep their place
    ],
)
def test_momentum_is_the_slope_of_the_last_six_months(indices, slope, direction):
    found = momentum(indices)
    if slope is None:
        assert found is None
    else:
        assert found == (pytest.approx(slope), direction)


MARKS = st.lists(
    st.builds(
        mark,
        st.none() | st.floats(0, 100),
        st.integers(1, 20),
        st.sampled_from(["relations", "strategy", "presence"]),
    ),
    max_size=12,
)


@given(MARKS)
def test_index_lies_within_0_and_100_and_coverage_within_0_and_1(marks):
    maturity = cooperative_index(marks)
    assert 0 <= maturity.data_coverage <= 1
    assert maturity.index is None or -1e-9 <= maturity.index <= 100 + 1e-9


@given(MARKS, st.floats(0, 100), st.floats(0, 100), st.integers(1, 20))
def test_a_better_indicator_never_lowers_the_index(marks, one, other, weight):
    worse, better = sorted([one, other])
    low, high = (cooperative_index([*marks, mark(points, weight)]).index for points in (worse, better))
    assert low <= high + 1e-9


@given(MARKS, st.integers(1, 20))
def test_absent_data_never_moves_the_index(marks, weight):
    with_absent = [*marks, mark(None, weight), mark(None, weight, state=State.NOT_APPLICABLE)]
    assert cooperative_index(with_absent).index == cooperative_index(marks).index


@given(MARKS)
def test_gaining_every_leverage_leads_to_100(marks):
    measured = [m for m in marks if m.points is not None]
    if measured:
        weighted = sum(m.weight * m.points for m in measured) / sum(m.weight for m in measured)
        keyed = [m._replace(key=str(place)) for place, m in enumerate(marks)]
        assert weighted + sum(leverage(keyed).values()) == pytest.approx(100)
