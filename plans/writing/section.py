"""A section as the page on which it is written together shows it."""

from dataclasses import dataclass
from functools import cached_property

from kam.users.models import User
from plans.catalogue import Field, Section
from plans.desk import BOARDS, Desk
from plans.models import Figure, Passage, SectionCharge, SectionComment
from plans.writing.forms import PlacedPassageForm
from plans.writing.lines import names_of_lines, neighbours
from plans.writing.mending import section_page


@dataclass(frozen=True)
class SectionDesk:
    """One section of a plan before its reader."""

    desk: Desk
    section: Section
    reader: User

    @property
    def plan(self):
        return self.desk.plan

    @cached_property
    def may_write(self) -> bool:
        return self.section.key in self.plan.sections_open_to(self.reader)

    @cached_property
    def passages(self) -> list[tuple[Field, str, PlacedPassageForm | None]]:
        """Each passage with its text and, for whoever may write it, its form."""
        rows = {row.field: row for row in Passage.objects.of_section(self.plan, self.section.key)}
        found = []
        for field in self.section.fields:
            row = rows.get(field.key) or Passage(plan=self.plan, section=self.section.key, field=field.key)
            found.append((field, row.text, self.form(row) if self.may_write else None))
        return found

    def form(self, row: Passage) -> PlacedPassageForm:
        return PlacedPassageForm(instance=row, plan=self.plan, user=self.reader)

    @cached_property
    def names(self) -> dict[str, str]:
        return names_of_lines(self.desk.content, self.section.key)

    @cached_property
    def comments(self) -> list[SectionComment]:
        """Those that wait first, then those settled, each with the name of the line it speaks of."""
        rows = self.plan.comments.filter(section=self.section.key).select_related("author", "settled_by")
        comments = sorted(rows, key=lambda row: row.settled_at is not None)
        settleable = set(
            SectionComment.objects.editable_by(self.reader).filter(plan=self.plan).values_list("pk", flat=True)
        )
        for comment in comments:
            comment.about = self.names.get(str(comment.line), "")
            comment.may_settle = comment.pk in settleable
        return comments

    @property
    def open_comments(self) -> int:
        return sum(comment.settled_at is None for comment in self.comments)

    @cached_property
    def charges(self) -> list[SectionCharge]:
        return list(self.plan.charges.filter(section=self.section.key).select_related("user"))

    @cached_property
    def figures(self) -> list[Figure]:
        return list(Figure.objects.of_section(self.plan, self.section.key))

    @property
    def board(self) -> str:
        """The address of the board where its lines are written, if it has one."""
        return section_page(self.plan, self.section.key) if self.section.key in BOARDS else ""

    @property
    def around(self) -> tuple[str, str]:
        return neighbours(self.section.key)
