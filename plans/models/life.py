"""What happened to a plan: each move with its frozen edition, and what was remarked on the way."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kam.users.history import track
from plans.catalogue import KEYS
from plans.models.plan import AccountPlan, PlanScopedQuerySet, Status

TOLD = {
    (Status.ANALYSIS, Status.INTERNAL_VALIDATION): _("%(name)s has handed in %(plan)s: it waits for your reading"),
    (Status.CLIENT_COWRITING, Status.INTERNAL_VALIDATION): _("%(name)s has %(plan)s validated again: it waits for you"),
    (Status.INTERNAL_VALIDATION, Status.ANALYSIS): _("%(name)s has sent back %(plan)s with remarks"),
    (Status.INTERNAL_VALIDATION, Status.CLIENT_COWRITING): _("%(name)s has validated %(plan)s: the client may read it"),
    (Status.CLIENT_COWRITING, Status.APPROVED): _("%(name)s has approved %(plan)s"),
    (Status.REVIEWED, Status.ANALYSIS): _("%(name)s has opened %(plan)s: it is yours to write"),
}


class Edition(models.Model):
    """The whole plan as it stood at a move, for ever; `digest` is the SHA-256 of its content."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="editions")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)

    objects = PlanScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        triggers = [pgtrigger.Protect(name="edition_is_frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.plan} · {self.made_at:%Y-%m-%d}"


class MoveQuerySet(PlanScopedQuerySet):
    def as_subjects(self) -> "MoveQuerySet":
        """With what a notice about them says."""
        return self.select_related("plan", "by")


class Move(models.Model):
    """A plan went from one state to another: who, when, why, and the edition that was frozen."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="moves")
    source = models.CharField(_("from"), max_length=20, choices=Status, blank=True)
    target = models.CharField(_("to"), max_length=20, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )  # null: the clock
    at = models.DateTimeField(_("on"), default=timezone.now)
    comment = models.TextField(_("comment"), blank=True, max_length=10_000)
    waiver = models.TextField(_("why without the client's agreement"), blank=True, max_length=2_000)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="moves")
    changes = models.JSONField(default=list)  # since the edition before

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        triggers = [pgtrigger.Protect(name="move_is_frozen", operation=pgtrigger.Update)]

    def __str__(self):
        return self.get_target_display()

    def get_absolute_url(self):
        return reverse("plans:move-detail", args=[self.pk])

    @property
    def account_id(self) -> int:
        return self.plan.account_id

    @property
    def told(self) -> str:
        """What those concerned read of it."""
        names = {"plan": self.plan, "name": self.by or _("the calendar")}
        return TOLD.get((self.source, self.target), _("%(plan)s is now: %(state)s")) % {
            **names, "state": self.get_target_display()
        }  # fmt: skip


class Remark(models.Model):
    """What the director says of a section when he sends a plan back."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="remarks")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    text = models.TextField(_("remark"), max_length=5_000)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [models.UniqueConstraint(fields=["move", "section"], name="remark_once_a_section")]

    def __str__(self):
        return self.text[:60]


@track()
class Control(models.Model):
    """Controlling agrees to the investment of exactly this content."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="controls")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    agreed_at = models.DateTimeField(_("agreed on"), default=timezone.now)
    digest = models.CharField(max_length=64)

    objects = PlanScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-agreed_at"]
        verbose_name = _("agreement of controlling")
        verbose_name_plural = _("agreements of controlling")
        constraints = [models.UniqueConstraint(fields=["plan", "digest"], name="controlled_once")]

    def __str__(self):
        return f"{self.plan} · {self.by}"


class SectionReading(models.Model):
    """A director has read a section of a plan that waits for him, and what he means to remark of it; his alone.

    It lasts until the plan is sent back or validated: what he remarks then is in the move.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    text = models.TextField(_("remark"), max_length=5_000, blank=True)
    read_at = models.DateTimeField(_("read on"), default=timezone.now)

    objects = PlanScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("reading of a section")
        verbose_name_plural = _("readings of sections")
        constraints = [models.UniqueConstraint(fields=["plan", "reader", "section"], name="section_read_once")]

    def __str__(self):
        return self.get_section_display()
