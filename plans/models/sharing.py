"""What the client may read: a copy made for him, in a table of its own."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from plans.models.plan import SHARED, AccountPlan, PlanScopedQuerySet


class SharedEditionQuerySet(PlanScopedQuerySet):
    def shared_with(self, account: Account | int) -> "SharedEditionQuerySet":
        """What a client reads today: the last edition of each plan of the account that is open to him."""
        last = self.filter(plan__account=account, plan__status__in=SHARED).order_by("plan_id", "-made_at", "-pk")
        return self.filter(pk__in=last.distinct("plan_id").values("pk")).order_by("-content__starts_on", "-plan_id")

    def as_read_at(self, edition: "SharedEdition", at: datetime) -> "SharedEdition | None":
        """What stood then in the place of this edition of its plan: itself, an older one, or none yet."""
        return self.filter(plan=edition.plan_id, made_at__lte=at).first()


class SharedEdition(models.Model):
    """The client edition of a plan as it stood one day; `content` holds what may be shared and nothing else.

    `digest` is the SHA-256 of what the client signs (`plans.sharing`).
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="shared_editions")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SharedEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("client edition")
        verbose_name_plural = _("client editions")
        triggers = [
            pgtrigger.Protect(
                name="shared_edition_is_frozen",
                operation=pgtrigger.UpdateOf("content", "digest", "made_at", "plan_id"),
            )
        ]

    def __str__(self):
        return f"{self.plan} · {self.made_at:%Y-%m-%d}"
