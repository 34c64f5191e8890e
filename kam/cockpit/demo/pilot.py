"""The project of the pictures: a pilot promised for a day that it will hardly keep, and what was agreed before."""

from datetime import date, timedelta

import pghistory
import pgtrigger

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.project_governance import govern
from kam.cockpit.demo.project_status import stand
from kam.cockpit.demo.project_telling import tell
from plans.models import StrategicPriority
from projects.models import Assignment, Baseline, Dependency, Project, Status, Task
from projects.services import change, freeze_baseline
from projects.worktime import A_DAY

WHERE = "SOL-001"
BEGAN, PROMISED = timedelta(days=-56), timedelta(days=71)  # before and after today
# name, level, days (None: a phase, 0: a milestone), at best, at worst, after which, share done in % or None: done
TASKS = (
    ("Cadrage avec le client", 1, None, None, None, (), 0),
    ("Recueil des besoins achats", 2, 6, 5, 10, (), None),
    ("Cahier des charges partagé", 2, 10, 8, 18, (1,), None),
    ("Choix du prestataire", 2, 9, 6, 15, (2,), 40),
    ("Prestataire choisi", 2, 0, None, None, (3,), 0),
    ("Pilote", 1, None, None, None, (), 0),
    ("Pilote site de Lyon", 2, 20, 15, 35, (4,), 0),
    ("Formation des équipes", 2, 8, 6, 12, (4,), 0),
    ("Bilan du pilote", 2, 5, 4, 9, (6, 7), 0),
    ("Comité de décision", 2, 0, None, None, (8,), 0),
    ("Déploiement sur trois sites", 1, 25, 20, 45, (9,), 0),
)


def run_pilot(accounts: list[Account], cast: Cast, on: date) -> None:
    """Write the project of the account, its baseline before the tasks that took longer than planned."""
    account = next(each for each in accounts if each.code == WHERE)
    with pghistory.context(user=account.kam_id):
        project = begin(account, cast, on)
        tasks = planned(project)
        change(project, lambda: link(project, tasks))
        project.refresh_from_db()
        baseline = freeze_baseline(project, by=account.kam, reason="Promis au comité de lancement")
        with pgtrigger.ignore("projects.Baseline:baseline_is_frozen"):
            Baseline.objects.filter(pk=baseline.pk).update(made_at=afternoon(project.starts_on))
        change(project, lambda: move_on(project, tasks))
        govern(project, on)
        tell(project, on)
        stand(project, on)


def begin(account: Account, cast: Cast, on: date) -> Project:
    people = Stakeholder.objects.of(account).present().real().order_by("-influence", "pk")
    return Project.objects.create(
        account=account, name="Pilote e-achat", purpose="Commander et suivre en ligne, d’abord sur le site de Lyon.",
        priority=StrategicPriority.objects.in_force(account, on).first(), status=Status.RUNNING, starts_on=on + BEGAN,
        opened_on=on + BEGAN, promised_on=on + PROMISED, reference_kam=account.kam, led_by=Project.LedBy.TOGETHER,
        client_leader=people[0], leader=cast.users["sophie"], created_at=afternoon(on + BEGAN - timedelta(days=9)),
    )  # fmt: skip


def planned(project: Project) -> list[Task]:
    tasks, phase = [], None
    for position, (name, level, days, best, worst, _after, _done) in enumerate(TASKS):
        task = Task.objects.create(
            project=project, parent=phase if level > 1 else None, name=name, position=position,
            minutes=(days or 0) * A_DAY, is_milestone=days == 0, optimistic=best and best * A_DAY,
            pessimistic=worst and worst * A_DAY,
        )  # fmt: skip
        phase = task if level == 1 else phase
        tasks.append(task)
    return tasks


def link(project: Project, tasks: list[Task]) -> None:
    Dependency.objects.bulk_create(
        Dependency(project=project, before=tasks[before], after=task)
        for task, (*_rest, after, _done) in zip(tasks, TASKS, strict=True)
        for before in after
    )
    hands = [{"user": project.reference_kam}, {"stakeholder": project.client_leader}]
    leaves = [task for task, line in zip(tasks, TASKS, strict=True) if line[2]]
    Assignment.objects.bulk_create(Assignment(task=task, **hands[place % 2]) for place, task in enumerate(leaves))


def move_on(project: Project, tasks: list[Task]) -> None:
    """What is done was done some days later than planned; the next has begun."""
    day = project.starts_on
    for task, (_name, _level, _days, _best, worst, _after, done) in zip(tasks, TASKS, strict=True):
        if done is None:
            ended = day + timedelta(days=worst + 4)
            Task.objects.filter(pk=task.pk).update(began_on=day, done_on=ended, progress=100)
            day = ended + timedelta(days=1)
        elif done:
            Task.objects.filter(pk=task.pk).update(began_on=day, progress=done)
