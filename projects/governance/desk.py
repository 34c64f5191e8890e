"""What the page of committees shows of each: who sits there, when it meets next, and whether it does."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from projects.governance.seats import sides_of
from projects.models import Committee, CommitteeMember, Meeting, Project, Side

State = Meeting.State


@dataclass(frozen=True)
class Card:
    """A committee with its members and meetings, already fetched; `on` is today."""

    committee: Committee
    on: date

    @cached_property
    def meetings(self) -> list[Meeting]:
        return list(self.committee.meetings.all())

    @cached_property
    def sides(self) -> tuple[list[CommitteeMember], list[CommitteeMember]]:
        return sides_of(self.committee.members.all())

    @property
    def next(self) -> Meeting | None:
        return next(
            (each for each in self.meetings if each.state == State.PLANNED and each.planned_on >= self.on), None
        )

    @property
    def untold(self) -> list[Meeting]:
        """Their day has passed, and nobody said what became of them."""
        return [each for each in self.meetings if each.is_overdue(self.on)]

    @property
    def coming(self) -> list[Meeting]:
        return [each for each in self.meetings if each.state == State.PLANNED and each.planned_on >= self.on]

    @property
    def past(self) -> list[Meeting]:
        """Latest first: what was held, moved or cancelled."""
        return [each for each in reversed(self.meetings) if each.state != State.PLANNED]

    @property
    def held(self) -> int:
        return sum(each.state == State.HELD for each in self.meetings)

    @property
    def due(self) -> int:
        """Meetings that were to be held until today. One that was moved counts on its new day only."""
        return sum(each.planned_on <= self.on and self.counts(each) for each in self.meetings)

    def counts(self, meeting: Meeting) -> bool:
        if meeting.state == State.POSTPONED:
            return False
        return meeting.state != State.PLANNED or meeting.planned_on < self.on

    @property
    def share(self) -> int | None:
        """% held of those that were to be, None before the first."""
        return round(100 * self.held / self.due) if self.due else None

    def moved_by(self, side: str) -> int:
        """How often it was postponed or cancelled on the account of that side."""
        return sum(each.changed_by == side for each in self.meetings)

    @property
    def moved_by_us(self) -> int:
        return self.moved_by(Side.OURS)

    @property
    def moved_by_them(self) -> int:
        return self.moved_by(Side.THEIRS)


def cards_of(project: Project, on: date) -> list[Card]:
    """In four queries, whatever the committees hold."""
    related = ("members__user", "members__stakeholder", "meetings__moved_to")
    return [Card(committee, on) for committee in project.committees.prefetch_related(*related)]
