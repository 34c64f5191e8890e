"""Handing over: nothing moves before a yes, and the reference KAM keeps what is his."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.models import Notice
from projects.delegation.services import accept, hand_over, take_back
from projects.models import CommitteeMember, Handover, Project, ResultRecognition
from projects.services import Refused
from tests.factories import CommitteeFactory, ResultFactory, StakeholderFactory, UserFactory
from tests.projects.delegation.conftest import NOW, read


def carriers(task):
    return [(str(each), each.share) for each in task.assignments.all()]


def offer(project, manager, **to):
    return hand_over(Handover(project=project, note="x", **to), by=manager, at=NOW)


def test_nothing_moves_before_the_receiver_says_yes(project, manager, editor):
    offer(project, manager, user=editor)
    assert (read(project).led_by, read(project).leader) == (Project.LedBy.KAM, None)
    notice = Notice.objects.get()
    assert (notice.user, notice.kind, notice.by) == (editor, Notice.Kind.PROJECT, manager)


def test_once_accepted_the_project_is_delegated_and_the_giver_told(handed, project, manager, editor):
    accept(handed, by=editor, at=NOW)
    assert (read(project).led_by, read(project).leader) == (Project.LedBy.DELEGATED, editor)
    assert [notice.user for notice in Notice.objects.all()] == [manager]


def test_the_reference_kam_keeps_his_seat_his_alerts_and_the_results(handed, project, manager, editor):
    seat = CommitteeMember.objects.create(committee=CommitteeFactory(project=project), user=manager)
    result = ResultFactory(project=project)
    anne = StakeholderFactory(account=project.account)
    ResultRecognition.objects.create(result=result, stakeholder=anne, recognised_on=date(2026, 3, 1))
    accept(handed, by=editor, at=NOW)
    assert read(project).reference_kam == manager
    assert CommitteeMember.objects.filter(pk=seat.pk, user=manager).exists()
    assert Project.objects.visible_to(manager).get().results.get().recognitions.count() == 1
    Notice.objects.all().delete()
    take_back(handed, by=editor, at=NOW)  # the receiver gives it back: an alert for the KAM
    assert Notice.objects.get().user == manager


def test_a_project_is_never_without_a_reference_kam(project):
    with pytest.raises(IntegrityError):
        Project.objects.filter(pk=project.pk).update(reference_kam=None)


def test_one_of_theirs_leads_once_somebody_wrote_his_yes_down(project, manager, anne):
    handover = offer(project, manager, stakeholder=anne)
    assert not Notice.objects.exists()
    accept(handover, by=manager, at=NOW)
    assert (read(project).led_by, read(project).client_leader) == (Project.LedBy.DELEGATED, anne)


def test_taken_back_it_is_led_by_the_kam_again(handed, project, manager, editor):
    accept(handed, by=editor, at=NOW)
    take_back(handed, by=manager, at=NOW + timedelta(days=3))
    assert (read(project).led_by, read(project).leader) == (Project.LedBy.KAM, None)
    handed.refresh_from_db()
    assert handed.ended_on == date(2026, 3, 5)


def test_an_offer_that_is_withdrawn_changes_nothing_of_the_project(handed, project, editor, manager):
    Project.objects.filter(pk=project.pk).update(led_by=Project.LedBy.TOGETHER)
    take_back(handed, by=manager, at=NOW)
    assert read(project).led_by == Project.LedBy.TOGETHER
    with pytest.raises(Refused):
        accept(handed, by=editor, at=NOW)


def test_an_offer_to_another_person_ends_the_one_before(handed, project, manager):
    offer(project, manager, user=UserFactory())
    handed.refresh_from_db()
    assert not handed.is_standing


def test_who_takes_over_next_ends_the_handover_before(handed, project, manager, editor, reader):
    accept(handed, by=editor, at=NOW)
    following = offer(project, manager, user=reader)
    handed.refresh_from_db()
    assert handed.is_standing  # it is his until the other says yes
    accept(following, by=reader, at=NOW)
    handed.refresh_from_db()
    assert (handed.is_standing, read(project).leader) == (False, reader)


def test_of_a_task_the_receiver_takes_the_place_and_the_share_of_the_giver(project, task, manager, editor, anne):
    task.assignments.create(user=manager, share=40)
    task.assignments.create(stakeholder=anne)
    accept(offer(project, manager, user=editor, task=task), by=editor, at=NOW)
    assert set(carriers(task)) == {(str(editor), 40), ("Anne", 100)}
    assert read(project).led_by == Project.LedBy.KAM


def test_a_task_taken_back_is_the_givers_again(project, task, manager, editor):
    task.assignments.create(user=manager, share=40)
    handover = offer(project, manager, user=editor, task=task)
    accept(handover, by=editor, at=NOW)
    take_back(handover, by=manager, at=NOW)
    assert carriers(task) == [(str(manager), 40)]


def test_who_already_works_on_the_task_is_on_it_once(project, task, manager, editor):
    task.assignments.create(user=manager)
    task.assignments.create(user=editor, share=20)
    accept(offer(project, manager, user=editor, task=task), by=editor, at=NOW)
    assert carriers(task) == [(str(editor), 20)]


def test_the_only_one_on_a_task_makes_room_even_if_another_hands_it_over(project, task, manager, editor, reader):
    task.assignments.create(user=reader, share=50)
    accept(offer(project, manager, user=editor, task=task), by=editor, at=NOW)
    assert carriers(task) == [(str(editor), 50)]


def test_of_several_on_a_task_nobody_leaves_for_somebody_elses_handover(project, task, manager, editor, reader, anne):
    task.assignments.create(user=reader)
    task.assignments.create(stakeholder=anne)
    accept(offer(project, manager, user=editor, task=task), by=editor, at=NOW)
    assert len(carriers(task)) == 3


def test_a_project_that_is_over_is_handed_to_nobody(handed, project, editor):
    Project.objects.filter(pk=project.pk).update(status="finished")
    with pytest.raises(Refused):
        accept(handed, by=editor, at=NOW)


def test_who_left_the_house_gets_no_notice(project, manager):
    offer(project, manager, user=UserFactory(is_active=False))
    assert not Notice.objects.exists()
