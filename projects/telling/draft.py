"""The texts of a bulletin from the facts of a project, in the language that is active.

The facts are the client edition (`projects.sharing`), which has no place for what is ours only, and the decisions that
the client is asked for: nothing internal can stand in a draft.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.values import plain
from projects.models import Decision, Meeting, ResultRecognition
from projects.sharing import SharedContent, SharedRecognition, SharedResult, SharedTask

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Facts:
    """`since` and `until` are both of the period; `told`: what the bulletin before has said already of its last day."""

    content: SharedContent
    since: date
    until: date
    asked: tuple[Decision, ...] = ()
    told: str = ""

    def is_new(self, day: date | None, name: str) -> bool:
        """Whether it happened in the period, and was not told with the last day of the one before."""
        if day is None or not self.since <= day <= self.until:
            return False
        return day > self.since or name not in self.told

    @property
    def horizon(self) -> date:
        return self.until + AHEAD


def drafted(facts: Facts) -> dict[str, str]:
    """Field of the bulletin → its text, a Markdown list; "" where there is nothing to say."""
    return {
        "achieved": listed([*tasks_done(facts), *delivered(facts), *committees_held(facts), *decided(facts)]),
        "results": listed(results(facts)),
        "coming": listed(milestones(facts)),
        "needed": listed([*tasks_of_theirs(facts), *decisions_needed(facts)]),
    }


def listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def tasks_done(facts: Facts) -> Iterator[str]:
    """Milestones first; phases are told by what lies below them."""
    done = [each for each in facts.content.tasks if each.kind != "phase" and facts.is_new(each.done_on, each.name)]
    for task in sorted(done, key=lambda each: (each.kind != "milestone", each.done_on)):
        words = (
            _("Milestone reached: %(name)s (%(day)s)") if task.kind == "milestone" else _("%(name)s: done (%(day)s)")
        )
        yield words % {"name": task.name, "day": plain(task.done_on)}


def delivered(facts: Facts) -> Iterator[str]:
    for each in facts.content.deliverables:
        if not facts.is_new(each.delivered_on, each.name):
            continue
        about = {"name": each.name, "day": plain(each.delivered_on), "who": each.accepted_by}
        if each.state == "accepted" and each.accepted_by:
            yield _("Delivered and accepted by %(who)s: %(name)s (%(day)s)") % about
        else:
            yield _("Delivered: %(name)s (%(day)s)") % about


def committees_held(facts: Facts) -> Iterator[str]:
    for each in facts.content.meetings:
        if each.state == Meeting.State.HELD and facts.is_new(each.on, each.committee):
            yield _("%(name)s held on %(day)s") % {"name": each.committee, "day": plain(each.on)}


def decided(facts: Facts) -> Iterator[str]:
    for each in facts.content.decisions:
        if facts.is_new(each.decided_on, each.text):
            yield _("Decided: %(text)s (%(day)s)") % {"text": each.text, "day": plain(each.decided_on)}


def results(facts: Facts) -> Iterator[str]:
    """What was obtained in the period, and what was recognised in it whenever it was obtained."""
    for result in facts.content.results:
        said = strongest(each for each in facts.content.recognitions if is_said(each, result, facts))
        news = [each for each in said if facts.is_new(each.on, each.name)]
        if result.delivered_on and (news or facts.is_new(result.delivered_on, result.metric)):
            who = ", ".join(f"{each.name} ({level_told(each.level)})" for each in said)
            told = measured(result)
            yield _("%(result)s — recognised by %(who)s") % {"result": told, "who": who} if who else told


def is_said(each: SharedRecognition, result: SharedResult, facts: Facts) -> bool:
    return each.result == result.key and each.on <= facts.until


def strongest(said: Iterable[SharedRecognition]) -> list[SharedRecognition]:
    """Of each person the furthest that he went."""
    levels = ResultRecognition.Level.values
    by_person = {each.by: each for each in sorted(said, key=lambda each: levels.index(each.level))}
    return list(by_person.values())


def level_told(level: str) -> str:
    return str(ResultRecognition.Level(level).label).lower()


def measured(result: SharedResult) -> str:
    about = {"metric": result.metric, "actual": figure(result.actual, result.unit)}
    words = _("%(metric)s: %(actual)s")
    if result.starting is not None:
        words, about["starting"] = _("%(metric)s: from %(starting)s to %(actual)s"), figure(result.starting, "")
    told = words % about
    if result.target is not None:
        told += " " + _("(target %(target)s)") % {"target": figure(result.target, "")}
    return told


def figure(number, unit: str) -> str:
    places = 0 if number == number.to_integral_value() else None
    return " ".join(filter(None, [number_format(number, decimal_pos=places), unit]))


def milestones(facts: Facts) -> Iterator[str]:
    """Those that are late too; a day that was moved is told with the one that was promised."""
    waiting = [each for each in facts.content.tasks if each.kind == "milestone" and each.done_on is None]
    for each in sorted((each for each in waiting if is_near(each, facts)), key=lambda each: each.ends_on):
        told = _("%(name)s: %(words)s") % {"name": plain(each.ends_on), "words": each.name}
        if each.ends_on < facts.until:
            told += " " + _("(late)")
        elif each.promised_on and each.promised_on != each.ends_on:
            told += " " + _("(promised for %(day)s)") % {"day": plain(each.promised_on)}
        yield told


def is_near(task: SharedTask, facts: Facts) -> bool:
    return task.ends_on is not None and task.ends_on <= facts.horizon


def tasks_of_theirs(facts: Facts) -> Iterator[str]:
    """What the client has to do in the coming weeks, with the names of those who do it."""
    for each in facts.content.tasks:
        if each.theirs and each.done_on is None and each.starts_on and each.starts_on <= facts.horizon:
            about = {"who": ", ".join(each.theirs), "name": each.name, "day": plain(each.ends_on)}
            yield _("%(who)s: %(name)s, by %(day)s") % about


def decisions_needed(facts: Facts) -> Iterator[str]:
    for each in facts.asked:
        if each.due_on:
            yield _("To be decided by %(day)s: %(text)s") % {"day": plain(each.due_on), "text": each.text}
        else:
            yield _("To be decided: %(text)s") % {"text": each.text}
