"""A shared project as a page: its timeline, its status, what is to come. No table of ours is read."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from projects.models import Colour, Committee, Deliverable, Meeting, ResultRecognition, SharedProject, Status
from projects.sharing import (
    SharedBulletin,
    SharedContent,
    SharedDeliverable,
    SharedMeeting,
    SharedRecognition,
    SharedResult,
    SharedStatus,
    SharedTask,
    shared_from,
)

Level = ResultRecognition.Level
MOST_MONTHS = 6  # names of months on the scale, so that they fit on a telephone
NAME = 12  # % of the width that the name of a month takes
LAST_NAME = 86  # % of the width: what begins later would end beyond the card
TONES = {Deliverable.State.AT_RISK: "amber", Deliverable.State.DELIVERED: "teal", Deliverable.State.ACCEPTED: "green"}
MEETINGS = {Meeting.State.HELD: "green", Meeting.State.CANCELLED: "red", Meeting.State.POSTPONED: "amber"}


@dataclass(frozen=True)
class Bar:
    """A line of the timeline: where it begins and how long it is, in % of the width as an attribute of SVG says it."""

    task: SharedTask
    begins: str
    length: str
    done: str
    is_late: bool


@dataclass(frozen=True)
class Timeline:
    """The days from the first to the last of a project."""

    tasks: tuple[SharedTask, ...]
    first: date
    last: date
    on: date

    def place(self, day: date) -> float:
        """Where a day begins, in % of the width."""
        return 100 * (day - self.first).days / ((self.last - self.first).days + 1)

    @property
    def bars(self) -> list[Bar]:
        return [self.bar(task) for task in self.tasks if task.starts_on and task.ends_on]

    def bar(self, task: SharedTask) -> Bar:
        begins, ends = self.place(task.starts_on), self.place(task.ends_on + timedelta(days=1))
        begins = ends if task.kind == "milestone" else begins
        length = max(ends - begins, 0.5)
        done = length * task.progress / 100
        return Bar(task, percent(begins), percent(length), percent(done), task.is_late(self.on))

    @property
    def today(self) -> str:
        """Where today is; nothing when it is before or after."""
        return percent(self.place(self.on)) if self.first <= self.on <= self.last else ""

    @property
    def months(self) -> list[tuple[str, date]]:
        """Some first days of months, evenly spread, as far as their names have room."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = -(-count // MOST_MONTHS)
        days = [month_after(self.first, number) for number in range(0, count, step)]
        places = [(self.place(max(day, self.first)), day) for day in days]
        if len(places) > 1 and places[1][0] - places[0][0] < NAME:  # it begins at the end of a month
            del places[1]
        return [(percent(place), day) for place, day in places if place <= LAST_NAME]


def month_after(day: date, count: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, 1)


def percent(share: float) -> str:
    """As SVG wants it in any language."""
    return f"{share:.2f}%"


def colour_told(colour: str) -> str:
    """In words; nothing where there is none."""
    return str(Colour(colour).label) if colour else ""


@dataclass(frozen=True)
class ReadResult:
    """A result, who recognised it, and what this person said of it on the portal."""

    result: SharedResult
    recognitions: list[SharedRecognition]
    mine: SharedRecognition | None
    has_confirmed: bool = False  # whether he has, wherever he said so

    @property
    def is_open(self) -> bool:
        """Whether it waits for his word."""
        return self.result.delivered_on is not None and self.mine is None and not self.has_confirmed

    @property
    def told(self) -> list[tuple[SharedRecognition, str]]:
        return [(each, str(Level(each.level).label)) for each in self.recognitions]


@dataclass(frozen=True)
class Reading:
    """`on` is today; `person` the key of the guest's person, None for whoever looks at the page before it is shared."""

    shared: SharedProject
    on: date
    person: int | None = None

    @cached_property
    def content(self) -> SharedContent:
        return shared_from(self.shared.content)

    @property
    def state(self) -> str:
        return str(Status(self.content.status).label)

    @property
    def is_over(self) -> bool:
        return self.content.status in (Status.FINISHED, Status.GIVEN_UP)

    @cached_property
    def status(self) -> SharedStatus | None:
        """What the leader says while he is believed, else what was computed; nothing once the project is over."""
        told = [each for each in self.content.statuses if each.until is None or each.until >= self.on]
        return None if self.is_over or not told else told[-1]

    @property
    def colour(self) -> str:
        return colour_told(self.status.colour)

    @cached_property
    def timeline(self) -> Timeline | None:
        days = [day for task in self.content.tasks for day in (task.starts_on, task.ends_on) if day]
        if not days:
            return None
        last = max([*days, *filter(None, [self.content.promised_on])])
        return Timeline(self.content.tasks, min(days), last, self.on)

    @property
    def milestones(self) -> list[tuple[SharedTask, bool]]:
        """With their days, and whether they are late."""
        found = [task for task in self.content.tasks if task.kind == "milestone"]
        return [(task, task.is_late(self.on)) for task in sorted(found, key=lambda task: task.ends_on or date.max)]

    @property
    def asked(self) -> list[SharedTask]:
        """What is on the client's side and not done yet."""
        return [task for task in self.content.tasks if task.theirs and task.done_on is None]

    @property
    def deliverables(self) -> list[tuple[SharedDeliverable, str, str]]:
        states = ((each, Deliverable.State(each.state)) for each in self.content.deliverables)
        return [(each, str(state.label), TONES.get(state, "")) for each, state in states]

    @property
    def meetings(self) -> list[tuple[SharedMeeting, str, str, str]]:
        """With their kind, their state and its tone: those to come first, then those that were, the latest first."""
        coming = [each for each in self.content.meetings if each.on >= self.on]
        past = [each for each in reversed(self.content.meetings) if each.on < self.on]
        return [self.meeting(each) for each in [*coming, *past]]

    def meeting(self, each: SharedMeeting) -> tuple[SharedMeeting, str, str, str]:
        state = Meeting.State(each.state)
        return each, str(Committee.Kind(each.kind).label), str(state.label), MEETINGS.get(state, "")

    @property
    def results(self) -> list[ReadResult]:
        return [self.result(each) for each in self.content.results]

    def result(self, each: SharedResult) -> ReadResult:
        told = [said for said in self.content.recognitions if said.result == each.key]
        mine = next((said for said in told if said.is_of_portal and said.by == self.person), None)
        has_confirmed = any(said.by == self.person and said.level != Level.ACKNOWLEDGED for said in told)
        return ReadResult(each, told, mine, has_confirmed)

    @property
    def bulletins(self) -> list[tuple[SharedBulletin, str, str]]:
        """With the colour that each shows, and that of the figures where it is worse."""
        return [(each, colour_told(each.colour), colour_told(each.known_colour)) for each in self.content.bulletins]
