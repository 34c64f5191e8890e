"""A plan as the director reads it: what changed since he last let it go, section by section, and what he notes."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kam.users.models import User
from plans.catalogue import SECTIONS, Section
from plans.comparison import comparison_lines
from plans.completeness import states
from plans.content import Content, content_from
from plans.desk import Desk
from plans.difference import differences
from plans.health import Facts, findings, is_checkable, reasons_of
from plans.models import Edition, SectionReading
from plans.writing.lines import LISTS, changes_by_section, neighbours
from plans.writing.pulse import facts_of


@dataclass(frozen=True)
class Reading:
    """A plan before a director who may validate it."""

    desk: Desk
    reader: User

    @property
    def plan(self):
        return self.desk.plan

    @property
    def on(self) -> date:
        return self.desk.on

    @cached_property
    def notes(self) -> dict[str, SectionReading]:
        """Section → what he has noted of it; a section with a note, be it empty, is read."""
        return {note.section: note for note in self.plan.readings.filter(reader=self.reader)}

    @cached_property
    def contents(self) -> list[tuple[Section, int, bool, bool]]:
        """Each section: how complete, whether it is read, whether it has changed."""
        return [
            (state.section, state.percent, state.section.key in self.notes, state.section.key in self.changes)
            for state in states(self.desk.content)
        ]

    @property
    def first_unread(self) -> str:
        return next((section.key for section in SECTIONS if section.key not in self.notes), SECTIONS[0].key)

    @cached_property
    def edition(self) -> Edition | None:
        """What he read last: the edition of his last move, here or of the version before; None at a first reading."""
        plans = [self.plan.pk, self.plan.previous_id]
        return Edition.objects.filter(plan__in=plans, moves__by=self.reader).order_by("-made_at", "-pk").first()

    @cached_property
    def changes(self) -> dict[str, list]:
        if self.edition is None:
            return {}
        before, now = content_from(self.edition.content), self.desk.content
        return changes_by_section(differences(before, now), before, now)

    @cached_property
    def facts(self) -> Facts:
        return facts_of(self.plan, self.desk.content, self.on)

    def reasons(self, section: str) -> list:
        """What weighs in the health of the plan and stands in that section."""
        return reasons_of([each for each in findings(self.desk.content, self.facts) if each.where == section])

    def compared(self, section: str) -> list:
        return comparison_lines([change.to_json() for change in self.changes.get(section, ())])

    def around(self, section: str) -> tuple[str, str]:
        return neighbours(section)

    def shown(self, section: Section) -> dict:
        """What the section holds: texts, figures with whether each can be checked, and its other lines."""
        content: Content = self.desk.content
        return {
            "passages": [(field, content.passages.get(f"{section.key}.{field.key}", "")) for field in section.fields],
            "figures": [
                (figure, is_checkable(figure, self.on)) for figure in content.figures if figure.section == section.key
            ],
            LISTS.get(section.key, "no_lines"): getattr(content, LISTS.get(section.key, ""), ()),
        }
