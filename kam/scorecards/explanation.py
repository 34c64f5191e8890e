"""Why a figure is what it is: the formula, the thresholds, the rows, what it was before. For one account and any day."""

from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from kam.scorecards.indicators import BY_KEY
from kam.scorecards.indicators.base import BADGES, Evidence, Figure, Indicator, decimal
from kam.scorecards.models import Grid, GridRow, Reading
from kam.scorecards.panel import Panel
from kam.scorecards.points import aimed, bounds_of, points_at, points_of, thresholds, tone_of

INDEX = "cooperative_index"
MONTHS = 12


class Past:
    """What was read of a figure (`account`, `key`, `unit`) month after month."""

    def worded(self, value: float | None) -> str:
        return _("not measured") if value is None else self.unit(value)

    @cached_property
    def months(self) -> list[Reading]:
        """The last reading of each month, the latest first."""
        return list(Reading.objects.of(self.account.pk, self.key).last_of_months()[:MONTHS])

    @property
    def history(self) -> list[tuple[date, str, float | None]]:
        """Day, figure and points of each."""
        return [(r.on, self.worded(r.figure), r.points) for r in self.months]

    @property
    def spark(self) -> list[float | None]:
        return [reading.figure for reading in reversed(self.months)]


class Explanation(Past):
    """One indicator of one account on one day, as it was read then and as the facts known now have it."""

    def __init__(self, account: Account, indicator: Indicator, on: date):
        self.account, self.indicator, self.on = account, indicator, on
        self.key, self.label = indicator.key, indicator.label
        self.formula, self.unit = indicator.formula, indicator.unit
        self.tells_opinions = indicator.tells_opinions

    @cached_property
    def reading(self) -> Reading | None:
        taken = Reading.objects.of_day(self.on, [self.account.pk]).filter(indicator=self.key)
        return taken.select_related("grid").first()

    @cached_property
    def figure(self) -> Figure:
        """As it was read that day; as it is now known when nothing was read."""
        reading = self.reading
        return Figure(reading.figure, reading.state, reading.target, reading.badge) if reading else self.known_now

    @cached_property
    def known_now(self) -> Figure:
        figure, tier = self.indicator.figure(self.account.pk, self.on), self.account.tier
        return aimed(figure, self.rule.targets if self.rule else {}, tier and tier.code)

    @property
    def has_moved(self) -> bool:
        """Whether facts entered or corrected since then give another figure for the same day."""
        return self.reading is not None and self.known_now != self.figure

    @cached_property
    def grid(self) -> Grid:
        grids = Grid.objects.prefetch_related("rows")
        return grids.get(pk=self.reading.grid_id) if self.reading else grids.in_force(self.on)

    @cached_property
    def rule(self) -> GridRow | None:
        return self.grid.rows_of(self.indicator.family).get(self.key)

    @property
    def points(self) -> float | None:
        return points_of(self.figure, self.rule.knots) if self.rule else None

    @property
    def tone(self) -> str:
        return tone_of(self.points)

    @property
    def badge(self) -> str:
        return BADGES.get(self.figure.badge, "")

    @property
    def value(self) -> str:
        return self.worded(self.figure.value)

    @property
    def value_now(self) -> str:
        return self.worded(self.known_now.value)

    @cached_property
    def curve(self) -> list[tuple[float, float]]:
        return thresholds(self.rule.knots, self.figure.target) if self.rule else []

    @property
    def thresholds(self) -> list[tuple[str, float]]:
        return [(self.unit(figure), points) for figure, points in self.curve]

    @property
    def calculation(self) -> str:
        """How the figure becomes points, in a sentence."""
        if self.points is None:
            return _("Nothing to score: the figure is left out of the mean, it is not a zero.")
        words = {"figure": self.value, "points": decimal(self.points), "reserve": self.badge}
        bounds = bounds_of(self.figure.value, self.curve)
        if self.is_capped:
            return _("%(figure)s: %(points)s points, the most that can be had with this reserve: %(reserve)s.") % words
        if bounds is None:
            return self.at_the_edge(words)
        for side, (figure, points) in zip(("low", "high"), bounds, strict=True):
            words |= {side: self.unit(figure), f"{side}_points": decimal(points)}
        return (
            _(
                "%(figure)s lies between %(low)s (%(low_points)s points) and %(high)s (%(high_points)s points): "
                "%(points)s points."
            )
            % words
        )

    @property
    def is_capped(self) -> bool:
        """Whether a reserve keeps it from the points that the figure alone would have."""
        return self.points < points_at(self.figure.value, self.rule.knots, self.figure.target)

    def at_the_edge(self, words: dict[str, str]) -> str:
        value, (first, _least), (last, _most) = self.figure.value, self.curve[0], self.curve[-1]
        if value <= first:
            edge, told = first, _("%(figure)s: not above the first threshold, %(edge)s, hence %(points)s points.")
        elif value >= last:
            edge, told = last, _("%(figure)s: not below the last threshold, %(edge)s, hence %(points)s points.")
        else:
            edge, told = value, _("%(figure)s: on a threshold, hence %(points)s points.")
        return told % (words | {"edge": self.unit(edge)})

    @cached_property
    def evidence(self) -> Evidence:
        return self.indicator.rows(self.account.pk, self.on)


class IndexExplanation(Past):
    """The index itself: what each indicator weighs in it. Only days that were read have one."""

    key, label, has_moved, tells_opinions = INDEX, gettext_lazy("Cooperative maturity index"), False, False
    unit = staticmethod(decimal)
    formula = gettext_lazy(
        "Σ(weight × points) / Σ weight over the indicators that are measured; the others are left out. Data coverage is "
        "the weight of what is measured over the weight of what applies: below 60 % no conclusion is drawn, up to 80 % "
        "with reserve. While a theme scores below 30, the index stays at 59 at most. Below 40: basic; 40 to 59: in "
        "transition; 60 to 79: confirmed cooperative; from 80: ready for interdependence."
    )

    def __init__(self, account: Account, on: date):
        self.account, self.on = account, on
        self.panel = Panel(account, on)

    @property
    def reading(self) -> Reading | None:
        return self.panel.readings.get(INDEX)

    @property
    def grid(self) -> Grid | None:
        return self.panel.grid if self.reading else None

    @property
    def points(self) -> float | None:
        return self.reading.points if self.reading else None

    @property
    def value(self) -> str:
        return self.worded(self.points)

    @property
    def tone(self) -> str:
        return "teal" if self.points is not None else ""

    @property
    def badge(self) -> str:
        return BADGES.get(self.reading.badge, "") if self.reading else ""

    @property
    def calculation(self) -> str:
        if self.points is None:
            return _("Nothing was measured that day.")
        return _("%(coverage)s%% of the weights are measured: %(band)s.") % {
            "coverage": round(100 * self.panel.result.data_coverage),
            "band": self.panel.band,
        }

    @cached_property
    def evidence(self) -> Evidence:
        lines = self.panel.indicators if self.reading else []
        weight = sum(line.rule.weight for line in lines if line.points is not None)
        shares = {
            line.indicator.key: line.rule.weight * line.points / weight for line in lines if line.points is not None
        }
        gains = self.panel.leverage if lines else {}
        return Evidence(
            headers=[_("Indicator"), _("Observed"), _("Points"), _("Weight"), _("Share of the index"), _("To gain")],
            rows=[
                [line.indicator.label, line.figure, line.points, line.rule.weight, shares.get(key), gains.get(key)]
                for line in lines
                for key in [line.indicator.key]
            ],
            addresses=[self.address(line) for line in lines],
            total=[_("Total"), None, None, weight, sum(shares.values()), sum(gains.values())] if lines else [],
        )

    def address(self, line) -> str:
        return f"{reverse('scorecards:figure', args=[self.account.pk, line.indicator.key])}?on={self.on.isoformat()}"


def explain(account: Account, key: str, on: date) -> Explanation | IndexExplanation | None:
    """What explains that figure; None for an unknown key."""
    if key == INDEX:
        return IndexExplanation(account, on)
    return Explanation(account, BY_KEY[key], on) if key in BY_KEY else None
