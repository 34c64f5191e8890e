"""What is read for the status of many projects at once: the same few queries for one as for a thousand."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from projects.delegation.load import capacity, load_in, percent
from projects.delegation.loading import worked, works_of
from projects.models import Assignment, Baseline, ComputedStatus, DeclaredStatus, Deliverable, Meeting
from projects.status.colours import SCORE_FOR

AHEAD = timedelta(days=30)  # today and the 29 days after it


@dataclass(frozen=True)
class Sources:
    """By project: its last baseline, the deliverables that must come, the last score that counts, the latest computed
    and declared statuses, those of ours at work; by person: the load of the next 30 days in %."""

    baselines: dict[int, Baseline]
    deliverables: dict[int, list[Deliverable]]
    scores: dict[int, Meeting]
    computed: dict[int, ComputedStatus]
    declared: dict[int, DeclaredStatus]
    hands: dict[int, dict[int, str]]
    loads: dict[int, int]


def sources_of(keys: list[int], on: date) -> Sources:
    hands = hands_of(keys, on)
    people = {person for each in hands.values() for person in each}
    deliverables = defaultdict(list)
    for row in Deliverable.objects.filter(project__in=keys, is_must=True).exclude(state=Deliverable.State.DROPPED):
        deliverables[row.project_id].append(row)
    return Sources(
        baselines=first_of_each(Baseline.objects.filter(project__in=keys).order_by("project_id", "-version")),
        deliverables=deliverables,
        scores=scores_of(keys, on),
        computed=first_of_each(
            ComputedStatus.objects.filter(project__in=keys, on__lte=on).order_by("project_id", "-on")
        ),
        declared=first_of_each(
            DeclaredStatus.objects.filter(project__in=keys, declared_on__lte=on)
            .order_by("project_id", "-declared_on", "-pk")
        ),
        hands=hands,
        loads=loads_of(people, on),
    )  # fmt: skip


def first_of_each(rows: QuerySet) -> dict:
    """Project → its first row."""
    return {row.project_id: row for row in rows.distinct("project_id")}


def scores_of(keys: list[int], on: date) -> dict[int, Meeting]:
    """The last meeting of each project at which the client gave a score that still counts."""
    scored = Meeting.objects.held().filter(
        committee__project__in=keys, score__isnull=False, planned_on__range=(on - SCORE_FOR, on)
    )
    rows = scored.select_related("committee").order_by("committee__project_id", "-planned_on", "-pk")
    return {row.committee.project_id: row for row in rows.distinct("committee__project_id")}


def hands_of(keys: list[int], on: date) -> dict[int, dict[int, str]]:
    """Project → those of ours at work in the next 30 days, with their names."""
    rows = Assignment.objects.filter(
        task__project__in=keys, user__isnull=False, task__done_on=None, task__progress__lt=100,
        task__starts_at__date__lt=on + AHEAD,
    ).select_related("task", "user")  # fmt: skip
    found = defaultdict(dict)
    for row in rows:
        found[row.task.project_id][row.user_id] = str(row.user)
    return found


def loads_of(people: Iterable[int], on: date) -> dict[int, int]:
    """Person → all his work of the next 30 days, on every project, in % of his working time."""
    period = (on, on + AHEAD - timedelta(days=1))
    works, calendars = works_of(people, on)
    (whole,) = capacity([period], worked())
    found = load_in(works, [period], calendars.is_worked)
    return {
        who: percent(sum(minutes for _work, minutes in parts), whole) or 0 for (who, _period), parts in found.items()
    }
