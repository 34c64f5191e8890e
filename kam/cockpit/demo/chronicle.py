"""The demo from its first day to today, month after month, so that history and readings are those of a real base."""

from datetime import date, timedelta

import pghistory
from django.db import transaction

from accounts.models import Account, Comment
from kam.cockpit.demo import backdate, desk
from kam.cockpit.demo.cast import Cast, engage
from kam.cockpit.demo.dates import MONTHS, afternoon
from kam.cockpit.demo.dossiers import dossiers
from kam.cockpit.demo.people import COLLEAGUES
from kam.cockpit.demo.relations import relate
from kam.cockpit.demo.telling import Tale
from kam.scorecards import readings
from kam.scorecards.models import Stale
from kam.scorecards.standings import month_ends
from kam.users.models import User


def is_written() -> bool:
    return User.objects.filter(email__in=[each.email for each in COLLEAGUES]).exists()


@transaction.atomic
def write(on: date) -> list[Account]:
    """Write the whole demo as it stands on that day and return its accounts."""
    cast = engage(on)
    tales = [Tale(dossier, rank, cast, on) for rank, dossier in enumerate(dossiers(on), 1)]
    after = date.min
    for until in sorted({*month_ends(on, MONTHS), on}):
        tell(tales, cast, after, until)
        readings.take(until, [tale.account.pk for tale in tales if tale.account])
        after = until
    finish(tales, cast, on)
    accounts = [tale.account for tale in tales]
    Stale.objects.filter(account_id__in=[account.pk for account in accounts]).delete()  # all of it was just measured
    return accounts


def tell(tales: list[Tale], cast: Cast, after: date, until: date) -> None:
    """What each KAM wrote between two days is his in the history."""
    for key, user in cast.users.items():
        own = [tale for tale in tales if tale.dossier.kam == key]
        with pghistory.context(user=user.pk) as context:
            for tale in own:
                tale.tell(after, until)
        backdate.people_seen(context.id, until)


def finish(tales: list[Tale], cast: Cast, on: date) -> None:
    for tale in tales:
        with pghistory.context(user=tale.account.kam_id):
            relate(tale, cast, on)
            tale.trash()
        for said in tale.dossier.comments:
            comment(tale.account, cast.users[said["by"]], said, on)
    backdate.backdate([tale.account for tale in tales], on)
    desk.furnish(cast, on)


def comment(account: Account, author: User, said: dict, on: date) -> None:
    at = afternoon(on - timedelta(days=said["days"]))
    with pghistory.context(user=author.pk):
        Comment.objects.create(account=account, author=author, text=said["text"], created_at=at)
