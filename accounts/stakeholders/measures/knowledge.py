"""How much of what matters the client tells us: indicator 17 of domain.md 1.3."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import connection

from accounts.figures import among, stream
from accounts.stakeholders.measures.beginnings import days_known

FRESH, FADING = 180, 365  # days; the same rule as KnowledgeItem.worth
HALVES = f"""
    CASE WHEN origin = 'client' AND age <= {FRESH} THEN 2
        WHEN origin = 'client' AND age <= {FADING} OR origin = 'public' AND age <= {FRESH} THEN 1
        ELSE 0 END"""  # integers add up quicker than numerics
ITEMS = f"""
    WITH known AS (
        SELECT id, account_id, category, origin, learned_on, told_by_id, is_confidential, %(on)s::date - learned_on AS age
        FROM stakeholders_knowledgeitem
        WHERE learned_on <= %(on)s AND {{here}}
    ), item AS (SELECT *, {HALVES} AS halves FROM known)"""
BY_ACCOUNT = f"""{ITEMS}, category AS (
        SELECT account_id, category, count(*)::int AS items, max(halves) AS halves FROM item GROUP BY account_id, category
    ), informed AS (
        SELECT account_id, sum(items) AS items, sum(halves) AS halves FROM category GROUP BY account_id
    )
    SELECT account.id, {days_known(FRESH)}, coalesce(informed.items, 0), coalesce(informed.halves, 0) / 2.0
    FROM accounts_account AS account LEFT JOIN informed ON informed.account_id = account.id
    WHERE {{ours}} ORDER BY account.id"""
# The best item of each category, the latest of those as good, with how many there are.
OF_ONE = f"""{ITEMS}
    SELECT DISTINCT ON (category) category, id, origin, learned_on, told_by_id, is_confidential, halves / 2.0,
        count(*) OVER (PARTITION BY category)
    FROM item ORDER BY category, halves DESC, learned_on DESC, id DESC"""


class Informed(NamedTuple):
    """What one account adds up to: `worth` is the sum over categories of their best item, 0, 0.5 or 1 each."""

    account_id: int
    days: float
    items: float
    worth: float


class Best(NamedTuple):
    """What is known best in one category; `items` are all those known in it."""

    category: str
    pk: int
    origin: str
    learned_on: date
    told_by_id: int | None
    is_confidential: bool
    worth: float
    items: int


def knowledge_by_account(on: date, accounts: list[int] | None = None) -> Iterator[Informed]:
    """One grouped query for all accounts (or those given), in their order, those of which nothing is known included."""
    sql = BY_ACCOUNT.format(here=among(accounts, "account_id"), ours=among(accounts, "account.id"))
    return stream(sql, {"on": on, "accounts": accounts}, Informed)


def best_known(on: date, account_id: int) -> dict[str, Best]:
    """Category → the item behind the figure of one account."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE.format(here=among([account_id], "account_id")), {"on": on, "accounts": [account_id]})
        found = [Best(*row) for row in cursor.fetchall()]
    return {best.category: best._replace(worth=float(best.worth)) for best in found}
