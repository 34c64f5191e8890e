"""The files that a guest asks for: made from what he reads, and his as long as he may read it."""

from kam.jobs.models import Job
from plans.exports.client import FORMATS
from plans.exports.fetching import made_file
from plans.exports.formats import Type
from plans.exports.making import CLIENT, Order, name_of, order, source_of
from plans.exports.services import start_export
from plans.models import SharedEdition
from plans.portal.models import Guest


def types() -> list[tuple[str, Type]]:
    return [(key, each.type) for key, each in FORMATS.items()]


def file_of(guest: Guest, pk: int) -> Job | None:
    """The export that this guest asked for, of a plan that is still open to him."""
    job = asked_by(guest).filter(pk=pk).first()
    is_open = job and guest.editions().filter(plan_id=job.payload["plan"]).exists()
    return job if is_open else None


def asked_by(guest: Guest):
    return Job.objects.filter(kind=Job.Kind.EXPORT, started_by=None, payload__guest=guest.pk)


def ordered(guest: Guest, edition: SharedEdition, kind: str, language: str) -> Order:
    return order(plan=edition.plan, audience=CLIENT, kind=kind, language=language, edition=edition, guest=guest.pk)


def started(guest: Guest, asked: Order) -> Job:
    """The job that makes it: one under way for the same file goes on, however often he clicks."""
    same = asked_by(guest).running().filter(payload__kind=asked.kind, payload__edition=asked.edition)
    return same.first() or start_export(asked, account=guest.account.name)


def quickly(asked: Order, on):
    """The file itself when it is quickly written, else None."""
    source = source_of(asked, on)
    if asked.format.is_quick(source.size):
        return made_file(
            asked, asked.format.write(source, lambda percent, message: None), name_of(asked, source.content)
        )
