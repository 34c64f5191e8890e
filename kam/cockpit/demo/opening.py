"""Opening an account: its card, structure, listing, team and revenue."""

from datetime import date

from accounts.models import Account, ClientEntity, IndexMembership, Listing, Membership, RevenueLine
from kam.cockpit.demo import numbers, revenue
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon, months_ago
from kam.cockpit.demo.dossiers import Dossier

SAME = (
    "name", "code", "city", "region", "postal_code", "address", "phone",
    "employees", "turnover", "founded_in", "potential", "description",
)  # fmt: skip


def open_account(dossier: Dossier, rank: int, cast: Cast, on: date) -> Account:
    """Create the account as it was on its first day; its stages come later."""
    account = Account.objects.create(
        **{name: getattr(dossier, name) for name in SAME},
        website=f"https://www.{dossier.domain}" if dossier.domain else "",
        country="France",
        status=dossier.opened_as or dossier.status,
        kam=cast.users[dossier.kam],
        sector=cast.sectors[dossier.sector],
        tier=cast.tiers[dossier.tier],
        parent=Account.objects.get(code=dossier.parent, trashed_at=None) if dossier.parent else None,
        created_at=afternoon(months_ago(on, dossier.since), 10),
    )
    add_structure(account, dossier, rank)
    add_listing(account, dossier, rank)
    add_team(account, dossier, cast)
    add_revenue(account, dossier, cast, on)
    return account


def add_structure(account: Account, dossier: Dossier, rank: int) -> None:
    for place, facts in enumerate(dossier.entities):
        country = facts.get("country", "France")
        siren = numbers.siren(10 * rank + place) if country == "France" else ""
        own = {name: facts[name] for name in ("name", "city", "postal_code", "address") if name in facts}
        entity = ClientEntity.objects.create(account=account, siren=siren, country=country, **own)
        ClientEntity.objects.bulk_create(
            ClientEntity(
                account=account, parent=entity, kind=ClientEntity.Kind.SITE, country=country, siren=siren,
                siret=numbers.siret(siren, number) if siren else "", **site,
            )
            for number, site in enumerate(facts.get("sites", ()), 1)
        )  # fmt: skip


def add_listing(account: Account, dossier: Dossier, rank: int) -> None:
    if not dossier.listing:
        return
    listing = Listing.objects.create(
        account=account, isin=numbers.isin(rank), ticker=dossier.listing["ticker"], market=dossier.listing["market"]
    )
    IndexMembership.objects.bulk_create(
        IndexMembership(listing=listing, index=time["name"], from_on=time["from"], to_on=time.get("to"))
        for time in dossier.listing.get("indices", ())
    )


def add_team(account: Account, dossier: Dossier, cast: Cast) -> None:
    Membership.objects.bulk_create(
        Membership(
            account=account, user=cast.users[member["who"]], function=cast.team_functions[member["function"]],
            may_edit=member.get("edit", False),
        )
        for member in dossier.team
    )  # fmt: skip


def add_revenue(account: Account, dossier: Dossier, cast: Cast, on: date) -> None:
    RevenueLine.objects.bulk_create(
        RevenueLine(
            account=account, month=each.month, offering=cast.offerings[each.offering],
            actual=each.actual, target=each.target, margin=each.margin,
        )
        for each in revenue.months(dossier, on)
    )  # fmt: skip
