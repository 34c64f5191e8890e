"""Whose data has served its time: three years after the last contact (domain.md 4.4; CNIL, guidance on prospects)."""

from datetime import date

from django.db.models import DateField, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from accounts.stakeholders.models import Stakeholder

YEARS = 3


def years_before(on: date, years: int = YEARS) -> date:
    """The same day so many years earlier; of 29 February, the 28th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def next_run(on: date) -> date:
    """The first of the month after that day, when the monthly job runs."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def forgotten(on: date) -> QuerySet[Stakeholder]:
    """People without a contact for three years on that day, with `since`: the last two-way exchange, else the day
    they were entered (else that of the account), oldest first."""
    limit = years_before(on)
    people = Stakeholder.objects.filter(anonymised_on=None, is_placeholder=False)
    entered = (
        Stakeholder.pgh_event_model.objects.filter(id=OuterRef("pk")).values("id").annotate(at=Min("pgh_created_at"))
    )
    since = Coalesce(
        "last_contact_on",
        TruncDate(Subquery(entered.values("at"))),
        TruncDate("account__created_at"),
        output_field=DateField(),
    )
    found = people.filter(~Exists(recent_exchanges(limit))).with_last_contact().annotate(since=since)
    return found.filter(since__lte=limit).order_by("since", "name", "pk")


def recent_exchanges(limit: date) -> QuerySet:
    """Of each person, the two-way exchanges after that day: most people have one, and are out of the question."""
    present = Stakeholder.interactions.through.objects.filter(stakeholder=OuterRef("pk"))
    return present.filter(interaction__is_two_way=True, interaction__occurred_on__gt=limit)
