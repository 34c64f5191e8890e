"""A plan as it would be: copies of its rows that nobody saves, changed one by one, and the times that follow."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from projects.editing.plan import Plan
from projects.keeping import line_of, unfolded
from projects.models import Dependency, Task
from projects.outline import DEEPEST, LinkLine
from projects.scheduling import Activity, Kind, Rule
from projects.services import Refused
from projects.timetable import Timetable

STEP = 16  # between positions, so that something can be put in between


class Draft:
    """Starts as the plan and is changed by `projects.editing.applying`. What is new has ids below 0.

    `dragged`: the moments to which bars were drawn; such a date goes again where the links alone put the task there.
    """

    def __init__(self, plan: Plan):
        self.plan = plan
        self.tasks: dict[int, Task] = {task.pk: task for task in plan.project.tasks.all()}
        self.links: dict[int, Dependency] = {link.pk: link for link in plan.project.dependencies.all()}
        self.dragged: dict[int, datetime] = {}
        self.added = 0

    def task(self, key: int) -> Task:
        """Raises Refused."""
        if key not in self.tasks:
            raise Refused(_("This task is not in the project any more."))
        return self.tasks[key]

    def link(self, key: int) -> Dependency:
        """Raises Refused."""
        if key not in self.links:
            raise Refused(_("This link is not in the project any more."))
        return self.links[key]

    def edit(self, key: int, **values) -> None:
        """Give fields of a task other values, on a copy of it."""
        task = self.tasks[key] = copy(self.task(key))
        for name, value in values.items():
            setattr(task, name, value)

    def new_key(self) -> int:
        self.added += 1
        return -self.added

    # --- what lies where ------------------------------------------------------------------------------------------

    def below(self, key: int) -> list[int]:
        """The tasks right below that one, as they are shown."""
        return [task.pk for task in self.siblings(key)]

    def siblings(self, parent: int | None) -> list[Task]:
        return sorted((t for t in self.tasks.values() if t.parent_id == parent), key=lambda t: (t.position, t.pk))

    def all_below(self, key: int) -> Iterator[int]:
        """The task and everything below it."""
        children: dict[int | None, list[int]] = {}
        for task in self.tasks.values():
            children.setdefault(task.parent_id, []).append(task.pk)
        waiting = [key]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += children.get(found, ())

    def leaves(self, key: int) -> list[int]:
        """The tasks below that have none below them, or the task itself."""
        phases = {task.parent_id for task in self.tasks.values()}
        return [each for each in self.all_below(key) if each not in phases]

    def above(self, key: int | None) -> Iterator[int]:
        """The phases in which a task lies, the nearest first."""
        while key is not None:
            key = self.tasks[key].parent_id
            if key is not None:
                yield key

    def put(self, key: int, parent: int | None, place: int) -> None:
        """Below `parent`, as the one of that number among the others there; the others keep their positions if they can."""
        others = [task for task in self.siblings(parent) if task.pk != key]
        before = others[place - 1].position if place else -1
        after = others[place].position if place < len(others) else before + 2 * STEP
        if after - before > 1:
            self.edit(key, parent_id=parent, position=(before + after) // 2)
            return
        self.edit(key, parent_id=parent)
        order = [*others[:place], self.tasks[key], *others[place:]]
        for number, task in enumerate(order, 1):
            if task.position != STEP * number:
                self.edit(task.pk, position=STEP * number)

    def check_depth(self) -> None:
        """Raises Refused."""
        if any(level > DEEPEST for _task, level in unfolded(list(self.tasks.values()))):
            raise Refused(_("No more than %(most)s levels lie below each other.") % {"most": DEEPEST})

    # --- times ----------------------------------------------------------------------------------------------------

    @cached_property
    def timetable(self) -> Timetable:
        """As the rows are now, without dates that change nothing. Raises Loop and BeyondCalendar when it is asked for times."""
        found = self.timed()
        for key in self.idle(found):
            self.edit(key, rule=Rule.SOON, rule_at=None)
            found = None
        return found or self.timed()

    def timed(self) -> Timetable:
        rows = sorted(self.tasks.values(), key=lambda task: (task.position, task.pk))
        links = [
            LinkLine(str(link.before_id), str(link.after_id), Kind(link.kind), link.lag) for link in self.links.values()
        ]
        lines = [line_of(task, level) for task, level in unfolded(rows)]
        return Timetable(replace(self.plan.outline, tasks=lines, links=links))

    def idle(self, timetable: Timetable) -> list[int]:
        """The tasks dragged whose date holds nothing: links, or today, put them there or behind it anyway."""
        above, found = timetable.rules_from_above(), timetable.schedule
        dragged = {str(key) for key in self.dragged.keys() & self.tasks.keys()} - above.keys()
        return [
            int(each.key)
            for each, start, driver in zip(found.activities, found.starts, found.drivers, strict=True)
            if each.key in dragged and each.rule is Rule.START_AFTER and is_idle(each, start, driver)
        ]


def is_idle(activity: Activity, start: int, driver: int | None) -> bool:
    """Whether a floor is no higher than what holds the task anyway."""
    return activity.rule_at < start or activity.rule_at <= max(0, activity.not_before or 0) or driver is not None
