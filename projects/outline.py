"""A schedule as plain data: what a project holds, what a file tells, what a drag would make of it. No ORM."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY, Hours

DEEPEST = 100  # level of an outline


@dataclass(frozen=True)
class TaskLine:
    """A task. `level`: 1 at the top; `minutes`, `optimistic`, `pessimistic`: working minutes; moments in house time.

    `start` and `finish` are those that are stored, `began_at` and `ended_at` facts.
    """

    uid: str
    name: str
    level: int = 1
    minutes: int = 0
    optimistic: int | None = None
    pessimistic: int | None = None
    is_summary: bool = False
    is_milestone: bool = False
    is_manual: bool = False
    is_active: bool = True
    percent: int = 0
    rule: Rule = Rule.SOON
    rule_at: datetime | None = None
    deadline: datetime | None = None
    start: datetime | None = None
    finish: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    baseline_start: datetime | None = None
    baseline_finish: datetime | None = None
    note: str = ""
    hours_of: Callable[[date], Hours] | None = None  # its own, where it does not keep those of the project
    criterion: str = ""
    who: tuple[str, ...] = ()


@dataclass(frozen=True)
class LinkLine:
    """`percent`: the lag as a share of the duration of the first task, added to `minutes`.

    `is_elapsed`: both count by night and weekend too.
    """

    before: str
    after: str
    kind: Kind = Kind.FINISH_START
    minutes: int = 0
    percent: int = 0
    is_elapsed: bool = False

    def lag(self, duration: int) -> int:
        """In minutes, after a task of that duration."""
        return self.minutes + duration * self.percent // 100


@dataclass
class Outline:
    """Tasks in the order of their outline. `warnings`: what of a file was not understood, or is not done as it asks.
    `names`: why days are off, for whoever draws or writes a calendar.

    `status_at`: the moment up to which the past is known; what is not done by then is planned from then on. Without it
    (files, networks of a library) tasks are planned as they are told, in the past too.
    """

    title: str
    start: datetime
    hours_of: Callable[[date], Hours]
    tasks: list[TaskLine] = field(default_factory=list)
    links: list[LinkLine] = field(default_factory=list)
    is_bound_by_dates: bool = True
    minutes_a_day: int = A_DAY
    warnings: list[str] = field(default_factory=list)
    status_at: datetime | None = None
    names: dict[date, str] = field(default_factory=dict)

    @property
    def is_mixed(self) -> bool:
        """Whether not everything is planned, or counts on the hours of the project (`projects.mixed`)."""
        own = any(task.hours_of or not task.is_active for task in self.tasks)
        return own or any(link.is_elapsed for link in self.links)

    @property
    def below(self) -> dict[str, list[str]]:
        """Summary task → the tasks right below it."""
        found: dict[str, list[str]] = {}
        above: list[TaskLine] = []
        for task in self.tasks:
            while above and above[-1].level >= task.level:
                above.pop()
            if above:
                found.setdefault(above[-1].uid, []).append(task.uid)
            above.append(task)
        return found
