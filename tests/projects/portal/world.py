"""A project that a client reads, with a row of everything that may be shared and one of everything that may not."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Model

from projects.keeping import keep_times
from projects.models import (
    Assignment,
    CommitteeMember,
    Decision,
    Project,
    ProjectResult,
    ProjectRisk,
    Recipient,
    ResultRecognition,
    Task,
)
from projects.sharing import share
from tests.factories import (
    BulletinFactory,
    CommitteeFactory,
    DeliverableFactory,
    MeetingFactory,
    ProjectFactory,
    ResultFactory,
    TaskFactory,
    UserFactory,
)

SENT = datetime(2026, 3, 1, 9, tzinfo=UTC)
LINES = {  # what of a row the client edition copies, when the row is one that he may read
    "projects.project": {"name", "purpose"},
    "projects.task": {"name", "criterion", "progress"},
    "projects.committee": {"name", "place"},
    "projects.decision": {"text"},
    "projects.deliverable": {"name"},
    "projects.projectresult": {"metric", "unit", "starting", "target", "actual", "value"},
    "projects.resultrecognition": {"quote"},
    "projects.bulletin": {"title", "colour_reason", "achieved", "results", "coming", "needed", "recovery"},
    "projects.sharedproject": {"content"},
}


@dataclass
class SharedWorld:
    project: Project
    phase: Task
    task: Task
    result: ProjectResult
    recognised: ProjectResult
    recognition: ResultRecognition

    @property
    def arguments(self) -> dict[str, list]:
        return {
            "shared:list": [],
            "shared:project": [self.project.pk],
            "shared:recognise": [self.project.pk, self.result.pk],
            "shared:recognition-back": [self.recognition.pk],
        }


def shared_world(account, guest) -> SharedWorld:
    project = ProjectFactory(
        account=account, name="Pilot", purpose="Order online", budget=1, client_leader=guest.stakeholder
    )
    phase = TaskFactory(project=project, name="Start")
    task = TaskFactory(project=project, parent=phase, name="Measure", note="Careful")
    secret = TaskFactory(project=project, name="Our own check", is_internal=True)
    TaskFactory(project=project, parent=secret, name="Below our own check")
    TaskFactory(project=project, name="Measured", is_milestone=True, criterion="Signed by both")
    Assignment.objects.create(task=task, stakeholder=guest.stakeholder)
    Assignment.objects.create(task=task, user=UserFactory(first_name="Paul", last_name="Petit"))
    result, recognised = ResultFactory(project=project), ResultFactory(project=project)
    told = {"stakeholder": guest.stakeholder, "recognised_on": date(2026, 3, 3)}
    recognition = ResultRecognition.objects.create(result=recognised, channel="portal", quote="Well done", **told)
    fill(project, guest)
    keep_times(project)
    share(project)
    fill(ProjectFactory(account=account, name="Not shown"), guest)
    return SharedWorld(project, phase, task, result, recognised, recognition)


def fill(project, guest):
    """Shared and kept back, of each kind."""
    with_them, alone = (CommitteeFactory(project=project, place="Lyon") for _number in range(2))
    CommitteeMember.objects.create(committee=with_them, stakeholder=guest.stakeholder)
    for committee in (with_them, alone):
        MeetingFactory(committee=committee, minutes="Said", topics="Asked", reason="Ill", score=4)
    replaced = Decision.objects.create(project=project, text="We begin", decided_on=date(2026, 2, 2))
    Decision.objects.create(project=project, text="We go on", decided_on=date(2026, 3, 2))
    Decision.objects.create(project=project, text="Ours", decided_on=date(2026, 3, 2), is_internal=True)
    Decision.objects.create(project=project, text="Not decided yet")
    Decision.objects.filter(pk=replaced.pk).update(replaced_by=Decision.objects.filter(project=project).first())
    secret = ResultFactory(project=project, is_internal=True)
    for result, channel in ((secret, "portal"), (ResultFactory(project=project), "call")):
        ResultRecognition.objects.create(
            result=result, stakeholder=guest.stakeholder, channel=channel, quote="Between us", recognised_on=SENT.date()
        )
    for is_internal in (False, True):
        DeliverableFactory(project=project, is_internal=is_internal, link="https://drive.example")
    ProjectRisk.objects.create(project=project, text="They may leave")
    for person in ({"stakeholder": guest.stakeholder}, {"user": UserFactory()}):
        bulletin = BulletinFactory(
            project=project, achieved="Done **well**", confirmed_at=SENT, known_colour="red", colour_reason="Came"
        )
        Recipient.objects.create(bulletin=bulletin, **person)
    BulletinFactory(project=project, achieved="A draft")


def is_shared(row: Model) -> bool:
    """Whether the client may read something of it at all."""
    project = project_of(row)
    if not Project.objects.filter(pk=project.pk, is_shared=True).exists() or getattr(row, "is_internal", False):
        return False
    kind = row._meta.model_name
    told = {
        "committee": lambda: row.members.filter(stakeholder__isnull=False).exists(),
        "decision": lambda: row.replaced_by_id is None and row.decided_on is not None,
        "task": lambda: row.parent_id is None or is_shared(row.parent),
        "resultrecognition": lambda: row.channel == "portal" and not row.result.is_internal,
        "bulletin": lambda: row.confirmed_at is not None and row.recipients.filter(stakeholder__isnull=False).exists(),
    }
    return told.get(kind, lambda: True)()


def project_of(row: Model) -> Project:
    if isinstance(row, Project):
        return row
    return row.result.project if isinstance(row, ResultRecognition) else row.project
