"""Committees, meetings, deliverables, risks and decisions: read with the account, changed while the project is under way."""

from datetime import date

from projects.models import Decision, Meeting, ProjectRisk
from tests.factories import CommitteeFactory, DeliverableFactory, MeetingFactory, ProjectFactory, TaskFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
PARTS = ("committee", "deliverable", "risk", "decision")
ACCESS = {
    "projects:governance": READ,
    "projects:governance-calendar": READ,
    "projects:committee-people": EDIT,
    "projects:meeting-create": EDIT,
    "projects:meeting-detail": READ,
    "projects:meeting-note": ("post", 200, 200, 404, 404, 200),
    "projects:meeting-draft": CHANGE,
    "projects:meeting-decide": ("post", 200, 200, 404, 404, 200),  # without words: the page, with what is wrong
    "projects:meeting-hold": EDIT,
    "projects:meeting-postpone": EDIT,
    "projects:meeting-cancel": EDIT,
    "projects:meeting-reopen": CHANGE,
    "projects:meeting-pdf": READ,
    "projects:meeting-send": EDIT,
    "projects:scope": READ,
    "projects:decision-list": READ,
    "projects:milestone-edit": EDIT,
} | {
    f"projects:{key}-{verb}": line
    for key in PARTS
    for verb, line in (("create", EDIT), ("edit", EDIT), ("delete", CHANGE))
}
OF_PROJECT = ("governance", "governance-calendar", "scope", "decision-list")
HELD = ("meeting-reopen", "meeting-pdf", "meeting-send")


def arguments(name, account, request):
    project, name = ProjectFactory(account=account), name.removeprefix("projects:")
    kind, _dash, verb = name.rpartition("-")
    if kind in PARTS and verb in ("edit", "delete"):
        return [row_of(kind, project).pk]
    if name in OF_PROJECT or verb == "create" and kind in PARTS:
        return [project.pk]
    if name == "milestone-edit":
        return [TaskFactory(project=project, is_milestone=True).pk]
    if name in ("committee-people", "meeting-create"):
        return [CommitteeFactory(project=project).pk]
    state = Meeting.State.HELD if name in HELD else Meeting.State.PLANNED
    meeting = MeetingFactory(committee__project=project, state=state)
    return [meeting.pk, *(["minutes"] if name == "meeting-note" else [])]


def row_of(kind, project):
    return {
        "committee": lambda: CommitteeFactory(project=project),
        "deliverable": lambda: DeliverableFactory(project=project),
        "risk": lambda: ProjectRisk.objects.create(project=project, text="Strike"),
        "decision": lambda: Decision.objects.create(project=project, text="Go", decided_on=date(2026, 1, 12)),
    }[kind]()
