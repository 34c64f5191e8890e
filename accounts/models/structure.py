"""How the client is built: entities and sites; whether it is listed, and in which indices."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account, AccountScopedQuerySet
from kam.users.history import track


def digits_of(code: str) -> list[int]:
    return [int(digit) for digit in code if digit.isdigit()]


def luhn_is_valid(code: str) -> bool:
    """Whether a string of digits carries a right Luhn check digit (ISO/IEC 7812-1)."""
    doubled = [
        digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits_of(code)))
    ]
    return sum(doubled) % 10 == 0


def validate_isin(code: str) -> None:
    """Refuse an ISIN whose form or check digit is wrong (ISO 6166: letters become numbers, then Luhn)."""
    RegexValidator(r"^[A-Z]{2}[A-Z0-9]{9}[0-9]$", _("An ISIN has two letters, nine letters or digits, and a digit."))(
        code
    )
    if not luhn_is_valid("".join(str(int(character, 36)) for character in code)):
        raise ValidationError(_("The check digit of this ISIN is wrong."), code="isin")


@track()
class ClientEntity(models.Model):
    """A company of the client, or one of its sites: group (the account) → entity → site."""

    class Kind(models.TextChoices):
        ENTITY = "entity", _("Entity")
        SITE = "site", _("Site")

    account = models.ForeignKey(Account, models.CASCADE, related_name="entities", verbose_name=_("account"))
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ENTITY)
    name = models.CharField(_("name"), max_length=255)
    code = models.CharField(_("code"), max_length=60, blank=True)
    siren = models.CharField(
        _("SIREN"), max_length=9, blank=True, validators=[RegexValidator(r"^[0-9]{9}$", _("A SIREN has nine digits."))]
    )
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{14}$", _("A SIRET has fourteen digits."))],
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities and sites")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="entity_not_its_own_parent",
                violation_error_message=_("An entity cannot belong to itself."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:structure", args=[self.account_id])


@track()
class Listing(models.Model):
    """The share of a listed company."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="listing")
    isin = models.CharField(_("ISIN"), max_length=12, blank=True, validators=[validate_isin])
    ticker = models.CharField(_("ticker"), max_length=20, blank=True)
    market = models.CharField(_("market"), max_length=60, blank=True)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")

    def __str__(self):
        return self.ticker or self.isin or self.market or str(self._meta.verbose_name)


class IndexMembershipQuerySet(AccountScopedQuerySet):
    account_field = "listing__account"

    def on(self, day) -> "IndexMembershipQuerySet":
        """Memberships in force that day."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=day)).filter(Q(to_on=None) | Q(to_on__gte=day))


@track()
class IndexMembership(models.Model):
    """A time in a stock index, such as the CAC 40."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="memberships")
    index = models.CharField(_("index"), max_length=60)
    from_on = models.DateField(_("from"), null=True, blank=True)
    to_on = models.DateField(_("to"), null=True, blank=True)

    objects = IndexMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["index", "from_on"]
        verbose_name = _("index membership")
        verbose_name_plural = _("index memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")), name="index_membership_ends_after_start",
                violation_error_message=_("The end comes before the start."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.index
