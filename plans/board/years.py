"""A plan over its years: what each brings to each priority, and its first twelve months month by month."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from plans.board.cards import Card, Cards
from plans.board.recurrence import occurrences
from plans.models import AccountPlan

DETAILED = 12  # months


@dataclass(frozen=True)
class YearCell:
    """What a priority is to bring in a year: objectives due, actions that fall in it and how far they are."""

    objectives: list[Card]
    actions: list[Card]

    @property
    def percent(self) -> int | None:
        """Mean progress of the actions by weight, None without any."""
        whole = sum(card.line.weight for card in self.actions)
        return round(sum(c.line.progress * c.line.weight for c in self.actions) / whole) if whole else None


@dataclass(frozen=True)
class Stretch:
    """So many months side by side; `days` are those on which the action falls due in them, `is_bar` while it runs."""

    months: int
    is_bar: bool = False
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class Band:
    """An action across the months of the first year."""

    card: Card
    stretches: list[Stretch]


@dataclass(frozen=True)
class Lane:
    """A priority, or None for what serves none."""

    priority: Card | None
    years: list[YearCell]
    bands: list[Band]


def years_of(plan: AccountPlan) -> list[tuple[int, date, date]]:
    """(number, first day, last day) of each year of the plan."""
    found = []
    for number in range(1, plan.year_of(plan.ends_on) + 1):
        first = plan.starts_on + relativedelta(years=number - 1)
        found.append((number, first, min(plan.ends_on, first + relativedelta(years=1, days=-1))))
    return found


def months_of(plan: AccountPlan) -> list[date]:
    """The first day of each of the first twelve months, or fewer of a shorter plan."""
    first = plan.starts_on.replace(day=1)
    months = [first + relativedelta(months=number) for number in range(DETAILED)]
    return [month for month in months if month <= plan.ends_on]


def quarters_of(months: list[date]) -> list[tuple[int, int, int]]:
    """(quarter, year, how many of the months lie in it)."""
    keys = [((month.month - 1) // 3 + 1, month.year) for month in months]
    return [(*key, keys.count(key)) for key in dict.fromkeys(keys)]


def lanes_of(plan: AccountPlan, cards: Cards) -> list[Lane]:
    """By priority, what serves none last; every action stands in one lane."""
    lanes = []
    for priority in [*cards.of("priority"), None]:
        objectives = cards.under("objective", priority)
        actions = [action for objective in objectives for action in cards.under("action", objective)]
        if priority is None:
            actions += cards.under("action", None)
        if priority or objectives or actions:
            lanes.append(lane(plan, priority, objectives, actions))
    return lanes


def lane(plan: AccountPlan, priority: Card | None, objectives: list[Card], actions: list[Card]) -> Lane:
    days = {card: occurrences(card.line.due_on, card.line.recurrence, plan.ends_on) for card in actions}
    cells = [
        YearCell(
            [card for card in objectives if card.line.due_on and first <= card.line.due_on <= last],
            [card for card in actions if any(first <= day <= last for day in days[card])],
        )
        for _number, first, last in years_of(plan)
    ]
    months = months_of(plan)
    bands = [Band(card, stretches) for card in actions if (stretches := stretches_of(card, days[card], months))]
    return Lane(priority, cells, bands)


def stretches_of(card: Card, days: list[date], months: list[date]) -> list[Stretch]:
    """The months cut where the action begins, runs and falls due; [] when it touches none of them."""
    keys = [(month.year, month.month) for month in months]
    starts = card.line.starts_on or card.line.due_on
    runs = [(starts.year, starts.month) <= key <= (days[0].year, days[0].month) for key in keys]
    due = [tuple(day for day in days if (day.year, day.month) == key) for key in keys]
    if not any(runs) and not any(due):
        return []
    found = []
    for is_bar, those in zip(runs, due, strict=True):
        if found and not those and not found[-1].days and found[-1].is_bar == is_bar:
            found[-1] = Stretch(found[-1].months + 1, is_bar)
        else:
            found.append(Stretch(1, is_bar, those))
    return found
