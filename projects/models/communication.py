"""What was told about a project, to whom, and whether it was read."""

import secrets
from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from projects.models.project import Project
from projects.models.status import Colour

SEVERITY = {each: place for place, each in enumerate(Colour.values)}  # green is the least
SECTIONS = {
    "achieved": _("Achieved"),
    "results": _("Results, and who recognised them"),
    "coming": _("Next milestones"),
    "needed": _("What we need from you"),
    "recovery": _("Recovery plan"),
}


class BulletinQuerySet(AccountScopedQuerySet):
    account_field = "project__account"

    def editable_by(self, user) -> "BulletinQuerySet":
        """Those that were not sent yet."""
        return super().editable_by(user).filter(confirmed_at=None)

    def sent(self) -> "BulletinQuerySet":
        return self.exclude(confirmed_at=None)

    def sendable_by(self, user) -> "BulletinQuerySet":
        """Those that were confirmed: a mail that failed is tried again."""
        return super().editable_by(user).sent()

    def with_project(self) -> "BulletinQuerySet":
        return self.select_related("project__account__kam", "project__reference_kam", "project__leader", "confirmed_by")

    def with_readings(self) -> "BulletinQuerySet":
        """Annotate `readers`, `reached` (mail sent), `failed` and `readings` (people who have read it)."""
        return self.annotate(
            readers=Count("recipients"), reached=Count("recipients__sent_at"), failed=Count("recipients__failed_at"),
            readings=Count("recipients__read_at"),
        ).order_by("-period_to", "-pk")  # fmt: skip


@track()
class Bulletin(models.Model):
    """A progress bulletin (point d’avancement): drafted from facts, edited by the leader, frozen once he sends it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="bulletins")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    period_from = models.DateField(_("since"))
    period_to = models.DateField(_("until"))
    colour = models.CharField(_("status"), max_length=5, choices=Colour)
    # what the project itself was when the bulletin was drafted or last saved; a better colour takes a reason
    known_colour = models.CharField(max_length=5, choices=Colour, blank=True, editable=False)
    colour_reason = models.CharField(
        _("why better than that"), max_length=300, blank=True,
        help_text=_("The readers see both colours, and this reason."),
    )  # fmt: skip
    achieved = models.TextField(_("achieved"), blank=True, max_length=10_000)
    results = models.TextField(_("results, and who recognised them"), blank=True, max_length=10_000)
    coming = models.TextField(_("next milestones"), blank=True, max_length=10_000)
    needed = models.TextField(_("what we need from you"), blank=True, max_length=10_000)
    recovery = models.TextField(_("recovery plan"), blank=True, max_length=10_000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("drafted by")
    )
    made_at = models.DateTimeField(_("drafted on"), default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to", "-pk"]
        verbose_name = _("progress bulletin")
        verbose_name_plural = _("progress bulletins")
        triggers = [
            pgtrigger.Protect(
                name="sent_bulletin_is_frozen",
                operation=pgtrigger.UpdateOf(
                    "project_id", "language", "title", "period_from", "period_to", "colour", "known_colour",
                    "colour_reason", "achieved", "results", "coming", "needed", "recovery", "confirmed_at",
                ),
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("projects:bulletin-detail", args=[self.pk])

    def state(self) -> int:
        """The number of its last version: whoever confirms it has read that one."""
        events = self.pgh_event_model.objects.filter(pgh_obj=self.pk)
        return events.aggregate(last=Max("pk"))["last"] or 0

    @property
    def is_better_than_known(self) -> bool:
        """Whether it shows the project in a better colour than the project has."""
        return bool(self.known_colour) and SEVERITY[self.colour] < SEVERITY[self.known_colour]

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Headings and texts, in the order in which they are read; an empty one is left out."""
        fields = ("achieved", "results", "coming", "needed", "recovery")
        parts = [(SECTIONS[name], getattr(self, name)) for name in fields]
        return [(heading, text) for heading, text in parts if text.strip()]


def new_token() -> str:
    return secrets.token_urlsafe(32)


class RecipientQuerySet(AccountScopedQuerySet):
    account_field = "bulletin__project__account"

    def to_send(self) -> "RecipientQuerySet":
        """Those whose mail has not left yet."""
        return self.filter(sent_at=None, bulletin__confirmed_at__isnull=False)

    def holding(self, token: str) -> "Recipient | None":
        """Whoever has that address."""
        return self.with_all().filter(token=token).first()

    def with_all(self) -> "RecipientQuerySet":
        """With what the mail and the page of a reader say."""
        return self.select_related(
            "user", "stakeholder", "bulletin__project__account", "bulletin__project__reference_kam",
            "bulletin__project__leader",
        )  # fmt: skip


class Recipient(models.Model):
    """Somebody to whom a bulletin was sent. `token` is the address of his page: opening it is a reading."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="recipients")
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("one of theirs")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("or one of ours"),
    )  # fmt: skip
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField(_("sending asked for on"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent on"), null=True, editable=False)
    failed_at = models.DateTimeField(_("not sent on"), null=True, editable=False)
    read_at = models.DateTimeField(_("first read on"), null=True, editable=False)
    last_read_at = models.DateTimeField(_("last read on"), null=True, editable=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="bulletin_for_one_person"),
            models.UniqueConstraint(fields=["bulletin", "user"], name="ours_told_once"),
            models.UniqueConstraint(fields=["bulletin", "stakeholder"], name="theirs_told_once"),
        ]

    def __str__(self):
        return str(self.user or self.stakeholder)

    @property
    def email(self) -> str:
        return (self.user or self.stakeholder).email

    def may_read(self, at: datetime) -> bool:
        """Whether his page still opens: he has not left, and it was sent no longer ago than `BULLETIN_DAYS`."""
        if self.user:
            is_here = self.user.is_active
        else:
            is_here = self.stakeholder.departed_on is None and self.stakeholder.anonymised_on is None
        is_recent = at <= self.asked_at + timedelta(days=settings.BULLETIN_DAYS)
        return is_here and is_recent and self.bulletin.project.account.trashed_at is None

    def note_reading(self, at: datetime) -> None:
        self.read_at, self.last_read_at = self.read_at or at, at
        self.save(update_fields=["read_at", "last_read_at"])
