"""The pages of long work: a list, a job that reports by itself, a button that stops it."""

import pytest

from kam.jobs.models import Job
from tests.factories import JobFactory


@pytest.fixture
def job(manager):
    return JobFactory(started_by=manager, label="Import of accounts")


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


def fragment(client, job):
    return client.get(f"/jobs/{job.pk}/progress/").content.decode()


def test_each_sees_his_own_jobs_and_an_administrator_those_of_all(client, job, outsider, admin):
    theirs = JobFactory(started_by=outsider)
    for person, seen in ((job.started_by, {job}), (outsider, {theirs}), (admin, {job, theirs})):
        client.force_login(person)
        assert {row.record for row in client.get("/jobs/").context["table"].rows} == seen


def test_only_an_administrator_reads_who_asked(as_manager, job, client, admin):
    assert "started_by" not in as_manager.get("/jobs/").context["table"].columns.names()
    client.force_login(admin)
    assert "started_by" in client.get("/jobs/").context["table"].columns.names()


def test_the_list_is_filtered_by_state_and_words(as_manager, job):
    JobFactory(started_by=job.started_by, status=Job.Status.DONE, label="Bulk edit")
    for query, labels in (("status=done", ["Bulk edit"]), ("q=accounts", ["Import of accounts"]), ("kind=import", [])):
        assert [row.record.label for row in as_manager.get(f"/jobs/?{query}").context["table"].rows] == labels


def test_a_running_job_asks_for_news_by_itself(as_manager, job):
    job.start()
    job.progress(40, "4 of 10 rows")
    html = fragment(as_manager, job)
    assert 'hx-trigger="every 1s"' in html
    assert 'value="40"' in html
    assert "4 of 10 rows" in html
    assert f"/jobs/{job.pk}/cancel/" in html


def test_the_page_is_loaded_again_when_the_job_has_ended(as_manager, job):
    address = f"/jobs/{job.pk}/progress/"
    assert "HX-Refresh" not in as_manager.get(address)
    job.finish("10 rows")
    assert as_manager.get(address)["HX-Refresh"] == "true"


def test_a_job_that_is_over_asks_no_more_and_leads_to_its_result(as_manager, job):
    Job.objects.filter(pk=job.pk).update(result_url="/imports/3/")
    job.finish("10 rows")
    html = fragment(as_manager, job)
    assert "hx-trigger" not in html
    assert "/cancel/" not in html
    assert 'href="/imports/3/"' in html


def test_the_fragment_is_part_of_the_page_and_no_page_itself(as_manager, job):
    assert "<html" not in fragment(as_manager, job)
    assert f'id="job-{job.pk}"' in as_manager.get(f"/jobs/{job.pk}/").content.decode()


def test_stopping_a_job_stops_it_once(as_manager, job):
    as_manager.post(f"/jobs/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    page = as_manager.post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "It was over already." in page.content.decode()


def test_a_message_is_escaped(as_manager, job):
    job.progress(1, "<img src=x>")
    assert "<img" not in fragment(as_manager, job)


def test_the_list_takes_as_many_queries_for_fifty_jobs(client, admin, job, django_assert_num_queries):
    client.force_login(admin)
    client.get("/jobs/")
    JobFactory.create_batch(50, started_by=job.started_by)
    with django_assert_num_queries(5):  # session, person, second factor, count, page
        client.get("/jobs/")
