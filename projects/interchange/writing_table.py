"""A schedule as a table that `table` reads again and a spreadsheet opens; headings and words in French or English."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from projects.interchange import words
from projects.outline import Outline, TaskLine
from projects.scheduling import OF_FINISH, Rule

HEADINGS = {
    "fr": (
        "N°", "Niveau", "Nom", "Durée", "Prédécesseurs", "Début", "Fin", "Jalon", "% achevé", "Contrainte",
        "Date de contrainte", "Échéance", "Début réel", "Fin réelle", "Au mieux", "Au pire", "Atteint quand", "Remarques",
        "Qui",
    ),
    "en": (
        "ID", "Level", "Name", "Duration", "Predecessors", "Start", "Finish", "Milestone", "% complete", "Constraint",
        "Constraint date", "Deadline", "Actual start", "Actual finish", "At best", "At worst", "Reached when", "Notes", "Who",
    ),
}  # fmt: skip


def table_rows(outline: Outline, language: str) -> Iterator[tuple]:
    """The headings, then one task a row; durations in days."""
    language = language if language in HEADINGS else "en"
    yield HEADINGS[language]
    waits: dict[str, list[str]] = {}
    for link in outline.links:
        waits.setdefault(link.after, []).append(words.told(link, outline.minutes_a_day))
    for task in outline.tasks:
        yield row_of(task, " ".join(waits.get(task.uid, ())), language)


def row_of(task: TaskLine, waits: str, language: str) -> tuple[Any, ...]:
    is_dated = task.rule_at and task.rule not in (Rule.SOON, Rule.LATE)
    rule = words.RULES[task.rule][language == "fr"] if task.rule is not Rule.SOON else ""
    return (
        task.uid, task.level, task.name, days(task.minutes), waits, day(task.start), day(task.finish),
        int(task.is_milestone), task.percent, rule, rule_day(task) if is_dated else None,
        day(task.deadline), day(task.began_at), day(task.ended_at), days(task.optimistic), days(task.pessimistic),
        task.criterion, task.note, ", ".join(task.who),
    )  # fmt: skip


def days(minutes: int | None) -> Decimal | str | None:
    """Minutes where days would not be exact."""
    if minutes is None:
        return None
    return f"{minutes} min" if minutes * 100 % words.A_DAY else Decimal(minutes) / words.A_DAY


def day(moment: datetime | None) -> date | None:
    return moment and moment.date()


def rule_day(task: TaskLine) -> date | str:
    """The day, with its hour where the rule does not mean the morning or the evening."""
    usual = time(17) if task.rule in OF_FINISH else time(8)
    return task.rule_at.date() if task.rule_at.time() == usual else task.rule_at.isoformat(timespec="minutes")
