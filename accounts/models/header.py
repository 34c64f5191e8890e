"""What the top of every account page says, in one query."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Case, CharField, DecimalField, IntegerField, Value, When
from django.db.models.expressions import RawSQL

from accounts.models.account import Account, AccountQuerySet, reach_of_editors
from accounts.models.revenue import last_closed_month, months_before
from kam.users.models import User

# Every page of an account asks for these, and composing them out of expressions took longer than running them (speed.md).
TEAM = """
    (SELECT count(*) FROM accounts_membership AS member WHERE member.account_id = accounts_account.id)
    + (accounts_account.kam_id IS NOT NULL)::int"""
REVENUE = """
    SELECT sum(line.actual) FROM accounts_revenueline AS line
    WHERE line.account_id = accounts_account.id AND line.month > %s AND line.month <= %s"""
INDICES = """
    ARRAY(SELECT DISTINCT held.index FROM accounts_indexmembership AS held
    JOIN accounts_listing AS listing ON listing.id = held.listing_id
    WHERE listing.account_id = accounts_account.id
        AND coalesce(held.from_on <= %s, TRUE) AND coalesce(held.to_on >= %s, TRUE)
    ORDER BY held.index)"""


def with_header(accounts: AccountQuerySet, user: User, on: date) -> AccountQuerySet:
    """Annotate team_size, revenue_12m (€, None if unknown), index_names and may_edit for that person.

    The KAM counts in the team. The accounts are living ones that the person may see.
    """
    last = last_closed_month(on)
    return accounts.select_related("kam", "sector", "tier").annotate(
        team_size=RawSQL(TEAM, (), IntegerField()),
        revenue_12m=RawSQL(REVENUE, (months_before(last, 12), last), DecimalField(max_digits=16, decimal_places=2)),
        index_names=RawSQL(INDICES, (on, on), ArrayField(CharField())),
        may_edit=may_edit(user),
    )


def may_edit(user: User) -> Case | Value:
    """Whether a living account is one that the person may change."""
    if user.is_administrator:
        return Value(True, BooleanField())
    return Case(When(reach_of_editors(user), then=Value(True)), default=Value(False))


def group_of(account: Account, user: User) -> Account | None:
    """The account it belongs to, for those who may see that one."""
    return Account.objects.visible_to(user).filter(pk=account.parent_id).first() if account.parent_id else None
