"""Two states of a plan read as one document."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given

from plans.catalogue import SECTIONS
from plans.content import Action, Option, Priority, Swot
from plans.document import ADDED, CHANGED, KEPT, REMOVED, delta, document_of, moved_among
from tests.plans.test_content import EMPTY, contents, objective


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def swot(key, text="Delays", **changes):
    return replace(Swot(key, "strength", text, "", 3, "", None, False), **changes)


def part(before, after, key):
    return next(part for part in document_of(before, after).parts if part.section.key == key)


def test_all_sections_stand_in_their_order():
    assert [each.section for each in document_of(EMPTY, EMPTY).parts] == list(SECTIONS)


@given(contents())
def test_a_plan_beside_itself_has_no_news(content):
    document = document_of(content, content)
    assert document.changed == []
    assert set(document.counts) <= {KEPT}


@given(contents(), contents())
def test_what_one_way_adds_the_other_way_strikes_out(one, other):
    there, back = document_of(one, other).counts, document_of(other, one).counts
    assert (there[ADDED], there[REMOVED], there[CHANGED]) == (back[REMOVED], back[ADDED], back[CHANGED])


def test_a_reworded_line_is_known_by_its_lineage():
    (entry,) = part(replace(EMPTY, swot=(swot("a"),)), replace(EMPTY, swot=(swot("a", "Long delays"),)), "swot").entries
    assert (entry.state, entry.runs) == (CHANGED, [("delete", "Delays"), ("insert", "Long delays")]) or entry.runs == [
        ("delete", "Delays"), ("insert", "Long delays"),
    ]  # fmt: skip


def test_a_line_that_moved_says_so_and_nothing_else():
    a, b, c = swot("a", "A"), swot("b", "B"), swot("c", "C")
    entries = part(replace(EMPTY, swot=(a, b, c)), replace(EMPTY, swot=(c, a, b)), "swot").entries
    assert [(entry.runs[0][1], entry.state, entry.is_moved) for entry in entries] == [
        ("C", KEPT, True), ("A", KEPT, False), ("B", KEPT, False),
    ]  # fmt: skip


def test_a_target_tells_how_far_it_moved():
    before, after = (replace(EMPTY, objectives=(objective("a", Decimal(target)),)) for target in (80, 100))
    (entry,) = part(before, after, "objectives").entries
    assert (entry.state, [(detail.label, detail.delta) for detail in entry.details]) == (
        CHANGED,
        [("target", "+20 · +25 %")],
    )


def test_links_are_told_by_the_names_of_what_they_lead_to():
    option, first, second = Option("o", "Take it", ("a",)), swot("a", "Delays"), swot("b", "Prices")
    before = replace(EMPTY, swot=(first, second), options=(option,))
    after = replace(before, options=(replace(option, items=("b",)),))
    (entry,) = part(before, after, "tows").entries
    assert entry.details[0].runs == [("delete", "Delays"), ("insert", "Prices")]


def test_a_passage_that_was_struck_out_is_shown_struck_out():
    before = replace(EMPTY, passages={"market.size": "Big"})
    (entry,) = part(before, EMPTY, "market").entries
    assert (entry.state, entry.runs) == (REMOVED, [("delete", "Big")])


def test_a_removed_line_stands_after_those_that_are_there():
    a, b = Priority("a", "A", "", "", ()), Priority("b", "B", "", "", ())
    entries = part(replace(EMPTY, priorities=(a, b)), replace(EMPTY, priorities=(b,)), "priorities").entries
    assert [entry.state for entry in entries] == [KEPT, REMOVED]


def test_a_day_that_moved_is_no_number():
    action = Action("a", None, "Meet", "", False, None, date(2026, 6, 1), 1, 3, 0, None, "")
    after = replace(EMPTY, actions=(replace(action, due_on=date(2026, 7, 1), weight=5),))
    (entry,) = part(replace(EMPTY, actions=(action,)), after, "actions").entries
    assert [(detail.label, detail.delta) for detail in entry.details] == [("due on", ""), ("weight", "+2 · +67 %")]


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [(Decimal(0), Decimal(5), "+5"), (None, Decimal(5), ""), (10, 8, "−2 · −20 %"), (True, False, ""), (3, 3, "")],
)
def test_a_delta_is_that_of_two_numbers(was, is_now, told):
    assert delta(was, is_now) == told


def test_only_what_stands_elsewhere_among_the_others_has_moved():
    assert moved_among(list("abcd"), list("xacd")) == set()
    assert moved_among(list("abcd"), list("bcda")) == {"a"}
