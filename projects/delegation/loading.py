"""The load of people across all accounts: what the tables hold, as work to be spread (projects.delegation.load).

Who reads it sees colleagues whom he meets on projects of his accounts, those of the teams that he leads, and himself.
The load of each counts the projects of all accounts; only what belongs to accounts that he sees is named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.db.models import CharField, DateField, Q, QuerySet, Value
from django.db.models.functions import Cast, TruncDate
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from kam.users.models import User
from projects.delegation.load import (
    A_WEEK,
    IsWorked,
    Period,
    Work,
    WorkingDays,
    capacity,
    level,
    load_in,
    monday_of,
    percent,
    to_do,
    weeks_from,
)
from projects.models import Assignment, Closure, CommitteeMember, Meeting, Project, Status
from projects.worktime import A_DAY, french_hours

PEOPLE = 50  # on a page
WEEKS, QUARTERS = 13, 4
SCALES = {"week": _("Weeks"), "quarter": _("Quarters")}
ACTIVE = (Status.PREPARED, Status.RUNNING)  # what is on hold loads nobody
MARGIN = timedelta(days=60)  # days known beyond the last of a calendar


@dataclass(frozen=True)
class Piece:
    """What a work is: a task, or a meeting of a committee, of a project."""

    kind: str
    name: str
    project_id: int
    project: str
    account_id: int


@dataclass(frozen=True)
class Cell:
    """Minutes of somebody in a period beside what he could do."""

    number: int
    minutes: float
    capacity: int

    @property
    def percent(self) -> int | None:
        return percent(self.minutes, self.capacity)

    @property
    def level(self) -> str:
        return level(self.percent)

    @property
    def days(self) -> float:
        return self.minutes / A_DAY


def periods_of(scale: str, on: date) -> list[Period]:
    """The weeks, or quarters, to come; the first begins on the next weekday, so that it holds what is left of it."""
    while on.weekday() > 4:
        on += timedelta(days=1)
    if scale == "week":
        return [(on, monday_of(on) + A_WEEK - timedelta(days=1)), *weeks_from(monday_of(on) + A_WEEK, WEEKS - 1)]
    first = date(on.year, on.month - (on.month - 1) % 3, 1)
    begins = [first + relativedelta(months=3 * number) for number in range(QUARTERS + 1)]
    ends = [begin - timedelta(days=1) for begin in begins[1:]]
    return list(zip([on, *begins[1:-1]], ends, strict=True))


def people_seen_by(user: User) -> QuerySet[User]:
    projects = Project.objects.visible_to(user).filter(status__in=ACTIVE)
    working = Assignment.objects.filter(task__project__in=projects, task__done_on=None, user__isnull=False)
    seated = CommitteeMember.objects.filter(committee__project__in=projects, user__isnull=False)
    met = Q(pk__in=working.values("user")) | Q(pk__in=seated.values("user"))
    return User.objects.active().filter(met | Q(pk=user.pk) | Q(team__in=user.led_teams()))


def rows_of(people, on: date) -> QuerySet:
    """Who, project, its calendar, first and last day, minutes, progress, share, kind, name, names: one query.

    Tasks without others below them that are not done, and meetings still to come.
    """
    text, day = CharField(), DateField()
    in_scope = {"status__in": ACTIVE, "account__trashed_at": None}
    of_task = {f"task__project__{name}": value for name, value in in_scope.items()}
    tasks = Assignment.objects.filter(
        user__in=people, task__done_on=None, task__is_milestone=False, task__children=None,
        task__starts_at__isnull=False, **of_task,
    ).order_by()  # fmt: skip
    of_meeting = {f"committee__project__{name}": value for name, value in in_scope.items()}
    meetings = Meeting.objects.to_come().filter(committee__members__user__in=people, planned_on__gte=on, **of_meeting)
    return tasks.values_list(
        "user_id", "task__project_id", "task__project__is_alsace_moselle", TruncDate("task__starts_at"),
        TruncDate("task__ends_at"), "task__minutes", "task__progress", "share", Value("task", text),
        Cast("task__name", text), Cast("task__project__name", text), "task__project__account_id",
    ).union(
        meetings.order_by().values_list(
            "committee__members__user_id", "committee__project_id", "committee__project__is_alsace_moselle",
            Cast("planned_on", day), Cast("planned_on", day), "committee__length", Value(0), Value(100),
            Value("meeting", text), Cast("committee__name", text), Cast("committee__project__name", text),
            "committee__project__account_id",
        ),
        all=True,
    )  # fmt: skip


class Calendars:
    """Which days are worked in which project: the French ones, but for its closures (one query for all projects)."""

    def __init__(self, projects: set[int]):
        self.closed: dict[int, set[date]] = {}
        for closure in Closure.objects.filter(project__in=projects):
            self.closed.setdefault(closure.project_id, set()).update(closure.days())

    def key(self, project: int, is_alsace_moselle: bool) -> tuple[int | None, bool]:
        """Projects without closures share a calendar."""
        return (project if project in self.closed else None), is_alsace_moselle

    def is_worked(self, key: tuple[int | None, bool]) -> IsWorked:
        project, is_alsace_moselle = key
        return worked(is_alsace_moselle, frozenset(self.closed.get(project, ())))


def worked(is_alsace_moselle: bool = False, closures: frozenset[date] = frozenset()) -> IsWorked:
    hours: Callable = cache(french_hours(is_alsace_moselle=is_alsace_moselle, closures=closures))
    return lambda day: bool(hours(day))


def works_of(people, on: date) -> tuple[list[Work], Calendars]:
    """What remains for these people to do from that day on, in two queries."""
    rows = list(rows_of(people, on))
    calendars = Calendars({row[1] for row in rows})
    furthest: dict[tuple, date] = {}
    for _who, project, alsace, _first, last, *_rest in rows:
        key = calendars.key(project, alsace)
        furthest[key] = max(furthest.get(key, on), last)
    days = {key: WorkingDays(on, last + MARGIN, calendars.is_worked(key)) for key, last in furthest.items()}
    return [work_of(row, on, calendars, days) for row in rows], calendars


def work_of(row: tuple, on: date, calendars: Calendars, days: dict[tuple, WorkingDays]) -> Work:
    who, project, alsace, first, last, minutes, progress, share, kind, name, of_project, account = row
    key = calendars.key(project, alsace)
    if kind == "task":
        first, last = to_do(first, last, on, days[key])
    left = minutes * (100 - progress) / 100
    return Work(who, first, last, left, share, key, Piece(kind, name, project, of_project, account))


class Loads:
    """People by weeks or quarters, as the address asks (`by`, `page`); `on` is today."""

    def __init__(self, user: User, params: QueryDict, on: date):
        self.user, self.on = user, on
        self.scale = params.get("by") if params.get("by") in SCALES else "week"
        people = people_seen_by(user).order_by("last_name", "first_name", "pk")
        self.page = Paginator(list(people), PEOPLE).get_page(params.get("page"))  # sought once, not counted before

    scales = SCALES

    @cached_property
    def periods(self) -> list[Period]:
        return periods_of(self.scale, self.on)

    @cached_property
    def capacity(self) -> list[int]:
        return capacity(self.periods, worked())

    @cached_property
    def rows(self) -> list[tuple[User, list[Cell]]]:
        people = self.page.object_list
        works, calendars = works_of([person.pk for person in people], self.on)
        found = load_in(works, self.periods, calendars.is_worked)
        return [(person, self.cells(person, found)) for person in people]

    def cells(self, person: User, found: dict) -> list[Cell]:
        return [
            Cell(number, sum(minutes for _work, minutes in found.get((person.pk, number), ())), full)
            for number, full in enumerate(self.capacity)
        ]


class Behind:
    """What makes the load of one person in one period; what is not of an account that the reader sees has no name."""

    def __init__(self, user: User, pk: int, scale: str, number: int, on: date):
        periods = periods_of(scale, on) if scale in SCALES else []
        if number >= len(periods):
            raise Http404
        self.person = get_object_or_404(people_seen_by(user), pk=pk)
        self.first, self.last = period = periods[number]
        works, calendars = works_of([pk], on)
        [*pieces] = load_in(works, [period], calendars.is_worked).get((pk, 0), [])
        seen = set(
            Account.objects.visible_to(user)
            .filter(pk__in={w.what.account_id for w, _m in pieces})
            .values_list("pk", flat=True)
        )
        self.cell = Cell(number, sum(minutes for _work, minutes in pieces), capacity([period], worked())[0])
        self.named = sorted(
            ((work, minutes / A_DAY) for work, minutes in pieces if work.what.account_id in seen),
            key=lambda each: -each[1],
        )
        self.elsewhere = sum(minutes for work, minutes in pieces if work.what.account_id not in seen) / A_DAY
