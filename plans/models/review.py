"""The review of a plan: what is discussed, what was decided, who was there (revue du plan)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.models.plan import AccountPlan, PlanScopedQuerySet


@track(exclude=["shown"])
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
    )  # what their screen shows now
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("co-signed by"),
    )  # fmt: skip
    cosigned_at = models.DateTimeField(_("co-signed on"), null=True, blank=True)

    objects = PlanScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("plan review")
        verbose_name_plural = _("plan reviews")

    def __str__(self):
        return _("Review of %(day)s") % {"day": date_format(self.held_on, "SHORT_DATE_FORMAT")}


class ReviewPartQuerySet(AccountScopedQuerySet):
    account_field = "review__plan__account"


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
    """What was decided, in the words that both sides keep (décision)."""

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="decisions")
    topic = models.ForeignKey(
        ReviewTopic, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("topic")
    )
    text = models.CharField(_("decision"), max_length=500)
    decided_at = models.DateTimeField(_("decided on"), default=timezone.now, editable=False)

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return self.text


@track()
class ReviewPresence(models.Model):
    """One of theirs or one of ours was there; the minutes go to whoever was."""

    review = models.ForeignKey(PlanReview, models.CASCADE, related_name="presences")
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("one of theirs")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("or one of ours"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)

    objects = ReviewPartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stakeholder=None) ^ models.Q(user=None), name="presence_of_one_person"
            ),
            models.UniqueConstraint(fields=["review", "stakeholder"], name="theirs_present_once"),
            models.UniqueConstraint(fields=["review", "user"], name="ours_present_once"),
        ]

    def __str__(self):
        return str(self.stakeholder or self.user)
