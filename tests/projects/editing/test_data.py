"""What the Gantt page is told of a project."""

from datetime import date

import pytest

from projects.editing.data import gantt_data, with_chart
from projects.editing.paper import PAPERS, Sheets
from projects.editing.plan import Plan
from projects.gantt import gantt_of
from projects.models import Assignment, Closure, Dependency, Project, Task
from projects.services import freeze_baseline
from projects.worktime import A_DAY
from tests.factories import CommitteeFactory, MeetingFactory, TaskFactory
from tests.projects.editing.conftest import ON


@pytest.fixture
def chart(editor, project):
    """The data as the editor reads it, and its rows as dicts by name."""

    def told(user=editor, on=ON):
        data = gantt_data(with_chart(Project.objects.all(), user).get(pk=project.pk), on)
        return data, {row[3]: dict(zip(data["columns"], row, strict=False)) for row in data["tasks"]}

    return told


def test_tasks_are_told_with_their_days_and_their_links(chart, dig, fill):
    data, rows = chart()
    assert (rows["Dig"]["start"], rows["Dig"]["finish"], rows["Dig"]["days"]) == (date(2026, 1, 5), date(2026, 1, 7), 3)
    assert (rows["Fill"]["start"], rows["Fill"]["critical"]) == (date(2026, 1, 8), 1)
    assert data["links"] == [[Dependency.objects.get().pk, dig.pk, fill.pk]]
    assert (data["finish"], data["safe"], data["editable"]) == (date(2026, 1, 9), date(2026, 1, 9), True)


def test_people_committees_days_off_and_what_was_promised_are_told(chart, project, dig, fill, editor):
    freeze_baseline(project, by=editor)
    Task.objects.filter(pk=dig.pk).update(minutes=4 * A_DAY)
    Assignment.objects.create(task=dig, user=editor)
    MeetingFactory(committee=CommitteeFactory(project=project, name="Steering"), planned_on=date(2026, 1, 14))
    Closure.objects.create(project=project, starts_on=date(2026, 1, 15), ends_on=date(2026, 1, 16))
    data, rows = chart()
    assert rows["Dig"]["who"] == str(editor)
    assert data["committees"] == [["2026-01-14", "Steering"]]
    assert (date(2026, 1, 15), date(2026, 1, 18)) in data["off"]
    assert data["baseline"][str(dig.pk)] == (date(2026, 1, 5), date(2026, 1, 7))


def test_a_phase_tells_the_progress_of_its_tasks_by_their_length(chart, project, dig, fill):
    phase = TaskFactory(project=project, name="Works")
    Task.objects.filter(pk__in=[dig.pk, fill.pk]).update(parent=phase)
    Task.objects.filter(pk=dig.pk).update(progress=50, starts_at="2026-01-05T07:00Z")
    _data, rows = chart()
    assert (rows["Works"]["kind"], rows["Works"]["progress"]) == ("phase", 30)


def test_a_milestone_that_is_reached_stays_one_on_the_page_and_on_paper(chart, editor, project, dig):
    reached = TaskFactory(project=project, name="Dug", is_milestone=True, minutes=0)
    Dependency.objects.create(project=project, before=dig, after=reached)
    Task.objects.filter(pk=reached.pk).update(began_on=date(2026, 1, 8), done_on=date(2026, 1, 8))
    assert chart()[1]["Dug"]["kind"] == "milestone"
    timetable = Plan(with_chart(Project.objects.all(), editor).get(pk=project.pk), ON).timetable
    told = Sheets(timetable, {}, ON, PAPERS["a4"]).printed("Pilot", "", "en")
    (dug,) = [row for page in told["pages"] for row in page["rows"] if row["name"] == "Dug"]
    assert (dug["kind"], dug["done"]) == ("milestone", 0)
    bar = next(bar for bar in gantt_of(timetable, ON, "week", {}).bars if bar.name == "Dug")
    assert (bar.kind, bar.width) == ("milestone", 0)


def test_who_may_only_read_is_told_so(chart, reader, dig):
    assert chart(reader)[0]["editable"] is False


def test_an_empty_project_has_a_chart_too(chart):
    assert chart()[0]["tasks"] == []
