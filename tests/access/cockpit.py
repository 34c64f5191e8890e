"""The portfolio shows each person his own accounts; saved views and bulk edits are their author's."""

from kam.jobs.models import Job
from kam.users.models import SavedView
from tests.factories import JobFactory

EVERYBODY = ("get", 200, 200, 200, 200, 200)

ACCESS = {  # name → (method, manager, editor, reader, outsider, administrator); view and job are the manager's
    "cockpit:home": ("get", 302, 302, 302, 302, 302),
    "cockpit:portfolio": EVERYBODY,
    "cockpit:portfolio-summary": EVERYBODY,
    "cockpit:portfolio-filters": EVERYBODY,
    "cockpit:portfolio-columns": EVERYBODY,
    "cockpit:portfolio-csv": EVERYBODY,
    "cockpit:portfolio-xlsx": EVERYBODY,
    "cockpit:view-save": EVERYBODY,
    "cockpit:view-edit": ("get", 200, 404, 404, 404, 200),
    "cockpit:view-delete": ("post", 302, 404, 404, 404, 302),
    "cockpit:bulk-edit": EVERYBODY,
    "cockpit:bulk-detail": ("get", 200, 404, 404, 404, 200),
    "cockpit:bulk-undo": ("post", 302, 404, 404, 404, 302),
}


def arguments(name, account, request):
    if name in {"cockpit:view-edit", "cockpit:view-delete"}:
        return [SavedView.objects.create(owner=account.kam, page="cockpit:portfolio", name="Mine").pk]
    if name in {"cockpit:bulk-detail", "cockpit:bulk-undo"}:
        payload = {"field": "status", "value": "former", "ids": [account.pk], "out_of_reach": 0}
        return [JobFactory(kind=Job.Kind.BULK_EDIT, started_by=account.kam, payload=payload).pk]
    return []
