"""Taking readings: every account measured for one day, that day's rows replaced, where it stands rewritten."""

import tempfile
from collections.abc import Iterator
from datetime import date
from heapq import merge
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from accounts.models import Account
from accounts.turnover import turnover_by_account
from kam.scorecards.indicators import INDICATORS, Indicator
from kam.scorecards.indicators.base import UNKNOWN, Figure
from kam.scorecards.indicators.finance import revenue_12m
from kam.scorecards.maturity import Mark, Maturity, cooperative_index
from kam.scorecards.models import Family, Grid, GridRow, Reading, Stale, State
from kam.scorecards.points import aimed, points_of
from kam.scorecards.standings import open_missing, rewrite

PEN = 0x424F5553  # key of the lock that whoever writes readings holds until the end of his transaction
BATCH = 1000  # stale accounts read again in one transaction
IN_MEMORY = 250_000  # bytes of lines kept before they go to a temporary file
COPY = """
    COPY scorecards_reading ("on", indicator, account_id, state, figure, points, target, badge, grid_id) FROM STDIN"""
MEASURES = tuple(dict.fromkeys([*(indicator.measure for indicator in INDICATORS), turnover_by_account]))


@transaction.atomic
def take(on: date, accounts: list[int] | None = None) -> int:
    """Measure and score every living account (or those given) as of that day; returns how many.

    A second run replaces the first; two at once give one result, the second waits. All of it or nothing is kept.
    The number of queries does not depend on the number of accounts, nor does the memory: figures come out of the
    database in the order of the accounts, one account is scored at a time, the lines go back through one COPY.
    """
    hold_the_pen()
    if accounts is None:
        open_missing()
        Stale.objects.all().delete()  # what changed before this moment is measured below, what changes later stays
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as lines:
        taken = write_lines(lines, on, accounts)
        Reading.objects.of_day(on, accounts).delete()
        lines.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(COPY, lines)
    rewrite(on, accounts)
    return taken


def refresh(on: date) -> int:
    """Read again the accounts that changed since their last reading; returns how many.

    Does nothing while somebody else holds the pen: what he has not covered is still there the next time.
    """
    done = batch = refresh_batch(on)
    while batch == BATCH:
        batch = refresh_batch(on)
        done += batch
    return done


@transaction.atomic
def refresh_batch(on: date) -> int:
    if not hold_the_pen(wait=False):
        return 0
    accounts = Stale.objects.drain(BATCH)
    if accounts:
        take(on, accounts)
    return len(accounts)


def hold_the_pen(*, wait: bool = True) -> bool:
    """Be the only one who writes readings until the end of the transaction."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PEN])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PEN])
        return cursor.fetchone()[0]


def write_lines(lines, on: date, accounts: list[int] | None) -> int:
    """Write the readings of the day as lines of a COPY; returns the number of accounts."""
    grid = Grid.objects.prefetch_related("rows").in_force(on)
    rules = rules_of(grid)
    taken = 0
    for account_id, tier, facts in facts_by_account(on, accounts):
        taken += 1
        block = [
            f"{on}\t{key}\t{account_id}\t{figure.state}\t{cell(figure.value)}\t{cell(points)}\t{cell(figure.target)}"
            f"\t{figure.badge}\t{grid.pk}\n"
            for key, figure, points in judged(facts, rules, tier)
        ]
        lines.write("".join(block).encode())
    return taken


def cell(number: float | None) -> str | float:
    return r"\N" if number is None else number


def facts_by_account(on: date, accounts: list[int] | None) -> Iterator[tuple[int, str | None, dict]]:
    """Account id, code of its tier, {measure: its row}: of every living account, in their order, all measures abreast."""
    living = ((pk, None, tier) for pk, tier in living_accounts(accounts))
    streams = [labelled(measure, on, accounts) for measure in MEASURES]
    first = itemgetter(0)
    for account_id, parts in groupby(merge(living, *streams, key=first), key=first):
        facts = {measure: row for _account_id, measure, row in parts}
        if None in facts:
            yield account_id, facts.pop(None), facts


def living_accounts(accounts: list[int] | None) -> Iterator[tuple[int, str | None]]:
    living = Account.objects.living() if accounts is None else Account.objects.living().filter(pk__in=accounts)
    return living.order_by("pk").values_list("pk", "tier__code").iterator()


def labelled(measure, on, accounts) -> Iterator[tuple]:
    return ((row.account_id, measure, row) for row in measure(on, accounts))


def rules_of(grid: Grid) -> list[tuple[Indicator, GridRow]]:
    """The indicators that the grid knows, each with its row."""
    rows = {family: grid.rows_of(family) for family in Family}
    known = ((indicator, rows[indicator.family].get(indicator.key)) for indicator in INDICATORS)
    return [(indicator, row) for indicator, row in known if row]


def judged(facts: dict, rules: list[tuple[Indicator, GridRow]], tier: str | None) -> Iterator[tuple]:
    """(key, figure, points or None) of every indicator of an account of that tier, then of what they add up to."""
    marks = []
    for indicator, rule in rules:
        fact = facts.get(indicator.measure)
        figure = aimed(indicator.read(fact) if fact else UNKNOWN, rule.targets, tier)
        points = points_of(figure, rule.knots)
        if indicator.theme:
            marks.append(Mark(indicator.key, indicator.theme, rule.weight, points, figure.state))
        yield indicator.key, figure, points
    yield from added_up(cooperative_index(marks))
    turnover = facts.get(turnover_by_account)
    yield "revenue_12m", revenue_12m(turnover) if turnover else UNKNOWN, None


def added_up(maturity: Maturity) -> Iterator[tuple[str, Figure, float | None]]:
    badge = "theme_floor" if maturity.is_floored else ""
    index = UNKNOWN if maturity.index is None else Figure(maturity.index, badge=badge)
    yield "cooperative_index", index, maturity.index
    yield "data_coverage", Figure(maturity.data_coverage, State.MEASURED, badge=str(maturity.confidence)), None
