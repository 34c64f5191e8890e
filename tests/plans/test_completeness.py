"""What a section must hold, and what is missing."""

from datetime import date

import pytest
from django.utils import translation

from plans.catalogue import BY_KEY, SECTIONS, passages
from plans.completeness import crosses, states
from plans.content import content_of
from plans.models import Passage, SwotItem
from tests.factories import (
    ActionFactory,
    FigureFactory,
    ObjectiveFactory,
    PriorityFactory,
    SwotItemFactory,
    TowsOptionFactory,
)


def state(plan, key):
    return next(each for each in states(content_of(plan)) if each.section.key == key)


def missing(plan, key):
    with translation.override("en"):
        return [str(label) for label in state(plan, key).missing]


def test_the_plan_has_the_18_sections_in_their_order():
    assert [section.number for section in SECTIONS] == list(range(1, 19))


def test_what_can_never_be_shared_is_not():
    hidden = {"competition", "position", "relations", "swot", "tows", "resources", "risks", "financials", "summary"}
    assert {section.key for section in SECTIONS if not section.is_shared} == hidden
    assert [f"{s.key}.{f.key}" for s, f in passages() if f.is_shared and s.key in hidden] == []
    assert not next(f for f in BY_KEY["customer"].fields if f.key == "buying").is_shared


def test_the_sections_that_a_validation_reads_are_those_of_the_domain():
    assert [section.number for section in SECTIONS if section.is_gate] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 17]


def test_an_empty_plan_has_only_its_people(plan):
    assert {state.section.key: state.percent for state in states(content_of(plan)) if state.percent} == {
        "governance": 66
    }


def test_a_full_plan_lacks_nothing(full_plan):
    assert {str(label) for state in states(content_of(full_plan)) for label in state.missing} == set()
    assert {state.percent for state in states(content_of(full_plan))} == {100}


def test_blanks_fill_no_passage(plan):
    Passage.objects.create(plan=plan, section="charter", field="scope", text=" \n ")
    assert state(plan, "charter").percent == 0


def test_a_passage_counts_for_its_share(plan):
    Passage.objects.create(plan=plan, section="charter", field="scope", text="Europe")
    assert state(plan, "charter").percent == 25


def test_a_figure_without_source_or_date_leaves_the_section_short(plan):
    figure = FigureFactory(plan=plan, source="INSEE")
    assert "A source and a date for each figure" in missing(plan, "market")
    figure.as_of = date(2026, 1, 1)
    figure.save()
    assert "A source and a date for each figure" not in missing(plan, "market")


@pytest.mark.parametrize(
    ("quadrants", "does"),
    [
        (["strength", "opportunity"], True),
        (["weakness", "threat"], True),
        (["strength", "weakness"], False),
        (["opportunity", "threat"], False),
        (["strength"], False),
        ([], False),
    ],
)
def test_an_option_crosses_something_of_ours_and_something_of_the_world(plan, quadrants, does):
    TowsOptionFactory(plan=plan, items=[SwotItemFactory(plan=plan, quadrant=quadrant) for quadrant in quadrants])
    assert crosses(content_of(plan)) == [does]


def test_an_empty_list_is_not_complete(plan):
    assert state(plan, "swot").percent == 0
    assert state(plan, "objectives").percent == 0


def test_the_swot_asks_for_evidence_of_each_item(plan):
    for quadrant in SwotItem.Quadrant:
        SwotItemFactory(plan=plan, quadrant=quadrant, evidence="Seen", source="Review")
    assert missing(plan, "swot") == []
    SwotItemFactory(plan=plan)
    assert missing(plan, "swot") == ["Evidence for each item", "A source for each item"]


def test_each_priority_needs_an_objective_and_each_objective_an_action(plan):
    objective = ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan))
    PriorityFactory(plan=plan)
    assert "An objective for each priority" in missing(plan, "objectives")
    assert "An action for each objective" in missing(plan, "actions")
    ActionFactory(plan=plan, objective=objective)
    assert "An action for each objective" not in missing(plan, "actions")


@pytest.mark.parametrize("count", [2, 6])
def test_three_to_five_priorities_are_asked_for(plan, count):
    for _number in range(count):
        PriorityFactory(plan=plan)
    assert "Three to five priorities" in missing(plan, "priorities")
