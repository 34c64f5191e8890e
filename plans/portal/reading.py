"""The client edition as a guest reads it: section by section, what is empty left out. No table of ours is read."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from plans.catalogue import BY_KEY, SECTIONS, Section
from plans.models import SharedEdition
from plans.portal.changes import ChangedLine, changes_between
from plans.sharing import (
    SharedAction,
    SharedContent,
    SharedFigure,
    SharedObjective,
    SharedPriority,
    shared_from,
)

LISTS = {"priorities", "objectives", "actions"}  # sections made of lines, not of texts


@dataclass(frozen=True)
class ReadSection:
    """`passages`: (key of the field, its label, Markdown)."""

    section: Section
    number: int
    passages: list[tuple[str, str, str]]
    figures: list[SharedFigure]

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def title(self) -> str:
        return self.section.title


@dataclass(frozen=True)
class Reading:
    """An edition as a page; `on` is today, `before` the edition that he read when he was last here."""

    edition: SharedEdition
    on: date
    before: SharedEdition | None = None

    @cached_property
    def changes(self) -> list[ChangedLine]:
        """Only against what he could read himself: what we took back before he saw it is not shown as taken back."""
        is_other = self.before and self.before.pk != self.edition.pk
        return changes_between(shared_from(self.before.content), self.content) if is_other else []

    @cached_property
    def content(self) -> SharedContent:
        return shared_from(self.edition.content)

    @property
    def title(self) -> str:
        return _("Plan %(first)s–%(last)s, version %(version)s") % {
            "first": self.content.starts_on.year, "last": self.content.ends_on.year, "version": self.content.version,
        }  # fmt: skip

    @cached_property
    def sections(self) -> list[ReadSection]:
        """Those that hold something, numbered as the client meets them."""
        held = [section for section in SECTIONS if section.is_shared and self.holds(section.key)]
        return [
            ReadSection(section, number, self.passages_of(section), self.figures_of(section.key))
            for number, section in enumerate(held, 1)
        ]

    def holds(self, key: str) -> bool:
        if key in LISTS:
            return bool(getattr(self.content, key))
        return key == "governance" or bool(self.passages_of(BY_KEY[key]) or self.figures_of(key))

    def passages_of(self, section: Section) -> list[tuple[str, str, str]]:
        texts = self.content.passages
        return [
            (field.key, field.label, texts[f"{section.key}.{field.key}"])
            for field in section.fields
            if f"{section.key}.{field.key}" in texts
        ]

    def figures_of(self, key: str) -> list[SharedFigure]:
        return [figure for figure in self.content.figures if figure.section == key]

    @cached_property
    def objectives(self) -> list[tuple[SharedPriority | None, list[SharedObjective]]]:
        """Under the priority that each serves; those that serve none last."""
        served = [
            (priority, [each for each in self.content.objectives if each.priority == (priority and priority.key)])
            for priority in [*self.content.priorities, None]
        ]
        return [(priority, objectives) for priority, objectives in served if objectives]

    @cached_property
    def actions(self) -> list[tuple[int, list[SharedAction]]]:
        """By year of the plan, then by day."""
        ordered = sorted(self.content.actions, key=lambda each: (each.year, each.due_on, each.title))
        return [(year, list(those)) for year, those in groupby(ordered, key=lambda each: each.year)]
