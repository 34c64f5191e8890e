"""The Gantt of a project: drawn for whoever sees the account, changed by whoever may change it."""

from tests.factories import ProjectFactory

READ = ("get", 200, 200, 200, 404, 200)
# an empty request is refused to whoever may change the project, and the project is hidden from the others
CHANGE = ("post", 422, 422, 404, 404, 422)
ACCESS = {
    "projects:gantt-data": READ,
    "projects:gantt-print": READ,
    "projects:gantt-preview": CHANGE,
    "projects:gantt-confirm": CHANGE,
    "projects:gantt-undo": CHANGE,
    "projects:gantt-redo": CHANGE,
}


def arguments(name, account, request):
    return [ProjectFactory(account=account).pk]
