"""What a bulk edit did to each account, kept so that it can be told and undone."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.account import Account, AccountScopedQuerySet, StageDeclaration
from kam.jobs.models import Job


class BulkChangeQuerySet(AccountScopedQuerySet):
    def of(self, job: Job) -> "BulkChangeQuerySet":
        return self.filter(job=job)

    def standing(self) -> "BulkChangeQuerySet":
        """What was changed and not undone."""
        return self.filter(outcome=BulkChange.Outcome.CHANGED)

    def outcomes(self) -> dict[str, int]:
        """How many accounts there are of each outcome."""
        return dict(self.order_by("outcome").values_list("outcome").annotate(models.Count("pk")))


class BulkChange(models.Model):
    """One account in a bulk edit; the new value is the job's, the old one is the account's own."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", pgettext_lazy("outcome", "Changed")
        REFUSED = "refused", pgettext_lazy("outcome", "Refused: its code is used by another account")
        UNDONE = "undone", pgettext_lazy("outcome", "Put back")
        KEPT = "kept", pgettext_lazy("outcome", "Changed since by somebody, left as it is")

    job = models.ForeignKey(Job, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="bulk_changes")
    old = models.JSONField(null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.CHANGED)
    declaration = models.ForeignKey(StageDeclaration, models.SET_NULL, null=True, related_name="+")

    objects = BulkChangeQuerySet.as_manager()

    class Meta:
        ordering = ["account__name", "pk"]
        verbose_name = _("bulk change")
        verbose_name_plural = _("bulk changes")
        constraints = [models.UniqueConstraint(fields=["job", "account"], name="bulk_change_once")]

    def __str__(self):
        return f"{self.account_id}: {self.outcome}"
