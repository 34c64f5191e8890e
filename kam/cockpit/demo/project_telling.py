"""What the pilot of the demo brought and who says so, and what was told of it: two bulletins sent, one on the desk."""

from datetime import date, timedelta

from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.dates import afternoon
from projects.keeping import keep_times
from projects.models import Project, ProjectResult, Recipient, ResultRecognition
from projects.telling.services import draft_bulletin

# metric, unit, before, target, reached, € a year, obtained so many days ago
RESULTS = (
    ("Délai de validation d’une commande", "jours", 9, 4, 5, 42_000, 38),
    ("Commandes passées hors contrat", "%", 31, 15, 18, 65_000, 26),
    ("Erreurs de saisie par mois", "", 120, 40, 52, 18_000, 40),
    ("Factures payées sans litige", "%", 82, 95, None, 30_000, None),
)
# result, person, level, channel, days ago, words
SAID = (
    (0, 1, "acknowledged", "meeting", 36, ""),
    (0, 1, "validated", "committee", 30, "Nous l’avons vérifié sur trois mois : une commande sort en cinq jours au lieu de neuf."),
    (0, 0, "advocated", "public", 18, "À Lyon, les acheteurs ne reviendraient en arrière pour rien au monde. Les autres sites attendent leur tour."),
    (1, 2, "acknowledged", "call", 20, ""),
)  # fmt: skip
SENT = ((34, "green", (2, 9, None)), (9, "amber", (1, None, None)))  # days ago, colour, read after so many days or not


def tell(project: Project, on: date) -> None:
    """Everything that its pages of results and bulletins show."""
    people = list(Stakeholder.objects.of(project.account).present().real().order_by("-influence", "pk")[:3])
    obtain(project, people, on)
    for days, colour, readings in SENT:
        sent(project, people, on - timedelta(days=days), colour, readings)
    keep_times(project, on)  # told by the plan as it stands today
    draft_bulletin(project, language="fr", by=project.reference_kam, on=on)


def obtain(project: Project, people: list[Stakeholder], on: date) -> None:
    results = [
        ProjectResult.objects.create(
            project=project, metric=metric, unit=unit, starting=before, target=target, actual=actual, value=value,
            delivered_on=ago and on - timedelta(days=ago), made_by=project.reference_kam,
            evidence="Relevé mensuel du contrôle de gestion du client." if ago else "",
        )
        for metric, unit, before, target, actual, value, ago in RESULTS
    ]  # fmt: skip
    for result, person, level, channel, ago, words in SAID:
        ResultRecognition.objects.create(
            result=results[result], stakeholder=people[person % len(people)], level=level, channel=channel, quote=words,
            recognised_on=on - timedelta(days=ago), recorded_by=project.reference_kam,
        )  # fmt: skip


def sent(project: Project, people: list[Stakeholder], day: date, colour: str, readings: tuple) -> None:
    """A bulletin as if it had left that day: no mail leaves now."""
    bulletin = draft_bulletin(project, language="fr", by=project.reference_kam, on=day)
    bulletin.colour = bulletin.known_colour = colour
    bulletin.made_at, bulletin.confirmed_at, bulletin.confirmed_by = (
        afternoon(day),
        afternoon(day),
        project.reference_kam,
    )
    bulletin.save()
    Recipient.objects.bulk_create(
        Recipient(
            bulletin=bulletin, stakeholder=person, asked_at=afternoon(day), sent_at=afternoon(day),
            read_at=days and afternoon(day + timedelta(days=days)),
            last_read_at=days and afternoon(day + timedelta(days=days)),
        )
        for person, days in zip(people, readings, strict=False)
    )  # fmt: skip
