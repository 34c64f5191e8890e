"""How the plan of a project came to be: the changes that can be undone, and plans to start from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project, ProjectScopedQuerySet


class PlanningStepQuerySet(ProjectScopedQuerySet):
    def to_undo(self) -> "PlanningStepQuerySet":
        """Those that stand, the last first."""
        return self.filter(is_undone=False).order_by("-pk")

    def to_redo(self) -> "PlanningStepQuerySet":
        """Those that were undone, the first of them first."""
        return self.filter(is_undone=True).order_by("pk")


class PlanningStep(models.Model):
    """One confirmed change of the plan of a project, with what it takes to go back and to do it again.

    `forward` and `backward` hold rows as `projects.editing` writes them.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="planning_steps")
    label = models.CharField(_("what was changed"), max_length=300)
    forward = models.JSONField()
    backward = models.JSONField()
    is_undone = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    objects = PlanningStepQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("step of planning")
        verbose_name_plural = _("steps of planning")

    def __str__(self):
        return self.label


class ProjectTemplateQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProjectTemplateQuerySet":
        """One's own, and those that colleagues offer to everybody."""
        return self.filter(Q(owner=user) | Q(is_offered=True))

    def editable_by(self, user) -> "ProjectTemplateQuerySet":
        return self.filter(owner=user)


class ProjectTemplate(models.Model):
    """A plan to start a project from: tasks, links and durations, days counted from its start (modèle de projet)."""

    name = models.CharField(_("template"), max_length=120)
    description = models.TextField(_("when to use it"), blank=True, max_length=2_000)
    content = models.JSONField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("owner")
    )
    is_offered = models.BooleanField(_("offered to all colleagues"), default=False)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    objects = ProjectTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("project template")
        verbose_name_plural = _("project templates")

    def __str__(self):
        return self.name
