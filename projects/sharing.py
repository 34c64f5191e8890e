"""The client edition of a project: what its guests may read, as data of its own that has no place for anything else.

Whatever is not named here cannot reach the client: budget, risks, loads, floats, notes, forecasts, minutes, scores of
satisfaction, what is told of a status, evidence, and every row that is marked as ours only.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from plans.content import digest_of, frozen, revived
from projects.keeping import unfolded
from projects.models import (
    Bulletin,
    ComputedStatus,
    DeclaredStatus,
    Meeting,
    Project,
    ProjectResult,
    ResultRecognition,
    SharedProject,
    Task,
)
from projects.worktime import A_DAY


@dataclass(frozen=True)
class SharedTask:
    """`kind`: phase, task or milestone; `promised_on`: the end that was agreed; `theirs` and `ours`: names of those at work."""

    key: int
    level: int
    kind: str
    name: str
    days: Decimal | None
    starts_on: date | None
    ends_on: date | None
    promised_on: date | None
    done_on: date | None
    progress: int
    criterion: str = ""
    theirs: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()

    def is_late(self, on: date) -> bool:
        return self.done_on is None and self.kind != "phase" and self.ends_on is not None and self.ends_on < on


@dataclass(frozen=True)
class SharedDeliverable:
    name: str
    state: str
    due_on: date | None
    delivered_on: date | None
    accepted_by: str


@dataclass(frozen=True)
class SharedMeeting:
    committee: str
    kind: str
    on: date
    state: str
    place: str
    is_at_client: bool


@dataclass(frozen=True)
class SharedDecision:
    text: str
    decided_on: date


@dataclass(frozen=True)
class SharedResult:
    key: int
    metric: str
    unit: str
    starting: Decimal | None
    target: Decimal | None
    actual: Decimal | None
    value: Decimal | None
    delivered_on: date | None

    @property
    def digest(self) -> str:
        """SHA-256 of what is recognised: other figures are another result."""
        return digest_of(frozen(asdict(self)))


@dataclass(frozen=True)
class SharedRecognition:
    """`result` is the key of a SharedResult, `by` that of the person; his words only if he wrote them on the portal."""

    key: int
    result: int
    by: int
    name: str
    level: str
    on: date
    quote: str
    is_of_portal: bool


@dataclass(frozen=True)
class SharedBulletin:
    """`known_colour`, `colour_reason`: what the figures say, and why its sender sees it better; "" where they agree."""

    title: str
    language: str
    period_from: date
    period_to: date
    colour: str
    sent_on: date
    achieved: str
    results: str
    coming: str
    needed: str
    recovery: str
    known_colour: str = ""
    colour_reason: str = ""


@dataclass(frozen=True)
class SharedStatus:
    """A colour, as computed (`until` is None) or as declared by the leader, who is believed until that day."""

    colour: str
    on: date
    until: date | None


@dataclass(frozen=True)
class SharedContent:
    account: str
    name: str
    purpose: str
    status: str
    starts_on: date
    promised_on: date | None
    ends_on: date | None
    kam: str
    leader: str
    client_leader: str
    statuses: tuple[SharedStatus, ...] = ()
    tasks: tuple[SharedTask, ...] = ()
    deliverables: tuple[SharedDeliverable, ...] = ()
    meetings: tuple[SharedMeeting, ...] = ()
    decisions: tuple[SharedDecision, ...] = ()
    results: tuple[SharedResult, ...] = ()
    recognitions: tuple[SharedRecognition, ...] = ()
    bulletins: tuple[SharedBulletin, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return frozen(asdict(self))

    def result(self, key: int) -> SharedResult | None:
        return next((each for each in self.results if each.key == key), None)


LINES = {
    "statuses": SharedStatus, "tasks": SharedTask, "deliverables": SharedDeliverable, "meetings": SharedMeeting,
    "decisions": SharedDecision, "results": SharedResult, "recognitions": SharedRecognition,
    "bulletins": SharedBulletin,
}  # fmt: skip


def shared_of(project: Project) -> SharedContent:
    """What of a project its guests may read, in 12 queries whatever it holds."""
    project = Project.objects.with_people().get(pk=project.pk)
    tasks = shared_tasks(project.tasks.with_people())
    results = list(project.results.filter(is_internal=False))
    return SharedContent(
        account=project.account.name, name=project.name, purpose=project.purpose, status=project.status,
        starts_on=project.starts_on, promised_on=project.promised_on,
        ends_on=max((each.ends_on for each in tasks if each.ends_on), default=None),
        kam=str(project.reference_kam), leader=str(project.leader or ""), client_leader=named(project.client_leader),
        statuses=tuple(shared_statuses(project)), tasks=tasks,
        deliverables=tuple(
            SharedDeliverable(each.name, each.state, each.due_on, each.delivered_on, named(each.accepted_by))
            for each in project.deliverables.filter(is_internal=False).select_related("accepted_by")
        ),
        meetings=tuple(shared_meeting(each) for each in meetings_with_them(project)),
        decisions=tuple(
            SharedDecision(each.text, each.decided_on)
            for each in project.decisions.in_force().for_client()
        ),
        results=tuple(shared_result(each) for each in results),
        recognitions=tuple(shared_recognition(each) for each in recognitions_of(results)),
        bulletins=tuple(shared_bulletin(each) for each in bulletins_for_them(project)),
    )  # fmt: skip


def named(person) -> str:
    return person.name if person else ""


def shared_tasks(rows: Iterable[Task]) -> tuple[SharedTask, ...]:
    """As the outline has them, without what is ours only nor what lies below it; a phase spans what is left of it."""
    kept, told = [], set()
    for task, level in unfolded(list(rows)):
        if not task.is_internal and (task.parent_id is None or task.parent_id in told):
            kept.append((task, level))
            told.add(task.pk)
    found: dict[int, SharedTask] = {}
    below: dict[int | None, list[SharedTask]] = {}
    for task, level in reversed(kept):
        line = phase_of(task, level, below[task.pk]) if task.pk in below else shared_task(task, level)
        found[task.pk] = line
        below.setdefault(task.parent_id, []).append(line)
    return tuple(found[task.pk] for task, _level in kept)


def phase_of(task: Task, level: int, below: list[SharedTask]) -> SharedTask:
    """Its days are those of what the client sees of it: the others would show through."""
    starts = [each.starts_on for each in below if each.starts_on]
    ends = [each.ends_on for each in below if each.ends_on]
    return SharedTask(
        key=task.pk, level=level, kind="phase", name=task.name, days=None, starts_on=min(starts, default=None),
        ends_on=max(ends, default=None), promised_on=None, done_on=None, progress=0,
    )  # fmt: skip


def shared_task(task: Task, level: int) -> SharedTask:
    people = task.assignments.all()
    return SharedTask(
        key=task.pk, level=level, kind="milestone" if task.is_milestone else "task", name=task.name,
        days=None if task.is_milestone else round(Decimal(task.minutes) / A_DAY, 1),
        starts_on=day_of(task.starts_at), ends_on=task.done_on or day_of(task.ends_at), promised_on=task.promised_on,
        done_on=task.done_on, progress=100 if task.done_on else task.progress, criterion=task.criterion,
        theirs=tuple(each.stakeholder.name for each in people if each.stakeholder_id),
        ours=tuple(str(each.user) for each in people if each.user_id),
    )  # fmt: skip


def day_of(moment) -> date | None:
    return moment and timezone.localdate(moment)


def shared_statuses(project: Project) -> Iterable[SharedStatus]:
    """The last one computed and the last one declared, colours only: what they are told from is ours."""
    if computed := ComputedStatus.objects.filter(project=project).first():
        yield SharedStatus(computed.colour, computed.on, None)
    if declared := DeclaredStatus.objects.filter(project=project).first():
        yield SharedStatus(declared.colour, declared.declared_on, declared.expires_on)


def meetings_with_them(project: Project) -> QuerySet[Meeting]:
    """Of the committees on which somebody of the client sits: other meetings are ours only."""
    theirs = project.committees.filter(members__stakeholder__isnull=False)
    return Meeting.objects.filter(committee__in=theirs).select_related("committee").order_by("planned_on", "pk")


def shared_meeting(row: Meeting) -> SharedMeeting:
    series = row.committee
    return SharedMeeting(series.name, series.kind, row.planned_on, row.state, series.place, series.is_at_client)


def shared_result(row: ProjectResult) -> SharedResult:
    figures = {name: getattr(row, name) for name in ("starting", "target", "actual", "value")}
    return SharedResult(
        row.pk, row.metric, row.unit, **{name: cents(each) for name, each in figures.items()},
        delivered_on=row.delivered_on,
    )  # fmt: skip


def cents(figure) -> Decimal | None:
    """As the database keeps it, so that a figure that was just typed has the digest of the one that is read."""
    return None if figure is None else Decimal(figure).quantize(Decimal("0.01"))


def recognitions_of(results: list[ProjectResult]) -> QuerySet[ResultRecognition]:
    return ResultRecognition.objects.filter(result__in=results).select_related("stakeholder")


def shared_recognition(row: ResultRecognition) -> SharedRecognition:
    is_of_portal = row.channel == ResultRecognition.Channel.PORTAL
    return SharedRecognition(
        row.pk, row.result_id, row.stakeholder_id, row.stakeholder.name, row.level, row.recognised_on,
        row.quote if is_of_portal else "", is_of_portal,
    )  # fmt: skip


def bulletins_for_them(project: Project) -> QuerySet[Bulletin]:
    """Those that were sent to somebody of the client."""
    sent = Bulletin.objects.sent().filter(project=project)
    return sent.filter(recipients__stakeholder__isnull=False).distinct()


def shared_bulletin(row: Bulletin) -> SharedBulletin:
    same = ("title", "language", "period_from", "period_to", "colour", "achieved", "results", "coming", "needed")
    both = {"known_colour": row.known_colour, "colour_reason": row.colour_reason} if row.is_better_than_known else {}
    return SharedBulletin(
        **{name: getattr(row, name) for name in same}, recovery=row.recovery,
        sent_on=timezone.localdate(row.confirmed_at), **both,
    )  # fmt: skip


def shared_from(data: dict[str, Any]) -> SharedContent:
    """What `SharedContent.to_json` wrote."""
    lines = {name: tuple(revived(kind, line) for line in data.get(name, ())) for name, kind in LINES.items()}
    return revived(SharedContent, data, **lines)


@transaction.atomic
def publish(project: Project) -> SharedProject:
    """Write the client edition as the project is now; the project is held meanwhile, so that the last one written stands."""
    hold(project)
    told = shared_of(project).to_json()
    shared = SharedProject.objects.filter(project=project).first()
    if shared is None or shared.content != told:
        defaults = {"content": told, "published_at": Now()}
        shared, _is_new = SharedProject.objects.update_or_create(project=project, defaults=defaults)
    return shared


def republish(project: Project) -> None:
    """After a change: what guests read follows, while the project is shared; one query when it is not."""
    if SharedProject.objects.filter(project=project.pk).exists():
        publish(project)


@transaction.atomic
def share(project: Project) -> None:
    """Its guests read it from now on; whoever does so has read what they will read."""
    row = hold(project)
    row.is_shared = project.is_shared = True
    row.save(update_fields=["is_shared"])
    publish(row)


@transaction.atomic
def withdraw(project: Project) -> None:
    """At their next request it is not there any more, nor anywhere else: nothing of the edition is kept."""
    row = hold(project)
    row.is_shared = project.is_shared = False
    row.save(update_fields=["is_shared"])
    SharedProject.objects.filter(project=project).delete()


def hold(project: Project) -> Project:
    """The project, held until the end of the transaction."""
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
