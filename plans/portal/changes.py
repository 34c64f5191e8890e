"""What changed for a guest since he was last here: two client editions compared like a document. No query."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.catalogue import BY_KEY, passage
from plans.difference import words
from plans.sharing import LINES, SharedContent

SECTIONS = {"priorities": "priorities", "objectives": "objectives", "actions": "actions"}
LABELS = {
    "title": gettext_lazy("title"),
    "sentence": gettext_lazy("in one sentence"),
    "client_issue": gettext_lazy("what it answers for you"),
    "metric": gettext_lazy("metric"),
    "unit": gettext_lazy("unit"),
    "baseline": gettext_lazy("baseline"),
    "target": gettext_lazy("target"),
    "due_on": gettext_lazy("due on"),
    "starts_on": gettext_lazy("from"),
    "ends_on": gettext_lazy("until"),
    "owner": gettext_lazy("owner"),
    "current": gettext_lazy("current value"),
    "progress": gettext_lazy("progress (%)"),
    "done_on": gettext_lazy("done on"),
    "label": gettext_lazy("figure"),
    "value": gettext_lazy("value"),
    "source": gettext_lazy("source"),
    "as_of": gettext_lazy("as of"),
}  # what of a line is told; keys and links between lines hold no words


@dataclass(frozen=True)
class ChangedLine:
    """`runs`: («equal», «delete» or «insert», words) in reading order; `place` is where it stands on the page."""

    place: str
    label: str
    runs: list[tuple[str, str]]


def changes_between(before: SharedContent, after: SharedContent) -> list[ChangedLine]:
    """In the order of the page: the period, the texts, then line by line."""
    return [*of_period(before, after), *of_texts(before, after), *of_lines(before, after)]


def of_period(before: SharedContent, after: SharedContent) -> Iterator[ChangedLine]:
    for name in ("starts_on", "ends_on"):
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            yield ChangedLine("governance", f"{_('Period')} · {LABELS[name]}", runs_of(was, is_now))


def of_texts(before: SharedContent, after: SharedContent) -> Iterator[ChangedLine]:
    for key in sorted(before.passages.keys() | after.passages.keys()):
        was, is_now = before.passages.get(key, ""), after.passages.get(key, "")
        section, name = key.split(".")
        known = passage(section, name)
        if was != is_now and known:
            yield ChangedLine(f"{section}-{name}", f"{BY_KEY[section].title} · {known.label}", words(was, is_now))


def of_lines(before: SharedContent, after: SharedContent) -> Iterator[ChangedLine]:
    for kind in LINES:
        old = {line.key: line for line in getattr(before, kind)}
        new = {line.key: line for line in getattr(after, kind)}
        for key in [*old, *(key for key in new if key not in old)]:
            yield from of_line(kind, old.get(key), new.get(key))


def of_line(kind: str, old: Any, new: Any) -> Iterator[ChangedLine]:
    line = new or old
    section = SECTIONS.get(kind) or line.section
    heading = f"{BY_KEY[section].title} · {name_of(line)}"
    place = f"line-{line.key}" if new else section
    if old is None or new is None:
        yield ChangedLine(place, str(BY_KEY[section].title), runs_of(old and name_of(old), new and name_of(new)))
        return
    for name in (each.name for each in fields(line) if each.name in LABELS):
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield ChangedLine(place, f"{heading} · {LABELS[name]}", runs_of(was, is_now))


def name_of(line: Any) -> str:
    return getattr(line, "title", None) or line.label


def runs_of(was: Any, is_now: Any) -> list[tuple[str, str]]:
    """Texts word by word; a day or a number as a whole. What was or is nothing has no words."""
    old, new = told(was), told(is_now)
    if isinstance(was, str) and isinstance(is_now, str):
        return words(old, new)
    return [*([("delete", old)] if old else []), *([("insert", new)] if new else [])]


def told(value: Any) -> str:
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value.normalize() if value % 1 else value.to_integral_value(), force_grouping=True)
    return "" if value is None else str(value)
