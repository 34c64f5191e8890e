"""What plans do by themselves, on their day."""

from datetime import date, datetime, time

from celery import shared_task
from django.utils import timezone

from plans.measuring import measure_and_publish
from plans.models import AccountPlan, PlanObjective, Status
from plans.moves import Refused, move_plan


@shared_task
def advance_plans(on: str = "") -> int:
    """Start the plans whose period has begun, put away those that are over; the number of plans moved.

    A second run of the same day finds nothing more to move.
    """
    day = date.fromisoformat(on) if on else timezone.localdate()
    due = [(plan, Status.IN_EXECUTION) for plan in AccountPlan.objects.to_start(day)]
    due += [(plan, Status.ARCHIVED) for plan in AccountPlan.objects.over(day)]
    return sum(advance(plan, to, day) for plan, to in due)


def advance(plan: AccountPlan, to: Status, day: date) -> bool:
    """Whether the plan could be moved; one that waits for something else is tried again tomorrow."""
    at = timezone.make_aware(datetime.combine(day, time()))
    try:
        move_plan(plan, to=to, by=None, at=at)
    except Refused:
        return False
    return True


@shared_task
def measure_objectives(on: str = "") -> int:
    """Write what the records say of the objectives of all plans in force; the number of those that moved."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    at = timezone.make_aware(datetime.combine(day, time()))
    return measure_and_publish(PlanObjective.objects.measured_on(day).select_related("plan"), on=day, at=at)
