"""Anonymising in a real Chromium: nothing without the tick, everything after it."""

from playwright.sync_api import expect

from tests.factories import CommentFactory, StakeholderFactory


def test_a_person_is_anonymised_by_keyboard_after_a_confirmation(page, sign_in, axe, account, manager):
    person = StakeholderFactory(account=account, name="Anne Ledoux", email="anne@client.example", stakes="Costs")
    note = CommentFactory(account=account, author=manager, text="Lunch with Anne Ledoux")
    sign_in(manager)
    page.goto(f"/stakeholders/{person.pk}/")
    page.get_by_role("link", name="Anonymise…").press("Enter")
    expect(page.get_by_role("heading", name="Anonymise Anne Ledoux")).to_be_visible()
    assert axe() == []
    button = page.get_by_role("button", name="Anonymise for good")
    button.press("Enter")  # without the tick the browser asks for it
    expect(page.get_by_label("I understand that this cannot be undone by anybody")).to_be_focused()
    person.refresh_from_db()
    assert person.name == "Anne Ledoux"
    page.get_by_label("I understand that this cannot be undone by anybody").press("Space")
    button.press("Enter")
    expect(page.get_by_text("The person has been anonymised.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Anne Ledoux")
    note.refresh_from_db()
    assert "Anne Ledoux" not in note.text
    expect(page.get_by_role("link", name="Anonymise…")).to_have_count(0)


def test_everything_held_is_read_and_saved(page, sign_in, axe, account, manager):
    person = StakeholderFactory(account=account, name="Anne Ledoux", stakes="Costs")
    sign_in(manager)
    page.goto(f"/stakeholders/{person.pk}/")
    page.get_by_role("link", name="All that is held").click()
    expect(page.get_by_role("heading", name="Who has read the opinions")).to_be_visible()
    assert axe() == []
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename.startswith("anne-ledoux-")
