"""The history tells when things happened, not when the demo was written."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db.models import Case, DateTimeField, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, Least, Trunc

from accounts.models import Account
from accounts.stakeholders.models import Interaction, Step
from accounts.stakeholders.models.departures import DELAY
from kam.cockpit.demo.dates import afternoon


def events_of(model: str):
    return apps.get_model(f"{model}Event").objects


def evening(name: str, days: int = 0):
    """The evening of the day that the column holds, so many days later."""
    return Cast(F(name), DateTimeField()) + Value(timedelta(days=days, hours=17))


def booked() -> Case:
    """A month is entered when it is over, the targets of a year in its January."""
    january = Trunc(Cast(F("month"), DateTimeField()), "year") + Value(timedelta(days=14, hours=17))
    return Case(When(actual=None, then=january), default=evening("month", days=35))


def people_seen(context: UUID, until: date) -> None:
    """What was just written about people dates from the assessment, from the departure, else from the month's end.

    What ties them has no day of its own: it was seen by the month's end.
    """
    seen = Coalesce(Greatest(evening("attitude_on"), evening("departed_on")), Value(afternoon(until)))
    events_of("stakeholders.Stakeholder").filter(pgh_context=context).update(pgh_created_at=seen)
    events_of("stakeholders.Tie").filter(pgh_context=context).update(pgh_created_at=afternoon(until, 19))


def latest_change(account: Account, at: datetime) -> None:
    """The account's last change of the card was made at that moment."""
    latest = events_of("accounts.Account").filter(pgh_obj=account).order_by("-pgh_id").values("pgh_id")[:1]
    events_of("accounts.Account").filter(pgh_id=Subquery(latest)).update(pgh_created_at=at)


def backdate(accounts: list[Account], on: date) -> None:
    """Everything else about these accounts: with the opening, or when the row itself says."""
    opened = Subquery(Account.objects.filter(pk=OuterRef("account_id")).values("created_at"))
    for model, moment in {
        "accounts.ClientEntity": opened,
        "accounts.Listing": opened,
        "accounts.Membership": opened,
        "accounts.RevenueLine": Least(booked(), Value(afternoon(on))),
        "accounts.StageDeclaration": F("declared_at"),
        "accounts.Comment": F("created_at"),
        "stakeholders.Interaction": evening("occurred_on"),
        "stakeholders.Introduction": Greatest(*(evening(f"{step.value}_on") for step in Step)),
        "stakeholders.KnowledgeItem": evening("learned_on"),
        "stakeholders.Departure": Coalesce(evening("settled_on"), evening("due_on", days=-DELAY.days)),
    }.items():
        events_of(model).filter(account__in=accounts).update(pgh_created_at=moment)
    backdate_further(accounts)


def backdate_further(accounts: list[Account]) -> None:
    """Rows that reach their account through another."""
    listed = Account.objects.filter(listing=OuterRef("listing_id")).values("created_at")
    indices = events_of("accounts.IndexMembership").filter(listing__account__in=accounts)
    indices.update(pgh_created_at=Subquery(listed))
    opinions = events_of("stakeholders.Opinion").filter(stakeholder__account__in=accounts)
    opinions.update(pgh_created_at=evening("seen_on"))
    held = Interaction.objects.filter(pk=OuterRef("interaction_id")).annotate(at=evening("occurred_on")).values("at")
    for side in ("TheirSide", "OurSide"):
        participants = events_of(f"stakeholders.{side}").filter(interaction__account__in=accounts)
        participants.update(pgh_created_at=Subquery(held))
