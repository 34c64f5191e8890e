"""What is written in a plan: passages in Markdown, and figures with their source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from kam.users.history import track
from plans.catalogue import KEYS, passage
from plans.models.plan import AccountPlan, Lasting, SectionScopedQuerySet

LONGEST = 50_000  # characters of a passage


class WritingQuerySet(SectionScopedQuerySet):
    def of_section(self, plan: AccountPlan, key: str) -> "WritingQuerySet":
        return self.filter(plan=plan, section=key)

    def named(self, plan: AccountPlan, key: str, field: str) -> "Passage":
        """That passage, or a new one not saved yet."""
        return self.of_section(plan, key).filter(field=field).first() or Passage(plan=plan, section=key, field=field)


@track()
class Passage(models.Model):
    """One field of one section, as Markdown."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="passages")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    field = models.CharField(_("passage"), max_length=20)
    text = models.TextField(_("text"), blank=True, max_length=LONGEST)

    objects = WritingQuerySet.as_manager()

    class Meta:
        ordering = ["section", "field"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [models.UniqueConstraint(fields=["plan", "section", "field"], name="passage_once")]

    def __str__(self):
        return str(self.label)

    @property
    def label(self) -> str:
        known = passage(self.section, self.field)
        return known.label if known else self.field

    def clean(self):
        if passage(self.section, self.field) is None:
            raise ValidationError(_("This section has no such passage."))


@track()
class Figure(Lasting):
    """A number of the plan; without a source or a date nobody can check it, and the health of the plan says so."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="figures")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    label = models.CharField(_("figure"), max_length=200)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        ordering = ["section", "pk"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return self.label
