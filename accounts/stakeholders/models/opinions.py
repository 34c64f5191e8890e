"""What each colleague thinks of a person, and who has looked at what we think."""

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet, Unaccent, holding_words
from accounts.stakeholders.models.person import Stakeholder
from kam.users.history import track


class OpinionQuerySet(AccountScopedQuerySet):
    account_field = "stakeholder__account"

    def editable_by(self, user):
        """An opinion is changed by whoever holds it, as long as he may change the account."""
        return super().editable_by(user).filter(author=user)


@track()
class Opinion(models.Model):
    """How one colleague sees a person, beside the view that the account retains (avis)."""

    IS_OPINION = True  # the row as a whole: see Stakeholder.OPINION_FIELDS

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="opinions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("author"))
    influence = models.SmallIntegerField(_("influence"), choices=Stakeholder.Influence, null=True, blank=True)
    attitude = models.SmallIntegerField(_("attitude"), choices=Stakeholder.Attitude, null=True, blank=True)
    contact_strength = models.SmallIntegerField(
        _("contact strength"), choices=Stakeholder.ContactStrength, null=True, blank=True
    )
    relationship = models.SmallIntegerField(
        _("relationship level"), choices=Stakeholder.Relationship, null=True, blank=True
    )
    evidence = models.TextField(_("what shows it"), blank=True, help_text=_("What was said or done, and when."))
    seen_on = models.DateField(_("seen on"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "pk"]
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "author"], name="opinion_one_each"),
            models.CheckConstraint(
                condition=Q(influence__isnull=False)
                | Q(attitude__isnull=False)
                | Q(contact_strength__isnull=False)
                | Q(relationship__isnull=False),
                name="opinion_says_something",
                violation_error_message=_("Give at least one value."),
            ),
            models.CheckConstraint(
                condition=(Q(influence=None) | Q(influence__range=(1, 5)))
                & (Q(attitude=None) | Q(attitude__range=(-2, 2)))
                & (Q(contact_strength=None) | Q(contact_strength__range=(0, 4)))
                & (Q(relationship=None) | Q(relationship__range=(1, 4))),
                name="opinion_within_the_scales",
            ),
        ]

    def __str__(self):
        return f"{self.author} · {self.stakeholder}"


class OpinionAccessQuerySet(AccountScopedQuerySet):
    def about(self, person: Stakeholder) -> "OpinionAccessQuerySet":
        """The readings in which the person was seen: his own page, and the pages that show everybody."""
        return self.of(person.account_id).filter(Q(stakeholder=person) | Q(stakeholder=None))

    def entrusted_to(self, user) -> "OpinionAccessQuerySet":
        """The readings in accounts that the user carries; in all, if he administers."""
        accounts = Account.objects.living() if user.is_administrator else Account.objects.carried_by(user)
        return self.filter(account__in=accounts)

    def matching(self, text: str) -> "OpinionAccessQuerySet":
        """Readings whose reader, account or person holds every word of the text, whatever the accents and case."""
        names = ("user__first_name", "user__last_name", "account__name", Coalesce("stakeholder__name", Value("")))
        spaced = [part for name in names for part in (name, Value(" "))]
        haystack = Unaccent(Concat(*spaced, output_field=models.TextField()))
        return holding_words(self.annotate(haystack=haystack), "haystack", text)


class OpinionAccess(models.Model):
    """Who has read what we think of people, one row per reader, page and day (consultation)."""

    class Page(models.TextChoices):
        PERSON = "person", _("Page of the person")
        PEOPLE = "people", _("List of the account")
        MAP = "map", _("Map")
        MATRIX = "matrix", _("Coverage matrix")
        ANSWERS = "answers", _("Answers")
        TIES = "ties", _("Ties")
        HISTORY = "history", _("History")
        FIGURES = "figures", _("Figures")
        EXPORT = "export", _("Export")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("reader"))
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("stakeholder"),
        help_text=_("Empty when the page shows everybody."),
    )  # fmt: skip
    page = models.CharField(_("page"), max_length=10, choices=Page)
    on = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=1)
    last_at = models.DateTimeField(_("last at"), default=timezone.now)

    objects = OpinionAccessQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-last_at", "pk"]
        verbose_name = _("reading of opinions")
        verbose_name_plural = _("readings of opinions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account", "stakeholder", "page", "on"], name="opinion_access_once_a_day",
                nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self):
        return f"{self.user} · {self.get_page_display()}"
