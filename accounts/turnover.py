"""What revenue lines say of every account: year to date against target, twelve months against the twelve before."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from accounts.figures import among, stream
from accounts.models import last_closed_month
from accounts.models.revenue import months_before

BY_ACCOUNT = """
    SELECT account_id,
        sum(actual) FILTER (WHERE month >= %(new_year)s),
        sum(target) FILTER (WHERE month >= %(new_year)s),
        sum(actual) FILTER (WHERE month > %(year_ago)s),
        sum(actual) FILTER (WHERE month > %(two_years_ago)s AND month <= %(year_ago)s),
        (coalesce(min(month) FILTER (WHERE actual IS NOT NULL) <= %(start)s, FALSE))::int,
        (coalesce(max(month) FILTER (WHERE actual IS NOT NULL) < %(last)s, FALSE))::int
    FROM accounts_revenueline
    WHERE month <= %(last)s AND {here}
    GROUP BY account_id ORDER BY account_id"""


class Turnover(NamedTuple):
    """Sums in euros over closed months, None where no line has a figure."""

    account_id: int
    actual_ytd: float | None
    target_ytd: float | None
    revenue_12m: float | None
    revenue_before: float | None  # the twelve months before those
    has_two_years: float  # 1 when the first actual is 24 months old
    is_late: float  # 1 when the last closed month has no actual


def turnover_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Turnover]:
    """One grouped query for all accounts (or those given) that have revenue lines, in the order of the accounts."""
    last = last_closed_month(on)
    params = {
        "accounts": accounts,
        "last": last,
        "new_year": on.replace(month=1, day=1),
        "year_ago": months_before(last, 12),
        "two_years_ago": months_before(last, 24),
        "start": months_before(last, 23),
    }
    return stream(BY_ACCOUNT.format(here=among(accounts, "account_id")), params, Turnover)
