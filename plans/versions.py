"""A plan written anew from another: its next version, or the next years' from the last years'."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Model, QuerySet

from plans.models import (
    AccountPlan,
    Figure,
    Passage,
    PlanAction,
    PlanRisk,
    SectionCharge,
    Status,
    StrategicPriority,
    TowsOption,
)

Keys = dict[int, int]  # of a row copied → of its copy
BARE = (Passage, Figure, PlanRisk, SectionCharge)  # nothing else of the plan names them, and they name nothing else


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


def renew(plan: AccountPlan, fresh: AccountPlan, *, keeps_done: bool = False) -> None:
    """Copy last years' plan into an empty one of other years: what was planned, not how far it came.

    Days move by whole years, nothing is done yet, no value is measured; nobody has agreed to it or signed it.
    """
    copy_content(plan, fresh, years=years_between(plan, fresh), keeps_done=keeps_done)
    fresh.actions.update(progress=0, done_on=None)
    fresh.objectives.update(current=None, current_on=None)


def years_between(plan: AccountPlan, fresh: AccountPlan) -> int:
    """By how many whole years two periods lie apart, the nearest number of them."""
    months = 12 * (fresh.starts_on.year - plan.starts_on.year) + fresh.starts_on.month - plan.starts_on.month
    return round(months / 12)


def copy_content(plan: AccountPlan, fresh: AccountPlan, *, years: int = 0, keeps_done: bool = True) -> None:
    """Copy all that a plan holds into a plan that is empty, its days so many years later.

    Days that lie outside the period then come to its nearest day.
    """
    for model in BARE:
        copies(model.objects.filter(plan=plan), fresh, years)
    swot, options = copies(plan.swot.all(), fresh, years), copies(plan.options.all(), fresh, years)
    priorities = copies(plan.priorities.all(), fresh, years)
    objectives = copies(plan.objectives.all(), fresh, years, priority=priorities)
    kept = plan.actions.all() if keeps_done else plan.actions.filter(done_on=None)
    actions = copies(kept, fresh, years, objective=objectives, after={})
    join(TowsOption.items.through, towsoption=options, swotitem=swot)
    join(StrategicPriority.options.through, strategicpriority=priorities, towsoption=options)
    put_in_order(actions)


def copies(rows: QuerySet, fresh: AccountPlan, years: int, **links: Keys) -> Keys:
    """Copy rows; `links` say which of the copies each foreign key leads to."""
    rows = list(rows.order_by("pk"))
    old = [row.pk for row in rows]
    for row in rows:
        row.pk, row.plan = None, fresh
        for name, keys in links.items():
            setattr(row, f"{name}_id", keys.get(getattr(row, f"{name}_id")))
        for name in ("starts_on", "due_on"):
            if day := getattr(row, name, None):
                setattr(row, name, within(fresh, day + relativedelta(years=years)))
    model = type(rows[0]) if rows else None
    return dict(zip(old, [row.pk for row in model.objects.bulk_create(rows)], strict=True)) if rows else {}


def within(plan: AccountPlan, day: date) -> date:
    return min(max(day, plan.starts_on), plan.ends_on)


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
