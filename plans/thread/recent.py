"""The exchanges of the last days in which nobody has said yet which priorities were repeated."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from accounts.models import Account
from accounts.stakeholders.models import Interaction
from kam.users.models import User
from plans.models import Repetition
from plans.thread.forms import RepeatForm

LATELY = timedelta(days=7)
ASKED_ABOUT = 2  # at once: the list of exchanges is not a questionnaire


def unlinked_lately(account: Account, user: User, on: date) -> list[RepeatForm]:
    """Of each of the latest two-way exchanges of this person, what could be noted; none without a plan in force."""
    noted = Repetition.objects.filter(interaction=OuterRef("pk"))
    held = Interaction.objects.of(account).filter(
        ~Exists(noted), is_two_way=True, colleagues=user, occurred_on__gt=on - LATELY, occurred_on__lte=on
    )
    grids = [RepeatForm(interaction=each, on=on) for each in held[:ASKED_ABOUT]]
    return [grid for grid in grids if grid.priorities and grid.people]
