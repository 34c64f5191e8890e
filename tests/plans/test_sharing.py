"""The client edition: made when something that the client may read has changed, and the latest is what was said last."""

from datetime import UTC, datetime

from plans.content import content_of
from plans.models import PlanObjective, Status, StrategicPriority
from plans.sharing import publish, republish, shared_from, shared_of
from tests.plans.conftest import put

NOON, BEFORE = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_nothing_is_published_twice(full_plan, manager):
    assert publish(full_plan, by=manager, at=BEFORE) == publish(full_plan, by=manager, at=NOON)


def test_what_is_published_later_is_the_latest_whatever_the_clock_says(full_plan, manager):
    publish(full_plan, by=manager, at=NOON)
    StrategicPriority.objects.filter(plan=full_plan).update(title="Said later")
    second = publish(full_plan, by=manager, at=BEFORE)
    assert full_plan.shared_editions.first() == second
    assert second.made_at == NOON


def test_a_plan_that_is_not_shared_yet_is_not_published_again(full_plan, manager):
    republish(put(full_plan, Status.ANALYSIS), by=manager, at=NOON)
    assert not full_plan.shared_editions.exists()


def test_an_edition_is_read_back_as_it_was_written(full_plan):
    shared = shared_of(content_of(full_plan))
    assert shared_from(shared.to_json()) == shared


def test_actions_of_an_internal_objective_stay_inside_with_it(full_plan):
    PlanObjective.objects.filter(plan=full_plan).update(is_internal=True)
    shared = shared_of(content_of(full_plan))
    assert (shared.objectives, shared.actions) == ((), ())


def test_how_far_an_action_is_does_not_change_what_is_signed(full_plan):
    before = shared_of(content_of(full_plan)).digest
    full_plan.actions.update(progress=60)
    assert shared_of(content_of(full_plan)).digest == before
