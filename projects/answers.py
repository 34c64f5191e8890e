"""What a project's page says on top: how long, how sure, what is critical."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from projects.editing.plan import runs_for
from projects.forecast import Forecast
from projects.gantt import Gantt, gantt_of
from projects.keeping import outline_of, unfolded
from projects.models import Baseline, Project, Task
from projects.timetable import Times, Timetable
from projects.worktime import A_DAY

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """A row of the table: a task with its times, which are computed, not those kept for lists."""

    task: Task
    level: int
    times: Times
    is_phase: bool
    minutes: int
    percent: int

    @property
    def days(self) -> float:
        return self.minutes / A_DAY

    @property
    def float_days(self) -> float:
        return self.times.total_float / A_DAY


@dataclass(frozen=True)
class Answers:
    """`on` is today (None: the plan as it is told, see `projects.keeping.outline_of`). The forecast has the same seed for the same project: it changes when the project does."""

    project: Project
    on: date | None

    @cached_property
    def timetable(self) -> Timetable:
        return Timetable(outline_of(self.project, self.on))

    @cached_property
    def forecast(self) -> Forecast:
        runs = runs_for(len(self.timetable.outline.tasks)) if self.is_estimated else 1
        return self.timetable.forecast(seed=self.project.pk, runs=runs)

    @property
    def is_estimated(self) -> bool:
        """Whether any task that is not done says how long it may last: else the forecast is the schedule."""
        lines = self.timetable.outline.tasks
        return any(None not in (each.optimistic, each.pessimistic) and not each.ended_at for each in lines)

    @cached_property
    def finishes(self) -> dict[int, date]:
        """Confidence in % → the day by which it will be over."""
        return {each: self.timetable.moment(at).date() for each, at in self.forecast.percentiles.items()}

    @property
    def chance(self) -> int | None:
        """% of chances to keep the promised day, None when none is promised."""
        if self.project.promised_on is None:
            return None
        evening = datetime.combine(self.project.promised_on, time()) + timedelta(days=1)
        return round(100 * self.forecast.chance(self.timetable.time(evening)))

    @property
    def points(self) -> int | None:
        """By how many points the chance has moved since the baseline; None when either is not known."""
        before = self.baseline.forecast.get("chance") if self.baseline else None
        return None if before is None or self.chance is None else self.chance - before

    @property
    def points_moved(self) -> int:
        return abs(self.points or 0)

    @cached_property
    def lines(self) -> list[Line]:
        """The tasks as the outline shows them."""
        return [self.line(task, level) for task, level in unfolded(list(self.project.tasks.with_people()))]

    def line(self, task: Task, level: int) -> Line:
        timetable, uid = self.timetable, str(task.pk)
        is_phase = uid in timetable.below
        return Line(task, level, timetable.times[uid], is_phase, timetable.minutes(uid), timetable.percent(uid))

    def gantt(self, scale: str) -> Gantt:
        return gantt_of(self.timetable, self.on, scale, self.baseline.days() if self.baseline else {})

    @cached_property
    def baseline(self) -> Baseline | None:
        return self.project.baselines.first()

    @property
    def critical_soon(self) -> list[Line]:
        """What must not slip in the next 30 days."""
        return [line for line in self.lines if line.times.is_critical and not line.is_phase and self.is_soon(line)]

    def is_soon(self, line: Line) -> bool:
        return line.times.start.date() <= self.on + SOON and line.times.finish.date() >= self.on
