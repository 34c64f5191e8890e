"""Imports: the file, what was decided about it, what became of each row, and what is needed to roll it back."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kam.jobs.models import Job


def random_path(instance: "Import", filename: str) -> str:
    """A name that nobody can guess, and that says nothing of the file."""
    return f"imports/{uuid4().hex}"


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportQuerySet":
        """One's own imports; an administrator sees all of them, those of the command line too."""
        return self if user.is_administrator else self.filter(created_by=user)

    def editable_by(self, user) -> "ImportQuerySet":
        return self.visible_to(user)

    def with_file_older_than(self, moment) -> "ImportQuerySet":
        return self.filter(created_at__lt=moment).exclude(file="")


class Import(models.Model):
    """One file brought in: from its mapping to its report, and back."""

    class Status(models.TextChoices):
        MAPPING = "mapping", _("Columns to check")
        CHECKED = "checked", _("Checked, not imported")
        DONE = "done", _("Imported")
        ROLLED_BACK = "rolled_back", _("Rolled back")

    kind = models.CharField(_("content"), max_length=30)
    file = models.FileField(_("file"), upload_to=random_path, blank=True, max_length=100)
    name = models.CharField(_("file"), max_length=255)
    sheet = models.CharField(_("sheet"), max_length=255, blank=True)
    format = models.CharField(_("format"), max_length=120, blank=True)
    headers = models.JSONField(default=list, blank=True)
    mapping = models.JSONField(default=dict, blank=True)  # heading → field key
    match_key = models.CharField(_("match key"), max_length=30, blank=True)
    hints = models.JSONField(default=dict, blank=True)  # what the person fixed: decimal mark, order of dates
    styles = models.JSONField(default=dict, blank=True)  # field key → how its column is written
    counts = models.JSONField(default=dict, blank=True)
    new_values = models.JSONField(default=list, blank=True)  # [list, value] that the file adds to lists
    problem = models.TextField(blank=True)  # why the file cannot be read
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.MAPPING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("date"), default=timezone.now)
    applied_at = models.DateTimeField(_("imported on"), null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["created_by", "-created_at"], name="import_by_author")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("imports:detail", args=[self.pk])

    @property
    def is_busy(self) -> bool:
        """Whether a job is at work on it."""
        return self.job is not None and not self.job.is_over

    @property
    def is_over(self) -> bool:
        """Imported, whether or not it was rolled back since."""
        return self.status in (self.Status.DONE, self.Status.ROLLED_BACK)

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.status == Job.Status.FAILED

    @property
    def may_roll_back(self) -> bool:
        return self.status == self.Status.DONE and not self.is_busy

    @property
    def may_map(self) -> bool:
        return self.status in (self.Status.MAPPING, self.Status.CHECKED) and bool(self.file) and not self.is_busy

    def forget_file(self) -> None:
        """Delete the stored file; the report and the roll-back do without it."""
        self.file.delete(save=False)
        self.save(update_fields=["file"])


class ImportRowQuerySet(models.QuerySet):
    def of(self, outcome: str) -> "ImportRowQuerySet":
        """The rows of an outcome; all of them when it is none."""
        return self.filter(outcome=outcome) if outcome in ImportRow.Outcome.values else self

    def refused(self) -> "ImportRowQuerySet":
        return self.filter(outcome=ImportRow.Outcome.ERROR)

    def kept(self) -> "ImportRowQuerySet":
        """Rows that a roll-back left as they are."""
        return self.exclude(kept="")


class ImportRow(models.Model):
    """What becomes, or became, of one row of the file."""

    class Outcome(models.TextChoices):
        CREATE = "create", pgettext_lazy("row", "New")
        UPDATE = "update", pgettext_lazy("row", "Changed")
        UNCHANGED = "unchanged", pgettext_lazy("row", "Unchanged")
        MERGED = "merged", pgettext_lazy("row", "Added to another")
        ERROR = "error", pgettext_lazy("row", "Refused")

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    label = models.CharField(_("record"), max_length=255, blank=True)
    target = models.BigIntegerField(null=True)  # primary key of the object
    changes = models.JSONField(default=list)  # [label, old, new] as they are shown
    errors = models.JSONField(default=list)  # [column, reason]
    notes = models.JSONField(default=list)
    cells = models.JSONField(null=True)  # of a refused row, to give it back
    kept = models.CharField(_("left as it is"), max_length=255, blank=True)  # why the roll-back did

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["imported", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self):
        return f"{self.number}: {self.outcome}"


class ImportChange(models.Model):
    """One object that an import made or changed, with what it takes to undo that."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField()  # 0: a value added to a list
    model = models.CharField(max_length=60)
    target = models.BigIntegerField()
    is_created = models.BooleanField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("imported change")
        verbose_name_plural = _("imported changes")

    def __str__(self):
        return f"{self.model} {self.target}"


class ImportMapping(models.Model):
    """The mapping that a person last confirmed for files with these headings: proposed again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    match_key = models.CharField(max_length=30, blank=True)
    hints = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")
        constraints = [models.UniqueConstraint(fields=["owner", "kind", "signature"], name="import_mapping_once")]

    def __str__(self):
        return f"{self.kind} {self.signature[:8]}"
