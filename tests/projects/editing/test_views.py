"""The Gantt page asks over HTTP: who may, what is old, what is refused, how many queries it takes."""

import json

import pytest
from django.urls import reverse

from projects.models import PlanningStep, Project, Status, Task
from projects.worktime import A_DAY
from tests.factories import DependencyFactory, TaskFactory


@pytest.fixture
def ask(client, editor, project):
    client.force_login(editor)

    def asked(name, told=None, **headers):
        url = reverse(f"projects:gantt-{name}", args=[project.pk])
        return (
            client.post(url, json.dumps(told), "application/json", **headers) if told is not None else client.get(url)
        )

    return asked


def a_move(task, version, days=2):
    return {"version": version, "changes": [{"op": "move", "task": task.pk, "days": days}]}


def test_a_change_goes_forth_and_back_and_forth_again(ask, dig, fill):
    version = ask("data").json()["version"]
    confirmed = ask("confirm", a_move(dig, version)).json()
    assert (confirmed["undo"], confirmed["redo"]) == (str(PlanningStep.objects.get()), None)
    undone = ask("undo", {"version": confirmed["version"]}).json()
    assert (undone["undo"], undone["redo"]) == (None, confirmed["undo"])
    assert undone["version"] == version
    assert ask("redo", {"version": version}).json()["version"] == confirmed["version"]


def test_whoever_comes_second_is_told_and_nothing_is_lost(ask, dig, fill):
    version = ask("data").json()["version"]
    assert ask("confirm", a_move(dig, version)).status_code == 200
    for name in ("preview", "confirm"):
        answer = ask(name, a_move(fill, version))
        assert (answer.status_code, bool(answer.json()["error"])) == (409, True)
    assert PlanningStep.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": A_DAY},
        {"name": "Digging"},
        {"rule": "must_start_on", "rule_at": "2027-01-04T00:00Z"},
        {"progress": 10},
    ],
)
def test_whatever_changes_the_plan_makes_another_version(ask, dig, values):
    version = ask("data").json()["version"]
    Task.objects.filter(pk=dig.pk).update(**values)
    assert ask("confirm", a_move(dig, version)).status_code == 409


def test_a_step_is_not_taken_back_over_what_somebody_changed_since(ask, dig, fill):
    ask("confirm", {"version": ask("data").json()["version"], "changes": [{"op": "length", "task": dig.pk, "days": 5}]})
    Task.objects.filter(pk=dig.pk).update(minutes=7 * A_DAY)
    answer = ask("undo", {"version": ask("data").json()["version"]})
    assert answer.status_code == 422
    assert Task.objects.get(pk=dig.pk).minutes == 7 * A_DAY


def test_what_was_added_stays_when_somebody_has_put_something_below_it(ask, project):
    ask("confirm", {"version": ask("data").json()["version"], "changes": [{"op": "add", "name": "New"}]})
    TaskFactory(project=project, parent=Task.objects.get())
    assert ask("undo", {"version": ask("data").json()["version"]}).status_code == 422
    assert Task.objects.count() == 2


def test_something_new_ends_what_could_be_made_again(ask, dig):
    for name in ("confirm", "undo", "confirm"):
        ask(name, a_move(dig, ask("data").json()["version"]))
    assert ask("data").json()["redo"] is None
    assert ask("redo", {"version": ask("data").json()["version"]}).status_code == 422


def test_a_project_that_is_over_refuses(ask, project, dig):
    Project.objects.filter(pk=project.pk).update(status=Status.FINISHED)
    version = ask("data").json()["version"]
    for name in ("preview", "confirm", "undo", "redo"):
        assert ask(name, a_move(dig, version)).status_code == 422
    assert ask("data").json()["editable"] is False


def test_a_refused_change_writes_nothing(ask, dig, fill):
    version = ask("data").json()["version"]
    told = a_move(dig, version)
    told["changes"].append({"op": "link", "before": fill.pk, "after": dig.pk, "kind": "FS"})
    assert ask("confirm", told).status_code == 422
    assert ask("data").json()["version"] == version


def test_names_stay_text(ask, dig):
    name = "<img src=x onerror=alert(1)>"
    told = {"version": ask("data").json()["version"], "changes": [{"op": "rename", "task": dig.pk, "name": name}]}
    assert ask("confirm", told).json()["tasks"][0][3] == name


@pytest.mark.parametrize("count", [3, 40])
def test_the_chart_is_told_in_the_same_queries_whatever_it_holds(ask, project, count, django_assert_num_queries):
    tasks = [TaskFactory(project=project, position=place) for place in range(count)]
    for one, other in zip(tasks, tasks[1:], strict=False):
        DependencyFactory(before=one, after=other)
    ask("data")
    with django_assert_num_queries(8):  # session, person, role, project, tasks, links, closures, people
        ask("data")


@pytest.mark.parametrize("paper", ["a4", "a3", "nonsense"])
def test_the_chart_is_printed(client, editor, project, dig, fill, paper):
    client.force_login(editor)
    answer = client.get(reverse("projects:gantt-print", args=[project.pk]), {"paper": paper})
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
