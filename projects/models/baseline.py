"""What was promised: the schedule as it stood when it was agreed, for ever."""

from datetime import date, datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from projects.models.project import Project, ProjectScopedQuerySet

FROZEN = ("project_id", "version", "reason", "content", "forecast", "ends_on", "made_at")


class Baseline(models.Model):
    """The dates of all tasks on a day (référence). `content`: task pk → {name, start, finish (ISO), minutes}."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines")
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    content = models.JSONField()
    ends_on = models.DateField(_("end"))
    forecast = models.JSONField(default=dict)  # as it was then: chance (%), likely_on (P50), safe_on (P80), ISO days
    agreed_with = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("agreed with")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints = [models.UniqueConstraint(fields=["project", "version"], name="baseline_numbered_once")]
        triggers = [pgtrigger.Protect(name="baseline_is_frozen", operation=pgtrigger.UpdateOf(*FROZEN))]

    def __str__(self):
        day = date_format(self.made_at, "SHORT_DATE_FORMAT")
        return _("Baseline %(version)s of %(day)s") % {"version": self.version, "day": day}

    def days(self) -> dict[str, tuple[date, date]]:
        """First and last day of each task then, by key as text."""
        return {
            key: (datetime.fromisoformat(line["start"]).date(), datetime.fromisoformat(line["finish"]).date())
            for key, line in self.content.items()
        }
