"""Figures of all accounts at once, streamed out of the database in the order of the accounts."""

import tempfile
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import connection

Row = TypeVar("Row")
IN_MEMORY = 250_000  # bytes: one account stays in memory, ten thousand go through a temporary file


def stream(sql: str, params: dict, row: Callable[..., Row]) -> Iterator[Row]:
    """Run a query and yield `row(account_id, *numbers)`, one line at a time; a NULL is None, a boolean 1 or 0.

    The first column of the query is the account, which it also sorts by; all others are numbers. COPY, because a
    plain cursor holds the whole result in memory and a server-side one forgoes parallel plans.
    """
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as lines:
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY ({cursor.mogrify(sql, params).decode()}) TO STDOUT", lines)
        lines.seek(0)
        for line in lines:
            account_id, *numbers = line.split()
            yield row(int(account_id), *(None if number == b"\\N" else float(number) for number in numbers))


def among(accounts: list[int] | None, column: str) -> str:
    """The condition that keeps some accounts, for a query with the parameter `accounts`; None keeps all of them."""
    return "TRUE" if accounts is None else f"{column} = ANY(%(accounts)s)"
