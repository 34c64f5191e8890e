"""Projects: read by whoever sees the account, written by whoever may change it while they are under way."""

from datetime import date

from projects.models import Closure
from tests.factories import DependencyFactory, ProjectFactory, TaskFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
ROWS = ("task", "link", "closure")
ACCESS = {
    "projects:list": READ,
    "projects:create": EDIT,
    "projects:detail": READ,
    "projects:answers": READ,
    "projects:table": READ,
    "projects:edit": EDIT,
} | {
    f"projects:{key}-{verb}": line
    for key in ROWS
    for verb, line in (("create", EDIT), ("edit", EDIT), ("delete", CHANGE))
}


def arguments(name, account, request):
    if name in ("projects:list", "projects:create"):
        return [account.pk]
    project = ProjectFactory(account=account)
    kind, _dash, verb = name.removeprefix("projects:").rpartition("-")
    if kind in ROWS and verb in ("edit", "delete"):
        return [row_of(kind, project).pk]
    return [project.pk]


def row_of(kind, project):
    if kind == "closure":
        return Closure.objects.create(project=project, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 14))
    task = TaskFactory(project=project)
    return task if kind == "task" else DependencyFactory(before=task)
