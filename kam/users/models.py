"""People who work here, their teams and preferences."""

import zoneinfo

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kam.users.history import track


class TeamQuerySet(models.QuerySet):
    def of(self, user: "User") -> "TeamQuerySet":
        """The teams that a person belongs to or leads."""
        return self.filter(Q(pk=user.team_id) | Q(director=user))

    def editable_by(self, user: "User") -> "TeamQuerySet":
        return self if user.is_administrator else self.none()

    def with_members(self) -> "TeamQuerySet":
        """`member_count`: active people of the team."""
        active = Count("members", filter=Q(members__is_active=True))
        return self.select_related("director").annotate(member_count=active)


@track()
class Team(models.Model):
    """KAMs led by one sales director."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    director = models.ForeignKey(
        "users.User", models.SET_NULL, null=True, blank=True, related_name="led", verbose_name=_("sales director")
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("users:team-edit", args=[self.pk])


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def invited(self) -> "UserQuerySet":
        """Those who have neither chosen a password nor come through single sign-on yet."""
        return self.filter(last_login=None, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def key_account_managers(self):
        """Those who may carry accounts: a director may carry some too."""
        return self.active().filter(role__in=[User.Role.KAM, User.Role.DIRECTOR])

    def colleagues_of(self, user: "User") -> "UserQuerySet":
        """Whom a person may name on an account: everybody who works here and is active."""
        return self.active().order_by("last_name", "first_name")

    def directors(self) -> "UserQuerySet":
        """Those who may lead a team."""
        return self.active().filter(role=User.Role.DIRECTOR)

    def administrators(self) -> "UserQuerySet":
        return self.filter(Q(is_superuser=True) | Q(role=User.Role.ADMINISTRATOR))

    def editable_by(self, user: "User") -> "UserQuerySet":
        """Administrators look after everybody; the others only have their preferences."""
        return self if user.is_administrator else self.none()

    def with_second_factor(self) -> "UserQuerySet":
        return self.annotate(has_second_factor=Exists(totp(OuterRef("pk"))))


def totp(user) -> models.QuerySet:
    """The authenticator app of a person (instance, key or outer reference); recovery codes alone are no factor."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    """Creates people by e-mail address; a user name does not exist here."""

    use_in_migrations = False  # migrations import nothing of ours

    @classmethod
    def normalize_email(cls, email):
        """Small letters throughout: sign-in and single sign-on look the address up like that."""
        return (email or "").strip().lower()

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        fields = {"role": User.Role.ADMINISTRATOR, **fields, "is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)


def time_zones() -> list[tuple[str, str]]:
    """The zones of the tz database that are places: «Europe/Paris», not «EST»."""
    return [
        (name, name) for name in sorted(zoneinfo.available_timezones()) if "/" in name and not name.startswith("Etc/")
    ]


@track(exclude=["password", "last_login"])
class User(AbstractUser):
    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator", _("Administrator")
        DIRECTOR = "director", _("Sales director")
        KAM = "kam", _("Key account manager")
        CONTRIBUTOR = "contributor", _("Contributor")

    COLLEAGUES = frozenset({Role.ADMINISTRATOR, Role.DIRECTOR, Role.KAM, Role.CONTRIBUTOR})

    class Theme(models.TextChoices):
        AUTO = "auto", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Language(models.TextChoices):
        FRENCH = "fr", "Français"
        ENGLISH = "en", "English"

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("team")
    )
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.FRENCH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_any_case", violation_error_message=_("This address is already used.")
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def save(self, *args, **kwargs):
        self.email = type(self).objects.normalize_email(self.email)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("users:user-edit", args=[self.pk])

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:2].upper()

    @property
    def short_name(self) -> str:
        """«C. Laurent», for tables."""
        names = (f"{self.first_name[:1]}." if self.first_name else "", self.last_name)
        return " ".join(filter(None, names)) if self.last_name else str(self)

    @property
    def is_invited(self) -> bool:
        return self.last_login is None and not self.has_usable_password()

    @property
    def is_colleague(self) -> bool:
        """Whether he works here. Whoever is let in some day with another role, a client say, sees no account: what we
        think of people stands there."""
        return self.is_superuser or self.role in self.COLLEAGUES

    @property
    def is_administrator(self) -> bool:
        return self.is_superuser or self.role == self.Role.ADMINISTRATOR

    @property
    def may_hand_accounts_over(self) -> bool:
        """Who may give an account to another KAM."""
        return self.is_administrator or self.role == self.Role.DIRECTOR

    @property
    def may_manage_accounts(self) -> bool:
        """Who may create accounts and bring in files."""
        return self.is_administrator or self.role in {self.Role.DIRECTOR, self.Role.KAM}

    def reactivate(self) -> None:
        self.is_active = True
        self.save(update_fields=["is_active"])

    def led_teams(self):
        return Team.objects.filter(director=self)

    def must_use_second_factor(self) -> bool:
        return RolePolicy.objects.filter(role=self.role, is_second_factor_required=True).exists()

    def lacks_second_factor(self) -> bool:
        """Whether the role requires a second factor and the person has none: one query, asked at every request."""
        policy = RolePolicy.objects.filter(role=self.role, is_second_factor_required=True)
        return policy.exclude(Exists(totp(self))).exists()

    def is_last_administrator(self) -> bool:
        """Whether nobody else administers. In a transaction only: the administrators' rows stay locked until its
        end, so that two who dismiss each other cannot both succeed."""
        administrators = User.objects.active().administrators().order_by("pk").select_for_update()
        return [administrator.pk for administrator in administrators] == [self.pk]


@track()
class RolePolicy(models.Model):
    """What is asked of everybody who holds a role."""

    role = models.CharField(_("role"), max_length=20, choices=User.Role, unique=True)
    is_second_factor_required = models.BooleanField(_("second factor required"), default=False)

    class Meta:
        verbose_name = _("role policy")
        verbose_name_plural = _("role policies")

    def __str__(self):
        return self.get_role_display()


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "SavedViewQuerySet":
        """One's own, those of one's team (as member or director), and those made for everybody."""
        shared = Q(scope="team", team__in=Team.objects.of(user)) | Q(scope="everybody")
        return self.filter(Q(owner=user) | shared)

    def editable_by(self, user: User) -> "SavedViewQuerySet":
        return self if user.is_administrator else self.filter(owner=user)

    def on_page(self, page: str) -> "SavedViewQuerySet":
        return self.filter(page=page)


class SavedView(models.Model):
    """A list as somebody left it: filters, order and columns kept as the query string of its address."""

    class Scope(models.TextChoices):
        MINE = "mine", _("Only me")
        TEAM = "team", _("My team")
        EVERYBODY = "everybody", _("Everybody")

    page = models.CharField(max_length=60, help_text="the URL name of the list")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    scope = models.CharField(_("shared with"), max_length=10, choices=Scope, default=Scope.MINE)
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="saved_views")
    is_default = models.BooleanField(_("open the list with this view"), default=False)
    is_pinned = models.BooleanField(_("show it as a tab"), default=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse(self.page)}?{'&'.join(filter(None, (f'view={self.pk}', self.query)))}"
