"""Where accounts stand, rewritten from their readings with one statement for all of them."""

from datetime import date, timedelta

from django.db import connection

from accounts.figures import among

TREND_MONTHS = 12
OPEN = """
    INSERT INTO scorecards_standing (account_id, data_coverage, confidence, trend)
    SELECT account.id, 0, 'none', '{}' FROM accounts_account AS account
    WHERE NOT EXISTS (SELECT FROM scorecards_standing AS standing WHERE standing.account_id = account.id)
    ON CONFLICT DO NOTHING"""
# A reading of an earlier day than the standing's does not change where the account stands.
REWRITE = """
    UPDATE scorecards_standing AS standing
    SET "on" = %(on)s, index = today.index, data_coverage = today.data_coverage, confidence = today.confidence,
        revenue_12m = today.revenue_12m, trend = today.trend
    FROM (
        SELECT account_id,
            max(figure) FILTER (WHERE indicator = 'cooperative_index' AND "on" = %(on)s) AS index,
            max(figure) FILTER (WHERE indicator = 'data_coverage') AS data_coverage,
            max(badge) FILTER (WHERE indicator = 'data_coverage') AS confidence,
            max(figure) FILTER (WHERE indicator = 'revenue_12m') AS revenue_12m,
            ARRAY[{trend}] AS trend
        FROM scorecards_reading
        WHERE ((indicator = 'cooperative_index' AND "on" = ANY(%(days)s))
            OR (indicator IN ('data_coverage', 'revenue_12m') AND "on" = %(on)s)) AND {ours}
        GROUP BY account_id
    ) AS today
    WHERE standing.account_id = today.account_id AND today.confidence IS NOT NULL
        AND (standing."on" IS NULL OR standing."on" <= %(on)s)"""
MONTH = """max(figure) FILTER (WHERE indicator = 'cooperative_index' AND "on" = %(day{place})s)"""


def open_missing() -> None:
    """Give a standing to accounts that were loaded without the trigger that does it."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN)


def rewrite(on: date, accounts: list[int] | None = None) -> None:
    """Let the standings say what the readings of that day say, with the indices of the 11 month ends before."""
    days = [*month_ends(on, TREND_MONTHS - 1), on]
    trend = ", ".join(MONTH.format(place=place) for place in range(len(days)))
    params = {"on": on, "days": days, "accounts": accounts, **{f"day{place}": day for place, day in enumerate(days)}}
    with connection.cursor() as cursor:
        cursor.execute(REWRITE.format(trend=trend, ours=among(accounts, "account_id")), params)


def month_ends(on: date, count: int) -> list[date]:
    """The last days of the `count` months before that of `on`, oldest first."""
    days, day = [], on
    for _month in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        days.insert(0, day)
    return days
