"""The project itself: for whom, why, who leads it, since when."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Account, AccountScopedQuerySet, Unaccent, holding_words
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.models import StrategicPriority
from projects.worktime import WorkCalendar, french_hours


class Status(models.TextChoices):
    PREPARED = "prepared", _("In preparation")
    RUNNING = "running", _("In progress")
    PAUSED = "paused", _("On hold")
    FINISHED = "finished", _("Finished")
    GIVEN_UP = "given_up", _("Given up")


UNDER_WAY = (Status.PREPARED, Status.RUNNING, Status.PAUSED)  # its schedule still changes
OPENED = (Status.RUNNING, Status.PAUSED, Status.FINISHED)


class ProjectQuerySet(AccountScopedQuerySet):
    def under_way(self) -> "ProjectQuerySet":
        return self.filter(status__in=UNDER_WAY)

    def delegated(self) -> "ProjectQuerySet":
        return self.filter(led_by=Project.LedBy.DELEGATED)

    def named(self, text: str) -> "ProjectQuerySet":
        """Projects whose name holds every word of the text, whatever the accents and case."""
        return holding_words(self.annotate(haystack=Unaccent("name")), "haystack", text)

    def with_people(self) -> "ProjectQuerySet":
        return self.select_related("account", "priority", "reference_kam", "leader", "client_leader")

    def with_plan(self) -> "ProjectQuerySet":
        """All that is scheduled, in three more queries."""
        return self.prefetch_related("tasks", "dependencies", "closures")


@track()
class Project(models.Model):
    """Something that we and the client do together (projet)."""

    class LedBy(models.TextChoices):
        """Who carries it from day to day; the reference KAM keeps his seat whoever does."""

        KAM = "kam_led", _("Led by the KAM")
        TOGETHER = "co_led", _("Led together")
        DELEGATED = "delegated", _("Delegated")

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    name = models.CharField(_("project"), max_length=120)
    purpose = models.TextField(_("what it is for"), blank=True, max_length=5_000)
    priority = models.ForeignKey(
        StrategicPriority,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("priority it serves"),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PREPARED)
    starts_on = models.DateField(_("from"))
    promised_on = models.DateField(
        _("promised for"), null=True, blank=True, help_text=_("The day that the client has been told.")
    )
    reference_kam = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reference KAM")
    )
    led_by = models.CharField(_("how it is led"), max_length=10, choices=LedBy, default=LedBy.KAM)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("project leader, one of ours"),
    )  # fmt: skip
    client_leader = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("correspondent at the client"),
    )  # fmt: skip
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("our sponsor"),
    )  # fmt: skip
    client_sponsor = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("their sponsor")
    )
    budget = models.DecimalField(_("budget (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    is_alsace_moselle = models.BooleanField(
        _("holidays of Alsace-Moselle"), default=False, help_text=_("Good Friday and 26 December are off too.")
    )
    is_shared = models.BooleanField(
        _("shown to the client"), default=False, editable=False,
        help_text=_("His guests read its dates, deliverables, bulletins and results; never risks, loads or notes."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    opened_on = models.DateField(_("in progress since"), null=True, blank=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True, editable=False)
    # kept with the tasks by `projects.keeping`, for lists and figures
    ends_on = models.DateField(_("until"), null=True, blank=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name", "pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=Q(promised_on=None) | Q(promised_on__gte=F("starts_on")), name="project_promised_after_start",
                violation_error_message=_("The project is promised for before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0), name="project_budget_not_negative",
                violation_error_message=_("A budget is not negative."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:detail", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.status in UNDER_WAY

    def date_status(self, on: date) -> None:
        """Note since when it has been in progress and when it ended, as its status says; nothing is saved."""
        if self.status in OPENED:
            self.opened_on = self.opened_on or on
        elif self.status == Status.PREPARED:
            self.opened_on = None
        self.closed_on = None if self.is_under_way else self.closed_on or on

    def calendar(self) -> WorkCalendar:
        """Its working time: French working days but for its closures (one query)."""
        return WorkCalendar(self.starts_on, self.hours())

    def hours(self):
        closed = {day for closure in self.closures.all() for day in closure.days()}
        return french_hours(is_alsace_moselle=self.is_alsace_moselle, closures=closed)

    def clean(self):
        for name in ("client_leader", "client_sponsor"):
            person = getattr(self, name)
            if person and person.account_id != self.account_id:
                raise ValidationError({name: _("%(name)s belongs to another account.") % {"name": person}})
        if self.priority and self.priority.plan.account_id != self.account_id:
            raise ValidationError({"priority": _("This priority belongs to another account.")})


class ProjectScopedQuerySet(AccountScopedQuerySet):
    """Rows of a project: read by whoever sees the account, changed by whoever may, while the project is under way."""

    account_field = "project__account"

    def editable_by(self, user):
        return super().editable_by(user).filter(project__status__in=UNDER_WAY)


LONGEST_CLOSURE = 366  # days


@track()
class Closure(models.Model):
    """Days on which nobody works on the project: a plant is shut, the client freezes his systems (fermeture)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="closures")
    label = models.CharField(_("why"), max_length=120, blank=True)
    starts_on = models.DateField(pgettext_lazy("period", "from"))
    ends_on = models.DateField(pgettext_lazy("period", "until"))

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closure_ends_after_it_starts",
                violation_error_message=_("The closure ends before it starts."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.label or str(self.starts_on)

    def days(self) -> list[date]:
        length = (self.ends_on - self.starts_on).days + 1
        return [date.fromordinal(self.starts_on.toordinal() + number) for number in range(length)]

    def clean(self):
        if self.starts_on and self.ends_on and (self.ends_on - self.starts_on).days > LONGEST_CLOSURE:
            raise ValidationError(_("A closure lasts no more than a year."))
