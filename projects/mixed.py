"""The times of an outline that a file tells, where tasks keep hours of their own, are set aside, or wait night and day."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from projects.clocks import Clock, Stint, Wait, Work, stints
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import Rule, Timing
from projects.timetable import START_BASED, Times, Timetable
from projects.worktime import Hours


def timetable_of(outline: Outline) -> Timetable:
    """The quicker one where all count on the hours of the project."""
    return MixedTimetable(outline) if outline.is_mixed else Timetable(outline)


class MixedTimetable(Timetable):
    """Tasks set aside keep the dates of the file and move no other; they belong to no phase."""

    def __init__(self, outline: Outline):
        self.whole = outline
        super().__init__(in_force(outline))
        self.clocks: dict[Callable[[date], Hours], Clock] = {}

    def clock(self, hours_of: Callable[[date], Hours] | None) -> Clock:
        hours_of = hours_of or self.outline.hours_of
        if hours_of not in self.clocks:
            self.clocks[hours_of] = Clock(self.outline.start.date(), hours_of)
        return self.clocks[hours_of]

    @cached_property
    def works(self) -> dict[str, Work]:
        above = self.rules_from_above()
        return {task.uid: self.work(task, above) for task in self.outline.tasks if task.uid not in self.below}

    def work(self, task: TaskLine, above: dict[str, TaskLine]) -> Work:
        binding = task if task.rule_at or task.rule is Rule.LATE else above.get(task.uid, task)
        clock, began_at, minutes = self.clock(task.hours_of), self.began(task), task.minutes
        if task.began_at and task.ended_at:
            minutes = max(0, clock.between(task.began_at, task.ended_at))
        rule = binding.rule if binding.rule_at or binding.rule is Rule.LATE else Rule.SOON
        return Work(minutes, clock, rule, binding.rule_at, task.deadline, began_at)

    @cached_property
    def waits(self) -> list[Wait]:
        return [wait for line in self.outline.links for wait in self.waits_of(line)]

    def waits_of(self, line: LinkLine) -> Iterator[Wait]:
        before = self.leaves[line.before]
        for first in before[:1] if line.kind in START_BASED else before:
            for second in self.leaves[line.after]:
                lag = line.lag(self.tasks[first].minutes)
                yield Wait(first, second, line.kind, lag, line.is_elapsed)

    @cached_property
    def stints(self) -> dict[str, Stint]:
        order = [self.activities[place].key for place in self.schedule.order]
        bound = self.outline.is_bound_by_dates
        return stints(self.works, self.waits, order, self.outline.start, is_bound_by_dates=bound)

    @cached_property
    def times(self) -> dict[str, Times]:
        found = {uid: self.times_of(uid, each) for uid, each in self.stints.items()}
        timings = {uid: self.timing(each) for uid, each in self.stints.items()}
        for task in reversed(self.outline.tasks):
            if task.uid in self.below:
                found[task.uid] = self.phase_of([found[each] for each in self.below[task.uid]], task, timings)
        return found | {task.uid: self.aside(task) for task in self.whole.tasks if task.uid not in found}

    def times_of(self, uid: str, stint: Stint) -> Times:
        critical = self.is_critical(uid, stint.total_float)
        return Times(stint.start, stint.finish, stint.total_float, stint.free_float, critical)

    def timing(self, stint: Stint) -> Timing:
        """In working minutes of the project, for its phases."""
        moments = (stint.start, stint.finish, stint.late_start, stint.late_finish)
        return Timing(*map(self.time, moments), stint.total_float, stint.free_float, None)

    def phase_of(self, below: list[Times], task: TaskLine, timings: dict[str, Timing]) -> Times:
        leaves = [timings[leaf] for leaf in self.leaves[task.uid]]
        slip = min(
            min(each.late_start for each in leaves) - min(each.start for each in leaves),
            max(each.late_finish for each in leaves) - max(each.finish for each in leaves),
        )
        start, finish = min(each.start for each in below), max(each.finish for each in below)
        return Times(start, finish, slip, slip, self.is_critical(task.uid, slip))

    def aside(self, task: TaskLine) -> Times:
        start = task.start or self.outline.start
        return Times(start, task.finish or start, 0, 0, is_critical=False)


def in_force(outline: Outline) -> Outline:
    """The outline without what is set aside, what lies below it, and phases of which nothing else is left."""
    below = outline.below
    idle = {task.uid for task in outline.tasks if not task.is_active}
    for task in outline.tasks:
        if task.uid in idle:
            idle.update(below.get(task.uid, ()))
    for task in reversed(outline.tasks):  # those below before their phase
        if task.uid in below and idle.issuperset(below[task.uid]):
            idle.add(task.uid)
    links = [link for link in outline.links if link.before not in idle and link.after not in idle]
    return replace(outline, tasks=[task for task in outline.tasks if task.uid not in idle], links=links)


def on_hours_of_project(outline: Outline) -> Outline:
    """The same as far as one calendar can tell it: what is planned on other hours lasts as long as it does on its own."""
    timetable = MixedTimetable(outline)
    stints, clock = timetable.stints, timetable.clock(None)

    def task_on(task: TaskLine) -> TaskLine:
        if not task.hours_of or task.uid not in stints:
            return task
        own = stints[task.uid]
        return replace(task, hours_of=None, minutes=max(0, clock.between(own.start, own.finish)))

    def link_on(link: LinkLine) -> LinkLine:
        before = timetable.leaves[link.before][-1]
        own, lag = stints[before], link.lag(timetable.tasks[before].minutes)
        moment = own.start if link.kind in START_BASED else own.finish
        shifted = Wait("", "", link.kind, lag, True).shifted(moment, 1, clock) if link.is_elapsed else None
        return replace(link, minutes=clock.between(moment, shifted) if shifted else lag, percent=0, is_elapsed=False)

    tasks, links = (
        [task_on(task) for task in timetable.outline.tasks],
        [link_on(each) for each in timetable.outline.links],
    )
    return replace(timetable.outline, tasks=tasks, links=links)
