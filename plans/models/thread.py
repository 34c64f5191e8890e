"""The common thread: to whom which priority was repeated, and how it was received."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.users.history import track
from plans.models.strategy import StrategicPriority


class RepetitionQuerySet(AccountScopedQuerySet):
    account_field = "interaction__account"

    def of_exchange(self, interaction: Interaction) -> "RepetitionQuerySet":
        return self.filter(interaction=interaction).select_related("priority", "stakeholder")

    def of_lineage(self, priority: StrategicPriority, person: Stakeholder) -> "RepetitionQuerySet":
        """Each time that it was repeated to somebody, in whichever version of the plan, the latest first."""
        rows = self.filter(priority__lineage=priority.lineage, stakeholder=person)
        return rows.select_related("interaction").prefetch_related("interaction__colleagues")

    def titles_in(self, interactions: Iterable[Interaction], account_id: int) -> "RepetitionQuerySet":
        """Pairs (exchange, title of a priority of that account repeated in it), each once."""
        rows = self.filter(interaction__in=[each.pk for each in interactions], priority__plan__account=account_id)
        return rows.order_by("priority__position").values_list("interaction", "priority__title").distinct()


@track()
class Repetition(models.Model):
    """In an exchange, a priority was said again to one of theirs (fil conducteur)."""

    class Reception(models.TextChoices):
        """How it was received, as anybody in the room could have seen."""

        TAKEN_UP = "taken_up", _("taken up by the person")
        HEARD = "heard", _("heard")
        QUESTIONED = "questioned", _("questioned")
        REJECTED = "rejected", _("rejected")

    priority = models.ForeignKey(StrategicPriority, models.CASCADE, related_name="repetitions")
    interaction = models.ForeignKey(Interaction, models.CASCADE, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+")
    reception = models.CharField(_("how it was received"), max_length=12, choices=Reception, blank=True)

    objects = RepetitionQuerySet.as_manager()

    class Meta:
        ordering = ["-interaction__occurred_on", "pk"]
        verbose_name = _("repetition of a priority")
        verbose_name_plural = _("repetitions of priorities")
        constraints = [
            models.UniqueConstraint(fields=["priority", "interaction", "stakeholder"], name="repeated_once_an_exchange")
        ]

    def __str__(self):
        return f"{self.priority} · {self.stakeholder}"

    def clean(self):
        accounts = {self.priority.plan.account_id, self.interaction.account_id, self.stakeholder.account_id}
        if len(accounts) > 1:
            raise ValidationError(_("The priority, the exchange and the person belong to different accounts."))
