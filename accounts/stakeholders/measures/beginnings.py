"""For how long an account has been known: what the count of a new account is judged by (domain.md 1.2)."""

# Days of history on the day asked for, a column of a query over accounts_account AS account: since the account was opened
# here, or since its first exchange if that is earlier. Nobody looks for the first exchange of an account that was opened
# long enough ago for the answer not to matter.
DAYS_KNOWN = """
    CASE WHEN account.created_at::date <= %(on)s::date - {enough} THEN %(on)s::date - account.created_at::date
    ELSE %(on)s::date - least(account.created_at::date, (
        SELECT min(first.occurred_on) FROM stakeholders_interaction AS first WHERE first.account_id = account.id
    )) END"""


def days_known(enough: int) -> str:
    """The column, exact up to so many days; at least that many above."""
    return DAYS_KNOWN.format(enough=enough)
