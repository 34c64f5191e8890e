"""The health of a plan rewards what was discussed, agreed and done; never that boxes are full."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.catalogue import BY_KEY, passages
from plans.content import Action, Content, FigureLine, Objective, Priority
from plans.health import Facts, Kind, findings, health_of

ON = date(2026, 6, 1)
EMPTY = Content(account="Acme", version=1, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
PLACES = [f"{section.key}.{field.key}" for section, field in passages()]


def priority(key):
    return Priority(key, f"Priority {key}", "We cut your delays.", "Delays", ("option",))


def objective(key, *, is_smart=True):
    return Objective(
        key, key, "Shorter", "Delay", "days", Decimal(10), Decimal(5), ON, "Claire", "manual", "ERP", None, is_smart
    )


def action(key, *, due_on=ON + timedelta(days=30), done_on=None):
    return Action(key, None, "Do it", "Claire", False, None, due_on, 1, 3, 0, done_on, "")


def figure(section="market", source="INSEE", as_of=date(2025, 12, 31)):
    return FigureLine("figure", section, "Size", Decimal(1), "€", source, as_of)


KEYS = ["a", "b", "c"]
SOLID = replace(EMPTY, priorities=tuple(map(priority, KEYS)), objectives=tuple(map(objective, KEYS)))
DISCUSSED = Facts(on=ON, discussed=frozenset(BY_KEY), spoken=frozenset(KEYS))
FULL = replace(SOLID, passages=dict.fromkeys(PLACES, "Some text"), figures=(figure(source=""), figure(as_of=None)))


def score(content, facts):
    return health_of(content, facts).score


def kinds(content, facts):
    return [finding.kind for finding in findings(content, facts)]


def test_a_plan_full_of_text_that_nobody_discussed_or_sourced_scores_low():
    copied = Facts(on=ON, copied=frozenset(PLACES))
    assert score(FULL, copied) == 0
    assert score(FULL, Facts(on=ON)) <= 15


def test_a_plan_that_lives_scores_high():
    facts = replace(DISCUSSED, endorsed=frozenset(KEYS), is_signed=True, taken=3, born=4)
    content = replace(SOLID, actions=tuple(action(str(n), done_on=ON) for n in range(5)))
    assert score(content, facts) == 100


def test_a_plan_that_is_discussed_sourced_and_carried_by_the_client_reaches_80():
    facts = replace(DISCUSSED, endorsed=frozenset(KEYS), born=2)
    content = replace(SOLID, figures=(figure(),), actions=tuple(action(str(n), done_on=ON) for n in range(3)))
    assert score(content, facts) >= 80


def test_a_plan_that_is_copied_and_unsourced_stays_under_30_even_when_its_actions_are_done():
    facts = Facts(on=ON, copied=frozenset(PLACES), spoken=frozenset(KEYS))
    content = replace(FULL, actions=tuple(action(str(n), done_on=ON) for n in range(5)))
    assert score(content, facts) < 30


def test_an_action_that_comes_round_again_is_not_late_after_its_first_time():
    past = replace(action("weekly", due_on=ON - timedelta(days=90)), recurrence="monthly")
    assert Kind.LATE not in kinds(replace(SOLID, actions=(past,)), DISCUSSED)


def test_points_are_added_to_those_that_every_plan_begins_with():
    found = health_of(SOLID, DISCUSSED)
    assert found.reasons == ()
    assert found.score == found.base == 50


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"figures": (figure(source=""),)}, Kind.UNSOURCED),
        ({"figures": (figure(as_of=None),)}, Kind.UNSOURCED),
        ({"figures": (figure(as_of=date(2024, 1, 1)),)}, Kind.UNSOURCED),
        ({"actions": (action("late", due_on=ON - timedelta(days=1)),)}, Kind.LATE),
        ({"objectives": (*SOLID.objectives, objective("a", is_smart=False))}, Kind.VAGUE),
        ({"objectives": SOLID.objectives[1:]}, Kind.VAGUE),
        ({"priorities": (*SOLID.priorities, priority("d"))}, Kind.UNSPOKEN),
    ],
)
def test_what_is_wrong_costs_points(change, kind):
    worse = replace(SOLID, **change)
    assert kind in kinds(worse, DISCUSSED)
    assert kind not in kinds(SOLID, DISCUSSED)
    assert score(worse, DISCUSSED) < score(SOLID, DISCUSSED)


def test_a_figure_with_a_source_and_a_date_of_this_year_earns_nothing_and_costs_nothing():
    assert score(replace(SOLID, figures=(figure(),)), DISCUSSED) == score(SOLID, DISCUSSED)


def test_a_section_is_stale_six_months_after_it_was_last_touched_and_only_in_force():
    touched = dict.fromkeys(BY_KEY, ON) | {"market": ON - timedelta(days=180)}
    facts = replace(DISCUSSED, is_in_force=True, touched=touched)
    assert Kind.STALE not in kinds(SOLID, facts)
    touched["market"] -= timedelta(days=1)
    (stale,) = [finding for finding in findings(SOLID, facts) if finding.kind is Kind.STALE]
    assert stale.where == "market"
    assert Kind.STALE not in kinds(SOLID, replace(facts, is_in_force=False))


def test_each_reason_says_how_many_and_where():
    with translation.override("en"):
        reasons = {reason.kind: reason for reason in health_of(FULL, DISCUSSED).reasons}
        assert reasons[Kind.UNSOURCED].words == "2 figures have no source, no date, or are older than 18 months"
        assert reasons[Kind.UNSOURCED].where == "market"
        assert reasons[Kind.UNSOURCED].points == -6


def test_what_weighs_most_is_said_first():
    points = [abs(reason.points) for reason in health_of(FULL, Facts(on=ON)).reasons]
    assert points == sorted(points, reverse=True)


facts_of = st.builds(
    Facts,
    on=st.just(ON),
    is_in_force=st.booleans(),
    copied=st.frozensets(st.sampled_from(PLACES)),
    discussed=st.frozensets(st.sampled_from(sorted(BY_KEY))),
    spoken=st.frozensets(st.sampled_from(KEYS)),
    endorsed=st.frozensets(st.sampled_from(KEYS)),
    is_signed=st.booleans(),
    taken=st.integers(0, 9),
    born=st.integers(0, 9),
)


@given(facts_of, st.sampled_from(KEYS))
def test_an_endorsement_never_lowers_the_score(facts, key):
    assert score(SOLID, replace(facts, endorsed=facts.endorsed | {key})) >= score(SOLID, facts)


@given(facts_of, st.sampled_from(sorted(BY_KEY)))
def test_a_word_said_of_a_section_never_lowers_the_score(facts, section):
    assert score(SOLID, replace(facts, discussed=facts.discussed | {section})) >= score(SOLID, facts)


@given(facts_of)
def test_a_signature_a_suggestion_taken_or_an_action_born_never_lowers_the_score(facts):
    for better in ({"is_signed": True}, {"taken": facts.taken + 1}, {"born": facts.born + 1}):
        assert score(SOLID, replace(facts, **better)) >= score(SOLID, facts)


@given(facts_of, st.dictionaries(st.sampled_from(PLACES), st.text(min_size=1), max_size=8), st.sampled_from(PLACES))
def test_filling_a_box_never_raises_the_score(facts, texts, place):
    before = replace(SOLID, passages=texts)
    after = replace(SOLID, passages={**texts, place: "One more box filled"})
    assert score(after, facts) <= score(before, facts)


@given(facts_of)
def test_filling_every_box_never_raises_the_score(facts):
    full = replace(SOLID, passages=dict.fromkeys(PLACES, "Text"), figures=(figure(), figure(section="financials")))
    assert score(full, facts) <= score(SOLID, facts)


@given(facts_of, st.integers(0, 40))
def test_the_score_lies_between_0_and_100(facts, late):
    content = replace(FULL, actions=tuple(action(str(n), due_on=ON - timedelta(days=1)) for n in range(late)))
    assert 0 <= score(content, facts) <= 100
