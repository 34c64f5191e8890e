"""The journal in a real Chromium: a colleague named by keyboard, files, a step done and taken back."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Attachment, Comment, Notice
from accounts.stakeholders.models import Interaction
from tests.factories import CommentFactory, InteractionFactory, KnowledgeItemFactory, MembershipFactory, UserFactory


@pytest.fixture
def sophie(account):
    return MembershipFactory(account=account, user=UserFactory(first_name="Sophie", last_name="Petit")).user


def test_a_colleague_is_named_by_keyboard_and_finds_it_under_the_bell(page, sign_in, axe, account, manager, sophie):
    MembershipFactory(account=account, user=UserFactory(first_name="Sophie", last_name="Arnal"))
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/comments/new/")
    note = page.locator("#main textarea[name=text]")
    note.press_sequentially("Could @soph")
    options = page.locator(".mention-list").get_by_role("option")
    expect(options).to_have_count(2)
    expect(note).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    assert axe() == []
    note.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    note.press("Enter")
    expect(note).to_have_value("Could @Sophie Petit ")
    expect(options).to_have_count(0)
    note.press_sequentially("look? @x")
    expect(options).to_have_count(0)
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Comment.objects.get().text == "Could @Sophie Petit look? @x"
    sign_in(sophie)
    page.goto("/jobs/")
    page.get_by_role("link", name="Notices: 1 unread").press("Enter")
    page.get_by_role("button", name=re.compile("mentioned you")).press("Enter")
    expect(page.locator(".mention")).to_have_text("@Sophie Petit")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    assert Notice.objects.get().read_at


def test_escape_leaves_what_was_typed(page, sign_in, account, manager, sophie):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/")
    note, options = page.locator("#comment-text"), page.locator(".mention-list").get_by_role("option")
    note.press_sequentially("Ask @So")
    expect(options).to_have_count(1)
    note.press("Escape")
    expect(options).to_have_count(0)
    expect(note).to_have_value("Ask @So")
    expect(note).to_be_focused()


def test_files_are_attached_fetched_deleted_and_brought_back(page, sign_in, axe, account, manager):
    record = InteractionFactory(account=account, subject="Review")
    sign_in(manager)
    page.goto(record.get_absolute_url())
    files = [
        {"name": "Été.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 words"},
        {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"words"},
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Add the files").click()
    expect(page.get_by_text("2 files added.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Été.pdf").click()
    assert download.value.suggested_filename == "Été.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 words"
    page.get_by_role("button", name="Delete: notes.txt").click()
    expect(page.get_by_role("link", name="notes.txt")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="notes.txt")).to_be_visible()
    page.locator("input[type=file]").set_input_files({"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg>"})
    page.get_by_role("button", name="Add the files").click()
    expect(page.get_by_text("“x.svg” is not taken")).to_be_visible()
    assert Attachment.objects.count() == 2
    assert axe() == []


def test_a_next_step_is_done_and_taken_back_by_keyboard(page, sign_in, axe, account, manager):
    InteractionFactory(account=account, next_step="Send the offer", next_step_on="2026-01-20")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/journal/")
    page.get_by_role("navigation", name="Views of the journal").get_by_role("link", name="Interactions").press("Enter")
    expect(page.get_by_role("heading", name="Next steps")).to_be_visible()
    assert axe() == []
    page.get_by_role("button", name="Done: Send the offer").press("Enter")
    expect(page.get_by_role("heading", name="Next steps")).to_have_count(0)
    assert Interaction.objects.get().next_step_done_on
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("heading", name="Next steps")).to_be_visible()
    assert Interaction.objects.get().next_step_done_on is None


@pytest.mark.parametrize("width", [1440, 360])
def test_the_pages_of_the_journal_fit_and_are_accessible(width, page, sign_in, axe, account, manager):
    KnowledgeItemFactory(account=account, text="W" * 300, source="https://example.com/" + "x" * 200)
    CommentFactory(account=account, author=manager, text="word " * 60, topic="risk", is_confidential=True)
    InteractionFactory(account=account, subject="Review", next_step="Send the offer")
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(manager)
    for path in ("journal", "knowledge", "notes", "interactions", "knowledge/new"):
        page.goto(f"/accounts/{account.pk}/{path}/")
        page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
        assert (path, axe()) == (path, [])


def test_the_journal_is_narrowed_while_typing(page, sign_in, account, manager):
    KnowledgeItemFactory(account=account, text="Two plants")
    CommentFactory(account=account, author=manager, text="A strike")
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/journal/")
    page.get_by_label("Find in the journal").press_sequentially("strike")
    expect(page.get_by_text("Two plants")).to_have_count(0)
    expect(page.get_by_text("A strike")).to_be_visible()
    page.get_by_label("Find in the journal").fill("")
    page.get_by_label("Kind").select_option("knowledge")
    expect(page.get_by_text("Two plants")).to_be_visible()
    expect(page.get_by_text("A strike")).to_have_count(0)
