"""What a guest says of a result, each time with the project held: what he read is what he recognises."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.portal.models import Guest
from projects.models import Project, ProjectResult, ResultRecognition, SharedProject
from projects.portal.notices import tell_ours
from projects.sharing import SharedResult, hold, publish, shared_from

PORTAL = ResultRecognition.Channel.PORTAL


class Refused(Exception):
    """It cannot be done as things stand; the text is a sentence for the guest."""


@transaction.atomic
def recognise(
    guest: Guest, project_pk: int, key: int, *, read: str, level: str, quote: str, at: datetime, on: date
) -> ResultRecognition:
    """He recognises the result in the figures that he read, once. Raises Refused."""
    project = held(guest, project_pk)
    result = result_told(project, key)
    if result.digest != read:
        raise Refused(_("The figures have changed since you opened this page. Here they are as they stand now."))
    said = ResultRecognition.objects.filter(result=result.key, stakeholder=guest.stakeholder_id)
    if said.filter(channel=PORTAL).exists() or said.filter(level=level).exists():
        raise Refused(_("You have already said so: thank you."))
    recognition = ResultRecognition.objects.create(
        result_id=result.key, stakeholder=guest.stakeholder, level=level, quote=quote, channel=PORTAL, recognised_on=on
    )
    publish(project)
    tell_ours(guest, project, gettext_lazy("%(name)s recognises a result: %(result)s"), result=result.metric, at=at)
    return recognition


@transaction.atomic
def take_back(guest: Guest, recognition: ResultRecognition, *, at: datetime) -> Project:
    """What he said on the portal he may take back; what others wrote down of him is theirs. Raises Refused."""
    project = held(guest, recognition.result.project_id)
    metric = ProjectResult.objects.get(pk=recognition.result_id).metric
    recognition.delete()
    publish(project)
    tell_ours(guest, project, gettext_lazy("%(name)s takes a recognition back: %(result)s"), result=metric, at=at)
    return project


def held(guest: Guest, pk: int) -> Project:
    """A project that is shared with his company, held. Raises Refused when it is not any more."""
    if not SharedProject.objects.shared_with(guest.account_id).filter(project=pk).exists():
        raise Refused(_("This project is no longer shown here."))
    return hold(Project(pk=pk))


def result_told(project: Project, key: int) -> SharedResult:
    """The result as the client reads it now. Raises Refused when he does not, or when nothing was obtained yet."""
    shared = SharedProject.objects.filter(project=project).first()
    result = shared and shared_from(shared.content).result(key)
    if result is None or result.delivered_on is None:
        raise Refused(_("This result is not to be recognised at the moment."))
    return result
