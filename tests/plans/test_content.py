"""A plan as plain data: the same in JSON and back, and compared item by item."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.catalogue import passages
from plans.chain import chain_of
from plans.content import LINES, Action, Content, Objective, Option, Priority, Swot, content_from, content_of
from plans.difference import differences, shift, words
from plans.models import AccountPlan
from tests.factories import (
    ActionFactory,
    ObjectiveFactory,
    PriorityFactory,
    StakeholderFactory,
    SwotItemFactory,
    TowsOptionFactory,
)

EMPTY = Content(account="Solvane", version=1, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
amounts = st.none() | st.decimals(0, 10**9, places=2)


def objective(key="a", target=None, priority=None):
    return Objective(
        key=key, priority=priority, title=f"Objective {key}", metric="", unit="", baseline=None, target=target,
        due_on=None, owner="", measure="manual", measure_source="", current=None, is_smart=False,
    )  # fmt: skip


@st.composite
def contents(draw):
    """Plans whose links lead to what is there, or nowhere."""
    keys = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5)
    swot, options, priorities = draw(keys), draw(keys), draw(keys)
    objectives, actions = draw(keys), draw(keys)

    def some(of):
        return tuple(draw(st.lists(st.sampled_from(of), unique=True))) if of else ()

    def one(of):
        return draw(st.none() | st.sampled_from(of)) if of else None

    return replace(
        EMPTY,
        investment=draw(amounts),
        passages=draw(st.dictionaries(st.sampled_from(["market.size", "charter.scope"]), st.text(min_size=1))),
        swot=tuple(
            Swot(key, draw(st.sampled_from(["strength", "threat"])), draw(st.text()), "", 3, "", None, False)
            for key in swot
        ),
        options=tuple(Option(key, "", some(swot)) for key in options),
        priorities=tuple(Priority(key, draw(st.text()), "", "", some(options)) for key in priorities),
        objectives=tuple(objective(key, draw(amounts), one(priorities)) for key in objectives),
        actions=tuple(
            Action(key, one(objectives), "", "", False, None, date(2026, 6, 1), 1, 3, 0, None, "") for key in actions
        ),
    )


@given(contents())
def test_json_and_back_is_the_same_plan(content):
    assert content_from(content.to_json()) == content
    assert content_from(content.to_json()).digest == content.digest


def in_order(content):
    """Where an item stands among its like is no difference."""
    return replace(
        content, **{kind: tuple(sorted(getattr(content, kind), key=lambda line: line.key)) for kind in LINES}
    )


@given(contents(), contents())
def test_two_plans_differ_exactly_when_a_difference_is_told(one, other):
    assert (differences(one, other) == []) == (in_order(one) == in_order(other))


@given(contents(), contents())
def test_the_way_back_tells_the_same_differences_the_other_way_round(one, other):
    there = {(c.kind, c.key, c.field, c.before, c.after) for c in differences(one, other)}
    back = {(c.kind, c.key, c.field, c.after, c.before) for c in differences(other, one)}
    assert there == back


@given(contents())
def test_the_chain_leads_back_whence_it_came(content):
    chain = chain_of(content)
    there = {(above, below) for above, found in chain.down.items() for below in found}
    back = {(above, below) for below, found in chain.up.items() for above in found}
    assert there == back


@given(contents())
def test_an_orphan_is_what_lacks_a_neighbour(content):
    chain = chain_of(content)
    for node in chain.nodes:
        above, below = chain.orphans().get(node, (False, False))
        assert above == (node[0] != "swot" and not chain.up.get(node))
        assert below == (node[0] in ("priority", "objective") and not chain.down.get(node))


@given(st.text(alphabet="ab ", max_size=30), st.text(alphabet="ab ", max_size=30))
def test_the_runs_of_a_comparison_rebuild_both_texts(before, after):
    runs = words(before, after)
    assert " ".join(text for kind, text in runs if kind != "insert") == before or not before
    assert " ".join(text for kind, text in runs if kind != "delete") == after or not after


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (100, 110, 10),
        (100, 89, 11),
        (-50, -60, 20),
        (0, 0, 0),
        (0, 1, 100),
        (None, None, 0),
        (None, 5, 100),
        (5, None, 100),
    ],
)
def test_a_target_moves_by_its_share(before, after, percent):
    one = replace(EMPTY, objectives=(objective(target=before and Decimal(before)),))
    other = replace(EMPTY, objectives=(objective(target=after and Decimal(after)),))
    if before == 0 or after == 0:
        one = replace(EMPTY, objectives=(objective(target=None if before is None else Decimal(before)),))
        other = replace(EMPTY, objectives=(objective(target=None if after is None else Decimal(after)),))
    assert shift(one, other) == pytest.approx(percent)


def test_an_objective_that_was_dropped_has_moved_and_a_new_one_has_not():
    both = replace(EMPTY, objectives=(objective("a", Decimal(5)), objective("b", Decimal(5))))
    one = replace(EMPTY, objectives=(objective("a", Decimal(5)),))
    assert (shift(both, one), shift(one, both)) == (100, 0)


def test_the_budget_counts_too():
    assert shift(replace(EMPTY, investment=Decimal(100)), replace(EMPTY, investment=Decimal(150))) == 50


def test_the_chain_of_an_item_runs_from_the_swot_to_the_action(plan):
    item = SwotItemFactory(plan=plan)
    option = TowsOptionFactory(plan=plan, items=[item])
    priority = PriorityFactory(plan=plan, options=[option])
    aim = ObjectiveFactory(plan=plan, priority=priority)
    action = ActionFactory(plan=plan, objective=aim)
    lonely = ActionFactory(plan=plan)
    chain = chain_of(content_of(plan))
    rows = {"swot": item, "option": option, "priority": priority, "objective": aim, "action": action}
    nodes = [(kind, str(row.lineage)) for kind, row in rows.items()]
    assert [chain.down.get(node, ()) for node in nodes] == [(node,) for node in nodes[1:]] + [()]
    assert chain.orphans() == {("action", str(lonely.lineage)): (True, False)}


def test_a_plan_is_read_in_as_many_queries_whatever_it_holds(full_plan, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        content_of(full_plan)


def test_a_whole_plan_is_read_in_one_query(full_plan, django_assert_num_queries):
    plan = AccountPlan.objects.with_people().get(pk=full_plan.pk)
    with django_assert_num_queries(1):
        content = content_of(plan)
    assert len(content.passages) == len(list(passages()))
    assert [len(getattr(content, kind)) for kind in LINES] == [4, 4, 3, 3, 3, 3, 1]


def test_a_plan_tells_its_people_and_amounts_as_its_rows_do(plan, manager, account):
    manager.first_name, manager.last_name = "", ""
    manager.save()
    person = StakeholderFactory(account=account)
    objective = ObjectiveFactory(
        plan=plan, owner=manager, baseline=Decimal("0.10"), target=Decimal("9999999999999999.99")
    )
    ActionFactory(plan=plan, client_owner=person, objective=objective)
    ActionFactory(plan=plan)
    content = content_of(plan)
    (line,) = content.objectives
    assert (line.owner, line.baseline, line.target) == (str(manager), Decimal("0.10"), Decimal("9999999999999999.99"))
    theirs, nobodys = sorted(content.actions, key=lambda action: not action.is_clients)
    assert (theirs.owner, theirs.is_clients, theirs.objective) == (person.name, True, str(objective.lineage))
    assert (nobodys.owner, nobodys.is_clients, nobodys.objective) == ("", False, None)
