"""Imports: whoever may bring accounts in sees his own; an administrator sees all of them."""

from accounts.models import Import
from kam.users.models import User

LIST = ("get", 200, 404, 404, 200, 200)
OWN = ("get", 302, 404, 404, 404, 302)  # to the step where the import stands
POST = ("post", 302, 404, 404, 404, 302)

ACCESS = {
    "imports:list": LIST,
    "imports:create": LIST,
    "imports:mapping": OWN,
    "imports:sheet": POST,
    "imports:preview": OWN,
    "imports:confirm": POST,
    "imports:detail": ("get", 200, 404, 404, 404, 200),
    "imports:refused": ("get", 200, 404, 404, 404, 200),
    "imports:rollback": POST,
    "imports:delete": POST,
}


def arguments(name, account, request):
    if name in {"imports:list", "imports:create"}:
        return []
    owner = User.objects.get(pk=account.kam_id)
    return [Import.objects.create(kind="accounts", name="a.csv", created_by=owner, status=Import.Status.DONE).pk]
