"""The portal: its pages are a guest's, whom the cast is not (tests/plans/portal/test_guest_access.py is their table);
who is invited, and a look through his eyes, is for those who may change the account."""

from plans.portal.urls import urlpatterns
from tests.factories import GuestFactory, PlanFactory, StakeholderFactory

PUBLIC = {f"portal:{each.name}" for each in urlpatterns}
READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
ACCESS = {
    "guests:all": ("get", 404, 404, 404, 404, 200),
    "guests:revoke-many": ("post", 404, 404, 404, 404, 302),
    "guests:plan": READ,
    "guests:list": READ,
    "guests:invite": EDIT,
    "guests:revoke-all": CHANGE,
    "guests:as-list": EDIT,
    "guests:as-plan": EDIT,
    "guests:send": CHANGE,
    "guests:extend": EDIT,
    "guests:revoke": CHANGE,
}
OF_A_GUEST = {"guests:send", "guests:extend", "guests:revoke"}


def arguments(name, account, request):
    if name in ("guests:all", "guests:revoke-many"):
        return []
    if name in OF_A_GUEST:
        return [GuestFactory(account=account).pk]
    if name == "guests:plan":
        return [PlanFactory(account=account).pk]
    person = [StakeholderFactory(account=account).pk] if "as-" in name else []
    plan = [PlanFactory(account=account).pk] if name == "guests:as-plan" else []
    return [account.pk, *person, *plan]
