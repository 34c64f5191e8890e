"""What guests read of projects forgets a person who is anonymised."""

from datetime import date

from accounts.models import Account
from plans.erasure import forget_in_json
from projects.models import SharedProject


def forget_in_projects(keys: list[int], account: Account, pattern: str, *, on: date) -> None:
    """`pattern`: what names the person, "" when nothing does. The rows of the project forget him with all tracked texts."""
    if pattern:
        forget_in_json(SharedProject.objects.of(account), "content", pattern)
