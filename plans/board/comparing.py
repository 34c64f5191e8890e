"""Which states of the plans of an account may be compared: editions that were frozen, and each plan as it is now."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.forms.fields import keys_in
from accounts.models import Account
from kam.users.models import User
from plans.content import Content, content_from, content_of
from plans.models import AccountPlan, Edition, Move
from plans.told import with_told


@dataclass(frozen=True)
class Source:
    """`key`: «now-<plan>» or «edition-<edition>»."""

    key: str
    label: str


def sources(account: Account, user: User) -> list[Source]:
    """The latest first, each plan as it is now before its editions; two queries."""
    moves = Move.objects.visible_to(user).filter(plan__account=account).order_by("plan", "-at", "-pk")
    told = list(moves.values_list("plan", "edition", "at", "target"))
    names = dict(Move._meta.get_field("target").choices)
    found = []
    for plan in AccountPlan.objects.visible_to(user).of(account):
        found.append(Source(f"now-{plan.pk}", _("%(plan)s · as it is now") % {"plan": plan}))
        for _plan, edition, at, target in (each for each in told if each[0] == plan.pk):
            day = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
            found.append(Source(f"edition-{edition}", f"{plan} · {names[target]} · {day}"))
    return found


def usual(plan: AccountPlan, found: list[Source]) -> tuple[str, str]:
    """The last edition that was frozen, and the plan as it is now."""
    keys = [source.key for source in found]
    now = f"now-{plan.pk}"
    later = keys[keys.index(now) + 1 :]
    return next((key for key in later if key.startswith("edition")), now), now


def content_at(key: str, account: Account, user: User) -> Content | None:
    """What a source holds, if the person may see it: of this account, and of no other."""
    kind, _dash, number = key.partition("-")
    keys = keys_in([number])
    if kind == "now":
        plan = with_told(AccountPlan.objects.visible_to(user).of(account).with_people()).filter(pk__in=keys).first()
        return plan and content_of(plan)
    edition = Edition.objects.visible_to(user).filter(plan__account=account, pk__in=keys).first()
    return edition and content_from(edition.content)
