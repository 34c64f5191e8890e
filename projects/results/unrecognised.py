"""Results that nobody has recognised for a month: somebody is asked to show them, once."""

from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Notice
from projects.models import Assignment, Project, ProjectResult, Task
from projects.results.reading import audience, to_show
from projects.services import Refused, change

PATIENCE = timedelta(days=30)
WITHIN = timedelta(days=14)  # from the day on which it is asked
AN_HOUR = 60  # minutes of work


def ask_for_all(on: date, at: datetime) -> int:
    """Ask for each result that has waited; how many. A second run on the day finds none."""
    waiting = ProjectResult.objects.unrecognised(on - PATIENCE)
    return sum(ask_for(pk, on, at) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def ask_for(pk: int, on: date, at: datetime) -> bool:
    """A task of the project for its reference KAM, or word to him when the project is over.

    The project is held before its result, as `projects.services.change` does.
    """
    project = Project.objects.select_for_update(of=("self",)).with_people().filter(results=pk).first()
    waiting = ProjectResult.objects.unrecognised(on - PATIENCE).select_for_update(of=("self",))
    result = waiting.filter(pk=pk).first()
    if project is None or result is None:
        return False
    with translation.override(project.reference_kam.language):
        words = words_for(result, project)
    if not (project.is_under_way and opened(result, project, words, on)):
        give_word(project, words, at)
    result.reminded_on = on
    result.save(update_fields=["task", "reminded_on"])
    return True


def words_for(result: ProjectResult, project: Project) -> str:
    people = to_show(result, result.recognitions.all(), audience(project))
    if not people:
        return _("Present the result “%(result)s” to somebody who is heeded") % {"result": result}
    return _("Present the result “%(result)s” to %(name)s") % {"result": result, "name": people[0].name}


def opened(result: ProjectResult, project: Project, words: str, on: date) -> bool:
    """Whether the task is in the schedule; one that cannot be planned as it stands takes none."""
    try:
        change(project, lambda: open_task(result, project, words, on), on=on)
    except Refused:
        result.task = None
        return False
    return True


def open_task(result: ProjectResult, project: Project, words: str, on: date) -> None:
    """Ours only, not before today, and short: it moves nobody."""
    last = project.tasks.aggregate(last=Max("position"))["last"] or 0
    result.task = Task.objects.create(
        project=project, name=words[:200], position=last + 1, minutes=AN_HOUR, deadline=on + WITHIN, is_internal=True,
        rule=Task.Rules.START_AFTER, rule_at=timezone.make_aware(datetime.combine(on, time())),
    )  # fmt: skip
    Assignment.objects.create(task=result.task, user=project.reference_kam)


def give_word(project: Project, words: str, at: datetime) -> None:
    """One notice a project and person: that of another result comes again, with these words."""
    about = {"content_type": ContentType.objects.get_for_model(Project), "object_id": project.pk}
    Notice.objects.update_or_create(
        user=project.reference_kam, kind=Notice.Kind.PROJECT, **about,
        defaults={"account_id": project.account_id, "text": words[:255], "read_at": None, "created_at": at},
    )  # fmt: skip
