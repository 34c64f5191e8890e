"""Who was handed what, and with which words."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from projects.models.project import Project, ProjectScopedQuerySet
from projects.models.task import Task


@track()
class Handover(models.Model):
    """A project, or one task of it, handed to somebody who carries it from then on (passation).

    The KAM stays the reference of the project: he keeps his committee seat, the alerts and the benefits.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="handovers")
    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="handovers", verbose_name=_("task")
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("handed over by")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("to one of ours"),
    )  # fmt: skip
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or to one of theirs")
    )
    note = models.TextField(
        _("handover note"), max_length=10_000,
        help_text=_("Where things stand, what was promised, what to watch, whom to call."),
    )  # fmt: skip
    handed_on = models.DateField(_("handed over on"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("taken back on"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_on", "-pk"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="handed_to_one_person"),
        ]

    def __str__(self):
        return str(self.task or self.project)

    def get_absolute_url(self):
        return self.project.get_absolute_url()
