"""The plan itself: which account, which years, how far it has come."""

import uuid
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, Max, OuterRef, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from kam.users.history import track
from plans.catalogue import BY_KEY, KEYS


class Status(models.TextChoices):
    """The states of domain.md 3.2."""

    DRAFT = "draft", _("Draft")
    ANALYSIS = "analysis", _("Analysis")
    INTERNAL_VALIDATION = "internal_validation", _("Internal validation")
    CLIENT_COWRITING = "client_cowriting", _("Client co-writing")
    APPROVED = "approved", _("Approved")
    IN_EXECUTION = "in_execution", _("In execution")
    REVIEWED = "reviewed", _("Reviewed")
    ARCHIVED = "archived", _("Archived")


WRITTEN = (Status.DRAFT, Status.ANALYSIS, Status.CLIENT_COWRITING)  # elsewhere what was validated is frozen
CHARGED = (Status.DRAFT, Status.ANALYSIS)  # while experts write what is in their charge (domain.md 3.2)
PREPARED = (*WRITTEN, Status.INTERNAL_VALIDATION)
IN_FORCE = (Status.APPROVED, Status.IN_EXECUTION, Status.REVIEWED)
SHARED = (Status.CLIENT_COWRITING, *IN_FORCE)  # the client reads his edition of them


def period_range() -> Func:
    """The days of a plan, both ends included."""
    return Func("starts_on", "ends_on", Value("[]"), function="DATERANGE", output_field=DateRangeField())


def account_range() -> Func:
    """The key of the account as a range: an exclusion takes ranges without the extension that plain keys need."""
    return Func("account", "account", Value("[]"), function="INT8RANGE", output_field=BigIntegerRangeField())


def one_at_a_time(name: str, statuses: tuple[Status, ...], message: str) -> ExclusionConstraint:
    """Of the plans of an account in these states, no two share a day."""
    return ExclusionConstraint(
        name=name,
        expressions=[(account_range(), RangeOperators.OVERLAPS), (period_range(), RangeOperators.OVERLAPS)],
        condition=Q(status__in=[status.value for status in statuses]),
        violation_error_message=message,
    )


class PlanQuerySet(AccountScopedQuerySet):
    def in_force(self, on: date) -> "PlanQuerySet":
        """What holds that day: approved or later, its period begun and not over."""
        return self.filter(status__in=IN_FORCE, starts_on__lte=on, ends_on__gte=on)

    def to_start(self, on: date) -> "PlanQuerySet":
        """Approved, and their period has begun."""
        return self.filter(status=Status.APPROVED, starts_on__lte=on)

    def over(self, on: date) -> "PlanQuerySet":
        """Their period has ended and they are not put away yet."""
        return self.filter(ends_on__lt=on).exclude(status=Status.ARCHIVED)

    def in_execution(self) -> "PlanQuerySet":
        return self.filter(status=Status.IN_EXECUTION)

    def being_written(self) -> "PlanQuerySet":
        return self.filter(status__in=WRITTEN)

    def to_validate_by(self, user) -> "PlanQuerySet":
        """Those that wait for this director."""
        carried = Account.objects.carried_by(user)
        return self.filter(status=Status.INTERNAL_VALIDATION, account__in=carried).exclude(account__kam=user)

    def written_by(self, user, *, whenever=False) -> "PlanQuerySet":
        """Those that the person may write as a whole, now or `whenever` they are written."""
        plans = self.editable_by(user)
        return plans if whenever else plans.being_written()

    def writable_in(self, user, section: str, *, whenever=False) -> "PlanQuerySet":
        """Those of which the person may write that section, now or `whenever` it is his to write."""
        whole = AccountPlan.objects.written_by(user, whenever=whenever)
        in_charge = SectionCharge.objects.held_by(user, whenever=whenever).filter(section=section)
        return self.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=in_charge.values("plan")))

    def with_last_move(self) -> "PlanQuerySet":
        """Annotate `moved_at`: when the plan came where it is."""
        return self.annotate(moved_at=Max("moves__at")).order_by("moved_at")

    def with_people(self) -> "PlanQuerySet":
        return self.select_related("account__kam", "sponsor", "previous")


@track()
class AccountPlan(models.Model):
    """An Account Business Plan of some years, its first one in detail (plan de compte)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="successors",
        verbose_name=_("previous version"),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("executive sponsor"),
    )  # fmt: skip
    investment = models.DecimalField(
        _("investment (€)"), max_digits=14, decimal_places=2, null=True, blank=True,
        help_text=_("Above the threshold of the house, controlling validates the plan too."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-version", "-pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="plan_ends_after_it_starts",
                violation_error_message=_("The plan ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(investment=None) | Q(investment__gte=0), name="plan_investment_not_negative",
                violation_error_message=_("An investment is not negative."),
            ),
            one_at_a_time(
                "plan_prepared_once", PREPARED, _("Another plan of this account is being prepared for these years.")
            ),
            one_at_a_time("plan_in_force_once", IN_FORCE, _("Another plan of this account is in force in these years.")),
        ]  # fmt: skip

    def __str__(self):
        return _("Plan %(first)s–%(last)s, version %(version)s") % {
            "first": self.starts_on.year, "last": self.ends_on.year, "version": self.version,
        }  # fmt: skip

    def get_absolute_url(self):
        return reverse("plans:detail", args=[self.pk])

    @property
    def is_written(self) -> bool:
        """Whether its text may still change."""
        return self.status in WRITTEN

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def period(self) -> str:
        ends = (date_format(day, "SHORT_DATE_FORMAT") for day in (self.starts_on, self.ends_on))
        return " – ".join(ends)

    def versions(self) -> list[int]:
        """The keys of this version and of those that it comes from; a plan copied from another begins its own."""
        keys, step = [self.pk], self
        while step.previous_id:
            step = step.previous
            keys.append(step.pk)
        return keys

    def sections_open_to(self, user, *, whenever=False) -> set[str]:
        """The keys of the sections that the person may write, now or `whenever` they are written."""
        if AccountPlan.objects.written_by(user, whenever=whenever).filter(pk=self.pk).exists():
            return set(BY_KEY)
        charges = SectionCharge.objects.held_by(user, whenever=whenever).filter(plan=self)
        return set(charges.values_list("section", flat=True))

    def remarks_noted_by(self, reader) -> dict[str, str]:
        """Section → what this director means to say of it when he sends the plan back."""
        return dict(self.readings.filter(reader=reader).exclude(text="").values_list("section", "text"))

    def is_still_open_to(self, user, section: str = "") -> bool:
        """Whether a section, or the whole, may still be written, once a move under way is made.

        No other begins before the transaction ends.
        """
        rows = AccountPlan.objects.filter(pk=self.pk)
        bool(rows.select_for_update(of=("self",), no_key=True))
        return rows.writable_in(user, section).exists()

    def year_of(self, day: date) -> int:
        """The year of the plan, from 1, in which a day lies."""
        months = (day.year - self.starts_on.year) * 12 + day.month - self.starts_on.month
        return (months - (day.day < self.starts_on.day)) // 12 + 1

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def last_day(first: date, months: int) -> date:
    """The last of so many whole months that begin on the first day."""
    return first + relativedelta(months=months, days=-1)


class Lasting(models.Model):
    """A row that copies of its plan copy too: `lineage` stays, so that two versions can be compared."""

    lineage = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class PlanScopedQuerySet(AccountScopedQuerySet):
    """Rows of a plan: read by whoever sees the account, changed by whoever may, while the plan is written."""

    account_field = "plan__account"

    def editable_by(self, user):
        return super().editable_by(user).filter(plan__status__in=WRITTEN)


class ChargeQuerySet(PlanScopedQuerySet):
    def held_by(self, user, *, whenever=False) -> "ChargeQuerySet":
        """What the person is in charge of and may write now, or `whenever` it is written, of accounts that he sees."""
        charges = self.visible_to(user).filter(user=user)
        return charges if whenever else charges.filter(plan__status__in=CHARGED)

    def as_subjects(self) -> "ChargeQuerySet":
        """With what a notice about them says."""
        return self.select_related("plan")


@track()
class SectionCharge(models.Model):
    """Somebody of ours answers for a section, or contributes to it."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="charges")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("one of ours"))
    is_owner = models.BooleanField(_("answers for it"), default=False)

    objects = ChargeQuerySet.as_manager()

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

    def get_absolute_url(self):
        return reverse("plans:section", args=[self.plan_id, self.section])

    @property
    def told(self) -> str:
        """What the person put in charge reads of it."""
        names = {"section": self.get_section_display(), "plan": self.plan}
        if self.is_owner:
            return _("You answer for “%(section)s” in %(plan)s") % names
        return _("You are asked to contribute to “%(section)s” in %(plan)s") % names


class SectionScopedQuerySet(PlanScopedQuerySet):
    """Rows of a section: changed by whoever may change the account, or is in charge of that section.

    The model says which section: a column of that name, or its key.
    """

    def editable_by(self, user, *, whenever=False):
        """What the person may change now, or `whenever` it is written."""
        section = self.model.section if isinstance(self.model.section, str) else OuterRef("section")
        charges = SectionCharge.objects.held_by(user, whenever=whenever)
        whole = AccountPlan.objects.written_by(user, whenever=whenever)
        in_charge = Exists(charges.filter(plan=OuterRef("plan"), section=section))
        return self.filter(Q(plan__in=whole.values("pk")) | in_charge)
