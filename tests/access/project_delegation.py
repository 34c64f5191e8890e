"""Delegation and the list of all projects: handed over by whoever may change, taken over by the receiver alone."""

from datetime import date

from projects.models import Handover
from tests.access.projects import CHANGE, EDIT, READ
from tests.factories import ProjectFactory, TaskFactory

OWN = ("get", 200, 200, 200, 200, 200)  # each reads what he sees
ACCESS = {
    "projects:team": READ,
    "projects:project-handover": EDIT,
    "projects:task-assign": EDIT,
    "projects:task-handover": EDIT,
    "projects:handover-detail": READ,
    "projects:handover-accept": ("post", 404, 302, 404, 404, 404),
    "projects:handover-end": CHANGE,
    "projects:delegates": OWN,
    "projects:delegation-rate": OWN,
    "projects:load": OWN,
    "projects:load-cell": ("get", 200, 200, 200, 404, 200),
    "projects:portfolio": OWN,
    "projects:portfolio-gantt": OWN,
    "projects:account-summary": READ,
}


def arguments(name, account, request):
    editor = request.getfixturevalue("editor")
    if name == "projects:account-summary":
        return [account.pk]
    project = ProjectFactory(account=account)
    if name == "projects:load-cell":
        TaskFactory(project=project).assignments.create(user=editor)
        return [editor.pk, "week", 0]
    if name.startswith("projects:task"):
        return [TaskFactory(project=project).pk]
    if name.startswith("projects:handover"):
        return [Handover.objects.create(project=project, user=editor, note="x", handed_on=date(2026, 3, 2)).pk]
    return [project.pk] if ACCESS[name] != OWN else []
