"""Notices: everybody has his own, and nobody opens another's."""

from tests.factories import CommentFactory, NoticeFactory

EVERYBODY = ("get", 200, 200, 200, 200, 200)

ACCESS = {  # the notice is the manager's
    "cockpit:notices": EVERYBODY,
    "cockpit:notices-bell": EVERYBODY,
    "cockpit:notices-read": ("post", 302, 302, 302, 302, 302),
    "cockpit:notice-open": ("post", 302, 404, 404, 404, 404),
}


def arguments(name, account, request):
    if name == "cockpit:notice-open":
        return [NoticeFactory(user=account.kam, about=CommentFactory(account=account)).pk]
    return []
