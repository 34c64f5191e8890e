"""A plan written anew from another: its next version, or the next years' from the last years'."""

from datetime import date

from django.db.models import Max, Model

from plans.models import (
    AccountPlan,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    Status,
    StrategicPriority,
    SwotItem,
    TowsOption,
)

Keys = dict[int, int]  # of a row copied → of its copy
BARE = (Passage, Figure, PlanRisk)  # nothing else of the plan names them, and they name nothing else


def next_version(plan: AccountPlan) -> AccountPlan:
    """The next version of a plan, in analysis, with a copy of all it holds; the plan itself stays as it is."""
    fresh = AccountPlan.objects.create(
        account=plan.account, version=last_number(plan) + 1, previous=plan, status=Status.ANALYSIS,
        starts_on=plan.starts_on, ends_on=plan.ends_on, sponsor=plan.sponsor, investment=plan.investment,
    )  # fmt: skip
    copy_content(plan, fresh)
    return fresh


def last_number(plan: AccountPlan) -> int:
    """The highest number that a version of this plan, given up or not, has had."""
    return plan.successors.aggregate(last=Max("version"))["last"] or plan.version


def copy_content(plan: AccountPlan, fresh: AccountPlan) -> None:
    """Copy all that a plan holds into a plan that is empty. Days outside its period come to its nearest day."""
    for model in BARE:
        copies(model, plan, fresh)
    swot, options = copies(SwotItem, plan, fresh), copies(TowsOption, plan, fresh)
    priorities = copies(StrategicPriority, plan, fresh)
    objectives = copies(PlanObjective, plan, fresh, priority=priorities)
    actions = copies(PlanAction, plan, fresh, objective=objectives, after={})
    join(TowsOption.items.through, towsoption=options, swotitem=swot)
    join(StrategicPriority.options.through, strategicpriority=priorities, towsoption=options)
    put_in_order(actions)


def copies(model: type[Model], plan: AccountPlan, fresh: AccountPlan, **links: Keys) -> Keys:
    """Copy the rows of a model; `links` say which of the copies each foreign key leads to."""
    rows = list(model.objects.filter(plan=plan).order_by("pk"))
    old = [row.pk for row in rows]
    for row in rows:
        row.pk, row.plan = None, fresh
        for name, keys in links.items():
            setattr(row, f"{name}_id", keys.get(getattr(row, f"{name}_id")))
        for name in ("starts_on", "due_on"):
            if hasattr(row, name):
                setattr(row, name, within(fresh, getattr(row, name)))
    return dict(zip(old, [row.pk for row in model.objects.bulk_create(rows)], strict=True))


def within(plan: AccountPlan, day: date | None) -> date | None:
    return day and min(max(day, plan.starts_on), plan.ends_on)


def join(through: type[Model], **sides: Keys) -> None:
    """Join the copies as the rows they come from are joined."""
    (left, left_keys), (right, right_keys) = sides.items()
    rows = through.objects.filter(**{f"{left}__in": left_keys}).values_list(f"{left}_id", f"{right}_id")
    through.objects.bulk_create(
        through(**{f"{left}_id": left_keys[a], f"{right}_id": right_keys[b]}) for a, b in rows if b in right_keys
    )


def put_in_order(actions: Keys) -> None:
    """Let the copies wait for each other as the actions they come from do."""
    waiting = PlanAction.objects.filter(pk__in=actions, after__in=actions).values_list("pk", "after_id")
    fresh = PlanAction.objects.in_bulk([actions[pk] for pk, _after in waiting])
    for pk, after in waiting:
        fresh[actions[pk]].after_id = actions[after]
    PlanAction.objects.bulk_update(fresh.values(), ["after"])
