"""How projects stand: read by whoever sees the account, declared, promised and closed by whoever may change it."""

from datetime import date

from projects.models import Baseline
from tests.factories import ProjectFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)

ACCESS = {
    "projects:status": READ,
    "projects:status-declare": EDIT,
    "projects:dates": READ,
    "projects:presence": READ,
    "projects:baselines": READ,
    "projects:baseline-create": EDIT,
    "projects:baseline-detail": READ,
    "projects:close": EDIT,
}


def arguments(name, account, request):
    project = ProjectFactory(account=account)
    if name == "projects:baseline-detail":
        return [Baseline.objects.create(project=project, version=1, content={}, ends_on=date(2026, 2, 2)).pk]
    return [project.pk]
