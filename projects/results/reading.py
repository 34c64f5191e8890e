"""The results of a project as its page shows them: how far, worth what, recognised by whom, still to be shown to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from accounts.stakeholders.models import Stakeholder
from projects.models import Assignment, CommitteeMember, Project, ProjectResult, ResultRecognition

HEEDED = Stakeholder.Influence.HEEDED  # from which influence on a recognition weighs
Level = ResultRecognition.Level
FIRM = (Level.VALIDATED, Level.ADVOCATED)
MOST = 3  # people suggested for one result


@dataclass(frozen=True)
class Line:
    """A result with what was said of it, the latest first; `to_show`: people to show it to, who counts most first."""

    result: ProjectResult
    recognitions: tuple[ResultRecognition, ...]
    to_show: tuple[Stakeholder, ...]

    @property
    def way(self) -> int | None:
        """% of the way from before to target, 0 to 100; None when one of the three is unknown or nothing was to change."""
        before, target, actual = self.result.starting, self.result.target, self.result.actual
        if None in (before, target, actual) or before == target:
            return None
        return max(0, min(100, round(100 * (actual - before) / (target - before))))

    @property
    def is_firm(self) -> bool:
        """Whether somebody who is heeded validated or advocated it (domain.md 1.3 row 15)."""
        return any(each.level in FIRM and each.stakeholder.influence >= HEEDED for each in self.recognitions)


@dataclass(frozen=True)
class Results:
    lines: tuple[Line, ...]

    @property
    def obtained(self) -> list[Line]:
        return [each for each in self.lines if each.result.delivered_on]

    @property
    def delivered_value(self) -> Decimal:
        """€, of the results that were obtained and have a value."""
        return worth(self.obtained)

    @property
    def recognised_value(self) -> Decimal:
        """€, of those that somebody who is heeded validated or advocated."""
        return worth([each for each in self.obtained if each.is_firm])

    @property
    def recognised(self) -> int:
        """How many were recognised by anybody, at any level."""
        return sum(bool(each.recognitions) for each in self.obtained)

    @property
    def quotes(self) -> list[ResultRecognition]:
        found = [said for line in self.lines for said in line.recognitions if said.quote.strip()]
        return sorted(found, key=lambda said: said.recognised_on, reverse=True)


def worth(lines: Iterable[Line]) -> Decimal:
    return sum((each.result.value or Decimal(0) for each in lines), Decimal(0))


def results_of(project: Project) -> Results:
    """In five queries whatever there is."""
    people = audience(project)
    rows = project.results.select_related("task").prefetch_related("recognitions__stakeholder")
    return Results(tuple(line_of(each, people) for each in rows))


def line_of(result: ProjectResult, people: list[Stakeholder]) -> Line:
    said = tuple(result.recognitions.all())
    return Line(result, said, to_show(result, said, people))


def to_show(
    result: ProjectResult, said: Iterable[ResultRecognition], people: list[Stakeholder]
) -> tuple[Stakeholder, ...]:
    """Who has not recognised it yet; nobody while there is nothing to show, or when it is ours only."""
    if not result.delivered_on or result.is_internal:
        return ()
    known = {each.stakeholder_id for each in said}
    return tuple(each for each in people if each.pk not in known)[:MOST]


def audience(project: Project) -> list[Stakeholder]:
    """People of the client who are heeded (influence 3 and more): first those of the project, then by influence."""
    theirs = Stakeholder.objects.of(project.account).present().known().real().filter(influence__gte=HEEDED)
    seats = CommitteeMember.objects.filter(committee__project=project).values_list("stakeholder", flat=True)
    hands = Assignment.objects.filter(task__project=project).values_list("stakeholder", flat=True)
    near = {*seats, *hands, project.client_sponsor_id, project.client_leader_id}
    return sorted(theirs, key=lambda each: (each.pk not in near, -each.influence, each.name, each.pk))
