"""The boards of a plan: looked at by whoever sees the account, changed by whoever may write the plan."""

from django.core import signing

from plans.board.acts import SALT
from tests.factories import PlanFactory, PriorityFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
ACCESS = {
    "plans:swot": READ,
    "plans:strategy": READ,
    "plans:chain": READ,
    "plans:years": READ,
    "plans:compare": READ,
    "plans:board-row": EDIT,
    "plans:board-place": CHANGE,
    "plans:board-link": CHANGE,
    "plans:board-undo": CHANGE,
}


def arguments(name, account, request):
    plan = PlanFactory(account=account)
    if name == "plans:board-row":
        return [plan.pk, "priority", PriorityFactory(plan=plan).pk]
    if name == "plans:board-undo":
        row = PriorityFactory(plan=plan).pk
        act = {"verb": "place", "kind": "priority", "row": row, "group": "", "before": None, "page": "strategy"}
        return [plan.pk, signing.dumps(act, salt=SALT, compress=True)]
    return [plan.pk]
