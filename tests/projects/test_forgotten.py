"""Who is forgotten is forgotten in every row of a project, and in what its history and its steps keep."""

import json
from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from accounts.stakeholders.duplicates.merging import merge, take_apart
from accounts.stakeholders.privacy.erasure import anonymise
from projects.editing.services import confirm
from projects.keeping import keep_times
from projects.models import (
    Assignment,
    Attendance,
    Baseline,
    CommitteeMember,
    DeclaredStatus,
    Handover,
    Recipient,
    ResultRecognition,
    SharedProject,
    Task,
)
from projects.services import freeze_baseline
from projects.sharing import share
from projects.tasks import keep_status
from tests.factories import (
    BulletinFactory,
    CommitteeFactory,
    DeliverableFactory,
    MeetingFactory,
    ProjectFactory,
    ResultFactory,
    StakeholderFactory,
    TaskFactory,
)
from tests.projects.editing.conftest import asked

ON = date(2026, 1, 5)
NAME = "Zebulon Quagga"


@pytest.fixture
def zebulon(account):
    return StakeholderFactory(account=account, name=NAME, email="zebulon@client.example", influence=5)


@pytest.fixture
def project(account, zebulon):
    """He stands in every row, by key and by name."""
    project = ProjectFactory(account=account, client_sponsor=zebulon, purpose=f"for {NAME}")
    result = ResultFactory(project=project, metric=f"{NAME} waits")
    result.recognitions.create(stakeholder=zebulon, level="validated", recognised_on=ON, quote=NAME, channel="portal")
    committee = CommitteeFactory(project=project, name=f"With {NAME}")
    committee.members.create(stakeholder=zebulon)
    meeting = MeetingFactory(committee=committee, minutes=f"said {NAME}", topics=NAME, state="held", reason=NAME)
    meeting.attendances.create(stakeholder=zebulon, asked_at=timezone.now(), sent_at=timezone.now())
    project.decisions.create(meeting=meeting, text=f"{NAME} decides", decided_on=ON)
    DeliverableFactory(project=project, name=f"For {NAME}", accepted_by=zebulon)
    DeclaredStatus.objects.create(project=project, colour="red", reason=NAME, recovery=NAME, declared_on=ON)
    sent = BulletinFactory(project=project, achieved=f"- {NAME} did", title=NAME, confirmed_at=timezone.now())
    sent.recipients.create(stakeholder=zebulon)
    return project


@pytest.fixture
def planned(project, zebulon, editor):
    """And in what is kept of its plan: the baseline, the statuses, the steps that can be taken back."""
    task = TaskFactory(project=project, name=f"Call {NAME}", note=NAME, criterion=NAME, accepted_by=zebulon)
    task.assignments.create(stakeholder=zebulon)
    Handover.objects.create(project=project, task=task, giver=editor, stakeholder=zebulon, note=NAME, handed_on=ON)
    keep_times(project, ON)
    freeze_baseline(project, by=editor, reason=f"agreed with {NAME}", agreed_with=zebulon, on=ON)
    share(project)
    keep_status(project.pk, ON.isoformat())
    for change in ({"op": "rename", "task": task.pk, "name": f"See {NAME}"}, {"op": "delete", "task": task.pk}):
        confirm(project, asked(project, change), by=editor, on=ON)
    return project


def traces(word):
    """Model and column of every value of the database that holds the word."""
    kinds = models.CharField | models.TextField | models.JSONField
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if isinstance(field, kinds)]
        if names and model._meta.managed and not model._meta.proxy:
            for row in model._base_manager.values(*names):
                yield from (
                    (model._meta.label, name) for name in names if word in json.dumps(row[name], default=str).lower()
                )


def test_nothing_names_whoever_was_forgotten(planned, zebulon):
    assert {"projects.PlanningStep", "projects.Baseline", "projects.Meeting"} <= {
        model for model, _n in traces("quagga")
    }
    anonymise(zebulon.pk, on=ON)
    assert list(traces("quagga")) == []


def test_a_name_of_one_word_goes_from_what_guests_read_too(project, zebulon):
    type(zebulon).objects.filter(pk=zebulon.pk).update(name="Zebulon")
    type(zebulon).pgh_event_model.objects.filter(id=zebulon.pk).update(name="Zebulon")
    share(project)
    anonymise(zebulon.pk, on=ON)
    said = SharedProject.objects.get().content["recognitions"]
    assert [each["name"] for each in said] != ["Zebulon"]


def test_two_entries_of_a_person_who_sits_everywhere_are_merged_and_taken_apart(project, zebulon, account, editor):
    other = StakeholderFactory(account=account)
    task, result = TaskFactory(project=project), project.results.get()
    seats = (project.committees.get().members, project.committees.get().meetings.get().attendances)
    for person in (zebulon, other):
        task.assignments.create(stakeholder=person)
        Handover.objects.create(project=project, task=task, giver=editor, stakeholder=person, note="n", handed_on=ON)
    for rows in (*seats, project.bulletins.get().recipients):
        rows.create(stakeholder=other)
    result.recognitions.create(stakeholder=other, level="validated", recognised_on=ON)
    Baseline.objects.create(project=project, version=1, content={}, ends_on=ON, agreed_with=other)
    tables = (Assignment, CommitteeMember, Attendance, Recipient, ResultRecognition, Handover, Baseline, Task)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    done = merge(zebulon, other, values={}, by=editor, at=timezone.now())
    assert [rows.count() for rows in (*seats, task.assignments, result.recognitions)] == [1, 1, 1, 1]
    take_apart(done.pk, at=timezone.now())
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
