"""The matrix as a file: who has heard what when; nothing of what we think of people, not even by its order."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Account
from plans.models import StrategicPriority
from plans.thread.heard import Line


def facts(lines: list[Line], priorities: list[StrategicPriority]) -> Iterator[list]:
    """Headings, then the people by name; of each priority the last day, the reception and who of ours was there."""
    yield [_("Name"), _("Job title"), _("Function"), _("Entity or site"), *headings(priorities)]
    for line in sorted(lines, key=lambda line: (line.person.name.casefold(), line.person.pk)):
        person = line.person
        told = [value for cell in line.cells for value in values_of(cell)]
        yield [person.name, person.title, str(person.function or ""), str(person.entity or ""), *told]


def headings(priorities: list[StrategicPriority]) -> list[str]:
    words = (_("last repeated"), _("how it was received"), _("by"))
    return [f"{number}. {each.title}: {word}" for number, each in enumerate(priorities, 1) for word in words]


def values_of(cell) -> list:
    heard = cell.heard
    return [heard.last_on, heard.word, ", ".join(heard.by)] if heard else [None, None, None]


def file_name(account: Account, on: date) -> str:
    what = pgettext("file name", "thread")
    return f"{what}-{account.code or account.pk}-{on.isoformat()}.csv"
