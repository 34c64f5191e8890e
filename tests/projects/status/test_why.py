"""Whose delay moved the end."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.models import Baseline
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Kind
from projects.status.why import Network, Why, promised_of
from projects.timetable import Timetable
from projects.worktime import A_DAY, french_hours

MONDAY = datetime(2026, 3, 2)


def plan(lengths, links=(), status_at=None, **began):
    tasks = [
        TaskLine(uid, uid.title(), minutes=round(days * A_DAY), began_at=began.get(uid))
        for uid, days in lengths.items()
    ]
    return Timetable(Outline("Plan", MONDAY, french_hours(), tasks, list(links), status_at=status_at))


def promise(timetable):
    content = {
        uid: {
            "name": uid,
            "start": f"{each.start:%Y-%m-%dT%H:%M}+01:00",
            "finish": f"{each.finish:%Y-%m-%dT%H:%M}+01:00",
        }
        for uid, each in timetable.times.items()
    }
    return Baseline(content=content, ends_on=timetable.finish.date())


def shares(why):
    return {part.uid: part.days for part in why.parts}


CHAIN = [LinkLine("dig", "fill"), LinkLine("fill", "test")]


def test_a_task_that_lasts_longer_moves_the_end_by_as_much():
    before = promise(plan({"dig": 2, "fill": 3, "test": 1}, CHAIN))
    why = Why(plan({"dig": 4, "fill": 3, "test": 1}, CHAIN), before)
    assert why.days == 2
    assert shares(why) == {"dig": 2}
    (part,) = why.parts
    assert (part.longer, part.waited, part.is_new) == (2, 0, False)


def test_followers_that_only_followed_have_no_share_even_when_they_have_begun():
    before = promise(plan({"dig": 2, "fill": 3, "test": 1}, CHAIN))
    now = plan({"dig": 4, "fill": 3, "test": 1}, CHAIN, fill=MONDAY + timedelta(days=4))
    assert shares(Why(now, before)) == {"dig": 2}


def test_what_should_have_begun_by_today_bears_the_days_it_waits():
    before = promise(plan({"dig": 2, "fill": 3, "test": 1}, CHAIN))
    why = Why(plan({"dig": 2, "fill": 3, "test": 1}, CHAIN, status_at=MONDAY + timedelta(days=3)), before)
    assert shares(why) == {"dig": 3}
    assert why.parts[0].waited == 3


def test_a_task_added_since_bears_its_whole_length():
    links = [LinkLine("dig", "fill"), LinkLine("dig", "check"), LinkLine("check", "fill")]
    before = promise(plan({"dig": 2, "fill": 3}, links[:1]))
    why = Why(plan({"dig": 2, "fill": 3, "check": 4}, links), before)
    assert shares(why) == {"check": 4}
    assert why.parts[0].is_new


def test_days_won_are_told_as_less_than_nothing():
    before = promise(plan({"dig": 5, "fill": 3}, CHAIN[:1]))
    why = Why(plan({"dig": 3, "fill": 4}, CHAIN[:1]), before)
    assert why.days == -1
    assert shares(why) == {"dig": -2, "fill": 1}


def test_a_task_with_slack_has_no_share():
    before = promise(plan({"dig": 5, "fill": 1}))
    why = Why(plan({"dig": 5, "fill": 3}), before)
    assert (why.days, why.parts, why.rest) == (0, [], 0)


def test_tasks_late_side_by_side_are_told_together():
    before = promise(plan({"dig": 5, "fill": 5}))
    why = Why(plan({"dig": 8, "fill": 8}), before)
    assert (why.days, why.parts, why.rest) == (3, [], 3)


def test_a_task_taken_away_is_told_with_the_rest():
    before = promise(plan({"dig": 2, "fill": 3, "test": 4}, CHAIN))
    why = Why(plan({"dig": 2, "fill": 3}, CHAIN[:1]), before)
    assert (why.days, why.parts, why.rest) == (-4, [], -4)


NUMBERS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9)
LINKS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.sampled_from(list(Kind)), st.integers(-480, 960)), max_size=14
)


def made(numbers, links, **told):
    names = [f"t{place}" for place in range(len(numbers))]
    lines = [
        LinkLine(names[one], names[other], kind, lag) for one, other, kind, lag in links if one < other < len(names)
    ]
    return plan(dict(zip(names, numbers, strict=True)), lines, **told)


@given(NUMBERS, LINKS, st.integers(0, 12))
def test_the_network_tells_the_plan_of_now_exactly_and_all_put_back_the_one_promised(pairs, links, today):
    before = made([one for one, _other in pairs], links)
    now = made([other for _one, other in pairs], links, status_at=MONDAY + timedelta(days=today))
    network = Network(now, promised_of(now, promise(before)))
    assert network.ends(network.lengths[:, None], network.waited[:, None]) == now.schedule.finish
    assert network.ends(*(each[:, None] for each in network.then)) == before.schedule.finish


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=9))
def test_of_tasks_one_after_the_other_the_shares_add_up(pairs):
    links = [(place, place + 1, Kind.FINISH_START, 0) for place in range(len(pairs) - 1)]
    before, now = made([one for one, _other in pairs], links), made([other for _one, other in pairs], links)
    why = Why(now, promise(before))
    assert sum(part.days for part in why.parts) == pytest.approx(why.days)
    assert why.rest == pytest.approx(0)
