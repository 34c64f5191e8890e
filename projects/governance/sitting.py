"""The page of a meeting: what may be done with it, by whom it is attended, what its texts stand on."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plans.reviews.minutes import mark_of
from projects.governance.agenda import Agenda
from projects.governance.minutes import text_of
from projects.governance.seats import sides_of
from projects.models import Attendance, Decision, Meeting


@dataclass(frozen=True)
class Sitting:
    """`on` is today; `may_edit`: whether the reader may change the account."""

    meeting: Meeting
    on: date
    may_edit: bool

    @cached_property
    def attendances(self) -> list[Attendance]:
        return list(self.meeting.attendances.with_people())

    @cached_property
    def people(self) -> list:
        """Ours and theirs: who was there, or who is expected."""
        found = self.attendances or self.meeting.committee.members.select_related("user", "stakeholder")
        ours, theirs = sides_of(found)
        return [*theirs, *ours]

    @property
    def is_sent(self) -> bool:
        """Whether the minutes were asked to leave: then nobody changes them any more."""
        return any(each.asked_at for each in self.attendances)

    @property
    def may_write(self) -> bool:
        is_open = self.meeting.is_planned or self.meeting.is_held
        return self.may_change and is_open

    @property
    def may_change(self) -> bool:
        return self.may_edit and self.meeting.committee.project.is_under_way and not self.is_sent

    @property
    def has_come(self) -> bool:
        return self.meeting.planned_on <= self.on

    @property
    def is_overdue(self) -> bool:
        return self.meeting.is_overdue(self.on)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.meeting, self.on)

    @cached_property
    def decisions(self) -> list[Decision]:
        return list(self.meeting.decisions.all())

    @property
    def text(self) -> str:
        """The minutes as those who were there read them."""
        return text_of(self.meeting)

    @property
    def marks(self) -> dict[str, str]:
        """By which a text says on which state it is written."""
        return {name: mark_of(getattr(self.meeting, name)) for name in ("topics", "minutes")}

    @property
    def moved_to(self) -> Meeting | None:
        return getattr(self.meeting, "moved_to", None)
