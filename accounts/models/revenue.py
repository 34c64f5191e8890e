"""Monthly revenue lines: what was sold, what was aimed at, what was left."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountScopedQuerySet
from accounts.models.reference import ListValue
from kam.users.history import track


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

    objects = AccountScopedQuerySet.as_manager()

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
        return f"{self.month:%Y-%m}"
