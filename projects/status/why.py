"""Why the end moved since a baseline: what each task has to do with it.

The schedule of now is told as its links plus, of each task, two numbers: how long it lasts from start to end, and how
long it waited beyond what its links ask (a date that binds, a late beginning, not begun by today). The baseline gives
the same two numbers as they were promised. Then, one task at a time, the promised numbers are put back, and the end is
reckoned anew: the days by which it comes earlier are the share of that task. A task that was not in the baseline is put
back to nothing at all.

Shares do not add up when tasks are late side by side: putting one back moves nothing as long as the other holds the
end. What remains is told as “several tasks together, links and tasks taken away”. Days on which the project was closed
since then count as longer tasks, because the promise is read on the calendar of now.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from projects.forecast import gap, waits_of
from projects.models import Baseline
from projects.status.facts import end_of
from projects.timetable import Timetable
from projects.worktime import A_DAY

A_MINUTE = 1
MOST = 2_000  # tasks whose shares are reckoned


class Part(NamedTuple):
    """What a task has to do with the end. `days`: working days by which it moved the end (less than 0: it won some);
    `longer`, `waited`: working days that it lasts and waits more than promised."""

    uid: str
    name: str
    days: float
    longer: float
    waited: float
    is_new: bool

    @property
    def shorter(self) -> float:
        return -self.longer

    @property
    def earlier(self) -> float:
        return -self.waited


@dataclass(frozen=True)
class Why:
    """`timetable`: of now; `baseline`: with which it is compared."""

    timetable: Timetable
    baseline: Baseline

    @cached_property
    def days(self) -> float:
        """Working days by which the end moved."""
        return (self.end - self.timetable.time(end_of(self.baseline))) / A_DAY

    @property
    def end(self) -> int:
        return self.timetable.time(self.timetable.finish)

    @cached_property
    def parts(self) -> list[Part]:
        """Those that moved the end, most of all first."""
        found = self.network.shares()
        return sorted((part for part in found if abs(part.days) * A_DAY >= A_MINUTE), key=lambda part: -abs(part.days))

    @property
    def rest(self) -> float:
        """Working days that no task explains alone."""
        return self.days - sum(part.days for part in self.parts)

    @property
    def is_rest(self) -> bool:
        return abs(self.rest) * A_DAY >= A_MINUTE

    @property
    def days_won(self) -> float:
        return -self.days

    @cached_property
    def network(self) -> "Network":
        return Network(self.timetable, promised_of(self.timetable, self.baseline))


Spans = dict[str, tuple[int, int]]  # uid → start and finish in working minutes of the project


def promised_of(timetable: Timetable, baseline: Baseline) -> Spans:
    """As the baseline has them, on the calendar of now."""
    return {
        uid: (timetable.time(moment(line["start"])), timetable.time(moment(line["finish"])))
        for uid, line in baseline.content.items()
        if uid in timetable.tasks
    }


def moment(text: str) -> datetime:
    """House time."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


class Network:
    """Tasks as lengths and waits: `now` and `then`, shape (tasks,), `then` where the baseline knows the task."""

    def __init__(self, timetable: Timetable, promised: Spans):
        self.timetable = timetable
        self.activities, self.order = timetable.activities, timetable.schedule.order
        self.waits = waits_of(self.activities, timetable.links)
        self.keys = [each.key for each in self.activities]
        timings = timetable.schedule.timings
        now = {key: (timings[key].start, timings[key].finish) for key in self.keys}
        self.is_known = [key in promised for key in self.keys]
        self.lengths, self.waited = self.reckoned(now, [True] * len(self.keys))
        lengths, waited = self.reckoned(now | promised, self.is_known)
        self.then = np.where(self.is_known, lengths, 0), np.where(self.is_known, waited, 0)

    def reckoned(self, spans: Spans, is_there: list[bool]) -> tuple[np.ndarray, np.ndarray]:
        """Length of each task, and by how much it starts later than its links alone ask (less than 0: earlier), as far
        as they come from tasks that are there."""
        starts = np.array([spans[key][0] for key in self.keys])
        lengths = np.array([spans[key][1] for key in self.keys]) - starts
        asked = np.zeros_like(starts)
        for place, waiting in enumerate(self.waits):
            for other, kind, lag in waiting if is_there[place] else ():
                asked[other] = max(asked[other], starts[place] + gap(kind, lag, lengths[place], lengths[other]))
        return lengths, starts - asked

    def ends(self, lengths: np.ndarray, waited: np.ndarray) -> np.ndarray:
        """The end of each case, working minutes; lengths and waits of shape (tasks, cases), one walk for all cases."""
        starts = np.zeros_like(lengths)
        for place in self.order:
            starts[place] += waited[place]
            for other, kind, lag in self.waits[place]:
                asked = starts[place] + gap(kind, lag, lengths[place], lengths[other])
                np.maximum(starts[other], asked, out=starts[other])
        return np.max(starts + lengths, axis=0, initial=0)

    def changed(self) -> list[int]:
        """Places of the tasks that last or wait otherwise than promised."""
        lengths, waited = self.then
        return [int(each) for each in np.flatnonzero((lengths != self.lengths) | (waited != self.waited))][:MOST]

    def shares(self) -> list[Part]:
        """One case more than there are changed tasks: the first is the plan of now, with none put back."""
        changed = self.changed()
        lengths = np.repeat(self.lengths[:, None], len(changed) + 1, axis=1)
        waited = np.repeat(self.waited[:, None], len(changed) + 1, axis=1)
        for case, place in enumerate(changed, 1):
            lengths[place, case], waited[place, case] = self.then[0][place], self.then[1][place]
        ends = self.ends(lengths, waited)
        return [self.part(place, float(ends[0] - end)) for place, end in zip(changed, ends[1:], strict=True)]

    def part(self, place: int, minutes: float) -> Part:
        uid = self.keys[place]
        longer = (self.lengths[place] - self.then[0][place]) / A_DAY
        waited = (self.waited[place] - self.then[1][place]) / A_DAY
        return Part(
            uid, self.timetable.tasks[uid].name, minutes / A_DAY, longer, waited, is_new=not self.is_known[place]
        )
