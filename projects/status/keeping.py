"""The statuses of a day: computed for many projects, written once a day and project, told when they turn worse."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Notice
from accounts.values import plain
from kam.users.models import User
from projects.answers import Answers
from projects.keeping import retimed, write_times
from projects.models import Colour, ComputedStatus, DeclaredStatus, Project
from projects.scheduling import Loop
from projects.sharing import republish
from projects.status.colours import is_worse
from projects.status.facts import Facts
from projects.status.sources import Sources, sources_of
from projects.worktime import BeyondCalendar

logger = logging.getLogger(__name__)

AT_ONCE = 50  # projects held in one transaction
UPDATED = [
    "ends_on", "likely_on", "safe_on", "chance", "schedule", "scope", "resources", "satisfaction", "colour", "facts",
]  # fmt: skip


def keep_all(*, on: date, at: datetime) -> int:
    """Keep the times and the status of that day of all projects under way; how many were kept.

    A second run of the same day writes the same rows and tells nobody twice.
    """
    keys = list(Project.objects.under_way().order_by("pk").values_list("pk", flat=True))
    batches = (keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE))
    return sum(keep_apart(batch, on=on, at=at) for batch in batches)


def keep_apart(keys: list[int], *, on: date, at: datetime) -> int:
    """As `keep`; a project that fails stops no other: the log names it."""
    try:
        return keep(keys, on=on, at=at)
    except Exception:
        if len(keys) == 1:
            logger.exception("status of project %s not kept", keys[0])
            return 0
    return sum(keep_apart([key], on=on, at=at) for key in keys)


@transaction.atomic
def keep(keys: list[int], *, on: date, at: datetime) -> int:
    """The same for some projects: a dozen queries for any number of them, and what has changed."""
    held = Project.objects.under_way().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True)
    answers = [each for project in held.with_plan() if (each := answers_of(project, on))]
    keep_times_of(answers)
    sources = sources_of([each.project.pk for each in answers], on)
    statuses = [Facts(each, sources).status() for each in answers]
    ComputedStatus.objects.bulk_create(
        statuses, update_conflicts=True, unique_fields=["project", "on"], update_fields=UPDATED
    )
    tell(list(news_of(statuses, sources, on)), at=at)
    for each in answers:
        if each.project.is_shared:
            republish(each.project)
    return len(statuses)


def answers_of(project: Project, on: date) -> Answers | None:
    """None of a plan that has no times: it can only come from a row written by hand."""
    answers = Answers(project, on)
    try:
        return answers if answers.timetable.times is not None else None
    except (Loop, BeyondCalendar):
        return None


def keep_times_of(answers: list[Answers]) -> None:
    """Write the times that have moved since yesterday: what is not done by now lies ahead."""
    write_times([task for each in answers for task in retimed(each.project, each.timetable)])
    moved = []
    for each in answers:
        if each.project.ends_on != (ends_on := each.timetable.finish.date()):
            each.project.ends_on = ends_on
            moved.append(each.project)
    Project.objects.bulk_update(moved, ["ends_on"])


@dataclass(frozen=True)
class News:
    """What the reference KAM and the leader of a project should know: its new colour, or the declaration that expired."""

    project: Project
    colour: str = ""
    expired: DeclaredStatus | None = None

    def text(self) -> str:
        """In the language in force."""
        if self.expired:
            told = _("%(project)s: the status declared on %(day)s has expired. Say again how it stands.")
            return told % {"project": self.project, "day": plain(self.expired.declared_on)}
        told = _("%(project)s has turned %(colour)s.")
        return told % {"project": self.project, "colour": Colour(self.colour).label.lower()}


def news_of(statuses: list[ComputedStatus], sources: Sources, on: date) -> Iterator[News]:
    """Beside the status known before, of an earlier day or of this one: of a first status there is no news."""
    for status in statuses:
        before = sources.computed.get(status.project_id)
        if before is None:
            continue
        if is_worse(status.colour, before.colour):
            yield News(status.project, colour=status.colour)
        declared = sources.declared.get(status.project_id)
        if declared and before.on <= declared.expires_on < on:
            yield News(status.project, expired=declared)


def tell(news: list[News], *, at: datetime) -> None:
    """A notice to each, or the one given before, unread again; of two news of a project, the later one stands."""
    if not news:
        return
    people = {pk for each in news for pk in concerned_by(each.project)}
    users = User.objects.active().in_bulk(people)
    notices = {
        (pk, each.project.pk): notice_of(each, users[pk], at)
        for each in news
        for pk in concerned_by(each.project)
        if pk in users
    }
    Notice.objects.bulk_create(
        notices.values(), update_conflicts=True, unique_fields=["user", "kind", "content_type", "object_id"],
        update_fields=["text", "by", "created_at", "read_at"],
    )  # fmt: skip


def concerned_by(project: Project) -> set[int]:
    return {project.reference_kam_id, project.leader_id} - {None}


def notice_of(news: News, user: User, at: datetime) -> Notice:
    with translation.override(user.language):
        text = news.text()
    return Notice(
        user=user, account_id=news.project.account_id, kind=Notice.Kind.PROJECT, created_at=at, text=text[:255],
        content_type=ContentType.objects.get_for_model(Project), object_id=news.project.pk,
    )  # fmt: skip
