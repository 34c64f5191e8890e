import pytest

from kam.scorecards.scorecard import Mark, overall, perspectives


def kpi(points, weight=5, perspective="financial"):
    return Mark("kpi", perspective, weight, points)


@pytest.mark.parametrize(
    ("points", "tone"), [(100, "green"), (75, "green"), (74.9, "amber"), (50, "amber"), (49.9, "red"), (0, "red")]
)
def test_overall_is_green_from_75_and_amber_from_50(points, tone):
    assert overall([kpi(points)]) == (points, tone)


def test_overall_is_the_weighted_mean_of_the_measured_kpis():
    # (10·80 + 5·50) / 15
    assert overall([kpi(80, 10), kpi(50, 5), kpi(None, 8)]).points == pytest.approx(70)


def test_nothing_measured_is_neither_a_mean_nor_a_colour():
    assert overall([kpi(None)]) == (None, "")
    assert perspectives([kpi(None)]) == {"financial": (None, "")}


def test_a_red_kpi_of_weight_8_limits_the_whole_to_amber():
    assert overall([kpi(40, 8), kpi(100, 30)]) == (pytest.approx(3320 / 38), "amber")


def test_a_lighter_red_kpi_does_not():
    assert overall([kpi(40, 7), kpi(100, 30)]).tone == "green"


def test_a_veto_never_raises_a_red_scorecard():
    assert overall([kpi(0, 8)]).tone == "red"


def test_two_red_kpis_make_a_perspective_red():
    found = perspectives([kpi(49, 1), kpi(49, 1), kpi(100, 8), kpi(60, 4, "relationship"), kpi(40, 1, "relationship")])
    assert found["financial"] == (pytest.approx(89.8), "red")
    assert found["relationship"] == (pytest.approx(56), "amber")
    assert list(found) == ["financial", "relationship"]
