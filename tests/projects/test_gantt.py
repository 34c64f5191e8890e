"""The chart of a project: what stands where."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.gantt import LONGEST, SCALES, Bar, fitting, gantt_of, path
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Kind
from projects.timetable import Timetable
from projects.worktime import A_DAY, french_hours

MONDAY = datetime(2026, 1, 5)


def outline(*tasks, links=()):
    return Outline("Test", MONDAY, french_hours(), list(tasks), list(links))


def chart(*tasks, links=(), on=date(2026, 1, 6), scale="day", promised=None):
    return gantt_of(Timetable(outline(*tasks, links=links)), on, scale, promised or {})


def test_a_bar_covers_the_days_of_its_task_and_shows_what_is_done():
    (bar,) = chart(TaskLine("a", "Dig", minutes=3 * A_DAY, percent=50)).bars
    assert (bar.width, bar.done) == (3 * SCALES["day"], 36)


def test_days_off_are_shaded_with_weekends_and_holidays():
    found = chart(TaskLine("a", "Dig", minutes=10 * A_DAY))
    first = date(2026, 1, 1)  # four days before the start
    assert [x // SCALES["day"] for x, _width in found.off] == [
        (day - first).days for day in (date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 10), date(2026, 1, 17))
    ]


def test_today_is_marked_only_when_it_lies_on_the_chart():
    task = TaskLine("a", "Dig", minutes=A_DAY)
    assert chart(task, on=date(2026, 1, 5)).today == 4 * SCALES["day"]
    assert chart(task, on=date(2027, 1, 5)).today is None


def test_a_milestone_stands_at_the_end_of_the_day_of_what_it_waits_for():
    found = chart(TaskLine("a", "Dig", minutes=A_DAY), TaskLine("m", "Done"), links=[LinkLine("a", "m")])
    dig, done = found.bars
    assert (done.kind, done.x) == ("milestone", dig.end)


def test_a_phase_spans_its_tasks_and_rows_follow_the_outline():
    found = chart(
        TaskLine("p", "Works"),
        TaskLine("a", "Dig", level=2, minutes=A_DAY),
        TaskLine("b", "Fill", level=2, minutes=A_DAY),
        links=[LinkLine("a", "b")],
    )
    phase, dig, fill = found.bars
    assert (phase.kind, phase.x, phase.end) == ("phase", dig.x, fill.end)
    assert phase.y < dig.y < fill.y


def test_a_link_is_critical_when_both_its_ends_are():
    found = chart(
        TaskLine("a", "Long", minutes=5 * A_DAY),
        TaskLine("b", "Short", minutes=A_DAY),
        TaskLine("c", "Last", minutes=A_DAY),
        links=[LinkLine("a", "c"), LinkLine("b", "c")],
    )
    assert [is_critical for _path, is_critical in found.links] == [True, False]


def test_the_baseline_lies_under_its_task_and_widens_the_chart():
    task = TaskLine("a", "Dig", minutes=A_DAY)
    found = chart(
        task, promised={"a": (date(2026, 1, 5), date(2026, 2, 5)), "gone": (date(2026, 1, 5), date(2026, 1, 6))}
    )
    ((_x, _y, width),) = found.ghosts
    assert width == 32 * SCALES["day"]
    assert found.width > width


@pytest.mark.parametrize(("kind", "start", "end"), [("FS", 30, 100), ("SS", 10, 100), ("FF", 30, 120), ("SF", 10, 120)])
def test_each_kind_of_link_joins_the_ends_that_it_names(kind, start, end):
    before = Bar("a", "A", 1, "task", 10, 0, 20, 0, False)
    after = Bar("b", "B", 1, "task", 100, 40, 20, 0, False)
    drawn = path(LinkLine("a", "b", Kind(kind)), before, after)
    assert drawn.startswith(f"M{start} ")
    assert drawn.endswith(f"H{end}")


@given(st.sampled_from([*SCALES, "", "nonsense"]), st.integers(0, 40_000))
def test_a_scale_never_draws_more_days_than_it_can_show(scale, days):
    assert days <= LONGEST.get(fitting(scale, days), days)


def test_a_project_of_a_century_is_still_drawn():
    found = chart(TaskLine("a", "Wait", minutes=20_000 * A_DAY))
    assert found.width < 40_000
