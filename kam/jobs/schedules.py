"""The tasks of SCHEDULES as rows that an administrator may move, switch off or run at once."""

from datetime import time

from django.apps import apps as all_apps
from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

CRON = ("minute", "hour", "day_of_month", "month_of_year", "day_of_week")
RHYTHMS = {  # key → day of the week and day of the month as cron writes them, words
    "daily": ("*", "*", gettext_lazy("Every day")),
    "weekdays": ("1-5", "*", gettext_lazy("Monday to Friday")),
    "monday": ("1", "*", gettext_lazy("Every Monday")),
    "tuesday": ("2", "*", gettext_lazy("Every Tuesday")),
    "wednesday": ("3", "*", gettext_lazy("Every Wednesday")),
    "thursday": ("4", "*", gettext_lazy("Every Thursday")),
    "friday": ("5", "*", gettext_lazy("Every Friday")),
    "saturday": ("6", "*", gettext_lazy("Every Saturday")),
    "sunday": ("0", "*", gettext_lazy("Every Sunday")),
    "monthly": ("*", "1", gettext_lazy("On the first of the month")),
}


def install_after_migrate(apps=all_apps, **kwargs) -> None:
    if apps.is_installed("django_celery_beat") and "periodictask" in apps.all_models["django_celery_beat"]:
        install()


@transaction.atomic
def install() -> None:
    """Create the schedules that do not exist yet; what an administrator changed stays as it is."""
    there = {task.name: task for task in known()}
    for name, (path, when, _label) in settings.SCHEDULES.items():
        if name not in there:
            PeriodicTask.objects.create(name=name, task=path, **timing(when))
        elif there[name].task != path:
            there[name].task = path
            there[name].save()


def timing(when: int | str) -> dict:
    """Fields of a PeriodicTask that runs every so many seconds (int) or as a crontab says (str, five words)."""
    if isinstance(when, int):
        return every(when)
    zone = settings.CELERY_TIMEZONE
    crontab, _created = CrontabSchedule.objects.get_or_create(
        timezone=zone, **dict(zip(CRON, when.split(), strict=True))
    )
    return {"crontab": crontab, "interval": None}


def every(seconds: int) -> dict:
    """A run that no worker took before the next one is due is dropped, so that they do not pile up."""
    interval, _created = IntervalSchedule.objects.get_or_create(every=seconds, period=IntervalSchedule.SECONDS)
    return {"interval": interval, "crontab": None, "expire_seconds": seconds}


def at(rhythm: str, moment: time) -> dict:
    """Fields of a PeriodicTask that runs at that moment of the days of a rhythm."""
    week, month, _words = RHYTHMS[rhythm]
    return timing(f"{moment.minute} {moment.hour} {month} * {week}")


def known() -> list[PeriodicTask]:
    """Ours only, in the order of the settings: Celery keeps rows of its own in the same table."""
    tasks = PeriodicTask.objects.filter(name__in=settings.SCHEDULES).select_related("crontab", "interval")
    order = list(settings.SCHEDULES)
    return sorted(tasks, key=lambda task: order.index(task.name))


def label(task: PeriodicTask) -> str:
    return str(settings.SCHEDULES[task.name][2])


def rhythm(task: PeriodicTask) -> tuple[str, time] | None:
    """Key of RHYTHMS and moment; None for an interval and for a crontab that somebody wrote elsewhere."""
    cron = task.crontab
    if cron is None or not (cron.minute.isdigit() and cron.hour.isdigit() and cron.month_of_year == "*"):
        return None
    days = (cron.day_of_week, cron.day_of_month)
    keys = [key for key, (week, month, _words) in RHYTHMS.items() if (week, month) == days]
    return (keys[0], time(int(cron.hour), int(cron.minute))) if keys else None


def in_words(task: PeriodicTask) -> str:
    if task.interval:
        n = task.interval.every
        return ngettext("Every second", "Every %(n)s seconds", n) % {"n": n}
    found = rhythm(task)
    if found is None:
        return " ".join(getattr(task.crontab, part) for part in CRON)
    return _("%(days)s at %(time)s") % {"days": RHYTHMS[found[0]][2], "time": date_format(found[1], "TIME_FORMAT")}


def run_now(task: PeriodicTask) -> None:
    import_string(task.task).delay()
