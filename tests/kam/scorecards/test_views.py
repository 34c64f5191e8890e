from datetime import date, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from accounts.models import Stage
from kam.jobs.models import Job
from kam.scorecards import readings
from kam.scorecards.models import Grid, Reading, Stale, Standing
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    MembershipFactory,
    RevenueLineFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)

ON = date(2026, 6, 30)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def read(account):
    """An account with a covered person in each of two functions, a rest unknown, read on ON and 91 days before."""
    for function in ListValueFactory.create_batch(2):
        people = StakeholderFactory.create_batch(3, account=account, contact_strength=2, function=function, influence=5)
        InteractionFactory(account=account, stakeholders=people, occurred_on=ON)
    opponent = {"attitude": -2, "attitude_on": ON, "influence": 3}
    StakeholderFactory.create_batch(3, account=account, name="Olga", **opponent)
    readings.take(ON - timedelta(days=91))
    readings.take(ON)
    return account


def body(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def open_as(client, person, path):
    client.force_login(person)
    return body(client.get(path))


def test_the_panel_shows_figures_targets_points_states_and_changes(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/scorecard/")
    assert "Stakeholder coverage" in page
    assert "76.9%" in page  # 30 of 39
    assert "75%" in page
    assert "2 functions" in page
    assert "not measured" in page
    assert "grid 2026.1" in page
    assert "+100" in page  # coverage 91 days before: 0
    assert "Insufficient data" in page  # revenue


def test_the_panel_links_each_figure_to_its_rows(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/scorecard/")
    for key in (
        "stakeholder_coverage",
        "contact_breadth",
        "attitude_balance",
        "revenue_attainment",
        "cooperative_index",
    ):
        assert f'href="/accounts/{read.pk}/figures/{key}/"' in page


def test_the_panel_advises_what_would_add_most(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/scorecard/")
    assert page.index("What is missing") < page.index("Deal first with Olga")


def test_the_panel_of_an_account_that_was_never_read_says_so(client, manager, account):
    Stale.objects.all().delete()
    page = open_as(client, manager, f"/accounts/{account.pk}/scorecard/")
    assert "No figures yet" in page
    assert "Compute the figures now" in page
    assert "hx-trigger" not in page


def test_the_panel_comes_back_by_itself_while_the_account_is_stale(client, manager, read):
    assert "hx-trigger" not in open_as(client, manager, f"/accounts/{read.pk}/scorecard/")
    StakeholderFactory(account=read)
    assert 'hx-trigger="load delay:4s"' in open_as(client, manager, f"/accounts/{read.pk}/scorecard/")


def test_the_panel_takes_the_same_queries_for_any_number_of_people(client, manager, read, django_assert_num_queries):
    StakeholderFactory(account=read, function=ListValueFactory())
    readings.take(ON)
    open_as(client, manager, f"/accounts/{read.pk}/scorecard/")  # the first page of a session notes the device
    with django_assert_num_queries(15):
        client.get(f"/accounts/{read.pk}/scorecard/")
    StakeholderFactory.create_batch(20, account=read, function=ListValueFactory())
    readings.take(ON)
    with django_assert_num_queries(15):
        client.get(f"/accounts/{read.pk}/scorecard/")


def test_a_figure_opens_on_its_rows(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/stakeholder_coverage/")
    assert "76.9%: not below the last threshold, 75%, hence 100 points." in page
    assert page.count("<tr>") == 1 + 9 + 1 + 1 + 2  # headers, people, total; headers, history
    assert "3 · deep" not in page
    assert "2 · regular" in page


def test_a_figure_between_two_thresholds_says_how_it_became_points(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/contact_breadth/")
    assert "2 functions: not below the last threshold, 2 functions, hence 100 points." in page
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/contact_breadth/?on={ON - timedelta(days=91)}")
    assert "0 functions: not above the first threshold, 1 function, hence 0 points." in page


def test_a_figure_is_explained_for_any_past_day(client, manager, read):
    before = ON - timedelta(days=91)
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/stakeholder_coverage/?on={before}")
    assert "as of March 31, 2026" in page
    assert "No reading was taken" not in page
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/stakeholder_coverage/?on=2026-06-10")
    assert "No reading was taken that day" in page


def test_a_figure_whose_facts_changed_since_says_so(client, manager, read):
    assert "Facts entered" not in open_as(client, manager, f"/accounts/{read.pk}/figures/stakeholder_coverage/")
    StakeholderFactory(account=read, influence=5)
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/stakeholder_coverage/")
    assert "Facts entered or corrected since then give 68.2%" in page
    assert "76.9%" in page


@pytest.mark.parametrize("day", ["yesterday", "", "0001-01-01", "9999-12-31", "2026-02-30"])
@pytest.mark.parametrize("key", ["stakeholder_coverage", "revenue_growth", "cooperative_index"])
def test_a_day_that_is_no_day_falls_back_to_the_last_reading(client, manager, read, day, key):
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/{key}/?on={day}")
    assert "as of June 30, 2026" in page


def test_an_unknown_figure_does_not_exist(client, manager, account):
    client.force_login(manager)
    assert client.get(f"/accounts/{account.pk}/figures/mood/").status_code == 404


@pytest.mark.parametrize(
    "key",
    [
        "stakeholder_coverage",
        "contact_breadth",
        "attitude_balance",
        "revenue_attainment",
        "revenue_growth",
        "cooperative_index",
    ],
)
def test_every_figure_opens_on_an_empty_account_too(client, manager, account, key):
    page = open_as(client, manager, f"/accounts/{account.pk}/figures/{key}/")
    assert "not measured" in page


def test_the_rows_of_revenue_are_months(client, manager, account):
    RevenueLineFactory(account=account, month=date(2026, 5, 1), actual=1234, target=2000)
    readings.take(ON)
    page = open_as(client, manager, f"/accounts/{account.pk}/figures/revenue_attainment/")
    assert "May 2026" in page
    assert "1,234" in page
    assert "−766" in page
    assert "Revenue not up to date" in page  # June is over


def test_the_index_opens_on_what_each_indicator_weighs(client, manager, read):
    page = open_as(client, manager, f"/accounts/{read.pk}/figures/cooperative_index/")
    assert "Share of the index" in page
    assert "50 points of 100" in page  # (9 × 100 + 7 × 100 + 4 × 0 + 6 × 0 + 6 × 0) / 32: no plan, no project
    assert "Confirmed cooperative" not in page
    assert "44% of the weights are measured: In transition." in page


def test_people_are_linked_for_those_who_may_change_them_only(client, reader, editor, read):
    link = 'href="/stakeholders/'
    path = f"/accounts/{read.pk}/figures/stakeholder_coverage/"
    assert link in open_as(client, editor, path)
    assert link not in open_as(client, reader, path)


def header(account):
    return " ".join(
        Template("{% load account_header %}{% account_header account %}").render(Context({"account": account})).split()
    )


def test_the_header_shows_stage_index_and_change(read, english):
    read.declared_stage = Stage.COOPERATIVE
    page = header(read)
    assert "Cooperative stage" in page
    assert "<strong>50</strong>/100" in page
    assert '<span class="up">+50 in 90 d</span>' in page
    assert '<li aria-current="true">Cooperative</li>' in page
    assert 'width="50.0"' in page


def test_the_header_of_an_account_that_was_never_read_is_honest(account, english):
    page = header(account)
    assert "Stage not declared" in page
    assert "index not measured" in page


def test_the_header_takes_two_queries(read, django_assert_num_queries):
    with django_assert_num_queries(2):
        header(read)


def test_a_director_has_the_whole_portfolio_computed(client, director, account, django_capture_on_commit_callbacks):
    other = AccountFactory()
    client.force_login(director)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/readings/")
    job = Job.objects.get()
    assert response.url == job.get_absolute_url()
    assert (job.status, job.result) == ("done", {"accounts": 2})
    assert set(Reading.objects.values_list("on", flat=True)) == {timezone.localdate()}
    assert set(Reading.objects.values_list("account", flat=True)) == {account.pk, other.pk}


def test_a_kam_has_his_accounts_computed(client, manager, account, django_capture_on_commit_callbacks):
    AccountFactory()
    client.force_login(manager)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/readings/")
    assert set(Reading.objects.values_list("account", flat=True)) == {account.pk}
    assert Job.objects.get().message == "The figures of 1 account are up to date."


def test_a_kam_without_accounts_computes_nothing(client, outsider, account, django_capture_on_commit_callbacks):
    client.force_login(outsider)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/readings/")
    assert Job.objects.get().result == {"accounts": 0}


def test_asking_twice_while_it_runs_leads_to_the_same_job(client, manager, account):
    client.force_login(manager)
    first, second = client.post("/readings/"), client.post("/readings/")
    assert first.url == second.url
    assert Job.objects.count() == 1


def test_computing_is_never_a_get(client, manager):
    client.force_login(manager)
    assert client.get("/readings/").status_code == 405


def test_the_grid_shows_weights_and_thresholds_of_each_version(client, director):
    Grid.objects.create(version="2030.1", effective_on=date(2030, 1, 1))
    page = open_as(client, director, "/grid/")
    assert "grid 2026.1" in page
    assert "grid 2030.1" in page
    assert "30% → 0 points" in page
    assert "+40 → 100 points" in page
    assert page.count("in force</span>") == 2


def test_standings_are_seen_by_whoever_sees_the_account(manager, outsider, account):
    assert Standing.objects.visible_to(manager).exists()
    assert not Standing.objects.visible_to(outsider).exists()
    assert not Standing.objects.visible_to(UserFactory()).exists()


def test_the_panel_of_an_account_measured_in_all_ways_stays_within_fourteen_queries(
    client, manager, old, django_assert_max_num_queries
):
    expert, people = UserFactory(), StakeholderFactory.create_batch(6, account=old, function=ListValueFactory())
    TieFactory(account=old, source=None, colleague=expert, target=people[0], kind="peer_of")
    IntroductionFactory(account=old, introducer=people[0], introduced=people[1])
    MembershipFactory(account=old)
    InteractionFactory(account=old, stakeholders=people, colleagues=[expert, manager], occurred_on=ON)
    readings.take(ON)
    page = open_as(client, manager, f"/accounts/{old.pk}/scorecard/")
    assert "Links of the mêlée" in page
    assert "Introductions obtained" in page
    with django_assert_max_num_queries(14):
        client.get(f"/accounts/{old.pk}/scorecard/")
