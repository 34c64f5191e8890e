"""Client projects: what is to be done, by whom, in which order, and what was promised."""

from projects.models.baseline import Baseline
from projects.models.project import Closure, Project, ProjectScopedQuerySet, Status
from projects.models.task import Assignment, Dependency, Task

__all__ = ["Assignment", "Baseline", "Closure", "Dependency", "Project", "ProjectScopedQuerySet", "Status", "Task"]
