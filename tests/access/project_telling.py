"""Bulletins and results: read by whoever sees the account, written by whoever may change it. A reader of a bulletin needs
no sign-in: his address is his key (tests/projects/telling/test_reading.py)."""

from django.utils import timezone

from projects.models import ResultRecognition
from tests.factories import BulletinFactory, ProjectFactory, ResultFactory, StakeholderFactory

PUBLIC = {"projects:bulletin-read"}
READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
ACCESS = {
    "projects:bulletin-list": READ,
    "projects:bulletin-create": CHANGE,
    "projects:bulletin-detail": READ,
    "projects:bulletin-edit": EDIT,
    "projects:bulletin-delete": CHANGE,
    "projects:bulletin-send": EDIT,
    "projects:bulletin-resend": CHANGE,
    "projects:told": READ,
    "projects:told-person": READ,
    "projects:results": READ,
    "projects:result-create": EDIT,
    "projects:result-edit": EDIT,
    "projects:result-delete": CHANGE,
    "projects:result-settle": CHANGE,
    "projects:recognition-create": EDIT,
    "projects:recognition-edit": EDIT,
    "projects:recognition-delete": CHANGE,
}
OF_A_RESULT = {
    "projects:result-edit",
    "projects:result-delete",
    "projects:result-settle",
    "projects:recognition-create",
}
OF_A_PROJECT = {
    "projects:bulletin-list", "projects:bulletin-create", "projects:told", "projects:results", "projects:result-create",
}  # fmt: skip


def arguments(name, account, request):
    if name == "projects:told-person":
        return [StakeholderFactory(account=account).pk]
    project = ProjectFactory(account=account)
    if name in OF_A_PROJECT:
        return [project.pk]
    if name.startswith("projects:bulletin-"):
        confirmed_at = timezone.now() if name == "projects:bulletin-resend" else None
        return [BulletinFactory(project=project, confirmed_at=confirmed_at).pk]
    result = ResultFactory(project=project)
    if name in OF_A_RESULT:
        return [result.pk]
    return [recognition(result, account).pk]


def recognition(result, account):
    return ResultRecognition.objects.create(
        result=result, stakeholder=StakeholderFactory(account=account), recognised_on=result.delivered_on
    )
