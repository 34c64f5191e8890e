"""Moving, linking and parting by hand: what the server takes, refuses and gives back."""

from datetime import UTC, date, datetime

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.board.acts import perform, read_undo
from plans.models import PlanAction, PlanObjective, SwotItem
from plans.moves import Refused
from plans.told import told_of
from tests.factories import (
    ActionFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    SwotItemFactory,
    TowsOptionFactory,
)
from tests.plans.conftest import put

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def do(plan, manager):
    def done(**act):
        return perform(plan, act, by=manager, at=AT)

    return done


def put_before(row, other=None, group="", kind="priority"):
    return {"verb": "place", "kind": kind, "row": row.pk, "group": str(group), "before": other and other.pk}


def texts(plan, quadrant):
    return [item.text for item in plan.swot.filter(quadrant=quadrant).order_by("position", "pk")]


def test_a_priority_goes_before_another_and_undoing_gives_the_order_back(plan, do):
    a, b, c = (PriorityFactory(plan=plan) for _each in range(3))
    done = do(**put_before(c, a))
    assert list(plan.priorities.all()) == [c, a, b]
    do(**done.undo)
    assert list(plan.priorities.all()) == [a, b, c]


def test_positions_are_counted_from_one_so_that_what_is_new_is_told_apart(plan, do):
    a, b = PriorityFactory(plan=plan), PriorityFactory(plan=plan)
    do(**put_before(b, a))
    assert list(plan.priorities.values_list("position", flat=True)) == [1, 2]


def test_an_item_changes_its_quadrant_and_comes_back(plan, do):
    item = SwotItemFactory(plan=plan, quadrant="strength", text="Moved")
    other = SwotItemFactory(plan=plan, quadrant="threat", text="There")
    done = do(**put_before(item, other, "threat", "swot"))
    assert texts(plan, "threat") == ["Moved", "There"]
    do(**done.undo)
    assert (texts(plan, "strength"), texts(plan, "threat")) == (["Moved"], ["There"])


def test_an_eighth_item_finds_no_room_in_a_quadrant(plan, do):
    for _item in range(7):
        SwotItemFactory(plan=plan, quadrant="threat")
    item = SwotItemFactory(plan=plan, quadrant="strength")
    with pytest.raises(Refused, match="7"):
        do(**put_before(item, None, "threat", "swot"))
    item.refresh_from_db()
    assert item.quadrant == "strength"


def test_an_item_that_an_option_needs_on_its_side_stays_there(plan, do):
    strength, threat = SwotItemFactory(plan=plan, quadrant="strength"), SwotItemFactory(plan=plan, quadrant="threat")
    option = TowsOptionFactory(plan=plan, items=[strength, threat])
    with pytest.raises(Refused, match=option.text):
        do(**put_before(strength, None, "threat", "swot"))
    do(**put_before(strength, None, "weakness", "swot"))
    assert SwotItem.objects.get(pk=strength.pk).quadrant == "weakness"


@pytest.mark.parametrize("group", ["nowhere", "", "<b>"])
def test_a_quadrant_that_does_not_exist_is_refused(plan, do, group):
    with pytest.raises(Refused):
        do(**put_before(SwotItemFactory(plan=plan), None, group, "swot"))


def test_an_option_keeps_something_of_both_sides(plan, do):
    strength, threat = SwotItemFactory(plan=plan, quadrant="strength"), SwotItemFactory(plan=plan, quadrant="threat")
    more = SwotItemFactory(plan=plan, quadrant="weakness")
    option = TowsOptionFactory(plan=plan, items=[strength, threat, more])
    part = {"verb": "part", "kind": "option", "row": option.pk}
    with pytest.raises(Refused, match="no longer cross"):
        do(**part, above=threat.pk)
    done = do(**part, above=more.pk)
    assert set(option.items.all()) == {strength, threat}
    do(**done.undo)
    assert set(option.items.all()) == {strength, threat, more}


def test_what_is_linked_already_is_not_linked_again(plan, do):
    option = TowsOptionFactory(plan=plan)
    priority = PriorityFactory(plan=plan, options=[option])
    with pytest.raises(Refused, match="already follows"):
        do(verb="link", kind="priority", row=priority.pk, above=option.pk)


def test_an_action_follows_another_objective_and_undoing_gives_it_back_its_place(plan, do):
    here, there = ObjectiveFactory(plan=plan), ObjectiveFactory(plan=plan)
    a, b = (ActionFactory(plan=plan, objective=here) for _each in range(2))
    done = do(verb="link", kind="action", row=a.pk, above=there.pk)
    assert PlanAction.objects.get(pk=a.pk).objective == there
    do(**done.undo)
    assert list(here.actions.order_by("position")) == [a, b]
    do(verb="part", kind="action", row=a.pk, above=here.pk)
    assert PlanAction.objects.get(pk=a.pk).objective is None


def test_actions_stand_by_day_until_somebody_puts_them_in_order(plan, do):
    late = ActionFactory(plan=plan, due_on=date(2026, 9, 1))
    soon = ActionFactory(plan=plan, due_on=date(2026, 3, 1))
    between = ActionFactory(plan=plan, due_on=date(2026, 6, 1))
    do(**put_before(between, soon, "", "action"))
    assert list(plan.actions.order_by("position")) == [between, soon, late]


def test_rows_of_another_plan_are_not_found(plan, do):
    stranger, mine = PriorityFactory(), PriorityFactory(plan=plan)
    for act in (
        put_before(stranger),
        put_before(mine, stranger),
        {"verb": "link", "kind": "objective", "row": ObjectiveFactory(plan=plan).pk, "above": stranger.pk},
        {"verb": "link", "kind": "priority", "row": mine.pk, "above": TowsOptionFactory().pk},
    ):
        with pytest.raises(Refused):
            do(**act)
    assert not PlanObjective.objects.exclude(priority=None).exists()


def test_a_row_that_was_deleted_meanwhile_is_said_to_be(plan, do):
    priority = PriorityFactory(plan=plan)
    act = put_before(priority)
    priority.delete()
    with pytest.raises(Refused, match="deleted"):
        do(**act)


@pytest.mark.parametrize("status", ["internal_validation", "in_execution", "archived"])
def test_a_plan_that_was_frozen_meanwhile_says_so(plan, do, status):
    priority = PriorityFactory(plan=plan)
    put(plan, status)
    with pytest.raises(Refused, match="not being written"):
        do(**put_before(priority))


def test_a_plan_that_the_client_reads_gets_its_new_edition(plan, do):
    put(plan, "client_cowriting")
    a, b = PriorityFactory(plan=plan, title="A"), PriorityFactory(plan=plan, title="B")
    do(**put_before(b, a))
    assert [each["title"] for each in plan.shared_editions.first().content["priorities"]] == ["B", "A"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=8))
def test_any_sequence_of_moves_leaves_positions_a_permutation(steps, manager):
    plan = PlanFactory(account__kam=manager)
    rows = [PriorityFactory(plan=plan) for _each in range(4)]
    for which, before in steps:
        other = rows[before] if before < 4 and before != which else None
        perform(plan, put_before(rows[which], other), by=manager, at=AT)
    positions = [row["position"] for row in told_of(plan)["priorities"]]
    assert sorted(positions) == ([1, 2, 3, 4] if steps else [0, 0, 0, 0])


def test_an_address_that_nobody_signed_undoes_nothing():
    with pytest.raises(signing.BadSignature):
        read_undo("e30:nothing")
