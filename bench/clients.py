"""One client, then four, on two workers of the real server: `python -m bench.clients [--seconds N]`."""

import argparse
import http.client
import sys
import threading
import time
from functools import partial
from statistics import median

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench import base
from bench.measure import publish
from kam import keeper, launch

PORT = 8765
PATHS = ("/portfolio/?per_page=50", "/accounts/{}/", "/portfolio/?q=energie", "/portfolio/?per_page=50&sort=-index")


def session() -> str:
    """The key of a session as signing in makes it."""
    person = base.somebody("administrator")
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key


def browse(paths: list[str], headers: dict, until: float, times: list[float], errors: list[str]) -> None:
    """Ask for one page after the other over one connection."""
    link = http.client.HTTPConnection("127.0.0.1", PORT)
    turn = 0
    while time.monotonic() < until:
        began = time.perf_counter()
        link.request("GET", paths[turn % len(paths)], headers=headers)
        response = link.getresponse()
        response.read()
        times.append(1000 * (time.perf_counter() - began))
        if response.status != 200:
            errors.append(f"{response.status} {paths[turn % len(paths)]}")
        turn += 1


def measure(clients: int, paths: list[str], headers: dict, seconds: float) -> dict:
    times, errors = [], []
    work = partial(browse, paths, headers, time.monotonic() + seconds, times, errors)
    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    p95 = sorted(times)[int(0.95 * (len(times) - 1))]
    return {"clients": clients, "pages a second": len(times) / seconds, "p50 ms": median(times), "p95 ms": p95,
            "p95/p50": p95 / median(times), "errors": len(errors)}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    base.ready()
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session()}", "Accept-Language": "fr"}
    paths = [path.format(base.account(2).pk) for path in PATHS]
    connection.close()
    command = [sys.executable, *launch.WEB, "--workers", "2", "--bind", f"127.0.0.1:{PORT}"]
    server = keeper.start(command, launch.log_of("bench-web"), cwd=launch.ROOT)
    with keeper.running(server, 15, 10):
        launch.wait_for_page(f"http://127.0.0.1:{PORT}/healthz", {"web": server})
        measure(2, paths, headers, 2)  # both workers have loaded everything
        rows = [measure(count, paths, headers, asked.seconds) for count in (1, 4)]
    rows[1]["gain"] = rows[1]["pages a second"] / rows[0]["pages a second"]
    rows[0]["gain"] = None
    publish("clients", rows)


if __name__ == "__main__":
    main()
