"""A job reports by itself on an open page, and stops asking when it is over."""

import re

from playwright.sync_api import expect

from kam.jobs.models import Job
from tests.factories import JobFactory, UserFactory


def test_the_page_of_a_job_follows_it_to_its_end(sign_in, axe):
    person = UserFactory()
    job = JobFactory(started_by=person, label="Import of accounts")
    job.start()
    page = sign_in(person)
    page.goto(f"/jobs/{job.pk}/")
    assert axe() == []
    job.progress(40, "4 of 10 rows")
    expect(page.get_by_text("4 of 10 rows")).to_be_visible()
    expect(page.locator("progress")).to_have_js_property("value", 40)
    Job.objects.filter(pk=job.pk).update(result_url="/jobs/")
    job.finish("10 rows")
    expect(page.get_by_role("link", name="See the result")).to_be_visible()
    assert page.locator("[hx-trigger='every 1s']").count() == 0


def test_a_running_job_is_stopped_from_its_page(sign_in):
    person = UserFactory()
    job = JobFactory(started_by=person)
    job.start()
    page = sign_in(person)
    page.goto(f"/jobs/{job.pk}/")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#main .pill")).to_have_text("Cancelled")
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED


def test_a_schedule_is_moved_and_read_in_words(sign_in):
    page = sign_in(UserFactory(role="administrator"))
    page.goto("/jobs/schedules/")
    page.get_by_role("link", name=re.compile("Edit.+Compute the figures")).click()
    page.get_by_label("Days").select_option("weekdays")
    page.get_by_label("Time").fill("23:30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Monday to Friday at 11:30 p.m.")).to_be_visible()
