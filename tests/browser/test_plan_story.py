"""The whole story of a plan, played by three people: the KAM, the director, and the client."""

from django.conf import settings
from playwright.sync_api import expect

from plans.models import AccountPlan, Endorsement, SignOff, StrategicPriority
from tests.factories import GuestFactory, PlanFactory, StakeholderFactory, UserFactory
from tests.plans.conftest import fill
from tests.plans.portal.conftest import come_in


def enter(page, live_server, guest):
    """The page is the guest's from now on."""
    page.wait_for_load_state("networkidle")
    cookie = come_in(guest).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def arrive(page, sign_in, user, plan):
    """That person opens the plan."""
    page.wait_for_load_state("networkidle")
    sign_in(user)
    page.goto(plan.get_absolute_url())


def move(page, label, state, **texts):
    page.get_by_role("link", name=label, exact=True).click()
    for field, text in texts.items():
        page.get_by_label(field).fill(text)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".plan-head")).to_contain_text(state)


def test_a_plan_is_built_validated_written_with_the_client_and_approved(
    page, sign_in, live_server, account, manager, editor, director, axe
):
    plan = fill(PlanFactory(account=account, sponsor=UserFactory()), owner=manager)
    person = StakeholderFactory(account=account, name="Camille Roy", influence=4)
    guest = GuestFactory(account=account, stakeholder=person)
    add_what_the_swot_leads_to(page, sign_in, manager, plan)
    go_through_validation(page, sign_in, manager, director, plan)
    propose_a_change(page, live_server, guest, plan, axe)
    amend_it(page, sign_in, manager, plan, axe)
    agree_and_sign(page, live_server, guest, plan, axe)
    arrive(page, sign_in, director, plan)
    move(page, "Approve", "Approved")
    assert AccountPlan.objects.get().status == "approved"
    tell_how_far_it_is(page, live_server, guest, plan)


def add_what_the_swot_leads_to(page, sign_in, manager, plan):
    """One more action below the first objective, which the client does."""
    arrive(page, sign_in, manager, plan)
    move(page, "Begin the analysis", "Analysis")
    page.goto(f"{plan.get_absolute_url()}actions/new/?objective={plan.objectives.first().pk}")
    page.locator("#main [name=title]").fill("Send the forecast")
    page.locator("#main [name=due_on]").fill("2026-09-30")
    page.locator("#main select[name=client_owner]").select_option(label="Camille Roy", force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#main")).to_contain_text("Send the forecast")


def go_through_validation(page, sign_in, manager, director, plan):
    arrive(page, sign_in, manager, plan)
    move(page, "Hand in for validation", "Internal validation")
    arrive(page, sign_in, director, plan)
    move(page, "Send back with remarks", "Analysis", **{"4. Market": "Which segments?"})
    arrive(page, sign_in, manager, plan)
    expect(page.locator(".plan-sections")).to_contain_text("Which segments?")
    move(page, "Hand in for validation", "Internal validation")
    arrive(page, sign_in, director, plan)
    move(page, "Validate", "Client co-writing")


def propose_a_change(page, live_server, guest, plan, axe):
    enter(page, live_server, guest)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"/portal/plans/{plan.pk}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    first = page.locator(".portal-priorities > li").first
    first.get_by_text("Propose a change").click()
    first.get_by_role("link", name="in one sentence").click()
    assert axe() == []
    page.get_by_label("in one sentence").fill("We cut your delays by half.")
    page.get_by_label("Why").fill("We need a figure.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    page.goto(f"/portal/plans/{plan.pk}/")
    page.get_by_role("link", name="Propose an action").click()
    page.get_by_label("Action").fill("Visit the plant together")
    page.get_by_label("Due on").fill("2026-10-15")
    page.get_by_role("button", name="Propose").click()
    expect(page.locator("#main")).to_contain_text("What you do yourself")
    expect(page.get_by_text("Waiting")).to_have_count(2)
    assert axe() == []
    page.wait_for_load_state("networkidle")
    page.set_viewport_size({"width": 1440, "height": 900})


def amend_it(page, sign_in, manager, plan, axe):
    """One proposal amended, by keyboard, the other taken."""
    arrive(page, sign_in, manager, plan)
    page.get_by_role("link", name="Words of the client").click()
    expect(page.locator(".proposal")).to_have_count(2)
    assert axe() == []
    page.locator("#inbox[data-ready]").wait_for()
    page.keyboard.press("m")
    page.locator("#main [name=sentence]").fill("We cut your delays by a third.")
    page.get_by_label("A word to the client (if you like)").fill("A third is what we can promise.")
    page.get_by_role("button", name="Put it into the plan").click()
    expect(page.locator(".proposal")).to_have_count(1)
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#main")).to_contain_text("Nothing waits for you")


def agree_and_sign(page, live_server, guest, plan, axe):
    enter(page, live_server, guest)
    page.goto(f"/portal/plans/{plan.pk}/words/")
    expect(page.locator("#main")).to_contain_text("A third is what we can promise.")
    for _priority in range(2):
        page.get_by_role("link", name="It is mine too").first.click()
        page.get_by_role("button", name="Yes, it is mine too").click()
        expect(page.get_by_role("status")).to_contain_text("yours too")
    page.get_by_role("link", name="Sign", exact=True).click()
    assert axe() == []
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("your signature is recorded")
    page.wait_for_load_state("networkidle")
    assert StrategicPriority.objects.first().sentence == "We cut your delays by a third."
    assert (Endorsement.objects.count(), SignOff.objects.get().name) == (2, "Camille Roy")


def tell_how_far_it_is(page, live_server, guest, plan):
    enter(page, live_server, guest)
    page.goto(f"/portal/plans/{plan.pk}/words/")
    page.get_by_role("link", name="Tell us how far it is · Send the forecast").click()
    page.locator("[name=progress]").fill("50")
    page.get_by_role("button", name="Tell").click()
    expect(page.locator("#main")).to_contain_text("50 %")
    page.wait_for_load_state("networkidle")
