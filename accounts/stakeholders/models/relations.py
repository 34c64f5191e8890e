"""What joins people: who counts for whom, who mirrors whom on our side, who introduces whom."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from accounts.stakeholders.models.interaction import Interaction
from accounts.stakeholders.models.person import Stakeholder
from kam.users.history import track

PATIENCE = timedelta(days=14)  # an introduction asked for longer ago than this waits for an answer


def born_on(account: Account) -> date:
    """The day an account begins: with its first exchange, or opened here if that is earlier."""
    first = Interaction.objects.of(account).aggregate(day=Min("occurred_on"))["day"]
    return min(filter(None, (first, account.created_at.date())))


def refuse_strangers(row: models.Model, *names: str) -> None:
    """Raise ValidationError when one of these stakeholders is of another account than the row."""
    for name in names:
        person = getattr(row, name, None)
        if person and person.account_id != row.account_id:
            raise ValidationError({name: _("%(name)s belongs to another account.") % {"name": person}})


class TieQuerySet(AccountScopedQuerySet):
    def with_people(self) -> "TieQuerySet":
        return self.select_related("source", "colleague", "target")


@track()
class Tie(models.Model):
    """An edge of the map that is neither the hierarchy nor an introduction (lien)."""

    IS_OPINION = True  # the row as a whole: see Stakeholder.OPINION_FIELDS

    class Kind(models.TextChoices):
        INFLUENCES = "influences", _("influences")
        IN_TENSION_WITH = "in_tension_with", _("is in tension with")
        PEER_OF = "peer_of", _("is the peer of")

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    kind = models.CharField(_("tie"), max_length=20, choices=Kind, default=Kind.INFLUENCES)
    source = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("one of theirs")
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("or one of ours"), help_text=_("For a peer: our person who mirrors theirs."),
    )  # fmt: skip
    target = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+", verbose_name=_("towards"))
    is_confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Somebody told us or we saw it; otherwise we assume it.")
    )

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "source__name", "colleague__last_name", "target__name", "pk"]
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="peer_of", colleague__isnull=False, source=None)
                | (~Q(kind="peer_of") & Q(source__isnull=False, colleague=None)),
                name="tie_starts_on_the_right_side",
                violation_error_message=_("A peer is one of ours; any other tie starts from one of theirs."),
            ),
            models.CheckConstraint(
                condition=Q(source=None) | ~Q(source=F("target")), name="tie_joins_two_people",
                violation_error_message=_("A tie joins two different people."),
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "target"], name="tie_once", condition=Q(source__isnull=False),
                violation_error_message=_("This tie is already entered."),
            ),
            models.UniqueConstraint(
                Least("source", "target"), Greatest("source", "target"), name="tension_once",
                condition=Q(kind="in_tension_with"), violation_error_message=_("This tie is already entered."),
            ),
            models.UniqueConstraint(
                fields=["colleague", "target"], name="peer_once", condition=Q(colleague__isnull=False),
                violation_error_message=_("This tie is already entered."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.start} {self.get_kind_display()} {self.target}"

    def get_absolute_url(self):
        return reverse("stakeholders:tie-edit", args=[self.pk])

    def clean(self):
        refuse_strangers(self, "source", "target")

    @property
    def start(self):
        return self.source or self.colleague


class IntroductionQuerySet(AccountScopedQuerySet):
    def with_people(self) -> "IntroductionQuerySet":
        return self.select_related("introducer", "introducing_colleague", "introduced", "introduced_to")

    def with_first_meeting(self) -> "IntroductionQuerySet":
        """Annotate `seen_on`: the first two-way exchange of both people, more than a message, from then on, or None."""
        shared = Interaction.objects.exclude(kind=Interaction.Kind.EMAIL).filter(
            is_two_way=True,
            occurred_on__gte=OuterRef("made_on"),
            stakeholders=OuterRef("introduced"),
            colleagues=OuterRef("introduced_to"),
        )
        return self.annotate(seen_on=Subquery(shared.order_by("occurred_on").values("occurred_on")[:1]))


class Step(models.TextChoices):
    """How far an introduction is; each step is a day of its own."""

    ASKED = "asked", _("asked")
    PROMISED = "promised", _("promised")
    MADE = "made", _("made")
    MET = "met", _("met")
    REFUSED = "refused", _("refused")
    THANKED = "thanked", _("thanked")


NEXT = {
    Step.ASKED: [Step.PROMISED, Step.MADE, Step.REFUSED],
    Step.PROMISED: [Step.MADE, Step.REFUSED],
    Step.MADE: [Step.MET],
    Step.MET: [],
    Step.REFUSED: [],
}


@track()
class Introduction(models.Model):
    """Somebody puts one of ours in touch with one of theirs (mise en relation)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    introducer = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("asked of, at the client")
    )
    introducing_colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("or of one of ours"),
    )  # fmt: skip
    introduced = models.ForeignKey(
        Stakeholder, models.CASCADE, related_name="+", verbose_name=_("to meet"),
        help_text=_("Not on the map yet? Enter the role as vacant first."),
    )  # fmt: skip
    introduced_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("for"))
    context = models.CharField(
        _("around which priority"), max_length=255, blank=True, help_text=_("What makes it worth their while.")
    )
    asked_on = models.DateField(_("asked for on"), null=True, blank=True, help_text=_("Empty when it was offered."))
    promised_on = models.DateField(_("promised on"), null=True, blank=True)
    made_on = models.DateField(_("made on"), null=True, blank=True)
    met_on = models.DateField(_("first meeting on"), null=True, blank=True)
    refused_on = models.DateField(_("refused on"), null=True, blank=True)
    thanked_on = models.DateField(_("thanked on"), null=True, blank=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = [Greatest("asked_on", "promised_on", "made_on", "met_on", "refused_on").desc(), "-pk"]
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        constraints = [
            models.CheckConstraint(
                condition=Q(introducer=None) ^ Q(introducing_colleague=None), name="introduction_has_one_introducer",
                violation_error_message=_("Say who introduces: one of theirs, or one of ours."),
            ),
            models.CheckConstraint(
                condition=Q(introducer=None) | ~Q(introducer=F("introduced")), name="nobody_introduces_himself",
                violation_error_message=_("Nobody introduces himself."),
            ),
            models.CheckConstraint(
                condition=Q(introducing_colleague=None) | ~Q(introducing_colleague=F("introduced_to")),
                name="nobody_is_introduced_by_himself",
                violation_error_message=_("Nobody introduces himself."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=False) | Q(promised_on__isnull=False) | Q(made_on__isnull=False),
                name="introduction_begins_on_a_day",
                violation_error_message=_("Give the day it was asked for, promised or made."),
            ),
            models.CheckConstraint(
                condition=(Q(promised_on=None) | Q(asked_on=None) | Q(promised_on__gte=F("asked_on")))
                & (Q(made_on=None) | Q(asked_on=None) | Q(made_on__gte=F("asked_on")))
                & (Q(made_on=None) | Q(promised_on=None) | Q(made_on__gte=F("promised_on")))
                & (Q(refused_on=None) | Q(asked_on=None) | Q(refused_on__gte=F("asked_on")))
                & (Q(met_on=None) | Q(met_on__gte=F("made_on")))
                & (Q(thanked_on=None) | Q(thanked_on__gte=F("made_on"))),
                name="introduction_goes_forward",
                violation_error_message=_("The days do not follow each other: asked, promised, made, met, thanked."),
            ),
            models.CheckConstraint(
                condition=Q(made_on__isnull=False) | Q(met_on=None, thanked_on=None), name="introduction_met_once_made",
                violation_error_message=_("Give the day of the introduction before that of the meeting or the thanks."),
            ),
            models.CheckConstraint(
                condition=Q(refused_on=None) | Q(made_on=None), name="introduction_made_or_refused",
                violation_error_message=_("An introduction is either made or refused."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.asked_of} → {self.introduced}"

    def get_absolute_url(self):
        return reverse("stakeholders:introduction-edit", args=[self.pk])

    def clean(self):
        """Refuse people of another account, an introducer who had left, days before the account began."""
        refuse_strangers(self, "introducer", "introduced")
        days = [day for day in (self.asked_on, self.promised_on, self.made_on) if day]
        left = self.introducer and self.introducer.departed_on
        if left and any(day >= left for day in days):
            words = {"name": self.introducer, "day": date_format(left, "SHORT_DATE_FORMAT")}
            raise ValidationError({"introducer": _("%(name)s left on %(day)s: ask somebody still there.") % words})
        days += [day for day in (self.refused_on, self.met_on, self.thanked_on) if day]
        if days and min(days) < (birth := born_on(self.account)):
            day = date_format(birth, "SHORT_DATE_FORMAT")
            raise ValidationError(_("This account begins on %(day)s: no day before.") % {"day": day})

    @property
    def asked_of(self):
        return self.introducer or self.introducing_colleague

    @property
    def has_begun(self) -> bool:
        return any((self.asked_on, self.promised_on, self.made_on))

    @property
    def status(self) -> Step:
        """The step it has reached, thanks apart."""
        steps = (Step.MET, Step.MADE, Step.REFUSED, Step.PROMISED)
        return next((step for step in steps if self.day_of(step)), Step.ASKED)

    @property
    def next_steps(self) -> list[Step]:
        thanks = [Step.THANKED] if self.made_on and not self.thanked_on else []
        return NEXT[self.status] + thanks

    def day_of(self, step: Step) -> date | None:
        return getattr(self, f"{step.value}_on")

    @property
    def status_on(self) -> date | None:
        return self.day_of(self.status)

    def is_unanswered(self, on: date) -> bool:
        """Whether it was asked for more than 14 days ago and nobody has answered."""
        return self.status is Step.ASKED and self.asked_on < on - PATIENCE

    @property
    def awaits_thanks(self) -> bool:
        return self.status is Step.MET and not self.thanked_on

    def day_for(self, step: Step, on: date) -> date:
        """The day to write for a step taken on `on`: of a meeting, that of the exchange recorded (`seen_on`)."""
        return (step is Step.MET and getattr(self, "seen_on", None)) or on

    def reach(self, step: Step, on: date) -> None:
        """Write the day of a step, to be validated and saved."""
        setattr(self, f"{step.value}_on", on)
