"""A baseline beside the plan of now, task by task."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from projects.models import Baseline
from projects.timetable import Times, Timetable
from projects.worktime import A_DAY


@dataclass(frozen=True)
class Row:
    """A task then and now; of one taken away there is no now, of one added no then. Slips in working days."""

    uid: str
    name: str
    level: int = 1
    was_named: str = ""
    then: tuple[datetime, datetime] | None = None
    now: Times | None = None
    start_slip: float | None = None
    finish_slip: float | None = None

    @property
    def is_added(self) -> bool:
        return self.then is None

    @property
    def is_removed(self) -> bool:
        return self.now is None

    @property
    def is_changed(self) -> bool:
        return bool(self.is_added or self.is_removed or self.was_named or self.start_slip or self.finish_slip)


@dataclass(frozen=True)
class Comparison:
    timetable: Timetable
    baseline: Baseline

    @cached_property
    def rows(self) -> list[Row]:
        """In the order of the outline; tasks taken away at the end."""
        content = self.baseline.content
        kept = [self.row(task, content.get(task.uid)) for task in self.timetable.outline.tasks]
        gone = [
            Row(uid, line["name"], then=moments(line))
            for uid, line in content.items()
            if uid not in self.timetable.tasks
        ]
        return kept + gone

    def row(self, task, line: dict | None) -> Row:
        now = self.timetable.times[task.uid]
        if line is None:
            return Row(task.uid, task.name, task.level, now=now)
        then = moments(line)
        return Row(
            task.uid, task.name, task.level, was_named=line["name"] if line["name"] != task.name else "", then=then,
            now=now, start_slip=self.slip(then[0], now.start), finish_slip=self.slip(then[1], now.finish),
        )  # fmt: skip

    def slip(self, then: datetime, now: datetime) -> float:
        """Working days from the one to the other, on the calendar of now."""
        return (self.timetable.time(now) - self.timetable.time(then)) / A_DAY

    @property
    def changed(self) -> list[Row]:
        return [row for row in self.rows if row.is_changed]


def moments(line: dict) -> tuple[datetime, datetime]:
    """Start and finish of a line of a baseline, in house time."""
    start, finish = (datetime.fromisoformat(line[key]).replace(tzinfo=None) for key in ("start", "finish"))
    return start, finish
