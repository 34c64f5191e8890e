"""A plan of other years begun from a copy of the last one."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from plans.content import content_of
from plans.difference import differences
from plans.models import AccountPlan, Endorsement, PlanAction, PlanObjective
from plans.moves import agreement
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory, StakeholderFactory
from tests.plans.conftest import put


@pytest.fixture
def renew(client, manager, full_plan):
    """The plan that the form makes of it."""

    def renewed(starts_on="2027-01-01", ends_on="2029-12-31", **data):
        put(full_plan, "archived")
        client.force_login(manager)
        url = reverse("plans:create", args=[full_plan.account_id])
        client.post(url, {"starts_on": starts_on, "ends_on": ends_on, "source": full_plan.pk} | data)
        return AccountPlan.objects.exclude(pk=full_plan.pk).with_people().get()

    return renewed


def test_what_was_planned_comes_along_one_year_later(full_plan, renew):
    full_plan.actions.update(starts_on=date(2026, 2, 1), due_on=date(2026, 6, 30))
    fresh = renew()
    changed = {(each.kind, each.field) for each in differences(content_of(full_plan), content_of(fresh))}
    assert changed <= {
        ("plan", "starts_on"), ("plan", "ends_on"), ("plan", "sponsor"), ("plan", "investment"),
        ("actions", "starts_on"), ("actions", "due_on"), ("objectives", "due_on"),
    }  # fmt: skip
    assert set(fresh.actions.values_list("starts_on", "due_on")) == {(date(2027, 2, 1), date(2027, 6, 30))}
    assert set(fresh.objectives.values_list("due_on", flat=True)) == {date(2027, 12, 31)}


def test_days_move_by_whole_years_and_keep_their_distance(full_plan, renew):
    ActionFactory(plan=full_plan, title="Last", due_on=date(2028, 12, 1))
    fresh = renew("2027-03-01", "2030-02-28")
    assert fresh.actions.get(title="Last").due_on == date(2029, 12, 1)


def test_nothing_is_done_or_measured_yet_in_the_new_plan(full_plan, renew):
    ActionFactory(plan=full_plan, title="Done", progress=100, done_on=date(2026, 5, 1))
    ActionFactory(plan=full_plan, title="Begun", progress=40)
    ObjectiveFactory(plan=full_plan, current=Decimal(7), current_on=date(2026, 5, 1))
    fresh = renew()
    assert not fresh.actions.filter(title="Done").exists()
    assert not PlanAction.objects.filter(plan=fresh, progress__gt=0).exists()
    assert not PlanObjective.objects.filter(plan=fresh).exclude(current=None, current_on=None).exists()


def test_what_was_done_comes_along_when_asked_for_as_still_to_do(full_plan, renew):
    ActionFactory(plan=full_plan, title="Done", progress=100, done_on=date(2026, 5, 1))
    fresh = renew(keeps_done="on")
    action = fresh.actions.get(title="Done")
    assert (action.progress, action.done_on) == (0, None)


def test_what_the_client_agreed_to_last_year_is_asked_for_again(full_plan, renew, account):
    person = StakeholderFactory(account=account, influence=5)
    for priority in full_plan.priorities.all():
        Endorsement.objects.create(
            priority=priority, stakeholder=person, name="P", influence=5, endorsed_on=date(2026, 3, 1), evidence="Met",
            digest=priority.words_digest,
        )  # fmt: skip
    assert agreement(full_plan, content_of(full_plan)) == 100
    fresh = renew()
    assert agreement(fresh, content_of(fresh)) == 0
    assert not fresh.sign_offs.exists()


def test_only_plans_of_the_account_can_be_copied(client, manager, full_plan, account):
    other = PlanFactory()
    client.force_login(manager)
    answer = client.post(
        reverse("plans:create", args=[account.pk]),
        {"starts_on": "2030-01-01", "ends_on": "2031-12-31", "source": other.pk},
    )
    assert answer.status_code == 200
    assert "source" in answer.context["form"].errors


def test_the_first_plan_of_an_account_has_nothing_to_copy(client, manager, account):
    client.force_login(manager)
    assert "source" not in client.get(reverse("plans:create", args=[account.pk])).context["form"].fields
