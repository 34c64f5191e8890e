"""An export from its order to its file: what is read, written and kept. Begun again, it makes the same one file."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.content import Content, content_from, content_of
from plans.exports import client, inside
from plans.exports.client import SharedSource
from plans.exports.formats import Format
from plans.exports.inside import InsideSource
from plans.exports.keeping import FOLDER, forget, keep
from plans.exports.paper import day, line
from plans.models import AccountPlan, Edition, Endorsement, PlanAction, SharedEdition
from plans.models.strategy import words_digest
from plans.sharing import shared_from, shared_of

INSIDE, CLIENT = "inside", "client"
FORMATS: dict[str, dict[str, Format]] = {INSIDE: inside.FORMATS, CLIENT: client.FORMATS}
LONGEST_NAME = 80
Progress = Callable[[int, str], None]  # percent of the whole, and what is being done


@dataclass(frozen=True)
class Order:
    """What is asked for: `edition` is a frozen one, of the plan or of the client; None is the plan as it is now.

    `stored` is where the file goes, a name that nobody can guess; `guest` asked for it on the portal.
    """

    plan: int
    audience: str
    kind: str
    language: str
    stored: str
    edition: int | None = None
    guest: int | None = None

    @property
    def format(self) -> Format:
        return FORMATS[self.audience][self.kind]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def order(
    *, plan: AccountPlan, audience: str, kind: str, language: str, edition=None, guest: int | None = None
) -> Order:
    stored = f"{FOLDER}/{uuid4().hex}"
    return Order(plan.pk, audience, kind, language, stored, edition and edition.pk, guest)


def source_of(asked: Order, on: date) -> InsideSource | SharedSource:
    """What the file is written from, read now. Raises DoesNotExist when that is gone."""
    if asked.audience == CLIENT:
        return shared_source(SharedEdition.objects.get(pk=asked.edition, plan=asked.plan), on, asked.language)
    plan = AccountPlan.objects.with_people().get(pk=asked.plan)
    edition = Edition.objects.get(pk=asked.edition, plan=plan) if asked.edition else None
    return inside_source(plan, edition, on, asked.language)


def shared_source(edition: SharedEdition, on: date, language: str) -> SharedSource:
    return SharedSource(shared_from(edition.content), edition.made_at, edition.digest, on, language)


def inside_source(plan: AccountPlan, edition: Edition | None, on: date, language: str) -> InsideSource:
    content = content_from(edition.content) if edition else content_of(plan)
    move = edition and edition.moves.first()
    return InsideSource(
        content=content,
        status=move.get_target_display() if move else plan.get_status_display(),
        changed_at=edition.made_at if edition else changed_at(plan),
        on=on,
        language=language,
        agreed=agreed_to(plan, content),
        signed=signed(plan, content),
    )


def changed_at(plan: AccountPlan) -> datetime:
    """When an action of the plan last changed, as its history says."""
    events = PlanAction.pgh_event_model.objects.filter(plan=plan.pk)
    return events.aggregate(last=Max("pgh_created_at"))["last"] or plan.created_at


def agreed_to(plan: AccountPlan, content: Content) -> dict[str, str]:
    """Key of a priority → who agrees to exactly these words."""
    words = {each.key: words_digest(each.title, each.sentence, each.client_issue) for each in content.priorities}
    given = Endorsement.objects.filter(priority__plan=plan, withdrawn_on=None).select_related("priority")
    names: dict[str, list[str]] = {}
    for each in given.order_by("endorsed_on", "pk"):
        if words.get(str(each.priority.lineage)) == each.digest:
            names.setdefault(str(each.priority.lineage), []).append(line(each.name))
    return {key: ", ".join(found) for key, found in names.items()}


def signed(plan: AccountPlan, content: Content) -> tuple[tuple[str, str, str], ...]:
    given = plan.sign_offs.filter(digest=shared_of(content).digest)
    return tuple((line(each.name), day(each.signed_on), each.get_channel_display()) for each in given)


def make(asked: Order, on: date, progress: Progress) -> dict[str, str]:
    """Write and keep the file; what a finished job says of it. Whatever ends the work early leaves no file behind."""
    progress(5, _("Reading the plan"))
    source = source_of(asked, on)

    def report(percent: int, message: str) -> None:
        progress(10 + percent * 75 // 100, message)

    data = asked.format.write(source, report)
    progress(88, _("Storing the file"))
    stored = keep(asked.stored, data)
    try:
        progress(99, _("Storing the file"))
    except BaseException:
        forget(stored)
        raise
    return {"stored": stored, "name": name_of(asked, source.content)}


def name_of(asked: Order, content) -> str:
    """A harmless name: letters, digits and hyphens, whatever the account is called."""
    account = slugify(content.account)[:LONGEST_NAME] or str(asked.plan)
    what = pgettext("file name", "client-edition") if asked.audience == CLIENT else pgettext("file name", "plan")
    if asked.kind in ("xlsx", "ics"):
        what = f"{what}-{pgettext('file name', 'actions')}"
    years = f"{content.starts_on.year}-{content.ends_on.year}"
    return f"{account}-{what}-{years}-v{content.version}.{asked.format.type.extension}"
