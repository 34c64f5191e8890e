"""Assignments, handovers, delegates, rates and loads by what their pages show and change."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Notice
from projects.models import Assignment, Handover, Project, ProjectRisk
from projects.services import change
from projects.worktime import A_DAY
from tests.factories import (
    AccountFactory,
    CommitteeFactory,
    MeetingFactory,
    MembershipFactory,
    ProjectFactory,
    StakeholderFactory,
    TaskFactory,
    UserFactory,
)


@pytest.fixture
def page(client, manager):
    client.force_login(manager)
    return client


def text(answer):
    return answer.content.decode()


# --- assignments ------------------------------------------------------------------------------------------------------
def task_data(**told):
    return {"name": "Test", "minutes": "2", "rule": "as_soon_as_possible", "progress": "0", **told}


def test_a_task_is_given_to_several_people_of_both_sides_with_their_share(page, project, editor, reader, anne):
    data = task_data(ours=[editor.pk, reader.pk], theirs=[anne.pk], share="50")
    page.post(reverse("projects:task-create", args=[project.pk]), data)
    found = {(each.user, each.stakeholder, each.share) for each in Assignment.objects.all()}
    assert found == {(editor, None, 50), (reader, None, 50), (None, anne, 50)}


def test_who_stays_on_a_task_keeps_his_share(page, task, editor, reader):
    task.assignments.create(user=editor, share=20)
    page.post(reverse("projects:task-edit", args=[task.pk]), task_data(ours=[editor.pk, reader.pk]))
    assert {(each.user, each.share) for each in task.assignments.all()} == {(editor, 20), (reader, 100)}


def test_people_of_another_account_cannot_be_put_to_work(page, task):
    stranger = StakeholderFactory()
    answer = page.post(reverse("projects:task-assign", args=[task.pk]), {"theirs": [stranger.pk]})
    assert "theirs" in answer.context["form"].errors
    assert not task.assignments.exists()


def test_assigning_changes_shares_and_nothing_else_of_the_task(page, task, editor):
    mine = task.assignments.create(user=editor)
    page.post(reverse("projects:task-assign", args=[task.pk]), {"ours": [editor.pk], f"share_{mine.pk}": "30"})
    task.refresh_from_db()
    assert (task.name, task.assignments.get().share) == ("Survey", 30)


def test_the_table_of_tasks_offers_to_assign_to_whoever_may(page, client, task, reader):
    link = reverse("projects:task-assign", args=[task.pk])
    change(task.project, lambda: None)
    assert link in text(page.get(reverse("projects:table", args=[task.project_id])))
    client.force_login(reader)
    assert link not in text(client.get(reverse("projects:table", args=[task.project_id])))


def test_the_team_lists_both_sides_with_what_they_carry(page, project, task, editor, anne):
    task.assignments.create(user=editor, share=40)
    CommitteeFactory(project=project, name="Steering").members.create(stakeholder=anne)
    ProjectRisk.objects.create(project=project, text="No budget", owner=editor)
    shown = text(page.get(reverse("projects:team", args=[project.pk])))
    for what in ("Survey (40 %)", "Steering", "No budget", "Anne", str(editor), "reference KAM"):
        assert what in shown, what


def test_the_team_takes_the_same_queries_for_any_number(page, project, django_assert_max_num_queries):
    for task in TaskFactory.create_batch(10, project=project):
        task.assignments.create(user=UserFactory())
    page.get("/projects/")
    with django_assert_max_num_queries(20):
        page.get(reverse("projects:team", args=[project.pk]))


# --- handing over -----------------------------------------------------------------------------------------------------
def test_the_note_is_drafted_from_facts(page, project):
    TaskFactory(project=project, name="Go", is_milestone=True)
    ProjectRisk.objects.create(project=project, text="No budget")
    ProjectRisk.objects.create(project=project, text="Gone", state="closed")
    project.decisions.create(text="Which supplier")
    change(project, lambda: None)
    note = page.get(reverse("projects:project-handover", args=[project.pk])).context["form"]["note"].value()
    for told in ("Where it stands", "Go", "No budget", "Which supplier", str(project.reference_kam)):
        assert told in note, told
    assert "Gone" not in note


def test_a_handover_is_to_one_person(page, project, editor, anne):
    url = reverse("projects:project-handover", args=[project.pk])
    for data in ({"note": "x"}, {"note": "x", "user": editor.pk, "stakeholder": anne.pk}):
        form = page.post(url, data).context["form"]
        with translation.override("en"):
            assert form.errors["user"] == ["Choose one person, of ours or of theirs."]
        assert not form.non_field_errors()
    assert not Handover.objects.exists()


def test_the_receiver_takes_the_project_over_on_the_page_of_the_handover(page, client, project, editor):
    page.post(reverse("projects:project-handover", args=[project.pk]), {"user": editor.pk, "note": "Call Anne."})
    handover = Handover.objects.get()
    assert not page.get(handover.get_absolute_url()).context["handover"].may_accept
    client.force_login(editor)
    shown = client.get(handover.get_absolute_url())
    assert shown.context["handover"].may_accept
    assert "Call Anne." in text(shown)
    client.post(reverse("projects:handover-accept", args=[handover.pk]))
    project.refresh_from_db()
    assert project.leader == editor


def test_a_note_stays_text(page, handed):
    Handover.objects.update(note="<script>alert(1)</script>")
    assert "<script>alert" not in text(page.get(handed.get_absolute_url()))


def test_who_does_not_see_the_account_is_told_so_and_given_nothing(page, client, project, account):
    stranger = UserFactory()
    url = reverse("projects:project-handover", args=[project.pk])
    answer = page.post(url, {"user": stranger.pk, "note": "x"}, follow=True)
    assert "does not see this account" in text(answer)
    assert not account.memberships.exists()
    handover = Handover.objects.get()
    client.force_login(stranger)
    assert client.post(reverse("projects:handover-accept", args=[handover.pk])).status_code == 404
    MembershipFactory(account=account, user=stranger)
    assert Notice.objects.visible_to(stranger).get().about == handover
    client.post(reverse("projects:handover-accept", args=[handover.pk]))
    project.refresh_from_db()
    assert project.leader == stranger


def test_a_receiver_who_may_only_read_can_still_answer(client, handed, reader, project):
    Handover.objects.update(user=reader)
    client.force_login(reader)
    client.post(reverse("projects:handover-end", args=[handed.pk]))
    assert not Handover.objects.standing().exists()


def test_notices_of_handovers_tell_the_state(client, handed, editor, manager):
    Notice.objects.create(user=editor, account=handed.project.account, kind=Notice.Kind.PROJECT, about=handed)
    client.force_login(editor)
    assert f"{manager} hands “Pilot” over to {editor}" in text(client.get(reverse("cockpit:notices")))


# --- delegates --------------------------------------------------------------------------------------------------------
def test_my_delegates_shows_what_waits_what_is_late_and_what_was_delegated_by_the_form(page, project, handed, account):
    ProjectFactory(account=account, name="Other", reference_kam=account.kam, led_by="delegated", leader=UserFactory())
    ProjectFactory(account=account, name="Mine", reference_kam=account.kam)
    shown = page.get(reverse("projects:delegates")).context["delegates"]
    with translation.override("en"):
        assert {line.name: line.needs for line in shown.given} == {"Pilot": ["waits for a yes"], "Other": []}


def test_an_accepted_delegation_that_slips_needs_the_kam(page, project, handed):
    Handover.objects.update(accepted_at=timezone.now())
    Project.objects.update(promised_on=date(2026, 3, 1), ends_on=date(2026, 3, 4))
    project.declared_statuses.create(colour="red", reason="x", declared_on=timezone.localdate())
    [line] = page.get(reverse("projects:delegates")).context["delegates"].given
    with translation.override("en"):
        assert line.needs == ["status: Red", "3 days after the promise"]


def test_delegations_on_accounts_of_others_are_not_named(client, handed, outsider):
    Handover.objects.update(giver=outsider)
    client.force_login(outsider)
    assert client.get(reverse("projects:delegates")).context["delegates"].given == []


# --- rate -------------------------------------------------------------------------------------------------------------
def test_the_rate_is_that_of_the_projects_under_way_and_opens_them(page, project, account):
    ProjectFactory(account=account, reference_kam=account.kam, name="Given", led_by="delegated")
    ProjectFactory(account=account, reference_kam=account.kam, status="finished", led_by="delegated")
    ProjectFactory(name="Hidden", led_by="delegated")
    today = timezone.localdate()
    rates = page.get(reverse("projects:delegation-rate")).context["rates"]
    assert rates.overall[-1][1].rate == 50
    answer = page.get(reverse("projects:delegation-rate"), {"day": today.isoformat(), "kam": account.kam.pk})
    behind = {str(row): is_delegated for row, is_delegated in answer.context["rates"].behind}
    assert behind == {"Pilot": False, "Given": True}


def test_the_trend_is_what_the_history_says_of_each_quarter(page, project):
    since = timezone.now() - timedelta(days=400)
    Project.pgh_event_model.objects.update(pgh_created_at=since)
    Project.objects.filter(pk=project.pk).update(led_by="delegated")
    rates = page.get(reverse("projects:delegation-rate")).context["rates"]
    shown = [share.rate for _day, share in rates.line("account", project.account_id)]
    assert shown[-2:] == [0, 100]
    assert None in shown  # before the history began


# --- load -------------------------------------------------------------------------------------------------------------
def monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def at_work(project, user, *, share=100, days=5):
    task = TaskFactory(project=project, name="Dig", minutes=days * A_DAY)
    project.starts_on = monday()
    project.save()
    task.assignments.create(user=user, share=share)
    change(project, lambda: None)
    return task


def test_load_counts_the_accounts_that_one_does_not_see_without_naming_them(page, project, editor):
    at_work(project, editor)
    hidden = ProjectFactory(name="Secret", status="running")
    at_work(hidden, editor)
    rows = dict(page.get(reverse("projects:load")).context["loads"].rows)
    number = next(cell.number for cell in rows[editor] if cell.minutes)
    assert rows[editor][number].level == "red"
    shown = text(page.get(reverse("projects:load-cell", args=[editor.pk, "week", number])))
    assert "Pilot" in shown
    assert "On other accounts" in shown
    assert "Secret" not in shown


def test_nobody_else_is_named_to_who_shares_no_project_with_him(client, project, editor, outsider):
    at_work(project, editor)
    client.force_login(outsider)
    assert [person for person, _cells in client.get(reverse("projects:load")).context["loads"].rows] == [outsider]


def test_a_director_sees_the_people_of_his_teams(client, director, manager):
    client.force_login(director)
    assert manager in dict(client.get(reverse("projects:load")).context["loads"].rows)


def test_meetings_weigh_their_length_on_their_members(page, project, editor):
    committee = CommitteeFactory(project=project, length=120, name="Steering")
    committee.members.create(user=editor)
    MeetingFactory(committee=committee, planned_on=monday())
    MeetingFactory(committee=committee, planned_on=monday() + timedelta(days=1), state="cancelled")
    rows = dict(page.get(reverse("projects:load")).context["loads"].rows)
    assert sum(cell.minutes for cell in rows[editor]) in (120, 0)  # nothing if that Monday is a holiday
    quarters = dict(page.get(reverse("projects:load"), {"by": "quarter"}).context["loads"].rows)
    assert sum(cell.minutes for cell in quarters[editor]) == sum(cell.minutes for cell in rows[editor])


def test_load_takes_the_same_queries_for_any_number(page, project, django_assert_max_num_queries):
    for _each in range(5):
        at_work(project, UserFactory())
        at_work(ProjectFactory(account=project.account), UserFactory())
    page.get("/projects/")
    with django_assert_max_num_queries(8):
        page.get(reverse("projects:load"))


@pytest.mark.parametrize("where", [["week", 99], ["month", 0]])
def test_a_period_that_is_not_shown_has_nothing_behind_it(page, manager, where):
    assert page.get(reverse("projects:load-cell", args=[manager.pk, *where])).status_code == 404


@pytest.mark.parametrize("name", ["load", "delegation-rate", "delegates", "portfolio", "portfolio-gantt"])
def test_strange_addresses_are_answered(page, name):
    strange = {
        "by": "x",
        "page": "-1",
        "day": "x",
        "kam": "x'",
        "zoom": "x",
        "from": "9999-99-99",
        "sort": "x",
        "q": "\0",
    }
    assert page.get(reverse(f"projects:{name}"), strange).status_code == 200


def test_the_trashed_account_of_a_project_loads_nobody(page, project, editor):
    at_work(project, editor)
    trashed = AccountFactory(trashed_at=timezone.now())
    Project.objects.update(account=trashed)
    assert not dict(page.get(reverse("projects:load")).context["loads"].rows).get(editor)
