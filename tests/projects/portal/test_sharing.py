"""What a client reads of a project: what is copied, what is left out, and how it follows."""

from datetime import date, timedelta

import pytest

from accounts.stakeholders.privacy.erasure import anonymise
from projects.models import (
    Committee,
    CommitteeMember,
    ComputedStatus,
    Decision,
    DeclaredStatus,
    Meeting,
    ProjectResult,
    Recipient,
    SharedProject,
    Task,
)
from projects.portal.reading import Reading, Timeline, month_after
from projects.services import change, freeze_baseline
from projects.sharing import SharedTask, publish, republish, share, shared_from, shared_of, withdraw
from projects.telling.services import facts_of
from tests.factories import BulletinFactory, DeliverableFactory, MeetingFactory, ProjectFactory, TaskFactory
from tests.projects.portal.world import SENT

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)


def names(project):
    return [task.name for task in shared_of(project).tasks]


def told(project):
    return shared_from(SharedProject.objects.get(project=project).content)


def test_a_task_of_ours_and_what_lies_below_it_are_left_out(project):
    assert names(project) == ["Start", "Measure", "Measured"]


def test_a_phase_spans_only_what_the_client_sees_of_it(project, world):
    hidden = TaskFactory(project=project, parent=world.phase, minutes=99_999, is_internal=True)
    change(project, lambda: hidden.save())
    (phase, task, _milestone) = shared_of(project).tasks
    assert (phase.kind, phase.ends_on) == ("phase", task.ends_on)
    assert phase.ends_on < project.tasks.get(pk=hidden.pk).ends_at.date()
    assert shared_of(project).ends_on < project.tasks.get(pk=hidden.pk).ends_at.date()


def test_those_at_work_are_named_by_side(project):
    task = shared_of(project).tasks[1]
    assert (task.theirs, task.ours) == (("Camille Roy",), ("Paul Petit",))


def test_a_committee_of_ours_alone_is_left_out_until_one_of_theirs_sits_on_it(project, guest):
    alone = Committee.objects.create(project=project, name="Ours", starts_on=ON)
    MeetingFactory(committee=alone, planned_on=date(2026, 4, 1))
    assert date(2026, 4, 1) not in {each.on for each in shared_of(project).meetings}
    CommitteeMember.objects.create(committee=alone, stakeholder=guest.stakeholder)
    assert date(2026, 4, 1) in {each.on for each in shared_of(project).meetings}


def test_decisions_that_were_replaced_and_those_of_ours_are_left_out(project):
    assert [each.text for each in shared_of(project).decisions] == ["We go on"]


def test_what_was_decided_where_nobody_of_theirs_sits_is_left_out(project, guest):
    alone = Committee.objects.create(project=project, name="Ours", starts_on=ON)
    meeting = MeetingFactory(committee=alone, planned_on=date(2026, 4, 1))
    project.decisions.create(meeting=meeting, text="We raise our price", decided_on=ON)
    project.decisions.create(meeting=meeting, text="Shall we raise it more?")
    assert "We raise our price" not in {each.text for each in shared_of(project).decisions}
    assert "Shall we raise it more?" not in {each.text for each in facts_of(project, ON).asked}
    CommitteeMember.objects.create(committee=alone, stakeholder=guest.stakeholder)
    assert "We raise our price" in {each.text for each in shared_of(project).decisions}


def test_the_words_of_a_recognition_are_told_only_if_he_wrote_them_on_the_portal(project):
    assert sorted(each.quote for each in shared_of(project).recognitions) == ["", "Well done"]


def test_only_bulletins_sent_to_somebody_of_the_client_are_told(project):
    assert len(shared_of(project).bulletins) == 1


def test_a_bulletin_that_shows_what_the_figures_say_gives_no_reason(project, guest):
    agreed = BulletinFactory(
        project=project, known_colour="green", colour_reason="Of an earlier draft", confirmed_at=SENT
    )
    Recipient.objects.create(bulletin=agreed, stakeholder=guest.stakeholder)
    told = {each.title: (each.known_colour, each.colour_reason) for each in shared_of(project).bulletins}
    assert told.pop(agreed.title) == ("", "")
    assert list(told.values()) == [("red", "Came")]


def test_an_edition_written_before_bulletins_told_both_colours_is_still_read(project):
    written = shared_of(project).to_json()
    for bulletin in written["bulletins"]:
        del bulletin["known_colour"], bulletin["colour_reason"]
    assert [each.known_colour for each in shared_from(written).bulletins] == [""]


def test_what_is_read_comes_back_as_it_was_written(project):
    content = shared_of(project)
    assert shared_from(content.to_json()) == content


def test_a_change_of_the_schedule_reaches_the_client_at_once(project, world):
    change(project, lambda: Task.objects.filter(pk=world.task.pk).update(name="Measure again"))
    assert "Measure again" in [task.name for task in told(project).tasks]


def test_a_project_that_is_not_shown_is_not_published_by_a_change(account):
    other = ProjectFactory(account=account)
    change(other, lambda: TaskFactory(project=other))
    assert not SharedProject.objects.filter(project=other).exists()


def test_a_project_that_is_not_shown_costs_a_change_one_query(account, django_assert_num_queries):
    other = ProjectFactory(account=account)
    with django_assert_num_queries(1):
        republish(other)


def test_withdrawing_leaves_nothing_of_the_edition(project):
    withdraw(project)
    project.refresh_from_db()
    assert not project.is_shared
    assert not SharedProject.objects.filter(project=project).exists()
    share(project)
    assert SharedProject.objects.filter(project=project).exists()


def test_publishing_the_same_again_changes_nothing(project):
    before = SharedProject.objects.get(project=project).published_at
    publish(project)
    assert SharedProject.objects.get(project=project).published_at == before


def test_publishing_takes_the_same_number_of_queries_whatever_a_project_holds(project, django_assert_max_num_queries):
    for _number in range(5):
        DeliverableFactory(project=project)
        TaskFactory(project=project)
    with django_assert_max_num_queries(13):
        shared_of(project)


def test_a_baseline_tells_the_client_what_is_promised(project, manager):
    freeze_baseline(project, by=manager)
    milestone = told(project).tasks[-1]
    assert milestone.promised_on == milestone.ends_on


def test_a_baseline_keeps_five_working_days_after_what_it_promises(project, manager):
    freeze_baseline(project, by=manager)
    task = project.tasks.get(name="Measure")
    assert (task.promised_on, task.met_until) == (date(2026, 1, 5), date(2026, 1, 12))


def test_the_leader_is_believed_for_thirty_days_then_the_facts_are(project):
    ComputedStatus.objects.create(project=project, on=ON, colour="red")
    DeclaredStatus.objects.create(project=project, declared_on=ON, colour="amber", reason="We catch up")
    republish(project)
    shared = SharedProject.objects.get(project=project)
    assert "We catch up" not in str(shared.content)
    assert Reading(shared, ON + timedelta(days=30)).status.colour == "amber"
    assert Reading(shared, ON + timedelta(days=31)).status.colour == "red"


def test_a_project_that_is_over_has_no_status_any_more(project):
    ComputedStatus.objects.create(project=project, on=ON, colour="red")
    type(project).objects.filter(pk=project.pk).update(status="finished")
    assert Reading(publish(project), ON).status is None


def test_who_is_forgotten_is_forgotten_in_what_guests_read(project, guest):
    anonymise(guest.stakeholder_id, on=ON)
    assert "Camille Roy" not in str(SharedProject.objects.get(project=project).content)


def test_a_result_has_the_digest_of_its_figures(project, world):
    before = shared_of(project).result(world.result.pk).digest
    assert told(project).result(world.result.pk).digest == before
    ProjectResult.objects.filter(pk=world.result.pk).update(actual=8)
    assert shared_of(project).result(world.result.pk).digest != before


def test_meetings_to_come_stand_before_those_that_were(project):
    committee = project.committees.first()
    for day in (date(2026, 4, 1), date(2026, 2, 1)):
        Meeting.objects.create(committee=committee, planned_on=day)
    days = [each.on for each, *_rest in Reading(publish(project), ON).meetings]
    assert days == [date(2026, 4, 1), date(2026, 2, 1), date(2026, 1, 12)]


def task(first, last, kind="task", **facts):
    return SharedTask(1, 1, kind, "T", None, first, last, None, facts.pop("done_on", None), facts.pop("progress", 0))


def test_a_bar_spans_its_days_and_a_milestone_stands_at_the_end_of_its_own():
    days = (date(2026, 1, 1), date(2026, 1, 10))
    half, milestone = task(date(2026, 1, 1), date(2026, 1, 5), progress=50), task(*days[1:] * 2, kind="milestone")
    bars = Timeline((half, milestone), *days, ON).bars
    assert (bars[0].begins, bars[0].length, bars[0].done) == ("0.00%", "50.00%", "25.00%")
    assert bars[1].begins == "100.00%"
    assert bars[0].is_late


def test_today_is_drawn_only_while_the_project_lasts():
    days = (date(2026, 1, 1), date(2026, 1, 10))
    assert Timeline((), *days, date(2026, 1, 6)).today == "50.00%"
    assert Timeline((), *days, ON).today == ""


@pytest.mark.parametrize("days", [0, 40, 200, 900])
def test_a_scale_names_six_months_at_most(days):
    line = Timeline((), ON, ON + timedelta(days=days), ON)
    assert 1 <= len(line.months) <= 6
    assert line.months[0][0] == "0.00%"


def test_the_names_of_months_do_not_run_into_one_another():
    first = date(2026, 9, 28)
    places = [float(place.rstrip("%")) for place, _day in Timeline((), first, date(2027, 2, 10), ON).months]
    assert len(places) == 4
    assert all(after - before > 12 for before, after in zip(places, places[1:], strict=False))


def test_months_go_on_into_the_next_year():
    assert month_after(date(2026, 11, 20), 2) == date(2027, 1, 1)


def test_the_life_of_a_project_is_dated_by_its_status(account):
    project = ProjectFactory.build(account=account, status="running")
    project.date_status(ON)
    assert (project.opened_on, project.closed_on) == (ON, None)
    project.status = "finished"
    project.date_status(ON + timedelta(days=9))
    assert (project.opened_on, project.closed_on) == (ON, ON + timedelta(days=9))
    project.status = "prepared"
    project.date_status(ON)
    assert (project.opened_on, project.closed_on) == (None, None)


def test_a_decision_that_replaces_another_is_the_one_that_is_read(project):
    first = Decision.objects.get(project=project, text="We go on")
    second = Decision.objects.create(project=project, text="We stop", decided_on=ON)
    Decision.objects.filter(pk=first.pk).update(replaced_by=second)
    assert [each.text for each in shared_of(project).decisions] == ["We stop"]
