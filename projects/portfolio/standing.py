"""How some projects stand on a day: colour, safe end, next milestone, what is late. Four queries for any number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.models import DECLARED_FOR, Colour, ComputedStatus, DeclaredStatus, Project, Task


@dataclass(frozen=True)
class Standing:
    """`on` is the day; what nobody computed or declared yet is None."""

    project: Project
    on: date
    computed: ComputedStatus | None = None
    declared: DeclaredStatus | None = None
    milestone: Task | None = None  # the next one that is not reached
    late_tasks: int = 0

    @property
    def colour(self) -> str:
        """As its leader declares it while that is believed, else as computed; "" for none."""
        return self.declared.colour if self.declared else self.computed.colour if self.computed else ""

    @property
    def colour_name(self) -> str:
        return Colour(self.colour).label if self.colour else ""

    @property
    def safe_on(self) -> date | None:
        return self.computed.safe_on if self.computed else None

    @property
    def milestone_on(self) -> date | None:
        return self.milestone and timezone.localdate(self.milestone.ends_at)

    @property
    def is_milestone_late(self) -> bool:
        return self.milestone is not None and self.milestone.is_late(self.on)

    @property
    def slip(self) -> int:
        """Days by which the planned end is later than the promised day; a promise that is kept has none."""
        project = self.project
        if project.promised_on is None or project.ends_on is None:
            return 0
        return max(0, (project.ends_on - project.promised_on).days)


def standings_of(projects: Iterable[Project], on: date) -> list[Standing]:
    """In the order of the projects."""
    projects = list(projects)
    keys = [project.pk for project in projects]
    computed = first_of_each(ComputedStatus.objects.filter(project__in=keys, on__lte=on).order_by("project_id", "-on"))
    declared = first_of_each(believed(on).filter(project__in=keys).order_by("project_id", "-declared_on", "-pk"))
    open_tasks = Task.objects.filter(project__in=keys, done_on=None)
    coming = first_of_each(open_tasks.milestones().exclude(ends_at=None).order_by("project_id", "ends_at", "pk"))
    late = open_tasks.filter(children=None).overdue(on).order_by().values("project_id").annotate(n=Count("pk"))
    late_tasks = {row["project_id"]: row["n"] for row in late}
    return [
        Standing(
            project, on, computed.get(project.pk), declared.get(project.pk), coming.get(project.pk),
            late_tasks.get(project.pk, 0),
        )
        for project in projects
    ]  # fmt: skip


def first_of_each(rows: QuerySet) -> dict[int, object]:
    """Project → its first row."""
    return {row.project_id: row for row in rows.distinct("project_id")}


def believed(on: date) -> QuerySet[DeclaredStatus]:
    """Declared, and not so long ago that nobody believes it any more."""
    return DeclaredStatus.objects.filter(declared_on__lte=on, declared_on__gte=on - DECLARED_FOR)


def with_colour(projects: QuerySet[Project], on: date) -> QuerySet[Project]:
    """`colour_now` as `Standing.colour` says it, for a filter over many; "" for none."""
    declared = believed(on).filter(project=OuterRef("pk")).order_by("-declared_on", "-pk").values("colour")[:1]
    computed = ComputedStatus.objects.filter(project=OuterRef("pk"), on__lte=on).order_by("-on").values("colour")[:1]
    return projects.annotate(colour_now=Coalesce(Subquery(declared), Subquery(computed)))
