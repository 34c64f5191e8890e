import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from kam.scorecards import readings
from kam.scorecards.models import Grid, GridRow, Reading, Stale, Standing, State
from kam.scorecards.standings import month_ends
from tests.factories import AccountFactory, InteractionFactory, RevenueLineFactory, StakeholderFactory

ON = date(2026, 6, 30)
KEYS = {
    "stakeholder_coverage", "contact_breadth", "client_introductions", "expert_links", "attitude_balance",
    "abp_vitality", "client_endorsement", "priority_execution", "priority_thread", "objective_attainment",
    "joint_projects", "project_delivery", "recognised_results", "milestones_on_time",
    "information_access", "revenue_attainment", "revenue_growth", "cooperative_index", "data_coverage", "revenue_12m",
}  # fmt: skip


def covered(account, people=5, on=ON):
    """An account whose people were all met that day: 100 points."""
    crowd = StakeholderFactory.create_batch(people, account=account, contact_strength=2)
    InteractionFactory(account=account, stakeholders=crowd, occurred_on=on)
    return crowd


def everything():
    return list(Reading.objects.order_by("pk").values_list())


def test_every_living_account_is_read_for_every_indicator_even_without_any_fact(account):
    AccountFactory(trashed_at=timezone.now())
    assert readings.take(ON) == 1
    taken = Reading.objects.all()
    assert {reading.indicator for reading in taken} == KEYS
    assert {reading.account_id for reading in taken} == {account.pk}
    known = {reading.indicator: reading.figure for reading in taken if reading.state == State.MEASURED}
    assert known == {
        "data_coverage": pytest.approx(12 / 72),
        "joint_projects": 0,
        "abp_vitality": 0,
        "cooperative_index": 0,
    }  # no plan and no project, from day one
    assert {reading.figure for reading in taken if reading.indicator not in known} == {None}


def test_a_reading_keeps_the_figure_the_points_and_the_grid_they_come_from(account):
    covered(account, people=3)
    readings.take(ON)
    reading = Reading.objects.get(indicator="stakeholder_coverage")
    assert (reading.figure, reading.points, reading.badge) == (100, 50, "map_incomplete")
    assert reading.grid.version == "2026.1"


def test_a_second_run_replaces_the_first(account):
    readings.take(ON)
    covered(account)
    readings.take(ON)
    first = everything()
    readings.take(ON)
    assert everything() == first
    assert Reading.objects.get(indicator="stakeholder_coverage").points == 100


def test_a_run_for_some_accounts_leaves_the_others_alone(account):
    other = AccountFactory()
    readings.take(ON)
    covered(account)
    covered(other)
    assert readings.take(ON, [account.pk]) == 1
    points = dict(Reading.objects.filter(indicator="stakeholder_coverage").values_list("account", "points"))
    assert points == {account.pk: 100, other.pk: None}


def test_a_run_for_one_account_finds_what_a_run_for_all_does(account):
    covered(AccountFactory())
    covered(account)
    RevenueLineFactory(account=account, month=date(2026, 5, 1), actual=10, target=20)
    readings.take(ON)
    whole = everything()
    readings.take(ON, [account.pk])
    assert everything() == whole


def test_an_account_that_is_given_but_in_the_trash_is_not_read(account):
    account.trash(timezone.now())
    assert readings.take(ON, [account.pk]) == 0


def test_the_number_of_queries_does_not_depend_on_the_number_of_accounts(account, django_assert_num_queries):
    covered(account)
    with django_assert_num_queries(24):
        readings.take(ON)
    for other in AccountFactory.create_batch(25):
        covered(other, people=2)
    with django_assert_num_queries(24):
        readings.take(ON)


def test_a_past_day_is_read_as_of_that_day(account):
    crowd = covered(account)
    for person in crowd:
        person.departed_on = ON + timedelta(days=10)
        person.save()
    readings.take(ON + timedelta(days=20))
    readings.take(ON)
    figures = dict(Reading.objects.filter(indicator="stakeholder_coverage").values_list("on", "figure"))
    assert figures == {ON: 100, ON + timedelta(days=20): None}


def test_a_day_is_scored_with_the_grid_in_force_then(account):
    covered(account)
    stricter = Grid.objects.create(version="2026.2", effective_on=ON + timedelta(days=1))
    GridRow.objects.create(
        grid=stricter, family="maturity", indicator="stakeholder_coverage", weight=9, knots=[[0, 0], [200, 100]]
    )
    readings.take(ON)
    readings.take(ON + timedelta(days=1))
    points = Reading.objects.filter(indicator="stakeholder_coverage").order_by("on").values_list("points", flat=True)
    assert list(points) == [100, 50]
    assert {r.indicator for r in Reading.objects.of_day(ON + timedelta(days=1))} == {
        "stakeholder_coverage", "cooperative_index", "data_coverage", "revenue_12m",
    }  # fmt: skip


def test_a_deleted_account_takes_its_readings_and_its_standing_along(account):
    other = AccountFactory()
    covered(account)
    readings.take(ON)
    account.delete()
    assert {reading.account_id for reading in Reading.objects.all()} == {other.pk}
    assert Standing.objects.get().account_id == other.pk


# --- standings ---------------------------------------------------------------------------------------


def test_every_new_account_has_a_standing(account):
    standing = Standing.objects.get(account=account)
    assert (standing.on, standing.index, standing.confidence, standing.trend) == (None, None, "none", [])


def test_an_account_loaded_without_triggers_gets_its_standing_with_the_next_run(account):
    Standing.objects.all().delete()
    readings.take(ON)
    assert Standing.objects.get().on == ON


def test_a_standing_says_what_the_readings_say(account):
    covered(account)
    for month in (date(2026, 5, 1), date(2026, 6, 1)):
        RevenueLineFactory(account=account, month=month, actual="1234.56")
    readings.take(ON)
    standing = Standing.objects.get()
    assert standing.on == ON
    assert standing.index == pytest.approx(900 / 21)  # coverage weighs 9, no plan 6 and no joint project 6
    assert standing.data_coverage == pytest.approx(21 / 72)
    assert standing.confidence == "none"
    assert str(standing.revenue_12m) == "2469.12"


def test_the_trend_holds_the_index_of_the_month_ends_and_of_the_day(account):
    covered(account, on=date(2026, 3, 31))
    for day in (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 15), date(2026, 5, 31), date(2026, 6, 10)):
        readings.take(day)
    # people of influence 3, met on 31 March: covered for 60 days, half for 120; no plan and no project weigh 12 beside their 9
    full, half = pytest.approx(900 / 21), pytest.approx(900 / 21 * 20 / 45)
    assert Standing.objects.get().trend == [None] * 8 + [full, full, half, half]


def test_month_ends_precede_the_month_of_the_day():
    assert month_ends(date(2026, 3, 31), 3) == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]


def test_a_reading_of_an_earlier_day_does_not_move_the_standing(account):
    readings.take(ON)
    covered(account, on=ON - timedelta(days=1))
    readings.take(ON - timedelta(days=1))
    assert Standing.objects.get().on == ON
    assert Standing.objects.get().index == 0


# --- two at once, and one killed ---------------------------------------------------------------------


@pytest.fixture
def portfolio(transactional_db):
    accounts = AccountFactory.create_batch(3)
    for account in accounts:
        covered(account)
    return accounts


def in_thread(pool, call, *args):
    def work():
        try:
            return call(*args)
        finally:
            connection.close()

    return pool.submit(work)


def test_two_runs_at_once_give_one_result(portfolio, monkeypatch):
    inside, go_on = Event(), Event()
    original = readings.write_lines

    def slow(*args):
        inside.set()
        assert go_on.wait(10)
        return original(*args)

    monkeypatch.setattr(readings, "write_lines", slow)
    with ThreadPoolExecutor(2) as pool:
        first = in_thread(pool, readings.take, ON)
        assert inside.wait(10)
        inside.clear()
        second = in_thread(pool, readings.take, ON)
        assert not inside.wait(0.5)  # the second waits for the pen
        go_on.set()
        assert (first.result(20), second.result(20)) == (3, 3)
    assert Reading.objects.count() == 3 * len(KEYS)


def test_a_refresh_leaves_the_work_to_whoever_holds_the_pen(portfolio, monkeypatch):
    inside, go_on = Event(), Event()

    def slow(*args):
        inside.set()
        assert go_on.wait(10)
        return 0

    monkeypatch.setattr(readings, "write_lines", slow)
    with ThreadPoolExecutor(1) as pool:
        run = in_thread(pool, readings.take, ON)
        assert inside.wait(10)
        assert readings.refresh(ON) == 0
        go_on.set()
        run.result(20)


def test_a_run_whose_connection_dies_leaves_the_former_readings(portfolio, monkeypatch):
    readings.take(ON)
    before = everything()
    Stale.objects.create(account_id=portfolio[0].pk)
    StakeholderFactory.create_batch(5, account=portfolio[0], influence=5)

    def killed(*args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(readings, "rewrite", killed)
    with ThreadPoolExecutor(1) as pool, pytest.raises(OperationalError):
        in_thread(pool, readings.take, ON).result(20)
    assert everything() == before
    assert Stale.objects.exists()
    monkeypatch.undo()
    readings.take(ON)
    assert everything() != before


# --- the command -------------------------------------------------------------------------------------


def test_the_command_reads_the_day_it_is_given_and_reports_in_json(account, capsys):
    call_command("take_readings", "--on", "2026-06-30", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["on"], report["accounts"]) == ("2026-06-30", 1)
    assert Reading.objects.filter(on=ON).exists()


def test_the_command_reads_today_by_default(account, capsys):
    call_command("take_readings")
    assert "1 accounts read as of" in capsys.readouterr().out
    assert Reading.objects.filter(on=timezone.localdate()).exists()
