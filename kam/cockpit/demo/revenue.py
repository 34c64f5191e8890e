"""Three years of monthly revenue: seasonal by sector, growing or shrinking, with the targets of the current year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from accounts.models.revenue import months_before
from kam.cockpit.demo.dates import months_ago
from kam.cockpit.demo.dossiers import Dossier

HISTORY = 36
SEASONS = {  # weight of each month, January first
    "industry": (9, 9, 10, 9, 9, 9, 8, 4, 9, 9, 9, 6),
    "retail": (6, 6, 7, 7, 8, 7, 7, 7, 9, 11, 14, 11),
    "high-tech": (7, 7, 8, 8, 8, 9, 8, 6, 9, 9, 10, 11),
    "tourism-mice": (3, 4, 7, 9, 11, 13, 10, 6, 12, 13, 8, 4),
    "services": (9, 8, 9, 8, 8, 9, 8, 6, 9, 9, 9, 8),
    "healthcare": (9, 8, 9, 8, 8, 8, 8, 7, 9, 9, 9, 8),
    "energy": (8, 8, 9, 9, 9, 9, 8, 6, 9, 9, 9, 7),
    "food": (7, 7, 8, 8, 8, 8, 7, 6, 9, 11, 11, 10),
    "banking-insurance": (10, 8, 8, 8, 8, 8, 8, 6, 9, 9, 9, 9),
    "luxury-consumer": (5, 6, 6, 7, 7, 7, 6, 6, 9, 12, 16, 13),
}


@dataclass(frozen=True)
class Month:
    month: date
    offering: str
    actual: Decimal | None
    target: Decimal
    margin: Decimal | None


def months(dossier: Dossier, on: date) -> list[Month]:
    """Lines per month and offering, in euros: actual and margin until the last complete month, targets to December.

    The last twelve complete months add up to about `revenue.year`, `revenue.growth` per cent above the twelve before.
    """
    if not dossier.revenue:
        return []
    opened = months_ago(on, dossier.revenue.get("since", HISTORY))
    first = max(months_before(on, HISTORY), opened.replace(day=1))
    ahead = 12 - on.month
    span = (on.year - first.year) * 12 + on.month - first.month + ahead
    dice = Random(f"revenue of {dossier.code}")
    return [
        line(dossier, on, months_before(first, -rank), offering, share, 0.94 + 0.12 * dice.random())
        for rank in range(span + 1)
        for offering, share in dossier.revenue["shares"].items()
    ]


def line(dossier: Dossier, on: date, month: date, offering: str, share: float, luck: float) -> Month:
    facts = dossier.revenue
    seasons = SEASONS[dossier.sector]
    plain = facts["year"] * share * seasons[month.month - 1] / sum(seasons)  # a month of the latest twelve
    years_ago = ((on.year - month.year) * 12 + on.month - month.month - 6.5) / 12
    growth = 1 + facts["growth"] / 100
    actual = plain * growth**-years_ago * luck
    target = plain * growth ** -(on.year - month.year) / growth * (1 + facts["target_growth"] / 100)
    is_over = month < on.replace(day=1)
    margin = actual * (facts["margin"] + 6 * (luck - 1)) / 100
    return Month(month, offering, euros(actual) if is_over else None, euros(target), euros(margin) if is_over else None)


def euros(amount: float) -> Decimal:
    return Decimal(round(amount)).quantize(Decimal("0.01"))
