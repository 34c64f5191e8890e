"""The colour that a project has on a day: as its leader declares it while that is believed, else as computed."""

from dataclasses import dataclass
from datetime import date

from projects.models import ComputedStatus, DeclaredStatus, Project


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
    """In two queries."""
    declared = project.declared_statuses.filter(declared_on__lte=on).first()
    return Standing(
        declared if declared and declared.is_valid(on) else None, project.computed_statuses.filter(on__lte=on).first()
    )
