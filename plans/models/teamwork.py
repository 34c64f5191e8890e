"""Who works on which section of a plan, and what they say to each other about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccountScopedQuerySet
from accounts.models.journal import opening
from kam.users.history import track
from plans.catalogue import KEYS
from plans.models.plan import AccountPlan, PlanScopedQuerySet


@track()
class SectionCharge(models.Model):
    """Somebody of ours answers for a section, or contributes to it."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="charges")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("one of ours"))
    is_owner = models.BooleanField(_("answers for it"), default=False)

    objects = PlanScopedQuerySet.as_manager()

    class Meta:
        ordering = ["section", "-is_owner", "pk"]
        verbose_name = _("charge of a section")
        verbose_name_plural = _("charges of sections")
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "user"], name="charge_once"),
            models.UniqueConstraint(
                fields=["plan", "section"], condition=Q(is_owner=True), name="section_has_one_owner"
            ),
        ]

    def __str__(self):
        return f"{self.get_section_display()} · {self.user}"


class SectionCommentQuerySet(AccountScopedQuerySet):
    account_field = "plan__account"

    def open(self) -> "SectionCommentQuerySet":
        return self.filter(settled_at=None)


@track()
class SectionComment(models.Model):
    """What one of ours says of a section, or of one line of it, to the others (commentaire); never shown to the client."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="comments")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    line = models.UUIDField(null=True, blank=True, editable=False)  # the lineage of a row
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("comment"), max_length=5_000)
    written_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    settled_at = models.DateTimeField(_("settled on"), null=True, blank=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("settled by"),
    )  # fmt: skip

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("comment on a section")
        verbose_name_plural = _("comments on sections")

    def __str__(self):
        return opening(self.text)

    def get_absolute_url(self):
        return f"{reverse('plans:section', args=[self.plan_id, self.section])}#comments"

    @property
    def account_id(self) -> int:
        return self.plan.account_id
