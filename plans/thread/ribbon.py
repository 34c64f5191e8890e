"""The priorities at the top of each page of an account: one query, whatever there is to say of them."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import Account
from plans.models import Repetition, StrategicPriority


def priorities_with_thread(account: Account, on: date) -> QuerySet:
    """Annotate `open_actions`, `last_on` and `last_to`: when each was last repeated, and to whom."""
    said = Repetition.objects.filter(
        priority__lineage=OuterRef("lineage"), priority__plan__account=OuterRef("plan__account"),
        interaction__occurred_on__lte=on,
    ).order_by("-interaction__occurred_on", "-pk")  # fmt: skip
    still_open = Count("objectives__actions", filter=Q(objectives__actions__done_on=None))
    return (
        StrategicPriority.objects.in_force(account, on)
        .annotate(
            open_actions=still_open,
            last_on=Subquery(said.values("interaction__occurred_on")[:1]),
            last_to=Subquery(said.values("stakeholder__name")[:1]),
        )
        .order_by(F("position"), "pk")
    )
