"""The large base, filled once and kept; BENCH_ACCOUNTS says how large (10,000)."""

import os
import sys

from django.core.management import call_command

from accounts.models import Account
from accounts.stakeholders.models import Introduction
from kam import launch
from kam.cockpit.scale.plan import DOMAIN, PREFIX
from kam.users.models import User

SIZE = int(os.environ.get("BENCH_ACCOUNTS", "10000"))


def ready() -> None:
    """Migrated, filled to the size asked for, static files collected."""
    with launch.static_files():
        call_command("migrate", verbosity=0)
        found = Account.objects.filter(code__startswith=PREFIX).count()
        if found and not Introduction.objects.exists():
            found = -1  # filled before there were any
        if found not in {0, SIZE}:
            call_command("seed_scale", clear=True, stdout=sys.stderr)
        if found != SIZE:
            call_command("seed_scale", accounts=SIZE, stdout=sys.stderr)


def somebody(role: str) -> User:
    return User.objects.get(email=f"{role}1@{DOMAIN}")


def account(rank: int) -> Account:
    """The first has 166 people, the second 14, the others 10."""
    return Account.objects.get(code=f"{PREFIX}{rank:06}")
