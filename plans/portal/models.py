"""What invited clients are and write. Of plans they read `SharedEdition` only."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, AccountScopedQuerySet
from accounts.models.journal import opening
from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from plans.catalogue import KEYS
from plans.models import AccountPlan, SharedEdition, SwotItem
from plans.portal.codes import code_digest, new_code, new_token, token_digest

NOTED_EVERY = timedelta(minutes=5)
NAMED = (
    "account__name",
    "stakeholder__name",
    *(f"invited_by__{name}" for name in ("first_name", "last_name", "email")),
)


class GuestQuerySet(AccountScopedQuerySet):
    def active(self, at: datetime) -> "GuestQuerySet":
        """Those whose invitation holds at that moment; of an account in the trash, nobody's does."""
        return self.filter(revoked_at=None, expires_at__gt=at, account__trashed_at=None)

    def these(self, keys: list[int]) -> "GuestQuerySet":
        return self.filter(pk__in=keys)

    def with_people(self) -> "GuestQuerySet":
        """With what the lists of guests name."""
        return self.select_related("account", "stakeholder", "invited_by", "revoked_by").only(
            *[field.name for field in Guest._meta.concrete_fields], *NAMED, "stakeholder__departed_on",
            "stakeholder__account", "revoked_by__first_name", "revoked_by__last_name", "revoked_by__email",
        )  # fmt: skip

    def standing_for(self, person: Stakeholder, *, by) -> "Guest":
        """His invitation, or what it would be if he were invited `by` that user: to look through his eyes before."""
        mine = self.filter(stakeholder=person, revoked_at=None).select_related("invited_by").first()
        told = {"email": person.email, "invited_by": by, "language": by.language}
        return mine or Guest(account=person.account, stakeholder=person, **told)

    def led_by(self, token: str, at: datetime) -> "GuestQuerySet":
        """The one whose link holds this token, if his invitation holds: old and unknown links lead to nobody."""
        return self.active(at).filter(token_digest=token_digest(token))

    def who_may_come(self, account: Account) -> models.QuerySet[Stakeholder]:
        """People of the account who could be invited: here, known, with an address, and not invited yet."""
        invited = self.filter(account=account, revoked_at=None).values("stakeholder")
        people = Stakeholder.objects.present().known().filter(account=account, is_placeholder=False)
        return people.exclude(email="").exclude(pk__in=invited)

    def language_of(self, account: Account) -> str | None:
        """The one in which somebody of that client was invited last."""
        return self.filter(account=account).values_list("language", flat=True).first()

    def with_host(self) -> "GuestQuerySet":
        """With what his pages name: himself, his company, who invited him; nothing else of them is read."""
        own = [field.name for field in Guest._meta.concrete_fields]
        return self.select_related("account", "stakeholder", "invited_by").only(*own, *NAMED)


@track(exclude=["token_digest", "code_digest", "code_sent_at", "code_tries", "seen_at", "told_at"])
class Guest(models.Model):
    """One of theirs, invited to the portal of the account by a link in an e-mail and a code at each visit (invité).

    Neither the link nor the code is stored, only their SHA-256.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="+", verbose_name=_("one of theirs"))
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited on"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("withdrawn by"),
    )  # fmt: skip
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    code_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    seen_at = models.DateTimeField(_("last seen on"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("answers sent on"), null=True, blank=True, editable=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "stakeholder"], condition=Q(revoked_at=None), name="guest_invited_once",
                violation_error_message=_("This person is already invited."),
            )
        ]  # fmt: skip

    def __str__(self):
        return str(self.stakeholder)

    def get_absolute_url(self):
        """What he wrote last: where the notice of it leads."""
        return reverse("cowriting:words-of-guest", args=[self.pk])

    def is_active(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at

    def editions(self) -> models.QuerySet[SharedEdition]:
        """What he may read: the last client edition of each plan of his account that is open to clients."""
        editions = SharedEdition.objects.shared_with(self.account_id).select_related("plan")
        return editions.defer("plan__investment", "plan__sponsor", "plan__previous")

    def renew_token(self) -> str:
        """A new token; the link that held the old one leads nowhere from now on, and its visits are over."""
        token = new_token()
        self.token_digest = token_digest(token)
        self.save(update_fields=["token_digest"])
        return token

    def renew_code(self, at: datetime) -> str:
        """A new code, the only one that opens."""
        code = new_code()
        self.code_digest, self.code_sent_at, self.code_tries = code_digest(self.pk, code), at, 0
        self.save(update_fields=["code_digest", "code_sent_at", "code_tries"])
        return code

    def note_visit(self, at: datetime) -> None:
        """Seen just now; not written again for some minutes."""
        if self.seen_at is None or at - self.seen_at > NOTED_EVERY:
            self.seen_at = at
            self.save(update_fields=["seen_at"])


class OfPlanQuerySet(AccountScopedQuerySet):
    account_field = "plan__account"


class SuggestionQuerySet(OfPlanQuerySet):
    def waiting(self) -> "SuggestionQuerySet":
        return self.filter(status=Suggestion.Status.WAITING)


@track()
class Suggestion(models.Model):
    """A guest would say it otherwise, or adds something: the KAM accepts, amends or refuses with a word (proposition).

    `kind`, `line` and `field` say where of the client edition: a passage («charter.value»: kind PASSAGE, `section`,
    `field`), or one field of the line of that lineage. Without `line`, a new one: `field` is NEW, `facts` all it says.
    `before`, `proposed`, `applied` and `facts` write days as ISO and numbers with a point and two decimals.
    """

    class Kind(models.TextChoices):
        PASSAGE = "passage", _("Text")
        PRIORITY = "priority", _("Priority")
        OBJECTIVE = "objective", _("Objective")
        ACTION = "action", _("Action")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        AMENDED = "amended", _("Accepted, amended")
        REFUSED = "refused", _("Not taken")
        WITHDRAWN = "withdrawn", _("Taken back")

    NEW = "new"

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="+")
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="suggestions")
    kind = models.CharField(_("about"), max_length=10, choices=Kind)
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    line = models.UUIDField(null=True, blank=True, editable=False)
    field = models.CharField(max_length=20)
    before = models.TextField(_("as it stands"), blank=True, max_length=50_000)
    proposed = models.TextField(_("as it would be"), blank=True, max_length=50_000)
    facts = models.JSONField(default=dict, blank=True, editable=False)
    reason = models.TextField(_("why"), blank=True, max_length=2_000)
    made_at = models.DateTimeField(_("proposed on"), default=timezone.now, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING, editable=False)
    applied = models.TextField(_("as it became"), blank=True, max_length=50_000)
    answer = models.TextField(_("a word to the client"), blank=True, max_length=2_000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")

    def __str__(self):
        return opening(self.proposed)


@track()
class Message(models.Model):
    """A word of the conversation between a client and us, about a section or a line of the client edition."""

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="+")
    section = models.CharField(_("section"), max_length=20, choices=KEYS)
    line = models.UUIDField(null=True, blank=True, editable=False)
    guest = models.ForeignKey(Guest, models.CASCADE, null=True, blank=True, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    name = models.CharField(max_length=255, editable=False)  # who wrote it, whoever is deleted later
    text = models.TextField(_("comment"), max_length=5_000)
    written_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name = _("message of the portal")
        verbose_name_plural = _("messages of the portal")

    def __str__(self):
        return opening(self.text)


@track()
class ClientView(models.Model):
    """A strength or weakness of ours as the client sees it; the KAM may take it up in the SWOT (regard du client)."""

    class Side(models.TextChoices):
        STRENGTH = "strength", _("What you do well")
        WEAKNESS = "weakness", _("What you should do better")

    plan = models.ForeignKey(AccountPlan, models.CASCADE, related_name="+")
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="views")
    side = models.CharField(_("side"), max_length=10, choices=Side)
    text = models.CharField(_("in your words"), max_length=300)
    weight = models.PositiveSmallIntegerField(_("how much it counts for you, 1 to 5"), default=3)
    written_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    taken_up = models.ForeignKey(
        SwotItem, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("taken up as"),
    )  # fmt: skip

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["side", "-weight", "pk"]
        verbose_name = _("view of the client")
        verbose_name_plural = _("views of the client")
        constraints = [
            models.CheckConstraint(condition=Q(weight__range=(1, 5)), name="view_weight_1_to_5"),
        ]

    def __str__(self):
        return self.text
