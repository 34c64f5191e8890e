"""Where a project is steered: committees and working meetings, who sits there, what they decided."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import AccountScopedQuerySet
from accounts.stakeholders.models import Interaction, Stakeholder
from kam.users.history import track
from projects.models.project import UNDER_WAY, Project, ProjectScopedQuerySet


class CommitteeQuerySet(ProjectScopedQuerySet):
    def under_way(self) -> "CommitteeQuerySet":
        return self.filter(project__status__in=UNDER_WAY)

    def without(self, user_id: int) -> "CommitteeQuerySet":
        """Steering committees on which somebody of ours has no seat."""
        seats = CommitteeMember.objects.filter(user=user_id)
        return self.filter(kind=Committee.Kind.STEERING).exclude(pk__in=seats.values("committee"))


@track()
class Committee(models.Model):
    """A series of meetings of a project: its steering committee (comité de pilotage), or a working meeting."""

    class Kind(models.TextChoices):
        STEERING = "steering", _("Steering committee")
        WORKING = "working", _("Working meeting")

    class Frequency(models.TextChoices):
        ONCE = "once", _("Once")
        WEEK = "week", _("Every week")
        FORTNIGHT = "fortnight", _("Every two weeks")
        MONTH = "month", _("Every month")
        TWO_MONTHS = "two_months", _("Every two months")
        QUARTER = "quarter", _("Every quarter")

    project = models.ForeignKey(Project, models.CASCADE, related_name="committees")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STEERING)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.MONTH)
    starts_on = models.DateField(_("first on"))
    ends_on = models.DateField(_("until"), null=True, blank=True)  # nothing: as long as the project
    begins_at = models.TimeField(_("at"), null=True, blank=True)
    length = models.PositiveSmallIntegerField(_("length (minutes)"), default=90, validators=[MinValueValidator(5)])
    place = models.CharField(_("place"), max_length=120, blank=True)
    is_at_client = models.BooleanField(_("at the client’s"), default=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "starts_on", "pk"]
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="committee_ends_after_it_starts",
                violation_error_message=_("The committee ends before it starts."),
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:governance", args=[self.project_id])


class CommitteeScopedQuerySet(AccountScopedQuerySet):
    account_field = "committee__project__account"

    def editable_by(self, user) -> "CommitteeScopedQuerySet":
        return self.filter(committee__in=Committee.objects.editable_by(user))


@track()
class CommitteeMember(models.Model):
    """One of ours or one of theirs sits on a committee."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        MEMBER = "member", _("Member")
        GUEST = "guest", _("Guest")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("one of ours"),
    )  # fmt: skip
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or one of theirs")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)

    objects = CommitteeScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("committee member")
        verbose_name_plural = _("committee members")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="seat_of_one_person"),
            models.UniqueConstraint(fields=["committee", "user"], name="ours_seated_once"),
            models.UniqueConstraint(fields=["committee", "stakeholder"], name="theirs_seated_once"),
        ]

    def __str__(self):
        return str(self.user or self.stakeholder)


class Side(models.TextChoices):
    OURS = "ours", _("Us")
    THEIRS = "theirs", _("The client")


class MeetingQuerySet(CommitteeScopedQuerySet):
    def sendable_by(self, user) -> "MeetingQuerySet":
        """Those that were held, however far the project has come since: the last minutes are sent after its end."""
        return AccountScopedQuerySet.editable_by(self, user).held()

    def with_project(self) -> "MeetingQuerySet":
        return self.select_related("committee__project__account__kam", "committee__project__reference_kam")

    def in_project(self, project: Project) -> "MeetingQuerySet":
        return self.filter(committee__project=project).select_related("committee__project")

    def to_come(self) -> "MeetingQuerySet":
        return self.filter(state=Meeting.State.PLANNED)

    def held(self) -> "MeetingQuerySet":
        return self.filter(state=Meeting.State.HELD)

    def unsent(self) -> "MeetingQuerySet":
        """Those whose minutes nobody has asked to send: they may still be written."""
        asked = Attendance.objects.exclude(asked_at=None)
        return self.exclude(pk__in=asked.values("meeting"))

    def before(self, day: date) -> "MeetingQuerySet":
        return self.filter(planned_on__lt=day)

    def after(self, day: date) -> "MeetingQuerySet":
        return self.filter(planned_on__gt=day)

    def between(self, first: date, last: date) -> "MeetingQuerySet":
        """Those that take place, or did, on these days and those between."""
        standing = (Meeting.State.PLANNED, Meeting.State.HELD)
        return self.filter(planned_on__range=(first, last), state__in=standing)

    def attended_by(self, user) -> "MeetingQuerySet":
        """Of committees on which one of ours sits."""
        return self.filter(committee__in=CommitteeMember.objects.filter(user=user).values("committee"))


@track()
class Meeting(models.Model):
    """One meeting of a committee: planned, then held, postponed to another day or cancelled, and by whom."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "Planned")
        HELD = "held", pgettext_lazy("meeting", "Held")
        POSTPONED = "postponed", pgettext_lazy("meeting", "Postponed")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="meetings")
    planned_on = models.DateField(_("planned on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    changed_by = models.CharField(_("on whose account"), max_length=6, choices=Side, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    instead_of = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="moved_to",
        verbose_name=_("instead of"),
    )  # fmt: skip
    topics = models.TextField(
        _("to be discussed"), max_length=10_000, blank=True, help_text=_("Besides what the project puts on the agenda.")
    )
    minutes = models.TextField(_("minutes"), max_length=50_000, blank=True)
    score = models.PositiveSmallIntegerField(
        _("satisfaction of the client, out of 10"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)
    interaction = models.ForeignKey(
        Interaction, models.SET_NULL, null=True, blank=True, editable=False, related_name="+",
        verbose_name=_("in the journal"),
    )  # fmt: skip

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=10), name="score_out_of_10"),
            models.UniqueConstraint(
                fields=["committee", "planned_on"], name="one_meeting_a_day",
                violation_error_message=_("This committee already meets that day."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.committee}, {date_format(self.planned_on, 'SHORT_DATE_FORMAT')}"

    def get_absolute_url(self):
        return reverse("projects:meeting-detail", args=[self.pk])

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed without anybody saying what became of it."""
        return self.state == self.State.PLANNED and self.planned_on < on


class MeetingScopedQuerySet(AccountScopedQuerySet):
    account_field = "meeting__committee__project__account"

    def editable_by(self, user) -> "MeetingScopedQuerySet":
        return self.filter(meeting__in=Meeting.objects.editable_by(user))

    def to_send(self) -> "MeetingScopedQuerySet":
        """Those who were at a meeting that was held, and do not have its minutes yet."""
        return self.filter(sent_at=None, meeting__state=Meeting.State.HELD)

    def with_people(self) -> "MeetingScopedQuerySet":
        return self.select_related("user", "stakeholder")


@track()
class Attendance(models.Model):
    """One of ours or one of theirs was at a meeting; the minutes go to whoever was, when somebody asks for it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("one of ours"),
    )  # fmt: skip
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or one of theirs")
    )
    asked_at = models.DateTimeField(_("sending asked for on"), null=True, blank=True, editable=False)
    failed_at = models.DateTimeField(_("not sent on"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("minutes sent on"), null=True, blank=True, editable=False)

    objects = MeetingScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="attendance_of_one_person"),
            models.UniqueConstraint(fields=["meeting", "user"], name="ours_attended_once"),
            models.UniqueConstraint(fields=["meeting", "stakeholder"], name="theirs_attended_once"),
        ]

    def __str__(self):
        return str(self.user or self.stakeholder)

    @property
    def email(self) -> str:
        return (self.user or self.stakeholder).email


class DecisionQuerySet(ProjectScopedQuerySet):
    def asked_for(self) -> "DecisionQuerySet":
        """Those still to be taken, the most urgent first."""
        return self.filter(decided_on=None).order_by(F("due_on").asc(nulls_last=True), "pk")

    def taken(self) -> "DecisionQuerySet":
        return self.exclude(decided_on=None)

    def for_client(self) -> "DecisionQuerySet":
        """Neither ours only, nor of a committee on which nobody of theirs sits: its meetings are ours only."""
        theirs = CommitteeMember.objects.exclude(stakeholder=None).values("committee")
        return self.filter(Q(meeting=None) | Q(meeting__committee__in=theirs), is_internal=False)

    def in_force(self) -> "DecisionQuerySet":
        """Taken, and not replaced by another since."""
        return self.taken().filter(replaced_by=None)

    def replaced(self) -> "DecisionQuerySet":
        return self.exclude(replaced_by=None)


@track()
class Decision(models.Model):
    """What was decided for a project, at a meeting or outside one; without a day, it is asked for (décision)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    text = models.CharField(_("decision"), max_length=500)
    due_on = models.DateField(_("needed by"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    is_internal = models.BooleanField(_("ours only"), default=False)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = [F("decided_on").desc(nulls_first=True), "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return self.text
