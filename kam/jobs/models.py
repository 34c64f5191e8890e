"""Long work that can be left and found again."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Cancelled(Exception):
    """Somebody stopped the job; `working()` lets the body end here, and a transaction under way is rolled back."""


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """One's own work; an administrator sees all of it."""
        return self if user.is_administrator else self.filter(started_by=user)

    def editable_by(self, user) -> "JobQuerySet":
        return self.visible_to(user)

    def bulk_edits(self) -> "JobQuerySet":
        return self.filter(kind=Job.Kind.BULK_EDIT)

    def running(self) -> "JobQuerySet":
        return self.exclude(status__in=Job.OVER)

    def over(self) -> "JobQuerySet":
        return self.filter(status__in=Job.OVER)

    def older_than(self, days: int, now) -> "JobQuerySet":
        return self.filter(created_at__lt=now - timedelta(days=days))


class Job(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    OVER = frozenset({Status.DONE, Status.FAILED, Status.CANCELLED})

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        ROLL_BACK = "roll_back", _("Import rolled back")
        BULK_EDIT = "bulk_edit", _("Bulk edit")
        BULK_UNDO = "bulk_undo", _("Bulk edit undone")
        READINGS = "readings", _("Figures computed")
        EXPORT = "export", _("Export")

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
        return self.status in self.OVER

    @property
    def tone(self) -> str:
        """Colour of the state's pill."""
        return {"done": "green", "failed": "red", "running": "teal", "queued": "blue"}.get(self.status, "stone")

    def is_silent(self, now) -> bool:
        """Whether it runs for longer than any task may: its worker is gone, and nobody took the task up yet."""
        limit = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
        return self.status == self.Status.RUNNING and self.started_at < now - limit

    def start(self) -> bool:
        """False when it was cancelled or is over. Also right when a killed worker's task is run again: the work
        starts over, the job stays one."""
        return self._write(status=self.Status.RUNNING, started_at=timezone.now())

    def progress(self, percent: int, message: str = "") -> None:
        """Say how far the work is, 0 to 99, and stop here with Cancelled when somebody cancelled the job.

        Call it between transactions, never inside one that holds the work: others would see it at the end only, and
        whoever cancels would wait for the row. Work that must be all or nothing reports before and after, or works
        in several transactions that can each be repeated.
        """
        if not self._write(percent=max(0, min(99, percent)), message=message[:500]):
            raise Cancelled

    def finish(self, message: str = "", **result) -> None:
        self.status, self.percent, self.message = self.Status.DONE, 100, message[:500]
        self.result, self.finished_at = result, timezone.now()
        self.save(update_fields=["status", "percent", "message", "result", "finished_at"])

    def fail(self, message: str) -> None:
        self.status, self.message, self.finished_at = self.Status.FAILED, message[:500], timezone.now()
        self.save(update_fields=["status", "message", "finished_at"])

    def cancel(self) -> bool:
        """False when it was over before."""
        return self._write(status=self.Status.CANCELLED, finished_at=timezone.now())

    def _write(self, **fields) -> bool:
        """Change the row unless the job is over, in one statement: two who write at once cannot undo each other."""
        written = Job.objects.running().filter(pk=self.pk).update(**fields)
        for name, value in fields.items() if written else ():
            setattr(self, name, value)
        return bool(written)
