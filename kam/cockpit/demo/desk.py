"""What lies on the desks of the demo: saved views, finished work, lines to sort."""

from datetime import date, timedelta

from accounts.models import Capture
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.demo.telling import Tale
from kam.cockpit.portfolio import PAGE
from kam.jobs.models import Job
from kam.users.models import SavedView

VIEWS = (  # whose, name, query, shared with
    ("claire", "Mes comptes stratégiques", "tier={strategic}&kam=me&sort=-potential", SavedView.Scope.MINE),
    ("marc", "Où ça décroche", "status=active&trend=down&sort=trend", SavedView.Scope.TEAM),
    ("ines", "Prospects", "status=prospect&sort=-potential", SavedView.Scope.EVERYBODY),
)
LINES = (  # who wrote, of which company, how many days and hours ago, what
    (
        "claire",
        "Solvane Industrie",
        1,
        9,
        "Croisé Michel Faure sur le quai : le comité logistique est avancé de deux semaines.",
    ),
    ("claire", "Solvane Industrie", 1, 8, "Nouvelle directrice de l’usine de Valence en janvier, nom à trouver."),
    ("claire", "Norvia", 1, 3, "Un concurrent propose 4 % de moins sur le film, réponse attendue avant la convention."),
    (
        "claire",
        "Corvane Tourisme",
        1,
        6,
        "Idée de Camille Orsini : un kit de signalétique réutilisable pour les congrès.",
    ),
    ("claire", "", 2, 1, "Rappeler le cabinet qui organise la journée des directeurs achats."),
    ("claire", "Groupe Hélios", 2, 4, "Budget {year} arrêté le 12 décembre, dit Catherine Lemoine."),
    ("claire", "Aquitis", 3, 2, "Jean-Marc Dupouy partirait à la retraite en mars : à vérifier."),
    ("sophie", "Groupe Hélios", 1, 2, "La base de Montoir teste un autre transporteur depuis lundi."),
)


def furnish(cast: Cast, tales: list[Tale], on: date) -> None:
    Capture.objects.bulk_create(captured(cast, tales, line, on) for line in LINES)
    tiers = {code: tier.pk for code, tier in cast.tiers.items()}
    SavedView.objects.bulk_create(
        SavedView(
            page=PAGE, owner=cast.users[who], name=name, query=query.format(**tiers), scope=scope,
            team=cast.users[who].team if scope == SavedView.Scope.TEAM else None,
        )
        for who, name, query, scope in VIEWS
    )  # fmt: skip
    at = afternoon(on - timedelta(days=1), 18)
    Job.objects.create(
        kind=Job.Kind.READINGS, label="Calcul des indicateurs du portefeuille", status=Job.Status.DONE, percent=100,
        started_by=cast.users["ines"], created_at=at, started_at=at, finished_at=at + timedelta(seconds=2),
    )  # fmt: skip


def captured(cast: Cast, tales: list[Tale], line: tuple, on: date) -> Capture:
    """A line that waits in the inbox of whoever wrote it."""
    who, company, days, hours, text = line
    at = afternoon(on - timedelta(days=days), 8 + hours)
    account = next((tale.account for tale in tales if tale.dossier.name == company and not tale.dossier.trashed), None)
    return Capture(
        author=cast.users[who], account=account, text=text.replace("{year}", str(on.year + 1)), written_at=at,
        received_at=at,
    )  # fmt: skip
