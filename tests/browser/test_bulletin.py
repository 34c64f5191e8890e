"""A bulletin is drafted, edited, confirmed, mailed, read and seen to be read; a result is recognised in two clicks."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from projects.models import Bulletin, Project, Recipient, ResultRecognition
from tests.factories import ProjectFactory, ResultFactory, StakeholderFactory, TaskFactory


@pytest.fixture
def project(account, manager):
    manager.language = "en"
    manager.save()
    today = timezone.localdate()
    anne = StakeholderFactory(account=account, name="Anne Roy", influence=5, email="anne@client.example")
    project = ProjectFactory(
        account=account, name="Pilot", reference_kam=manager, client_sponsor=anne, starts_on=today - timedelta(days=40)
    )
    TaskFactory(project=project, name="Dig", done_on=today - timedelta(days=3))
    TaskFactory(project=project, name="Secret", done_on=today - timedelta(days=3), is_internal=True)
    ResultFactory(project=project, metric="Delay", delivered_on=today - timedelta(days=2), value=12_000)
    return project


def test_a_bulletin_goes_from_its_draft_to_its_reading(page, sign_in, manager, project, axe):
    sign_in(manager)
    page.goto(f"/projects/{project.pk}/bulletins/")
    page.get_by_label("Language of the readers").select_option("en")
    page.get_by_role("button", name="Draft the bulletin").click()
    achieved = page.get_by_label("achieved")
    expect(achieved).to_have_value(re.compile("Dig: done"))
    expect(achieved).not_to_have_value(re.compile("Secret"))
    page.wait_for_quiet()
    achieved.fill("- The pilot runs in **Lyon**")
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.locator(".bulletin strong", has_text="Lyon")).to_be_visible()
    page.get_by_role("link", name="Choose the readers").click()
    expect(page.get_by_label("Anne Roy")).to_be_checked()
    page.get_by_role("button", name="Look at it before it leaves").click()
    expect(page.get_by_text("anne@client.example")).to_be_visible()
    assert mail.outbox == []
    page.wait_for_quiet()
    page.get_by_role("button", name="Send the bulletin").click()
    expect(page.get_by_text("The bulletin leaves for 1 person.")).to_be_visible()
    assert [each.to for each in mail.outbox] == [["anne@client.example"]]

    recipient = Recipient.objects.get()
    page.context.clear_cookies()
    page.goto(f"/b/{recipient.token}/")
    expect(page.get_by_text("The pilot runs in Lyon")).to_be_visible()
    assert axe() == []
    expect(page.locator("[data-told]")).to_be_visible()
    recipient.refresh_from_db()
    assert recipient.read_at

    sign_in(manager)
    page.goto(f"/projects/bulletins/{Bulletin.objects.get().pk}/")
    expect(page.get_by_text("read on", exact=False).first).to_be_visible()


def test_a_result_is_recognised_in_two_clicks(page, sign_in, manager, project, axe):
    sign_in(manager)
    page.goto(f"/projects/{project.pk}/results/")
    assert axe() == []
    page.get_by_role("link", name="Recognised by Anne Roy").click()
    page.wait_for_quiet()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Acknowledged")).to_be_visible()
    assert ResultRecognition.objects.get().stakeholder.name == "Anne Roy"
    assert Project.objects.get().results.count() == 1
