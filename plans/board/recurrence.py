"""The days on which an action comes round again."""

from datetime import date

from dateutil.relativedelta import relativedelta

from plans.models import PlanAction

STEPS = {
    PlanAction.Recurrence.MONTHLY: 1,
    PlanAction.Recurrence.QUARTERLY: 3,
    PlanAction.Recurrence.YEARLY: 12,
}  # months
MOST = 240  # twenty years of months: no plan is longer, whatever its dates say


def occurrences(due_on: date, recurrence: str, until: date, most: int = MOST) -> list[date]:
    """The days from the first one to a last day, both included; the first alone of what happens once.

    Counted from the first day, so that the 31st comes back after a short month; at most `most` of them.
    """
    step = STEPS.get(recurrence)
    if step is None:
        return [due_on]
    days = (due_on + relativedelta(months=step * number) for number in range(most))
    return [day for day in days if day <= until]
