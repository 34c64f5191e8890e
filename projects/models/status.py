"""How a project is doing: as computed every night, and as its leader declares it (météo projet)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kam.users.history import track
from projects.models.project import Project, ProjectScopedQuerySet

DECLARED_FOR = timedelta(days=30)


class Colour(models.TextChoices):
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")


class ComputedStatus(models.Model):
    """The facts of a project on a day; the worst of four colours is its own. Written every night and at each change."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="computed_statuses")
    on = models.DateField(_("day"))
    ends_on = models.DateField(_("end"), null=True)
    likely_on = models.DateField(_("end in one case of two"), null=True)
    safe_on = models.DateField(_("end in eight cases of ten"), null=True)
    chance = models.PositiveSmallIntegerField(_("chance of the promised day (%)"), null=True)
    schedule = models.CharField(_("schedule"), max_length=5, choices=Colour, blank=True)  # blank: nothing to judge by
    scope = models.CharField(_("scope"), max_length=5, choices=Colour, blank=True)
    resources = models.CharField(_("resources"), max_length=5, choices=Colour, blank=True)
    satisfaction = models.CharField(_("satisfaction"), max_length=5, choices=Colour, blank=True)
    colour = models.CharField(_("status"), max_length=5, choices=Colour, default=Colour.GREEN)
    facts = models.JSONField(default=dict)  # what each colour was told from

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-on"]
        verbose_name = _("computed status")
        verbose_name_plural = _("computed statuses")
        constraints = [models.UniqueConstraint(fields=["project", "on"], name="one_computed_status_a_day")]

    def __str__(self):
        return f"{self.on} {self.get_colour_display()}"


@track()
class DeclaredStatus(models.Model):
    """What the leader says of the project, with a reason; it is believed for 30 days."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="declared_statuses")
    colour = models.CharField(_("status"), max_length=5, choices=Colour)
    reason = models.CharField(_("why"), max_length=500)
    recovery = models.TextField(
        _("recovery plan"), blank=True, max_length=5_000, help_text=_("A red project has one: what, who, by when.")
    )
    declared_on = models.DateField(_("declared on"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("declared by")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_on", "-pk"]
        verbose_name = _("declared status")
        verbose_name_plural = _("declared statuses")

    def __str__(self):
        return self.get_colour_display()

    @property
    def expires_on(self) -> date:
        return self.declared_on + DECLARED_FOR

    def is_valid(self, on: date) -> bool:
        return self.declared_on <= on <= self.expires_on
