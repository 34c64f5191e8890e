"""A person at the door: password, second factor, recovery code, devices, in a real browser."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as codes
from playwright.sync_api import expect

from kam.users import services
from tests.factories import UserFactory

PASSWORD = "a long sentence nobody guesses"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture
def person(transactional_db):
    person = UserFactory(email="claire@example.com", first_name="Claire", last_name="Laurent")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture(autouse=True)
def half_a_minute_that_stays(monkeypatch):
    """A code must not expire between being computed here and being read by the server, however slow the machine."""
    now = list(codes.yield_hotp_counters_from_time())
    monkeypatch.setattr(codes, "yield_hotp_counters_from_time", lambda: now)


def code_of(secret):
    return codes.format_hotp_value(codes.hotp_value(secret, codes.yield_hotp_counters_from_time()[0]))


def enter(page, password=PASSWORD):
    page.goto("/people/me/")
    page.get_by_label("E-mail address").fill("Claire@Example.com")
    page.get_by_label("Password", exact=False).first.fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_person_signs_in_and_lands_on_the_page_that_was_asked_for(page, person, axe):
    page.goto("/people/me/")
    assert axe() == []
    enter(page, "wrong")
    expect(page.get_by_text("are not correct")).to_be_visible()
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferences")
    assert axe() == []


def test_a_required_second_factor_is_set_up_before_anything_else(page, person, axe):
    services.require_second_factor([person.role])
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the second factor")
    assert axe() == []
    page.get_by_text("Or type the key").click()
    secret = page.locator("#totp-key").inner_text()
    assert page.locator("img[src^='data:image/svg']").evaluate("image => image.naturalWidth > 0")
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    assert axe() == []
    page.goto("/people/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferences")


def test_the_code_of_the_phone_opens_the_door(page, person, axe):
    codes.TOTP.activate(person, SECRET)
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    assert axe() == []
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Incorrect code.")).to_be_visible()
    page.get_by_label("Code").fill(code_of(SECRET))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferences")


def test_a_recovery_code_opens_the_door_without_the_phone(page, person):
    codes.TOTP.activate(person, SECRET)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    enter(page)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preferences")
    page.get_by_role("link", name="Second factor").click()
    expect(page.get_by_text("9 codes left")).to_be_visible()


def test_a_device_is_signed_out_from_another_one(page, person, browser, live_server):
    other = browser.new_context(base_url=live_server.url, locale="en-GB")
    theirs = other.new_page()
    enter(theirs)
    enter(page)
    page.get_by_role("link", name="Signed-in devices").click()
    expect(page.get_by_text("This device")).to_be_visible()
    page.locator("#main").get_by_role("button", name="Sign out Chrome").click()
    expect(page.get_by_text("This device is signed out.")).to_be_visible()
    theirs.goto("/people/me/")
    expect(theirs.get_by_role("button", name="Sign in")).to_be_visible()
    other.close()


def test_the_language_of_the_door_is_switched(page, transactional_db):
    page.goto("/auth/login/")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
