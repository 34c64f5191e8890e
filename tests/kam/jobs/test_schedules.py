"""Scheduled work: there from the start, moved by administrators and never moved back."""

from datetime import time

import pytest
from django.conf import settings as real_settings
from django.core.management import call_command
from django.utils import translation
from django.utils.module_loading import import_string
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from kam.jobs import schedules


def task(name):
    return PeriodicTask.objects.get(name=name)


@pytest.fixture
def as_admin(client, admin):
    client.force_login(admin)
    return client


@pytest.mark.parametrize("path", [path for path, _when, _label in real_settings.SCHEDULES.values()])
def test_every_schedule_names_a_task_that_exists(path):
    assert import_string(path).name == path


def test_the_schedules_are_there_after_a_migration(db):
    PeriodicTask.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert {row.name for row in PeriodicTask.objects.all()} == set(real_settings.SCHEDULES)
    nightly = task("take_readings")
    assert (nightly.crontab.hour, nightly.crontab.minute, str(nightly.crontab.timezone)) == ("2", "0", "Europe/Paris")
    assert (task("refresh_stale").interval.every, task("refresh_stale").expire_seconds) == (5, 5)


def test_what_an_administrator_changed_stays(as_admin):
    nightly = task("take_readings")
    as_admin.post(f"/jobs/schedules/{nightly.pk}/", {"rhythm": "weekdays", "moment": "23:45"})
    schedules.install()
    nightly = task("take_readings")
    assert not nightly.enabled
    assert (nightly.crontab.hour, nightly.crontab.minute, nightly.crontab.day_of_week) == ("23", "45", "1-5")


def test_moving_one_schedule_does_not_move_another_at_the_same_time(as_admin, settings):
    settings.SCHEDULES = {**settings.SCHEDULES, "other": ("kam.jobs.tasks.forget_old_jobs", "0 2 * * *", "Other")}
    schedules.install()
    as_admin.post(
        f"/jobs/schedules/{task('take_readings').pk}/", {"rhythm": "daily", "moment": "05:00", "enabled": "on"}
    )
    assert task("other").crontab.hour == "2"


def test_a_task_that_was_renamed_in_the_code_is_followed(db, settings):
    path, when, label = settings.SCHEDULES["forget_old_jobs"]
    PeriodicTask.objects.filter(name="forget_old_jobs").update(task="old.path", enabled=False)
    schedules.install()
    assert (task("forget_old_jobs").task, task("forget_old_jobs").enabled) == (path, False)


def test_rows_of_celery_itself_are_not_shown(as_admin):
    PeriodicTask.objects.create(name="celery.backend_cleanup", task="celery.backend_cleanup", **schedules.every(60))
    assert "backend_cleanup" not in as_admin.get("/jobs/schedules/").content.decode()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("0 2 * * *", "Every day at 2 a.m."),
        ("30 3 * * 1-5", "Monday to Friday at 3:30 a.m."),
        ("5 23 * * 0", "Every Sunday at 11:05 p.m."),
        ("0 4 1 * *", "On the first of the month at 4 a.m."),
        ("*/7 * * * *", "*/7 * * * *"),
        (5, "Every 5 seconds"),
        (1, "Every second"),
    ],
)
def test_a_schedule_is_read_in_plain_words(db, when, words):
    with translation.override("en"):
        assert schedules.in_words(PeriodicTask(name="x", **schedules.timing(when))) == words


@pytest.mark.parametrize("key", schedules.RHYTHMS)
def test_what_the_form_writes_it_reads_back(db, key):
    row = PeriodicTask(name="x", **schedules.at(key, time(6, 30)))
    assert schedules.rhythm(row) == (key, time(6, 30))


def test_the_pace_of_a_frequent_schedule_has_bounds(as_admin):
    row = task("refresh_stale")
    for seconds, kept in (("1", 5), ("30", 30), ("99999", 30)):
        as_admin.post(f"/jobs/schedules/{row.pk}/", {"enabled": "on", "seconds": seconds})
        assert task("refresh_stale").interval.every == kept
    assert task("refresh_stale").expire_seconds == 30


def test_a_schedule_is_run_at_once(as_admin, monkeypatch):
    run = []
    monkeypatch.setattr("kam.jobs.tasks.forget_old_jobs.run", lambda: run.append(True))
    page = as_admin.post(f"/jobs/schedules/{task('forget_old_jobs').pk}/run/", follow=True)
    assert run == [True]
    assert "Started: Forget old jobs." in page.content.decode()


def test_a_time_zone_of_the_table_is_that_of_the_settings(db):
    assert {str(row.timezone) for row in CrontabSchedule.objects.all()} == {"Europe/Paris"}
