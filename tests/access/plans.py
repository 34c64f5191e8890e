"""Plans: read by whoever sees the account, written by whoever may change it, moved by those of their part."""

from plans.models import Move, Status
from plans.moves import open_plan
from tests.factories import (
    ActionFactory,
    FigureFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    RiskFactory,
    SwotItemFactory,
    TowsOptionFactory,
)

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
NOBODY = ("post", 404, 404, 404, 404, 404)
ROWS = {
    "figure": FigureFactory,
    "swot": SwotItemFactory,
    "option": TowsOptionFactory,
    "priority": PriorityFactory,
    "objective": ObjectiveFactory,
    "action": ActionFactory,
    "risk": RiskFactory,
}
ACCESS = {
    "plans:list": READ,
    "plans:create": EDIT,
    "plans:to-validate": ("get", 404, 404, 404, 404, 404),  # the directors'
    "plans:detail": READ,
    "plans:edit": EDIT,
    "plans:passage-edit": EDIT,
    "plans:move": ("get", 200, 404, 404, 404, 404),  # the KAM's: a draft goes to analysis
    "plans:move-detail": READ,
    "plans:control": NOBODY,  # controlling's
    "plans:sign-off-create": EDIT,
    "plans:endorsement-create": EDIT,
    "plans:action-progress": EDIT,
} | {
    f"plans:{key}-{verb}": line for key in ROWS for verb, line in (("create", EDIT), ("edit", EDIT), ("delete", CHANGE))
}
STATUS = {
    "plans:sign-off-create": Status.CLIENT_COWRITING,
    "plans:action-progress": Status.IN_EXECUTION,
}
MORE = {"plans:passage-edit": ["market", "size"], "plans:move": ["analysis"]}


def arguments(name, account, request):
    if name in ("plans:list", "plans:create"):
        return [account.pk]
    if name == "plans:to-validate":
        return []
    plan = PlanFactory(account=account, status=STATUS.get(name, Status.DRAFT))
    kind, _dash, verb = name.removeprefix("plans:").rpartition("-")
    if kind in ROWS and verb in ("edit", "delete"):
        return [ROWS[kind](plan=plan).pk]
    if name == "plans:move-detail":
        open_plan(plan, by=account.kam, at=plan.created_at)
        return [Move.objects.get(plan=plan).pk]
    if name == "plans:endorsement-create":
        return [PriorityFactory(plan=plan).pk]
    if name == "plans:action-progress":
        return [ActionFactory(plan=plan).pk]
    return [plan.pk, *MORE.get(name, [])]
