"""Somebody of the client is invited, comes in with his code, reads, and is taken out."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from playwright.sync_api import expect

from plans.models import Status
from plans.portal.models import Guest
from plans.sharing import publish
from tests.factories import PlanFactory, StakeholderFactory
from tests.plans.conftest import fill, put


@pytest.fixture
def plan(account, manager):
    plan = PlanFactory(account=account)
    fill(plan, owner=manager)
    publish(plan, by=manager, at=datetime(2026, 3, 1, tzinfo=UTC))
    return put(plan, Status.CLIENT_COWRITING)


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, name="Camille Roy", email="camille@client.example")


def test_from_the_invitation_to_the_plan_and_out_again(page, sign_in, live_server, settings, manager, plan, person):
    settings.SITE_URL = live_server.url
    sign_in(manager)
    page.goto(plan.get_absolute_url())
    page.get_by_role("link", name="Guests", exact=True).click()
    page.get_by_role("link", name="Invite somebody").first.click()
    page.locator("#main [name=stakeholder]").select_option(label="Camille Roy · camille@client.example")
    page.get_by_label("A word of yours").fill("See you on Monday.")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("The invitation is on its way to Camille Roy.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(re.search(r"http\S+/portal/enter/\S+", mail.outbox[-1].body)[0])
    page.get_by_role("button", name="Send me the code").click()
    expect(page.get_by_text("A code is on its way")).to_be_visible()
    page.get_by_label("The code of the e-mail").fill(re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0])
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("heading", name="Strategic priorities")).to_be_visible()
    expect(page.get_by_role("heading", name="Competition")).to_have_count(0)
    page.get_by_role("link", name="Market", exact=True).click()
    expect(page).to_have_url(re.compile(r"/portal/plans/\d+/#market$"))
    Guest.objects.update(revoked_at=datetime(2026, 4, 1, tzinfo=UTC))
    page.reload()
    expect(page.get_by_text("Your visit is over, or your invitation no longer holds.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_the_portal_break_no_rule_of_accessibility(page, sign_in, axe, manager, plan, person, theme):
    manager.theme = theme
    manager.save()
    page.emulate_media(color_scheme=theme)
    sign_in(manager)
    for path in ("guests/", "guests/invite/", f"guests/as/{person.pk}/plans/{plan.pk}/"):
        page.goto(f"/accounts/{plan.account_id}/{path}")
        assert axe() == []
