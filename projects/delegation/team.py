"""Everybody of both sides who is on a project, with what each carries."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.models import Assignment, CommitteeMember, Deliverable, Project, ProjectRisk, Task

Person = User | Stakeholder


@dataclass
class Member:
    """What one person carries: his roles, open tasks with his share, seats, deliverables to accept, risks."""

    person: Person
    roles: list[str] = field(default_factory=list)
    tasks: list[Assignment] = field(default_factory=list)
    seats: list[CommitteeMember] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)
    milestones: list[Task] = field(default_factory=list)
    risks: list[ProjectRisk] = field(default_factory=list)


class ProjectTeam:
    """`on` is today; seven queries whatever the project holds."""

    def __init__(self, project: Project, on: date):
        self.project, self.on = project, on
        self.found: dict[tuple[type, int], Member] = {}
        for person, role in self.roles():
            self.of(person).roles.append(role)
        for each in self.assignments():
            self.of(each.user or each.stakeholder).tasks.append(each)
        for seat in self.seats():
            self.of(seat.user or seat.stakeholder).seats.append(seat)
        for row in project.deliverables.filter(accepted_by__isnull=False).select_related("accepted_by"):
            self.of(row.accepted_by).deliverables.append(row)
        for row in project.tasks.milestones().filter(accepted_by__isnull=False).select_related("accepted_by"):
            self.of(row.accepted_by).milestones.append(row)
        for row in project.risks.filter(owner__isnull=False, state=ProjectRisk.State.OPEN).select_related("owner"):
            self.of(row.owner).risks.append(row)

    def of(self, person: Person) -> Member:
        return self.found.setdefault((type(person), person.pk), Member(person))

    def roles(self) -> Iterator[tuple[Person, str]]:
        project = self.project
        named = [
            (project.reference_kam, _("reference KAM")), (project.leader, _("project leader")),
            (project.client_leader, _("correspondent")), (project.sponsor, pgettext("project", "sponsor")),
            (project.client_sponsor, pgettext("project", "sponsor")),
        ]  # fmt: skip
        return ((person, role) for person, role in named if person)

    def assignments(self):
        rows = Assignment.objects.filter(task__project=self.project, task__done_on=None)
        return rows.select_related("task", "user", "stakeholder").order_by("task__starts_at", "pk")

    def seats(self):
        rows = CommitteeMember.objects.filter(committee__project=self.project)
        return rows.select_related("committee", "user", "stakeholder")

    @property
    def ours(self) -> list[Member]:
        return [member for (kind, _pk), member in self.found.items() if kind is User]

    @property
    def theirs(self) -> list[Member]:
        return [member for (kind, _pk), member in self.found.items() if kind is Stakeholder]
