"""The plan of a project as it stands: its rows read once, its times, how sure they are, and which version it is."""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from typing import NamedTuple

from django.core.cache import cache

from projects.forecast import RUNS, Forecast
from projects.keeping import outline_of
from projects.models import Project
from projects.outline import Outline
from projects.timetable import Timetable

VERSION_BYTES = 6  # a number that JavaScript holds exactly
BUSIEST = 2_000_000  # tasks × runs of a forecast that somebody waits for: a large project is simulated less often
FEWEST = 500
KEPT = 24 * 3600  # seconds that a forecast is kept
TASK_FIELDS = (
    "pk", "parent_id", "position", "name", "minutes", "optimistic", "pessimistic", "is_milestone", "rule", "rule_at",
    "deadline", "progress", "began_on", "done_on",
)  # fmt: skip
of_task = attrgetter(*TASK_FIELDS)
of_link = attrgetter("pk", "before_id", "after_id", "kind", "lag")
PROJECT_FIELDS = ("pk", "status", "starts_on", "is_alsace_moselle", "promised_on")


class Outlook(NamedTuple):
    """When the project ends: planned, in eight cases of ten, and the chance (%) of the promised day, if there is one."""

    finish: date
    safe: date
    chance: int | None


class Plan:
    """`project` comes with its tasks, links and closures (`ProjectQuerySet.with_plan`): nothing more is asked.

    `on` is today.
    """

    def __init__(self, project: Project, on: date):
        self.project, self.on = project, on

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.project, self.on)

    @cached_property
    def timetable(self) -> Timetable:
        return Timetable(self.outline)

    @cached_property
    def version(self) -> int:
        return version_of(self.project)

    @cached_property
    def outlook(self) -> Outlook:
        """Kept by version: the same plan has the same forecast on the same day."""
        key = f"projects:outlook:{self.version}:{self.on}"
        kept = cache.get(key)
        if kept is None:
            kept = tuple(outlook_of(self.timetable, self.project))
            cache.set(key, kept, KEPT)
        return Outlook(*kept)


def version_of(project: Project) -> int:
    """A number made of all that is scheduled: it changes whenever that does, whoever changes it and by whatever page."""
    tasks = project.tasks.all()  # what has progressed began when it was kept to
    rows = [
        [getattr(project, name) for name in PROJECT_FIELDS],
        [(of_task(task), task.progress and task.starts_at) for task in tasks],
        [of_link(link) for link in project.dependencies.all()],
        [[closure.starts_on, closure.ends_on] for closure in project.closures.all()],
    ]
    return int.from_bytes(blake2b(repr(rows).encode(), digest_size=VERSION_BYTES).digest())


def outlook_of(timetable: Timetable, project: Project) -> Outlook:
    """The forecast has the seed of the project: what differs between two plans is due to the plans."""
    lines, finish = timetable.outline.tasks, timetable.finish
    if not is_estimated(timetable.outline):
        return Outlook(finish.date(), finish.date(), certainty_of(finish.date(), project.promised_on))
    found = timetable.forecast(seed=project.pk, runs=runs_for(len(lines)))
    safe = timetable.moment(found.percentiles[80]).date()
    return Outlook(finish.date(), safe, chance_of(found, timetable, project.promised_on))


def is_estimated(outline: Outline) -> bool:
    """Whether any task says how long it may last: else the forecast is the schedule."""
    return any(line.optimistic is not None and line.pessimistic is not None for line in outline.tasks)


def certainty_of(finish: date, promised_on: date | None) -> int | None:
    """The chance when every task lasts as planned."""
    return None if promised_on is None else 100 * (finish <= promised_on)


def runs_for(tasks: int) -> int:
    """How often a project of so many tasks is simulated while somebody waits: RUNS up to 200 tasks, 2,000 for 1,000."""
    return max(FEWEST, min(RUNS, BUSIEST // max(tasks, 1)))


def chance_of(found: Forecast, timetable: Timetable, promised_on: date | None) -> int | None:
    """% of the runs that end on the promised day or before it."""
    if promised_on is None:
        return None
    return round(100 * found.chance(timetable.time(datetime.combine(promised_on, time()) + timedelta(days=1))))
