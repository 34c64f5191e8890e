"""People who leave, and people who were entered twice."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from accounts.stakeholders.models.person import Stakeholder
from kam.users.history import track

WEIGHTY = 4  # influence from which a departure is a task
DELAY = timedelta(days=5)  # to settle it (domain.md 4.3)


class DepartureQuerySet(AccountScopedQuerySet):
    def open(self) -> "DepartureQuerySet":
        return self.filter(settled_on=None)

    def with_people(self) -> "DepartureQuerySet":
        return self.select_related("stakeholder__function", "owner", "successor")


@track()
class Departure(models.Model):
    """What the departure of an influential person asks of us: a successor, a handover, a look at the risk."""

    class Risk(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    stakeholder = models.OneToOneField(
        Stakeholder, models.CASCADE, related_name="departure", verbose_name=_("who is leaving")
    )
    due_on = models.DateField(_("to settle by"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("in charge")
    )
    successor = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("successor"),
        help_text=_("Not known yet? Enter the role as vacant first."),
    )  # fmt: skip
    handover = models.TextField(_("handover"), blank=True, help_text=_("What is passed on, to whom, and when."))
    risk = models.CharField(_("risk for the relation"), max_length=10, choices=Risk, blank=True)
    risk_note = models.TextField(_("what is at risk"), blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("stakeholder")), name="departure_has_another_successor",
                violation_error_message=_("Nobody succeeds himself."),
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None) | (~Q(handover="") & ~Q(risk="")), name="departure_settled_with_words",
                violation_error_message=_("Say who takes over what, and what is at risk, before you settle it."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.stakeholder)

    def get_absolute_url(self):
        return reverse("stakeholders:departure-edit", args=[self.pk])

    @property
    def is_touched(self) -> bool:
        """Whether anybody has written something into it."""
        return bool(self.successor_id or self.handover or self.risk or self.risk_note or self.settled_on)

    @property
    def is_called_off(self) -> bool:
        """Whether the person is not leaving after all, once something had been written down."""
        return self.stakeholder.departed_on is None

    def reopen(self) -> None:
        self.settled_on = None
        self.save(update_fields=["settled_on"])

    def is_late(self, on: date) -> bool:
        return self.settled_on is None and self.due_on < on


class MergeQuerySet(AccountScopedQuerySet):
    def standing(self) -> "MergeQuerySet":
        return self.filter(undone_at=None)

    def into(self, person: Stakeholder) -> "MergeQuerySet":
        return self.standing().filter(kept=person)

    def that_took(self, pks: Iterable[int]) -> "MergeQuerySet":
        """The merges that made one of these people part of another one."""
        return self.standing().filter(gone_id__in=pks)

    def with_people(self) -> "MergeQuerySet":
        return self.select_related("kept", "merged_by")


@track()
class Merge(models.Model):
    """Two entries of one person made into one; the history context `change` holds all it did, to take it back."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    kept = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+", verbose_name=_("kept"))
    gone_name = models.CharField(_("merged"), max_length=255)
    gone_id = models.BigIntegerField()
    change = models.UUIDField(unique=True)
    # what it did to rows whose changes the history does not record: [label, field, keys moved], and rows dropped
    beside = models.JSONField(default=dict, editable=False)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged on"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["-merged_at", "-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self):
        return f"{self.gone_name} → {self.kept}"
