"""What was exchanged between the client's people and us."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet, Attachment, Unaccent, holding_words
from accounts.stakeholders.models.person import Stakeholder
from kam.users.history import track


class InteractionQuerySet(AccountScopedQuerySet):
    def with_participants(self) -> "InteractionQuerySet":
        return self.prefetch_related("stakeholders", "colleagues")

    def matching(self, text: str) -> "InteractionQuerySet":
        """Interactions whose words hold every word of the text, whatever the accents and case."""
        columns = ("subject", Value(" "), "notes", Value(" "), "outcome", Value(" "), "next_step")
        words = Concat(*columns, output_field=models.TextField())
        return holding_words(self.annotate(haystack=Unaccent(words)), "haystack", text)

    def with_person(self, person: Stakeholder, on: date) -> "InteractionQuerySet":
        """The two-way ones with somebody, up to a day."""
        return self.filter(is_two_way=True, occurred_on__lte=on, stakeholders=person)

    def between(self, colleague, person: Stakeholder, on: date) -> "InteractionQuerySet":
        return self.with_person(person, on).filter(colleagues=colleague)

    def among(self, keys) -> "InteractionQuerySet":
        return self.filter(pk__in=list(keys))

    def with_open_step(self) -> "InteractionQuerySet":
        """Those whose next step is still to be done, the most urgent first, those without a day last."""
        waiting = self.exclude(next_step="").filter(next_step_done_on=None)
        return waiting.order_by(F("next_step_on").asc(nulls_last=True), "occurred_on", "pk")


@track()
class Interaction(models.Model):
    """A meeting, a call, a message: what was exchanged, by whom (échange)."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        CALL = "call", _("Call")
        VISIO = "visio", _("Video call")
        EMAIL = "email", _("E-mail")
        OTHER = "other", _("Other")

    account = models.ForeignKey(  # its index is the first column of `interaction_by_account`
        Account, models.CASCADE, related_name="+", db_index=False, verbose_name=_("account")
    )
    occurred_on = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MEETING)
    is_two_way = models.BooleanField(
        _("two-way"),
        default=True,
        help_text=_("They took part or answered. A message without an answer is not two-way."),
    )
    subject = models.CharField(_("subject"), max_length=255, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True, help_text=_("What was agreed, decided or learned."))
    next_step = models.CharField(_("next step"), max_length=255, blank=True)
    next_step_on = models.DateField(_("next step due on"), null=True, blank=True)
    next_step_done_on = models.DateField(_("next step done on"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    attachments = GenericRelation(Attachment)
    stakeholders = models.ManyToManyField(
        Stakeholder, related_name="interactions", blank=True, verbose_name=_("on their side")
    )
    colleagues = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("on our side")
    )

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(next_step="") | Q(next_step_on=None, next_step_done_on=None),
                name="interaction_step_before_its_day",
                violation_error_message=_("Say what the next step is."),
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-occurred_on"], name="interaction_by_account"),
            # the two-way ones of a time, without reading the notes: what coverage is computed from
            models.Index(
                fields=["occurred_on"], include=["id"], condition=Q(is_two_way=True), name="interaction_two_way"
            ),
        ]

    def __str__(self):
        return self.subject or self.get_kind_display()

    def get_absolute_url(self):
        return reverse("stakeholders:interaction-detail", args=[self.pk])

    def is_step_late(self, on: date) -> bool:
        return self.next_step_on is not None and self.next_step_done_on is None and self.next_step_on < on

    def finish_step(self, on: date | None) -> None:
        """The next step was done that day; None takes it back."""
        self.next_step_done_on = on
        self.save(update_fields=["next_step_done_on"])


@track(obj_field=None)
class TheirSide(Interaction.stakeholders.through):
    """Who of the client took part: the rows of the relation, named so that their changes are recorded too."""

    class Meta:
        proxy = True
        verbose_name = _("participant on their side")
        verbose_name_plural = _("participants on their side")

    def __str__(self):
        return str(self.stakeholder)


@track(obj_field=None)
class OurSide(Interaction.colleagues.through):
    """Who of us took part."""

    class Meta:
        proxy = True
        verbose_name = _("participant on our side")
        verbose_name_plural = _("participants on our side")

    def __str__(self):
        return str(self.user)
