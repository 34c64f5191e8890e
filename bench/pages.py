"""Pages beside their floor: `python -m bench.pages [--rounds N] [--profile PAGE]`."""

import argparse
import cProfile
import pstats
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from bench import base, floor
from bench.measure import in_turns, publish, queries

RELATIONS = ("answers", "introduction-list", "matrix", "knowledge-list", "journal")


@dataclass(frozen=True)
class Page:
    """A page, what it is compared with and what it may cost (goals of docs/speed.md)."""

    name: str
    path: str
    client: Client
    beside: str = ""
    ratio: float | None = None
    queries: int | None = None
    kilobytes: int | None = None

    def get(self):
        response = self.client.get(self.path)
        assert response.status_code == 200, f"{self.path}: {response.status_code}"
        return response


def signed_in(role: str, middleware: list[str]) -> Client:
    """A browser of that person, in an application with that middleware."""
    client = Client(headers={"accept-language": "fr"})
    client.force_login(base.somebody(role))
    with override_settings(MIDDLEWARE=middleware):
        client.handler.load_middleware()
    return client


def relations(name: str, small: int, large: int, client: Client) -> list[Page]:
    """A page of the relations of the smaller and of the larger account: as many queries, at most twice the time."""
    few, many = (reverse(f"stakeholders:{name}", args=[account]) for account in (small, large))
    return [
        Page(f"{name}, 14", few, client, "floor account"),
        Page(f"{name}, 166", many, client, f"{name}, 14", 2),
    ]


def all_pages() -> list[Page]:
    bare, ours = signed_in("administrator", floor.MIDDLEWARE), signed_in("administrator", settings.MIDDLEWARE)
    director, kam = signed_in("director", settings.MIDDLEWARE), signed_in("kam", settings.MIDDLEWARE)
    portfolio, last = reverse("cockpit:portfolio"), -(-base.SIZE // 50)
    large, small = base.account(1).pk, base.account(2).pk
    detail, panel = partial(reverse, "accounts:detail"), partial(reverse, "scorecards:panel")
    people, interactions = partial(reverse, "stakeholders:list"), partial(reverse, "stakeholders:interaction-list")
    return [
        Page("floor list", "/floor/accounts/", bare),
        Page("list", f"{portfolio}?per_page=50", ours, "floor list", 2, 8, 60),
        Page("list, director", f"{portfolio}?per_page=50", director, "floor list", 2, 8, 60),
        Page("list, KAM", f"{portfolio}?per_page=50", kam, "floor list", 2, 8, 60),
        Page("deep page", f"{portfolio}?per_page=50&page={last}", ours, "list", 1.5, 8, 60),
        Page("filter and sort", f"{portfolio}?per_page=50&status=active&sort=-revenue", ours, "list", 1.5, 8, 60),
        Page("sort by index", f"{portfolio}?per_page=50&sort=-index", ours, "list", 1.5, 8, 60),
        Page("search, common", f"{portfolio}?per_page=50&q=energie", ours, "list", 1.5, 8, 60),
        Page("search, rare", f"{portfolio}?per_page=50&q=SCALE-001234", ours, "list", 1.5, 8, 60),
        Page("its sums", reverse("cockpit:portfolio-summary"), ours, "list", 1.5, 8),
        Page("palette", f"{reverse('cockpit:palette')}?q=kera", ours, "list", 1.5, 8),
        Page("floor account", f"/floor/accounts/{small}/", bare),
        Page("account, 14 people", detail(args=[small]), ours, "floor account", 2.5, 14, 120),
        Page("account, 166 people", detail(args=[large]), ours, "account, 14 people", 2, 14, 120),
        Page("figures of it, 14", panel(args=[small]), ours, "floor account", 2.5, 14, 120),
        Page("figures of it, 166", panel(args=[large]), ours, "figures of it, 14", 2, 14, 120),
        Page("people, 14", people(args=[small]), ours, "floor account", 2.5, 14, 120),
        Page("people, 166", people(args=[large]), ours, "people, 14", 2, 14, 120),
        Page("interactions, 50 of 100", interactions(args=[small]), ours, "floor list", 2, 14, 120),
        *[page for name in RELATIONS for page in relations(name, small, large, ours)],
        Page("frame", "/floor/frame/", ours, "", None, 4),
    ]


def row(page: Page, times: dict) -> dict:
    found, asked, body = times[page.name], queries(page.get), page.get().content
    ratio = found["ms"] / times[page.beside]["ms"] if page.beside else None
    kilobytes = len(body) / 1000
    kept = [
        ratio is None or page.ratio is None or ratio <= page.ratio,
        page.queries is None or len(asked) <= page.queries,
        page.kilobytes is None or kilobytes <= page.kilobytes,
        page.name != "frame" or found["cpu_ms"] <= 8,
    ]
    return {
        "page": page.name, "ms": found["ms"], "cpu ms": found["cpu_ms"], "p95": found["p95"],
        "sql ms": 1000 * sum(float(query["time"]) for query in asked),
        "beside": page.beside or None, "ratio": ratio, "goal": page.ratio, "queries": len(asked), "goal q": page.queries,
        "kB": kilobytes, "goal kB": page.kilobytes, "kept": "yes" if all(kept) else "NO",
    }  # fmt: skip


def profile(page: Page) -> None:
    """Where the time of one page goes, and its queries."""
    page.get()
    with cProfile.Profile() as profiler:
        for _round in range(20):
            page.get()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(70)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)
    for query in queries(page.get):
        print(query["time"], query["sql"][:1000])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--profile", help="name of a page: profile it instead of measuring")
    asked = parser.parse_args()
    base.ready()
    with override_settings(ROOT_URLCONF="bench.floor"):
        pages = {page.name: page for page in all_pages()}
        if asked.profile:
            profile(pages[asked.profile])
            return
        times = in_turns({name: page.get for name, page in pages.items()}, asked.rounds)
        publish("pages", [row(page, times) for page in pages.values()])


if __name__ == "__main__":
    main()
