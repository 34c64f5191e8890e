"""What would be made of a file, before anything is."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from projects.interchange.adapting import Adapted
from projects.interchange.report import days_told
from projects.interchange.services import read_upload, ready, refusing
from projects.interchange.upload import Upload
from projects.outline import Outline, TaskLine
from projects.timetable import Times, Timetable
from projects.worktime import A_DAY

SHOWN = 500  # tasks; the rest is counted


@dataclass(frozen=True)
class Line:
    task: TaskLine
    times: Times
    is_phase: bool

    @property
    def level(self) -> int:
        """1 to 8: deeper levels stand no further to the right."""
        return min(self.task.level, 8)

    @property
    def days(self) -> float:
        return self.task.minutes / A_DAY

    @property
    def is_moved(self) -> bool:
        """Whether it stands on other days than in the file."""
        told = self.task.start and self.task.finish
        return bool(told) and (self.times.start.date(), self.times.finish.date()) != days_told(self.task)


@dataclass(frozen=True)
class Preview:
    """`on` is today: what is not done is planned from then on, as it will be in the project."""

    plan: Outline
    told: Adapted
    on: date

    @cached_property
    def timetable(self) -> Timetable:
        self.told.outline.status_at = datetime.combine(self.on, time())
        return Timetable(self.told.outline)

    @cached_property
    def lines(self) -> list[Line]:
        times, below = self.timetable.times, self.timetable.below
        return [Line(task, times[task.uid], task.uid in below) for task in self.told.outline.tasks]

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.lines) - SHOWN)

    @property
    def moved(self) -> int:
        return sum(line.is_moved for line in self.lines)

    @property
    def finish(self) -> date:
        return self.timetable.finish.date()

    @property
    def people(self) -> list[str]:
        return sorted({name for task in self.told.outline.tasks for name in task.who})


def preview_of(upload: Upload, on: date) -> Preview:
    """Raises Refused with words, also for a file that was read a moment ago and is not any more."""
    plan = read_upload(upload)
    preview = Preview(plan, ready(plan), on)
    with refusing(plan):
        preview.timetable.times  # noqa: B018 (each is computed once: here, where it can be refused)
    return preview
