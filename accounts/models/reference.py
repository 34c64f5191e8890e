"""What an administrator configures: sectors, tiers, lists of values."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kam.users.history import track


class Bilingual(models.Model):
    """A label in the two languages of the interface; an empty English one falls back on the French."""

    name_fr = models.CharField(_("French name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name_fr


@track()
class Sector(Bilingual):
    code = models.SlugField(_("code"), max_length=60, unique=True)

    class Meta:
        ordering = [models.Func("name_fr", function="f_unaccent")]  # Énergie stands under E
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


@track()
class Tier(Bilingual):
    """Rank of an account; its weight counts in the portfolio's averages."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    weight = models.PositiveSmallIntegerField(
        _("weight in the portfolio"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")


class ListValueQuerySet(models.QuerySet):
    def of(self, kind: str, kept: int | None = None) -> "ListValueQuerySet":
        """What forms offer; a row that already has the value `kept` goes on having it."""
        return self.filter(Q(kind=kind, is_active=True) | Q(pk=kept))


@track()
class ListValue(Bilingual):
    """One entry of a list that the administrator keeps."""

    class Kind(models.TextChoices):
        CLIENT_FUNCTION = "client_function", _("Functions at the client")
        TEAM_FUNCTION = "team_function", _("Functions in the account team")
        OFFERING = "offering", _("Offerings")

    kind = models.CharField(_("list"), max_length=20, choices=Kind)
    code = models.SlugField(_("code"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    is_active = models.BooleanField(_("offered in forms"), default=True)

    objects = ListValueQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "position", "name_fr"]
        verbose_name = _("list value")
        verbose_name_plural = _("list values")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="list_value_code_once")]
