"""How plans of the demo are written together: who is in charge of what, what is said of it, a reading begun."""

from datetime import date, timedelta

import pghistory

from accounts.mentions import tell_named
from accounts.models import Account
from kam.cockpit.demo.cast import Cast
from kam.cockpit.demo.dates import afternoon
from kam.users.models import User
from plans.models import AccountPlan, SectionCharge, SectionComment, SectionReading, Status
from plans.telling import tell_in_charge

SAID = (
    ("market", "Le chiffre de croissance date de l’an dernier : @{kam}, avons-nous la dernière étude ?"),
    ("risks", "Ajoutons le risque de rupture chez notre sous-traitant, tout le monde en parle sur site."),
    ("competition", "Vu avec les achats : le contrat de l’Est se termine bien dans dix-huit mois."),
)
NOTED = (
    ("governance", ""),
    ("summary", "La demande de deux jours d’expert n’est chiffrée nulle part : la reprendre dans les moyens."),
    ("charter", ""),
)


def write_in_teams(accounts: list[Account], cast: Cast, on: date) -> None:
    """In each plan of these accounts that has not been put away and whose account has a team."""
    for plan in AccountPlan.objects.filter(account__in=accounts).exclude(status=Status.ARCHIVED).with_people():
        with pghistory.context(user=plan.account.kam_id):
            team = [member.user for member in plan.account.memberships.select_related("user")]
            put_in_charge(plan, team, on)
            comment(plan, team, on)
            begin_reading(plan, cast.users["marc"], on)


def put_in_charge(plan: AccountPlan, team: list[User], on: date) -> None:
    """The first of the team answers for the market, the second contributes to the risks."""
    for user, section in zip(team, ("market", "risks"), strict=False):
        charge = SectionCharge.objects.create(plan=plan, section=section, user=user, is_owner=section == "market")
        tell_in_charge(charge, by=plan.account.kam, at=afternoon(on - timedelta(days=4)))


def comment(plan: AccountPlan, team: list[User], on: date) -> None:
    for number, (section, text) in enumerate(SAID if team else ()):
        at = afternoon(on - timedelta(days=3 - number))
        row = SectionComment.objects.create(
            plan=plan, section=section, author=team[0], text=text.format(kam=plan.account.kam), written_at=at
        )
        tell_named(row, [row.text], by=team[0])
        if section == "competition":
            row.settle(plan.account.kam, at + timedelta(hours=2))


def begin_reading(plan: AccountPlan, director: User, on: date) -> None:
    if plan.status == Status.INTERNAL_VALIDATION:
        SectionReading.objects.bulk_create(
            SectionReading(plan=plan, reader=director, section=section, text=text, read_at=afternoon(on))
            for section, text in NOTED
        )
