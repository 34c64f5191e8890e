"""Who was told what of a project: bulletins and minutes, person by person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.stakeholders.models import Stakeholder
from projects.models import Attendance, Project, Recipient
from projects.telling.people import Concerned


@dataclass(frozen=True)
class Word:
    """A bulletin or minutes that went to somebody. Minutes are a mail with no page of their own: no reading is known."""

    about: str
    url: str
    is_minutes: bool
    sent_at: datetime
    read_at: datetime | None = None
    last_read_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """Somebody with what he was told, the latest first."""

    person: object
    role: str
    words: tuple[Word, ...]

    @property
    def last(self) -> Word | None:
        return self.words[0] if self.words else None


def log_of(project: Project, people: list[Concerned]) -> list[Told]:
    """Those whom the project concerns, and whoever was told without being so any more; those told last come first."""
    words = words_by_person(
        Recipient.objects.filter(bulletin__project=project),
        Attendance.objects.filter(meeting__committee__project=project),
    )
    roles = {each.person: each.role for each in people}
    order = [*roles, *(person for person in words if person not in roles)]
    log = [Told(person, roles.get(person, ""), tuple(words.get(person, ()))) for person in order]
    return sorted(log, key=lambda each: each.last.sent_at.timestamp() if each.last else 0, reverse=True)


def words_to(person: Stakeholder) -> list[Word]:
    """Everything that somebody of the client was told about projects, the latest first."""
    found = words_by_person(Recipient.objects.filter(stakeholder=person), Attendance.objects.filter(stakeholder=person))
    return found.get(person, [])


def words_by_person(recipients, attendances) -> dict[object, list[Word]]:
    """In two queries."""
    found: dict[object, list[Word]] = {}
    for person, word in sorted([*bulletins(recipients), *minutes(attendances)], key=sent, reverse=True):
        found.setdefault(person, []).append(word)
    return found


def sent(line) -> datetime:
    return line[1].sent_at


def bulletins(recipients) -> Iterable[tuple[object, Word]]:
    for each in recipients.exclude(sent_at=None).select_related("user", "stakeholder", "bulletin"):
        word = Word(
            str(each.bulletin), each.bulletin.get_absolute_url(), False, each.sent_at, each.read_at, each.last_read_at
        )
        yield each.user or each.stakeholder, word


def minutes(attendances) -> Iterable[tuple[object, Word]]:
    for each in attendances.exclude(sent_at=None).select_related("user", "stakeholder", "meeting__committee"):
        yield (
            each.user or each.stakeholder,
            Word(str(each.meeting), each.meeting.get_absolute_url(), True, each.sent_at),
        )
