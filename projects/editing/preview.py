"""What a change would do, before anybody decides: dates, followers, committees, how sure the end is. Nothing is written.

A planned steering committee must move when a task or milestone that was to end on its day, or up to COMMITTEE_DAYS
working days before it, would end after it: the committee was to see it, and would not.
"""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from projects.editing.applying import apply
from projects.editing.changes import Change
from projects.editing.data import Days, in_days
from projects.editing.draft import Draft
from projects.editing.plan import Outlook, Plan, outlook_of
from projects.models import Committee, Meeting
from projects.scheduling import Loop
from projects.services import refusal
from projects.timetable import Timetable
from projects.worktime import A_DAY, BeyondCalendar

COMMITTEE_DAYS = 5


class Preview:
    """The plan before and after the changes. Raises Refused at once when they cannot be."""

    def __init__(self, plan: Plan, asked: list[Change]):
        self.plan, self.asked, self.draft = plan, asked, drafted(plan, asked)

    @property
    def before(self) -> Timetable:
        return self.plan.timetable

    @property
    def after(self) -> Timetable:
        return self.draft.timetable

    @cached_property
    def outlook(self) -> Outlook:
        return outlook_of(self.after, self.plan.project)

    @cached_property
    def times(self) -> dict[int, list]:
        """First day, last day, whether critical, float in days: of each task for which any of them is new."""
        before = {uid: shown(each) for uid, each in self.before.times.items()}
        after = {uid: shown(each) for uid, each in self.after.times.items()}
        return {int(uid): each for uid, each in after.items() if before.get(uid) != each}

    @cached_property
    def followers(self) -> list[int]:
        """The tasks that move although nobody touched them."""
        touched = {
            leaf
            for each in self.asked
            if hasattr(each, "task") and each.task in self.draft.tasks
            for leaf in self.draft.leaves(each.task)
        }
        return [key for key in self.times if key not in touched and self.has_moved(str(key))]

    def has_moved(self, uid: str) -> bool:
        """Whether a task, not a phase, has other days than before."""
        if uid not in self.before.times or uid in self.after.below:
            return False
        return days_of(self.before, uid) != days_of(self.after, uid)

    @cached_property
    def committees(self) -> list[tuple[date, str]]:
        """Day and name of the meetings that must move (one query)."""
        steering = Meeting.objects.to_come().filter(
            committee__project=self.plan.project, committee__kind=Committee.Kind.STEERING, planned_on__gte=self.plan.on
        )
        planned = list(steering.order_by("planned_on", "pk").values_list("planned_on", "committee__name"))
        windows = self.windows if planned else []
        return [
            (day, name)
            for day, name in planned
            if any(first <= day <= last and day < end for first, last, end in windows)
        ]

    @property
    def windows(self) -> list[tuple[date, date, date]]:
        """Of each task that would end later: its end, the last day on which a committee was to see it, its new end."""
        found = []
        for key in self.times:
            if self.has_moved(str(key)):
                (_first, old), (_start, new) = days_of(self.before, str(key)), days_of(self.after, str(key))
                if new > old:
                    found.append((old, self.days_later(old), new))
        return found

    def days_later(self, day: date) -> date:
        """COMMITTEE_DAYS working days after that day."""
        evening = self.before.calendar.minutes_at(datetime.combine(day, time()) + timedelta(days=1))
        return self.before.calendar.finish_at(evening + COMMITTEE_DAYS * A_DAY).date()

    def as_json(self) -> dict[str, Any]:
        """Without `label` and `told`, which are words (`projects.editing.told`)."""
        before, after = self.plan.outlook, self.outlook
        return {
            "times": self.times,
            "followers": len(self.followers),
            "committees": self.committees,
            "finish": after.finish,
            "finish_before": before.finish,
            "safe": after.safe,
            "safe_before": before.safe,
            "chance": after.chance,
            "chance_before": before.chance,
        }


def drafted(plan: Plan, asked: list[Change]) -> Draft:
    """The plan as it would be, its times computed. Raises Refused."""
    draft = Draft(plan)
    try:
        apply(asked, draft)
        draft.timetable.times  # noqa: B018  computed here, so that what cannot be is refused here
    except (Loop, BeyondCalendar) as error:
        raise refusal(error, {key: task.name for key, task in draft.tasks.items()}) from error
    return draft


def days_of(timetable: Timetable, uid: str) -> Days:
    return timetable.times[uid].start.date(), timetable.times[uid].finish.date()


def shown(times) -> list:
    return [times.start.date(), times.finish.date(), int(times.is_critical), in_days(times.total_float)]
