"""People and interactions: who sees the account reads them, who may change it changes them."""

from tests.factories import InteractionFactory, IntroductionFactory, StakeholderFactory, TieFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)

ACCESS = {
    "stakeholders:list": READ,
    "stakeholders:list-csv": READ,
    "stakeholders:list-xlsx": READ,
    "stakeholders:chart": READ,
    "stakeholders:matrix": READ,
    "stakeholders:matrix-cell": READ,
    "stakeholders:matrix-pair": READ,
    "stakeholders:create": EDIT,
    "stakeholders:guide": ("get", 200, 200, 200, 200, 200),  # speaks of no account
    "stakeholders:detail": READ,
    "stakeholders:edit": EDIT,
    "stakeholders:delete": CHANGE,
    "stakeholders:interaction-list": READ,
    "stakeholders:interaction-create": EDIT,
    "stakeholders:interaction-edit": EDIT,
    "stakeholders:interaction-delete": CHANGE,
    "stakeholders:introduction-list": READ,
    "stakeholders:introduction-create": EDIT,
    "stakeholders:introduction-edit": EDIT,
    "stakeholders:introduction-delete": CHANGE,
    "stakeholders:introduction-advance": CHANGE,
    "stakeholders:tie-create": EDIT,
    "stakeholders:tie-edit": EDIT,
    "stakeholders:tie-delete": CHANGE,
    "stakeholders:answers": READ,
    "stakeholders:answers-visit": READ,
    "stakeholders:answers-dependency": READ,
    "stakeholders:answers-person": READ,
}


def arguments(name, account, request):
    action = name.split(":")[1]
    if action == "guide":
        return ["influence"]
    if action == "matrix-pair":
        person = StakeholderFactory(account=account)
        InteractionFactory(account=account, stakeholders=[person], colleagues=[account.kam])
        return [account.pk, account.kam_id, person.pk]
    if action == "answers-person":
        return [account.pk, StakeholderFactory(account=account).pk]
    if action in ("detail", "edit", "delete"):
        return [StakeholderFactory(account=account).pk]
    if action in ("interaction-edit", "interaction-delete"):
        return [InteractionFactory(account=account).pk]
    if action in ("introduction-edit", "introduction-delete", "introduction-advance"):
        return [IntroductionFactory(account=account).pk]
    if action in ("tie-edit", "tie-delete"):
        return [TieFactory(account=account).pk]
    return [account.pk]
