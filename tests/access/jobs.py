"""Long work is its author's; schedules are the administrators'."""

from kam.jobs import schedules
from tests.factories import JobFactory

ACCESS = {  # name → (method, manager, editor, reader, outsider, administrator); the job is the manager's
    "jobs:list": ("get", 200, 200, 200, 200, 200),
    "jobs:detail": ("get", 200, 404, 404, 404, 200),
    "jobs:progress": ("get", 200, 404, 404, 404, 200),
    "jobs:cancel": ("post", 302, 404, 404, 404, 302),
    "jobs:schedule-list": ("get", 404, 404, 404, 404, 200),
    "jobs:schedule-edit": ("get", 404, 404, 404, 404, 200),
    "jobs:schedule-run": ("post", 404, 404, 404, 404, 302),
}


def arguments(name, account, request):
    if name in {"jobs:schedule-edit", "jobs:schedule-run"}:
        return [next(task.pk for task in schedules.known() if task.name == "clear_sessions")]
    return [] if name.endswith("list") else [JobFactory(started_by=account.kam).pk]
