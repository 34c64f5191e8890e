"""The colour that a project has on a day: as its leader declares it while that is believed, else as computed."""

from dataclasses import dataclass
from datetime import date

from projects.models import ComputedStatus, DeclaredStatus, Project
from projects.status.facts import Facts
from projects.status.keeping import answers_of
from projects.status.sources import sources_of


@dataclass(frozen=True)
class Standing:
    """Either may be unknown. `declared` is None once it has expired."""

    declared: DeclaredStatus | None
    computed: ComputedStatus | None

    @property
    def colour(self) -> str:
        """ "" while nobody and nothing has told."""
        known = self.declared or self.computed
        return known.colour if known else ""

    @property
    def recovery(self) -> str:
        return self.declared.recovery if self.declared else ""


def standing_of(project: Project, on: date) -> Standing:
    """As of that day. What was written the night before suffices; else the facts of the day are looked at."""
    declared = project.declared_statuses.filter(declared_on__lte=on).first()
    return Standing(declared if declared and declared.is_valid(on) else None, computed_of(project, on))


def computed_of(project: Project, on: date) -> ComputedStatus | None:
    """Of a project that is over, the last one."""
    kept = project.computed_statuses.filter(on__lte=on).first()
    if (kept and kept.on == on) or not project.is_under_way:
        return kept
    answers = answers_of(project, on)
    return Facts(answers, sources_of([project.pk], on)).status() if answers else kept
