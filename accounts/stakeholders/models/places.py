"""Where people stand on the map, once somebody has moved them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from accounts.stakeholders.models.person import Stakeholder


class Place(models.Model):
    """One box of the map of an account, placed by hand; `x` grows to the right, `y` downwards, in map units."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, null=True, blank=True, related_name="+")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    x = models.IntegerField()
    y = models.IntegerField()

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the map")
        verbose_name_plural = _("places on the map")
        constraints = [
            models.CheckConstraint(
                condition=Q(stakeholder=None) ^ Q(colleague=None), name="place_is_of_one_side",
            ),
            models.CheckConstraint(
                condition=Q(x__range=(-100_000, 100_000)) & Q(y__range=(-100_000, 100_000)), name="place_on_the_map",
            ),
            models.UniqueConstraint(
                fields=["account", "stakeholder", "colleague"], name="place_once", nulls_distinct=False
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.stakeholder or self.colleague} ({self.x}, {self.y})"
