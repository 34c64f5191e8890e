"""Changes of a project: all of one or nothing; what is promised; what is brought in."""

from datetime import date
from pathlib import Path

import pytest
from django.db.utils import InternalError
from django.utils import translation

from projects.interchange.reading import read_schedule
from projects.interchange.services import bring_in
from projects.models import Dependency, Project, Status, Task
from projects.services import Refused, change, freeze_baseline
from projects.timetable import Timetable
from projects.worktime import french_hours
from tests.factories import DependencyFactory

FILES = Path(__file__).parents[2] / "../shared/cases/schedules/mspdi"


def test_a_circle_is_refused_by_its_names_and_nothing_is_changed(project, dig, fill):
    with translation.override("en"), pytest.raises(Refused, match="Dig → Fill → Dig|Fill → Dig → Fill"):
        change(project, lambda: DependencyFactory(before=fill, after=dig))
    assert Dependency.objects.filter(project=project).count() == 1


def test_a_project_that_is_over_does_not_change(project, dig):
    Project.objects.filter(pk=project.pk).update(status=Status.FINISHED)
    with pytest.raises(Refused):
        change(project, dig.delete)
    assert Task.objects.filter(pk=dig.pk).exists()


def test_a_project_without_end_is_refused(project, dig):
    with pytest.raises(Refused):
        change(project, lambda: Task.objects.filter(pk=dig.pk).update(minutes=2_000_000_000))
    dig.refresh_from_db()
    assert dig.minutes < 2_000_000_000


def test_a_baseline_keeps_what_is_promised_whatever_happens_later(project, dig, fill, editor):
    first = freeze_baseline(project, by=editor)
    change(project, lambda: Task.objects.filter(pk=dig.pk).update(minutes=4_800))
    project.refresh_from_db()
    second = freeze_baseline(project, by=editor, reason="Later")
    assert (first.version, first.ends_on) == (1, date(2026, 1, 9))
    assert (second.version, second.ends_on) == (2, date(2026, 1, 20))
    assert first.content[str(fill.pk)]["finish"].startswith("2026-01-09T17:00")


def test_the_database_lets_nobody_change_a_baseline(project, fill, editor):
    baseline = freeze_baseline(project, by=editor)
    baseline.ends_on = date(2030, 1, 1)
    with pytest.raises(InternalError):
        baseline.save()


@pytest.mark.skipif(not FILES.is_dir(), reason="the real inputs of ../shared/cases are not here")
def test_a_schedule_of_another_program_becomes_a_project_with_its_phases_links_and_dates(account, editor):
    with open(FILES / "home_move_plan.xml", "rb") as file:
        outline = read_schedule(file, "home_move_plan.xml")
    project, _told = bring_in(outline, account, by=editor)
    outline.hours_of = french_hours()
    times = Timetable(outline).times
    tasks = {task.reference: task for task in project.tasks.all()}
    assert len(tasks) == len(outline.tasks) == 171
    assert project.dependencies.count() == len(outline.links)
    assert project.ends_on == max(each.finish for each in times.values()).date()
    above = {below: phase for phase, tasks_ in outline.below.items() for below in tasks_}
    for uid, task in tasks.items():
        assert (task.parent and task.parent.reference) == above.get(uid)
