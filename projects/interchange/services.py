"""A schedule of a file becomes a project, all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.imports.problems import ReadError
from accounts.models import Account
from kam.users.models import User
from projects.interchange.adapting import Adapted, adapted
from projects.interchange.reading import read_schedule
from projects.interchange.report import Unreadable, in_words
from projects.interchange.rows import assigned, closed, promised, written
from projects.interchange.upload import Upload
from projects.models import Project
from projects.outline import Outline
from projects.services import Refused, change


@transaction.atomic
def bring_in(plan: Outline, account: Account, *, by: User, on: date | None = None) -> tuple[Project, list[str]]:
    """A project of the account from a schedule that was read, its own times computed anew; and what is to be known.

    `on`: today, as for `projects.services.change`. Raises Refused.
    """
    told = ready(plan)
    project = Project.objects.create(
        account=account, name=plan.title[:120] or _("Schedule"), starts_on=plan.start.date(),
        reference_kam=account.kam or by,
    )  # fmt: skip
    closed(project, told.closures)
    tasks = {}
    change(project, lambda: tasks.update(written(told.outline, project)), on=on)
    unknown = assigned(told.outline, project, tasks, by=by)
    promised(told.outline, project, tasks, by=by)
    project.refresh_from_db()
    return project, [*told.warnings, *nobody(unknown)]


@transaction.atomic
def brought_in(upload: Upload, account: Account, *, by: User, on: date) -> Project:
    """The project of a file that waited. Raises Refused, and Http404 once the file has become one."""
    Account.objects.select_for_update().get(pk=account.pk)  # whoever presses twice waits here
    project, _told = bring_in(read_upload(upload), account, by=by, on=on)
    upload.forget()
    return project


def read_upload(upload: Upload) -> Outline:
    with upload.opened() as file:
        try:
            return read_schedule(file, upload.name)
        except ReadError as error:
            raise Refused(str(error)) from error


def ready(plan: Outline) -> Adapted:
    """What of the schedule is brought in. Raises Refused."""
    with refusing(plan):
        return adapted(plan)


@contextmanager
def refusing(plan: Outline) -> Iterator[None]:
    """What is wrong with the times of a schedule, as Refused."""
    try:
        with in_words(plan):
            yield
    except Unreadable as reason:
        raise Refused(str(reason)) from reason


def nobody(names: list[str]) -> list[str]:
    if not names:
        return []
    return [_("Nobody is known here by these names, or two people are: %(names)s.") % {"names": ", ".join(names)}]
