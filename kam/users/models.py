"""People who work here, their teams and preferences."""

import zoneinfo

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kam.users.history import track


class Team(models.Model):
    """KAMs led by one sales director."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    director = models.ForeignKey(
        "users.User", models.SET_NULL, null=True, blank=True, related_name="led", verbose_name=_("sales director")
    )

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

    def key_account_managers(self):
        """Those who may carry accounts: a director may carry some too."""
        return self.active().filter(role__in=[User.Role.KAM, User.Role.DIRECTOR])

    def colleagues_of(self, user: "User") -> "UserQuerySet":
        """Whom a person may name on an account: everybody who works here and is active."""
        return self.active().order_by("last_name", "first_name")


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):
    """Creates people by e-mail address; a user name does not exist here."""

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email), **fields)
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

    def get_absolute_url(self):
        return reverse("users:user-edit", args=[self.pk])

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:2].upper()

    @property
    def is_administrator(self) -> bool:
        return self.is_superuser or self.role == self.Role.ADMINISTRATOR

    @property
    def may_manage_accounts(self) -> bool:
        """Who may create accounts and bring in files."""
        return self.is_administrator or self.role in {self.Role.DIRECTOR, self.Role.KAM}

    def led_teams(self):
        return Team.objects.filter(director=self)


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
        teams = Team.objects.filter(Q(pk=user.team_id) | Q(director=user))
        return self.filter(Q(owner=user) | Q(scope="team", team__in=teams) | Q(scope="everybody"))

    def editable_by(self, user: User) -> "SavedViewQuerySet":
        return self if user.is_administrator else self.filter(owner=user)


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

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_name_once")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"{reverse(self.page)}?{self.query}"
