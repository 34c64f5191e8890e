"""The review of a plan: what is discussed, what was decided, who was there (revue du plan)."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.models.plan import AccountPlan, Status
from plans.models.risk import PlanRisk
from plans.models.strategy import PlanAction, SwotItem


class ReviewQuerySet(AccountScopedQuerySet):
    """Read by whoever sees the account; prepared and held by whoever may change it, while the plan runs."""

    account_field = "plan__account"

    def editable_by(self, user) -> "ReviewQuerySet":
        """Those whose minutes are not closed, of plans in execution."""
        return super().editable_by(user).filter(plan__status=Status.IN_EXECUTION, closed_at=None)

    def sendable_by(self, user) -> "ReviewQuerySet":
        """Those whose minutes are closed, however far the plan has come since."""
        return super().editable_by(user).exclude(closed_at=None)

    def held(self) -> "ReviewQuerySet":
        return self.exclude(closed_at=None)

    def with_people(self) -> "ReviewQuerySet":
        return self.select_related("plan__account__kam", "plan__sponsor", "held_by", "cosigned_by")


@track(exclude=["shown", "shown_at"])
class PlanReview(models.Model):
    """A review of a plan in execution, every quarter by default.

    It is prepared (agenda), held on two screens (theirs shows what may be shared, ours the private notes too), and
    closed by its minutes.
    """

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="reviews")
    held_on = models.DateField(_("held on"))
    minutes = models.TextField(_("minutes"), max_length=50_000, blank=True)
    private_notes = models.TextField(_("private notes"), max_length=50_000, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("held by")
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    shown = models.ForeignKey(
        "plans.ReviewTopic", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )  # what is spoken of now: their screen shows it if it may
    shown_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("co-signed by"),
    )  # fmt: skip
    cosigned_at = models.DateTimeField(_("co-signed on"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("plan review")
        verbose_name_plural = _("plan reviews")
        triggers = [
            pgtrigger.Protect(
                name="closed_minutes_are_frozen",
                operation=pgtrigger.UpdateOf("minutes", "held_on", "closed_at", "plan_id"),
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            )
        ]

    def __str__(self):
        return _("Review of %(day)s") % {"day": date_format(self.held_on, "SHORT_DATE_FORMAT")}

    def get_absolute_url(self):
        return reverse("plans:review-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it may still be prepared and held."""
        return self.closed_at is None and self.plan.status == Status.IN_EXECUTION

    def has_come(self, on: date) -> bool:
        """Whether its minutes may be closed that day."""
        return self.held_on <= on


class ReviewPartQuerySet(AccountScopedQuerySet):
    """Rows of a review: changed as long as the review is."""

    account_field = "review__plan__account"

    def editable_by(self, user) -> "ReviewPartQuerySet":
        return self.filter(review__in=PlanReview.objects.editable_by(user))

    def shown(self) -> "ReviewPartQuerySet":
        """What the client may see of it."""
        return self.filter(is_shown=True)

    def to_send(self) -> "ReviewPartQuerySet":
        """Those who were at a review whose minutes are closed, and do not have them yet."""
        return self.filter(sent_at=None).exclude(review__closed_at=None)


@track()
class ReviewTopic(models.Model):
    """A point of the agenda: proposed from what changed, or added by hand."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening")
        PRIORITY = "priority", _("Priority")
        LATE = "late", _("Late actions")
        RESULT = "result", _("Results")
        CHANGE = "change", _("What has changed")
        FREE = "free", _("Other")

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="topics")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FREE)
    title = models.CharField(_("topic"), max_length=200)
    reason = models.CharField(_("why"), max_length=300, blank=True)  # ours only
    line = models.UUIDField(null=True, blank=True, editable=False)  # the lineage of what it is about
    minutes_planned = models.PositiveSmallIntegerField(_("minutes planned"), default=10)
    is_shown = models.BooleanField(_("shown to the client"), default=True)
    is_done = models.BooleanField(_("discussed"), default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("topic of a review")
        verbose_name_plural = _("topics of reviews")

    def __str__(self):
        return self.title


@track()
class ReviewDecision(models.Model):
    """What was decided, in the words that both sides keep, and the action, risk or SWOT item that it gave birth to."""

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="decisions")
    topic = models.ForeignKey(
        ReviewTopic, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("topic")
    )
    text = models.CharField(_("decision"), max_length=500)
    is_shown = models.BooleanField(_("shown to the client"), default=True)
    decided_at = models.DateTimeField(_("decided on"), default=timezone.now, editable=False)
    action = models.ForeignKey(
        PlanAction, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("action")
    )
    risk = models.ForeignKey(
        PlanRisk, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("risk")
    )
    swot_item = models.ForeignKey(
        SwotItem, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("SWOT item")
    )

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(risk=None, swot_item=None), name="risk_and_swot_stay_ours"
            )
        ]

    def __str__(self):
        return self.text


@track()
class ReviewPresence(models.Model):
    """One of theirs or one of ours was there; the minutes go to whoever was, when somebody asks for it."""

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="presences")
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("one of theirs")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("or one of ours"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("sending asked for on"), null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(_("not sent on"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.CheckConstraint(condition=Q(stakeholder=None) ^ Q(user=None), name="presence_of_one_person"),
            models.UniqueConstraint(fields=["review", "stakeholder"], name="theirs_present_once"),
            models.UniqueConstraint(fields=["review", "user"], name="ours_present_once"),
        ]

    def __str__(self):
        return str(self.stakeholder or self.user)

    @property
    def email(self) -> str:
        return (self.stakeholder or self.user).email
