"""Where what stands against a move is mended."""

from django.urls import reverse

from plans.catalogue import BY_KEY
from plans.desk import BOARDS
from plans.lifecycle import Reason
from plans.models import AccountPlan

OF_THE_PLAN = {
    "plan": "plans:detail",
    "sponsor": "plans:edit",
    "sign-off": "plans:sign-off-create",
    "review": "plans:review-list",
}
OF_THE_ACCOUNT = {"team": "accounts:team", "plans": "plans:list"}


def mended_at(plan: AccountPlan, reason: Reason) -> str:
    """The address of the page where the reason can be done away with, "" when there is none."""
    where = getattr(reason, "where", "")
    if where == "validation":
        return reverse("plans:move", args=[plan.pk, "internal_validation"])
    if where in OF_THE_PLAN:
        return reverse(OF_THE_PLAN[where], args=[plan.pk])
    if where in OF_THE_ACCOUNT:
        return reverse(OF_THE_ACCOUNT[where], args=[plan.account_id])
    return section_page(plan, where) if where in BY_KEY else ""


def section_page(plan: AccountPlan, section: str) -> str:
    """Where a section is written: its board, or its own page."""
    if section in BOARDS:
        return reverse(f"plans:{BOARDS[section]}", args=[plan.pk])
    return reverse("plans:section", args=[plan.pk, section])
