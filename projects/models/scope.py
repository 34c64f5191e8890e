"""What a project hands over, and what may come in its way."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from projects.models.project import Project, ProjectScopedQuerySet
from projects.models.task import Task

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class DeliverableQuerySet(ProjectScopedQuerySet):
    def worrying(self, on: date) -> "DeliverableQuerySet":
        """Those at risk, and those that were due before that day and are not delivered."""
        late = Q(state=Deliverable.State.EXPECTED, due_on__lt=on)
        return self.filter(late | Q(state=Deliverable.State.AT_RISK))


@track()
class Deliverable(models.Model):
    """Something that the client receives (livrable)."""

    class State(models.TextChoices):
        EXPECTED = "expected", _("As expected")
        AT_RISK = "at_risk", _("At risk")
        DELIVERED = "delivered", _("Delivered")
        ACCEPTED = "accepted", _("Accepted by the client")
        DROPPED = "dropped", _("Given up")

    project = models.ForeignKey(Project, models.CASCADE, related_name="deliverables")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="deliverables",
        verbose_name=_("task or milestone it comes from"),
    )  # fmt: skip
    name = models.CharField(_("deliverable"), max_length=200)
    is_must = models.BooleanField(_("must be delivered"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EXPECTED)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    link = models.URLField(_("address"), blank=True, max_length=500)
    is_internal = models.BooleanField(_("ours only"), default=False)

    objects = DeliverableQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("delivered", "accepted")) | Q(delivered_on__isnull=False),
                name="delivered_some_day", violation_error_message=_("Say when it was delivered."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def is_late(self, on: date) -> bool:
        is_owed = self.state in (self.State.EXPECTED, self.State.AT_RISK)
        return is_owed and self.due_on is not None and self.due_on < on

    def is_worrying(self, on: date) -> bool:
        """`worrying`, of one row."""
        return self.state == self.State.AT_RISK or self.is_late(on)


class RiskQuerySet(ProjectScopedQuerySet):
    def watched(self) -> "RiskQuerySet":
        return self.filter(state=ProjectRisk.State.OPEN)

    def grave(self, gravity: int) -> "RiskQuerySet":
        """Watched ones of that gravity at least."""
        return self.watched().annotate(product=F("probability") * F("impact")).filter(product__gte=gravity)


@track()
class ProjectRisk(models.Model):
    """What may come in the way of a project, and what we would do (risque)."""

    class State(models.TextChoices):
        OPEN = "open", _("Watched")
        HAPPENED = "happened", _("It happened")
        CLOSED = "closed", _("No longer a risk")

    project = models.ForeignKey(Project, models.CASCADE, related_name="risks")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="risks", verbose_name=_("task it threatens")
    )
    text = models.CharField(_("risk"), max_length=300)
    probability = models.PositiveSmallIntegerField(_("probability"), default=3, validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(_("impact"), default=3, validators=ONE_TO_FIVE)
    response = models.TextField(_("what we do about it"), blank=True, max_length=5_000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    review_on = models.DateField(_("look again on"), null=True, blank=True)

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = [(F("probability") * F("impact")).desc(), "pk"]
        verbose_name = _("project risk")
        verbose_name_plural = _("project risks")
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5)), name="project_risk_factors_1_to_5"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def gravity(self) -> int:
        return self.probability * self.impact
