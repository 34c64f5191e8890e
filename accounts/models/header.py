"""What the top of every account page says, in one query."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, OuterRef, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models.account import Account, AccountQuerySet, Membership
from accounts.models.revenue import RevenueLine
from accounts.models.structure import IndexMembership
from kam.users.models import User


def with_header(accounts: AccountQuerySet, user: User, on: date) -> AccountQuerySet:
    """Annotate team_size, revenue_12m (€, None if unknown), index_names, group_name and may_edit for that person.

    The KAM counts in the team; the name of a group that the person may not see is None.
    """
    here = {"account": OuterRef("pk")}
    colleagues = Membership.objects.filter(**here).order_by().values("account").annotate(n=Count("pk")).values("n")
    revenue = RevenueLine.objects.rolling(on).filter(**here).order_by().values("account")
    indices = IndexMembership.objects.on(on).filter(listing__account=OuterRef("pk")).order_by("index")
    group = Account.objects.visible_to(user).filter(pk=OuterRef("parent"))
    return accounts.select_related("kam", "sector", "tier").annotate(
        team_size=Coalesce(Subquery(colleagues), 0) + Case(When(kam=None, then=Value(0)), default=Value(1)),
        revenue_12m=Subquery(revenue.annotate(total=Sum("actual")).values("total")),
        index_names=ArraySubquery(indices.values("index").distinct()),
        group_name=Subquery(group.values("name")),
        may_edit=Exists(Account.objects.editable_by(user).filter(pk=OuterRef("pk"))),
    )
