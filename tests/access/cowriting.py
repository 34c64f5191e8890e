"""What guests write (their visits are no logins: the door is tested in tests/plans/portal), and how we answer."""

from plans.models import Status
from plans.portal.models import ClientView, Suggestion
from tests.factories import GuestFactory, PlanFactory

ACCESS = {
    "cowriting:client": ("get", 200, 200, 200, 404, 200),
    "cowriting:words-of-guest": ("get", 302, 302, 302, 404, 302),
    "cowriting:decide": ("get", 200, 200, 404, 404, 200),
    "cowriting:tell": ("post", 302, 302, 404, 404, 302),
    "cowriting:take-up": ("get", 200, 200, 404, 404, 200),
    "cowriting:reply": ("post", 404, 404, 404, 404, 404),  # without a section that the client reads
}
PUBLIC = {  # turned away at the door without a visit
    f"cowriting:{name}"
    for name in (
        "words", "suggest-text", "suggest-priority", "suggest-objective", "suggest-action", "new-priority",
        "new-objective", "new-action", "take", "step", "endorse", "endorsement-back", "withdraw", "talk", "views",
        "view-delete", "sign",
    )
}  # fmt: skip


def arguments(name, account, request):
    plan, guest = PlanFactory(account=account, status=Status.CLIENT_COWRITING), GuestFactory(account=account)
    facts = {"plan": plan, "guest": guest}
    match name.removeprefix("cowriting:"):
        case "words-of-guest":
            return [guest.pk]
        case "decide":
            return [
                Suggestion.objects.create(kind="passage", section="market", field="size", proposed="Big", **facts).pk
            ]
        case "tell":
            return [plan.pk, guest.pk]
        case "take-up":
            return [ClientView.objects.create(side="strength", text="Quick", **facts).pk]
        case _:
            return [plan.pk]
