"""The common thread: read by whoever sees the account, noted by whoever may change it."""

from plans.models import Status
from tests.factories import InteractionFactory, ObjectiveFactory, PlanFactory, PriorityFactory, StakeholderFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "plans:thread": READ,
    "plans:thread-csv": READ,
    "plans:thread-rows": READ,
    "plans:preparation": READ,
    "plans:unheard": READ,
    "plans:recent-exchanges": READ,
    "plans:repetitions": READ,
    "plans:repeat": EDIT,
    "plans:repeat-to-all": CHANGE,
    "plans:heard": READ,
    "plans:objective-measure": CHANGE,
    "plans:objective-progress": EDIT,
}
OF_EXCHANGE = {"plans:repetitions", "plans:repeat", "plans:repeat-to-all"}


def arguments(name, account, request):
    if name in OF_EXCHANGE:
        return [InteractionFactory(account=account).pk]
    if name == "plans:heard":
        return [StakeholderFactory(account=account).pk]
    if name.startswith("plans:objective"):
        measure = "revenue_12m" if name.endswith("measure") else "manual"
        plan = PlanFactory(account=account, status=Status.IN_EXECUTION)
        return [ObjectiveFactory(plan=plan, measure=measure).pk]
    if name == "plans:thread-rows":
        priority = PriorityFactory(plan=PlanFactory(account=account))
        return [account.pk, priority.pk, StakeholderFactory(account=account).pk]
    return [account.pk]
