"""What the page of deliverables, milestones and risks shows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from projects.models import Decision, Deliverable, Project, ProjectRisk, Task

FACTORS = range(1, 6)
FILTERS = {"in_force": "in_force", "asked_for": "asked_for", "replaced": "replaced"}  # of the log → queryset method
GRAVE, SERIOUS = 15, 8  # gravity from which a risk is red, amber


@dataclass(frozen=True)
class Cell:
    """A square of the matrix."""

    impact: int
    tone: str
    risks: tuple[ProjectRisk, ...]


@dataclass(frozen=True)
class Scope:
    """`on` is today."""

    project: Project
    on: date

    @cached_property
    def deliverables(self) -> list[Deliverable]:
        rows = list(self.project.deliverables.select_related("task", "accepted_by"))
        for row in rows:
            row.is_behind = row.is_late(self.on)
        return rows

    @property
    def endangered(self) -> int:
        """Deliverables that must be and are late or at risk."""
        return sum(row.is_must and row.is_worrying(self.on) for row in self.deliverables)

    @cached_property
    def milestones(self) -> list[Task]:
        rows = list(self.project.tasks.milestones().select_related("accepted_by"))
        for row in rows:
            row.is_behind = row.is_late(self.on)
        return rows

    @cached_property
    def risks(self) -> list[ProjectRisk]:
        rows = list(self.project.risks.select_related("owner", "task"))
        for row in rows:
            row.tone = tone_of(row.gravity)
        return rows

    @property
    def watched(self) -> list[ProjectRisk]:
        return [row for row in self.risks if row.state == ProjectRisk.State.OPEN]

    @property
    def matrix(self) -> list[tuple[int, list[Cell]]]:
        """Probability → squares by impact, the likeliest on top."""
        return [
            (probability, [self.cell(probability, impact) for impact in FACTORS]) for probability in reversed(FACTORS)
        ]

    def cell(self, probability: int, impact: int) -> Cell:
        found = tuple(row for row in self.watched if (row.probability, row.impact) == (probability, impact))
        return Cell(impact, tone_of(probability * impact), found)


def tone_of(gravity: int) -> str:
    return "red" if gravity >= GRAVE else "amber" if gravity >= SERIOUS else "stone"


def log_of(project: Project, chosen: str) -> list[Decision]:
    """The decisions of a project, all of them unless one of FILTERS is chosen."""
    rows = project.decisions.all()
    if chosen in FILTERS:
        rows = getattr(project.decisions, FILTERS[chosen])()
    return list(rows.select_related("meeting__committee", "replaced_by"))
