"""The projects of the demo, in every state: opened when it was their time, with what was promised, met, told and obtained."""

from dataclasses import dataclass
from datetime import date, timedelta

import pghistory
import pgtrigger
from django.apps import apps

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo import pilot
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.dossiers import read
from kam.scorecards.standings import month_ends
from plans.models import StrategicPriority
from projects.models import (
    Assignment,
    Baseline,
    Committee,
    CommitteeMember,
    ComputedStatus,
    DeclaredStatus,
    Dependency,
    Meeting,
    Project,
    ProjectResult,
    ResultRecognition,
    Task,
)
from projects.services import change, freeze_baseline
from projects.sharing import share
from projects.worktime import A_DAY

BETWEEN = 30  # days from one committee to the next
PREPARED = 14  # days before a project opens in which it is written
HELD = {"✓": ("held", ""), "c": ("cancelled", "theirs"), "n": ("cancelled", "ours")}
LATE, VERY_LATE = 0, 15  # days behind a milestone from which the facts say amber, and red


@dataclass(frozen=True)
class Story:
    """A project of the file as of `on`; days ago become days."""

    account: Account
    cast: Cast
    facts: dict
    file: dict
    on: date

    def day(self, name: str) -> date | None:
        return self.on - timedelta(days=self.facts[name]) if name in self.facts else None

    @property
    def opened_on(self) -> date:
        return self.day("opened")

    @property
    def status(self) -> str:
        begun = "finished" if "closed" in self.facts else "running" if self.opened_on <= self.on else "prepared"
        return self.facts.get("status", begun)

    @property
    def last(self) -> date:
        """The last day on which anything happened."""
        return self.day("closed") or self.on

    def people(self) -> list[Stakeholder]:
        return list(Stakeholder.objects.of(self.account).present().real().order_by("-influence", "pk"))


def run_projects(accounts: list[Account], cast: Cast, after: date, until: date, on: date) -> None:
    """Write the projects that were opened (or are prepared) between two days; `on` is today."""
    if after < on + pilot.BEGAN <= until:
        pilot.run_pilot(accounts, cast, on)
    file = read("projects.toml", on)
    by_code = {account.code: account for account in accounts}
    for facts in file["projects"]:
        begun = min(on - timedelta(days=facts["opened"]), on)
        if after < begun <= until and facts["account"] in by_code:
            story = Story(by_code[facts["account"]], cast, facts, file, on)
            with pghistory.context(user=story.account.kam_id) as context:
                write(story)
            for model in apps.get_app_config("projects").get_models():
                if hasattr(model, "pgh_tracked_model"):
                    model.objects.filter(pgh_context=context.id).update(pgh_created_at=afternoon(begun))


def write(story: Story) -> Project:
    project = begin(story)
    tasks = planned(story, project)
    change(project, lambda: link(story, project, tasks))
    if story.status == "prepared":
        return project
    promise(story, project)
    change(project, lambda: move_on(story, project), on=story.on)
    steer(story, project)
    report(story, project)
    for facts in story.facts.get("results", ()):
        obtain(story, project, facts)
    Project.objects.filter(pk=project.pk).update(status=story.status, closed_on=story.day("closed"))
    return project


def begin(story: Story) -> Project:
    """In progress until all of it is written: what is over is not planned any more."""
    people, status = story.people(), story.status
    told = {name: story.facts[name] for name in ("name", "purpose")}
    leader = story.facts.get("leader")
    return Project.objects.create(
        account=story.account, status=status if status == "prepared" else "running", starts_on=story.opened_on,
        opened_on=None if status == "prepared" else story.opened_on, reference_kam=story.account.kam,
        priority=StrategicPriority.objects.in_force(story.account, story.on).first(), led_by=story.facts["led"],
        leader=story.cast.users[leader] if leader else None, client_leader=people[1] if len(people) > 1 else None,
        client_sponsor=people[0] if people else None, sponsor=story.cast.users["marc"], budget=80_000,
        created_at=afternoon(min(story.opened_on - timedelta(days=PREPARED), story.on)), **told,
    )  # fmt: skip


def planned(story: Story, project: Project) -> list[Task]:
    tasks, phase = [], None
    for position, (name, level, *times) in enumerate(story.file["plans"][story.facts["plan"]]):
        days, best, worst = [round(each * story.facts["pace"]) * A_DAY for each in (times * 3)[:3] or (0, 0, 0)]
        is_milestone = times == [0]
        task = Task.objects.create(
            project=project, parent=phase if level > 1 else None, name=name, position=position, minutes=days,
            is_milestone=is_milestone, optimistic=best if times and days else None,
            pessimistic=worst if times and days else None, criterion=story.file["criteria"].get(name, ""),
        )  # fmt: skip
        phase = task if level == 1 else phase
        tasks.append(task)
    return tasks


def link(story: Story, project: Project, tasks: list[Task]) -> None:
    """One after the other; theirs and ours in turn. Ours work on several projects at once: half their days on each."""
    leaves = [task for task in tasks if task.parent_id]
    Dependency.objects.bulk_create(
        Dependency(project=project, before=before, after=after)
        for before, after in zip(leaves, leaves[1:], strict=False)
    )
    ours = {"user": project.leader or project.reference_kam, "share": 50}
    hands = [ours, {"stakeholder": project.client_leader} if project.client_leader else ours]
    work = [task for task in leaves if not task.is_milestone]
    Assignment.objects.bulk_create(Assignment(task=task, **hands[place % 2]) for place, task in enumerate(work))


def promise(story: Story, project: Project) -> None:
    """What was agreed on the day it was opened."""
    project.refresh_from_db()
    baseline = freeze_baseline(project, by=story.account.kam, reason="Promis au comité de lancement")
    with pgtrigger.ignore("projects.Baseline:baseline_is_frozen"):
        Baseline.objects.filter(pk=baseline.pk).update(
            made_at=afternoon(story.opened_on), agreed_with=project.client_leader
        )
    project.promised_on = project.ends_on
    project.save(update_fields=["promised_on"])


def move_on(story: Story, project: Project) -> None:
    """What was due is done, each task so many days after what was promised; the next has begun. What is over is all done."""
    slips, behind, place = story.facts["slips"], 0, 0
    leaves = project.tasks.filter(parent__isnull=False).order_by("position")
    began_on = project.starts_on
    for task in leaves:
        if not task.is_milestone:
            behind += slips[place % len(slips)]
            place += 1
        done_on = weekday(task.promised_on + timedelta(days=round(behind * 0.4)))
        if done_on > story.last and story.status != "finished":
            if not task.is_milestone:
                Task.objects.filter(pk=task.pk).update(began_on=began_on, progress=40)
            return
        done_on = min(done_on, story.last)
        Task.objects.filter(pk=task.pk).update(began_on=min(began_on, done_on), done_on=done_on, progress=100)
        began_on = done_on


def weekday(day: date) -> date:
    """That day, or the Monday after it."""
    return day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])


def steer(story: Story, project: Project) -> None:
    """Its committee: a meeting a month, so far held or cancelled as the file says, two more to come."""
    committee = Committee.objects.create(
        project=project, name="Comité de pilotage", starts_on=story.opened_on + timedelta(days=15), place=story.account.city,
    )  # fmt: skip
    ours = [project.reference_kam, project.leader] if project.leader_id else [project.reference_kam]
    CommitteeMember.objects.bulk_create(
        [CommitteeMember(committee=committee, user=user) for user in dict.fromkeys(ours)]
        + [CommitteeMember(committee=committee, stakeholder=person) for person in story.people()[:2]]
    )
    day, marks = weekday(committee.starts_on), iter(story.facts["held"])
    last = story.last if story.status in ("finished", "given_up") else story.on + timedelta(days=2 * BETWEEN)
    while day <= last:
        state, side = HELD[next(marks, "✓")] if day < story.on else ("planned", "")
        score = {"green": 8, "amber": 6, "red": 4}[colour_on(project, day)] if state == "held" else None
        Meeting.objects.create(committee=committee, planned_on=day, state=state, changed_by=side, score=score)
        day = weekday(day + timedelta(days=BETWEEN))


def colour_on(project: Project, day: date) -> str:
    """As far as milestones tell it: how many days the latest of those open that day is behind."""
    due = project.tasks.milestones().filter(promised_on__lt=day)
    behind = [(day - task.promised_on).days for task in due if task.done_on is None or task.done_on > day]
    worst = max(behind, default=LATE)
    return "red" if worst > VERY_LATE else "amber" if worst > LATE else "green"


def report(story: Story, project: Project) -> None:
    """What was computed at each month's end, and what the leader said of it."""
    days = [day for day in {*month_ends(story.on, 24), story.on} if story.opened_on <= day <= story.last]
    ComputedStatus.objects.bulk_create(
        ComputedStatus(project=project, on=day, colour=(colour := colour_on(project, day)), schedule=colour)
        for day in days
    )
    DeclaredStatus.objects.bulk_create(
        DeclaredStatus(
            project=project, colour=told["colour"], reason=told["reason"], recovery=told.get("recovery", ""),
            declared_on=story.on - timedelta(days=told["ago"]), declared_by=project.leader or project.reference_kam,
        )
        for told in story.facts.get("declared", ())
    )  # fmt: skip


def obtain(story: Story, project: Project, facts: dict) -> None:
    """A result, and who recognised it."""
    figures = {name: facts.get(name) for name in ("metric", "unit", "starting", "target", "actual", "value")}
    result = ProjectResult.objects.create(
        project=project, delivered_on=story.on - timedelta(days=facts["obtained"]), made_by=project.reference_kam,
        evidence="Mesuré par le contrôle de gestion du client.", **figures,
    )  # fmt: skip
    person = next((each for each in story.people() if each.influence >= 3), None)
    ResultRecognition.objects.bulk_create(
        ResultRecognition(
            result=result, stakeholder=person, level=said["level"], channel=said["channel"], quote=said.get("quote", ""),
            recognised_on=story.on - timedelta(days=said["ago"]), recorded_by=project.reference_kam,
        )
        for said in facts["said"]
        if person
    )  # fmt: skip


def show(accounts: list[Account], on: date) -> None:
    """What the file says is shared is shown to the clients, as it is once everything is written."""
    for facts in read("projects.toml", on)["projects"]:
        if facts.get("shared"):
            for project in Project.objects.filter(
                account__in=accounts, account__code=facts["account"], name=facts["name"]
            ):
                with pghistory.context(user=project.reference_kam_id):
                    share(project)
