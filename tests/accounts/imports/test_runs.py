"""All or nothing: what a stopped worker, a cancelled job and a second worker leave behind."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone

from accounts.imports import runs, tasks, writer
from accounts.models import Account, Import, ImportChange
from kam.jobs.models import Job
from tests.factories import JobFactory, UserFactory

TEXT = "Nom;Ville\n" + "".join(f"Account {n};Lyon\n" for n in range(2500))


def checked(user=None, text=TEXT):
    imported = Import(
        kind="accounts",
        name="a.csv",
        headers=["Nom", "Ville"],
        mapping={"Nom": "name", "Ville": "city"},
        match_key="name",
        created_by=user,
    )
    imported.file.save("a.csv", ContentFile(text.encode()))
    runs.check(imported, timezone.now())
    return imported


@pytest.fixture
def imported(db):
    return checked()


class Killed(BaseException):
    """A worker that dies says nothing to anybody."""


def dying_after(monkeypatch, batches):
    """The process dies while it writes one of the next batches."""
    done = []
    write = writer.write

    def dies(*args):
        done.append(args)
        if len(done) > batches:
            raise Killed
        return write(*args)

    monkeypatch.setattr(writer, "write", dies)


def test_the_dry_run_says_what_the_import_then_does(imported):
    assert dict(imported.counts) == {"rows": 2500, "create": 2500}
    assert Account.objects.count() == 0
    assert runs.apply(imported.pk, timezone.now()).counts == imported.counts
    assert Account.objects.count() == 2500


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it_once(imported, monkeypatch):
    with monkeypatch.context() as patch:
        dying_after(patch, 1)
        with pytest.raises(Killed):
            runs.apply(imported.pk, timezone.now())
    assert (Account.objects.count(), ImportChange.objects.count()) == (0, 0)
    imported.refresh_from_db()
    assert imported.status == Import.Status.CHECKED
    assert imported.rows.count() == 2500
    runs.apply(imported.pk, timezone.now())
    runs.apply(imported.pk, timezone.now())
    assert Account.objects.count() == 2500


def test_a_task_delivered_twice_imports_once_and_ends_the_job(imported):
    job = JobFactory(kind=Job.Kind.IMPORT)
    tasks.apply_import(imported.pk, job.pk)
    Job.objects.update(status=Job.Status.RUNNING)
    tasks.apply_import(imported.pk, job.pk)
    job.refresh_from_db()
    assert (job.status, job.result["create"]) == (Job.Status.DONE, 2500)
    assert Account.objects.count() == 2500


def test_a_failure_is_told_and_leaves_nothing(imported, monkeypatch):
    monkeypatch.setattr(writer, "create", lambda *args: 1 / 0)
    job = JobFactory(kind=Job.Kind.IMPORT)
    with pytest.raises(ZeroDivisionError):
        tasks.apply_import(imported.pk, job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert Account.objects.count() == 0


def test_what_changed_between_the_dry_run_and_the_import_counts(imported):
    Account.objects.create(name="Account 7", city="Lyon")
    assert runs.apply(imported.pk, timezone.now()).counts == {"rows": 2500, "create": 2499, "unchanged": 1}


def test_a_file_that_breaks_a_limit_further_down_fails_with_its_message(db, settings):
    settings.IMPORT_MAX_ROWS = 100
    imported = Import(kind="accounts", name="a.csv", mapping={"Nom": "name"}, match_key="name")
    imported.file.save("a.csv", ContentFile(TEXT.encode()))
    job = JobFactory(kind=Job.Kind.IMPORT)
    tasks.check_import(imported.pk, job.pk)
    job.refresh_from_db()
    imported.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "100" in job.message
    assert (imported.problem, imported.status) == (job.message, Import.Status.MAPPING)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_import_is_still_open(monkeypatch):
    imported, job, seen = checked(UserFactory()), JobFactory(kind=Job.Kind.IMPORT), []
    keep = writer.keep_rows

    def look(*args):
        """What somebody else reads in the middle of the transaction."""

        def read():
            seen.append((Job.objects.get(pk=job.pk).percent, Account.objects.count()))
            connections.close_all()

        other = threading.Thread(target=read)
        other.start()
        other.join()
        return keep(*args)

    monkeypatch.setattr(writer, "keep_rows", look)
    tasks.apply_import(imported.pk, job.pk)
    assert [accounts for _percent, accounts in seen] == [0, 0, 0]
    assert [percent for percent, _accounts in seen] == sorted({percent for percent, _accounts in seen})
    assert Account.objects.count() == 2500


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_import_leaves_nothing(monkeypatch):
    imported, job = checked(UserFactory()), JobFactory(kind=Job.Kind.IMPORT)
    write = writer.write

    def cancel_then_write(*args):
        def cancel():
            Job.objects.get(pk=job.pk).cancel()
            connections.close_all()

        other = threading.Thread(target=cancel)
        other.start()
        other.join()
        return write(*args)

    monkeypatch.setattr(writer, "write", cancel_then_write)
    tasks.apply_import(imported.pk, job.pk)
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert (Account.objects.count(), ImportChange.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_create_its_rows_once(monkeypatch):
    first, second = (checked(text="Nom;Ville\nAcme;Lyon\n") for _copy in range(2))
    inside, go_on, survey = threading.Event(), threading.Event(), writer.survey

    def slow(*args):
        inside.set()
        assert go_on.wait(10)
        return survey(*args)

    def applied(pk):
        try:
            return runs.apply(pk, timezone.now()).counts
        finally:
            connections.close_all()

    monkeypatch.setattr(writer, "survey", slow)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(applied, first.pk)
        assert inside.wait(10)
        inside.clear()
        other = pool.submit(applied, second.pk)
        assert not inside.wait(0.5)  # the second waits until the first is written
        go_on.set()
        assert (one.result(20)["create"], other.result(20)["unchanged"]) == (1, 1)
    assert Account.objects.get().name == "Acme"


def test_old_files_are_deleted_and_reports_stay(imported, settings):
    path = imported.file.path
    tasks.forget_old_files()
    assert Import.objects.get().file
    Import.objects.update(created_at=timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS + 1))
    tasks.forget_old_files()
    assert not Import.objects.get().file
    assert imported.rows.exists()
    assert not Path(path).exists()


def test_a_stored_file_has_a_name_nobody_can_guess(imported):
    assert imported.file.name.startswith("imports/")
    assert "a.csv" not in imported.file.name
