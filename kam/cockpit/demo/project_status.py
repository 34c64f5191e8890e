"""How the projects of the demo stand today, and how the pilot stood since it began."""

from datetime import date, timedelta

from django.utils import translation

from kam.cockpit.demo.dates import afternoon
from projects.models import Colour, ComputedStatus, DeclaredStatus, Project
from projects.status.keeping import keep_all

SPELLS = ((56, Colour.GREEN), (24, Colour.AMBER), (12, Colour.GREEN))  # from so many days ago on
DECLARED = 10  # days ago


def stand(project: Project, on: date) -> None:
    """What was computed each night since the project began, and what its leader says of it."""
    days = [on - timedelta(days=ago) for ago in range(SPELLS[0][0], 0, -1)]
    ComputedStatus.objects.bulk_create(
        ComputedStatus(project=project, on=day, colour=colour_on((on - day).days), schedule=colour_on((on - day).days))
        for day in days
    )
    DeclaredStatus.objects.create(
        project=project, colour=Colour.AMBER, declared_on=on - timedelta(days=DECLARED), declared_by=project.leader,
        reason="Le choix du prestataire prend du retard : deux offres restent à départager.",
    )  # fmt: skip


def colour_on(ago: int) -> Colour:
    return next(colour for since, colour in reversed(SPELLS) if ago <= since)


@translation.override("fr")
def keep_today(on: date) -> None:
    """What the night would have written."""
    keep_all(on=on, at=afternoon(on))
