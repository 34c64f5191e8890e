"""What the account page says of one account: its index, its indicators, its scorecard, what to do next."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from accounts.models import Account
from kam.scorecards import maturity, scorecard
from kam.scorecards.indicators import BY_KEY, INDICATORS, Indicator
from kam.scorecards.indicators.base import BADGES, Figure, Perspective
from kam.scorecards.models import Family, Grid, GridRow, Reading, Stale, Standing
from kam.scorecards.points import points_of, thresholds, tone_of

ADVICES = 3


@dataclass(frozen=True)
class Line:
    """One indicator as it is shown: figure, target and score of the day, score 90 days before."""

    indicator: Indicator
    rule: GridRow
    reading: Reading
    points: float | None
    before: float | None

    @property
    def figure(self) -> str:
        return "" if self.reading.figure is None else self.indicator.unit(self.reading.figure)

    @property
    def target(self) -> str:
        """The first threshold that is green."""
        curve = thresholds(self.rule.knots, self.reading.target)
        green = (figure for figure, points in curve if tone_of(points) == "green")
        return self.indicator.unit(next(green, curve[-1][0]))

    @property
    def tone(self) -> str:
        return tone_of(self.points)

    @property
    def badge(self) -> str:
        return BADGES.get(self.reading.badge, "")

    @property
    def change(self) -> float | None:
        return None if self.points is None or self.before is None else self.points - self.before

    @property
    def mark(self) -> maturity.Mark:
        key = self.indicator.key
        return maturity.Mark(key, self.indicator.theme, self.rule.weight, self.points, self.reading.state)

    @property
    def kpi(self) -> scorecard.Mark:
        return scorecard.Mark(self.indicator.key, self.indicator.perspective, self.rule.weight, self.points)


@dataclass(frozen=True)
class PerspectiveBlock:
    perspective: Perspective
    verdict: scorecard.Verdict
    lines: list[Line] = field(default_factory=list)


class Panel:
    """The readings of one account on one day, in two families; the day of its standing unless told otherwise."""

    def __init__(self, account: Account, on: date | None = None):
        self.account = account
        self.standing = Standing.objects.get(account=account)
        self.on = on or self.standing.on

    @cached_property
    def readings(self) -> dict[str, Reading]:
        taken = Reading.objects.of_day(self.on, [self.account.pk]) if self.on else []
        return {reading.indicator: reading for reading in taken}

    @cached_property
    def is_stale(self) -> bool:
        """Something changed since; the figures follow within seconds."""
        return Stale.objects.filter(account_id=self.account.pk).exists()

    @cached_property
    def before(self) -> dict[str, Reading]:
        former = Reading.objects.filter(account=self.account).a_quarter_before(self.on)
        return {reading.indicator: reading for reading in former}

    @cached_property
    def grid(self) -> Grid:
        """The one that the readings were scored with."""
        any_reading = next(iter(self.readings.values()))
        return Grid.objects.prefetch_related("rows").get(pk=any_reading.grid_id)

    def lines(self, family: Family) -> list[Line]:
        """In the order of the catalogue; a figure of the other family is scored with this one's grid."""
        rules = self.grid.rows_of(family)
        known = [i for i in INDICATORS if i.key in rules and i.key in self.readings]
        return [self.line(indicator, rules[indicator.key]) for indicator in known]

    def line(self, indicator: Indicator, rule: GridRow) -> Line:
        reading, before = self.readings[indicator.key], self.before.get(indicator.key)
        return Line(indicator, rule, reading, scored(reading, rule), before and scored(before, rule))

    @cached_property
    def indicators(self) -> list[Line]:
        return self.lines(Family.MATURITY)

    @cached_property
    def kpis(self) -> list[Line]:
        order = list(Perspective)
        return sorted(self.lines(Family.SCORECARD), key=lambda line: order.index(line.indicator.perspective))

    @property
    def perspectives(self) -> list[PerspectiveBlock]:
        verdicts = scorecard.perspectives([line.kpi for line in self.kpis])
        blocks = groupby(self.kpis, key=attrgetter("indicator.perspective"))
        return [PerspectiveBlock(key, verdicts[key], list(lines)) for key, lines in blocks]

    @property
    def overall(self) -> scorecard.Verdict:
        return scorecard.overall([line.kpi for line in self.kpis])

    @cached_property
    def result(self) -> maturity.Maturity:
        return maturity.cooperative_index([line.mark for line in self.indicators])

    @property
    def band(self) -> str:
        return "" if self.result.index is None else maturity.band(self.result.index)

    @property
    def change(self) -> float | None:
        """Points of index gained in 90 days."""
        before = self.before.get("cooperative_index")
        if before is None or before.figure is None or self.result.index is None:
            return None
        return self.result.index - before.figure

    @property
    def momentum(self) -> maturity.Momentum | None:
        return maturity.momentum(self.standing.trend)

    @property
    def leverage(self) -> dict[str, float]:
        return maturity.leverage([line.mark for line in self.indicators])

    @property
    def advices(self) -> list[tuple[Indicator, float, str]]:
        """What would add most to the index: indicator, points of index to gain, what to do."""
        facts, found = {}, []
        for key, gain in list(self.leverage.items())[:ADVICES]:
            indicator = BY_KEY[key]
            if gain and indicator.advise:
                if indicator.facts not in facts:
                    facts[indicator.facts] = indicator.facts(self.account.pk, self.on)
                found.append((indicator, gain, indicator.advise(facts[indicator.facts])))
        return found


def scored(reading: Reading, rule: GridRow) -> float | None:
    """Points of a reading under a rule: those it keeps under its own, computed from its figure under another."""
    indicator = BY_KEY[reading.indicator]
    if rule.family == indicator.family and rule.grid_id == reading.grid_id:
        return reading.points
    return points_of(Figure(reading.figure, reading.state, reading.target, reading.badge), rule.knots)
