"""What the boards of a plan of the demo show beyond its three chains."""

from datetime import date, timedelta

from kam.cockpit.demo.dossiers import read
from plans.models import AccountPlan, PlanAction, SwotItem, TowsOption


def furnish(plan: AccountPlan, *, is_begun: bool) -> None:
    """More evidence, options in other cells of the matrix, actions that come round again; of a plan begun, evidence."""
    file, seen = read("boards.toml", plan.starts_on), plan.starts_on - timedelta(days=40)
    for facts in file["swot"]:
        SwotItem.objects.create(plan=plan, seen_on=seen, is_confirmed=facts["weight"] > 3, position=20, **facts)
    if not is_begun:
        for facts in file["options"]:
            add_option(plan, facts)
        for facts in file["actions"]:
            add_action(plan, facts, plan.starts_on)


def add_option(plan: AccountPlan, facts: dict) -> None:
    option = TowsOption.objects.create(plan=plan, text=facts["text"], position=20)
    option.items.set([plan.swot.get(text__startswith=words) for words in facts["crosses"]])
    if facts["priority"]:
        plan.priorities.get(title=facts["priority"]).options.add(option)


def add_action(plan: AccountPlan, facts: dict, first: date) -> None:
    days = {"starts_on": first + timedelta(days=facts["starts"]), "due_on": first + timedelta(days=facts["due"])}
    told = {name: facts[name] for name in ("title", "recurrence", "weight")}
    objective = plan.objectives.get(title__startswith=facts["objective"])
    PlanAction.objects.create(plan=plan, objective=objective, owner=plan.account.kam, position=20, **days, **told)
