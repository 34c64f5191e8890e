"""The inbox: everybody sorts his own lines, and nobody those of a colleague."""

from datetime import UTC, datetime

from accounts.stakeholders.inbox.services import drop_lines
from tests.factories import CaptureFactory

EVERYBODY = ("get", 200, 200, 200, 200, 200)
AUTHOR = ("post", 302, 404, 404, 404, 404)

ACCESS = {
    "stakeholders:inbox": EVERYBODY,
    "stakeholders:inbox-sort": AUTHOR,
    "stakeholders:inbox-bulk": ("post", 200, 200, 200, 200, 200),  # empty: the page again, with what is missing
    "stakeholders:inbox-undo": AUTHOR,
}


def arguments(name, account, request):
    line = CaptureFactory(author=account.kam)
    if name == "stakeholders:inbox-sort":
        return [line.pk, "dropped"]
    if name == "stakeholders:inbox-undo":
        return [drop_lines([line], at=datetime(2026, 1, 1, tzinfo=UTC)).split("/")[-2]]
    return []
