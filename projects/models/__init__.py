"""Client projects: what is to be done, by whom, in which order, what was promised, decided, told and obtained."""

from projects.models.baseline import Baseline
from projects.models.communication import Bulletin, Recipient
from projects.models.governance import Attendance, Committee, CommitteeMember, Decision, Meeting, Side
from projects.models.planning import PlanningStep, ProjectTemplate
from projects.models.project import Closure, Project, ProjectScopedQuerySet, Status
from projects.models.results import ProjectResult, ResultRecognition
from projects.models.scope import Deliverable, ProjectRisk
from projects.models.sharing import SharedProject
from projects.models.status import DECLARED_FOR, Colour, ComputedStatus, DeclaredStatus
from projects.models.task import Assignment, Dependency, Task
from projects.models.team import Handover

__all__ = [
    "DECLARED_FOR",
    "Assignment",
    "Attendance",
    "Baseline",
    "Bulletin",
    "Closure",
    "Colour",
    "Committee",
    "CommitteeMember",
    "ComputedStatus",
    "Decision",
    "DeclaredStatus",
    "Deliverable",
    "Dependency",
    "Handover",
    "Meeting",
    "PlanningStep",
    "Project",
    "ProjectResult",
    "ProjectRisk",
    "ProjectScopedQuerySet",
    "ProjectTemplate",
    "Recipient",
    "ResultRecognition",
    "SharedProject",
    "Side",
    "Status",
    "Task",
]
