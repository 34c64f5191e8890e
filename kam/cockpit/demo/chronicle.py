"""The demo from its first day to today, month after month, so that history and readings are those of a real base."""

from datetime import date

import pghistory
from django.db import transaction

from accounts.models import Account
from kam.cockpit.demo import backdate, desk, thread
from kam.cockpit.demo.cast import Cast, engage
from kam.cockpit.demo.cowriting import write_together
from kam.cockpit.demo.dates import MONTHS
from kam.cockpit.demo.dossiers import dossiers
from kam.cockpit.demo.knowledge import Lessons
from kam.cockpit.demo.living import keep_alive
from kam.cockpit.demo.people import COLLEAGUES
from kam.cockpit.demo.plans import plan_ahead
from kam.cockpit.demo.project_delegation import hand_over
from kam.cockpit.demo.project_status import keep_today
from kam.cockpit.demo.projects import run_projects, show
from kam.cockpit.demo.relations import Relations
from kam.cockpit.demo.sequel import continue_from
from kam.cockpit.demo.telling import Tale
from kam.cockpit.demo.writing import write_in_teams
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
    threads = [(tale, Relations(tale), Lessons(tale)) for tale in tales]
    after, planned = date.min, min(on, on.replace(month=1, day=31))  # before the first reading that plans cover
    for until in sorted({*month_ends(on, MONTHS), on}):
        tell(threads, cast, after, until)
        accounts = [tale.account for tale in tales if tale.account]
        if after < planned <= until:
            plan_ahead(accounts, cast, on)
        run_projects(accounts, cast, after, until, on)
        thread.repeat(accounts, after, until, on)
        if until == on:
            thread.value(accounts, on)
        readings.take(until, [tale.account.pk for tale in tales if tale.account])
        after = until
    finish(tales, cast, on)
    accounts = [tale.account for tale in tales]
    Stale.objects.filter(account_id__in=[account.pk for account in accounts]).delete()  # all of it was just measured
    return accounts


def tell(threads: list[tuple], cast: Cast, after: date, until: date) -> None:
    """What each KAM wrote between two days is his in the history: people first, then what joins them and what they say."""
    for key, user in cast.users.items():
        own = [thread for thread in threads if thread[0].dossier.kam == key]
        with pghistory.context(user=user.pk) as context:
            for thread in own:
                for strand in thread:
                    strand.tell(after, until)
        backdate.people_seen(context.id, until)


def finish(tales: list[Tale], cast: Cast, on: date) -> None:
    for tale in tales:
        continue_from(tale, on)
        with pghistory.context(user=tale.account.kam_id):
            tale.trash()
    hand_over([tale.account for tale in tales], cast, on)
    backdate.backdate([tale.account for tale in tales], on)
    desk.furnish(cast, tales, on)
    write_together([tale.account for tale in tales], on)
    write_in_teams([tale.account for tale in tales], cast, on)
    keep_alive([tale.account for tale in tales], on)
    show([tale.account for tale in tales], on)
    keep_today(on)
    thread.show([tale.account for tale in tales], on)
