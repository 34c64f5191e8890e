"""What gives or takes somebody's access: more than one row changes, or a mail goes out."""

from allauth.usersessions.adapter import get_adapter as get_sessions_adapter
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kam.users.models import RolePolicy, Team, User, totp
from kam.users.tasks import send_factor_notice, send_password_link


@transaction.atomic
def invite(person: User) -> None:
    """Send the link with which a person chooses a password, for the first time or again."""
    if not person.is_active:
        raise ValidationError(_("This person is deactivated; reactivate first."))
    occasion = "new_link" if person.has_usable_password() else "invitation"
    send_password_link.delay_on_commit(person.pk, occasion)


@transaction.atomic
def deactivate(person: User, *, by: User) -> None:
    """Close the door to a person at once, on every device; nothing of what he did is deleted."""
    if person == by:
        raise ValidationError(_("You cannot deactivate yourself; another administrator can."))
    if person.is_last_administrator():
        raise ValidationError(_("This is the last active administrator; name another one first."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)


@transaction.atomic
def reset_second_factor(person: User) -> None:
    """Remove a lost authenticator with its recovery codes, sign the person out everywhere and say so by mail."""
    totp(person).model.objects.filter(user=person).delete()
    end_sessions(person)
    send_factor_notice.delay_on_commit(person.pk)


def end_sessions(person: User) -> None:
    get_sessions_adapter().end_sessions(UserSession.objects.filter(user=person))


@transaction.atomic
def require_second_factor(roles: list[str]) -> None:
    """Ask a second factor of everybody who holds one of these roles, and of nobody else."""
    for role in User.Role.values:
        RolePolicy.objects.update_or_create(role=role, defaults={"is_second_factor_required": role in roles})


@transaction.atomic
def delete_team(team: Team) -> None:
    """Only an empty team goes: the members of a team are how a director sees the accounts."""
    if team.members.exists():
        raise ValidationError(_("This team has members; move them to another team first."))
    team.delete()
