"""What each change does to a draft; raises Refused, with the reason in words."""

from datetime import date, datetime, time, timedelta
from functools import singledispatch

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.editing import changes
from projects.editing.draft import Draft
from projects.models import Dependency, Task
from projects.scheduling import Rule
from projects.services import Refused
from projects.timetable import Times, Timetable

CARRIED = (
    Rule.START_ON,
    Rule.FINISH_ON,
    Rule.FINISH_AFTER,
)  # dates that move with the bar; others give way to its start


def apply(asked: list[changes.Change], draft: Draft) -> None:
    """All of them in their order. Places of bars are those before the first one."""
    for each in asked:
        apply_one(each, draft)


@singledispatch
def apply_one(change: changes.Change, draft: Draft) -> None:
    raise TypeError(change)


# --- bars -------------------------------------------------------------------------------------------------------------


@apply_one.register
def move(change: changes.Move, draft: Draft) -> None:
    shift(draft, change.task, change.minutes)


@apply_one.register
def start(change: changes.Start, draft: Draft) -> None:
    """What stands on an evening, as most milestones do, is put on the evening of that day."""
    task, timetable = draft.task(change.task), draft.plan.timetable
    times = times_of(draft, task)
    is_on_evening = times.start == times.finish and is_evening(times, timetable)
    day = change.on + timedelta(days=1) if is_on_evening else change.on
    shift(draft, task.pk, timetable.time(datetime.combine(day, time())) - timetable.time(times.start))


def shift(draft: Draft, key: int, minutes: int) -> None:
    """Move a task, or what is below a phase, by so many working minutes; what has begun stays where it is."""
    task, timetable = draft.task(key), draft.plan.timetable
    times_of(draft, task)
    leaves = draft.leaves(key)
    movable = [leaf for leaf in leaves if str(leaf) in timetable.times and not has_begun(leaf, timetable)]
    if not movable:
        raise Refused(_("“%(task)s” has begun: it does not move any more.") % {"task": task})
    if leaves != [key] and task.rule != Rule.SOON:
        draft.edit(key, rule=Rule.SOON, rule_at=None)  # what is below it carries the dates from now on
    for leaf in movable:
        drag(draft, leaf, minutes)


def drag(draft: Draft, key: int, minutes: int) -> None:
    """Bind a task to the place of its bar, so many working minutes further; dates that are exact move with it."""
    task, timetable = draft.task(key), draft.plan.timetable
    if task.rule in CARRIED and task.rule_at:
        at = moved(timezone.localtime(task.rule_at).replace(tzinfo=None), minutes, timetable)
        draft.edit(key, rule_at=timezone.make_aware(at))
    else:
        at = moved(timetable.times[str(key)].start, minutes, timetable)
        draft.edit(key, rule=Rule.START_AFTER, rule_at=timezone.make_aware(at))
        draft.dragged[key] = at


def moved(moment: datetime, minutes: int, timetable: Timetable) -> datetime:
    """So many working minutes later; an evening stays one."""
    at = timetable.calendar.minutes_at(moment)
    is_morning = moment == timetable.calendar.start_at(at) or moment.time() == time()
    return timetable.calendar.start_at(at + minutes) if is_morning else timetable.calendar.finish_at(at + minutes)


def is_evening(times: Times, timetable: Timetable) -> bool:
    return times.start != timetable.calendar.start_at(timetable.calendar.minutes_at(times.start))


def times_of(draft: Draft, task: Task) -> Times:
    """Where its bar is. Raises Refused for a task that has none yet."""
    times = draft.plan.timetable.times.get(str(task.pk))
    if times is None:
        raise Refused(_("“%(task)s” has no dates yet.") % {"task": task})
    return times


def has_begun(key: int, timetable: Timetable) -> bool:
    line = timetable.tasks[str(key)]
    return timetable.is_over(line) or timetable.began(line) is not None


@apply_one.register
def length(change: changes.Length, draft: Draft) -> None:
    """An estimate that the new length leaves is brought to it."""
    task = leaf(draft, change.task, _("A phase lasts as long as what is below it."))
    if task.is_milestone or not change.minutes:
        raise Refused(_("A milestone lasts no time, and a task some."))
    if task.done_on:
        raise Refused(_("“%(task)s” is done: it lasted as long as it did.") % {"task": task})
    best, worst = task.optimistic, task.pessimistic
    draft.edit(
        task.pk, minutes=change.minutes, optimistic=best and min(best, change.minutes),
        pessimistic=worst and max(worst, change.minutes),
    )  # fmt: skip


@apply_one.register
def progress(change: changes.Progress, draft: Draft) -> None:
    task = leaf(draft, change.task, _("The progress of a phase is that of its tasks."))
    if task.done_on:
        raise Refused(_("“%(task)s” is done: the page of the task says otherwise if need be.") % {"task": task})
    draft.edit(task.pk, progress=change.percent)


@apply_one.register
def pin(change: changes.Pin, draft: Draft) -> None:
    if change.on is None:
        draft.task(change.task)
        draft.edit(change.task, rule=Rule.SOON, rule_at=None)
        return
    task = leaf(draft, change.task, _("A task or a milestone is pinned to a day, a phase is not."))
    if task.done_on or (str(task.pk) in draft.plan.timetable.tasks and has_begun(task.pk, draft.plan.timetable)):
        raise Refused(_("“%(task)s” has begun: it does not move any more.") % {"task": task})
    draft.edit(task.pk, rule=Rule.START_ON, rule_at=morning(change.on))
    draft.dragged.pop(task.pk, None)


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def leaf(draft: Draft, key: int, otherwise: str) -> Task:
    """A task that is no phase. Raises Refused with the words given."""
    task = draft.task(key)
    if draft.leaves(key) != [key]:
        raise Refused(otherwise)
    return task


# --- links ------------------------------------------------------------------------------------------------------------


@apply_one.register
def tie(change: changes.Tie, draft: Draft) -> None:
    before, after = draft.task(change.before), draft.task(change.after)
    if before.pk == after.pk:
        raise Refused(_("A task does not wait for itself."))
    if any((link.before_id, link.after_id) == (before.pk, after.pk) for link in draft.links.values()):
        raise Refused(_("These tasks are already linked."))
    if before.pk in draft.above(after.pk) or after.pk in draft.above(before.pk):
        raise Refused(_("A phase is not linked to what lies below it."))
    key = draft.new_key()
    draft.links[key] = Dependency(
        pk=key,
        project_id=draft.plan.project.pk,
        before_id=before.pk,
        after_id=after.pk,
        kind=change.kind.value,
        lag=change.lag,
    )


@apply_one.register
def retie(change: changes.Retie, draft: Draft) -> None:
    link = draft.link(change.link)
    draft.links[link.pk] = Dependency(
        pk=link.pk, project_id=link.project_id, before_id=link.before_id, after_id=link.after_id,
        kind=change.kind.value, lag=change.lag,
    )  # fmt: skip


@apply_one.register
def untie(change: changes.Untie, draft: Draft) -> None:
    del draft.links[draft.link(change.link).pk]


# --- the outline ------------------------------------------------------------------------------------------------------


@apply_one.register
def add(change: changes.Add, draft: Draft) -> None:
    check_phase(draft, change.parent)
    key = draft.new_key()
    minutes = 0 if change.is_milestone else change.minutes
    draft.tasks[key] = Task(
        pk=key, project_id=draft.plan.project.pk, name=change.name, minutes=minutes, parent_id=change.parent,
        is_milestone=change.is_milestone or not minutes,
    )  # fmt: skip
    others = [task.pk for task in draft.siblings(change.parent) if task.pk != key]
    line = [] if change.after is None else [draft.task(change.after).pk, *draft.above(change.after)]
    neighbours = [each for each in line if each in others]
    draft.put(key, change.parent, others.index(neighbours[0]) + 1 if neighbours else len(others))
    draft.check_depth()


@apply_one.register
def rename(change: changes.Rename, draft: Draft) -> None:
    draft.task(change.task)
    draft.edit(change.task, name=change.name)


@apply_one.register
def delete(change: changes.Delete, draft: Draft) -> None:
    gone = set(draft.all_below(draft.task(change.task).pk))
    draft.tasks = {key: task for key, task in draft.tasks.items() if key not in gone}
    draft.links = {key: link for key, link in draft.links.items() if not gone & {link.before_id, link.after_id}}


@apply_one.register
def place(change: changes.Place, draft: Draft) -> None:
    task = draft.task(change.task)
    check_phase(draft, change.parent)
    if change.parent is not None and task.pk in (change.parent, *draft.above(change.parent)):
        raise Refused(_("A phase cannot lie within itself."))
    others = [each.pk for each in draft.siblings(change.parent) if each.pk != task.pk]
    if change.before is not None and change.before not in others:
        raise Refused(_("This task is not in the project any more."))
    draft.put(task.pk, change.parent, len(others) if change.before is None else others.index(change.before))
    draft.check_depth()


def check_phase(draft: Draft, parent: int | None) -> None:
    """Whether tasks may lie below that one. Raises Refused."""
    if parent is not None and draft.task(parent).is_milestone:
        raise Refused(_("Nothing lies below a milestone."))
