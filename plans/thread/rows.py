"""Each time a priority was repeated to somebody, as a row that opens its exchange."""

from collections.abc import Iterable

from accounts.stakeholders.people.cells import short
from accounts.stakeholders.people.reasons import Reason
from plans.models import Repetition
from plans.thread.heard import TONES


def of_repetitions(rows: Iterable[Repetition]) -> list[Reason]:
    return [of_repetition(row) for row in rows]


def of_repetition(row: Repetition) -> Reason:
    held = row.interaction
    ours = ", ".join(str(user) for user in held.colleagues.all())
    told = " · ".join(filter(None, [short(held.occurred_on), held.get_kind_display(), ours]))
    return Reason(str(held), told, held.get_absolute_url(), row.get_reception_display(), TONES[row.reception])
