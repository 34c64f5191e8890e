"""A change of a plan confirmed, taken back and made again: rows, times and the step that remembers it, or nothing."""

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from kam.users.models import User
from projects.editing.changes import Asked
from projects.editing.gone import gone_since, without
from projects.editing.labels import label_of
from projects.editing.plan import Plan
from projects.editing.preview import drafted
from projects.editing.rows import LINK, TASK, are_alone, backward, forward, is_as_told, rows_of, write
from projects.models import PlanningStep, Project
from projects.services import Refused, change

MOST_STEPS = 100  # of a project that can be taken back


class Stale(Exception):
    """Somebody else has changed the plan since the person looked at it."""


def confirm(project: Project, asked: Asked, *, by: User, on: date) -> None:
    """Make the changes and remember them as one step. Raises Stale and Refused; then all is as it was."""

    def act():
        plan = current(project, asked.version, on)
        draft = drafted(plan, asked.changes)
        label = label_of(asked.changes, draft)
        rows = rows_of(draft)
        write(forward(rows), backward(rows))
        remember(project, rows, label, by)

    change(project, act, on=on)


def remember(project: Project, rows, label: str, by: User) -> None:
    """What was undone before cannot be made again after something new."""
    steps = project.planning_steps.all()
    steps.to_redo().delete()
    project.planning_steps.create(label=label, forward=forward(rows), backward=backward(rows), made_by=by)
    oldest = steps.to_undo().values("pk")[MOST_STEPS:]
    steps.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()


def undo(project: Project, version: int, *, on: date) -> None:
    """Take the last step back. Raises Stale and Refused."""

    def act():
        current(project, version, on)
        step = project.planning_steps.all().to_undo().first()
        if step is None:
            raise Refused(_("There is nothing to take back."))
        turn(step)

    change(project, act, on=on)


def redo(project: Project, version: int, *, on: date) -> None:
    """Make the step again that was taken back last. Raises Stale and Refused."""

    def act():
        current(project, version, on)
        step = project.planning_steps.all().to_redo().first()
        if step is None:
            raise Refused(_("There is nothing to make again."))
        turn(step)

    change(project, act, on=on)


def turn(step: PlanningStep) -> None:
    """Take a step back that stands, or make one again that was taken back; whoever was deleted since stays away."""
    rows, now = (step.forward, step.backward) if step.is_undone else (step.backward, step.forward)
    gone = gone_since(rows, now)
    rows, now = without(rows, gone), without(now, gone)
    if any(label in (TASK, LINK) for label, _pk in gone) or not is_as_told(now) or not are_alone(rows, now):
        raise otherwise(step)
    write_checked(step, rows, now)
    step.forward, step.backward = (rows, now) if step.is_undone else (now, rows)
    step.is_undone = not step.is_undone
    step.save(update_fields=["forward", "backward", "is_undone"])


def write_checked(step: PlanningStep, rows: list[list], now: list[list]) -> None:
    """Raises Refused when something has taken the place of a row, or what it lay in is gone: now, not at commit, where
    nobody could say why."""
    try:
        with transaction.atomic():
            write(rows, now)
            connection.check_constraints()
    except IntegrityError as error:
        raise otherwise(step) from error


def otherwise(step: PlanningStep) -> Refused:
    told = {"step": step.label}
    return Refused(
        _("“%(step)s” cannot be taken back or made again: what it changed was changed otherwise since.") % told
    )


def current(project: Project, version: int, on: date) -> Plan:
    """The plan as it is now. Raises Stale, and Refused once the project is over."""
    plan = Plan(Project.objects.with_plan().get(pk=project.pk), on)
    if not plan.project.is_under_way:
        raise Refused(_("The project is over: its schedule does not change any more."))
    if plan.version != version:
        raise Stale
    return plan
