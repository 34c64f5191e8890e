"""What we know of the client, by category, and since when."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Attachment, ConfidentialQuerySet, Unaccent, holding_words
from accounts.models.journal import opening
from accounts.stakeholders.models.person import Stakeholder
from kam.users.history import track

FRESH, FADING = timedelta(days=180), timedelta(days=365)  # domain.md 1.3, indicator 17


class KnowledgeItemQuerySet(ConfidentialQuerySet):
    def matching(self, text: str) -> "KnowledgeItemQuerySet":
        """Items whose text holds every word of the text, whatever the accents and case."""
        return holding_words(self.annotate(haystack=Unaccent("text")), "haystack", text)

    def of_category(self, category: str) -> "KnowledgeItemQuerySet":
        """The items of a category; all of them when it is none."""
        return self.filter(category=category) if category in KnowledgeItem.Category.values else self


@track()
class KnowledgeItem(models.Model):
    """One thing we know of the client (information client)."""

    class Category(models.TextChoices):
        """The ten of domain.md 1.3."""

        STRATEGY = "strategy", _("Strategy")
        ORGANISATION = "organisation", _("Organisation chart")
        BUYING_PROCESS = "buying_process", _("Buying process and budget cycle")
        FORECAST = "forecast", _("Forecast")
        MARKET_REVIEW = "market_review", _("Market review")
        ROADMAP = "roadmap", _("Project roadmap")
        COMPETITORS = "competitors", _("Competitors in place")
        SATISFACTION = "satisfaction", _("Satisfaction feedback")
        SEASONALITY = "seasonality", _("Seasonality")
        DECISION_CRITERIA = "decision_criteria", _("Decision criteria")

    class Origin(models.TextChoices):
        CLIENT = "client", _("The client told us")
        PUBLIC = "public", _("Public source")
        OURS = "ours", _("Our own deduction")

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    category = models.CharField(_("category"), max_length=20, choices=Category)
    text = models.TextField(_("what we know"), max_length=10_000)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.CLIENT)
    told_by = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("told by")
    )
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("A meeting, a document, a public page…")
    )
    learned_on = models.DateField(_("learned on"))
    is_confidential = models.BooleanField(
        _("confidential"), default=False,
        help_text=_("Seen by its author, the KAM and his directors only."),
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("author")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    attachments = GenericRelation(Attachment)

    objects = KnowledgeItemQuerySet.as_manager()

    class Meta:
        ordering = ["-learned_on", "-pk"]
        verbose_name = _("knowledge item")
        verbose_name_plural = _("knowledge items")
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by=None) | Q(origin="client"), name="knowledge_told_by_the_client",
                violation_error_message=_("What one of theirs told us comes from the client."),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["account", "category", "-learned_on"], name="knowledge_by_category")]

    def __str__(self):
        return opening(self.text)

    def get_absolute_url(self):
        return reverse("stakeholders:knowledge-detail", args=[self.pk])

    def worth(self, on: date) -> float:
        """What the item is worth to its category that day, 0, 0.5 or 1 (domain.md 1.3, indicator 17).

        1 when the client told it at most 180 days ago; 0.5 up to 365 days, or from a public source up to 180.
        """
        age = on - self.learned_on
        if self.origin == self.Origin.CLIENT:
            return 1 if age <= FRESH else 0.5 if age <= FADING else 0
        return 0.5 if self.origin == self.Origin.PUBLIC and age <= FRESH else 0
