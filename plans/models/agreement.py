"""What the client says: who carries which priority, who signs which version."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.models.plan import AccountPlan
from plans.models.strategy import StrategicPriority


def refuse_strangers(row: models.Model, plan: AccountPlan) -> None:
    if row.stakeholder_id and row.stakeholder.account_id != plan.account_id:
        told = _("%(name)s belongs to another account.") % {"name": row.stakeholder}
        raise ValidationError({"stakeholder": told})


class EndorsementQuerySet(AccountScopedQuerySet):
    account_field = "priority__plan__account"

    def given_to(self, plan: AccountPlan) -> "EndorsementQuerySet":
        """To the priorities of this plan, of the versions that it comes from and of those given up on the way.

        A plan copied from last year's comes from nothing: what was agreed to then is asked for again.
        """
        versions = plan.versions()
        return self.filter(Q(priority__plan__in=versions) | Q(priority__plan__previous__in=versions))

    def standing(self) -> "EndorsementQuerySet":
        """Those that nobody took back."""
        return self.filter(withdrawn_on=None)

    def by(self, stakeholder: int) -> "EndorsementQuerySet":
        return self.filter(stakeholder=stakeholder)


class Channel(models.TextChoices):
    """How the client said it."""

    FACE_TO_FACE = "face_to_face", _("Told to us")
    PORTAL = "portal", _("On the portal")


@track()
class Endorsement(models.Model):
    """One of theirs says that a priority is his too: named, dated, on exactly these words (accord du client)."""

    priority = models.ForeignKey(StrategicPriority, models.CASCADE, related_name="endorsements")
    stakeholder = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, related_name="+", verbose_name=_("who agreed")
    )
    name = models.CharField(max_length=255, editable=False)  # stays when the person is deleted
    influence = models.SmallIntegerField(editable=False)  # then
    endorsed_on = models.DateField(_("agreed on"))
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True, editable=False)
    evidence = models.TextField(_("what shows it"), help_text=_("A meeting, a message: where anybody could check."))
    channel = models.CharField(_("how"), max_length=12, choices=Channel, default=Channel.FACE_TO_FACE, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["-endorsed_on", "-pk"]
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["priority", "stakeholder", "digest"], name="endorsement_once", condition=Q(withdrawn_on=None),
                violation_error_message=_("This person has already agreed to these words."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} · {self.priority}"

    def withdraw(self, on: date) -> None:
        """It was given, and it is given no longer: both stay known."""
        self.withdrawn_on = on
        self.save(update_fields=["withdrawn_on"])

    def clean(self):
        refuse_strangers(self, self.priority.plan)


class SignOffQuerySet(AccountScopedQuerySet):
    account_field = "plan__account"


@track()
class SignOff(models.Model):
    """The client validates a whole version: named, dated, on the edition of that digest."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="sign_offs")
    stakeholder = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, related_name="+", verbose_name=_("who signed")
    )
    name = models.CharField(max_length=255, editable=False)  # stays when the person is deleted
    signed_on = models.DateField(_("signed on"))
    evidence = models.TextField(_("what shows it"))
    channel = models.CharField(_("how"), max_length=12, choices=Channel, default=Channel.FACE_TO_FACE, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = SignOffQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "stakeholder", "digest"], name="signed_once",
                violation_error_message=_("This person has already signed this text."),
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.name} · {self.plan}"

    def clean(self):
        refuse_strangers(self, self.plan)
