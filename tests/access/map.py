"""The map: who sees the account looks at it, who may change the account builds it."""

from tests.factories import MembershipFactory, StakeholderFactory, TieFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "stakeholders:map": READ,
    "stakeholders:map-data": READ,
    "stakeholders:map-aside": READ,
    "stakeholders:map-person": READ,
    "stakeholders:map-colleague": READ,
    "stakeholders:map-door": READ,
    "stakeholders:map-add": EDIT,
    "stakeholders:map-join": EDIT,
    "stakeholders:map-tie": EDIT,
    "stakeholders:map-tie-delete": CHANGE,
    "stakeholders:map-place": ("post", 400, 400, 404, 404, 400),  # without boxes: nothing to save
    "stakeholders:map-tidy": CHANGE,
}


def arguments(name, account, request):
    action = name.split(":")[1]
    if action in ("map-person", "map-door"):
        return [account.pk, StakeholderFactory(account=account).pk]
    if action == "map-colleague":
        return [account.pk, MembershipFactory(account=account).user_id]
    if action in ("map-tie", "map-tie-delete"):
        return [TieFactory(account=account).pk]
    return [account.pk]
