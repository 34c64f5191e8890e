"""What a project brought, and who says so."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from projects.models.project import Project
from projects.models.task import Task


class ProjectResultQuerySet(AccountScopedQuerySet):
    """Written during the project and after it: results come late."""

    account_field = "project__account"

    def delivered(self) -> "ProjectResultQuerySet":
        return self.exclude(delivered_on=None)

    def unrecognised(self, since: date) -> "ProjectResultQuerySet":
        """Obtained on that day or before, for the client to see, and recognised by nobody; nobody was reminded either."""
        silent = ~Exists(ResultRecognition.objects.filter(result=OuterRef("pk")))
        living = self.filter(project__account__trashed_at=None)
        return living.filter(silent, delivered_on__lte=since, is_internal=False, reminded_on=None)


@track()
class ProjectResult(models.Model):
    """An effect that was measured: from what, to what, worth how much (résultat)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="results")
    metric = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    starting = models.DecimalField(_("before"), max_digits=16, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("reached"), max_digits=16, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("worth for the client (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    evidence = models.TextField(_("how we know"), blank=True, max_length=5_000)
    evidence_link = models.URLField(_("address of the evidence"), blank=True, max_length=500)
    delivered_on = models.DateField(_("obtained on"), null=True, blank=True)
    is_internal = models.BooleanField(_("ours only"), default=False)
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("task")
    )  # opened when nobody recognised it for 30 days
    reminded_on = models.DateField(null=True, editable=False)  # when that task was opened, or word given: once
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectResultQuerySet.as_manager()

    class Meta:
        ordering = [models.F("delivered_on").desc(nulls_first=True), "-pk"]
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="result_value_not_negative",
                violation_error_message=_("A value is not negative."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(actual__isnull=False), name="result_obtained_is_measured",
                violation_error_message=_("Say what was reached."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.metric


class RecognitionQuerySet(AccountScopedQuerySet):
    account_field = "result__project__account"

    def said_on_portal(self, stakeholder_id: int) -> "RecognitionQuerySet":
        """What that person said himself."""
        return self.filter(stakeholder=stakeholder_id, channel=ResultRecognition.Channel.PORTAL)

    def shared_with(self, account_id: int) -> "RecognitionQuerySet":
        """Of results that the guests of that account read."""
        return self.filter(
            result__project__account=account_id, result__project__shared__isnull=False, result__is_internal=False
        ).select_related("result")


@track()
class ResultRecognition(models.Model):
    """Somebody of the client recognises a result (reconnaissance)."""

    class Level(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")
        VALIDATED = "validated", _("Validated")
        ADVOCATED = "advocated", _("Advocated")

    class Channel(models.TextChoices):
        MEETING = "meeting", _("At a meeting")
        COMMITTEE = "committee", _("At the committee")
        CALL = "call", _("By telephone")
        EMAIL = "email", _("By e-mail")
        PORTAL = "portal", _("On the portal")
        PUBLIC = "public", _("In public")

    result = models.ForeignKey(ProjectResult, models.CASCADE, related_name="recognitions")
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+", verbose_name=_("recognised by"))
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.ACKNOWLEDGED)
    recognised_on = models.DateField(_("on"))
    quote = models.TextField(_("in his words"), blank=True, max_length=2_000)
    channel = models.CharField(_("how it was said"), max_length=10, choices=Channel, default=Channel.MEETING)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["-recognised_on", "-pk"]
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        constraints = [
            models.UniqueConstraint(
                fields=["result", "stakeholder", "level"], name="recognised_once_a_level",
                violation_error_message=_("This person has already recognised it so."),
            )
        ]  # fmt: skip

    def __str__(self):
        return _("%(name)s: %(words)s") % {"name": self.stakeholder, "words": self.get_level_display()}
