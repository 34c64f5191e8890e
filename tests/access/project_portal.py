"""Shared projects: the pages of a guest are not the cast's (tests/plans/portal/test_guest_access.py is their table); what
the client would read is seen by whoever sees the account, shown and withdrawn by whoever may change it."""

from projects.portal.urls import urlpatterns
from tests.factories import ProjectFactory

PUBLIC = {f"shared:{each.name}" for each in urlpatterns}
CHANGE = ("post", 302, 302, 404, 404, 302)
ACCESS = {
    "sharing:project": ("get", 200, 200, 200, 404, 200),
    "sharing:share": CHANGE,
    "sharing:withdraw": CHANGE,
}


def arguments(name, account, request):
    return [ProjectFactory(account=account).pk]
