"""What one project is judged by on a day, and the four colours that follow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from projects.answers import Answers
from projects.models import Baseline, Colour, ComputedStatus, Deliverable, Task
from projects.status.colours import resources_colour, satisfaction_colour, schedule_colour, scope_colour, worst
from projects.status.sources import Sources
from projects.timetable import Timetable
from projects.worktime import A_DAY

NAMED = 5  # rows told by name of each kind


@dataclass(frozen=True)
class Facts:
    """`answers`: of the project and the day; `sources`: what else is known of it."""

    answers: Answers
    sources: Sources

    @property
    def on(self) -> date:
        return self.answers.on

    @property
    def key(self) -> int:
        return self.answers.project.pk

    @cached_property
    def baseline(self) -> Baseline | None:
        return self.sources.baselines.get(self.key)

    @cached_property
    def slip(self) -> float | None:
        """Working days by which the end is later than it was promised (less than 0: earlier)."""
        return None if self.baseline is None else slip_of(self.answers.timetable, self.baseline)

    @cached_property
    def remaining(self) -> float:
        """Working days from this morning to the end."""
        timetable = self.answers.timetable
        now = timetable.time(datetime.combine(self.on, time()))
        return max(0, timetable.time(timetable.finish) - now) / A_DAY

    @cached_property
    def late_milestones(self) -> list[Task]:
        """Critical ones whose promised day, or deadline, has passed without their being reached."""
        times = self.answers.timetable.times
        return [
            task
            for task in self.answers.project.tasks.all()
            if task.is_milestone and not task.done_on and times[str(task.pk)].is_critical and self.should_be_over(task)
        ]

    def should_be_over(self, task: Task) -> bool:
        """Those of the children of a milestone do not matter: it has none."""
        promised = self.promised.get(str(task.pk))
        until = promised[1] if promised else task.deadline
        return until is not None and until < self.on

    @cached_property
    def promised(self) -> dict[str, tuple[date, date]]:
        return self.baseline.days() if self.baseline else {}

    @cached_property
    def at_risk(self) -> list[Deliverable] | None:
        """Deliverables that must come and are said to be in danger, or late; None when none must come."""
        due = self.sources.deliverables.get(self.key)
        if not due:
            return None
        return [row for row in due if row.is_worrying(self.on)]

    @cached_property
    def busiest(self) -> tuple[str, int] | None:
        """Who of ours on this project has most to do in the next 30 days, on all projects, and his load in %."""
        hands = self.sources.hands.get(self.key, {})
        loads = [(self.sources.loads.get(person, 0), name) for person, name in hands.items()]
        return max(loads)[::-1] if loads else None

    @property
    def score(self) -> int | None:
        meeting = self.sources.scores.get(self.key)
        return meeting and meeting.score

    def colours(self) -> dict[str, str]:
        return {
            "schedule": schedule_colour(self.slip, self.remaining, has_late_milestone=bool(self.late_milestones)),
            "scope": scope_colour(None if self.at_risk is None else len(self.at_risk)),
            "resources": resources_colour(self.busiest and self.busiest[1]),
            "satisfaction": satisfaction_colour(self.score),
        }

    def told(self) -> dict:
        """As JSON: what each colour was told from."""
        meeting = self.sources.scores.get(self.key)
        return {
            "slip": self.slip and round(self.slip, 1),
            "remaining": round(self.remaining, 1),
            "baseline": self.baseline and self.baseline.version,
            "late": [task.name for task in self.late_milestones[:NAMED]],
            "musts": len(self.sources.deliverables.get(self.key, ())),
            "at_risk": [row.name for row in (self.at_risk or [])[:NAMED]],
            "at_risk_count": len(self.at_risk or []),
            "busiest": self.busiest and list(self.busiest),
            "score": self.score,
            "scored_on": meeting and meeting.planned_on.isoformat(),
        }

    def status(self) -> ComputedStatus:
        """The row of the day, not written yet."""
        colours, answers = self.colours(), self.answers
        return ComputedStatus(
            project=answers.project, on=self.on, ends_on=answers.timetable.finish.date(),
            likely_on=answers.finishes[50], safe_on=answers.finishes[80], chance=answers.chance,
            colour=worst(colours.values()) or Colour.GREEN, facts=self.told(), **colours,
        )  # fmt: skip


def slip_of(timetable: Timetable, baseline: Baseline) -> float:
    """Working days from the end of a baseline to the end now, on the calendar of the project as it is now."""
    return (timetable.time(timetable.finish) - timetable.time(end_of(baseline))) / A_DAY


def end_of(baseline: Baseline) -> datetime:
    """The moment when its last task ended."""
    evening = datetime.combine(baseline.ends_on, time()) + timedelta(days=1)
    finishes = (datetime.fromisoformat(line["finish"]).replace(tzinfo=None) for line in baseline.content.values())
    return max(finishes, default=evening)
