"""The common thread of the demo: priorities repeated from meeting to meeting, received as the people are disposed."""

from datetime import date, timedelta
from decimal import Decimal

import pghistory

from accounts.models import Account
from accounts.stakeholders.measures.meetings import KINDS
from accounts.stakeholders.models import Interaction
from kam.cockpit.demo.dates import afternoon
from plans.measuring import measure
from plans.models import AccountPlan, PlanAction, PlanObjective, Repetition
from plans.models.plan import IN_FORCE
from plans.sharing import publish

OPENED = {"SOL-001": (2, 4)}  # meetings in four that open with a priority: long ago, and of late; elsewhere one
LATELY = timedelta(days=100)
R = Repetition.Reception
RECEPTIONS = {
    2: (R.TAKEN_UP, R.HEARD), 1: (R.HEARD, R.TAKEN_UP, R.QUESTIONED), 0: (R.HEARD, R.QUESTIONED, R.REJECTED),
    None: (R.HEARD, ""),
}  # fmt: skip
COOL = (R.QUESTIONED, R.REJECTED)  # of somebody who is against us
REACHED = (Decimal("0.8"), Decimal("0.45"), Decimal("0.9"))  # of the way of each objective that is told by hand


def aim(plan: AccountPlan) -> None:
    """Two objectives that the records measure: one that the client reads, one that he does not."""
    told = {"plan": plan, "owner": plan.account.kam, "due_on": plan.starts_on + timedelta(days=364)}
    first = plan.priorities.first()
    covered = PlanObjective.objects.create(
        title="Couvrir les trois quarts des interlocuteurs", metric="Couverture des interlocuteurs", unit="%",
        baseline=35, target=75, measure=PlanObjective.Measure.COVERAGE, priority=first, position=8, **told,
    )  # fmt: skip
    earned = PlanObjective.objects.create(
        title="Porter le chiffre d’affaires", metric="Chiffre d’affaires de 12 mois", unit="€", baseline=3_000_000,
        target=5_800_000, measure=PlanObjective.Measure.REVENUE, priority=first, position=9, is_internal=True, **told,
    )  # fmt: skip
    for objective, title in (
        (covered, "Rencontrer deux utilisateurs par site"),
        (earned, "Chiffrer l’offre logistique"),
    ):
        PlanAction.objects.create(objective=objective, title=title, position=30, **told)


def repeat(accounts: list[Account], after: date, until: date, on: date) -> None:
    """What was repeated in the meetings between two days, once a plan is in force; `on` is today."""
    plans = AccountPlan.objects.filter(account__in=accounts, status__in=IN_FORCE).select_related("account")
    for plan in plans:
        begun = max(after, plan.starts_on)
        with pghistory.context(user=plan.account.kam_id) as context:
            rows = Repetition.objects.bulk_create(said_in(plan, begun, until, on))
        if rows:
            events = Repetition.pgh_event_model.objects.filter(pgh_context=context.id)
            events.update(pgh_created_at=afternoon(until))


def said_in(plan: AccountPlan, begun: date, until: date, on: date) -> list[Repetition]:
    """One or two priorities a meeting, in turn; the third one is the one that is most often forgotten."""
    held = Interaction.objects.of(plan.account).filter(
        is_two_way=True, kind__in=KINDS, occurred_on__gt=begun, occurred_on__lte=until
    )
    priorities, opened = list(plan.priorities.all()), OPENED.get(plan.account.code, (1, 1))
    return [
        Repetition(priority=priorities[place], interaction=each, stakeholder=person, reception=received(person, each))
        for each in held.prefetch_related("stakeholders")
        if each.pk % 4 < opened[each.occurred_on > on - LATELY]
        for place in {each.pk % 2, each.pk % 5 % len(priorities)}
        for person in each.stakeholders.all()
        if person.account_id == plan.account_id and not person.is_placeholder
    ]


def received(person, exchange: Interaction) -> str:
    attitude = person.attitude
    choices = COOL if attitude is not None and attitude < 0 else RECEPTIONS[attitude]
    return choices[exchange.pk % len(choices)]


def value(accounts: list[Account], on: date) -> None:
    """How far the objectives are today: told by hand three weeks ago, or measured now."""
    running = PlanObjective.objects.filter(plan__account__in=accounts, plan__status__in=IN_FORCE)
    told = [row for row in running.told_by_hand() if row.baseline is not None and row.target is not None]
    for place, row in enumerate(told):
        row.current = row.baseline + REACHED[place % len(REACHED)] * (row.target - row.baseline)
        row.current_on = on - timedelta(days=21)
    PlanObjective.objects.bulk_update(told, ["current", "current_on"])
    measure(running.measured_on(on).select_related("plan"), on=on)


def show(accounts: list[Account], on: date) -> None:
    """The clients read the values of today."""
    for plan in AccountPlan.objects.filter(account__in=accounts, status__in=IN_FORCE).with_people():
        publish(plan, by=plan.account.kam, at=afternoon(on))
