"""What is still open of a project that somebody wants to close."""

from dataclasses import dataclass

from django.db.models import QuerySet

from projects.models import Deliverable, Project, ProjectResult, Task

OPEN = (Deliverable.State.EXPECTED, Deliverable.State.AT_RISK, Deliverable.State.DELIVERED)


@dataclass(frozen=True)
class Left:
    tasks: QuerySet[Task]
    deliverables: QuerySet[Deliverable]
    results: QuerySet[ProjectResult]

    @property
    def is_anything(self) -> bool:
        return any((self.tasks, self.deliverables, self.results))


def left_open(project: Project) -> Left:
    """Tasks not done, deliverables that must come and that the client has not accepted, results nobody recognised."""
    return Left(
        project.tasks.filter(done_on=None, children=None).exclude(progress=100),
        project.deliverables.filter(is_must=True, state__in=OPEN),
        project.results.delivered().filter(recognitions=None),
    )
