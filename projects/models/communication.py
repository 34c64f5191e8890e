"""What was told about a project, to whom, and whether it was read."""

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from projects.models.project import Project
from projects.models.status import Colour


class BulletinQuerySet(AccountScopedQuerySet):
    account_field = "project__account"

    def editable_by(self, user) -> "BulletinQuerySet":
        """Those that were not sent yet."""
        return super().editable_by(user).filter(confirmed_at=None)

    def sent(self) -> "BulletinQuerySet":
        return self.exclude(confirmed_at=None)


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


def new_token() -> str:
    return secrets.token_urlsafe(32)


class RecipientQuerySet(AccountScopedQuerySet):
    account_field = "bulletin__project__account"


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
