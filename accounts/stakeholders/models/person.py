"""The client's people: who they are, and how they stand to us."""

from collections.abc import Collection
from datetime import date, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet, ClientEntity, ListValue, Unaccent, holding_words
from accounts.stakeholders.strength import WINDOW, Contacts
from accounts.trees import circle
from kam.users.history import track


class StakeholderQuerySet(AccountScopedQuerySet):
    def with_last_contact(self) -> "StakeholderQuerySet":
        """Annotate `last_contact_on`: the day of the latest two-way interaction with each person, or None."""
        present = Stakeholder.interactions.through.objects.filter(stakeholder=OuterRef("pk"))
        shared = present.filter(interaction__is_two_way=True).order_by("-interaction__occurred_on")
        return self.annotate(last_contact_on=Subquery(shared.values("interaction__occurred_on")[:1]))

    def editable_by(self, user) -> "StakeholderQuerySet":
        """Nobody writes into somebody who was anonymised: that cannot be undone."""
        return super().editable_by(user).filter(anonymised_on=None)

    def entrusted_to(self, user) -> "StakeholderQuerySet":
        """Those whose data the person may hand over or erase: of accounts he carries; of all, if he administers."""
        accounts = Account.objects.living() if user.is_administrator else Account.objects.carried_by(user)
        return self.filter(account__in=accounts, is_placeholder=False)

    def facts_only(self) -> "StakeholderQuerySet":
        """For what leaves the house: no opinion is read, nor does one show in the order."""
        return self.only("account", *Stakeholder.FACTS).order_by("name", "pk")

    def real(self) -> "StakeholderQuerySet":
        """People, not vacant roles."""
        return self.filter(is_placeholder=False)

    def present(self) -> "StakeholderQuerySet":
        return self.filter(departed_on=None)

    def well_disposed(self) -> "StakeholderQuerySet":
        """People still here who favour us, the most influential first."""
        return self.present().real().filter(attitude__gte=1)

    def known(self) -> "StakeholderQuerySet":
        """Those whose name has not been erased."""
        return self.filter(anonymised_on=None)

    def with_relations(self) -> "StakeholderQuerySet":
        return self.with_last_contact().select_related(
            "function", "entity", "reports_to", "dotted_to", "owner", "backup"
        )

    def reporting_lines(self) -> "dict[int, tuple[str, tuple[int, ...]]]":
        """Name and managers, by solid and dotted line, of each person."""
        rows = self.values_list("pk", "name", "reports_to", "dotted_to")
        return {pk: (name, tuple(boss for boss in bosses if boss)) for pk, name, *bosses in rows}

    def matching(self, text: str) -> "StakeholderQuerySet":
        """People whose name, job title or function holds every word of the text, whatever the accents and case."""
        found = self.annotate(
            haystack=Unaccent(Concat("name", Value(" "), "title", Value(" "), Coalesce("function__name_fr", Value(""))))
        )
        return holding_words(found, "haystack", text)

    def named(self, text: str) -> "StakeholderQuerySet":
        """People whose name holds every word of the text, those still here first, with their accounts."""
        found = holding_words(self.known(), "plain_name", text)
        return found.select_related("account").order_by(F("departed_on").desc(nulls_first=True), "name", "pk")


@track(exclude=["plain_name"])
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

    class BuyingRole(models.TextChoices):
        DECIDER = "decider", _("Decider")
        BUYER = "buyer", _("Buyer")
        INFLUENCER = "influencer", _("Influencer")
        USER = "user", _("User")
        GATEKEEPER = "gatekeeper", _("Gatekeeper")
        INITIATOR = "initiator", _("Initiator")
        TECHNICAL_EVALUATOR = "technical_evaluator", _("Technical evaluator")
        ECONOMIC_APPROVER = "economic_approver", _("Economic approver")
        CHAMPION = "champion", _("Internal ally")

    class Relationship(models.IntegerChoices):
        """What we are to the person."""

        VENDOR = 1, _("Vendor")
        CREDIBLE_SOURCE = 2, _("Credible source")
        PROBLEM_SOLVER = 3, _("Problem solver")
        TRUSTED_ADVISOR = 4, _("Trusted advisor")

    class InformalPower(models.TextChoices):
        OUTSIDE = "outside", _("Outside the circle")
        INSIDE = "inside", _("In the circle")
        INNER_CIRCLE = "inner_circle", _("In the inner circle")

    class Channel(models.TextChoices):
        MEETING = "meeting", _("Meeting")
        CALL = "call", _("Call")
        VISIO = "visio", _("Video call")
        EMAIL = "email", _("E-mail")
        MESSAGE = "message", _("Text message")

    # What may leave the house, and what we only think: it is read on pages that note who reads, and in no export.
    # Whatever is neither is for the account team (docs/privacy.md).
    FACTS = (
        "name", "is_placeholder", "title", "function", "entity", "level", "reports_to", "dotted_to", "departed_on",
    )  # fmt: skip
    OPINION_FIELDS = frozenset({
        "buying_roles", "informal_power", "influence", "is_influence_confirmed", "attitude", "attitude_on",
        "attitude_evidence", "is_attitude_confirmed", "relationship", "is_relationship_confirmed",
        "relationship_target", "contact_strength", "is_strength_confirmed", "stakes",
    })  # fmt: skip
    # What an anonymised person keeps, so that figures and dates stay true; every other field is emptied.
    KEPT_WHEN_ANONYMISED = ("account", "is_placeholder", "function", "entity", "departed_on", "anonymised_on")

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
    reports_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("reports to")
    )
    dotted_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="dotted_reports",
        verbose_name=_("also reports to (dotted line)"),
    )  # fmt: skip
    location = models.CharField(_("location"), max_length=120, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel, blank=True)
    buying_roles = ArrayField(
        models.CharField(max_length=20, choices=BuyingRole), default=list, blank=True, verbose_name=_("buying roles")
    )
    informal_power = models.CharField(_("informal power"), max_length=12, choices=InformalPower, blank=True)
    influence = models.SmallIntegerField(_("influence"), choices=Influence, default=Influence.HEEDED)
    is_influence_confirmed = models.BooleanField(_("influence confirmed"), default=False)
    attitude = models.SmallIntegerField(_("attitude"), choices=Attitude, null=True, blank=True)
    attitude_on = models.DateField(_("attitude assessed on"), null=True, blank=True)
    attitude_evidence = models.TextField(_("what shows the attitude"), blank=True)
    is_attitude_confirmed = models.BooleanField(_("attitude confirmed"), default=False)
    relationship = models.SmallIntegerField(_("relationship level"), choices=Relationship, null=True, blank=True)
    is_relationship_confirmed = models.BooleanField(_("relationship level confirmed"), default=False)
    relationship_target = models.SmallIntegerField(
        _("relationship level aimed at"), choices=Relationship, null=True, blank=True
    )
    contact_strength = models.SmallIntegerField(
        _("contact strength"), choices=ContactStrength, default=ContactStrength.NONE,
        validators=[MinValueValidator(0), MaxValueValidator(4)],
    )  # fmt: skip
    is_strength_confirmed = models.BooleanField(_("contact strength confirmed"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("relationship owner"),
    )  # fmt: skip
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("backup owner"),
    )  # fmt: skip
    stakes = models.TextField(_("professional stakes"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    departed_on = models.DateField(_("left on"), null=True, blank=True)
    anonymised_on = models.DateField(_("anonymised on"), null=True, blank=True, editable=False)
    plain_name = models.GeneratedField(expression=Unaccent("name"), output_field=models.TextField(), db_persist=True)

    objects = StakeholderQuerySet.as_manager()
    is_disputed = False  # whether colleagues see the person differently: opinions.comparing.with_disagreement tells

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
            models.CheckConstraint(
                condition=(Q(reports_to=None) | ~Q(reports_to=F("pk"))) & (Q(dotted_to=None) | ~Q(dotted_to=F("pk"))),
                name="stakeholder_not_own_manager",
                violation_error_message=_("Nobody reports to himself or herself."),
            ),
            models.CheckConstraint(
                condition=Q(anonymised_on=None)
                | Q(
                    title="", email="", phone="", code="", location="", languages="", preferred_channel="", source="",
                    stakes="", informal_power="", attitude=None, attitude_evidence="", relationship=None,
                    relationship_target=None, level=None, reports_to=None, dotted_to=None,
                ),
                name="stakeholder_anonymised_is_empty",
                violation_error_message=_("This person has been anonymised: nothing comes back."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("stakeholders:detail", args=[self.pk])

    @property
    def buying_role_labels(self) -> list[str]:
        return [str(self.BuyingRole(role).label) for role in self.buying_roles]

    def contacts(self, on: date) -> Contacts:
        """What was exchanged with the person up to that day, as the suggestion of a strength reads it."""
        recent = Q(occurred_on__gt=on - timedelta(days=WINDOW))
        face_to_face = recent & Q(kind__in=("meeting", "visio"))
        found = self.interactions.filter(is_two_way=True, occurred_on__lte=on).aggregate(
            last_on=Max("occurred_on"), recent=Count("pk", recent), face_to_face=Count("pk", face_to_face)
        )
        return Contacts(**found)

    @classmethod
    def check_restored(cls, keys: Collection[int]) -> None:
        """Raises ValidationError when one of these people, brought back, would report to himself (accounts.undo)."""
        accounts = cls.objects.filter(pk__in=keys).values("account")
        lines = cls.objects.filter(account__in=accounts).reporting_lines()
        for key in keys:
            if loop := circle(key, lambda pk: lines[pk][1] if pk in lines else ()):
                words = " → ".join(lines[pk][0] for pk in loop)
                raise ValidationError(_("This would go round in a circle: %(loop)s.") % {"loop": words})
