"""A project is handed over with its note, taken over by the receiver, and found among all projects."""

import re

import pytest
from playwright.sync_api import expect

from projects.models import Project
from projects.services import change
from tests.factories import ProjectFactory, TaskFactory


@pytest.fixture
def project(account, manager):
    project = ProjectFactory(account=account, name="Pilot", reference_kam=manager, status="running")
    phase = TaskFactory(project=project, name="Build")
    TaskFactory(project=project, name="Accepted", parent=phase, is_milestone=True)
    change(project, lambda: None)
    return project


def test_a_project_is_handed_over_accepted_and_shown_as_delegated(page, sign_in, project, manager, editor):
    sign_in(manager)
    page.goto(f"/projects/{project.pk}/team/")
    page.get_by_role("link", name="Hand the project over").click()
    expect(page.get_by_label("handover note")).to_have_value(re.compile("Where it stands"))
    page.locator("#id_user").evaluate(
        "(field, key) => field.tomselect ? field.tomselect.setValue(key) : field.value = key", str(editor.pk)
    )
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("waits for a yes")).to_be_visible()
    sign_in(editor)
    page.goto("/notices/")
    page.get_by_role("button", name="hands “Pilot” over").click()
    page.get_by_role("button", name="I take it over").click()
    expect(page.get_by_text("is with")).to_be_visible()
    project.refresh_from_db()
    assert (project.leader, project.led_by, project.reference_kam) == (editor, Project.LedBy.DELEGATED, manager)


def test_all_projects_are_narrowed_while_one_types_and_unfold_their_phases(page, sign_in, project, manager, axe):
    ProjectFactory(account=project.account, name="Other", reference_kam=manager)
    sign_in(manager)
    page.goto("/projects/")
    page.get_by_role("searchbox").last.fill("pil")
    expect(page.locator("#results")).not_to_contain_text("Other")
    assert axe() == []
    page.goto("/projects/gantt/?from=2026-01-01")
    expect(page.get_by_text("Build").first).not_to_be_visible()
    page.locator("summary", has_text="Pilot").click(position={"x": 4, "y": 10})
    expect(page.get_by_text("Build").first).to_be_visible()
    assert axe() == []


def test_somebody_is_put_to_work_in_the_table_of_tasks(page, sign_in, project, manager, editor):
    task = TaskFactory(project=project, name="Dig")
    change(project, lambda: None)
    sign_in(manager)
    page.goto(f"/projects/{project.pk}/")
    page.get_by_role("link", name="assign · Dig").click()
    page.locator("#assign-form #id_ours").evaluate("(field, key) => field.tomselect.setValue([key])", str(editor.pk))
    page.locator("#assign-form button").first.click()
    expect(page.locator(f"#who-{task.pk}")).to_contain_text(str(editor))
    assert [each.user for each in task.assignments.all()] == [editor]
