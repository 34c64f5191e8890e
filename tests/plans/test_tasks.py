"""Plans that start and end by themselves."""

from datetime import date

from plans.models import AccountPlan, Status
from plans.tasks import advance_plans
from tests.factories import PlanFactory
from tests.plans.conftest import put


def status_of(plan):
    return AccountPlan.objects.get(pk=plan.pk).status


def test_an_approved_plan_starts_on_its_first_day_by_itself_and_once(full_plan):
    put(full_plan, Status.APPROVED)
    assert advance_plans("2025-12-31") == 0
    assert advance_plans("2026-01-01") == 1
    assert advance_plans("2026-01-01") == 0
    move = full_plan.moves.first()
    assert (status_of(full_plan), move.by, move.target) == (Status.IN_EXECUTION, None, Status.IN_EXECUTION)


def test_a_plan_that_is_over_is_put_away_30_days_later_once_a_successor_is_approved(full_plan):
    put(full_plan, Status.IN_EXECUTION)
    assert advance_plans("2029-02-15") == 0
    successor = PlanFactory(account=full_plan.account, starts_on=date(2029, 1, 1), ends_on=date(2031, 12, 31))
    assert advance_plans("2029-02-15") == 0
    put(successor, Status.IN_EXECUTION)
    assert advance_plans("2029-01-30") == 0
    assert advance_plans("2029-01-31") == 1
    assert (status_of(full_plan), status_of(successor)) == (Status.ARCHIVED, Status.IN_EXECUTION)
