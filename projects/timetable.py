"""When the tasks of an outline are done, on its calendar: the critical path as moments, phases included. No ORM."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from projects.forecast import Estimate, Forecast, forecast
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Activity, Link, Rule, Schedule, schedule
from projects.worktime import WorkCalendar

START_BASED = ("SS", "SF")  # links from the start of the first task


@dataclass(frozen=True)
class Times:
    """When a task is done, in house time. Floats in working minutes. A phase spans what is below it."""

    start: datetime
    finish: datetime
    total_float: int
    free_float: int
    is_critical: bool


class Timetable:
    """The times of an outline, each computed once. Its properties raise Loop with the uids, and BeyondCalendar."""

    def __init__(self, outline: Outline):
        self.outline = outline
        self.calendar = WorkCalendar(outline.start.date(), outline.hours_of)
        self.below = outline.below
        self.tasks = {task.uid: task for task in outline.tasks}
        self.leaves: dict[str, list[str]] = {}  # of each task, those below it that have none below them, or itself
        for task in reversed(outline.tasks):  # those below before their phase
            below = self.below.get(task.uid)
            self.leaves[task.uid] = [leaf for each in below for leaf in self.leaves[each]] if below else [task.uid]

    @cached_property
    def origin(self) -> int:
        """The working minute at which the project starts: the schedule counts from there."""
        return self.calendar.minutes_at(self.outline.start)

    @cached_property
    def activities(self) -> list[Activity]:
        above = self.rules_from_above()
        return [self.activity(task, above) for task in self.outline.tasks if task.uid not in self.below]

    @cached_property
    def links(self) -> list[Link]:
        return [link for line in self.outline.links for link in self.links_of(line)]

    @cached_property
    def schedule(self) -> Schedule:
        return schedule(self.activities, self.links, is_bound_by_dates=self.outline.is_bound_by_dates)

    @cached_property
    def times(self) -> dict[str, Times]:
        """The times of each task and phase, by uid."""
        found = self.shown(self.schedule)
        for task in reversed(self.outline.tasks):
            if task.uid in self.below:
                found[task.uid] = self.phase([found[each] for each in self.below[task.uid]], task, self.schedule)
        return found

    @property
    def finish(self) -> datetime:
        return max((each.finish for each in self.times.values()), default=self.outline.start)

    def forecast(self, **options) -> Forecast:
        """How sure the end is (`projects.forecast.forecast`): of tasks that are estimated and not done."""
        estimates = {
            task.uid: Estimate(*(self.length(task, each) for each in (task.optimistic, task.minutes, task.pessimistic)))
            for task in self.outline.tasks
            if task.optimistic is not None and task.pessimistic is not None and not self.is_over(task)
        }
        return forecast(self.activities, self.links, estimates, **options)

    def percent(self, uid: str) -> int:
        """How far it is, %: a phase as far as its tasks, each weighing as long as it lasts."""
        line = self.tasks[uid]
        if uid not in self.below or line.percent == 100:
            return line.percent
        leaves = [self.tasks[leaf] for leaf in self.leaves[uid]]
        minutes = sum(leaf.minutes for leaf in leaves)
        return sum(leaf.minutes * leaf.percent for leaf in leaves) // minutes if minutes else 0

    def minutes(self, uid: str) -> int:
        """Working minutes of a task; of a phase, those from its first moment to its last."""
        if uid not in self.below:
            return self.tasks[uid].minutes
        times = self.times[uid]
        return self.calendar.minutes_at(times.finish) - self.calendar.minutes_at(times.start)

    def is_instant(self, uid: str) -> bool:
        """Whether it is shown as one moment: a milestone stays one once it is reached, though its facts are whole days."""
        times = self.times[uid]
        return uid not in self.below and (self.tasks[uid].is_milestone or times.start == times.finish)

    def moment(self, minutes: int) -> datetime:
        """The moment at which so many working minutes of the project are over."""
        return self.calendar.finish_at(minutes + self.origin)

    def rules_from_above(self) -> dict[str, TaskLine]:
        """Leaf → the phase whose date binds it."""
        bound = [task for task in self.outline.tasks if task.uid in self.below and task.rule_at]
        return {leaf: task for task in bound for leaf in self.leaves[task.uid]}

    def activity(self, task: TaskLine, above: dict[str, TaskLine]) -> Activity:
        binding = task if task.rule_at or task.rule is Rule.LATE else above.get(task.uid, task)
        began_at = self.began(task)
        return Activity(
            task.uid,
            self.length(task, task.minutes),
            binding.rule,
            self.time(binding.rule_at) if binding.rule_at else 0,
            self.time(task.deadline) if task.deadline else None,
            self.time(began_at) if began_at else None,
            self.status if self.is_open(task) else None,
        )

    @cached_property
    def status(self) -> int | None:
        """The working minute up to which the past is known, if the outline says."""
        return self.time(self.outline.status_at) if self.outline.status_at else None

    def is_over(self, task: TaskLine) -> bool:
        return bool(task.ended_at) or (self.status is not None and task.percent >= 100)

    def is_open(self, task: TaskLine) -> bool:
        """Whether it is not done although the past is known: what remains of it lies ahead."""
        return self.status is not None and not self.is_over(task)

    def began(self, task: TaskLine) -> datetime | None:
        """When it began: as told; what has progressed began when it was last planned to."""
        if task.is_manual or not self.is_open(task):
            return task.began_at or (task.start if task.is_manual else None)
        if not task.minutes:
            return None
        is_planned_past = task.percent and task.start and task.start <= self.outline.status_at
        return task.began_at or (task.start if is_planned_past else None)

    def length(self, task: TaskLine, minutes: int) -> int:
        """Working minutes from start to end, were `minutes` its whole work: as it was done; as far as it went until the
        status, then what remains; else all of it."""
        if task.began_at and task.ended_at:
            return max(0, self.time(task.ended_at) - self.time(task.began_at))
        if not self.is_open(task):
            return minutes
        began_at = self.began(task)
        gone = max(0, self.status - self.time(began_at)) if began_at else 0
        return gone + minutes * (100 - task.percent) // 100

    def time(self, moment: datetime) -> int:
        return self.calendar.minutes_at(moment) - self.origin

    def links_of(self, line: LinkLine) -> list[Link]:
        """A link from or to a phase as links of what is below it."""
        before = self.leaves[line.before]
        if line.kind in START_BASED:
            before = before[:1]
        return [
            Link(first, second, line.kind, line.minutes + self.tasks[first].minutes * line.percent // 100)
            for first in before
            for second in self.leaves[line.after]
        ]

    def shown(self, result: Schedule) -> dict[str, Times]:
        found: dict[str, Times] = {}
        for uid, timing in result.timings.items():
            start = self.calendar.start_at(timing.start + self.origin)
            finish = self.calendar.finish_at(timing.finish + self.origin)
            if timing.start == timing.finish:
                start = finish = self.instant(uid, result, found)
            found[uid] = Times(
                start, finish, timing.total_float, timing.free_float, self.is_critical(uid, timing.total_float)
            )
        return found

    def is_critical(self, uid: str, total_float: int) -> bool:
        """What is done delays nothing any more."""
        return total_float <= 0 and self.tasks[uid].percent < 100

    def instant(self, uid: str, result: Schedule, found: dict[str, Times]) -> datetime:
        """A task without duration is shown where what it waits for is: on the evening before rather than the morning,
        unless that evening is past and the task is not done."""
        moment = self.instant_planned(uid, result, found)
        if self.is_open(self.tasks[uid]) and moment < self.outline.status_at:
            return self.calendar.start_at(result.timings[uid].start + self.origin)
        return moment

    def instant_planned(self, uid: str, result: Schedule, found: dict[str, Times]) -> datetime:
        timing, task = result.timings[uid], self.tasks[uid]
        if timing.driver is None:
            held = task.began_at or task.rule_at or (task.start if task.is_manual else None)
            if held and self.time(held) == timing.start:
                return held
            return self.calendar.start_at(timing.start + self.origin)
        driver = result.timings[timing.driver]
        if timing.start == driver.finish:
            return found[timing.driver].finish
        if timing.start == driver.start:
            return found[timing.driver].start
        return self.calendar.finish_at(timing.start + self.origin)

    def phase(self, below: list[Times], task: TaskLine, result: Schedule) -> Times:
        start, finish = min(each.start for each in below), max(each.finish for each in below)
        timings = [result.timings[leaf] for leaf in self.leaves[task.uid]]
        slip = min(
            min(each.late_start for each in timings) - min(each.start for each in timings),
            max(each.late_finish for each in timings) - max(each.finish for each in timings),
        )
        return Times(start, finish, slip, slip, self.is_critical(task.uid, slip))
