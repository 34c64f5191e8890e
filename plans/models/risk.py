"""What may come in the way of a plan."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kam.users.history import track
from plans.models.plan import AccountPlan, Lasting, SectionScopedQuerySet
from plans.models.strategy import ONE_TO_FIVE


@track()
class PlanRisk(Lasting):
    """What may come in the way, and what we would do (risque)."""

    section = "risks"

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="risks")
    text = models.CharField(_("risk"), max_length=300)
    probability = models.PositiveSmallIntegerField(_("probability"), default=3, validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(_("impact"), default=3, validators=ONE_TO_FIVE)
    trigger = models.CharField(_("what would announce it"), max_length=255, blank=True)
    mitigation = models.TextField(_("what we do about it"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )

    objects = SectionScopedQuerySet.as_manager()

    class Meta:
        ordering = [(F("probability") * F("impact")).desc(), "pk"]
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5)), name="risk_factors_1_to_5"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def gravity(self) -> int:
        return self.probability * self.impact
