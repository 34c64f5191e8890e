"""What was measured: grids (thresholds and weights, versioned), readings, and where each account stands."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet


class GridQuerySet(models.QuerySet):
    def in_force(self, on) -> "Grid":
        """The latest grid published on or before that day; the very first one for earlier days."""
        return self.filter(effective_on__lte=on).order_by("-effective_on").first() or self.earliest("effective_on")


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


class GridRow(models.Model):
    """Weight and scoring curve of one indicator: points are read on the straight lines between the knots."""

    grid = models.ForeignKey(Grid, models.CASCADE, related_name="rows")
    indicator = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField(_("weight"))
    knots = models.JSONField(help_text="[[figure, points], …] in ascending order of figures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grid", "indicator"], name="grid_row_once")]
        verbose_name = _("grid row")
        verbose_name_plural = _("grid rows")

    def __str__(self):
        return self.indicator


class State(models.TextChoices):
    """Whether there was something to measure; the last two leave the weighted mean."""

    MEASURED = "measured", _("Measured")
    INSUFFICIENT = "insufficient_data", _("Insufficient data")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")


class Reading(models.Model):
    """One indicator of one account on one day: the raw figure, so that points can be explained and recomputed."""

    pk = models.CompositePrimaryKey("on", "account_id", "indicator")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_index=False)
    indicator = models.CharField(max_length=40)
    on = models.DateField()
    state = models.CharField(max_length=20, choices=State)
    figure = models.FloatField(null=True)
    points = models.FloatField(null=True)
    badge = models.CharField(
        max_length=20, blank=True, help_text="key of a reserve on the figure, such as «map_incomplete»"
    )
    grid = models.ForeignKey(Grid, models.PROTECT, related_name="+", db_index=False)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [models.Index(fields=["account", "indicator", "on"], name="reading_by_account")]

    def __str__(self):
        return f"{self.indicator} {self.on}"


class Standing(models.Model):
    """Where an account stands today: what lists sort by. Rewritten by every reading of the account."""

    class Confidence(models.TextChoices):
        """domain.md 1.4, rule 2."""

        GOOD = "good", _("Enough data")
        LOW = "low", _("Low confidence")
        NONE = "none", _("Too little data")

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="+")
    on = models.DateField()
    index = models.FloatField(_("cooperative maturity index"), null=True)
    data_coverage = models.FloatField(_("data coverage"), default=0)
    confidence = models.CharField(_("data"), max_length=4, choices=Confidence, default=Confidence.NONE)
    trend = ArrayField(
        models.FloatField(null=True), default=list, help_text="index at the last 12 month ends, oldest first"
    )
    revenue_12m = models.DecimalField(_("12-month revenue"), max_digits=16, decimal_places=2, null=True)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [models.Index(models.F("index").desc(nulls_last=True), name="standing_by_index")]

    def __str__(self):
        return f"{self.account_id}: {self.index}"


class Stale(models.Model):
    """An account whose facts changed since its last reading; rows are added by database triggers (see migrations)."""

    account_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("stale account")
        verbose_name_plural = _("stale accounts")

    def __str__(self):
        return str(self.account_id)
