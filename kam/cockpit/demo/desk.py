"""What lies on the desks of the demo: saved views, finished work."""

from datetime import date, timedelta

from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.cockpit.portfolio import PAGE
from kam.jobs.models import Job
from kam.users.models import SavedView

VIEWS = (  # whose, name, query, shared with
    ("claire", "Mes comptes stratégiques", "tier={strategic}&kam=me&sort=-potential", SavedView.Scope.MINE),
    ("marc", "Où ça décroche", "status=active&trend=down&sort=trend", SavedView.Scope.TEAM),
    ("ines", "Prospects", "status=prospect&sort=-potential", SavedView.Scope.EVERYBODY),
)


def furnish(cast: Cast, on: date) -> None:
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
