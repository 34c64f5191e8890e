"""Importing accounts beside a bare COPY of the same rows: `python -m bench.imports [--rows N] [--rounds N]`."""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Account
from bench import base
from bench.measure import PeakMemory, publish
from kam.cockpit.scale import names
from kam.cockpit.scale.load import Stream

HEADINGS = ["Nom", "Code", "Ville", "Code postal", "Pays", "Effectif", "Potentiel annuel", "Site web"]
COLUMNS = (
    "name, code, city, postal_code, country, employees, potential, website, status, address, region, phone, description, "
    "created_at"
)


def records(count: int):
    for rank in range(count):
        yield (
            names.company(rank), f"IMPORT-{rank:06}", names.city(rank), f"{rank % 95 + 1:02}000", "France", rank % 4000 + 10,
            f"{rank * 7919 % 9_000_000},50", f"https://www.{rank}.example",
        )  # fmt: skip


def write_file(folder: str, count: int) -> str:
    path = Path(folder) / "accounts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(records(count))
    return str(path)


def bare_copy(count: int) -> None:
    """The same rows, typed already, into the same table: its triggers write history and standings here too."""
    rows = ("\t".join(map(str, values)).replace(",50", ".50") for values in records(count))
    lines = (f"{row}\tactive\t\t\t\t\t2026-01-01\n" for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY accounts_account ({COLUMNS}) FROM STDIN", Stream(lines))


def bring_in(path: str) -> dict:
    said = StringIO()
    call_command("import_portfolio", path, kind="accounts", json=True, stdout=said)
    return json.loads(said.getvalue())


def seconds(work) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def one_round(path: str, count: int) -> tuple[float, float, float, float]:
    with transaction.atomic():
        copied = seconds(partial(bare_copy, count))
        transaction.set_rollback(True)
    with transaction.atomic():
        tried = seconds(
            lambda: call_command("import_portfolio", path, kind="accounts", dry_run=True, stdout=StringIO())
        )
        first = seconds(lambda: check(bring_in(path), create=count))
        again = seconds(lambda: check(bring_in(path), unchanged=count))
        assert Account.objects.filter(code__startswith="IMPORT-").count() == count
        transaction.set_rollback(True)
    return copied, tried, first, again


def check(result: dict, **expected: int) -> None:
    assert {name: result[name] for name in expected} == expected, result


def measure(path: str, count: int, rounds: int) -> list[dict]:
    times = [one_round(path, count) for _round in range(rounds)]
    copied, *others = (median(found) for found in zip(*times, strict=True))
    rows = [{"run": "bare COPY", "s": copied, "rows a second": count / copied, "times the COPY": None}]
    for name, found in zip(("dry run", "import", "the same file again"), others, strict=True):
        rows.append({"run": name, "s": found, "rows a second": count / found, "times the COPY": found / copied})
    return rows


def peak(count: int) -> float:
    """Megabytes that an import of so many rows adds to a fresh process."""
    command = [sys.executable, "-m", "bench.imports", "--peak", "--rows", str(count)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[-1])


def measure_peak(path: str) -> None:
    with transaction.atomic():
        with tempfile.TemporaryDirectory() as other:
            bring_in(write_file(other, 10))  # whatever is loaded once is loaded now
        with PeakMemory() as memory:
            bring_in(path)
        transaction.set_rollback(True)
    print(json.dumps(memory.megabytes))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    base.ready()
    with tempfile.TemporaryDirectory() as folder:
        path = write_file(folder, asked.rows)
        if asked.peak:
            measure_peak(path)
            return
        publish("imports", measure(path, asked.rows, asked.rounds))
    publish(
        "imports-memory", [{"rows": n, "MB added": peak(n)} for n in (asked.rows // 10, asked.rows, 4 * asked.rows)]
    )


if __name__ == "__main__":
    main()
