"""What is not done by today lies ahead: the times of a project whose past is known."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.keeping import keep_times
from projects.models import Status
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Rule
from projects.timetable import Timetable
from projects.worktime import A_DAY, french_hours

MONDAY = datetime(2026, 3, 2)  # four weeks without a holiday
THURSDAY = MONDAY + timedelta(days=3)


def plan(*tasks, links=(), status_at=THURSDAY):
    return Timetable(Outline("Plan", MONDAY, french_hours(), list(tasks), list(links), status_at=status_at))


def task(uid, days=5, **told):
    return TaskLine(uid, uid, minutes=round(days * A_DAY), **told)


def days(timetable, uid):
    times = timetable.times[uid]
    return times.start.date().day, times.finish.date().day


def test_without_a_day_of_status_a_task_stays_in_the_past_where_it_was_planned():
    assert days(plan(task("dig", 2), status_at=None), "dig") == (2, 3)


def test_a_task_not_begun_starts_today_at_the_earliest():
    assert days(plan(task("dig", 2)), "dig") == (5, 6)


def test_a_task_that_links_put_later_than_today_stays_there():
    timetable = plan(task("dig", 2), task("fill", 1), links=[LinkLine("dig", "fill")])
    assert days(timetable, "fill") == (9, 9)


def test_no_date_that_binds_is_held_in_the_past():
    for rule in (Rule.START_ON, Rule.FINISH_ON, Rule.START_BEFORE, Rule.FINISH_BEFORE):
        timetable = plan(task("dig", 1, rule=rule, rule_at=MONDAY + timedelta(hours=17)))
        assert days(timetable, "dig") == (5, 5)
        assert timetable.times["dig"].is_critical


def test_a_task_begun_goes_on_for_what_remains_of_it():
    begun = task("dig", 10, began_at=MONDAY, percent=60)
    assert days(plan(begun), "dig") == (2, 10)  # four days remain from Thursday on


def test_a_task_that_nobody_moved_forward_slips_every_day():
    begun = task("dig", 10, began_at=MONDAY)
    assert days(plan(begun), "dig") == (2, 18)


def test_progress_without_a_day_says_that_the_task_began_when_it_was_planned_to():
    known = task("dig", 10, percent=60, start=MONDAY + timedelta(hours=8))
    assert days(plan(known), "dig") == (2, 10)
    unknown = task("dig", 10, percent=60)
    assert days(plan(unknown), "dig") == (5, 10)


def test_what_is_done_stays_where_it_was_done():
    done = task("dig", 10, began_at=MONDAY, ended_at=MONDAY + timedelta(days=2), percent=100)
    assert days(plan(done), "dig") == (2, 3)
    told = task("dig", 2, percent=100)
    assert days(plan(told), "dig") == (2, 3)


def test_a_milestone_whose_work_was_done_yesterday_is_still_to_be_reached_today():
    done = task("dig", 3, began_at=MONDAY, ended_at=THURSDAY, percent=100)
    timetable = plan(done, task("accepted", 0, is_milestone=True), links=[LinkLine("dig", "accepted")])
    assert days(timetable, "dig") == (2, 4)
    assert days(timetable, "accepted") == (5, 5)


def test_the_forecast_draws_only_what_remains():
    begun = task("dig", 10, began_at=MONDAY, percent=50, optimistic=8 * A_DAY, pessimistic=20 * A_DAY)
    finishes = plan(begun).forecast(seed=1).finishes / A_DAY
    assert finishes.min() == pytest.approx(3 + 4, abs=0.3)
    assert finishes.max() == pytest.approx(3 + 10, abs=1.5)


def test_no_run_of_the_forecast_begins_a_task_before_today():
    waiting = task("dig", 2, optimistic=A_DAY, pessimistic=3 * A_DAY)
    assert plan(waiting).forecast(seed=1).finishes.min() / A_DAY >= 4


LINES = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 99), st.none() | st.integers(0, 10), st.booleans()),
    min_size=1,
    max_size=8,
)


@given(LINES, st.integers(0, 15))
def test_nothing_unfinished_ends_before_today_and_more_knowledge_of_today_never_shortens(lines, today):
    status_at = MONDAY + timedelta(days=today)
    tasks = [
        task(str(place), length, percent=percent, began_at=None if began is None else MONDAY + timedelta(days=began))
        for place, (length, percent, began, _linked) in enumerate(lines)
    ]
    links = [LinkLine(str(place - 1), str(place)) for place, line in enumerate(lines) if place and line[3]]
    timetable = plan(*tasks, links=links, status_at=status_at)
    assert all(times.finish >= status_at for times in timetable.times.values())
    unbegun = plan(*(replace(each, began_at=None, percent=0) for each in tasks), links=links, status_at=status_at)
    assert all(times.start >= status_at for times in unbegun.times.values())
    later = plan(
        *(replace(each, began_at=None, percent=0) for each in tasks),
        links=links,
        status_at=status_at + timedelta(days=7),
    )
    assert later.finish >= unbegun.finish


def test_a_kept_project_moves_with_today_until_it_is_over(project, dig, fill):
    keep_times(project, date(2026, 1, 14))
    dig.refresh_from_db()
    assert timezone.localdate(dig.starts_at) == date(2026, 1, 14)
    assert project.ends_on == date(2026, 1, 20)
    project.status = Status.FINISHED
    keep_times(project, date(2026, 2, 2))
    assert project.ends_on == date(2026, 1, 9)
