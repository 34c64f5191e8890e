"""Who was handed what, and with which words."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from kam.users.models import User
from projects.models.project import UNDER_WAY, Project, ProjectScopedQuerySet
from projects.models.task import Task


class HandoverQuerySet(ProjectScopedQuerySet):
    def standing(self) -> "HandoverQuerySet":
        """Neither taken back nor handed on since."""
        return self.filter(ended_on=None)

    def waiting(self) -> "HandoverQuerySet":
        return self.standing().filter(accepted_at=None)

    def under_way(self) -> "HandoverQuerySet":
        return self.filter(project__status__in=UNDER_WAY)

    def acceptable_by(self, user: User) -> "HandoverQuerySet":
        """One of ours says yes himself; that one of theirs did is written down by whoever may change the project."""
        theirs = Q(user=None, pk__in=self.editable_by(user))
        return self.visible_to(user).waiting().under_way().filter(Q(user=user) | theirs)

    def endable_by(self, user: User) -> "HandoverQuerySet":
        """Taken back by whoever may change the project, given back by its receiver."""
        mine = Q(user=user) | Q(pk__in=self.editable_by(user))
        return self.visible_to(user).standing().under_way().filter(mine)

    def with_answers_of(self, user: User) -> "HandoverQuerySet":
        """`may_accept`, `may_end`: which buttons the person is offered."""
        return self.annotate(
            may_accept=Exists(Handover.objects.acceptable_by(user).filter(pk=OuterRef("pk"))),
            may_end=Exists(Handover.objects.endable_by(user).filter(pk=OuterRef("pk"))),
        )

    def delegated_by(self, user: User) -> "HandoverQuerySet":
        """What the person handed over, and what of the projects that he answers for was."""
        return self.filter(Q(giver=user) | Q(project__reference_kam=user)).exclude(user=user)

    def with_people(self) -> "HandoverQuerySet":
        return self.select_related("project__account", "project__reference_kam", "task", "giver", "user", "stakeholder")

    as_subjects = with_people


@track()
class Handover(models.Model):
    """A project, or one task of it, handed to somebody who carries it from then on (passation).

    The KAM stays the reference of the project: he keeps his committee seat, the alerts and the benefits.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="handovers")
    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="handovers", verbose_name=_("task")
    )
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("handed over by")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("to one of ours"),
    )  # fmt: skip
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or to one of theirs")
    )
    note = models.TextField(
        _("handover note"), max_length=10_000,
        help_text=_("Where things stand, what was promised, what to watch, whom to call."),
    )  # fmt: skip
    handed_on = models.DateField(_("handed over on"))
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("taken back on"), null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-handed_on", "-pk"]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="handed_to_one_person"),
        ]

    def __str__(self):
        return str(self.task or self.project)

    def get_absolute_url(self):
        return reverse("projects:handover-detail", args=[self.pk])

    @property
    def receiver(self) -> User | Stakeholder:
        return self.user or self.stakeholder

    @property
    def is_standing(self) -> bool:
        return self.ended_on is None

    @property
    def is_waiting(self) -> bool:
        return self.is_standing and self.accepted_at is None

    @property
    def told(self) -> str:
        """What its notices say, in the language of whoever reads them."""
        names = {"what": self, "giver": self.giver or "–", "receiver": self.receiver}
        if not self.is_standing:
            return _("“%(what)s” is no longer with %(receiver)s") % names
        if self.is_waiting:
            return _("%(giver)s hands “%(what)s” over to %(receiver)s") % names
        return _("%(receiver)s has taken “%(what)s” over") % names

    def is_out_of_reach(self) -> bool:
        """Whether its receiver, one of ours, does not see the account (one query)."""
        if self.user is None or not self.is_standing:
            return False
        return not Account.objects.visible_to(self.user).filter(pk=self.project.account_id).exists()
