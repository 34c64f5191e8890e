"""What those who work on a plan say to each other about it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from accounts.models.journal import opening
from kam.users.history import track
from plans.catalogue import KEYS
from plans.models.plan import AccountPlan, SectionCharge


class SectionCommentQuerySet(AccountScopedQuerySet):
    account_field = "plan__account"

    def of_section(self, key: str) -> "SectionCommentQuerySet":
        return self.filter(section=key)

    def open(self) -> "SectionCommentQuerySet":
        return self.filter(settled_at=None)

    def count_by_section(self) -> list[tuple[str, str, int]]:
        """(key of the section, its title, how many), in the order of the plan."""
        counts = dict(self.order_by().values_list("section").annotate(count=Count("pk")))
        return [(key, title, counts[key]) for key, title in KEYS if key in counts]

    def editable_by(self, user) -> "SectionCommentQuerySet":
        """Settled by whoever may change the account, wrote the comment, or is in charge of its section."""
        charges = SectionCharge.objects.held_by(user, whenever=True)
        in_charge = Exists(charges.filter(plan=OuterRef("plan"), section=OuterRef("section")))
        theirs = self.model.objects.filter(plan__account__in=Account.objects.editable_by(user))
        return self.visible_to(user).filter(Q(author=user) | Q(pk__in=theirs.values("pk")) | in_charge)


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

    @property
    def account(self) -> Account:
        return self.plan.account

    def settle(self, by, at: datetime) -> None:
        self.settled_by, self.settled_at = by, at
        self.save(update_fields=["settled_by", "settled_at"])

    def reopen(self) -> None:
        self.settled_by = self.settled_at = None
        self.save(update_fields=["settled_by", "settled_at"])
