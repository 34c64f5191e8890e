"""The life cycle of domain.md 3.2: every state, every way, every part."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.utils import translation

from plans.lifecycle import TRANSITIONS, WAYS, Part, Situation, ways_from
from plans.models import Status

S = Status
WHO = {  # (from, to) → those who may, as the table of the domain says
    (S.DRAFT, S.ANALYSIS): {Part.KAM},
    (S.ANALYSIS, S.INTERNAL_VALIDATION): {Part.KAM},
    (S.INTERNAL_VALIDATION, S.ANALYSIS): {Part.MANAGER},
    (S.INTERNAL_VALIDATION, S.CLIENT_COWRITING): {Part.MANAGER},
    (S.CLIENT_COWRITING, S.INTERNAL_VALIDATION): {Part.KAM},
    (S.CLIENT_COWRITING, S.APPROVED): {Part.MANAGER},
    (S.APPROVED, S.IN_EXECUTION): {Part.KAM, Part.CLOCK},
    (S.IN_EXECUTION, S.REVIEWED): {Part.KAM},
    (S.REVIEWED, S.IN_EXECUTION): {Part.KAM},
    (S.REVIEWED, S.ANALYSIS): {Part.MANAGER},
} | {(each, S.ARCHIVED): {Part.MANAGER, Part.ADMIN, Part.CLOCK} for each in S if each != S.ARCHIVED}


@pytest.mark.parametrize(("source", "target", "part"), list(product(S, S, Part)))
def test_each_part_may_go_the_ways_of_the_table_and_no_other(source, target, part):
    is_offered = any(way.target == target for way in ways_from(source, {part}))
    assert is_offered == (part in WHO.get((source, target), set()))


def test_each_way_stands_once_in_the_table():
    assert len(WAYS) == len(TRANSITIONS)


def situation(**facts):
    """A plan for which everything holds, but for the facts given."""
    fine = {
        "on": date(2026, 3, 1), "starts_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31), "has_team": True,
        "has_sponsor": True, "priorities": 3, "agreed": 50, "is_signed": True, "has_comment": True,
        "is_review_signed": True, "threshold": Decimal(100_000),
    }  # fmt: skip
    return Situation(**(fine | facts))


@pytest.mark.parametrize("way", [way for way in TRANSITIONS if way.target != S.ARCHIVED])
def test_nothing_refuses_a_plan_for_which_everything_holds(way):
    assert [way.refusals(situation(), part) for part in way.parts] == [[]] * len(way.parts)


@pytest.mark.parametrize(
    ("source", "target", "facts", "word"),
    [
        (S.DRAFT, S.ANALYSIS, {"has_team": False}, "team"),
        (S.DRAFT, S.ANALYSIS, {"has_sponsor": False}, "sponsor"),
        (S.ANALYSIS, S.INTERNAL_VALIDATION, {"incomplete": [("market", 79)]}, "Market is 79 % complete"),
        (S.ANALYSIS, S.INTERNAL_VALIDATION, {"priorities": 2}, "2 priorities"),
        (S.ANALYSIS, S.INTERNAL_VALIDATION, {"priorities": 6}, "6 priorities"),
        (S.ANALYSIS, S.INTERNAL_VALIDATION, {"vague": ["Delays"]}, "Delays"),
        (S.INTERNAL_VALIDATION, S.ANALYSIS, {"has_comment": False}, "changed"),
        (S.INTERNAL_VALIDATION, S.CLIENT_COWRITING, {"investment": Decimal(100_001)}, "controlling"),
        (S.CLIENT_COWRITING, S.APPROVED, {"agreed": 49.9}, "50 %"),
        (S.CLIENT_COWRITING, S.APPROVED, {"is_signed": False}, "signed"),
        (S.CLIENT_COWRITING, S.APPROVED, {"shift": 10.1}, "validate the plan again"),
        (S.CLIENT_COWRITING, S.APPROVED, {"shift": 11, "waiver": "They never sign"}, "validate the plan again"),
        (S.IN_EXECUTION, S.REVIEWED, {"is_review_signed": False}, "co-signed"),
    ],
)
def test_what_does_not_hold_is_said(source, target, facts, word):
    way = WAYS[source, target]
    with translation.override("en"):
        (told,) = way.refusals(situation(**facts), next(iter(way.parts)))
    assert word in told


@pytest.mark.parametrize(
    ("source", "target", "facts"),
    [
        (S.CLIENT_COWRITING, S.APPROVED, {"agreed": 0, "is_signed": False, "waiver": "They never sign"}),
        (S.CLIENT_COWRITING, S.APPROVED, {"shift": 10}),
        (S.INTERNAL_VALIDATION, S.CLIENT_COWRITING, {"investment": Decimal(100_000)}),
        (S.INTERNAL_VALIDATION, S.CLIENT_COWRITING, {"investment": Decimal(200_000), "is_controlled": True}),
        (S.ANALYSIS, S.INTERNAL_VALIDATION, {"priorities": 5}),
    ],
)
def test_the_edges_of_the_rules_pass(source, target, facts):
    way = WAYS[source, target]
    assert way.refusals(situation(**facts), next(iter(way.parts))) == []


def test_the_clock_starts_a_plan_on_its_first_day_and_a_kam_whenever_he_wants():
    way, eve = WAYS[S.APPROVED, S.IN_EXECUTION], situation(on=date(2025, 12, 31))
    assert way.refusals(eve, Part.CLOCK) != []
    assert way.refusals(eve, Part.KAM) == []
    assert way.refusals(situation(on=date(2026, 1, 1)), Part.CLOCK) == []


@pytest.mark.parametrize(
    ("on", "has_successor", "is_put_away"),
    [(date(2029, 1, 30), True, False), (date(2029, 1, 31), True, True), (date(2029, 1, 31), False, False)],
)
def test_the_clock_puts_a_plan_away_30_days_after_its_end_once_a_successor_is_approved(on, has_successor, is_put_away):
    facts = situation(on=on, has_approved_successor=has_successor)
    assert (WAYS[S.IN_EXECUTION, S.ARCHIVED].refusals(facts, Part.CLOCK) == []) is is_put_away
