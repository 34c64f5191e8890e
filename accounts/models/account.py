"""The account, its team, its stages, and THE access rule that every other app inherits."""

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.reference import ListValue, Sector, Tier
from kam.users.history import track
from kam.users.models import Team, User


class Unaccent(Func):
    """Lower case without accents, in the database: what searches and sorts compare."""

    function = "f_unaccent"
    output_field = models.TextField()


SOUGHT = 200  # characters of a search


def holding_words(rows: models.QuerySet, column: str, text: str) -> models.QuerySet:
    """The rows whose unaccented column holds every word of the text, without regard to accents and case.

    Beyond what anybody seeks the text is cut: each word is one more condition on every row.
    """
    for word in text[:SOUGHT].replace("\0", "").split():
        rows = rows.filter(**{f"{column}__contains": Unaccent(Value(word))})
    return rows


class Stage(models.IntegerChoices):
    """The ladder of a relationship (domain.md 1.1)."""

    EXPLORATORY = 0, _("Exploratory")
    BASIC = 1, _("Basic")
    COOPERATIVE = 2, _("Cooperative")
    INTERDEPENDENT = 3, _("Interdependent")
    INTEGRATED = 4, _("Integrated")


def carriage(user: User) -> Q:
    """The accounts that the person carries: his own, those of a KAM whose team he leads, and nobody's if he directs."""
    if not user.is_colleague:
        return Q(pk__in=[])
    if user.role != User.Role.DIRECTOR:
        return Q(kam=user)
    # a sub-select, not a join: it is read once instead of the KAM of each account
    carriers = User.objects.filter(Q(pk=user.pk) | Q(team__in=user.led_teams()))
    return Q(kam__in=carriers.values("pk")) | Q(kam=None)


def reach(user: User, memberships) -> Q:
    """Carried by the person, or shared with him by one of these memberships; administrators need none of it."""
    return Q(pk__in=memberships.values("account") if user.is_colleague else []) | carriage(user)


def reach_of_editors(user: User) -> Q:
    return reach(user, Membership.objects.filter(user=user, may_edit=True))


class AccountQuerySet(models.QuerySet):
    """The only place that knows who sees and who changes an account."""

    def visible_to(self, user: User) -> "AccountQuerySet":
        """Carried by the person or by a KAM of a team he leads, or shared with him; nobody's are the directors'."""
        return self.living().reachable_by(user, Membership.objects.filter(user=user))

    def editable_by(self, user: User) -> "AccountQuerySet":
        """As `visible_to`, but a shared account only when the membership says so."""
        return self.living().reachable_by(user, Membership.objects.filter(user=user, may_edit=True))

    def carried_by(self, user: User) -> "AccountQuerySet":
        """Whose business the account is: neither what is shared with the person nor what he merely administers."""
        return self.living().filter(carriage(user))

    def in_trash_of(self, user: User) -> "AccountQuerySet":
        """What the person could restore."""
        memberships = Membership.objects.filter(user=user, may_edit=True)
        return self.filter(trashed_at__isnull=False).reachable_by(user, memberships)

    def reachable_by(self, user: User, memberships) -> "AccountQuerySet":
        if user.is_administrator:
            return self
        return self.filter(reach(user, memberships))

    def living(self) -> "AccountQuerySet":
        return self.filter(trashed_at=None)

    def matching(self, text: str) -> "AccountQuerySet":
        """Accounts whose name, code or city holds every word of the text, without regard to accents and case."""
        return holding_words(self, "search_text", text)

    def trashed_before(self, moment) -> "AccountQuerySet":
        return self.filter(trashed_at__lt=moment)


class AccountScopedQuerySet(models.QuerySet):
    """Rows that belong to an account are seen, and changed, by whoever sees, or changes, the account."""

    account_field = "account"

    def of(self, account: "Account"):
        return self.filter(**{self.account_field: account})

    def visible_to(self, user: User):
        return self.filter(**{f"{self.account_field}__in": Account.objects.visible_to(user)})

    def editable_by(self, user: User):
        return self.filter(**{f"{self.account_field}__in": Account.objects.editable_by(user)})


class ConfidentialQuerySet(AccountScopedQuerySet):
    """Rows with an author that he may keep between himself and those who carry the account."""

    def open_to(self, user: User) -> Q:
        """The condition on the columns of a row, or of what the history recorded of it."""
        carried = Account.objects.carried_by(user)
        return Q(is_confidential=False) | Q(author=user) | Q(**{f"{self.account_field}__in": carried})

    def visible_to(self, user: User):
        return super().visible_to(user).filter(self.open_to(user))

    def editable_by(self, user: User):
        return super().editable_by(user).filter(self.open_to(user))


@track(exclude=["search_text"])
class Account(models.Model):
    """A key account, prospect or former client (compte clé)."""

    class Status(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        ACTIVE = "active", _("Active")
        FORMER = "former", _("Former")

    name = models.CharField(_("name"), max_length=255)
    code = models.CharField(
        _("code"), max_length=60, blank=True, help_text=_("Your reference for this account, in your CRM or ERP.")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="subsidiaries", verbose_name=_("group")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("sector")
    )
    tier = models.ForeignKey(
        Tier, models.PROTECT, null=True, blank=True, related_name="accounts", verbose_name=_("tier")
    )
    kam = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("KAM")
    )
    team = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="+")
    declared_stage = models.SmallIntegerField(_("declared stage"), choices=Stage, null=True, blank=True)
    target_stage = models.SmallIntegerField(_("target stage"), choices=Stage, null=True, blank=True)
    potential = models.DecimalField(
        _("yearly potential (€)"), max_digits=16, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    turnover = models.DecimalField(
        _("client's own turnover (M€)"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    founded_in = models.PositiveSmallIntegerField(
        _("founded in"), null=True, blank=True, validators=[MinValueValidator(1000), MaxValueValidator(2100)]
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("region"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    website = models.CharField(_("website"), max_length=255, blank=True)
    description = models.TextField(_("description"), blank=True)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    trashed_at = models.DateTimeField(_("in the trash since"), null=True, blank=True, editable=False)
    search_text = models.GeneratedField(
        expression=Unaccent(Concat("name", Value(" "), "code", Value(" "), "city")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(trashed_at=None), name="account_code_once",
                violation_error_message=_("Another account already has this code."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")), name="account_not_its_own_group",
                violation_error_message=_("An account cannot be its own group."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["name", "id"], condition=Q(trashed_at=None), name="account_living_by_name"),
            models.Index(fields=["search_text", "id"], condition=Q(trashed_at=None), name="account_living_by_text"),
            models.Index(fields=["kam", "name"], name="account_by_kam"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("accounts:detail", args=[self.pk])

    @property
    def initials(self) -> str:
        return self.name.strip()[:2].capitalize()

    @property
    def purged_on(self) -> date:
        """The day on which the trash is emptied of it."""
        return timezone.localdate(self.trashed_at) + timedelta(days=settings.TRASH_DAYS + 1)

    def readers(self) -> "models.QuerySet[User]":
        """Everybody active who sees the account: `visible_to` asked the other way round."""
        teams = Team.objects.filter(members=self.kam_id) if self.kam_id else Team.objects.none()
        directors = Q(role=User.Role.DIRECTOR)
        carriers = Q(pk=self.kam_id) | directors & Q(pk__in=teams.values("director"))
        administrators = Q(is_superuser=True) | Q(role=User.Role.ADMINISTRATOR)
        members = Q(pk__in=self.memberships.values("user"))
        ours = Q(is_superuser=True) | Q(role__in=User.COLLEAGUES)
        return User.objects.active().filter(ours, (carriers if self.kam_id else directors) | administrators | members)

    def trash(self, at) -> None:
        self.trashed_at = at
        self.save(update_fields=["trashed_at"])

    def restore(self) -> None:
        self.trashed_at = None
        self.save(update_fields=["trashed_at"])


@track()
class Membership(models.Model):
    """A colleague in the account team, besides its KAM."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("colleague"))
    function = models.ForeignKey(
        ListValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("function"),
        limit_choices_to={"kind": ListValue.Kind.TEAM_FUNCTION},
    )  # fmt: skip
    may_edit = models.BooleanField(_("may change the account"), default=False)

    objects = AccountScopedQuerySet.as_manager()

    class Meta:
        ordering = ["user__last_name", "user__first_name"]
        verbose_name = _("team member")
        verbose_name_plural = _("account team")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "user"], name="account_member_once",
                violation_error_message=_("This colleague is already in the team."),
            )
        ]  # fmt: skip

    def __str__(self):
        return str(self.user)


class StageDeclarationQuerySet(AccountScopedQuerySet):
    def latest_of_each(self) -> "StageDeclarationQuerySet":
        """The last declaration and the last aim of each account."""
        return self.order_by("account_id", "aspect", "-declared_at").distinct("account_id", "aspect")


@track()
class StageDeclaration(models.Model):
    """Who declared or aimed at which stage, when and why; the account keeps the latest of each."""

    class Aspect(models.TextChoices):
        DECLARED = "declared_stage", _("Declared stage")
        TARGET = "target_stage", _("Target stage")

    account = models.ForeignKey(Account, models.CASCADE, related_name="stage_declarations")
    aspect = models.CharField(_("stage"), max_length=20, choices=Aspect, default=Aspect.DECLARED)
    stage = models.SmallIntegerField(_("level"), choices=Stage)
    reason = models.TextField(_("why"))
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared on"), default=timezone.now)

    objects = StageDeclarationQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at"]
        verbose_name = _("stage declaration")
        verbose_name_plural = _("stage declarations")

    def __str__(self):
        return f"{self.get_aspect_display()} · {self.get_stage_display()}"
