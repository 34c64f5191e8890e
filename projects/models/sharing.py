"""What guests of the client read of a project: a table of its own, so that nothing else can reach them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project, ProjectScopedQuerySet


class SharedProjectQuerySet(ProjectScopedQuerySet):
    def shared_with(self, account_id: int) -> "SharedProjectQuerySet":
        """What the guests of that account read: a row is there as long as its project is shown."""
        return self.filter(project__account=account_id).order_by("-published_at", "pk")


class SharedProject(models.Model):
    """The client edition of a project (see `projects.sharing`): written anew whenever a shared project changes."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="shared")
    content = models.JSONField()
    published_at = models.DateTimeField(_("published on"), default=timezone.now)

    objects = SharedProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared project")
        verbose_name_plural = _("shared projects")

    def __str__(self):
        return str(self.project)
