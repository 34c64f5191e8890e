"""When somebody must be there: his committees and working meetings, the milestones that he answers for, his tasks.

A meeting counts for its length, a milestone for half a day, a task for what remains of it and his share, spread evenly
over its working days (`projects.delegation.load`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from kam.users.models import User
from projects.delegation.load import Work, WorkingDays, load_in, monday_of, to_do, weeks_from
from projects.models import Assignment, Committee, Meeting, Project, Task
from projects.worktime import A_DAY

AT_MILESTONE = A_DAY // 2  # minutes
NEXT = 3
FURTHEST = timedelta(days=5 * 366)
STEERING, WORKING, MILESTONE, TASK = "steering", "working", "milestone", "task"


@dataclass(frozen=True)
class Item:
    """Something between two days; `url` leads to it, when there is a page."""

    kind: str
    name: str
    first: date
    last: date
    minutes: float
    url: str = ""
    place: str = ""

    @property
    def days(self) -> float:
        return self.minutes / A_DAY

    @property
    def is_one_day(self) -> bool:
        return self.first == self.last


@dataclass(frozen=True)
class Week:
    monday: date
    minutes: float
    items: list[Item]

    @property
    def days(self) -> float:
        return self.minutes / A_DAY


@dataclass(frozen=True)
class Presence:
    """What a project asks of `user` from `on` (today) to its end: three queries."""

    project: Project
    user: User
    on: date

    @cached_property
    def items(self) -> list[Item]:
        found = [*self.meetings(), *self.milestones(), *self.tasks()]
        return sorted(found, key=lambda item: (item.first, item.last, item.name))

    def meetings(self) -> Iterator[Item]:
        """Of the committees on which he sits; the reference KAM keeps his seat on those that steer."""
        seats = Q(committee__members__user=self.user)
        if self.user.pk == self.project.reference_kam_id:
            seats |= Q(committee__kind=Committee.Kind.STEERING)
        rows = Meeting.objects.to_come().filter(seats, committee__project=self.project, planned_on__gte=self.on)
        for row in rows.select_related("committee").distinct():
            committee = row.committee
            yield Item(
                committee.kind, committee.name, row.planned_on, row.planned_on, committee.length,
                url=row.get_absolute_url(), place=committee.place,
            )  # fmt: skip

    def milestones(self) -> Iterator[Item]:
        """For the reference KAM and the leader: the client accepts them."""
        if self.user.pk not in (self.project.reference_kam_id, self.project.leader_id):
            return
        for task in self.project.tasks.milestones().filter(done_on=None, ends_at__isnull=False):
            day = max(timezone.localdate(task.ends_at), self.on)
            yield Item(MILESTONE, task.name, day, day, AT_MILESTONE)

    def tasks(self) -> Iterator[Item]:
        mine = Assignment.objects.filter(
            user=self.user, task__project=self.project, task__done_on=None, task__progress__lt=100,
            task__is_milestone=False, task__children=None, task__starts_at__isnull=False,
        )  # fmt: skip
        for row in mine.select_related("task"):
            first, last = self.ahead(row.task)
            left = row.task.minutes * (100 - row.task.progress) / 100 * row.share / 100
            yield Item(TASK, row.task.name, first, last, left)

    def ahead(self, task: Task) -> tuple[date, date]:
        """Between which days what remains of it will be done."""
        first, last = timezone.localdate(task.starts_at), timezone.localdate(task.ends_at)
        return to_do(first, min(last, self.on + FURTHEST), self.on, self.worked)

    @cached_property
    def worked(self) -> WorkingDays:
        return WorkingDays(self.on, self.on + FURTHEST, self.calendar.is_worked)

    @cached_property
    def calendar(self):
        return self.project.calendar()

    @property
    def days(self) -> float:
        return sum(item.minutes for item in self.items) / A_DAY

    @property
    def next(self) -> list[Item]:
        """The next meetings and milestones: what has a day."""
        return [item for item in self.items if item.kind != TASK][:NEXT]

    @cached_property
    def counts(self) -> Counter:
        return Counter(item.kind for item in self.items)

    @property
    def told(self) -> list[str]:
        """What it is made of, in words: “2 committees”, “3 meetings”."""
        words = (
            (STEERING, ngettext("%(n)s committee", "%(n)s committees", self.counts[STEERING])),
            (WORKING, ngettext("%(n)s meeting", "%(n)s meetings", self.counts[WORKING])),
            (MILESTONE, ngettext("%(n)s milestone", "%(n)s milestones", self.counts[MILESTONE])),
            (TASK, ngettext("%(n)s task", "%(n)s tasks", self.counts[TASK])),
        )
        return [text % {"n": self.counts[kind]} for kind, text in words if self.counts[kind]]

    @cached_property
    def weeks(self) -> list[Week]:
        """Those that ask for something, from this one on; a meeting on a day off counts too."""
        if not self.items:
            return []
        first = monday_of(self.on)
        count = (max(item.last for item in self.items) - first).days // 7 + 1
        works = [self.work(place, item) for place, item in enumerate(self.items)]
        found = load_in(works, weeks_from(first, count), self.is_worked)
        return [
            Week(first + timedelta(weeks=number), sum(minutes for _work, minutes in parts), self.behind(parts))
            for (_who, number), parts in sorted(found.items(), key=lambda each: each[0][1])
        ]

    def work(self, place: int, item: Item) -> Work:
        return Work(self.user.pk, item.first, item.last, item.minutes, what=place, calendar=item.kind == TASK)

    def is_worked(self, is_task: bool):
        """A task goes on on working days; whatever has a day takes place on it."""
        return self.calendar.is_worked if is_task else lambda _day: True

    def behind(self, parts) -> list[Item]:
        return [self.items[work.what] for work, _minutes in parts]
