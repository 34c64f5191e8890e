"""The files of a large plan: seconds and peak memory, each in a process of its own.

`python -m bench.exports [--rounds N]`; no database is read: what is measured is writing, as the worker does it.
"""

import argparse
import resource
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter

from django.utils import translation

from bench.measure import publish
from plans.catalogue import SECTIONS, passages
from plans.content import Action, Content, FigureLine, Objective, Option, Priority, RiskLine, Swot
from plans.exports import client, inside
from plans.exports.formats import SMALL
from plans.sharing import shared_of
from tests.pdf import pages_of

STARTS, ENDS, ON = date(2026, 1, 1), date(2028, 12, 31), date(2026, 11, 22)
ACTIONS, GOAL = 300, 10  # lines; seconds for a PDF of 40 pages
QUADRANTS = ("strength", "weakness", "opportunity", "threat")
WORDS = "Nous livrons plus vite, nous mesurons **ensemble** et nous tenons le délai promis. " * 12
PASSAGE = f"{WORDS}\n\n- un point\n- un autre\n\n| Offre | N | N+1 |\n|---|--:|--:|\n| A | 1 | 2 |\n| B | 3 | 4 |\n"


def large(actions: int) -> Content:
    """All passages written, seven items a quadrant, five priorities, fifteen objectives, so many actions."""
    swot = tuple(
        Swot(f"s{n}", QUADRANTS[n % 4], f"Un fait observé {n}. " * 4, "Preuve", 3, "Enquête", STARTS, True)
        for n in range(28)
    )
    objectives = tuple(
        Objective(
            f"o{n}", f"p{n % 5}", f"Objectif {n}", "Délai", "jours", Decimal(10), Decimal(5), ENDS, "Claire", "manual",
            "Comité", Decimal(8), True,
        )
        for n in range(15)
    )  # fmt: skip
    return Content(
        account="Solvane Industrie", version=1, starts_on=STARTS, ends_on=ENDS, kam="Claire Laurent",
        passages={f"{section.key}.{field.key}": PASSAGE for section, field in passages()},
        figures=tuple(FigureLine(each.key, each.key, "Un chiffre", Decimal(12), "M€", "INSEE", STARTS) for each in SECTIONS),
        swot=swot,
        options=tuple(Option(f"t{n}", f"Option {n}", (f"s{n}", f"s{n + 2}")) for n in range(10)),
        priorities=tuple(Priority(f"p{n}", f"Priorité {n}", "Une phrase.", "Un enjeu", (f"t{n}",)) for n in range(5)),
        objectives=objectives,
        actions=tuple(action(n) for n in range(actions)),
        risks=tuple(RiskLine(f"r{n}", "Un risque", 3, 3, "Un signe", "Une parade", "Claire") for n in range(10)),
    )  # fmt: skip


def action(n: int) -> Action:
    due = STARTS + timedelta(days=n * 7 % 1090)
    return Action(
        f"a{n}", f"o{n % 15}", f"Action {n} avec un titre de longueur ordinaire", "Claire Laurent", n % 4 == 0,
        due - timedelta(days=min(60, (due - STARTS).days)), due, 1 + (due - STARTS).days // 365, 3, n % 100, None, "",
    )  # fmt: skip


def sources(actions: int) -> dict:
    content, at = large(actions), datetime(2026, 11, 20, tzinfo=UTC)
    shared = shared_of(content)
    return {
        "inside": inside.InsideSource(content, "En exécution", at, ON, "fr"),
        "client": client.SharedSource(shared, at, shared.digest, ON, "fr"),
    }


def write(audience: str, kind: str, actions: int, rounds: int) -> None:
    """One format in this process; its figures on standard output."""
    source = sources(actions)[audience]
    formats = inside.FORMATS if audience == "inside" else client.FORMATS
    times = []
    with translation.override("fr"):
        for _round in range(rounds):
            began = perf_counter()
            data = formats[kind].write(source, lambda percent, message: None)
            times.append(perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pages = len(pages_of(data)) if kind == "pdf" else 0
    print(f"{median(times)} {max(times)} {peak} {len(data) / 1000} {pages}")


def measured(audience: str, kind: str, actions: int, rounds: int) -> dict:
    command = [sys.executable, "-m", "bench.exports", "--only", audience, kind, str(actions), "--rounds", str(rounds)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    seconds, slowest, peak, size, pages = (float(each) for each in told[-5:])
    return {
        "file": f"{audience} {kind}", "actions": actions, "s": seconds, "slowest s": slowest, "peak MB": peak, "kB": size,
        "pages": int(pages), "goal s": GOAL if kind == "pdf" else "",
    }  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs=3)
    asked = parser.parse_args()
    if asked.only:
        audience, kind, actions = asked.only
        write(audience, kind, int(actions), asked.rounds)
        return
    large_ones = [("inside", "pdf"), ("client", "pdf"), ("inside", "pptx"), ("client", "pptx")]
    rows = [measured(*each, ACTIONS, asked.rounds) for each in large_ones]
    rows += [measured("inside", kind, SMALL, asked.rounds) for kind in ("xlsx", "ics")]
    publish("exports", rows)


if __name__ == "__main__":
    main()
