"""All projects: who sees which, what narrows the list, and its bars."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Assignment, ComputedStatus, DeclaredStatus
from projects.services import change
from tests.factories import (
    AccountFactory,
    CommitteeFactory,
    ProjectFactory,
    StakeholderFactory,
    TaskFactory,
    UserFactory,
)

LIST, GANTT = reverse("projects:portfolio"), reverse("projects:portfolio-gantt")


@pytest.fixture
def page(client, manager):
    client.force_login(manager)
    return client


def names(answer):
    return [standing.project.name for standing in answer.context["listing"].standings]


def made(account, name, **told):
    return ProjectFactory(account=account, name=name, reference_kam=account.kam, **told)


def test_only_projects_of_accounts_that_one_sees_are_listed(page, client, account, director, outsider):
    made(account, "Pilot")
    ProjectFactory(name="Hidden", account__kam=UserFactory())
    for person, seen in ((account.kam, ["Pilot"]), (director, ["Pilot"]), (outsider, [])):
        client.force_login(person)
        assert names(client.get(LIST)) == seen


def test_what_is_over_is_shown_when_asked_for(page, account):
    made(account, "Pilot")
    made(account, "Old", status="finished")
    assert names(page.get(LIST)) == ["Pilot"]
    assert names(page.get(LIST, {"status": "finished"})) == ["Old"]
    assert set(names(page.get(LIST, {"status": "all"}))) == {"Pilot", "Old"}


def test_each_filter_narrows_the_list(page, account, manager):
    other = AccountFactory(kam=manager)
    made(account, "Pilot", led_by="delegated", leader=UserFactory())
    second = made(other, "Second", sponsor=manager)
    CommitteeFactory(project=second).members.create(user=manager)
    Assignment.objects.create(task=TaskFactory(project=second), user=manager)
    for narrowed, found in (
        ({"account": account.pk}, ["Pilot"]),
        ({"led_by": "delegated"}, ["Pilot"]),
        ({"kam": manager.pk}, ["Pilot", "Second"]),
        ({"q": "sécond"}, ["Second"]),
        ({"role": "reference"}, ["Pilot", "Second"]),
        ({"role": "leader"}, ["Second"]),
        ({"role": "sponsor"}, ["Second"]),
        ({"role": "member"}, ["Second"]),
        ({"role": "worker"}, ["Second"]),
    ):
        assert sorted(names(page.get(LIST, narrowed))) == found, narrowed


def test_an_account_that_one_does_not_see_narrows_nothing_open(page, account):
    made(account, "Pilot")
    hidden = AccountFactory(name="Hidden account")
    answer = page.get(LIST, {"account": hidden.pk})
    assert "Hidden account" not in answer.content.decode()


def test_the_colour_is_the_declared_one_while_it_is_believed(page, account):
    today = timezone.localdate()
    for name, ago in (("Believed", 3), ("Expired", 40)):
        project = made(account, name)
        ComputedStatus.objects.create(project=project, on=today, colour="green")
        DeclaredStatus.objects.create(
            project=project, colour="red", reason="x", declared_on=today - timedelta(days=ago)
        )
    made(account, "Unknown")
    for colour, name in (("red", "Believed"), ("green", "Expired"), ("none", "Unknown")):
        assert names(page.get(LIST, {"colour": colour})) == [name]
    shown = {each.project.name: each.colour for each in page.get(LIST).context["listing"].standings}
    assert shown == {"Believed": "red", "Expired": "green", "Unknown": ""}


def test_the_list_tells_the_next_milestone_what_is_late_and_the_slip(page, account):
    project = made(account, "Pilot", promised_on=date(2026, 1, 6))
    TaskFactory(project=project, name="Dig", minutes=5 * 480, deadline=date(2026, 1, 9))
    TaskFactory(project=project, name="Go", is_milestone=True, rule="finish_no_earlier_than", rule_at=timezone.now())
    change(project, lambda: None)
    [standing] = page.get(LIST).context["listing"].standings
    assert (standing.milestone.name, standing.late_tasks, standing.slip > 0) == ("Go", 1, True)


def test_the_list_is_sorted_and_what_has_no_day_comes_last(page, account):
    made(account, "No promise")
    made(account, "Late", promised_on=date(2027, 1, 1))
    made(account, "Early", promised_on=date(2026, 6, 1))
    assert names(page.get(LIST, {"sort": "promised_on"})) == ["Early", "Late", "No promise"]
    assert names(page.get(LIST, {"sort": "-promised_on"})) == ["Late", "Early", "No promise"]


@pytest.mark.parametrize("url", [LIST, GANTT])
def test_a_page_takes_the_same_queries_for_any_number(page, account, url, django_assert_max_num_queries):
    for number in range(12):
        project = made(account, f"P{number}")
        phase = TaskFactory(project=project)
        TaskFactory(project=project, parent=phase, is_milestone=True)
        change(project, lambda: None)
    page.get(url)
    with django_assert_max_num_queries(12):
        page.get(url)


def test_the_list_is_cut_into_pages(page, account):
    ProjectFactory.create_batch(51, account=account, reference_kam=account.kam)
    assert len(names(page.get(LIST))) == 50
    assert len(names(page.get(LIST, {"page": 2}))) == 1


# --- Gantt ------------------------------------------------------------------------------------------------------------
def test_the_gantt_shows_phases_and_milestones_and_no_other_task(page, account):
    project = made(account, "Pilot")
    phase = TaskFactory(project=project, name="Build")
    TaskFactory(project=project, name="Dig", parent=phase)
    TaskFactory(project=project, name="Accepted", parent=phase, is_milestone=True)
    change(project, lambda: None)
    answer = page.get(GANTT, {"from": "2026-01-01"})
    [line] = answer.context["gantt"].rows
    assert [row.name for row in line.phases] == ["Build"]
    assert [each.name for each in line.row.diamonds] == ["Accepted"]
    assert "Dig" not in answer.content.decode()


def test_the_gantt_draws_the_names_of_projects_as_text(page, account):
    made(account, "<script>alert(1)</script>")
    assert "<script>alert" not in page.get(GANTT).content.decode()


# --- palette, menu, page of the account -------------------------------------------------------------------------------
def test_the_palette_finds_projects_by_name_where_one_sees_the_account(page, client, account, outsider):
    project = made(account, "Pilote été")
    for person, seen in ((account.kam, True), (outsider, False)):
        client.force_login(person)
        found = client.get(reverse("cockpit:palette"), {"q": "pilote ETE"}).content.decode()
        assert (project.get_absolute_url() in found) is seen


def test_the_page_of_an_account_tells_its_projects(page, account):
    url = reverse("projects:account-summary", args=[account.pk])
    assert "Projects" not in page.get(url).content.decode()
    made(account, "Pilot")
    StakeholderFactory(account=account)
    assert "Pilot" in page.get(url).content.decode()
