"""The critical path, against published networks, a slow oracle, and what must always hold."""

import csv
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.scheduling import Activity, Kind, Link, Loop, Rule, schedule
from projects.worktime import A_DAY, WorkCalendar, french_hours

CASES = Path(__file__).parents[2] / "../shared/cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the real inputs of ../shared/cases are not here")
LINK = re.compile(r"(\d+)(FS|SS|FF|SF)([+-]\d+)?d?")


def rows(path):
    with open(CASES / path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_cases
def test_every_published_network_has_its_length_critical_set_and_floats():
    jobs = defaultdict(list)
    for row in rows("psplib/expected_jobs.csv"):
        jobs[row["instance"]].append(row)
    lengths = {row["instance"]: int(row["mpm_time"]) for row in rows("psplib/instances.csv")}
    assert len(lengths) == 108
    for instance, length in lengths.items():
        activities = [Activity(row["job"], int(row["duration"])) for row in jobs[instance]]
        links = [Link(row["job"], after) for row in jobs[instance] for after in row["successors"].split()]
        result = schedule(activities, links)
        assert result.finish == length
        assert set(result.critical) == {row["job"] for row in jobs[instance] if row["critical"] == "1"}
        for row in jobs[instance]:
            *times, _driver = result.timings[row["job"]]
            assert times == [int(row[name]) for name in ("es", "ef", "ls", "lf", "total_float", "free_float")]


@needs_cases
def test_a_textbook_network_of_arrows_has_its_published_times_and_floats():
    arrows = rows("pert/taylor_ch8_q2_aoa.csv")
    activities = [Activity(place, int(row["duree"])) for place, row in enumerate(arrows)]
    links = [
        Link(before, after)
        for before, one in enumerate(arrows)
        for after, other in enumerate(arrows)
        if one["noeud_fin"] == other["noeud_debut"]
    ]
    for place, timing in schedule(activities, links).timings.items():
        assert list(timing[:5]) == [int(arrows[place][name]) for name in ("es", "ef", "ls", "lf", "marge")]


@needs_cases
def test_every_network_on_the_french_calendar_has_its_dates_floats_and_critical_tasks():
    index = rows("schedules/generated_calendar_fr/index.csv")
    assert index
    for network in index:
        tasks = rows(f"schedules/generated_calendar_fr/{network['name']}.csv")
        calendar = WorkCalendar(date.fromisoformat(network["project_start"]), french_hours())
        activities = [Activity(row["id"], int(row["duration_days"]) * A_DAY) for row in tasks]
        result = schedule(activities, [link for row in tasks for link in links_of(row)])
        for row in tasks:
            timing = result.timings[row["id"]]
            assert (timing.total_float, timing.is_critical) == (
                int(row["total_slack_days"]) * A_DAY,
                row["critical"] == "1",
            )
            if timing.start < timing.finish:
                start, finish = calendar.start_at(timing.start), calendar.finish_at(timing.finish)
                assert f"{start:%Y-%m-%dT%H:%M} {finish:%Y-%m-%dT%H:%M}" == f"{row['start']} {row['finish']}"


def links_of(row):
    for told in row["predecessors"].replace(";", " ").split():
        before, kind, lag = LINK.fullmatch(told).groups()
        yield Link(before, row["id"], Kind(kind), int(lag or 0) * A_DAY)


@pytest.mark.parametrize(
    ("kind", "start"), [(Kind.FINISH_START, 10), (Kind.START_START, 0), (Kind.FINISH_FINISH, 6), (Kind.START_FINISH, 0)]
)
def test_each_kind_of_link_binds_the_ends_that_it_names(kind, start):
    timings = schedule([Activity("a", 10), Activity("b", 4)], [Link("a", "b", kind)]).timings
    assert timings["b"].start == start


def test_a_lag_is_waited_for_and_a_lead_lets_tasks_overlap():
    activities = [Activity("a", 10), Activity("b", 4)]
    assert schedule(activities, [Link("a", "b", lag=3)]).timings["b"].start == 13
    assert schedule(activities, [Link("a", "b", lag=-3)]).timings["b"].start == 7


def test_nothing_starts_before_its_project():
    timings = schedule([Activity("a", 1), Activity("b", 9)], [Link("a", "b", Kind.FINISH_FINISH)]).timings
    assert timings["b"].start == 0


def test_the_driver_is_the_task_that_is_waited_for_last():
    activities = [Activity("quick", 1), Activity("slow", 5), Activity("after", 1)]
    timings = schedule(activities, [Link("quick", "after"), Link("slow", "after")]).timings
    assert (timings["after"].driver, timings["slow"].driver) == ("slow", None)


@pytest.mark.parametrize(
    ("rule", "rule_at", "start", "total_float"),
    [
        (Rule.START_AFTER, 20, 20, 0),
        (Rule.FINISH_AFTER, 20, 16, 0),
        (Rule.START_ON, 12, 12, 0),
        (Rule.START_BEFORE, 8, 8, -2),
        (Rule.FINISH_ON, 12, 8, -2),
        (Rule.FINISH_BEFORE, 20, 10, 0),
    ],
)
def test_a_date_binds_and_what_cannot_be_held_has_less_than_no_float(rule, rule_at, start, total_float):
    timing = schedule([Activity("a", 10), Activity("b", 4, rule, rule_at)], [Link("a", "b")]).timings["b"]
    assert (timing.start, timing.total_float) == (start, total_float)


def test_links_win_over_dates_where_dates_do_not_bind():
    activities = [Activity("a", 10), Activity("b", 4, Rule.START_ON, 3)]
    assert schedule(activities, [Link("a", "b")], is_bound_by_dates=False).timings["b"].start == 10


def test_a_deadline_moves_nothing_and_takes_float_away():
    timing = schedule([Activity("a", 10, deadline=7)], []).timings["a"]
    assert (timing.start, timing.total_float) == (0, -3)


def test_what_began_stays_where_it_began():
    activities = [Activity("a", 10), Activity("b", 4, began_at=2)]
    assert schedule(activities, [Link("a", "b")]).timings["b"].start == 2


def test_what_is_to_be_done_late_waits_until_it_would_push_another():
    activities = [Activity("a", 1), Activity("late", 2, Rule.LATE), Activity("long", 9), Activity("end", 1)]
    links = [Link("a", "late"), Link("late", "end"), Link("long", "end")]
    assert schedule(activities, links).timings["late"].start == 7


def test_those_that_are_to_be_done_late_one_after_the_other_all_wait():
    activities = [Activity("first", 2, Rule.LATE), Activity("second", 3, Rule.LATE), Activity("long", 9)]
    timings = schedule(activities, [Link("first", "second")]).timings
    assert (timings["first"].start, timings["second"].start) == (4, 6)


def test_what_is_to_be_done_late_passes_neither_its_deadline_nor_the_end():
    activities = [Activity("due", 2, Rule.LATE, deadline=5), Activity("lead", 2, Rule.LATE), Activity("end", 9)]
    activities.append(Activity("after", 1, Rule.START_AFTER, 8))
    timings = schedule(activities, [Link("due", "after"), Link("lead", "after", lag=-6)]).timings
    assert (timings["due"].finish, timings["lead"].finish) == (5, 9)


def test_what_began_stays_there_although_it_was_to_be_done_late():
    activities = [Activity("begun", 2, Rule.LATE, began_at=1), Activity("long", 9)]
    assert schedule(activities, []).timings["begun"].start == 1


def test_tasks_that_wait_for_each_other_are_named_in_their_order():
    activities = [Activity(key, 1) for key in "abcde"]
    with pytest.raises(Loop) as loop:
        schedule(activities, [Link("a", "b"), Link("b", "c"), Link("c", "d"), Link("d", "b"), Link("d", "e")])
    assert str(loop.value) in ("b → c → d → b", "c → d → b → c", "d → b → c → d")


def test_a_task_that_waits_for_itself_is_a_loop():
    with pytest.raises(Loop):
        schedule([Activity("a", 1)], [Link("a", "a")])


def test_a_link_of_an_unknown_task_is_refused():
    with pytest.raises(KeyError):
        schedule([Activity("a", 1)], [Link("a", "b")])


def test_an_empty_project_ends_when_it_starts():
    result = schedule([], [])
    assert (result.timings, result.finish) == ({}, 0)


@st.composite
def networks(draw):
    """Activities and links that go from lower keys to higher ones, so that there is no loop."""
    count = draw(st.integers(1, 12))
    activities = [Activity(key, draw(st.integers(0, 20))) for key in range(count)]
    pairs = draw(st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=25))
    links = [
        Link(min(pair), max(pair), draw(st.sampled_from(Kind)), draw(st.integers(-5, 5)))
        for pair in pairs
        if pair[0] != pair[1]
    ]
    return draw(st.permutations(activities)), draw(st.permutations(links))


def ends(kind, timing):
    return timing.finish if kind == "F" else timing.start


@given(networks())
def test_every_link_holds_and_nothing_could_start_earlier(network):
    activities, links = network
    timings = schedule(activities, links).timings
    for activity in activities:
        into = [link for link in links if link.after == activity.key]
        asked = [
            ends(link.kind[0], timings[link.before]) + link.lag - activity.duration * (link.kind[1] == "F")
            for link in into
        ]
        assert timings[activity.key].start == max([0, *asked])


@given(networks(), st.data())
def test_a_task_may_slip_by_its_total_float_and_not_a_minute_more(network, data):
    activities, links = network
    result = schedule(activities, links)
    chosen = data.draw(st.sampled_from(activities))
    timing = result.timings[chosen.key]

    def finish_if_it_started_at(start):
        held = [each._replace(rule=Rule.START_AFTER, rule_at=start) if each is chosen else each for each in activities]
        return schedule(held, links).finish

    assert finish_if_it_started_at(timing.late_start) == result.finish
    assert finish_if_it_started_at(timing.late_start + 1) > result.finish


@given(networks(), st.data())
def test_slipping_by_its_free_float_moves_no_other_task(network, data):
    activities, links = network
    before = schedule(activities, links)
    chosen = data.draw(st.sampled_from(activities))
    start = before.timings[chosen.key].start + before.timings[chosen.key].free_float
    held = [each._replace(rule=Rule.START_AFTER, rule_at=start) if each is chosen else each for each in activities]
    after = schedule(held, links)
    moved = {key for key, timing in after.timings.items() if timing.start != before.timings[key].start}
    assert moved <= {chosen.key}


@given(networks())
def test_the_order_of_the_tasks_and_links_given_changes_nothing(network):
    activities, links = network
    one, other = schedule(activities, links), schedule(sorted(activities), sorted(links))
    assert {key: timing[:6] for key, timing in one.timings.items()} == {
        key: timing[:6] for key, timing in other.timings.items()
    }
