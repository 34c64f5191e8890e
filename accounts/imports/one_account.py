"""A file about one account, which its rows therefore do not name: an organisation chart, a list of contacts."""

from collections.abc import Iterator
from typing import Any

from accounts.imports.readers import Row, Table

HEADING = "account"


class OfOneAccount:
    """A table with one more column, which holds the account; it is read through to the table in all else."""

    def __init__(self, table: Table, account: str):
        self.table, self.account = table, account
        self.headers = [*table.headers, HEADING]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.table, name)

    def rows(self) -> Iterator[Row]:
        return map(self.completed, self.table.rows())

    def sample(self, size: int) -> list[Row]:
        return [self.completed(row) for row in self.table.sample(size)]

    def completed(self, row: Row) -> Row:
        if not row.problem:
            row.cells.append(self.account)
        return row
