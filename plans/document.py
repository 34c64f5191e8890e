"""Two states of a plan read as one document: section by section in order, what was written, struck out, moved.

Content in, document out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from plans.catalogue import SECTIONS, Section
from plans.comparison import MODELS, name_of
from plans.content import Content
from plans.difference import WHOLE, words
from plans.difference import name_of as called
from plans.editing import edits

KEPT, ADDED, REMOVED, CHANGED = "kept", "added", "removed", "changed"
Runs = list[tuple[str, str]]
LISTED = {  # section → the list of the content that it shows
    "swot": "swot", "tows": "options", "priorities": "priorities", "objectives": "objectives", "actions": "actions",
    "risks": "risks",
}  # fmt: skip
LINKS = {"items": "swot", "options": "options", "priority": "priorities", "objective": "objectives"}  # field → to what
UNTOLD = {"key", "section", "is_smart", "year", "title", "text", "label"}  # told otherwise, or not by people


@dataclass(frozen=True)
class Detail:
    """A field of a line that changed; `delta` is how far a number moved, in words."""

    label: str
    runs: Runs
    delta: str = ""


@dataclass(frozen=True)
class Entry:
    """A passage or a line; `runs` is its text, `state` kept, added, removed or changed."""

    label: str
    runs: Runs
    state: str
    is_moved: bool = False
    details: list[Detail] = field(default_factory=list)

    @property
    def is_news(self) -> bool:
        return self.state != KEPT or self.is_moved


@dataclass(frozen=True)
class Part:
    section: Section
    entries: list[Entry]

    @property
    def news(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_news]


@dataclass(frozen=True)
class Document:
    parts: list[Part]

    @property
    def counts(self) -> Counter:
        """State → how many passages and lines, «moved» among them."""
        entries = [entry for part in self.parts for entry in part.entries]
        return Counter(entry.state for entry in entries) + Counter(moved=sum(entry.is_moved for entry in entries))

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.news]


def document_of(before: Content, after: Content) -> Document:
    """All 18 sections; linear in the number of lines but for those that moved, and bounded in each text."""
    return Document([Part(section, list(entries_of(section, before, after))) for section in SECTIONS])


def entries_of(section: Section, before: Content, after: Content) -> Iterator[Entry]:
    if section.key == "governance":
        yield from facts(before, after)
    for each in section.fields:
        key = f"{section.key}.{each.key}"
        was, is_now = before.passages.get(key, ""), after.passages.get(key, "")
        if was or is_now:
            yield Entry(str(each.label), words_or_whole(was, is_now), state_of(was or None, is_now or None))
    if section.is_sourced:
        yield from lines("figures", before, after, lambda line: line.section == section.key)
    if section.key in LISTED:
        yield from lines(LISTED[section.key], before, after)


def facts(before: Content, after: Content) -> Iterator[Entry]:
    """Period, people and money."""
    meta = apps.get_model("plans", "AccountPlan")._meta
    labels = {"kam": "KAM", "team": _("Account team")}
    for name in WHOLE:
        was, is_now = getattr(before, name), getattr(after, name)
        if was or is_now:
            runs = words_or_whole(told(was, before), told(is_now, after))
            label = labels.get(name) or name_of(meta, name)
            details = [Detail(label, [], delta(was, is_now))] if delta(was, is_now) else []
            yield Entry(label, runs, KEPT if was == is_now else CHANGED, details=details)


def lines(kind: str, before: Content, after: Content, is_here=lambda line: True) -> Iterator[Entry]:
    """In the order of what is now, what was struck out last."""
    old = {line.key: line for line in getattr(before, kind) if is_here(line)}
    new = {line.key: line for line in getattr(after, kind) if is_here(line)}
    meta = apps.get_model("plans", MODELS[kind])._meta
    moved = moved_among(list(old), list(new))
    for key in [*new, *(key for key in old if key not in new)]:
        yield entry(meta, old.get(key), new.get(key), before, after, is_moved=key in moved)


def moved_among(old: list[str], new: list[str]) -> set[str]:
    """The keys, of those on both sides, that stand elsewhere among them."""
    both = set(old) & set(new)
    steps = edits([key for key in old if key in both], [key for key in new if key in both])
    return both if steps is None else {key for kind, key in steps if kind == "insert"}


def entry(meta, old: Any, new: Any, before: Content, after: Content, *, is_moved: bool) -> Entry:
    was, is_now = old and called(old), new and called(new)
    details = list(details_of(meta, old, new, before, after)) if old and new else []
    state = CHANGED if details and was == is_now else state_of(was, is_now)
    return Entry(str(meta.verbose_name), words_or_whole(was or "", is_now or ""), state, is_moved, details)


def state_of(was: str | None, is_now: str | None) -> str:
    if was is None or is_now is None:
        return ADDED if was is None else REMOVED
    return KEPT if was == is_now else CHANGED


def details_of(meta, old: Any, new: Any, before: Content, after: Content) -> Iterator[Detail]:
    for name in (each.name for each in fields(old) if each.name not in UNTOLD):
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            texts = [told(value, content, LINKS.get(name)) for value, content in ((was, before), (is_now, after))]
            yield Detail(name_of(meta, name), words_or_whole(*texts), delta(was, is_now))


def words_or_whole(was: str, is_now: str) -> Runs:
    if was == is_now:
        return [("equal", was)] if was else []
    return [run for run in words(was, is_now) if run[1]]


def told(value: Any, content: Content, linked: str | None = None) -> str:
    """A value in words: what it is linked to by name, a list by its items."""
    if linked:
        names = {line.key: called(line) for line in getattr(content, linked)}
        keys = value if isinstance(value, tuple) else [value]
        return " · ".join(names.get(key, "") for key in keys if key)
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | Decimal):
        return number_format(value, use_l10n=True, force_grouping=True)
    return " · ".join(value) if isinstance(value, tuple) else str(value or "")


def delta(was: Any, is_now: Any) -> str:
    """How far a number moved, and by how many % of what it was; "" for anything else."""
    numbers = [isinstance(value, int | Decimal) and not isinstance(value, bool) for value in (was, is_now)]
    if not all(numbers) or was == is_now:
        return ""
    far = is_now - was
    sign = "+" if far > 0 else "−"
    share = f" · {sign}{round(abs(100 * far / was))} %" if was else ""
    return f"{sign}{number_format(abs(far), force_grouping=True)}{share}"
