"""The Gantt chart of a project in a real Chromium: planned by mouse, planned by keyboard, read by who may not change it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from projects.keeping import keep_times
from projects.models import Baseline, Dependency, Project, Task
from projects.worktime import A_DAY
from tests.factories import DependencyFactory, ProjectFactory, TaskFactory

CHART = "document.querySelector('[data-gantt]').gantt"


@pytest.fixture
def monday():
    """Far enough ahead that nothing lies in the past, and that no holiday lies in the first weeks: a Monday of June."""
    year = timezone.localdate().year + 1
    day = timezone.localdate().replace(year=year, month=6, day=1)
    return day + timedelta(days=(7 - day.weekday()) % 7)


@pytest.fixture
def project(account, monday):
    return ProjectFactory(account=account, name="Pilot", starts_on=monday)


@pytest.fixture
def planned(project):
    """Dig for 3 days, then fill for 2."""
    dig = TaskFactory(project=project, name="Dig", minutes=3 * A_DAY, position=1)
    fill = TaskFactory(project=project, name="Fill", minutes=2 * A_DAY, position=2)
    DependencyFactory(before=dig, after=fill)
    keep_times(project)
    return project


@pytest.fixture
def at(page, sign_in):
    """`at(project, user)`: the chart of the project, drawn for that person."""

    def opened(project, user):
        sign_in(user)
        page.goto(f"/projects/{project.pk}/")
        page.wait_for_selector("[data-gantt][data-drawn]")
        page.evaluate("document.querySelector('#gantt').scrollIntoView({block: 'center', behavior: 'instant'})")
        return page

    return opened


def row(page, name):
    return page.get_by_role("treegrid").get_by_role("row", name=re.compile(f"^{name}"))


def bar(page, name):
    """The place of a bar on the screen."""
    key = Task.objects.get(name=name).pk
    found = page.locator(f".gantt-bar[data-task='{key}'] > .gantt-whole")
    found.scroll_into_view_if_needed()
    return found.bounding_box()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, start, end):
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=4)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def shift(page, name, days):
    """Drag a bar by so many days of the calendar."""
    pixels = page.evaluate(f"{CHART}.PIXELS[{CHART}.scale]")
    x, y = middle(bar(page, name))
    drag(page, (x, y), (x + days * pixels, y))


def panel(page):
    return page.locator(".gantt-preview")


def looked(page):
    expect(panel(page)).to_have_attribute("data-state", "ready")


def decide(page, button):
    """Confirm or give up, and let the page come to rest."""
    looked(page)
    panel(page).get_by_role("button", name=button).click()
    expect(panel(page)).to_be_hidden()
    page.wait_for_quiet()


def add(page, name, days):
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Working days").fill(str(days))
    dialog.get_by_role("button", name="Save").click()
    expect(row(page, name)).to_be_focused()
    page.wait_for_quiet()


def starts():
    return {task.name: timezone.localdate(task.starts_at) for task in Task.objects.all()}


def test_a_project_is_planned_by_mouse(page, at, project, manager, monday):
    at(project, manager)
    expect(page.locator(".gantt-none").get_by_text("No task yet")).to_be_visible()
    tools = page.locator("#gantt .gantt-tools")
    for name, days in (("Dig", 3), ("Fill", 2)):
        tools.get_by_role("link", name="Task").click()
        add(page, name, days)
    assert starts() == {"Dig": monday, "Fill": monday}

    row(page, "Dig").click()
    dig, fill = bar(page, "Dig"), bar(page, "Fill")
    end = (dig["x"] + dig["width"] + 9, dig["y"] + dig["height"] / 2)
    drag(page, end, (fill["x"] + 3, fill["y"] + 7))
    decide(page, "Confirm")
    assert Dependency.objects.get().kind == "FS"
    assert starts()["Fill"] == monday + timedelta(days=3)
    expect(page.locator(".gantt-link")).to_have_count(1)

    page.get_by_role("link", name="Keep this schedule as baseline").click()
    page.get_by_role("button", name="Save").click()
    page.wait_for_quiet()
    assert Baseline.objects.count() == 1
    at(project, manager)
    shift(page, "Dig", 1)
    looked(page)
    expect(panel(page)).to_contain_text("1 task follows")
    expect(panel(page)).to_contain_text("Nothing is saved until you confirm.")
    expect(page.locator(".gantt-next")).to_have_count(1)
    assert starts()["Dig"] == monday
    decide(page, "Confirm")
    assert starts() == {"Dig": monday + timedelta(days=1), "Fill": monday + timedelta(days=4)}
    expect(page.locator(".gantt-kept").first).to_be_visible()
    page.get_by_role("button", name="Baseline", exact=True).click()
    expect(page.locator(".gantt-kept").first).to_be_hidden()

    page.get_by_role("button", name=re.compile("^Undo: ")).click()
    expect(page.locator(".gantt-say")).to_contain_text("Undone")
    assert starts() == {"Dig": monday, "Fill": monday + timedelta(days=3)}
    page.wait_for_quiet()
    page.get_by_role("button", name=re.compile("^Redo: ")).click()
    expect(page.locator(".gantt-say")).to_contain_text("Done again")
    assert starts()["Dig"] == monday + timedelta(days=1)
    page.wait_for_quiet()


def test_the_same_project_is_planned_by_keyboard_alone(page, at, project, manager, monday):
    at(project, manager)
    page.locator("#gantt .gantt-tools").get_by_role("link", name="Task").press("Enter")
    for name, days in (("Dig", 3), ("Fill", 2)):
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_label("Name")).to_be_focused()
        page.keyboard.type(name)
        dialog.get_by_label("Working days").press("Control+a")
        page.keyboard.type(str(days))
        page.keyboard.press("Enter")
        expect(row(page, name)).to_be_focused()
        page.wait_for_quiet()
        if name == "Dig":
            page.keyboard.press("n")

    page.keyboard.press("Home")
    page.keyboard.press("l")
    expect(page.locator(".gantt-say")).to_contain_text("Link from Dig")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_label("And then so many working days").press("Control+a")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    looked(page)
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_hidden()
    page.wait_for_quiet()
    assert list(Dependency.objects.values_list("kind", "lag")) == [("FS", A_DAY)]
    assert starts()["Fill"] == monday + timedelta(days=4)

    expect(row(page, "Fill")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    looked(page)
    expect(page.locator(".gantt-say")).to_contain_text("1 task follows")
    page.keyboard.press("Escape")
    expect(page.locator(".gantt-say")).to_contain_text("Given up")
    assert starts()["Dig"] == monday
    page.keyboard.press("Alt+Shift+ArrowRight")
    looked(page)
    page.keyboard.press("Enter")
    expect(panel(page)).to_be_hidden()
    page.wait_for_quiet()
    assert Task.objects.get(name="Dig").minutes == 4 * A_DAY

    page.keyboard.press("F2")
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    page.keyboard.type("Excavate")
    page.keyboard.press("Enter")
    expect(row(page, "Excavate")).to_be_focused()
    page.wait_for_quiet()
    page.keyboard.press("Control+z")
    expect(row(page, "Dig")).to_be_focused()
    page.wait_for_quiet()
    page.keyboard.press("Control+z")
    expect(page.locator(".gantt-say")).to_contain_text("Undone")
    page.wait_for_quiet()
    assert Task.objects.get(name="Dig").minutes == 3 * A_DAY

    page.keyboard.press("Delete")
    looked(page)
    page.keyboard.press("Enter")
    expect(row(page, "Dig")).to_have_count(0)
    page.wait_for_quiet()
    assert list(Task.objects.values_list("name", flat=True)) == ["Fill"]


def test_several_tasks_move_together(page, at, planned, manager, monday):
    TaskFactory(project=planned, name="Apart", minutes=A_DAY, position=3)
    keep_times(planned)
    at(planned, manager)
    row(page, "Dig").click()
    row(page, "Apart").click(modifiers=["Control"])
    shift(page, "Dig", 7)
    decide(page, "Confirm")
    week = timedelta(days=7)
    assert starts() == {"Dig": monday + week, "Fill": monday + week + timedelta(days=3), "Apart": monday + week}


def test_edges_change_the_length_and_the_inside_the_progress(page, at, planned, manager):
    at(planned, manager)
    page.get_by_role("button", name="Days", exact=True).click()
    box = bar(page, "Dig")
    edge = (box["x"] + box["width"] - 2, box["y"] + 7)
    drag(page, edge, (edge[0] + 28, edge[1]))
    decide(page, "Confirm")
    assert Task.objects.get(name="Dig").minutes == 4 * A_DAY
    row(page, "Dig").click()
    box = bar(page, "Dig")
    drag(page, (box["x"], box["y"] + 15), (box["x"] + box["width"] / 2, box["y"] + 15))
    decide(page, "Confirm")
    assert Task.objects.get(name="Dig").progress == 50


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [("FS", "end", "start"), ("SS", "start", "start"), ("FF", "end", "end"), ("SF", "start", "end")],
)
def test_the_ends_that_are_joined_say_which_link_it_is(kind, start, end, page, at, project, manager):
    for place, name in enumerate(("Dig", "Fill"), 1):
        TaskFactory(project=project, name=name, minutes=4 * A_DAY, position=place)
    keep_times(project)
    at(project, manager)
    row(page, "Dig").click()
    dig, fill = bar(page, "Dig"), bar(page, "Fill")
    x = dig["x"] - 9 if start == "start" else dig["x"] + dig["width"] + 9
    there = fill["x"] + 3 if end == "start" else fill["x"] + fill["width"] - 3
    drag(page, (x, dig["y"] + 7), (there, fill["y"] + 7))
    looked(page)
    expect(page.locator(".gantt-link.is-new")).to_have_count(1)
    decide(page, "Confirm")
    assert Dependency.objects.get().kind == kind


def test_a_circle_is_refused_in_words_and_changes_nothing(page, at, planned, manager):
    at(planned, manager)
    row(page, "Fill").focus()
    for key in ("l", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("dialog").get_by_role("button", name="See what follows").press("Enter")
    expect(panel(page)).to_have_attribute("data-state", "refused")
    expect(panel(page)).to_contain_text("circle")
    expect(panel(page).get_by_role("button", name="Confirm")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    assert Dependency.objects.count() == 1


def test_who_comes_second_is_told_and_sees_the_plan_as_it_is(page, at, planned, manager):
    at(planned, manager)
    Task.objects.filter(name="Fill").update(name="Fill the hole", minutes=4 * A_DAY)
    keep_times(planned)
    shift(page, "Dig", 1)
    expect(panel(page)).to_contain_text("Somebody has just changed this plan")
    expect(row(page, "Fill the hole")).to_be_visible()
    panel(page).get_by_role("button", name="Close").click()
    shift(page, "Dig", 1)
    decide(page, "Confirm")
    assert Task.objects.get(name="Fill the hole").minutes == 4 * A_DAY


def test_a_link_is_changed_and_removed_where_it_is_drawn(page, at, planned, manager):
    at(planned, manager)
    row(page, "Fill").focus()
    page.keyboard.press("k")
    page.get_by_role("dialog").get_by_label("Kind of link").select_option("SS")
    page.get_by_role("dialog").get_by_role("button", name="See what follows").click()
    decide(page, "Confirm")
    assert Dependency.objects.get().kind == "SS"
    page.locator(".gantt-link > .gantt-reach").dispatch_event("click")
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    decide(page, "Confirm")
    assert not Dependency.objects.exists()


def test_folding_a_phase_leads_its_links_to_the_phase(page, at, project, manager):
    works = TaskFactory(project=project, name="Works", position=1)
    dig = TaskFactory(project=project, parent=works, name="Dig", minutes=3 * A_DAY, position=2)
    DependencyFactory(before=dig, after=TaskFactory(project=project, name="Fill", position=3))
    keep_times(project)
    at(project, manager)
    row(page, "Works").focus()
    expect(row(page, "Works")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowLeft")
    expect(row(page, "Dig")).to_have_count(0)
    expect(row(page, "Works")).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".gantt-link")).to_have_count(1)
    page.reload()
    page.wait_for_selector("[data-gantt][data-drawn]")
    expect(row(page, "Dig")).to_have_count(0)
    row(page, "Works").press("ArrowRight")
    expect(row(page, "Dig")).to_have_attribute("aria-level", "2")


def test_the_scale_is_remembered_and_keys_are_told(page, at, planned, manager):
    at(planned, manager)
    page.get_by_role("button", name="Months").click()
    page.reload()
    page.wait_for_selector("[data-gantt][data-drawn]")
    expect(page.get_by_role("button", name="Months")).to_have_attribute("aria-pressed", "true")
    row(page, "Dig").press("+")
    expect(page.get_by_role("button", name="Weeks")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys of the chart")).to_be_visible()


def test_a_reader_sees_the_same_chart_and_moves_nothing(page, at, planned, reader, monday):
    at(planned, reader)
    expect(page.locator(".gantt-bar")).to_have_count(2)
    expect(page.locator(".gantt-handle")).to_have_count(0)
    expect(page.locator("#gantt").get_by_role("link", name="Task")).to_have_count(0)
    shift(page, "Dig", 2)
    row(page, "Dig").focus()
    for key in ("Alt+ArrowRight", "Delete", "Insert", "Control+z"):
        page.keyboard.press(key)
    page.wait_for_quiet()
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert starts() == {"Dig": monday, "Fill": monday + timedelta(days=3)}


def test_a_name_that_looks_like_html_stays_text(page, at, planned, manager):
    Task.objects.filter(name="Dig").update(name="<img src=x onerror=alert(1)><b>Dig</b>")
    at(planned, manager)
    expect(page.locator(".gantt-text").get_by_text("<img src=x onerror=alert(1)><b>Dig</b>")).to_be_visible()
    assert page.locator("#gantt img, #gantt b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_chart(scheme, page, at, axe, planned, manager):
    page.emulate_media(color_scheme=scheme)
    works = TaskFactory(project=planned, name="Works", position=0)
    planned.tasks.filter(name="Dig").update(parent=works)
    at(planned, manager)
    assert axe() == []
    row(page, "Dig").press("Alt+ArrowRight")
    looked(page)
    assert axe() == []
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe() == []


def test_a_phone_shows_names_and_bars(page, at, planned, manager):
    page.set_viewport_size({"width": 360, "height": 740})
    at(planned, manager)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(row(page, "Dig").get_by_role("gridcell").first).to_be_hidden()
    shift(page, "Dig", 1)
    decide(page, "Confirm")


def test_of_a_thousand_tasks_only_those_in_sight_are_in_the_page(page, at, project, manager):
    Task.objects.bulk_create(Task(project=project, name=f"Task {place:04}", position=place) for place in range(1_000))
    keep_times(project)
    at(project, manager)
    assert page.get_by_role("treegrid").get_attribute("aria-rowcount") == "1001"
    assert page.locator(".gantt-row").count() < 60
    assert page.locator(".gantt-bar").count() < 60
    row(page, "Task 0000").press("End")
    expect(row(page, "Task 0999")).to_be_focused()
    expect(row(page, "Task 0500")).to_have_count(0)


def test_without_scripts_the_server_draws_and_the_table_says_the_same(browser, live_server, client, planned, reader):
    client.force_login(reader)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()]
    )
    plain = context.new_page()
    plain.goto(f"{live_server.url}{planned.get_absolute_url()}")
    plain.get_by_role("link", name="Weeks").click()
    expect(plain.locator(".gantt-plain .gantt-bar")).to_have_count(2)
    expect(plain.get_by_role("row", name=re.compile("Fill"))).to_be_visible()
    expect(plain.get_by_role("treegrid")).to_be_hidden()
    context.close()
    assert Project.objects.count() == 1
