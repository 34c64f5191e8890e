"""The client's people: who they are, and how they stand to us."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet, ClientEntity, ListValue, Unaccent, holding_words
from kam.users.history import track


class StakeholderQuerySet(AccountScopedQuerySet):
    def with_last_contact(self) -> "StakeholderQuerySet":
        """Annotate `last_contact_on`: the day of the latest two-way interaction with each person, or None."""
        present = Stakeholder.interactions.through.objects.filter(stakeholder=OuterRef("pk"))
        shared = present.filter(interaction__is_two_way=True).order_by("-interaction__occurred_on")
        return self.annotate(last_contact_on=Subquery(shared.values("interaction__occurred_on")[:1]))

    def matching(self, text: str) -> "StakeholderQuerySet":
        """People whose name, job title or function holds every word of the text, whatever the accents and case."""
        found = self.annotate(
            haystack=Unaccent(Concat("name", Value(" "), "title", Value(" "), Coalesce("function__name_fr", Value(""))))
        )
        return holding_words(found, "haystack", text)


@track()
class Stakeholder(models.Model):
    """A person of the client, or a role known to exist whose holder is not (interlocuteur)."""

    class Influence(models.IntegerChoices):
        MARGINAL = 1, _("1 · marginal")
        LIMITED = 2, _("2 · limited")
        HEEDED = 3, _("3 · heeded")
        STRONG = 4, _("4 · strong")
        DECISIVE = 5, _("5 · decides alone or vetoes")

    class Attitude(models.IntegerChoices):
        OPPONENT = -2, _("Opponent")
        RESERVED = -1, _("Reserved")
        NEUTRAL = 0, _("Neutral")
        FAVOURABLE = 1, _("Favourable")
        ALLY = 2, _("Ally")

    class ContactStrength(models.IntegerChoices):
        NONE = 0, _("0 · none")
        OCCASIONAL = 1, _("1 · occasional")
        REGULAR = 2, _("2 · regular")
        DEEP = 3, _("3 · deep")
        TRUST = 4, _("4 · trust")

    class Level(models.IntegerChoices):
        N = 0, _("N (top management)")
        N_1 = 1, "N-1"
        N_2 = 2, "N-2"
        N_3 = 3, "N-3"
        N_4 = 4, "N-4"

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    name = models.CharField(
        _("name"), max_length=255, help_text=_("Of a role not yet filled by a known person: the role.")
    )
    is_placeholder = models.BooleanField(
        _("vacant target role"), default=False, help_text=_("We know that the role exists, not who holds it.")
    )
    title = models.CharField(_("job title"), max_length=255, blank=True)
    function = models.ForeignKey(
        ListValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("function"),
        limit_choices_to={"kind": ListValue.Kind.CLIENT_FUNCTION},
    )  # fmt: skip
    entity = models.ForeignKey(
        ClientEntity, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entity or site")
    )
    level = models.SmallIntegerField(_("level"), choices=Level, null=True, blank=True)
    influence = models.SmallIntegerField(_("influence"), choices=Influence, default=Influence.HEEDED)
    attitude = models.SmallIntegerField(_("attitude"), choices=Attitude, null=True, blank=True)
    attitude_on = models.DateField(_("attitude assessed on"), null=True, blank=True)
    contact_strength = models.SmallIntegerField(
        _("contact strength"), choices=ContactStrength, default=ContactStrength.NONE,
        validators=[MinValueValidator(0), MaxValueValidator(4)],
    )  # fmt: skip
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    departed_on = models.DateField(_("left on"), null=True, blank=True)

    objects = StakeholderQuerySet.as_manager()

    class Meta:
        ordering = ["-influence", "name", "pk"]
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        constraints = [
            models.CheckConstraint(
                condition=Q(attitude=None) | Q(attitude_on__isnull=False), name="stakeholder_attitude_is_dated",
                violation_error_message=_("Date the attitude: since when do you see it so?"),
            ),
            models.CheckConstraint(condition=Q(influence__range=(1, 5)), name="stakeholder_influence_1_to_5"),
            models.CheckConstraint(condition=Q(contact_strength__range=(0, 4)), name="stakeholder_strength_0_to_4"),
            models.CheckConstraint(
                condition=Q(attitude=None) | Q(attitude__range=(-2, 2)), name="stakeholder_attitude_minus_2_to_2"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stakeholders:edit", args=[self.pk])
