"""A schedule of a file as our tables can hold it: on French working days, with closures, all on one calendar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from django.utils.translation import gettext as _

from projects.mixed import in_force, on_hours_of_project
from projects.models.task import LONGEST
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Rule
from projects.worktime import A_DAY, OFF, BeyondCalendar, Hours, french_hours

Span = tuple[date, date]
LOOKED_AT = timedelta(days=5 * 366)  # of the calendar of a file, from the start of its project
FIRST, LAST = 1900, 2200  # years of a schedule
MOST_CLOSURES = 60  # beyond, the weeks of the file are others than ours


@dataclass
class Adapted:
    """`outline` is what is brought in; `warnings`: what of the file is lost or changed by that, those of its reading first."""

    outline: Outline
    closures: list[Span] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, words: str) -> None:
        if words not in self.warnings:
            self.warnings.append(words)


def adapted(plan: Outline) -> Adapted:
    """The schedule of a file, ready to be brought in. Raises Loop and BeyondCalendar as `projects.timetable`."""
    told = Adapted(plan, warnings=list(plan.warnings))
    if not all(is_sensible(moment) for task in plan.tasks for moment in moments_of(task)):
        raise BeyondCalendar
    told.closures = closures_of(plan, told)
    closed = {day for first, last in told.closures for day in days_of(first, last)}
    outline = in_force(replace(plan, hours_of=french_hours(closures=closed)))
    outline = in_days_of_ours(outline, told)
    for task in outline.tasks:
        if task.hours_of:
            told.warn(
                _("“%(task)s” keeps hours of its own: here it takes as long in working days.") % {"task": task.name}
            )
    if any(link.is_elapsed for link in outline.links):
        told.warn(_("Lags that count nights too become as many working days as they take now."))
    outline = on_hours_of_project(outline)
    tasks = [kept(task, outline, told) for task in outline.tasks]
    told.outline = replace(outline, tasks=tasks, links=list(single(outline.links, told)), is_bound_by_dates=True)
    return told


def moments_of(task: TaskLine) -> tuple[datetime | None, ...]:
    """Those that are kept with a task."""
    return (
        task.rule_at, task.deadline, task.began_at, task.ended_at, task.baseline_start, task.baseline_finish,
    )  # fmt: skip


def is_sensible(moment: datetime | None) -> bool:
    """Programs write years like 1 and 9999 where they mean that there is no day, or are broken."""
    return moment is None or FIRST <= moment.year <= LAST


def in_days_of_ours(plan: Outline, told: Adapted) -> Outline:
    """A day stays a day where the file counts other hours to it."""
    if plan.minutes_a_day == A_DAY:
        return plan
    hours = {"hours": f"{plan.minutes_a_day / 60:g}"}
    told.warn(_("The file counts %(hours)s hours a day: its days become days of 8 hours.") % hours)
    scale = partial(scaled, minutes_a_day=plan.minutes_a_day)
    tasks = [task if task.hours_of else replace(task, minutes=scale(task.minutes)) for task in plan.tasks]
    links = [link if link.is_elapsed else replace(link, minutes=scale(link.minutes)) for link in plan.links]
    return replace(plan, tasks=tasks, links=links, minutes_a_day=A_DAY)


def scaled(minutes: int, minutes_a_day: int) -> int:
    return round(minutes * A_DAY / minutes_a_day)


def kept(task: TaskLine, plan: Outline, told: Adapted) -> TaskLine:
    """A task as our table holds it."""
    name = {"task": task.name}
    if task.minutes > LONGEST:
        told.warn(_("“%(task)s” lasts longer than anything may here: it was shortened.") % name)
    if task.is_milestone and task.minutes:
        told.warn(_("“%(task)s” is a milestone that lasts: it becomes a task.") % name)
    if len(task.name) > 200 or len(task.note) > 5_000:
        told.warn(_("The name or the note of “%(task)s” is cut: it is too long.") % {"task": task.name[:60]})
    if task.is_manual and task.start and not task.began_at:
        task = replace(task, rule=Rule.START_ON, rule_at=task.start, is_manual=False)
    elif not plan.is_bound_by_dates:
        task = unbound(task)
    ended_at = task.ended_at and max(task.ended_at, task.began_at or task.ended_at)
    return estimated(replace(task, minutes=min(task.minutes, LONGEST), ended_at=ended_at), told)


def estimated(task: TaskLine, told: Adapted) -> TaskLine:
    """With estimates on either side of its duration."""
    best, worst = task.optimistic, task.pessimistic
    around = replace(
        task,
        optimistic=None if best is None else min(best, task.minutes),
        pessimistic=None if worst is None else min(max(worst, task.minutes), LONGEST),
    )
    if around != task:
        told.warn(
            _("“%(task)s” lasts less at worst, or more at best, than it is planned: its estimates were put right.")
            % {"task": task.name}
        )
    return around


def unbound(task: TaskLine) -> TaskLine:
    """Where links win over dates: a date holds a task back, and a latest one is a deadline."""
    if task.rule is Rule.START_ON:
        return replace(task, rule=Rule.START_AFTER)
    if task.rule is Rule.FINISH_ON:
        return replace(task, rule=Rule.FINISH_AFTER)
    if task.rule is Rule.FINISH_BEFORE:
        deadline = min(task.rule_at, task.deadline or datetime.max)
        return replace(task, rule=Rule.SOON, rule_at=None, deadline=deadline)
    return task


def single(links: list[LinkLine], told: Adapted) -> Iterator[LinkLine]:
    """One link between two tasks."""
    seen: set[tuple[str, str]] = set()
    for link in links:
        if (link.before, link.after) in seen:
            told.warn(_("Where two tasks are linked twice, the first link counts."))
        else:
            seen.add((link.before, link.after))
            yield link


def closures_of(plan: Outline, told: Adapted) -> list[Span]:
    """Working days of France on which nobody works in the file, while its tasks last."""
    ends = [task.finish for task in plan.tasks if task.finish]
    first = plan.start.date()
    last = min(max([plan.start, *ends]).date(), first + LOOKED_AT)
    french = french_hours()
    if any(plan.hours_of(day) and french(day) == OFF for day in days_of(first, last)):
        told.warn(_("The file works on week-ends or public holidays: here they are off."))
    found = list(closed_spans(first, last, plan.hours_of, french))
    if len(found) > MOST_CLOSURES:
        told.warn(_("The weeks of the file are others than ours: it is planned from Monday to Friday."))
        return []
    return found


def closed_spans(
    first: date, last: date, theirs: Callable[[date], Hours], ours: Callable[[date], Hours]
) -> Iterator[Span]:
    """Spans of days that we would work and they do not; what is off for both may lie between."""
    start = end = None
    for day in days_of(first, last):
        if ours(day) == OFF:
            continue
        if theirs(day) == OFF:
            start, end = start or day, day
        elif start:
            yield start, end
            start = None
    if start:
        yield start, end


def days_of(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
