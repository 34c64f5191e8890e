"""What a template holds: tasks, links and durations, days counted from the start; no people, no notes, nobody's words.

`{"tasks": [{"name", "level", "minutes", "optimistic", "pessimistic", "criterion", "rule", "rule_day", "deadline_day"}],
"links": [[place of the first task, place of the second, kind, minutes]]}`; days are those of the calendar, 0 the first.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from projects.keeping import evening, outline_of
from projects.models import Project
from projects.outline import LinkLine, Outline, TaskLine
from projects.scheduling import OF_FINISH, Kind, Rule
from projects.worktime import french_hours


def content_of(project: Project) -> dict[str, Any]:
    """What of a project may serve another one."""
    outline = outline_of(project)
    places = {task.uid: place for place, task in enumerate(outline.tasks)}
    criteria = dict(project.tasks.values_list("pk", "criterion"))
    return {
        "tasks": [told(task, criteria[int(task.uid)], project.starts_on) for task in outline.tasks],
        "links": [[places[link.before], places[link.after], link.kind.value, link.minutes] for link in outline.links],
    }


def told(task: TaskLine, criterion: str, start: date) -> dict[str, Any]:
    return {
        "name": task.name,
        "level": task.level,
        "minutes": task.minutes,
        "optimistic": task.optimistic,
        "pessimistic": task.pessimistic,
        "criterion": criterion,
        "rule": task.rule.value,
        "rule_day": task.rule_at and (task.rule_at.date() - start).days,
        "deadline_day": task.deadline and (task.deadline.date() - start).days - 1,
    }


def outline_from(content: dict[str, Any], *, name: str, on: date, is_alsace_moselle: bool = False) -> Outline:
    """The plan of a template that starts on a day."""
    return Outline(
        title=name,
        start=datetime.combine(on, time()),
        hours_of=french_hours(is_alsace_moselle=is_alsace_moselle),
        tasks=[line_from(each, str(place), on) for place, each in enumerate(content["tasks"])],
        links=[LinkLine(str(first), str(second), Kind(kind), lag) for first, second, kind, lag in content["links"]],
    )


def line_from(each: dict[str, Any], uid: str, start: date) -> TaskLine:
    rule, day, deadline = Rule(each["rule"]), each["rule_day"], each["deadline_day"]
    hour = time(17) if rule in OF_FINISH else time(8)
    return TaskLine(
        uid=uid,
        name=each["name"],
        level=each["level"],
        minutes=each["minutes"],
        optimistic=each["optimistic"],
        pessimistic=each["pessimistic"],
        criterion=each["criterion"],
        rule=rule if day is not None or rule is Rule.LATE else Rule.SOON,
        rule_at=None if day is None else datetime.combine(start + timedelta(days=day), hour),
        deadline=None if deadline is None else evening(start + timedelta(days=deadline)),
    )
