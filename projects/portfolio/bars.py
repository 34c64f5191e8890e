"""Phases and milestones of a page of projects, read in one query and laid on an axis."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from projects.models import Project, Task
from projects.portfolio.gantt import MONTHS, ZOOMS, Axis, Row, axis_of, diamonds, row_of
from projects.portfolio.listing import Listing
from projects.portfolio.standing import Standing


@dataclass(frozen=True)
class ProjectRow:
    """The row of a project and those of its phases."""

    standing: Standing
    row: Row
    phases: list[Row]

    @property
    def project(self) -> Project:
        return self.standing.project


class PortfolioGantt:
    """The page of projects of a list on an axis, as the address asks (`zoom`, `from`)."""

    zooms = ZOOMS

    def __init__(self, listing: Listing):
        self.listing, self.on, params = listing, listing.on, listing.params
        self.zoom = params.get("zoom") if params.get("zoom") in MONTHS else "year"
        self.axis: Axis = axis_of(self.zoom, params.get("from", ""), self.on)

    @property
    def today(self) -> float | None:
        return self.axis.x(self.on) if self.axis.shows(self.on, self.on) else None

    @property
    def earlier(self) -> str:
        return self.listing.address(**{"from": self.axis.moved(-1)})

    @property
    def later(self) -> str:
        return self.listing.address(**{"from": self.axis.moved(1)})

    @property
    def zoom_links(self) -> list[tuple[str, str, bool]]:
        return [(label, self.listing.address(zoom=key), key == self.zoom) for key, label in ZOOMS.items()]

    @cached_property
    def tasks(self) -> dict[int, list[Task]]:
        """Project → its milestones and its phases of the first level."""
        keys = [standing.project.pk for standing in self.listing.standings]
        below = Task.objects.filter(parent=OuterRef("pk"))
        rows = Task.objects.filter(project__in=keys, starts_at__isnull=False).annotate(is_phase=Exists(below))
        found = defaultdict(list)
        for task in rows.filter(Q(is_milestone=True) | Q(is_phase=True, parent=None)).order_by("position", "pk"):
            found[task.project_id].append(task)
        return found

    @cached_property
    def rows(self) -> list[ProjectRow]:
        return [self.row(standing) for standing in self.listing.standings]

    def row(self, standing: Standing) -> ProjectRow:
        project = standing.project
        tasks = self.tasks.get(project.pk, [])
        row = row_of(self.axis, project.name, project.starts_on, project.ends_on or project.starts_on)
        row.diamonds = self.diamonds(task for task in tasks if task.is_milestone)
        phases = [self.phase(task, tasks) for task in tasks if task.is_phase]
        return ProjectRow(standing, row, phases)

    def phase(self, phase: Task, tasks: list[Task]) -> Row:
        row = row_of(self.axis, phase.name, day_of(phase.starts_at), day_of(phase.ends_at), percent_of(phase))
        row.diamonds = self.diamonds(task for task in tasks if task.is_milestone and task.parent_id == phase.pk)
        return row

    def diamonds(self, milestones):
        told = ((each.name, each.done_on or day_of(each.ends_at), each.done_on is not None) for each in milestones)
        return diamonds(self.axis, told, self.on)


def percent_of(task: Task) -> int:
    return 100 if task.done_on else task.progress


def day_of(moment) -> date:
    return timezone.localdate(moment)
