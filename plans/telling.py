"""Word to those whom a move of a plan or the charge of a section concerns.

The words are rows of the same transaction: they are there once it is made, or not at all, and once for each person.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from accounts.models import Account, Membership, Notice
from kam.users.models import User
from plans.models import AccountPlan, Move, SectionCharge, Status
from plans.models.life import TOLD


def tell_of_move(move: Move) -> None:
    """Tell whoever must act now, or whose plan it is; not the person who moved it."""
    told(move, concerned_by(move), by=move.by, at=move.at)


def tell_in_charge(charge: SectionCharge, *, by: User, at: datetime) -> None:
    told(charge, {charge.user} - {by}, by=by, at=at)


def told(about: Model, people: set[User], *, by: User | None, at: datetime) -> None:
    """A notice to each, or the one given before, unread again."""
    kind = ContentType.objects.get_for_model(about)
    Notice.objects.bulk_create(
        [
            Notice(
                user=person, account_id=about.plan.account_id, kind=Notice.Kind.PLAN, by=by, content_type=kind,
                object_id=about.pk, text=str(about)[:255], created_at=at,
            )
            for person in people
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "content_type", "object_id"],
        update_fields=["text", "by", "created_at", "read_at"],
    )  # fmt: skip


def concerned_by(move: Move) -> set[User]:
    plan = move.plan
    if move.target == Status.INTERNAL_VALIDATION:
        people = validators_of(plan) | (controllers_of(plan) if needs_control(plan) else set())
    elif (move.source, move.target) in TOLD:
        people = owners_of(plan)
    else:
        people = set()
    return {person for person in people if person.is_active} - {move.by}


def validators_of(plan: AccountPlan) -> set[User]:
    """The directors who may validate the plan: those who carry the account, its KAM apart."""
    directors = plan.account.readers().filter(role=User.Role.DIRECTOR).exclude(pk=plan.account.kam_id)
    return {each for each in directors if Account.objects.carried_by(each).filter(pk=plan.account_id).exists()}


def controllers_of(plan: AccountPlan) -> set[User]:
    members = Membership.objects.filter(account=plan.account_id, function__code="controller").select_related("user")
    return {member.user for member in members}


def needs_control(plan: AccountPlan) -> bool:
    return (plan.investment or 0) > settings.PLAN_CONTROL_FROM


def owners_of(plan: AccountPlan) -> set[User]:
    """The KAM and those who answer for a section."""
    charges = plan.charges.filter(is_owner=True).select_related("user")
    return {charge.user for charge in charges} | ({plan.account.kam} if plan.account.kam else set())
