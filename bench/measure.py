"""Timing in turns (A, B, A, B …), medians, a table on the screen and a JSON in bench/results/."""

import json
import os
import platform
import resource
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext

RESULTS = Path(__file__).parent / "results"


def in_turns(candidates: dict[str, Callable], rounds: int, warm: int = 2) -> dict[str, dict[str, float]]:
    """Name → median `ms` and `cpu_ms` of this process, and `p95`; every round calls every candidate once."""
    for _round in range(warm):
        for call in candidates.values():
            call()
    times = {name: [] for name in candidates}
    for _round in range(rounds):
        for name, call in candidates.items():
            began, cpu = perf_counter(), process_time()
            call()
            times[name].append((1000 * (perf_counter() - began), 1000 * (process_time() - cpu)))
    return {
        name: {
            "ms": median(wall for wall, _cpu in found),
            "cpu_ms": median(cpu for _wall, cpu in found),
            "p95": sorted(wall for wall, _cpu in found)[int(0.95 * (len(found) - 1))],
        }
        for name, found in times.items()
    }


class PeakMemory:
    """Megabytes that the process grew by at most, looked at every few milliseconds."""

    def __enter__(self) -> "PeakMemory":
        self.before = self.peak = self.resident()
        self.over = threading.Event()
        self.watcher = threading.Thread(target=self.watch, daemon=True)
        self.watcher.start()
        return self

    def __exit__(self, *exception):
        self.over.set()
        self.watcher.join()

    def watch(self) -> None:
        while not self.over.wait(0.005):
            self.peak = max(self.peak, self.resident())

    @staticmethod
    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

    @property
    def megabytes(self) -> float:
        return (self.peak - self.before) / 1_000_000


def queries(call: Callable) -> list[dict]:
    """The queries of one call, with their SQL and time."""
    with CaptureQueriesContext(connection) as context:
        call()
    return context.captured_queries


def table(rows: list[dict]) -> str:
    """Rows with the same keys, as aligned columns."""
    names = list(rows[0])
    cells = [names, *([shown(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def shown(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"
    return str(value)


def publish(name: str, rows: list[dict]) -> None:
    """Print the table and keep the figures with the commit and the machine they were taken on."""
    print(f"\n{name}\n{table(rows)}\n", flush=True)
    RESULTS.mkdir(exist_ok=True)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    told = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "rows": rows,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(told, indent=1, default=str) + "\n", encoding="utf-8")
