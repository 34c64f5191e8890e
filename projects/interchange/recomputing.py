"""The tasks of a file as our own scheduler times them, to be laid beside the dates that the file stores."""

from dataclasses import dataclass
from datetime import datetime

from projects.interchange.plan import LinkLine, Plan, TaskLine
from projects.scheduling import Activity, Link, Rule, Schedule, schedule
from projects.worktime import WorkCalendar

START_BASED = ("SS", "SF")  # links from the start of the first task


@dataclass(frozen=True)
class Computed:
    """`total_float`, `free_float`: working minutes. A summary task spans what is below it."""

    start: datetime
    finish: datetime
    total_float: int
    free_float: int
    is_critical: bool


def recomputed(plan: Plan) -> dict[str, Computed]:
    """Each task of the plan, by uid, as `projects.scheduling` times it. Raises Loop with the uids, BeyondCalendar."""
    return Recomputing(plan).computed()


class Recomputing:
    """`origin`: the working minute at which the project starts, so that the schedule counts from 0."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.calendar = WorkCalendar(plan.start.date(), plan.hours_of)
        self.origin = self.calendar.minutes_at(plan.start)
        self.below = plan.below
        self.tasks = {task.uid: task for task in plan.tasks}
        self.leaves: dict[str, list[str]] = {}  # of each task, those below it that have none below them, or itself
        for task in reversed(plan.tasks):  # those below before their summary
            below = self.below.get(task.uid)
            self.leaves[task.uid] = [leaf for each in below for leaf in self.leaves[each]] if below else [task.uid]

    def computed(self) -> dict[str, Computed]:
        rules = self.rules_from_above()
        activities = [self.activity(task, rules) for task in self.plan.tasks if task.uid not in self.below]
        links = [link for line in self.plan.links for link in self.links_of(line)]
        result = schedule(activities, links, is_bound_by_dates=self.plan.is_bound_by_dates)
        found = self.shown(result)
        for task in reversed(self.plan.tasks):
            if task.uid in self.below:
                found[task.uid] = self.summary([found[each] for each in self.below[task.uid]], task, result)
        return found

    def rules_from_above(self) -> dict[str, TaskLine]:
        """Leaf → the summary task whose date binds it."""
        bound = [task for task in self.plan.tasks if task.uid in self.below and task.rule_at]
        return {leaf: task for task in bound for leaf in self.leaves[task.uid]}

    def activity(self, task: TaskLine, above: dict[str, TaskLine]) -> Activity:
        binding = task if task.rule_at or task.rule is Rule.LATE else above.get(task.uid, task)
        began_at = task.began_at or (task.start if task.is_manual else None)
        minutes = task.minutes
        if task.began_at and task.ended_at:
            minutes = max(0, self.time(task.ended_at) - self.time(task.began_at))
        return Activity(
            task.uid,
            minutes,
            binding.rule,
            self.time(binding.rule_at) if binding.rule_at else 0,
            self.time(task.deadline) if task.deadline else None,
            self.time(began_at) if began_at else None,
        )

    def time(self, moment: datetime) -> int:
        return self.calendar.minutes_at(moment) - self.origin

    def links_of(self, line: LinkLine) -> list[Link]:
        """A link from or to a summary task as links of what is below it."""
        before = self.leaves[line.before]
        if line.kind in START_BASED:
            before = before[:1]
        return [
            Link(first, second, line.kind, line.minutes + self.tasks[first].minutes * line.percent // 100)
            for first in before
            for second in self.leaves[line.after]
        ]

    def shown(self, result: Schedule) -> dict[str, Computed]:
        found: dict[str, Computed] = {}
        for uid, timing in result.timings.items():
            start = self.calendar.start_at(timing.start + self.origin)
            finish = self.calendar.finish_at(timing.finish + self.origin)
            if timing.start == timing.finish:
                start = finish = self.instant(uid, result, found)
            found[uid] = Computed(
                start, finish, timing.total_float, timing.free_float, self.is_critical(uid, timing.total_float)
            )
        return found

    def is_critical(self, uid: str, total_float: int) -> bool:
        """What is done delays nothing any more."""
        return total_float <= 0 and self.tasks[uid].percent < 100

    def instant(self, uid: str, result: Schedule, found: dict[str, Computed]) -> datetime:
        """A task without duration is shown where what it waits for is: on the evening before rather than the morning."""
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

    def summary(self, below: list[Computed], task: TaskLine, result: Schedule) -> Computed:
        start, finish = min(each.start for each in below), max(each.finish for each in below)
        timings = [result.timings[leaf] for leaf in self.leaves[task.uid]]
        slip = min(
            min(each.late_start for each in timings) - min(each.start for each in timings),
            max(each.late_finish for each in timings) - max(each.finish for each in timings),
        )
        return Computed(start, finish, slip, slip, self.is_critical(task.uid, slip))
