"""What the pages of status and of dates show."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from projects.answers import Answers, Line
from projects.models import ComputedStatus, DeclaredStatus, Project
from projects.status.facts import Facts
from projects.status.sources import sources_of
from projects.status.told import Told, told_of
from projects.status.why import Why
from projects.status.words import SHOWN, bars_of, length_in_words, runs_of
from projects.worktime import A_DAY

UNSURE = 8  # tasks told to make the end unsure
RUNS = 12  # spells of one colour that are told
DECLARED = 10


@dataclass(frozen=True)
class StatusPage:
    """`on` is today. The colours are of this moment; the history is what was written each night."""

    project: Project
    on: date

    @cached_property
    def now(self) -> ComputedStatus:
        return Facts(Answers(self.project, self.on), sources_of([self.project.pk], self.on)).status()

    @property
    def told(self) -> list[Told]:
        return list(told_of(self.now))

    @cached_property
    def history(self) -> list[ComputedStatus]:
        since = self.on - timedelta(days=SHOWN - 1)
        return list(self.project.computed_statuses.filter(on__gte=since, on__lte=self.on))

    @property
    def runs(self):
        return runs_of(self.history)[:RUNS]

    @property
    def bars(self) -> list[dict]:
        return bars_of(self.history, self.on)

    @cached_property
    def declarations(self) -> list[DeclaredStatus]:
        return list(self.project.declared_statuses.select_related("declared_by")[:DECLARED])

    @property
    def declared(self) -> DeclaredStatus | None:
        """The last one, while it is believed."""
        return next((each for each in self.declarations[:1] if each.is_valid(self.on)), None)

    @property
    def expired(self) -> DeclaredStatus | None:
        return next((each for each in self.declarations[:1] if not each.is_valid(self.on)), None)


@dataclass(frozen=True)
class DatesPage:
    answers: Answers

    @property
    def sureness(self) -> list[tuple[int, date, str]]:
        """Confidence in %, the day, how long from the beginning."""
        starts_on = self.answers.project.starts_on
        return [(each, day, length_in_words(starts_on, day)) for each, day in self.answers.finishes.items()]

    @cached_property
    def unsure(self) -> list[tuple[Line, int, float]]:
        """Tasks that make the end unsure, most of all first: how often each is critical (%), and how many days lie
        between its best and its worst."""
        found = []
        for line in self.answers.lines:
            share = self.answers.forecast.critical.get(str(line.task.pk), 0)
            spread = (line.task.pessimistic or 0) - (line.task.optimistic or 0)
            if spread > 0 and share and not line.task.done_on:
                found.append((line, round(100 * share), spread / A_DAY))
        return sorted(found, key=lambda each: -each[1] * each[2])[:UNSURE]

    @cached_property
    def why(self) -> Why | None:
        baseline = self.answers.baseline
        return Why(self.answers.timetable, baseline) if baseline else None
