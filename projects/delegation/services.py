"""A project, or a task of it, is handed over, taken over and taken back.

Nothing moves before the receiver says yes. The reference KAM of the project is none of what moves: whoever leads it, he
keeps his seats on its committees, its alerts and its results.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kam.users.models import User
from projects.delegation.notices import tell
from projects.models import Assignment, Handover, Project
from projects.models.project import UNDER_WAY
from projects.services import Refused, change
from projects.sharing import republish


@transaction.atomic
def hand_over(handover: Handover, *, by: User, at: datetime) -> Handover:
    """Offer what the handover names to its receiver, and tell him; what was offered to others before is not any more."""
    hold(handover)
    handover.giver, handover.handed_on, handover.made_at = by, timezone.localdate(at), at
    offers = Handover.objects.waiting().filter(project=handover.project, task=handover.task)
    offers.update(ended_on=handover.handed_on)
    handover.save()
    tell(handover, {handover.user}, by=by, at=at)
    return handover


@transaction.atomic
def accept(handover: Handover, *, by: User, at: datetime) -> None:
    """The receiver carries it from now on; whoever handed it over is told. Raises Refused."""
    handover = held(handover)
    if not handover.is_waiting:
        raise Refused(_("This handover is over."))
    earlier = Handover.objects.standing().filter(project=handover.project, task=handover.task).exclude(pk=handover.pk)
    earlier.update(ended_on=timezone.localdate(at))
    handover.accepted_at = at
    handover.save(update_fields=["accepted_at"])
    if handover.task:
        change(handover.project, lambda: replace(handover, giver_of(handover), receiver_of(handover)))
    else:
        lead(handover)
    tell(handover, {handover.giver, handover.project.reference_kam}, by=by, at=at)


@transaction.atomic
def take_back(handover: Handover, *, by: User, at: datetime) -> None:
    """It is with the reference KAM again (a project), or with whoever handed it over (a task); the receiver is told.

    A receiver who gives it back, or says no, does the same. Raises Refused.
    """
    handover = held(handover)
    if not handover.is_standing:
        raise Refused(_("This handover is over."))
    handover.ended_on = timezone.localdate(at)
    handover.save(update_fields=["ended_on"])
    if handover.accepted_at and handover.task:
        change(handover.project, lambda: replace(handover, receiver_of(handover), giver_of(handover)))
    elif handover.accepted_at:
        lead_again(handover.project)
    tell(handover, {handover.user, handover.giver, handover.project.reference_kam}, by=by, at=at)


def hold(handover: Handover) -> Project:
    """The project, held until the end of the transaction. Raises Refused once it is over."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=handover.project_id)
    if project.status not in UNDER_WAY:
        raise Refused(_("The project is over: nobody takes it over any more."))
    return project


def held(handover: Handover) -> Handover:
    """The handover as it is now, its project held: two answers to it come one after the other."""
    hold(handover)
    return Handover.objects.with_people().get(pk=handover.pk)


def lead(handover: Handover) -> None:
    project = handover.project
    project.led_by = Project.LedBy.DELEGATED
    project.leader = handover.user
    project.client_leader = handover.stakeholder or project.client_leader
    project.save(update_fields=["led_by", "leader", "client_leader"])
    republish(project)


def lead_again(project: Project) -> None:
    """The reference KAM leads, as he did before anybody else."""
    project.led_by, project.leader = Project.LedBy.KAM, None
    project.save(update_fields=["led_by", "leader"])
    republish(project)


def giver_of(handover: Handover) -> dict:
    return {"user": handover.giver}


def receiver_of(handover: Handover) -> dict:
    return {"user": handover.user, "stakeholder": handover.stakeholder}


def replace(handover: Handover, leaving: dict, coming: dict) -> None:
    """One person of the task makes room for another, who takes his share: the one who leaves if he is on it, else the
    only one who is. Who is not on the task leaves nothing, and a person is on it once."""
    people = list(handover.task.assignments.all())
    places = [each for each in people if is_of(each, leaving)] or (people if len(people) == 1 else [])
    present = any(is_of(each, coming) for each in people)
    share = places[0].share if places else 100
    for each in places:
        if not is_of(each, coming):
            each.delete()
    if not present and any(coming.values()):
        Assignment.objects.create(task=handover.task, share=share, **coming)


def is_of(assignment: Assignment, person: dict) -> bool:
    return any(person.values()) and all(getattr(assignment, side) == each for side, each in person.items())
