"""The consequences of a change in sentences, each with the colour of its pill: what one reads before confirming."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.values import plain
from projects.editing.changes import Length
from projects.editing.labels import label_of, number
from projects.editing.plan import is_estimated, runs_for
from projects.editing.preview import Preview, days_of
from projects.forecast import RUNS
from projects.worktime import A_DAY

MOST = 3  # tasks or committees that are named one by one
Told = tuple[str, str]  # tone and text


def preview_json(preview: Preview) -> dict[str, Any]:
    """The answer to `gantt-preview`."""
    told = [{"text": text, "tone": tone} for tone, text in sentences(preview)]
    return {"label": label_of(preview.asked, preview.draft), **preview.as_json(), "told": told}


def sentences(preview: Preview) -> Iterator[Told]:
    yield from held(preview)
    yield from followers(preview)
    yield from committees(preview)
    yield end(preview)
    yield from chances(preview)
    yield from critical(preview)
    yield from deadlines(preview)
    yield from estimates(preview)


def tone(is_worse: bool) -> str:
    return "red" if is_worse else "green"


def held(preview: Preview) -> Iterator[Told]:
    """Bars that do not come to stand where they were drawn, and what holds them."""
    times = preview.after.times
    late = [
        key
        for key, at in preview.draft.dragged.items()
        if str(key) in times and times[str(key)].start.date() > at.date()
    ]
    for key in late[:MOST]:
        told = {"task": preview.draft.tasks[key], "day": plain(times[str(key)].start.date())}
        driver = preview.after.schedule.timings[str(key)].driver
        if driver is None:
            yield (
                "amber",
                _("“%(task)s” starts on %(day)s at the earliest: neither in the past nor before the project") % told,
            )
        else:
            told["other"] = preview.draft.tasks[int(driver)]
            yield "amber", _("“%(task)s” starts on %(day)s at the earliest: it waits for “%(other)s”") % told


def followers(preview: Preview) -> Iterator[Told]:
    if count := len(preview.followers):
        yield "amber", ngettext("%(count)s task follows", "%(count)s tasks follow", count) % {"count": count}


def committees(preview: Preview) -> Iterator[Told]:
    for planned_on, name in preview.committees[:MOST]:
        yield "red", _("%(committee)s of %(day)s must move") % {"committee": name, "day": plain(planned_on)}
    if (more := len(preview.committees) - MOST) > 0:
        words = ngettext("%(count)s more committee must move", "%(count)s more committees must move", more)
        yield "red", words % {"count": more}


def end(preview: Preview) -> Told:
    before, after = preview.before.finish, preview.after.finish
    minutes = preview.before.calendar.minutes_at(after) - preview.before.calendar.minutes_at(before)
    if before.date() == after.date():
        return "plain", _("The end does not move: %(day)s") % {"day": plain(after.date())}
    plural = 1 if abs(minutes) <= A_DAY else 2
    later = ngettext(
        "End on %(day)s: %(days)s working day later", "End on %(day)s: %(days)s working days later", plural
    )
    sooner = ngettext(
        "End on %(day)s: %(days)s working day sooner", "End on %(day)s: %(days)s working days sooner", plural
    )
    words = later if after > before else sooner
    return tone(after > before), words % {"day": plain(after.date()), "days": number(abs(minutes))}


def chances(preview: Preview) -> Iterator[Told]:
    """In eight cases of ten, and the chance of the promised day."""
    before, after, promised_on = preview.plan.outlook, preview.outlook, preview.plan.project.promised_on
    if before.safe != after.safe and is_estimated(preview.after.outline):
        told = {"day": plain(after.safe), "before": plain(before.safe)}
        yield tone(after.safe > before.safe), _("In eight cases of ten: %(day)s instead of %(before)s") % told
    if before.chance != after.chance:
        told = {"day": plain(promised_on), "after": after.chance, "before": before.chance}
        words = _("Chance of %(day)s: %(after)s %% instead of %(before)s %%")
        yield tone(after.chance < before.chance), words % told
    count = len(preview.after.outline.tasks)
    if runs_for(count) < RUNS and is_estimated(preview.after.outline):
        yield (
            "plain",
            _("Drawn from %(runs)s projects: a large plan is looked at less closely.") % {"runs": runs_for(count)},
        )


def critical(preview: Preview) -> Iterator[Told]:
    """Tasks that now move the end when they slip."""
    before = preview.before.times
    names = [
        str(preview.draft.tasks[key])
        for key, (_first, _last, is_critical, _float) in preview.times.items()
        if is_critical
        and str(key) in before
        and not before[str(key)].is_critical
        and str(key) not in preview.after.below
    ]
    if 0 < len(names) <= MOST:
        for name in names:
            yield "amber", _("“%(task)s” becomes critical") % {"task": name}
    elif names:
        yield "amber", _("%(count)s tasks become critical") % {"count": len(names)}


def deadlines(preview: Preview) -> Iterator[Told]:
    for key, task in preview.draft.tasks.items():
        if task.deadline and key in preview.times and str(key) in preview.before.times:
            old, new = days_of(preview.before, str(key))[1], days_of(preview.after, str(key))[1]
            if old <= task.deadline < new:
                told = {"task": task, "day": plain(task.deadline)}
                yield "red", _("“%(task)s” misses its deadline of %(day)s") % told


def estimates(preview: Preview) -> Iterator[Told]:
    """What was said of a task at best or at worst, and its new length leaves no room for."""
    past = {task.pk: task for task in preview.plan.project.tasks.all()}
    for key in {each.task for each in preview.asked if isinstance(each, Length)} & past.keys():
        old, new = past[key], preview.draft.tasks.get(key)
        if new and (old.optimistic, old.pessimistic) != (new.optimistic, new.pessimistic):
            yield "amber", _("The estimate of “%(task)s” is brought to its new length") % {"task": new}
