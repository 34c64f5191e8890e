"""What a task may rely on: status, language, authorship, and a clean end when somebody stops the job."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation

from kam.jobs.models import Cancelled, Job
from kam.jobs.tasks import forget_old_jobs
from kam.jobs.work import working
from kam.users.models import Team
from tests.factories import JobFactory, TeamFactory, UserFactory


@pytest.fixture
def job(db):
    return JobFactory()


def stored(job):
    return Job.objects.get(pk=job.pk)


def test_the_work_runs_and_says_how_it_ended(job):
    with working(job.pk) as mine:
        assert stored(job).status == Job.Status.RUNNING
        mine.progress(40, "4 of 10")
        assert (stored(job).percent, stored(job).message) == (40, "4 of 10")
        mine.finish("10 rows", rows=10)
    assert (stored(job).status, stored(job).percent, stored(job).result) == ("done", 100, {"rows": 10})


def test_the_work_speaks_the_language_of_whoever_asked(db):
    with translation.override("fr"), working(JobFactory(started_by=UserFactory(language="en")).pk):
        assert translation.get_language() == "en"


def test_what_the_work_changes_is_signed_by_whoever_asked(manager):
    with working(JobFactory(started_by=manager).pk):
        team = TeamFactory()
    assert team.events.get().pgh_context.metadata["user"] == manager.pk


def test_progress_never_says_a_hundred_before_the_end(job):
    job.progress(100)
    assert stored(job).percent == 99


def test_a_failure_is_shown_and_goes_on_to_the_log(job):
    def fail():
        with working(job.pk):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert stored(job).status == Job.Status.FAILED
    assert stored(job).finished_at is not None


def test_a_job_stopped_before_it_began_is_not_begun(job):
    job.cancel()
    with working(job.pk) as mine:
        assert mine is None
    assert stored(job).status == Job.Status.CANCELLED


def test_a_stopped_job_ends_at_its_next_step_without_a_failure(job):
    steps = []
    with working(job.pk) as mine:
        for step in range(3):
            steps.append(step)
            stored(job).cancel()  # somebody, in another process
            mine.progress(step)
    assert steps == [0]
    assert stored(job).status == Job.Status.CANCELLED


def test_the_transaction_of_a_stopped_job_is_rolled_back(job):
    with working(job.pk) as mine, transaction.atomic():
        TeamFactory(name="half done")
        stored(job).cancel()
        mine.progress(50)
    assert not Team.objects.filter(name="half done").exists()


def test_progress_of_a_stopped_job_changes_nothing(job):
    job.progress(10, "first")
    stored(job).cancel()
    with pytest.raises(Cancelled):
        job.progress(20, "second")
    assert (stored(job).percent, stored(job).message) == (10, "first")


def test_what_is_over_cannot_be_stopped(job):
    job.finish()
    assert job.cancel() is False
    assert stored(job).status == Job.Status.DONE


def test_a_killed_worker_leaves_a_job_that_starts_over(job):
    job.start()
    with working(job.pk) as mine:
        mine.finish()
    assert stored(job).status == Job.Status.DONE


def test_a_job_that_runs_longer_than_any_task_may_is_silent(job, settings):
    settings.CELERY_TASK_TIME_LIMIT = 900
    job.start()
    assert not job.is_silent(job.started_at + timedelta(seconds=900))
    assert job.is_silent(job.started_at + timedelta(seconds=901))
    job.finish()
    assert not job.is_silent(job.started_at + timedelta(days=1))


def test_old_finished_jobs_are_forgotten(settings, db):
    settings.JOB_DAYS = 90
    long_ago = timezone.now() - timedelta(days=91)
    JobFactory(created_at=long_ago, status=Job.Status.DONE)
    kept = {
        JobFactory(created_at=long_ago, status=Job.Status.RUNNING),
        JobFactory(created_at=long_ago + timedelta(days=2), status=Job.Status.DONE),
    }
    forget_old_jobs()
    assert set(Job.objects.all()) == kept
