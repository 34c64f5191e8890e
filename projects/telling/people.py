"""Whom a project concerns at the client and here, by the role that each has in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from projects.models import Assignment, CommitteeMember, Project

SPONSORS, SEATED, AT_WORK, OTHERS, OURS = (
    _("Sponsor and correspondent"), _("On a committee"), _("At work on a task"), _("Others at the client"), _("Us"),
)  # fmt: skip
FIRST_CHOICE = (SPONSORS, SEATED)


@dataclass(frozen=True)
class Concerned:
    """Somebody to whom a bulletin may go, under the first of his roles."""

    person: Stakeholder | User
    role: str | Promise

    @property
    def key(self) -> str:
        return f"{'u' if isinstance(self.person, User) else 's'}{self.person.pk}"

    @property
    def email(self) -> str:
        return self.person.email


def concerned_by(project: Project) -> list[Concerned]:
    """Everybody once, those who count most for the project first; five queries."""
    people = Stakeholder.objects.of(project.account).present().known().real().order_by("name", "pk")
    seats = set(CommitteeMember.objects.filter(committee__project=project).values_list("stakeholder", flat=True))
    hands = set(Assignment.objects.filter(task__project=project).values_list("stakeholder", flat=True))
    heads = {project.client_sponsor_id, project.client_leader_id}
    theirs = [Concerned(each, role_of(each, heads, seats, hands)) for each in people]
    order = [SPONSORS, SEATED, AT_WORK, OTHERS]
    return sorted(theirs, key=lambda each: order.index(each.role)) + list(ours(project))


def role_of(person: Stakeholder, heads: set, seats: set, hands: set):
    return next(
        (role for role, keys in ((SPONSORS, heads), (SEATED, seats), (AT_WORK, hands)) if person.pk in keys), OTHERS
    )


def ours(project: Project) -> Iterable[Concerned]:
    """Those of us who carry the account or the project: they may read it all anyway."""
    members = set(Membership.objects.filter(account=project.account_id).values_list("user", flat=True))
    seated = set(CommitteeMember.objects.filter(committee__project=project).values_list("user", flat=True))
    heads = {project.reference_kam_id, project.leader_id, project.sponsor_id, project.account.kam_id}
    people = User.objects.filter(pk__in=(members | seated | heads) - {None}, is_active=True)
    return [Concerned(each, OURS) for each in people.order_by("last_name", "first_name", "pk")]
