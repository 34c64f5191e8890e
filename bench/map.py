"""The map of 500 people: its data beside the bare SQL of it, and frames while dragging in a real Chromium.

`python -m bench.map [--rounds N] [--no-browser]`; the browser is found as for the tests (BROWSER_PATH, or the PATH).
"""

import argparse
import os
import shutil
import sys
from datetime import date, timedelta
from random import Random
from statistics import median

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from accounts.models import Account, ListValue
from accounts.stakeholders.map.drawing import drawing_of
from accounts.stakeholders.models import Interaction, Introduction, OurSide, Stakeholder, TheirSide, Tie
from bench.measure import in_turns, publish, queries
from kam import keeper, launch
from kam.users.models import User

PEOPLE, OURS, EXCHANGES, TIES, INTRODUCTIONS = 500, 20, 2000, 300, 50
CODE, PORT, GOAL = "BENCH-MAP", 8766, 30
MOVES = 120  # of the mouse while one box is dragged
FRAMES = """() => new Promise((done) => {
  const times = [];
  let last = performance.now();
  const frame = (now) => { times.push(now - last); last = now; window.over ? done(times) : requestAnimationFrame(frame); };
  window.over = false;
  requestAnimationFrame(frame);
})"""


def ready(people: int, on: date) -> Account:
    """An account with so many people, always the same, made when the base has none."""
    code = f"{CODE}-{people}"
    found = Account.objects.filter(code=code).first()
    if found is None:
        ours = [User.objects.create_user(f"map{people}-{place}@bench.example", role="kam") for place in range(OURS)]
        found = Account.objects.create(name=f"Bench {people}", code=code, kam=ours[0])
        fill(found, ours, people, on)
    return found


def fill(account: Account, ours: list[User], people: int, on: date) -> None:
    dice, functions = Random("Boussole"), list(ListValue.objects.of(ListValue.Kind.CLIENT_FUNCTION)[:12])
    rows = Stakeholder.objects.bulk_create(
        Stakeholder(
            account=account, name=f"Anne Person{place}", title=f"Head of department {place}",
            function=dice.choice(functions) if functions else None, level=min(4, place.bit_length() // 2),
            influence=dice.randint(1, 5), attitude=dice.randint(-2, 2), attitude_on=on, contact_strength=dice.randint(0, 4),
        )
        for place in range(people)
    )  # fmt: skip
    for place, person in enumerate(rows[1:], 1):
        person.reports_to = rows[(place - 1) // 5]
    Stakeholder.objects.bulk_update(rows, ["reports_to"])
    days = [on - timedelta(days=dice.randint(0, 360)) for _place in range(EXCHANGES)]
    met = Interaction.objects.bulk_create(Interaction(account=account, occurred_on=day) for day in days)
    OurSide.objects.bulk_create(OurSide(interaction=each, user=dice.choice(ours)) for each in met)
    TheirSide.objects.bulk_create(TheirSide(interaction=each, stakeholder=dice.choice(rows)) for each in met)
    pairs = {tuple(sorted(dice.sample(range(people), 2))) for _place in range(TIES)}
    Tie.objects.bulk_create(Tie(account=account, source=rows[a], target=rows[b]) for a, b in sorted(pairs))
    Introduction.objects.bulk_create(
        Introduction(account=account, introducer=rows[a], introduced=rows[b], introduced_to=ours[0], asked_on=on)
        for a, b in sorted(pairs)[:INTRODUCTIONS]
    )


def bare(statements: list[str]) -> None:
    """The same statements, their rows fetched and dropped."""
    with connection.cursor() as cursor:
        cursor: CursorWrapper
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def measure_data(rounds: int, on: date) -> list[dict]:
    rows = []
    for people in (PEOPLE // 10, PEOPLE):
        account = ready(people, on)
        for past in (False, True):
            day = on - timedelta(days=past)
            asked = queries(lambda account=account, day=day, past=past: drawing_of(account, day, past=past))
            statements = [each["sql"] for each in asked]
            times = in_turns(
                {
                    "map": lambda account=account, day=day, past=past: drawing_of(account, day, past=past),
                    "sql": lambda statements=statements: bare(statements),
                },
                rounds,
            )
            rows.append({
                "people": people, "day": "past" if past else "today", "ms": times["map"]["ms"], "p95": times["map"]["p95"],
                "bare SQL ms": times["sql"]["ms"], "ratio": times["map"]["ms"] / times["sql"]["ms"],
                "queries": len(asked), "goal q": 8,
            })  # fmt: skip
    return rows


def dragged(page, key: str) -> list[float]:
    """Milliseconds between frames while one box is dragged about."""
    page.evaluate(
        "key => { const { cy } = document.querySelector('[data-map]').map; cy.zoom(0.8); cy.center(cy.$id(key)); }", key
    )
    page.wait_for_timeout(500)
    place = page.evaluate("key => document.querySelector('[data-map]').map.cy.$id(key).renderedPosition()", key)
    corner = page.locator(".map-canvas").bounding_box()
    x, y = corner["x"] + place["x"], corner["y"] + place["y"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"() => {{ window.frames_seen = ({FRAMES})(); }}")
    for move in range(MOVES):
        page.mouse.move(x + 200 * (move % 40) / 40, y + 100 * (move % 25) / 25)
        page.wait_for_timeout(10)
    page.evaluate("window.over = true")
    page.mouse.up()
    return page.evaluate("window.frames_seen")[2:]


def panned(page) -> list[float]:
    """The same while the view is moved, which draws everything anew."""
    corner = page.locator(".map-canvas").bounding_box()
    x, y = corner["x"] + 4, corner["y"] + corner["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"() => {{ window.frames_seen = ({FRAMES})(); }}")
    for move in range(MOVES):
        page.mouse.move(x + 3 * (move % 60), y)
        page.wait_for_timeout(10)
    page.evaluate("window.over = true")
    page.mouse.up()
    return page.evaluate("window.frames_seen")[2:]


def row(what: str, times: list[float]) -> dict:
    return {
        "what": what, "frames": len(times), "frames/s": 1000 * len(times) / sum(times), "median ms": median(times),
        "p95 ms": sorted(times)[int(0.95 * (len(times) - 1))], "goal": f">= {GOAL}",
    }  # fmt: skip


def measure_frames(account: Account) -> list[dict]:
    client = Client()
    client.force_login(account.kam)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    person = Stakeholder.objects.of(account).order_by("pk")[PEOPLE // 2]
    kam = account.kam_id
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
        page.goto(f"{base}/accounts/{account.pk}/map/")
        page.wait_for_selector("[data-map][data-drawn]")
        return [
            row("drag a person", dragged(page, f"t{person.pk}")),
            row("drag the KAM with all his lines", dragged(page, f"o{kam}")),
            row("move the view", panned(page)),
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--no-browser", action="store_true")
    asked = parser.parse_args()
    with launch.static_files():
        call_command("migrate", verbosity=0)
    on = timezone.localdate()
    publish("map", measure_data(asked.rounds, on))
    if not asked.no_browser:
        publish("map-frames", measure_frames(ready(PEOPLE, on)))


if __name__ == "__main__":
    main()
