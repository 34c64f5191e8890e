"""Long work that can be left and found again."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """One's own work; an administrator sees all of it."""
        return self if user.is_administrator else self.filter(started_by=user)

    def editable_by(self, user) -> "JobQuerySet":
        return self.visible_to(user)

    def running(self) -> "JobQuerySet":
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])


class Job(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        ROLL_BACK = "roll_back", _("Import rolled back")
        BULK_EDIT = "bulk_edit", _("Bulk edit")
        BULK_UNDO = "bulk_undo", _("Bulk edit undone")
        READINGS = "readings", _("Figures computed")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    label = models.CharField(_("what"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    percent = models.PositiveSmallIntegerField(_("progress"), default=0)
    message = models.CharField(_("message"), max_length=500, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("asked on"), default=timezone.now)
    started_at = models.DateTimeField(_("started on"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["started_by", "-created_at"])]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("jobs:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.status in {self.Status.DONE, self.Status.FAILED, self.Status.CANCELLED}

    def start(self) -> None:
        """Also right when a killed worker's task is run again: the work starts over, the job stays one."""
        self.status, self.started_at = self.Status.RUNNING, timezone.now()
        self.save(update_fields=["status", "started_at"])

    def progress(self, percent: int, message: str = "") -> None:
        self.percent, self.message = min(99, percent), message[:500]
        self.save(update_fields=["percent", "message"])

    def finish(self, message: str = "", **result) -> None:
        self.status, self.percent, self.message = self.Status.DONE, 100, message[:500]
        self.result, self.finished_at = result, timezone.now()
        self.save(update_fields=["status", "percent", "message", "result", "finished_at"])

    def fail(self, message: str) -> None:
        self.status, self.message, self.finished_at = self.Status.FAILED, message[:500], timezone.now()
        self.save(update_fields=["status", "message", "finished_at"])

    def cancel(self) -> None:
        self.status, self.finished_at = self.Status.CANCELLED, timezone.now()
        self.save(update_fields=["status", "finished_at"])
