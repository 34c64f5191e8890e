"""What is to be done, what it waits for, and who does it."""

from datetime import date, datetime, time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.stakeholders.models import Stakeholder
from kam.users.history import track
from kam.users.models import User
from projects.models.project import Project, ProjectScopedQuerySet
from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY

LONGEST = 2_000 * A_DAY  # minutes of a task


def midnight(day: date) -> datetime:
    """Where that day begins."""
    return timezone.make_aware(datetime.combine(day, time()))


class TaskQuerySet(ProjectScopedQuerySet):
    def milestones(self) -> "TaskQuerySet":
        return self.filter(is_milestone=True)

    def with_people(self) -> "TaskQuerySet":
        return self.prefetch_related("assignments__user", "assignments__stakeholder")

    def still_to_do(self) -> "TaskQuerySet":
        """Tasks and milestones that are not done, phases apart; the earliest first."""
        return self.filter(done_on=None, children=None).exclude(ends_at=None).order_by("ends_at", "position", "pk")

    def overdue(self, on: date) -> "TaskQuerySet":
        """Those whose end, as it was planned, promised or set as a deadline, lies before that day."""
        return self.filter(Q(ends_at__lt=midnight(on)) | Q(promised_on__lt=on) | Q(deadline__lt=on))

    def starting_before(self, day: date) -> "TaskQuerySet":
        return self.filter(starts_at__lt=midnight(day))

    def critical(self) -> "TaskQuerySet":
        return self.filter(total_float__lte=0)


@track(exclude=["starts_at", "ends_at", "total_float", "free_float", "promised_on", "met_until"])
class Task(models.Model):
    """A task, a milestone, or a phase: a task with others below it. Durations are working minutes, 480 a day."""

    class Rules(models.TextChoices):
        """A date that binds it (`projects.scheduling.Rule`)."""

        SOON = Rule.SOON.value, _("As soon as possible")
        LATE = Rule.LATE.value, _("As late as possible")
        START_AFTER = Rule.START_AFTER.value, _("Not before")
        START_BEFORE = Rule.START_BEFORE.value, _("Start at the latest on")
        FINISH_AFTER = Rule.FINISH_AFTER.value, _("Finish not before")
        FINISH_BEFORE = Rule.FINISH_BEFORE.value, _("Finish at the latest on")
        START_ON = Rule.START_ON.value, _("Starts exactly on")
        FINISH_ON = Rule.FINISH_ON.value, _("Finishes exactly on")

    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("phase")
    )
    name = models.CharField(_("task"), max_length=200)
    note = models.TextField(_("note"), blank=True, max_length=5_000)
    position = models.PositiveIntegerField(default=0, editable=False)
    minutes = models.PositiveIntegerField(_("duration"), default=A_DAY, validators=[MaxValueValidator(LONGEST)])
    optimistic = models.PositiveIntegerField(_("at best"), null=True, blank=True)
    pessimistic = models.PositiveIntegerField(_("at worst"), null=True, blank=True)
    is_milestone = models.BooleanField(_("milestone"), default=False)
    criterion = models.CharField(
        _("reached when"), max_length=300, blank=True, help_text=_("Of a milestone: what the client accepts.")
    )
    rule = models.CharField(_("date"), max_length=25, choices=Rules, default=Rules.SOON)
    rule_at = models.DateTimeField(_("on"), null=True, blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress (%)"), default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    began_on = models.DateField(_("begun on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)  # of a milestone
    accepted_by = models.ForeignKey(
        Stakeholder, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    is_internal = models.BooleanField(_("ours only"), default=False, help_text=_("Guests of the client do not see it."))
    reference = models.CharField(max_length=40, blank=True, editable=False)  # its number in the file it came from
    # kept by `projects.keeping`
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    total_float = models.IntegerField(null=True, editable=False)
    free_float = models.IntegerField(null=True, editable=False)
    # kept by `projects.services.freeze_baseline`: its end as it was last promised, and 5 working days later
    promised_on = models.DateField(null=True, editable=False)
    met_until = models.DateField(null=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="task_progress_0_to_100"),
            models.CheckConstraint(
                condition=Q(optimistic=None) | Q(optimistic__lte=F("minutes")), name="task_at_best_no_longer",
                violation_error_message=_("At best it lasts no longer than it is planned."),
            ),
            models.CheckConstraint(
                condition=Q(pessimistic=None) | Q(pessimistic__gte=F("minutes")), name="task_at_worst_no_shorter",
                violation_error_message=_("At worst it lasts no shorter than it is planned."),
            ),
            models.CheckConstraint(
                condition=Q(began_on=None) | Q(done_on=None) | Q(done_on__gte=F("began_on")), name="task_done_once_begun",
                violation_error_message=_("The task is done before it begins."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def is_critical(self) -> bool:
        return self.total_float is not None and self.total_float <= 0 and self.done_on is None

    @property
    def ours(self) -> models.QuerySet[User]:
        """Colleagues who work on it."""
        return User.objects.filter(pk__in=self.assignments.values("user"))

    @property
    def theirs(self) -> models.QuerySet[Stakeholder]:
        """People of the client who work on it."""
        return Stakeholder.objects.filter(pk__in=self.assignments.values("stakeholder"))

    @property
    def due_on(self) -> date | None:
        """The earliest day by which it was to be done: as promised, as a deadline, or as it is planned."""
        planned_on = self.ends_at and timezone.localdate(self.ends_at)
        return min((day for day in (self.promised_on, self.deadline, planned_on) if day), default=None)

    def is_late(self, on: date) -> bool:
        """`overdue`, of one row: it is not done, and that day has passed."""
        return self.done_on is None and self.due_on is not None and self.due_on < on

    def clean(self):
        if self.rule not in (Rule.SOON, Rule.LATE) and self.rule_at is None:
            raise ValidationError({"rule_at": _("Say which day.")})
        above = self.parent
        while above is not None:
            if above.pk is not None and above.pk == self.pk:
                raise ValidationError({"parent": _("A phase cannot lie within itself.")})
            above = above.parent


@track()
class Dependency(models.Model):
    """A task waits for another, and `lag` working minutes more (lien)."""

    class Kinds(models.TextChoices):
        FINISH_START = Kind.FINISH_START.value, _("Starts once the other has finished")
        START_START = Kind.START_START.value, _("Starts once the other has started")
        FINISH_FINISH = Kind.FINISH_FINISH.value, _("Finishes once the other has finished")
        START_FINISH = Kind.START_FINISH.value, _("Finishes once the other has started")

    project = models.ForeignKey(Project, models.CASCADE, related_name="dependencies")
    before = models.ForeignKey(Task, models.CASCADE, related_name="followers", verbose_name=_("waits for"))
    after = models.ForeignKey(Task, models.CASCADE, related_name="waits", verbose_name=_("task"))
    kind = models.CharField(_("kind of link"), max_length=2, choices=Kinds, default=Kinds.FINISH_START)
    lag = models.IntegerField(_("lag"), default=0, validators=[MinValueValidator(-LONGEST), MaxValueValidator(LONGEST)])

    objects = ProjectScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"], name="linked_once", violation_error_message=_("These tasks are already linked.")
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="link_joins_two_tasks",
                violation_error_message=_("A task does not wait for itself."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.before} → {self.after}"


@track()
class Assignment(models.Model):
    """One of ours or one of theirs works on a task, for a share of the days (affectation)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("one of ours"),
    )  # fmt: skip
    stakeholder = models.ForeignKey(
        Stakeholder, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("or one of theirs")
    )
    share = models.PositiveSmallIntegerField(
        _("share of the days (%)"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(condition=Q(user=None) ^ Q(stakeholder=None), name="assignment_of_one_person"),
            models.UniqueConstraint(fields=["task", "user"], name="ours_assigned_once"),
            models.UniqueConstraint(fields=["task", "stakeholder"], name="theirs_assigned_once"),
        ]

    def __str__(self):
        return str(self.user or self.stakeholder)
