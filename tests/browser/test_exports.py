"""A plan is asked for as a document, its progress seen, the file taken."""

import re

import pytest
from playwright.sync_api import expect

from kam.jobs.models import Job
from plans.exports.tasks import make_export
from plans.models import AccountPlan
from plans.sharing import publish
from tests.factories import PlanFactory, UserFactory
from tests.plans.conftest import fill


@pytest.fixture
def plan(account, manager):
    plan = fill(PlanFactory(account=account, sponsor=UserFactory()), owner=manager)
    publish(plan, by=None, at=plan.created_at)
    return AccountPlan.objects.get(pk=plan.pk)


def test_a_kam_asks_for_the_document_sees_its_progress_and_takes_it(page, sign_in, manager, plan, monkeypatch):
    monkeypatch.setattr("plans.exports.services.make_export.delay_on_commit", lambda pk: None)  # the worker is busy
    sign_in(manager)
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_role("button", name=re.compile("PDF, The whole plan")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Waiting for its turn.")).to_be_visible()
    job = Job.objects.get()
    job.start()
    job.progress(40, "Setting the pages")
    expect(page.get_by_text("Setting the pages")).to_be_visible()
    make_export(job.pk)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Download").click()
    assert waited.value.suggested_filename.endswith(".pdf")
    assert waited.value.path().read_bytes().startswith(b"%PDF-")


def test_a_calendar_is_there_at_once(page, sign_in, manager, plan):
    sign_in(manager)
    page.goto(f"{plan.get_absolute_url()}export/")
    with page.expect_download() as waited:
        page.get_by_role("button", name=re.compile("calendar, The client edition")).click()
    assert waited.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_of_exports_breaks_no_rule_of_accessibility_and_fits_a_phone(page, sign_in, axe, manager, plan, theme):
    page.emulate_media(color_scheme=theme)
    sign_in(manager)
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{plan.get_absolute_url()}export/")
        assert axe() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
