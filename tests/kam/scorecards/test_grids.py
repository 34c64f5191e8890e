"""The first grid: what is installed where, and the targets of the tiers."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Tier
from kam.scorecards import readings
from kam.scorecards.grids import COMPLETED, COMPLETED_ON, ROWS, TARGETS, VERSION, install_first_grid, rules_by_family
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.base import Figure, Theme
from kam.scorecards.models import Family, Grid, GridRow, Reading
from kam.scorecards.points import aimed, points_of
from tests.factories import AccountFactory

ON = date(2026, 6, 30)


def versions():
    return set(Grid.objects.values_list("version", flat=True))


@pytest.fixture
def early_grid(db):
    """The grid as a base installed it before introductions, links and information were measured."""
    GridRow.objects.filter(indicator__in=["client_introductions", "expert_links", "information_access"]).delete()
    return Grid.objects.get(version=VERSION)


def test_the_weights_of_the_relations_the_plan_and_the_projects_add_up_to_their_themes():
    weights = Counter()
    for family, key, weight, _knots in ROWS:
        if family == Family.MATURITY:
            weights[BY_KEY[key].theme] += weight
    assert (weights[Theme.RELATIONS], weights[Theme.STRATEGY], weights[Theme.PROJECTS]) == (34, 21, 18)


def test_installing_the_first_grid_again_changes_nothing(db):
    before = list(GridRow.objects.values_list())
    install_first_grid()
    assert list(GridRow.objects.values_list()) == before
    assert versions() == {VERSION}


def test_a_grid_that_lacks_rows_and_has_scored_nothing_is_completed(early_grid):
    install_first_grid()
    assert versions() == {VERSION}
    assert Grid.objects.get().rows.count() == len(ROWS)


def test_a_grid_that_has_scored_readings_stays_and_the_complete_one_follows_it(early_grid, account):
    readings.take(ON)
    before = list(early_grid.rows.values_list())
    install_first_grid()
    install_first_grid()
    assert list(early_grid.rows.values_list()) == before
    assert versions() == {VERSION, COMPLETED}
    assert Grid.objects.in_force(ON) == early_grid
    assert Grid.objects.in_force(COMPLETED_ON).rows.count() == len(ROWS)


def test_a_base_with_the_second_grid_of_ours_gets_the_third_and_keeps_both(early_grid, account):
    readings.take(ON)
    second = Grid.objects.create(version="2026.2", effective_on=date(2026, 11, 21))
    GridRow.objects.create(
        grid=second, family=Family.MATURITY, indicator="expert_links", weight=7, knots=[[0, 0], [8, 100]]
    )
    install_first_grid()
    assert versions() == {VERSION, "2026.2", COMPLETED}
    assert second.rows.count() == 1
    assert Grid.objects.in_force(date(2026, 11, 21)) == second
    assert Grid.objects.in_force(COMPLETED_ON).rows.filter(indicator="priority_thread").exists()


def test_a_grid_that_an_administrator_published_is_left_alone(db):
    Grid.objects.all().delete()
    Grid.objects.create(version="Ours", effective_on=ON)
    install_first_grid()
    assert versions() == {"Ours"}


def test_a_figure_aims_at_the_target_of_its_tier_unless_it_has_its_own():
    assert aimed(Figure(3), {"growth": 4}, "growth").target == 4
    assert aimed(Figure(3), {"growth": 4}, "major").target is None
    assert aimed(Figure(3), {"growth": 4}, None).target is None
    assert aimed(Figure(3, target=2), {"growth": 4}, "growth").target == 2


@given(st.floats(0, 20), st.sampled_from([None, "strategic", *TARGETS["expert_links"]]))
def test_the_points_of_links_are_the_share_of_the_target_of_the_tier(pairs, tier):
    target = TARGETS["expert_links"].get(tier, 8)
    figure = aimed(Figure(pairs), TARGETS["expert_links"], tier)
    assert points_of(figure, [[0, 0], [8, 100]]) == pytest.approx(min(100, 100 * pairs / target))


@pytest.mark.parametrize(("code", "target"), [("strategic", None), ("major", 6), ("growth", 4), (None, None)])
def test_a_reading_keeps_the_target_of_the_tier(db, code, target):
    account = AccountFactory(tier=Tier.objects.get(code=code) if code else None)
    readings.take(ON)
    assert Reading.objects.get(account=account, indicator="expert_links").target == target


def test_the_grid_shows_the_targets_of_the_tiers(db):
    rules = {rule.label: rule for rule in rules_by_family(Grid.objects.get())[Family.MATURITY.label]}
    assert [len(rule.targets) for rule in rules.values()].count(2) == 2
    links, projects = [rule for rule in rules.values() if rule.targets]
    assert [[f.split()[0] for _tier, f in each.targets] for each in (links, projects)] == [["6", "4"], ["2", "1"]]
