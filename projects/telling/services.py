"""A bulletin is drafted from facts, confirmed with its readers, and leaves after the transaction."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.stakeholders import posting
from accounts.values import plain
from kam.users.models import User
from projects.models import Bulletin, Colour, Project, Recipient
from projects.sharing import republish, shared_of
from projects.telling.draft import Facts, drafted
from projects.telling.people import Concerned
from projects.telling.standing import Standing, standing_of
from projects.telling.tasks import send_bulletin


@transaction.atomic
def draft_bulletin(project: Project, *, language: str, by: User, on: date) -> Bulletin:
    """The bulletin that is open, else a new one from what happened since the last, in that language."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    waiting = project.bulletins.filter(confirmed_at=None).first()
    if waiting:
        return waiting
    standing = standing_of(project, on)
    with translation.override(language):
        facts = facts_of(project, on)
        return Bulletin.objects.create(
            project=project, language=language, period_from=facts.since, period_to=facts.until, made_by=by,
            title=(_("%(project)s: progress on %(day)s") % {"project": project, "day": plain(on)})[:200],
            colour=standing.colour or Colour.GREEN, known_colour=standing.colour,
            recovery=standing.recovery if standing.colour == Colour.RED else "",
            **{field: text[:10_000] for field, text in drafted(facts).items()},
        )  # fmt: skip


def facts_of(project: Project, on: date) -> Facts:
    """From the last bulletin that was sent, or from the first day of the project, to today."""
    last = project.bulletins.sent().first()
    since = last.period_to if last else project.starts_on
    return Facts(
        content=shared_of(project), since=min(since, on), until=on,
        asked=tuple(project.decisions.asked_for().for_client().filter(replaced_by=None)),
        told=f"{last.achieved}\n{last.results}" if last else "",
    )  # fmt: skip


def refusals(bulletin: Bulletin, standing: Standing) -> dict[str, str]:
    """Field → why the bulletin cannot leave so. Positive, not embellished."""
    found = {}
    bulletin.known_colour = standing.colour
    if bulletin.is_better_than_known and not bulletin.colour_reason.strip():
        found["colour_reason"] = _("The project is %(colour)s: say why you see it better, the readers will see both.") % {
            "colour": str(Colour(standing.colour).label).lower()
        }  # fmt: skip
    if bulletin.colour == Colour.RED and not bulletin.recovery.strip():
        found["recovery"] = _("A red bulletin says how we recover: what is done, by whom, by when.")
    if not bulletin.sections:
        found["achieved"] = _("This bulletin says nothing yet.")
    return found


@transaction.atomic
def confirm_bulletin(bulletin: Bulletin, people: Iterable[Concerned], *, by: User, at: datetime, on: date) -> int:
    """Freeze the bulletin and queue a mail to each of these people. How many.

    Raises ValidationError for one that may not leave so, Http404 for one that has left.
    """
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("project")
    bulletin = get_object_or_404(rows, pk=bulletin.pk, confirmed_at=None)
    if refused := refusals(bulletin, standing_of(bulletin.project, on)):
        raise ValidationError(list(refused.values()))
    bulletin.confirmed_at, bulletin.confirmed_by = at, by
    bulletin.save(update_fields=["confirmed_at", "confirmed_by", "known_colour"])
    waiting = Recipient.objects.bulk_create(recipient_for(bulletin, each.person, at) for each in people)
    republish(bulletin.project)
    return posting.ask_to_send(waiting, Recipient.objects.to_send(), send_bulletin, at=at)


def recipient_for(bulletin: Bulletin, person, at: datetime) -> Recipient:
    return Recipient(bulletin=bulletin, asked_at=at, **{"user" if isinstance(person, User) else "stakeholder": person})


@transaction.atomic
def send_again(bulletin: Bulletin, *, at: datetime) -> int:
    """Ask once more for the mails that have not left; who has his is left in peace. How many."""
    waiting = Recipient.objects.to_send().filter(bulletin=bulletin)
    return posting.ask_to_send(waiting, waiting, send_bulletin, at=at)
