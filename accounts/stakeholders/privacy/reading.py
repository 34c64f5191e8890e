"""Who reads what we think of people."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from accounts.models import Account
from accounts.stakeholders.models import OpinionAccess, Stakeholder, Tie
from kam.users.models import User

COLUMNS = "user_id, account_id, stakeholder_id, page"
NOTE = f"""
    INSERT INTO {OpinionAccess._meta.db_table} AS noted ({COLUMNS}, "on", times, last_at)
    VALUES (%s, %s, (SELECT id FROM {Stakeholder._meta.db_table} WHERE id = %s), %s, %s, 1, %s)
    ON CONFLICT ({COLUMNS}, "on") DO UPDATE SET times = noted.times + 1, last_at = excluded.last_at"""


def note_reading(
    user: User, account: Account, page: OpinionAccess.Page, at: datetime, person: Stakeholder | None = None
) -> None:
    """Note that the user opens a page with opinions: about `person`, or about everybody of the account.

    One statement, one row a reader, page and day; two tabs opened at once count as two. Somebody of the past, deleted
    since, has no row to name: that reading stands for everybody.
    """
    with connection.cursor() as cursor:
        who = [user.pk, account.pk, person and person.pk, page.value]
        cursor.execute(NOTE, [*who, timezone.localdate(at), at])


def note_tie(user: User, tie: Tie, at: datetime) -> None:
    """Note that the user opens a tie: it tells of both ends that are people of the client."""
    for person in filter(None, (tie.source, tie.target)):
        note_reading(user, tie.account, OpinionAccess.Page.TIES, at, person)
