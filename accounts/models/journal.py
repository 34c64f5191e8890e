"""What comes in before it has its place: lines captured on the way, files, and word that somebody was named."""

import uuid
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.account import Account, AccountScopedQuerySet, Unaccent, holding_words
from kam.users.history import track
from kam.users.models import User

OPENING = 60  # characters of a text that stand for it
RECENT = 50  # lines looked at for the accounts of late


def opening(text: str) -> str:
    """The first words of a text, by which it is called; «…» says that it goes on."""
    return text if len(text) <= OPENING else f"{text[:OPENING].rpartition(' ')[0] or text[:OPENING]}…"


def records_reached(user: User, scope: str) -> Q:
    """The condition on a generic foreign key that the row it names is within the person's `scope` (visible_to, say).

    The apps that own such rows are above this one: the settings name them (RECORDS).
    """
    reached = Q(pk__in=[])
    for model in map(apps.get_model, settings.RECORDS):
        rows = getattr(model._default_manager, scope)(user)
        reached |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=rows.values("pk"))
    return reached


def attachable(label: str) -> type[models.Model] | None:
    """The model of that label (accounts.comment, say) if its rows have files."""
    models_with_files = (model for model in map(apps.get_model, settings.RECORDS) if hasattr(model, "attachments"))
    return next((model for model in models_with_files if model._meta.label_lower == label), None)


class CaptureQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CaptureQuerySet":
        """A line belongs to whoever wrote it until it is sorted; what it becomes belongs to the account."""
        return self.filter(author=user)

    editable_by = visible_to

    def waiting(self) -> "CaptureQuerySet":
        return self.filter(sorted_at=None)

    def after(self, line: "Capture") -> "CaptureQuerySet":
        """The lines written later than this one."""
        return self.filter(Q(written_at__gt=line.written_at) | Q(written_at=line.written_at, pk__gt=line.pk))

    def sort_all_into(self, outcome: "Capture.Outcome", at: datetime) -> int:
        return self.waiting().update(outcome=outcome, sorted_at=at)

    def recent_accounts(self) -> list[int]:
        """The accounts of the lines written last, each once, latest first."""
        latest = self.exclude(account=None).order_by("-written_at").values_list("account", flat=True)
        return list(dict.fromkeys(latest[:RECENT]))

    def keep(self, line: "Capture") -> None:
        """Write the line down unless its author has already sent it under the same key.

        Another text under that key is another line (the page came back from the browser's history): its own key is
        made of both, so that it, too, is kept once.
        """
        self.bulk_create([line], ignore_conflicts=True)
        if self.filter(author=line.author, key=line.key).exclude(text=line.text).exists():
            line.key = uuid.uuid5(line.key, line.text)
            self.bulk_create([line], ignore_conflicts=True)


class Capture(models.Model):
    """A line written in a few seconds, to be sorted later (capture)."""

    LONGEST = 2_000  # characters

    class Outcome(models.TextChoices):
        """What sorting made of it."""

        STAKEHOLDER = "stakeholder", _("Stakeholder")
        KNOWLEDGE = "knowledge", _("Knowledge item")
        INTERACTION = "interaction", _("Interaction")
        PROJECT = "project", _("Project idea")
        MARKET = "market", _("Market or competitor")
        RISK = "risk", _("Risk")
        NOTE = "note", pgettext_lazy("journal", "Note")
        DROPPED = "dropped", _("Dropped")

    # made by the browser, which may send the same line again when it did not hear the answer
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    account = models.ForeignKey(
        Account, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    text = models.TextField(_("what you have learned"), max_length=LONGEST)
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
        return opening(self.text)

    def sort_into(self, outcome: "Capture.Outcome", at: datetime) -> None:
        self.outcome, self.sorted_at = outcome, at
        self.save(update_fields=["outcome", "sorted_at", "account"])

    def wait_again(self) -> None:
        self.outcome, self.sorted_at = "", None
        self.save(update_fields=["outcome", "sorted_at"])


def stored_name(attachment: "Attachment", filename: str) -> str:
    """A name nobody can guess nor choose: what the person called it is kept as a word, never as a path."""
    return f"attachments/{uuid.uuid4()}"


class AttachmentQuerySet(AccountScopedQuerySet):
    """Files are seen, and changed, with the record that they belong to."""

    def visible_to(self, user) -> "AttachmentQuerySet":
        return self.filter(records_reached(user, "visible_to"))

    def editable_by(self, user) -> "AttachmentQuerySet":
        return self.filter(records_reached(user, "editable_by"))

    def of_record(self, record: models.Model) -> "AttachmentQuerySet":
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)

    def matching(self, text: str) -> "AttachmentQuerySet":
        """Files whose name holds every word of the text, whatever the accents and case."""
        return holding_words(self.annotate(haystack=Unaccent("name")), "haystack", text)


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

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["content_type", "object_id"], name="attachment_by_record")]

    def __str__(self):
        return self.name


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """What is said to a person is read by that person, about what he still sees."""
        about_his_accounts = Q(account=None) | Q(account__in=Account.objects.visible_to(user))
        return self.filter(about_his_accounts, records_reached(user, "visible_to"), user=user)

    editable_by = visible_to

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def mark_read(self, at) -> int:
        return self.unread().update(read_at=at)

    def with_subjects(self) -> "NoticeQuerySet":
        """With what they are about; a kind of record that needs more to be told says so (as_subjects)."""
        managers = [apps.get_model(label)._default_manager for label in settings.RECORDS]
        subjects = [manager.as_subjects() for manager in managers if hasattr(manager, "as_subjects")]
        return self.select_related("account", "by").prefetch_related(GenericPrefetch("about", subjects))


class Notice(models.Model):
    """Word to one person that something concerns him: he was named, a task is his (notification)."""

    class Kind(models.TextChoices):
        MENTION = "mention", _("You were mentioned")
        DEPARTURE = "departure", _("Somebody is leaving")
        PLAN = "plan", _("A plan has moved")
        CLIENT = "client", _("The client has written")
        PROJECT = "project", _("A project needs you")

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
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "content_type", "object_id"], name="notice_given_once")
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="notice_by_person")]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return self.about.get_absolute_url()

    def mark_read(self, at: datetime) -> None:
        self.read_at = self.read_at or at
        self.save(update_fields=["read_at"])
