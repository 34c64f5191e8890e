"""From evidence to action: SWOT items, TOWS options, priorities, objectives, actions, and the risks on the way."""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.catalogue import A_QUADRANT, MOST
from plans.models.plan import IN_FORCE, AccountPlan, Lasting, SectionScopedQuerySet, Status

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


def refuse_outside(plan: AccountPlan, **days: date | None) -> None:
    """Raise ValidationError for the days that lie outside the period of the plan."""
    outside = [name for name, day in days.items() if day and not plan.holds(day)]
    if outside:
        told = _("Outside the period of the plan (%(period)s).") % {"period": plan.period}
        raise ValidationError(dict.fromkeys(outside, told))


@track()
class SwotItem(Lasting):
    """A strength, weakness, opportunity or threat of us at this account."""

    section = "swot"

    class Quadrant(models.TextChoices):
        STRENGTH = "strength", pgettext_lazy("SWOT", "Strength")
        WEAKNESS = "weakness", _("Weakness")
        OPPORTUNITY = "opportunity", _("Opportunity")
        THREAT = "threat", _("Threat")

        @property
        def plural(self) -> str:
            """What heads several of them."""
            return {
                "strength": pgettext("SWOT", "Strengths"), "weakness": pgettext("SWOT", "Weaknesses"),
                "opportunity": pgettext("SWOT", "Opportunities"), "threat": pgettext("SWOT", "Threats"),
            }[self.value]  # fmt: skip

    INTERNAL = (Quadrant.STRENGTH, Quadrant.WEAKNESS)

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="swot")
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant)
    text = models.CharField(_("item"), max_length=300)
    evidence = models.TextField(_("evidence"), blank=True, help_text=_("A fact that anybody could check."))
    weight = models.PositiveSmallIntegerField(_("weight"), default=3, validators=ONE_TO_FIVE)
    source = models.CharField(_("source"), max_length=255, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    is_confirmed = models.BooleanField(_("confirmed (else: assumed)"), default=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SectionScopedQuerySet.as_manager()

    class Meta:
        ordering = ["quadrant", "position", "pk"]
        verbose_name = _("SWOT item")
        verbose_name_plural = _("SWOT items")
        constraints = [
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="swot_weight_1_to_5"),
        ]

    def __str__(self):
        return self.text

    @property
    def is_internal(self) -> bool:
        return self.quadrant in self.INTERNAL

    def clean(self):
        others = SwotItem.objects.filter(plan=self.plan, quadrant=self.quadrant).exclude(pk=self.pk)
        if others.count() >= A_QUADRANT:
            told = _("This quadrant already has %(count)s items: keep what weighs most.") % {"count": A_QUADRANT}
            raise ValidationError({"quadrant": told})


@track()
class TowsOption(Lasting):
    """A way to act, born where something of ours meets something of the world's (croisement)."""

    section = "tows"

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="options")
    text = models.CharField(_("option"), max_length=300)
    items = models.ManyToManyField(SwotItem, related_name="options", verbose_name=_("what it crosses"))
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SectionScopedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("TOWS option")
        verbose_name_plural = _("TOWS options")

    def __str__(self):
        return self.text


@track(obj_field=None)
class Crossing(TowsOption.items.through):
    """What an option crosses: the rows of the relation, named so that their changes are recorded too."""

    class Meta:
        proxy = True
        verbose_name = _("crossed item")
        verbose_name_plural = _("crossed items")

    def __str__(self):
        return str(self.swotitem)


def words_digest(title: str, sentence: str, client_issue: str) -> str:
    """SHA-256, in hexadecimal, of the words of a priority that somebody agrees to."""
    return hashlib.sha256(json.dumps([title, sentence, client_issue], ensure_ascii=False).encode()).hexdigest()


class PriorityQuerySet(SectionScopedQuerySet):
    def in_force(self, account: Account, on: date) -> "PriorityQuerySet":
        """Those of the plan of the account that holds that day."""
        return self.filter(
            plan__account=account, plan__status__in=IN_FORCE, plan__starts_on__lte=on, plan__ends_on__gte=on
        )

    def endorsable_by(self, user) -> "PriorityQuerySet":
        """Priorities whose endorsement the person may record, however far the plan is."""
        return self.filter(plan__account__in=Account.objects.editable_by(user)).select_related("plan")


@track()
class StrategicPriority(Lasting):
    """One of the three to five things that we repeat to everybody (priorité stratégique)."""

    section = "priorities"

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="priorities")
    title = models.CharField(_("priority"), max_length=120)
    sentence = models.CharField(
        _("in one sentence"), max_length=300, blank=True, help_text=_("As you say it aloud, to anybody at the client.")
    )
    client_issue = models.CharField(
        _("the client's issue"), max_length=300, blank=True, help_text=_("In the words of the client.")
    )
    options = models.ManyToManyField(
        TowsOption, related_name="priorities", blank=True, verbose_name=_("options it follows")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("strategic priority")
        verbose_name_plural = _("strategic priorities")

    def __str__(self):
        return self.title

    @property
    def words_digest(self) -> str:
        return words_digest(self.title, self.sentence, self.client_issue)

    @property
    def agreed_by(self) -> list:
        """Those of the client who agreed to its present words (their endorsements prefetched)."""
        given = (each for each in self.endorsements.all() if each.withdrawn_on is None)
        return [each for each in given if each.digest == self.words_digest]

    def clean(self):
        if StrategicPriority.objects.filter(plan=self.plan).exclude(pk=self.pk).count() >= MOST:
            raise ValidationError(_("A plan has %(count)s priorities at most: more are none.") % {"count": MOST})


@track(obj_field=None)
class Following(StrategicPriority.options.through):
    """Which options a priority follows."""

    class Meta:
        proxy = True
        verbose_name = _("option followed")
        verbose_name_plural = _("options followed")

    def __str__(self):
        return str(self.towsoption)


class ObjectiveQuerySet(SectionScopedQuerySet):
    def under_way(self, user) -> "ObjectiveQuerySet":
        """Objectives of plans in force, whose value whoever may change the account tells though the plan is frozen."""
        return self.filter(plan__status__in=IN_FORCE, plan__account__in=Account.objects.editable_by(user))

    def told_by_hand(self) -> "ObjectiveQuerySet":
        return self.filter(measure=PlanObjective.Measure.MANUAL)

    def computed(self) -> "ObjectiveQuerySet":
        """Those whose value comes from the records."""
        return self.exclude(measure=PlanObjective.Measure.MANUAL)

    def measured_on(self, on: date) -> "ObjectiveQuerySet":
        """The computed ones of all plans in force that day."""
        return self.computed().filter(plan__status__in=IN_FORCE, plan__starts_on__lte=on, plan__ends_on__gte=on)

    def measurable_by(self, user) -> "ObjectiveQuerySet":
        """The computed ones that a person may have measured at once, however far their plan is."""
        kept = self.computed().exclude(plan__status=Status.ARCHIVED)
        return kept.filter(plan__account__in=Account.objects.editable_by(user))


@track()
class PlanObjective(Lasting):
    """What a priority brings, measured, by a day (objectif SMART)."""

    section = "objectives"

    class Measure(models.TextChoices):
        """Where the current value comes from."""

        MANUAL = "manual", _("Entered by hand")
        REVENUE = "revenue_12m", _("Revenue of the last 12 months (€)")
        COVERAGE = "stakeholder_coverage", _("Stakeholder coverage (%)")
        BREADTH = "contact_breadth", _("Client functions met")
        INTRODUCTIONS = "client_introductions", _("Introductions obtained in 12 months")

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(
        StrategicPriority, models.SET_NULL, null=True, blank=True, related_name="objectives", verbose_name=_("priority")
    )
    title = models.CharField(_("objective"), max_length=200)
    metric = models.CharField(_("metric"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2, null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    measure = models.CharField(_("measured by"), max_length=30, choices=Measure, default=Measure.MANUAL)
    measure_source = models.CharField(_("measure source"), max_length=255, blank=True)
    current = models.DecimalField(_("current value"), max_digits=18, decimal_places=2, null=True, blank=True)
    current_on = models.DateField(_("measured on"), null=True, blank=True)
    is_internal = models.BooleanField(
        _("internal"), default=False, help_text=_("Never in the client edition: a margin to reach, say.")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")

    def __str__(self):
        return self.title

    def clean(self):
        refuse_outside(self.plan, due_on=self.due_on)

    @property
    def is_smart(self) -> bool:
        """Whether it says what, from where to where, by when, who and where the measure comes from."""
        has_source = bool(self.measure_source) or self.measure != self.Measure.MANUAL
        said = (self.metric, self.unit, self.baseline is not None, self.target is not None, self.due_on, self.owner_id)
        return all(said) and has_source


class ActionQuerySet(SectionScopedQuerySet):
    def under_way(self, user) -> "ActionQuerySet":
        """Actions of plans in force, whose progress whoever may change the account tells though the plan is frozen."""
        return self.filter(plan__status__in=IN_FORCE, plan__account__in=Account.objects.editable_by(user))


@track()
class PlanAction(Lasting):
    """Somebody does something by a day (action)."""

    section = "actions"

    class Recurrence(models.TextChoices):
        NONE = "", _("Once")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        YEARLY = "yearly", _("Every year")

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="actions")
    objective = models.ForeignKey(
        PlanObjective, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("objective")
    )
    title = models.CharField(_("action"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("one of ours"),
    )
    client_owner = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("or one of theirs")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    weight = models.PositiveSmallIntegerField(_("weight"), default=3, validators=ONE_TO_FIVE)
    progress = models.PositiveSmallIntegerField(
        _("progress (%)"), default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    recurrence = models.CharField(_("recurrence"), max_length=10, choices=Recurrence, blank=True)
    is_internal = models.BooleanField(
        _("internal"), default=False, help_text=_("Never in the client edition: a step that only concerns us.")
    )
    after = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers", verbose_name=_("once this is done")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "position", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=F("due_on")), name="action_starts_before_it_is_due",
                violation_error_message=_("The action starts after it is due."),
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(client_owner=None), name="action_has_one_owner",
                violation_error_message=_("One person owns an action: one of ours, or one of theirs."),
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="action_weight_1_to_5"),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="action_progress_0_to_100"),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def clean(self):
        refuse_outside(self.plan, starts_on=self.starts_on, due_on=self.due_on)
        self.refuse_loops()

    def refuse_loops(self):
        """An action that waits for itself never begins.

        What the others wait for is read now: it may have changed since the form was opened.
        """
        others = PlanAction.objects.filter(plan=self.plan_id).exclude(pk=self.pk)
        known = {pk: (title, after) for pk, title, after in others.values_list("pk", "title", "after")}
        names, step = [self.title], self.after_id
        while step in known:  # each once: others that go round in a circle do not hold us up
            title, step = known.pop(step)
            names.append(title)
        if self.pk and step == self.pk:
            told = " → ".join([*names, self.title])
            raise ValidationError({"after": _("This would go round in a circle: %(loop)s.") % {"loop": told}})

    def is_late(self, on: date) -> bool:
        """What comes round again has no last day."""
        return self.done_on is None and not self.recurrence and self.due_on < on
