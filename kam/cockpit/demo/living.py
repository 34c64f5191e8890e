"""A plan of the demo that lives: its actions done in time, its sections spoken of, its text signed again after a review."""

from datetime import date, timedelta

import pghistory

from accounts.models import Account
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.dossiers import read
from plans.content import content_of
from plans.models import AccountPlan, SectionComment, SignOff
from plans.models.plan import IN_FORCE
from plans.sharing import shared_of

LIVELY = ("SOL-001",)


def keep_up(plan: AccountPlan, on: date) -> None:
    """All that was due is done, but the last."""
    if plan.account.code in LIVELY:
        due = plan.actions.filter(due_on__lt=on, recurrence="", done_on=None).order_by("due_on", "pk")
        for action in list(due)[:-1]:
            action.done_on, action.progress = action.due_on - timedelta(days=4), 100
            action.save(update_fields=["done_on", "progress"])


def keep_alive(accounts: list[Account], on: date) -> None:
    plans = AccountPlan.objects.filter(account__in=accounts, account__code__in=LIVELY, status__in=IN_FORCE)
    for plan in plans.with_people():
        with pghistory.context(user=plan.account.kam_id):
            speak(plan, on)
            sign_again(plan, on - timedelta(days=2))


def speak(plan: AccountPlan, on: date) -> None:
    people = [member.user for member in plan.account.memberships.select_related("user")]
    for place, facts in enumerate(read("living.toml", on)["said"]):
        at = max(afternoon(on - timedelta(days=facts["days"])), plan.created_at)
        author = people[place % len(people)]
        row = SectionComment.objects.create(
            plan=plan, section=facts["section"], author=author, text=facts["text"], written_at=at
        )
        if not facts.get("open"):
            row.settle(plan.account.kam, at + timedelta(hours=3))


def sign_again(plan: AccountPlan, day: date) -> None:
    """Whoever signed the text of before the review signs what stands now."""
    before = plan.sign_offs.latest("signed_on")
    SignOff.objects.create(
        plan=plan, signed_on=day, digest=shared_of(content_of(plan)).digest, evidence="Comité de suivi",
        stakeholder=before.stakeholder, name=before.name, recorded_by=plan.account.kam,
    )  # fmt: skip
