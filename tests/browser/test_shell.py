import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import AccountFactory

pytestmark = pytest.mark.urls("tests.browser.shell_urls")
LONG = "/shell/long/"


def mark(page):
    """A full load would lose this mark, a swap keeps it."""
    page.evaluate("window.isSamePage = true")


def is_same_page(page):
    return page.evaluate("window.isSamePage === true")


def test_the_palette_finds_an_account_without_its_accents_by_keyboard_alone(page, sign_in, manager):
    account = AccountFactory(kam=manager, name="Groupe Hélios")
    sign_in(manager)
    page.goto(LONG)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-input")).to_be_focused()
    page.keyboard.type("helios")
    expect(page.get_by_role("option", name="Groupe Hélios")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{account.get_absolute_url()}")


def test_the_palette_moves_with_the_arrows_and_closes_with_escape(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.keyboard.press("Control+k")
    options = page.locator("#palette-results [role=option]")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()


def test_question_mark_shows_the_shortcuts_but_not_while_typing(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Ctrl")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("?")
    expect(page.locator("#shortcuts")).not_to_be_visible()


def test_the_theme_changes_at_once_and_is_kept(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator("#user-menu").click()
    with page.expect_response("**/display/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_changes_the_page_and_is_kept(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator("#user-menu").click()
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.wait_for_url(f"**{LONG}")
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_at_360_pixels_the_menu_slides_in_and_nothing_overflows(page, sign_in, manager):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(manager)
    page.goto(LONG)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    menu = page.get_by_role("dialog", name="Main menu")
    expect(page.locator("#sidebar")).not_to_be_visible()
    page.get_by_role("button", name="Open the menu").click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Trash").click()
    page.wait_for_url(f"**{reverse('accounts:trash')}")
    expect(page.locator("#sidebar")).not_to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"


def test_a_link_swaps_the_page_with_its_title_its_menu_entry_and_the_focus_on_its_heading(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    mark(page)
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    page.wait_for_url(f"**{reverse('accounts:trash')}")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator(".sidebar [aria-current=page]")).to_have_text("Trash")
    assert "Long" not in page.title()
    assert is_same_page(page)


def test_the_back_button_returns_to_the_page_where_it_was_scrolled(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    mark(page)
    page.evaluate("window.scrollTo(0, 900)")
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    page.wait_for_url(f"**{reverse('accounts:trash')}")
    page.wait_for_function("window.scrollY === 0")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Long page")
    page.wait_for_function("window.scrollY === 900")
    assert is_same_page(page)


def test_no_page_is_left_in_the_browser_for_the_next_person(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    page.wait_for_url(f"**{reverse('accounts:trash')}")
    assert "Paragraph" not in page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")


def test_sorting_keeps_the_place_and_the_focus(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    link = page.locator("#sort")
    link.focus()
    before = page.evaluate("window.scrollY")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?sort=name")
    expect(link).to_be_focused()
    assert before > 0
    page.wait_for_function("top => window.scrollY === top", arg=before)


def test_a_confirmation_is_asked_in_our_own_dialog_and_the_pressed_button_counts(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator("#act").click()
    dialog = page.get_by_role("dialog", name="Really?")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).not_to_be_visible()
    expect(page.locator("#outcome")).to_have_text("")
    page.locator("#act").click()
    dialog.get_by_role("button", name="Do it").click()
    expect(page.locator("#outcome")).to_have_text("answered yes")


def test_a_toast_can_undo_and_an_error_stays(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator("#part").click()
    toasts = page.get_by_role("region", name="Messages")
    expect(toasts).to_contain_text("It is done.")
    toasts.get_by_role("button", name="Undo").click()
    expect(page.locator("#outcome")).to_have_text("undone")
    expect(page.get_by_role("alert")).to_contain_text("alas")


def test_a_long_list_of_choices_can_be_searched(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator(".ts-control").first.click()
    page.keyboard.type("choice 27")
    page.keyboard.press("Enter")
    expect(page.locator("#choice")).to_have_value("27")


def test_an_expired_session_goes_to_the_sign_in_page_as_a_whole(page, context, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    context.clear_cookies()
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    page.wait_for_url("**/auth/login/**")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.locator(".sidebar")).to_have_count(0)


def test_the_back_button_after_the_session_expired_shows_the_sign_in_page(page, context, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    page.wait_for_url(f"**{reverse('accounts:trash')}")
    context.clear_cookies()
    page.go_back()
    page.wait_for_url("**/auth/login/**")


def test_after_signing_out_the_back_button_shows_the_door(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    page.locator("#user-menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/auth/login/**")
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_errors_are_pages_for_a_link_and_toasts_for_a_part(page, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    mark(page)
    page.locator("#failing").click()
    expect(page.get_by_role("alert")).to_contain_text("could not be done")
    page.locator("#gone").click()
    expect(page.locator("h1")).to_have_text("Page not found")
    page.go_back()
    page.locator("#broken").click()
    expect(page.locator("h1")).to_contain_text("went wrong")
    assert is_same_page(page)


def test_a_server_that_does_not_answer_is_told(page, context, sign_in, manager):
    sign_in(manager)
    page.goto(LONG)
    context.set_offline(True)
    page.get_by_role("navigation").get_by_role("link", name="Trash").click()
    expect(page.get_by_role("alert")).to_contain_text("does not answer")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("light", 360)])
def test_axe_finds_nothing_serious_in_the_shell(page, sign_in, axe, manager, theme, width):
    manager.theme = theme
    manager.save()
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(manager)
    page.goto(LONG)
    page.locator("#part").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert axe() == []
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe() == []
    page.keyboard.press("Escape")
    page.locator("#user-menu").click()
    assert axe() == []


def test_axe_finds_nothing_serious_at_the_door_and_on_the_error_pages(page, axe):
    for address in ("/auth/login/", "/shell/nowhere/"):
        page.goto(address)
        assert axe() == []
