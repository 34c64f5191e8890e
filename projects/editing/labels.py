"""What was changed, in a few words: the name of a step back or forth."""

from functools import singledispatch

from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.values import plain
from projects.editing import changes
from projects.editing.draft import Draft
from projects.models import PlanningStep
from projects.worktime import A_DAY

NAME = 60  # letters of a task
LONGEST = PlanningStep._meta.get_field("label").max_length


def label_of(asked: list[changes.Change], draft: Draft) -> str:
    """In the language of whoever changes it. The names are those before the changes, new ones those after."""
    if len(asked) > 1 and all(isinstance(each, changes.Move | changes.Start) for each in asked):
        told = ngettext("%(count)s task moved", "%(count)s tasks moved", len(asked)) % {"count": len(asked)}
    else:
        told = label(asked[0], draft)
        if more := len(asked) - 1:
            words = ngettext("%(first)s, and %(count)s more change", "%(first)s, and %(count)s more changes", more)
            told = words % {"first": told, "count": more}
    return Truncator(told).chars(LONGEST)


def name_of(key: int, draft: Draft) -> str:
    task = next((each for each in draft.plan.project.tasks.all() if each.pk == key), None) or draft.tasks.get(key)
    return Truncator(task.name if task else "–").chars(NAME)


def number(minutes: int) -> str:
    """Working days, whole ones without decimals."""
    days = minutes / A_DAY
    return number_format(int(days) if days == int(days) else round(days, 2))


@singledispatch
def label(change: changes.Change, draft: Draft) -> str:
    raise TypeError(change)


@label.register
def moved(change: changes.Move | changes.Start, draft: Draft) -> str:
    return _("“%(task)s” moved") % {"task": name_of(change.task, draft)}


@label.register
def longer(change: changes.Length, draft: Draft) -> str:
    days = change.minutes / A_DAY
    words = ngettext("“%(task)s” lasts %(days)s day", "“%(task)s” lasts %(days)s days", 1 if days <= 1 else 2)
    return words % {"task": name_of(change.task, draft), "days": number(change.minutes)}


@label.register
def progressed(change: changes.Progress, draft: Draft) -> str:
    return _("“%(task)s” at %(percent)s %%") % {"task": name_of(change.task, draft), "percent": change.percent}


@label.register
def tied(change: changes.Tie, draft: Draft) -> str:
    both = {"task": name_of(change.after, draft), "other": name_of(change.before, draft)}
    return _("“%(task)s” waits for “%(other)s”") % both


@label.register
def retied(change: changes.Retie, draft: Draft) -> str:
    return _("Link between “%(other)s” and “%(task)s” changed") % ends(change.link, draft)


@label.register
def untied(change: changes.Untie, draft: Draft) -> str:
    return _("“%(task)s” no longer waits for “%(other)s”") % ends(change.link, draft)


def ends(key: int, draft: Draft) -> dict[str, str]:
    links = [*draft.plan.project.dependencies.all(), *draft.links.values()]
    link = next(each for each in links if each.pk == key)
    return {"task": name_of(link.after_id, draft), "other": name_of(link.before_id, draft)}


@label.register
def added(change: changes.Add, draft: Draft) -> str:
    return _("“%(task)s” added") % {"task": Truncator(change.name).chars(NAME)}


@label.register
def renamed(change: changes.Rename, draft: Draft) -> str:
    names = {"task": name_of(change.task, draft), "name": Truncator(change.name).chars(NAME)}
    return _("“%(task)s” is now called “%(name)s”") % names


@label.register
def deleted(change: changes.Delete, draft: Draft) -> str:
    tasks = draft.plan.project.tasks.all()
    gone = sum(task.pk not in draft.tasks for task in tasks) - 1
    words = ngettext(
        "“%(task)s” and %(count)s task below it deleted", "“%(task)s” and %(count)s tasks below it deleted", gone
    )
    return (words if gone else _("“%(task)s” deleted")) % {"task": name_of(change.task, draft), "count": gone}


@label.register
def placed(change: changes.Place, draft: Draft) -> str:
    return _("“%(task)s” put elsewhere in the list") % {"task": name_of(change.task, draft)}


@label.register
def pinned(change: changes.Pin, draft: Draft) -> str:
    told = {"task": name_of(change.task, draft)}
    if change.on is None:
        return _("“%(task)s” no longer bound to a day") % told
    return _("“%(task)s” pinned to %(day)s") % {**told, "day": plain(change.on)}
