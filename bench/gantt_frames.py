"""The Gantt chart of 1,000 tasks in a real Chromium: frames while bars are dragged and the view is moved, what is in the page.

`python -m bench.gantt_frames`; the browser is found as for the tests (BROWSER_PATH, or the PATH).
"""

import os
import shutil
import sys
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from accounts.models import Account
from bench.map import FRAMES, MOVES, row
from bench.measure import publish
from kam import keeper, launch
from kam.users.models import User
from projects.models import Dependency, Project, Task
from projects.services import change, freeze_baseline
from projects.worktime import A_DAY

TASKS, A_PHASE, CODE, PORT, GOAL = 1_000, 10, "BENCH-GANTT", 8767, 50
CHART = "document.querySelector('[data-gantt]').gantt"
SEEN = "[...document.querySelectorAll('.gantt-row, .gantt-bar, .gantt-link')].length"


def ready(on: date) -> Project:
    """A project of TASKS tasks and half as many links again, always the same, made when the base has none."""
    found = Project.objects.filter(account__code=CODE).first()
    if found is None:
        kam = User.objects.create_user("gantt@bench.example", role="kam")
        account = Account.objects.create(name="Bench Gantt", code=CODE, kam=kam)
        found = Project.objects.create(account=account, name="Bench", starts_on=on, reference_kam=kam)
        change(found, lambda: fill(found))
        found.refresh_from_db()
        freeze_baseline(found, by=kam)
        change(found, lambda: found.tasks.filter(position=1).update(minutes=40 * A_DAY))
    return found


def fill(project: Project) -> None:
    dice, phases = Random("Boussole"), []
    tasks = []
    for place in range(TASKS):
        if place % A_PHASE == 0:
            phases.append(Task.objects.create(project=project, name=f"Phase {len(phases) + 1}", position=place))
            continue
        days = dice.randint(1, 9)
        tasks.append(
            Task(project=project, parent=phases[-1], name=f"Task {place}", position=place, minutes=days * A_DAY)
        )
    tasks = Task.objects.bulk_create(tasks)
    pairs = {
        (max(0, place - back), place)
        for place in range(1, len(tasks))
        for back in (dice.randint(1, 9), dice.randint(10, 40))
    }
    kinds = ["FS"] * 8 + ["SS", "FF", "SF"]
    Dependency.objects.bulk_create(
        Dependency(project=project, before=tasks[first], after=tasks[second], kind=dice.choice(kinds))
        for first, second in sorted(pairs)[: TASKS * 3 // 2]
    )


def dragged(page) -> list[float]:
    """Milliseconds between frames while the bar of the current task, and whatever is selected with it, is dragged."""
    box = page.locator(".gantt-bar.is-current > .gantt-whole").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"() => {{ window.frames_seen = ({FRAMES})(); }}")
    for move in range(MOVES):
        page.mouse.move(x + 20 + 200 * (move % 40) / 40, y)
        page.wait_for_timeout(10)
    page.evaluate("window.over = true")
    page.keyboard.press("Escape")
    page.mouse.up()
    return page.evaluate("window.frames_seen")[2:]


def scrolled(page) -> list[float]:
    """The same while all rows pass by."""
    page.evaluate(f"() => {{ window.frames_seen = ({FRAMES})(); }}")
    for _move in range(MOVES):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(10)
    page.evaluate("window.over = true")
    return page.evaluate("window.frames_seen")[2:]


def measured(page) -> list[dict]:
    page.wait_for_selector("[data-gantt][data-drawn]")
    page.evaluate("document.querySelector('.gantt-scroll').scrollIntoView({block: 'center', behavior: 'instant'})")
    page.evaluate(f"{CHART}.setScale('week'); {CHART}.go({CHART}.rows.filter(task => task.kind === 'task')[8])")
    page.wait_for_timeout(500)
    seen = page.evaluate(SEEN)
    found = [row("drag one task", dragged(page))]
    page.locator(".gantt-row.is-current").focus()
    page.keyboard.press("Control+a")
    found.append(row("drag all of them", dragged(page)))
    found.append(row("scroll through the rows", scrolled(page)))
    return [each | {"goal": f">= {GOAL}", "drawn": seen} for each in found]


def measure_frames(project: Project) -> list[dict]:
    client = Client()
    client.force_login(project.reference_kam)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    base = f"http://127.0.0.1:{PORT}"
    connection.close()
    command = [sys.executable, *launch.WEB, "--workers", "2", "--bind", f"127.0.0.1:{PORT}"]
    server = keeper.start(command, launch.log_of("bench-web"), cwd=launch.ROOT)
    with keeper.running(server, 15, 10), sync_playwright() as driver:
        launch.wait_for_page(f"{base}/healthz", {"web": server})
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": base}])
        page.goto(f"{base}{project.get_absolute_url()}")
        return measured(page)


def main():
    with launch.static_files():
        call_command("migrate", verbosity=0)
    publish("gantt-frames", measure_frames(ready(timezone.localdate() + timedelta(days=7))))


if __name__ == "__main__":
    main()
