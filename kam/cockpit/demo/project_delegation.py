"""What the KAMs of the demo handed over: the projects that somebody else leads, and a task that waits for a yes."""

from datetime import date, timedelta

from django.utils import translation

from kam.cockpit.demo.dates import afternoon
from projects.delegation.note import Facts
from projects.delegation.notices import tell
from projects.models import Handover, Project, Task

HANDED = timedelta(days=5)  # after the project was opened
PILOT, WAITS = "Pilote e-achat", "Formation des équipes"


def hand_over(accounts, cast, on: date) -> None:
    with translation.override("fr"):
        for project in Project.objects.filter(account__in=accounts).delegated().exclude(leader=None):
            day = min((project.opened_on or on) + HANDED, on)
            write(project, None, project.leader, day, on, accepted_at=afternoon(day))
        for task in Task.objects.filter(project__account__in=accounts, project__name=PILOT, name=WAITS):
            row = write(task.project, task, cast.users["sophie"], on - timedelta(days=2), on)
            tell(row, {row.user}, by=row.giver, at=afternoon(row.handed_on))


def write(project: Project, task: Task | None, user, day: date, on: date, **told) -> Handover:
    return Handover.objects.create(
        project=project, task=task, giver=project.reference_kam, user=user, handed_on=day, made_at=afternoon(day),
        note=Facts(project, task, on).note, **told,
    )  # fmt: skip
