"""What comes in before it has its place: lines captured on the way, files, and word that somebody was named."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountScopedQuerySet
from kam.users.history import track


class CaptureQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CaptureQuerySet":
        """A line belongs to whoever wrote it until it is sorted; what it becomes belongs to the account."""
        return self.filter(author=user)

    editable_by = visible_to

    def waiting(self) -> "CaptureQuerySet":
        return self.filter(sorted_at=None)


class Capture(models.Model):
    """A line written in a few seconds, to be sorted later (capture)."""

    class Outcome(models.TextChoices):
        """What sorting made of it."""

        STAKEHOLDER = "stakeholder", _("Stakeholder")
        KNOWLEDGE = "knowledge", _("Knowledge item")
        INTERACTION = "interaction", _("Interaction")
        PROJECT = "project", _("Project idea")
        MARKET = "market", _("Market or competitor")
        RISK = "risk", _("Risk")
        NOTE = "note", _("Note")
        DROPPED = "dropped", _("Dropped")

    # made by the browser, which may send the same line again when it did not hear the answer
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    text = models.TextField(_("what you have learned"), max_length=2_000)
    written_at = models.DateTimeField(_("written on"), default=timezone.now)
    received_at = models.DateTimeField(_("received on"), default=timezone.now, editable=False)
    sorted_at = models.DateTimeField(_("sorted on"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("sorted into"), max_length=12, choices=Outcome, blank=True, editable=False)

    objects = CaptureQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("captured line")
        verbose_name_plural = _("captured lines")
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="capture_received_once"),
            models.CheckConstraint(
                condition=Q(sorted_at=None, outcome="") | (Q(sorted_at__isnull=False) & ~Q(outcome="")),
                name="capture_sorted_into_something",
            ),
        ]
        indexes = [models.Index(fields=["author", "written_at"], condition=Q(sorted_at=None), name="capture_waiting")]

    def __str__(self):
        return self.text[:60]


def stored_name(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess nor choose: what the person called it is kept as a word, never as a path."""
    return f"attachments/{uuid.uuid4()}"


@track()
class Attachment(models.Model):
    """A file that belongs to a record of an account, and is seen by whoever sees the record (pièce jointe)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    file = models.FileField(_("file"), upload_to=stored_name, max_length=120)
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("type"), max_length=10)
    size = models.PositiveBigIntegerField(_("size"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added on"), default=timezone.now, editable=False)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_by_record")]

    def __str__(self):
        return self.name


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """What is said to a person is read by that person, about accounts still seen."""
        return self.filter(Q(account=None) | Q(account__in=Account.objects.visible_to(user)), user=user)

    editable_by = visible_to

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """Word to one person that something concerns him: he was named, a task is his (notification)."""

    class Kind(models.TextChoices):
        MENTION = "mention", _("You were mentioned")
        DEPARTURE = "departure", _("Somebody is leaving")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey()
    text = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "content_type", "object_id"], name="notice_given_once")
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="notice_by_person")]

    def __str__(self):
        return self.text
