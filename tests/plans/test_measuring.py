"""Objectives measured from the records, and how far they should be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from plans.measuring import measure
from plans.models import PlanObjective, Status
from plans.progress import CAP, progress_of
from plans.tasks import measure_objectives
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    ObjectiveFactory,
    PlanFactory,
    RevenueLineFactory,
    StakeholderFactory,
)
from tests.plans.conftest import put

ON = date(2026, 6, 30)
M = PlanObjective.Measure


@pytest.fixture
def running(plan):
    return put(plan, Status.IN_EXECUTION)


def facts(account, manager):
    """Revenue of two months, somebody covered, introduced and met."""
    for month in (date(2026, 5, 1), date(2026, 6, 1)):
        RevenueLineFactory(account=account, month=month, actual="1234.56")
    met = StakeholderFactory(account=account, influence=4, contact_strength=2, function=ListValueFactory())
    StakeholderFactory(account=account, influence=2)
    InteractionFactory(account=account, stakeholders=[met], colleagues=[manager], occurred_on=ON)
    IntroductionFactory(
        account=account, introduced=met, introducer=StakeholderFactory(account=account, influence=1),
        introduced_to=manager, made_on=ON - timedelta(days=3), met_on=ON,
    )  # fmt: skip


def test_each_measure_reads_its_own_records(account, manager, running):
    facts(account, manager)
    rows = {key: ObjectiveFactory(plan=running, measure=key) for key in SOURCED}
    measure(PlanObjective.objects.select_related("plan"), on=ON)
    for key, value in SOURCED.items():
        rows[key].refresh_from_db()
        assert (rows[key].current, rows[key].current_on) == (Decimal(value), ON), key


SOURCED = {M.REVENUE: "2469.12", M.COVERAGE: "66.67", M.BREADTH: "1", M.INTRODUCTIONS: "1"}


def test_what_the_records_do_not_know_stays_as_it_was(running):
    row = ObjectiveFactory(plan=running, measure=M.REVENUE, current=7, current_on=date(2026, 1, 1))
    assert measure([row], on=ON) == []
    row.refresh_from_db()
    assert (row.current, row.current_on) == (7, date(2026, 1, 1))


def test_a_value_that_does_not_move_leaves_no_trace(account, manager, running):
    facts(account, manager)
    row = ObjectiveFactory(plan=running, measure=M.REVENUE)
    changes = PlanObjective.pgh_event_model.objects.filter(pgh_obj=row.pk)
    assert measure_objectives(on="2026-06-30") == 1
    before = changes.count()
    assert measure_objectives(on="2026-07-01") == 0
    assert changes.count() == before


def test_the_night_measures_plans_in_force_only_and_leaves_what_is_told_by_hand(account, manager, running):
    facts(account, manager)
    told = ObjectiveFactory(plan=running, current=3)
    asked = ObjectiveFactory(plan=running, measure=M.BREADTH)
    written = ObjectiveFactory(plan=PlanFactory(status=Status.DRAFT), measure=M.BREADTH)
    assert measure_objectives(on="2026-06-30") == 1
    for row in (told, asked, written):
        row.refresh_from_db()
    assert (told.current, asked.current, written.current) == (3, 1, None)


def test_the_night_costs_a_query_a_measure_however_many_plans(manager, running, django_assert_num_queries):
    for account in AccountFactory.create_batch(3):
        facts(account, manager)
        plan = PlanFactory(account=account, status=Status.IN_EXECUTION)
        for key in (M.REVENUE, M.BREADTH):
            ObjectiveFactory(plan=plan, measure=key)
    rows = list(PlanObjective.objects.measured_on(ON).select_related("plan"))
    with django_assert_num_queries(5):  # two measures, one update, and the savepoint of the test
        assert len(measure(rows, on=ON)) == 6


def test_the_client_reads_the_value_that_moved(account, manager, running):
    facts(account, manager)
    ObjectiveFactory(plan=running, measure=M.BREADTH, title="Functions")
    ObjectiveFactory(plan=running, measure=M.REVENUE, title="Secret", is_internal=True)
    measure_objectives(on="2026-06-30")
    (line,) = running.shared_editions.get().content["objectives"]
    assert (line["title"], line["current"]) == ("Functions", "1.00")


def test_it_can_be_measured_at_once_by_whoever_may_change_the_account(client, account, manager, reader, running):
    StakeholderFactory(account=account, influence=4)
    row = ObjectiveFactory(plan=running, measure=M.COVERAGE)
    url = reverse("plans:objective-measure", args=[row.pk])
    client.force_login(reader)
    assert client.post(url).status_code == 404
    client.force_login(manager)
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert (row.current, row.current_on) == (0, timezone.localdate())
    PlanObjective.objects.filter(pk=row.pk).update(measure=M.MANUAL)
    assert client.post(url).status_code == 404


def test_a_value_told_by_hand_is_told_while_the_plan_runs_and_reaches_the_client(client, manager, running):
    row = ObjectiveFactory(plan=running)
    client.force_login(manager)
    url = reverse("plans:objective-progress", args=[row.pk])
    assert client.post(url, {"current": "", "current_on": "2026-01-05"}).status_code == 200
    assert client.post(url, {"current": "12,5", "current_on": "2026-01-05"}).status_code == 302
    row.refresh_from_db()
    assert (row.current, row.current_on) == (Decimal("12.5"), date(2026, 1, 5))
    assert running.shared_editions.get().content["objectives"][0]["current"] == "12.50"


def test_what_is_typed_beside_a_computed_measure_is_left_out(client, manager, plan):
    row = ObjectiveFactory(plan=plan, current=3, current_on=date(2026, 1, 1))
    client.force_login(manager)
    url = reverse("plans:objective-edit", args=[row.pk])
    told = {"title": "Cover", "measure": M.COVERAGE, "current": "99", "current_on": "2026-02-02"}
    assert client.post(url, told).status_code == 302
    row.refresh_from_db()
    assert (row.measure, row.current, row.current_on) == (M.COVERAGE, 3, date(2026, 1, 1))
    client.post(url, {**told, "measure": M.MANUAL})
    row.refresh_from_db()
    assert (row.measure, row.current, row.current_on) == (M.MANUAL, 99, date(2026, 2, 2))


def way(on, current, **told):
    given = {
        "starts_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "baseline": Decimal(10),
        "target": Decimal(20),
    }
    return progress_of(on=on, current=None if current is None else Decimal(current), **given | told)


@pytest.mark.parametrize(
    ("on", "current", "attained"),
    [
        (date(2026, 7, 2), "15", 1),  # half of the time, half of the way
        (date(2026, 7, 2), "12.5", 0.5),
        (date(2026, 7, 2), "20", CAP),
        (date(2026, 7, 2), "3", 0),
        (date(2027, 6, 1), "15", 0.5),  # past its day all of the way is expected
        (date(2026, 12, 31), "20", 1),
        (date(2026, 1, 1), "15", None),  # nothing is expected on the first day
        (date(2026, 4, 1), None, None),
        (date(2026, 4, 2), None, 0),  # never measured in more than 90 days
    ],
)
def test_progress_is_compared_with_a_straight_way(on, current, attained):
    assert way(on, current).attained == (None if attained is None else pytest.approx(attained, abs=0.002))


@pytest.mark.parametrize("lacks", [{"due_on": None}, {"baseline": None}, {"target": None}, {"target": Decimal(10)}])
def test_an_objective_without_a_way_has_no_progress(lacks):
    assert way(ON, "15", **lacks) == (
        progress_of(on=ON, starts_on=ON, due_on=None, baseline=None, target=None, current=None)
    )


@given(st.integers(1, 364), st.integers(-50, 50), st.integers(-50, 50), st.integers(-100, 100))
def test_turning_an_objective_upside_down_changes_nothing(days, baseline, target, current):
    """Fewer days of delay are as good as more revenue."""
    on = date(2026, 1, 1) + timedelta(days=days)
    up = way(on, current, baseline=Decimal(baseline), target=Decimal(target))
    down = way(on, -current, baseline=Decimal(-baseline), target=Decimal(-target))
    assert up == down
    assert up.attained is None or 0 <= up.attained <= CAP
