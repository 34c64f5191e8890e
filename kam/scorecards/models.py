"""What was measured: grids (thresholds and weights, versioned), readings, and where each account stands."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet, Stage, Tier


class Family(models.TextChoices):
    """The two ways of judging a figure; the same figure may stand in both, with other thresholds."""

    MATURITY = "maturity", _("Cooperative maturity")
    SCORECARD = "scorecard", _("Scorecard")


class GridQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "Grid":
        """The latest grid published on or before that day; the very first one for earlier days."""
        return self.filter(effective_on__lte=on).order_by("-effective_on").first() or self.earliest("effective_on")

    def since(self, on: date) -> "GridQuerySet":
        return self.filter(effective_on__gte=on)


class Grid(models.Model):
    """A version of all thresholds and weights; readings name the one they were scored with."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    effective_on = models.DateField(_("in force from"), unique=True)

    objects = GridQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on"]
        verbose_name = _("grid")
        verbose_name_plural = _("grids")

    def __str__(self):
        return self.version

    def rows_of(self, family: Family) -> dict[str, "GridRow"]:
        """Indicator key → its row, in the order of the grid; reads `rows` once when they were prefetched."""
        return {row.indicator: row for row in self.rows.all() if row.family == family}

    def has_rows(self, indicators: Iterable[str]) -> bool:
        """Whether it judges all these."""
        return set(indicators) <= set(self.rows.values_list("indicator", flat=True))


def validate_knots(knots) -> None:
    """At least two [figure, points] pairs, figures ascending, points within 0..100."""
    try:
        figures = [float(figure) for figure, _points in knots]
        points = [float(points) for _figure, points in knots]
    except (TypeError, ValueError) as error:
        raise ValidationError(_("Write the curve as [[figure, points], …].")) from error
    if len(figures) < 2 or any(left >= right for left, right in zip(figures, figures[1:], strict=False)):
        raise ValidationError(_("A curve needs two figures or more, in ascending order."))
    if not all(0 <= value <= 100 for value in points):
        raise ValidationError(_("Points lie between 0 and 100."))


class GridRow(models.Model):
    """Weight and scoring curve of one indicator: points are read on the straight lines between the knots."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="rows")
    family = models.CharField(_("used by"), max_length=10, choices=Family)
    indicator = models.CharField(_("indicator"), max_length=40)
    weight = models.PositiveSmallIntegerField(_("weight"))
    knots = models.JSONField(_("curve"), help_text="[[figure, points], …] in ascending order of figures")
    targets = models.JSONField(
        _("targets by tier"), default=dict, blank=True,
        help_text="{code of the tier: figure worth 100 points}, where it is not that of the curve",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["grid", "family", "indicator"], name="grid_row_once")]
        verbose_name = _("grid row")
        verbose_name_plural = _("grid rows")

    def __str__(self):
        return self.indicator

    def clean(self):
        validate_knots(self.knots)


class State(models.TextChoices):
    """Whether there was something to measure; the last two leave the weighted mean."""

    MEASURED = "measured", _("Measured")
    INSUFFICIENT = "insufficient_data", _("Insufficient data")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class ReadingQuerySet(AccountScopedQuerySet):
    def of_day(self, on: date, accounts: list[int] | None = None) -> "ReadingQuerySet":
        """The readings of one day, of all accounts or of those given."""
        taken = self.filter(on=on)
        return taken if accounts is None else taken.filter(account__in=accounts)

    def of(self, account_id: int, indicator: str) -> "ReadingQuerySet":
        return self.filter(account=account_id, indicator=indicator)

    def a_quarter_before(self, on: date) -> "ReadingQuerySet":
        """The last reading of each account and indicator that is 90 days old, and no older than 120."""
        days = (on - timedelta(days=120), on - timedelta(days=90))
        return (
            self.filter(on__range=days).order_by("account_id", "indicator", "-on").distinct("account_id", "indicator")
        )

    def last_of_months(self) -> "ReadingQuerySet":
        """The last reading of each month, the latest first; of one account and indicator."""
        return self.annotate(month=TruncMonth("on")).order_by("-month", "-on").distinct("month")


class Reading(models.Model):
    """One indicator of one account on one day: the raw figure, so that points can be explained and recomputed.

    Three keys are not indicators but what a day adds up to: `cooperative_index`, `data_coverage` (its badge is
    the confidence) and `revenue_12m`; kept here, they have a history like the rest. Neither foreign key has a
    constraint in the database: checking it would double the time of a COPY, and readings are written by `take` only.
    """

    pk = models.CompositePrimaryKey("on", "indicator", "account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    indicator = models.CharField(max_length=40)
    on = models.DateField()
    state = models.CharField(max_length=20, choices=State)
    figure = models.FloatField(null=True)
    points = models.FloatField(null=True)
    target = models.FloatField(
        null=True, help_text="figure worth 100 points, when this account has its own instead of the grid's"
    )
    badge = models.CharField(
        max_length=20, blank=True, help_text="key of a reserve on the figure, such as «map_incomplete»"
    )
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [models.Index(fields=["account", "indicator", "on"], name="reading_by_account")]

    def __str__(self):
        return f"{self.indicator} {self.on}"


class OfGroup(models.Subquery):
    """A subquery on nothing but what the rows are grouped by: looked up once for each group, not for each row."""

    def get_group_by_cols(self):
        return []


class Rise(models.Func):
    """Points from the first to the last known of the month ends in a `trend`; null with fewer than two."""

    template = (
        "(SELECT known[cardinality(known)] - known[1]"
        " FROM (SELECT array_remove(%(expressions)s, NULL) AS known) AS months WHERE cardinality(known) > 1)"
    )
    output_field = models.FloatField()


class StandingQuerySet(AccountScopedQuerySet):
    def summed_up(self) -> dict:
        """What a list of accounts comes to, in one query; None where nothing is known.

        accounts, active, cooperative (declared stage or higher), enough_data: counts; revenue_12m, potential: euros;
        index: mean weighted by tier (domain.md 2), of the accounts with data; on: day of the last readings.
        """
        known = models.Q(index__isnull=False) & ~models.Q(confidence=Standing.Confidence.NONE)
        weight = Tier.objects.filter(pk=models.OuterRef("account__tier")).order_by().values("weight")
        tiers = (
            self.order_by()
            .values("account__tier")
            .annotate(
                accounts=models.Count("pk"),
                active=models.Count("pk", filter=models.Q(account__status=Account.Status.ACTIVE)),
                cooperative=models.Count("pk", filter=models.Q(account__declared_stage__gte=Stage.COOPERATIVE)),
                enough_data=models.Count("pk", filter=models.Q(confidence=Standing.Confidence.GOOD)),
                revenue_12m=models.Sum("revenue_12m"),
                potential=models.Sum("account__potential"),
                points=models.Sum("index", filter=known),
                known=models.Count("pk", filter=known),
                on=models.Max("on"),
                weight=OfGroup(weight),
            )
        )
        return totals_of_tiers(list(tiers))


def totals_of_tiers(tiers: list[dict]) -> dict:
    """The sums over tiers; the mean of `points` counts each account with the weight of its tier, 1 without any."""
    totals = {key: sum(tier[key] for tier in tiers) for key in ("accounts", "active", "cooperative", "enough_data")}
    for key in ("revenue_12m", "potential"):
        known = [tier[key] for tier in tiers if tier[key] is not None]
        totals[key] = sum(known) if known else None
    weights = sum(tier["known"] * (tier["weight"] or 1) for tier in tiers)
    points = sum((tier["points"] or 0) * (tier["weight"] or 1) for tier in tiers)
    totals["index"] = points / weights if weights else None
    totals["on"] = max((tier["on"] for tier in tiers if tier["on"]), default=None)
    return totals


class Standing(models.Model):
    """Where an account stands today: what lists join and sort by. Every account has one: a database trigger adds it."""

    class Confidence(models.TextChoices):
        """domain.md 1.4, rule 2."""

        GOOD = "good", _("Enough data")
        LOW = "low", _("Low confidence")
        NONE = "none", _("Too little data")

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    on = models.DateField(null=True, help_text="day of the readings; empty until the first one")
    index = models.FloatField(_("cooperative maturity index"), null=True)
    data_coverage = models.FloatField(_("data coverage"), default=0, help_text="share of the weights, 0..1")
    confidence = models.CharField(_("data"), max_length=4, choices=Confidence, default=Confidence.NONE)
    trend = ArrayField(
        models.FloatField(null=True),
        default=list,
        help_text="index at the 11 month ends before `on`, oldest first, then of `on` itself; null where unknown",
    )
    revenue_12m = models.DecimalField(_("12-month revenue"), max_digits=16, decimal_places=2, null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [
            models.Index(models.F("index").desc(nulls_last=True), name="standing_by_index"),
            models.Index(models.F("revenue_12m").desc(nulls_last=True), name="standing_by_revenue"),
        ]

    def __str__(self):
        return f"{self.account_id}: {self.index}"


class StaleQuerySet(models.QuerySet):
    def drain(self, count: int) -> list[int]:
        """Take at most that many accounts off the list, with all their rows; until the end of the transaction."""
        some = list(self.order_by().values_list("account_id", flat=True).distinct()[:count])
        self.filter(account_id__in=some).delete()
        return sorted(some)


class Stale(models.Model):
    """An account whose facts changed since its last reading.

    Rows are added by database triggers (see the migrations), several for one account if it changed several times:
    without a unique key, nobody who writes waits for anybody else.
    """

    account_id = models.BigIntegerField()

    objects = StaleQuerySet.as_manager()

    class Meta:
        verbose_name = _("stale account")
        verbose_name_plural = _("stale accounts")

    def __str__(self):
        return str(self.account_id)
