"""What leaves as a file comes back as it was: tasks, links, dates, times."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.spreadsheets import csv_lines
from projects.clocks import always
from projects.interchange import mspdi
from projects.interchange.reading import read_schedule
from projects.interchange.writing import mspdi_file
from projects.interchange.writing_table import table_rows
from projects.mixed import MixedTimetable, timetable_of
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Kind, Rule
from projects.timetable import Timetable
from projects.worktime import A_DAY, OFF, OFFICE, french_hours

FILES = Path(__file__).parents[2] / "../shared/cases/schedules"
NIGHTS = ((0, 180), (240, 480), (1380, 1440))
FRENCH = french_hours(closures={date(2026, 8, 3) + timedelta(days=number) for number in range(12)})


def nights(day):
    return NIGHTS if day.weekday() < 5 else OFF


def as_told(outline):
    """All of an outline but the functions of its calendars."""
    tasks = [replace(task, hours_of=None, is_milestone=False, is_summary=False) for task in outline.tasks]
    return outline.title, outline.start, tasks, sorted(outline.links, key=lambda link: (link.after, link.before))


def timed(outline):
    return {uid: replace(times) for uid, times in timetable_of(outline).times.items()}


@pytest.mark.skipif(not FILES.is_dir(), reason="the real inputs of ../shared/cases are not here")
@pytest.mark.parametrize(
    "path", sorted(FILES.glob("mspdi/*.xml")) + sorted(FILES.glob("gen*/*.xml")), ids=lambda path: path.stem
)
def test_a_file_read_and_written_again_is_the_same_to_read_and_has_the_same_times(path):
    first = mspdi.read(str(path))
    second = mspdi.read(mspdi_file(first))
    assert as_told(second) == as_told(first)
    assert timed(second) == timed(first)


@st.composite
def outlines(draw, *, is_mixed=False):
    """A few tasks at up to three levels, linked forwards, that begin on a Monday."""
    count = draw(st.integers(1, 8))
    level, tasks, start = 0, [], datetime(2026, 4, 27, 8)
    days = st.integers(0, 60).map(lambda number: start + timedelta(days=number, hours=draw(st.sampled_from((0, 9)))))
    for number in range(1, count + 1):
        level = draw(st.integers(1, min(3, level + 1)))
        rule = draw(st.sampled_from(Rule))
        tasks.append(
            TaskLine(
                uid=str(number), name=draw(st.text("aé<&=;\"' ", min_size=1).map(str.strip)) or "x", level=level,
                minutes=60 * draw(st.integers(0, 40)), rule=rule,
                rule_at=draw(days) if rule not in (Rule.SOON, Rule.LATE) else None,
                hours_of=draw(st.sampled_from((None, None, always, nights))) if is_mixed else None,
            )
        )  # fmt: skip
    pairs = draw(st.sets(st.tuples(st.integers(1, count), st.integers(1, count)), max_size=8))
    links = [
        LinkLine(
            str(before), str(after), draw(st.sampled_from(Kind)), 60 * draw(st.integers(-20, 40)), 0,
            is_mixed and draw(st.booleans()),
        )
        for before, after in sorted(pairs)
        if before < after and not is_above(tasks, before, after)
    ]  # fmt: skip
    return Outline("Pilot", start, FRENCH, tasks, links)


def is_above(tasks, before, after):
    """Whether the first of two is a phase of the other: such a link would be a circle."""
    return all(task.level > tasks[before - 1].level for task in tasks[before:after])


@settings(max_examples=60, deadline=None)
@given(outlines(is_mixed=True))
def test_any_outline_comes_back_from_xml_with_the_same_times(outline):
    again = mspdi.read(mspdi_file(outline))
    assert [(task.name, task.level, task.minutes, task.rule, task.rule_at) for task in again.tasks] == [
        (task.name, task.level, task.minutes, task.rule, task.rule_at) for task in outline.tasks
    ]
    assert again.links == sorted(outline.links, key=lambda link: int(link.after)) or set(again.links) == set(
        outline.links
    )
    assert timed(replace(again, is_bound_by_dates=True)) == timed(outline)


@settings(max_examples=60, deadline=None)
@given(outlines(), st.sampled_from(("fr", "en")))
def test_any_outline_comes_back_from_a_table_with_the_same_times(outline, language):
    """The table has no calendar: French working days, without closures."""
    outline = replace(outline, hours_of=french_hours())
    times = Timetable(outline).times
    shown = [replace(task, start=times[task.uid].start, finish=times[task.uid].finish) for task in outline.tasks]
    text = "".join(csv_lines(table_rows(replace(outline, tasks=shown), language), language))
    again = read_schedule(io.BytesIO(text.encode()), "Pilot.csv")
    again = replace(again, start=outline.start, hours_of=french_hours())
    assert [(task.name, task.level, task.minutes, task.rule, task.rule_at) for task in again.tasks] == [
        (task.name, task.level, task.minutes, task.rule, task.rule_at) for task in outline.tasks
    ]
    assert set(again.links) == set(outline.links)
    assert Timetable(again).times == times


@settings(max_examples=100, deadline=None)
@given(outlines())
def test_tasks_on_the_hours_of_the_project_have_the_same_times_on_clocks(outline):
    """But for moments between two days of work, which are one time."""
    one, other = Timetable(outline), MixedTimetable(outline)
    for uid, times in one.times.items():
        own = other.times[uid]
        assert (one.time(own.start), one.time(own.finish)) == (one.time(times.start), one.time(times.finish))
        assert (own.total_float, own.free_float) == (times.total_float, times.free_float)


def test_five_elapsed_days_and_a_task_by_night_are_counted_as_they_are():
    """Friday 17:00 and three elapsed days are Monday 17:00; a night of work lasts until the morning."""
    tasks = [
        TaskLine("1", "Pour", minutes=5 * A_DAY),
        TaskLine("2", "Dry", minutes=3 * 1440, hours_of=always),
        TaskLine("3", "Move", minutes=300, hours_of=nights),
        TaskLine("4", "Use", minutes=A_DAY),
    ]
    links = [LinkLine("1", "2"), LinkLine("2", "3"), LinkLine("3", "4", minutes=1440, is_elapsed=True)]
    outline = Outline(
        "Concrete", datetime(2026, 6, 1, 8), lambda day: OFFICE if day.weekday() < 5 else OFF, tasks, links
    )
    times = timetable_of(outline).times
    assert (times["2"].start, times["2"].finish) == (datetime(2026, 6, 5, 17), datetime(2026, 6, 8, 17))
    assert (times["3"].start, times["3"].finish) == (datetime(2026, 6, 8, 23), datetime(2026, 6, 9, 5))
    assert times["4"].start == datetime(2026, 6, 10, 8)
    assert [each.is_critical for each in times.values()] == [True, False, False, True]  # by night there is time left


def test_a_task_set_aside_moves_nothing_and_belongs_to_no_phase():
    tasks = [
        TaskLine("1", "Phase"),
        TaskLine("2", "Dig", level=2, minutes=A_DAY),
        TaskLine("3", "Dream", level=2, minutes=90 * A_DAY, is_active=False, start=datetime(2026, 1, 5, 8)),
        TaskLine("4", "Fill", level=1, minutes=A_DAY),
    ]
    outline = Outline("Pilot", datetime(2026, 1, 5, 8), french_hours(), tasks, [LinkLine("3", "4"), LinkLine("1", "4")])
    times = timetable_of(outline).times
    assert (times["1"].finish, times["4"].start) == (datetime(2026, 1, 5, 17), datetime(2026, 1, 6, 8))
    assert times["3"].start == datetime(2026, 1, 5, 8)
