"""Who sits on a committee. The reference KAM sits on every steering committee of his project, whoever leads it."""

from collections.abc import Iterable

from django.db import transaction

from projects.models import Committee, CommitteeMember, Project
from projects.sharing import republish

Role = CommitteeMember.Role
Seats = dict[tuple[str, int], str]  # ("user" or "stakeholder", key) → role


def proposed(committee: Committee) -> Seats:
    """Of a new one: those who lead the project on both sides, and in a steering committee the sponsors."""
    project = committee.project
    keys = [("user", project.reference_kam_id), ("user", project.leader_id), ("stakeholder", project.client_leader_id)]
    if committee.kind == Committee.Kind.STEERING:
        keys += [("user", project.sponsor_id), ("stakeholder", project.client_sponsor_id)]
    seats = {(side, key): Role.MEMBER for side, key in keys if key}
    chair = ("stakeholder", project.client_sponsor_id)
    return seats | ({chair: Role.CHAIR} if chair in seats else {})


@transaction.atomic
def seat(committee: Committee, seats: Seats) -> None:
    """Exactly these sit on the committee, each in that role; the reference KAM keeps his seat on a steering one."""
    Committee.objects.select_for_update().get(pk=committee.pk)
    needed = ("user", committee.project.reference_kam_id)
    if committee.kind == Committee.Kind.STEERING:
        seats = {needed: Role.MEMBER} | seats
    for member in committee.members.all():
        role = seats.pop(key_of(member), None)
        if role is None:
            member.delete()
        elif role != member.role:
            member.role = role
            member.save(update_fields=["role"])
    CommitteeMember.objects.bulk_create(
        CommitteeMember(committee=committee, role=role, **{f"{side}_id": key}) for (side, key), role in seats.items()
    )
    republish(committee.project)


def key_of(member) -> tuple[str, int]:
    """Of a member of a committee, or of somebody who was at a meeting."""
    return ("user", member.user_id) if member.user_id else ("stakeholder", member.stakeholder_id)


def seat_reference(project: Project) -> None:
    """Give the reference KAM his seat on every steering committee that lacks him."""
    CommitteeMember.objects.bulk_create(
        CommitteeMember(committee=committee, user_id=project.reference_kam_id)
        for committee in project.committees.without(project.reference_kam_id)
    )


def is_needed(member: CommitteeMember) -> bool:
    """Whether this seat is not to be taken away."""
    committee = member.committee
    return committee.kind == Committee.Kind.STEERING and member.user_id == committee.project.reference_kam_id


def sides_of(members: Iterable[CommitteeMember]) -> tuple[list[CommitteeMember], list[CommitteeMember]]:
    """Ours, then theirs."""
    members = list(members)
    return [each for each in members if each.user_id], [each for each in members if each.stakeholder_id]
