"""Templates: what they keep of a project, and what is made of them."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from projects.interchange.rows import written
from projects.models import Project, ProjectTemplate, Task
from projects.services import change
from projects.starting.content import content_of, outline_from
from projects.starting.ready import READY
from projects.timetable import Timetable
from projects.worktime import A_DAY
from tests.factories import ProjectFactory

DAY = date(2027, 3, 1)


@pytest.fixture
def page(client, editor):
    client.force_login(editor)
    return client


def test_a_template_keeps_the_plan_and_nothing_of_people_or_notes(project, dig, fill):
    Task.objects.filter(pk=dig.pk).update(
        note="Their director hates it", criterion="Signed", deadline=date(2026, 1, 12)
    )
    content = content_of(project)
    assert [each["name"] for each in content["tasks"]] == ["Dig", "Fill"]
    assert "hates" not in str(content)
    assert content["tasks"][0]["criterion"] == "Signed"
    assert content["links"] == [[0, 1, "FS", 0]]


def test_a_project_started_from_a_template_on_the_same_day_has_the_same_times(project, dig, fill, account):
    Task.objects.filter(pk=dig.pk).update(
        rule="start_no_earlier_than", rule_at=timezone.make_aware(timezone.datetime(2026, 1, 8, 8))
    )
    change(project, lambda: None)
    other = ProjectFactory(account=account, starts_on=project.starts_on)
    change(other, lambda: written(outline_from(content_of(project), name="Again", on=project.starts_on), other))
    times = [list(each.tasks.values_list("name", "starts_at", "ends_at", "total_float")) for each in (project, other)]
    assert times[0] == times[1]
    assert len(times[0]) == 2


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.key)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_ready_template_can_be_planned_and_ends_with_a_milestone_or_a_phase(ready, language):
    with translation.override(language):
        timetable = Timetable(outline_from(ready.content, name="New", on=DAY))
    assert timetable.finish.date() > DAY
    below = {uid for inside in timetable.below.values() for uid in inside}
    milestones = [task for task in timetable.outline.tasks if not task.minutes and task.uid not in timetable.below]
    assert len(milestones) >= 2
    assert all(task.criterion for task in milestones)
    assert all(timetable.links for _each in below)


def test_the_days_are_shown_before_anything_is_written(page, account):
    url = reverse("projects:start", args=[account.pk, "pilot"])
    shown = page.post(url, {"name": "New", "starts_on": "2027-03-01", "show": "1"})
    assert shown.context["lines"][1].times.start.date() == DAY
    assert not Project.objects.exists()
    page.post(url, {"name": "New", "starts_on": "2027-03-01"})
    project = Project.objects.get()
    lines = shown.context["lines"]
    assert project.ends_on == max(line.times.finish for line in lines).date()
    assert project.tasks.filter(is_milestone=True).count() == 2
    assert project.tasks.exclude(children=None).filter(is_milestone=True).count() == 0


def test_a_day_on_which_nothing_starts_is_refused(page, account):
    answer = page.post(
        reverse("projects:start", args=[account.pk, "pilot"]), {"name": "New", "starts_on": "9999-12-01"}
    )
    assert answer.context["form"].errors["starts_on"]
    assert not Project.objects.exists()


def test_a_template_is_ones_own_until_it_is_offered(page, client, account, project, fill, manager):
    page.post(reverse("projects:template-create", args=[project.pk]), {"name": "Mine"})
    template = ProjectTemplate.objects.get()
    url = reverse("projects:start", args=[account.pk, template.pk])
    client.force_login(manager)
    assert client.get(url).status_code == 404
    ProjectTemplate.objects.update(is_offered=True)
    assert client.get(url).status_code == 200


def test_who_saved_a_template_offers_it_and_deletes_it(page, account, project, fill):
    page.post(reverse("projects:template-create", args=[project.pk]), {"name": "Mine"})
    template = ProjectTemplate.objects.get()
    page.post(reverse("projects:template-offer", args=[account.pk, template.pk]))
    template.refresh_from_db()
    assert template.is_offered
    assert template.content["tasks"][0]["minutes"] == 3 * A_DAY
    page.post(reverse("projects:template-delete", args=[account.pk, template.pk]))
    assert not ProjectTemplate.objects.exists()


@pytest.mark.parametrize("key", ["9" * 30, "9" * 5_000, "²", "-1", "nothing"])
def test_a_template_that_cannot_be_is_not_found(client, editor, account, key):
    client.force_login(editor)
    assert client.get(reverse("projects:start", args=[account.pk, key])).status_code == 404
