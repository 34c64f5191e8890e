"""What explains the figures of the projects of one account on a day; each part is read when something asks for it."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from plans.models import StrategicPriority
from projects.measures.delivery import Run, runs
from projects.measures.joint import Candidate, candidates
from projects.measures.milestones import milestones_due
from projects.measures.recognition import HEEDED, results_recognised
from projects.models import Project, ProjectResult, ResultRecognition, Task


class ProjectGround:
    """The projects of one account as of a day, with what is counted of them."""

    def __init__(self, account_id: int, on: date):
        self.account_id, self.on = account_id, on

    @cached_property
    def account(self) -> Account:
        return Account.objects.get(pk=self.account_id)

    @cached_property
    def candidates(self) -> list[tuple[Project, Candidate]]:
        """What was in progress in the last 180 days, whether it is a joint project or not."""
        found = candidates(self.on, self.account_id)
        rows = Project.objects.in_bulk([each.project_id for each in found])
        return [(rows[each.project_id], each) for each in found]

    @cached_property
    def runs(self) -> list[tuple[Project, Run]]:
        found = runs(self.on, self.account_id)
        rows = Project.objects.in_bulk([each.project_id for each in found])
        return [(rows[each.project_id], each) for each in found]

    @cached_property
    def milestones(self) -> list[tuple[Task, bool]]:
        """Those due in the last 180 days and whether they were met in time, the latest first."""
        due = milestones_due(self.on, self.account_id)
        rows = Task.objects.select_related("project").in_bulk(due)
        return [(rows[pk], is_met) for pk, is_met in due.items()]

    @cached_property
    def results(self) -> list[tuple[ProjectResult, bool]]:
        """Those of the last 365 days and whether they count as recognised, the latest first."""
        told = results_recognised(self.on, self.account_id)
        rows = ProjectResult.objects.select_related("project").in_bulk(told)
        return [(rows[pk], is_recognised) for pk, is_recognised in told.items()]

    @cached_property
    def recognised_by(self) -> dict[int, list[str]]:
        """Result → who had recognised it by that day, as what."""
        said = ResultRecognition.objects.filter(
            result__in=[result.pk for result, _told in self.results], recognised_on__lte=self.on
        )
        found = defaultdict(list)
        for each in said.select_related("stakeholder"):
            found[each.result_id].append(str(each))
        return found

    @cached_property
    def unserved(self) -> list[StrategicPriority]:
        """The priorities in force that no project in progress serves."""
        served = {project.priority_id for project, each in self.candidates if each.worth == 1}
        return list(self.priorities.exclude(pk__in=served - {None}))

    @property
    def priorities(self) -> QuerySet[StrategicPriority]:
        return StrategicPriority.objects.in_force(self.account, self.on)

    @property
    def audience(self) -> str:
        """Whom to show a result to: somebody of weight, the best disposed first."""
        people = Stakeholder.objects.filter(account=self.account_id).well_disposed()
        return next((str(each) for each in people if each.influence >= HEEDED), "")
