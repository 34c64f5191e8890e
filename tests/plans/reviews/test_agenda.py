"""The agenda proposed from what changed: its time, what the client may see of it, what is late."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from plans.content import Action, Content, Objective, Priority, RiskLine
from plans.models import ReviewTopic
from plans.reviews.agenda import Facts, is_behind, propose, shares, short

Kind = ReviewTopic.Kind
ON = date(2026, 7, 1)
EMPTY = Content(account="Solvane", version=1, starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def action(key, **facts):
    told = {"objective": "o1", "title": f"Action {key}", "owner": "Anne", "is_clients": False, "starts_on": None}
    told |= {"due_on": ON + timedelta(days=9), "year": 1, "weight": 3, "progress": 0, "done_on": None, "recurrence": ""}
    return Action(key=key, **told | facts)


def objective(key="o1", **facts):
    told = {"priority": "p1", "title": f"Objective {key}", "metric": "Delay", "unit": "days", "owner": "Anne"}
    told |= {"baseline": Decimal(20), "target": Decimal(10), "due_on": date(2026, 12, 31), "measure": "manual"}
    return Objective(key=key, **told | {"measure_source": "ERP", "current": None, "is_smart": True} | facts)


def priority(key="p1"):
    return Priority(key=key, title=f"Priority {key}", sentence="Aloud", client_issue="Delays", options=())


def risk(gravity):
    return RiskLine("r", "They may leave", 5, gravity // 5, "", "", "")


CHAINED = replace(EMPTY, priorities=(priority(),), objectives=(objective(),))


def kinds(topics):
    return [each.kind for each in topics]


def test_a_first_review_opens_with_expectations_and_ends_with_what_was_decided():
    topics = propose(Facts(now=CHAINED, on=ON), 60)
    assert kinds(topics) == [Kind.OPENING, Kind.PRIORITY, Kind.FREE]
    assert topics[0].reason == "It is the first of this plan."


def test_a_later_review_opens_with_the_decisions_left_open():
    facts = Facts(now=CHAINED, on=ON, decisions=(("Send the offer", False), ("Meet", True), ("We agree", None)))
    assert propose(facts, 60)[0].reason == "1 of 3 decisions still to be carried out: Send the offer"


def test_a_priority_says_how_far_it_is_and_was():
    then = replace(CHAINED, actions=(action("a", progress=10), action("b", weight=1)))
    now = replace(CHAINED, actions=(action("a", progress=50), action("b", weight=1, due_on=ON - timedelta(days=1))))
    (topic,) = [each for each in propose(Facts(now=now, on=ON, then=then), 60) if each.kind == Kind.PRIORITY]
    assert topic.reason == "38 % done, 8 % before · 1 late action"


def test_an_objective_behind_its_line_is_told_with_what_was_expected():
    now = replace(CHAINED, objectives=(objective(current=Decimal(19)),))
    (topic,) = [each for each in propose(Facts(now=now, on=ON), 60) if each.kind == Kind.PRIORITY]
    assert "Objective o1 is behind: 19 days, 15 expected" in topic.reason


@pytest.mark.parametrize(("current", "expected"), [(None, False), (20, True), (16, False), (14, False)])
def test_an_objective_trails_by_more_than_a_tenth_of_the_way(current, expected):
    line = objective(current=None if current is None else Decimal(current))
    assert is_behind(line, date(2026, 1, 1), ON) is expected


def test_what_was_done_since_the_last_review_is_a_result_and_what_was_done_before_is_not():
    done = {"done_on": ON - timedelta(days=3), "progress": 100}
    then = replace(CHAINED, actions=(action("old", **done), action("new")))
    now = replace(CHAINED, actions=(action("old", **done), action("new", **done)))
    (topic,) = [each for each in propose(Facts(now=now, on=ON, then=then), 60) if each.kind == Kind.RESULT]
    assert topic.lines == ("new",)


def test_suggestions_and_changes_of_the_client_edition_have_their_topics():
    then = replace(CHAINED, passages={"market.size": "Small", "competition.moves": "Old"})
    now = replace(CHAINED, passages={"market.size": "Large", "competition.moves": "New"})
    topics = propose(Facts(now=now, on=ON, then=then, suggestions=2), 60)
    assert [each.reason for each in topics if each.kind == Kind.CHANGE] == ["1 text or line has changed"]
    assert "2 wait for our answer" in [each.reason for each in topics]


def test_what_changed_for_us_only_is_no_topic_of_the_meeting():
    then = replace(CHAINED, passages={"competition.moves": "Old"})
    now = replace(CHAINED, passages={"competition.moves": "New"})
    assert Kind.CHANGE not in kinds(propose(Facts(now=now, on=ON, then=then), 60))


def test_grave_risks_are_looked_at_among_us_before_the_meeting_and_take_no_time_of_it():
    first = propose(Facts(now=replace(CHAINED, risks=(risk(20),)), on=ON), 60)[0]
    assert (first.title, first.is_shown, first.minutes) == ("Risks", False, 0)
    assert all(each.is_shown for each in propose(Facts(now=replace(CHAINED, risks=(risk(5),)), on=ON), 60))


def test_a_review_lasts_some_time():
    with pytest.raises(ValueError, match="0 minutes"):
        propose(Facts(now=EMPTY, on=ON), 0)


def test_a_value_is_told_without_the_zeros_of_the_database():
    assert short(Decimal("12.50")) == "12.5"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 480))
def test_the_minutes_always_sum_to_the_length_and_are_never_negative(weights, length):
    minutes = shares(weights or [1], length) if sum(weights) else shares([1] * len(weights), length)
    assert sum(minutes) == length
    assert min(minutes) >= 0
    if length // 5 >= len(weights):
        assert min(minutes) >= 5


days = st.integers(-60, 60).map(lambda n: ON + timedelta(days=n))
keys = st.integers(1, 4).map(lambda n: f"o{n}")


@st.composite
def plans(draw):
    """Any plan: late actions, internal ones, objectives kept inside, actions that serve nothing."""
    objectives = tuple(
        objective(f"o{n}", is_internal=draw(st.booleans()), current=draw(st.none() | st.decimals(0, 30, places=1)))
        for n in range(1, draw(st.integers(1, 5)))
    )
    actions = tuple(
        action(
            f"a{n}", due_on=draw(days), objective=draw(st.none() | keys), is_internal=draw(st.booleans()),
            done_on=draw(st.none() | days), progress=draw(st.integers(0, 100)), owner=draw(st.sampled_from(["", "Anne"])),
        )
        for n in range(draw(st.integers(0, 8)))
    )  # fmt: skip
    risks = tuple(replace(risk(draw(st.integers(1, 5)) * 5), key=f"r{n}") for n in range(draw(st.integers(0, 3))))
    return replace(EMPTY, priorities=(priority(),), objectives=objectives, actions=actions, risks=risks)


@given(plans(), st.none() | plans(), st.integers(10, 200))
def test_whatever_the_plan_the_agenda_fits_hides_what_is_ours_and_names_each_late_action_once(now, then, length):
    topics = propose(Facts(now=now, on=ON, then=then), length)
    assert sum(each.minutes for each in topics) == length
    inside = {each.key for each in (*now.objectives, *now.actions) if each.is_internal} | {r.key for r in now.risks}
    kept_back = {each.key for each in now.objectives if each.is_internal}
    inside |= {each.key for each in now.actions if each.objective in kept_back}
    assert not inside & {key for each in topics if each.is_shown for key in each.lines}
    late = [each.key for each in now.actions if each.done_on is None and each.due_on < ON]
    assert sorted(key for each in topics if each.kind == Kind.LATE for key in each.lines) == sorted(late)
