"""Monthly revenue lines: what was sold, what was aimed at, what was left."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountScopedQuerySet
from accounts.models.reference import ListValue
from kam.users.history import track


def last_closed_month(on: date) -> date:
    """First day of the last month that is over when that day ends: a month counts from its last day."""
    return ((on + timedelta(days=1)).replace(day=1) - timedelta(days=1)).replace(day=1)


def months_before(day: date, count: int) -> date:
    """The first day of the month that comes `count` months before (after, when negative) that of a day."""
    years, place = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(years, place + 1, 1)


class RevenueLineQuerySet(AccountScopedQuerySet):
    def rolling(self, on: date, back: int = 0) -> "RevenueLineQuerySet":
        """The twelve months that end with the last closed one (R12), or those that end `back` months earlier."""
        last = months_before(last_closed_month(on), back)
        return self.filter(month__gt=months_before(last, 12), month__lte=last)

    def year_to_date(self, on: date) -> "RevenueLineQuerySet":
        """The closed months of the calendar year of that day; none in January before its last day."""
        return self.filter(month__gte=on.replace(month=1, day=1), month__lte=last_closed_month(on))

    def of_account(self, account_id: int) -> "RevenueLineQuerySet":
        return self.filter(account=account_id)

    def by_month(self) -> list[dict]:
        """`month`, `actual` and `target` (€, None where no line has a figure) of each month with lines, oldest first."""
        return list(self.order_by("month").values("month").annotate(actual=Sum("actual"), target=Sum("target")))

    def summary(self, on: date) -> dict[str, Decimal | None]:
        """Sums in euros and ratios in %, None where they rest on no figure, in one query.

        revenue_12m and revenue_before: R12 and the R12 before it, growth between them; margin_rate of the R12 lines
        that have a margin; actual_ytd, target_ytd and attainment over the closed months of the year.
        """
        last = last_closed_month(on)
        year, before = (Q(month__gt=months_before(last, m + 12), month__lte=months_before(last, m)) for m in (0, 12))
        to_date = Q(month__gte=on.replace(month=1, day=1), month__lte=last)
        sums = self.aggregate(
            revenue_12m=Sum("actual", filter=year),
            revenue_before=Sum("actual", filter=before),
            margin_12m=Sum("margin", filter=year),
            margin_base=Sum("actual", filter=year & Q(margin__isnull=False)),
            actual_ytd=Sum("actual", filter=to_date),
            target_ytd=Sum("target", filter=to_date),
        )
        return {
            **sums,
            "growth": minus_hundred(percent(sums["revenue_12m"], sums["revenue_before"])),
            "margin_rate": percent(sums["margin_12m"], sums["margin_base"]),
            "attainment": percent(sums["actual_ytd"], sums["target_ytd"]),
        }


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """100 × part ÷ whole; None when either is unknown or the whole is not positive."""
    return None if part is None or not whole or whole < 0 else 100 * part / whole


def minus_hundred(share: Decimal | None) -> Decimal | None:
    return None if share is None else share - 100


@track()
class RevenueLine(models.Model):
    """One month of one account, for one offering or for all of them (offering empty); euros."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="revenue_lines", verbose_name=_("account"))
    month = models.DateField(_("month"), help_text=_("Kept as the first day of the month."))
    offering = models.ForeignKey(
        ListValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("offering"),
        limit_choices_to={"kind": ListValue.Kind.OFFERING},
    )  # fmt: skip
    actual = models.DecimalField(_("actual (€)"), max_digits=16, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target (€)"), max_digits=16, decimal_places=2, null=True, blank=True)
    margin = models.DecimalField(_("margin (€)"), max_digits=16, decimal_places=2, null=True, blank=True)

    objects = RevenueLineQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "offering"]
        verbose_name = _("revenue line")
        verbose_name_plural = _("revenue lines")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "month", "offering"], name="revenue_line_once", nulls_distinct=False,
                violation_error_message=_("This month already has a line for this offering."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="revenue_month_starts_on_the_first",
                violation_error_message=_("Use the first day of the month."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return date_format(self.month, "YEAR_MONTH_FORMAT")

    def get_absolute_url(self):
        return reverse("accounts:revenue", args=[self.account_id])
