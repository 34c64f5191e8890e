"""Notes in a real Chromium: from any page, without a network, by the right person; and the inbox by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import Capture, Comment
from accounts.stakeholders.models import KnowledgeItem, Stakeholder
from kam.users.models import User
from tests.factories import AccountFactory, CaptureFactory, StakeholderFactory, UserFactory

PHONE, SENDING = "/accounts/capture/", "**/accounts/captures/"

PASTE = """(text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
}"""


def toasts(page):
    return page.get_by_role("region", name="Messages")


def note(page, text):
    """Write a line as a hand would: the key, the text, Enter."""
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="What have you learned?")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def wait_until_delivered(page, person):
    """The browser forgets a line once the server has answered that it has it."""
    page.wait_for_function(f"localStorage.getItem('capture.lines.{person.pk}') === '[]'")


def lose_the_answer(route):
    route.fetch()  # the server has the line
    route.abort()


def open_inbox(page, query=""):
    page.goto(f"/inbox/{query}")
    expect(page.locator("#inbox[data-ready]")).to_be_visible()


# --- the box of every page ----------------------------------------------------------------------------------------
def test_a_line_is_noted_from_the_page_of_an_account_with_the_keyboard_alone(page, sign_in, account, manager):
    sign_in(manager)
    page.goto(account.get_absolute_url())
    note(page, "Vu Anne Roy, nouvelle DAF")
    expect(toasts(page)).to_contain_text("It waits in your inbox")
    expect(page.locator("[data-waiting-badge]")).to_contain_text("1")
    line = Capture.objects.get()
    assert (line.text, line.account, line.author) == ("Vu Anne Roy, nouvelle DAF", account, manager)
    assert page.evaluate(f"localStorage.getItem('capture.lines.{manager.pk}')") == "[]"


def test_escape_keeps_a_draft_and_a_new_line_takes_shift(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.keyboard.press("n")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Escape")
    expect(page.locator("#capture")).not_to_be_visible()
    page.reload()
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="What have you learned?")).to_have_value("one\ntwo")
    assert not Capture.objects.exists()


def test_n_is_a_letter_while_one_types(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.keyboard.press("Control+k")
    page.keyboard.type("n")
    expect(page.locator("#capture")).not_to_be_visible()
    expect(page.locator("#palette-input")).to_have_value("n")


def test_the_palette_opens_the_box(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.keyboard.press("Control+k")
    page.keyboard.type("note something")
    expect(page.get_by_role("option", name="Note something")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="What have you learned?")).to_be_focused()
    expect(page.locator("#palette")).not_to_be_visible()


def test_ten_thousand_people_pasted_at_once_are_refused_and_stay_in_the_field(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.keyboard.press("n")
    people = "\n".join(f"Person {number}" for number in range(10_000))
    page.evaluate(PASTE, people)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="import")).to_contain_text("This is a list")
    expect(page.get_by_role("textbox", name="What have you learned?")).to_have_value(people)
    assert not Capture.objects.exists()


# --- without a network -----------------------------------------------------------------------------------------------
def test_a_line_noted_without_a_network_is_kept_and_sent_once_there_is_one(page, context, sign_in, account, manager):
    sign_in(manager)
    page.goto(account.get_absolute_url())
    context.set_offline(True)
    note(page, "First")
    note(page, "Second")
    expect(page.get_by_role("button", name="Not yet sent (2)")).to_be_visible()
    expect(toasts(page)).to_contain_text("No network")
    assert not Capture.objects.exists()
    context.set_offline(False)
    expect(page.locator(".topbar [data-unsent]")).not_to_be_visible()
    assert list(Capture.objects.values_list("text", "account")) == [("First", account.pk), ("Second", account.pk)]


def test_a_line_whose_answer_was_lost_is_sent_again_and_kept_once(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.route(SENDING, lose_the_answer)
    note(page, "Only once")
    expect(toasts(page)).to_contain_text("No network")  # nothing came back
    assert Capture.objects.count() == 1
    page.unroute(SENDING)
    page.reload()
    wait_until_delivered(page, manager)
    expect(page.get_by_role("button", name="Not yet sent (1)")).not_to_be_visible()
    assert Capture.objects.count() == 1


def test_a_line_under_way_is_not_offered_to_be_taken_back(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    held = []
    page.route(SENDING, lambda route: held.append(route))
    note(page, "Under way")
    line = page.locator("[data-unsent] li", has_text="Under way").first
    expect(line).to_have_count(1)
    expect(line.locator("[data-take-back]")).to_have_count(0)
    key = page.evaluate("captures.lines()[0].key")
    assert page.evaluate("(key) => captures.takeBack(key)", key) is None
    held[0].abort()
    expect(line.locator("[data-take-back]")).to_have_count(1)


def test_another_person_in_the_same_browser_neither_sees_nor_sends_the_lines(page, context, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    context.set_offline(True)
    note(page, "Mine alone")
    expect(page.get_by_role("button", name="Not yet sent (1)")).to_be_visible()
    other = UserFactory(role=User.Role.KAM)
    sign_in(other)
    context.set_offline(False)
    page.goto("/portfolio/")
    note(page, "Of the other")
    expect(toasts(page)).to_contain_text("It waits in your inbox")
    expect(page.get_by_text("Mine alone")).to_have_count(0)
    page.goto(PHONE)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(page.get_by_text("Mine alone")).to_have_count(0)
    assert list(Capture.objects.values_list("text", "author")) == [("Of the other", other.pk)]
    page.wait_for_function("navigator.serviceWorker.controller !== null")  # what the worker fetches is not the page's
    sign_in(manager)
    page.goto("/portfolio/")
    wait_until_delivered(page, manager)
    assert Capture.objects.get(text="Mine alone").author == manager


def test_a_page_left_open_does_not_send_in_the_name_of_who_signed_in_since(page, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    sign_in(UserFactory())  # in another window of the same browser
    note(page, "From the old page")
    expect(toasts(page)).to_contain_text("Somebody else is signed in")
    assert not Capture.objects.exists()


def test_a_session_that_is_over_is_told_and_the_line_kept(page, context, sign_in, manager):
    sign_in(manager)
    page.goto("/portfolio/")
    page.wait_for_quiet()
    context.clear_cookies()
    note(page, "Late")
    expect(toasts(page)).to_contain_text("Your session is over")
    sign_in(manager)
    page.goto("/portfolio/")
    wait_until_delivered(page, manager)
    assert Capture.objects.get().text == "Late"


# --- the page of the phone -----------------------------------------------------------------------------------------
@pytest.fixture
def phone(page, sign_in, manager, account):
    """The page of the phone, visited once, so that it opens without a network."""
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(manager)
    page.goto(PHONE)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_the_phone_sends_a_line_with_the_account_of_a_big_button(phone, account):
    phone.get_by_role("textbox").fill("Budget moved to March")
    phone.get_by_role("button", name=account.name).click()
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("status")).to_contain_text("It waits in your inbox")
    line = Capture.objects.get()
    assert (line.text, line.account) == ("Budget moved to March", account)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_phone_opens_without_a_network_and_keeps_the_line_over_a_reload(phone, context, account):
    context.set_offline(True)
    phone.reload()
    phone.get_by_role("textbox").fill("In the train")
    phone.get_by_role("button", name=account.name).click()
    phone.get_by_role("textbox").press("Enter")
    expect(phone.get_by_role("heading", name="Not yet sent (1)")).to_be_visible()
    phone.reload()
    expect(phone.get_by_role("listitem")).to_contain_text("In the train")
    context.set_offline(False)
    phone.get_by_role("button", name="Send now").click()
    expect(phone.get_by_role("status")).to_contain_text("It waits in your inbox")
    assert Capture.objects.get().account == account


def test_what_the_browser_keeps_names_nobody_and_is_gone_after_signing_out(phone, manager, account):
    kept = phone.evaluate("""async () => {
        let all = "";
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) all += await (await cache.match(request)).text();
        }
        return all;
    }""")
    assert "Note something" in kept or "capture-form" in kept
    assert account.name not in kept
    assert "csrfmiddlewaretoken" not in kept
    phone.goto("/portfolio/")
    phone.locator("#user-menu").click()
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url("**/auth/login/**")
    assert phone.evaluate("caches.keys()") == []
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert [name for name in phone.evaluate("Object.keys(localStorage)") if not name.startswith("capture.lines.")] == []


def test_only_the_page_of_capture_has_a_worker(phone, manager):
    phone.goto("/portfolio/")
    assert phone.evaluate("navigator.serviceWorker.controller") is None


# --- the inbox -------------------------------------------------------------------------------------------------------
def test_an_inbox_is_sorted_by_keyboard_alone(page, sign_in, account, manager):
    CaptureFactory(author=manager, account=account, text="Vu Anne Roy, nouvelle DAF")
    CaptureFactory(author=manager, account=account, text="Budget moved to March")
    CaptureFactory(author=manager, account=account, text="Nothing at all")
    sign_in(manager)
    page.goto("/portfolio/")
    page.get_by_role("link", name=re.compile("^Inbox")).press("Enter")
    expect(page.locator(".inbox-text")).to_be_focused()
    expect(page.locator("#inbox[data-ready]")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Name")).to_have_value("Anne Roy")
    page.keyboard.press("Enter")
    expect(toasts(page)).to_contain_text("Sorted: Stakeholder")
    expect(page.locator(".inbox-text")).to_have_text("Budget moved to March")
    page.keyboard.press("k")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Buying process")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator(".inbox-text")).to_have_text("Nothing at all")
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Drop this line")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Everything is sorted")).to_be_visible()
    person, item = Stakeholder.objects.get(), KnowledgeItem.objects.get()
    assert (person.name, person.title, item.category) == ("Anne Roy", "DAF", "buying_process")
    assert Capture.objects.waiting().count() == 0


def test_the_arrows_move_and_escape_leaves_the_line_as_it_is(page, sign_in, account, manager):
    CaptureFactory(author=manager, account=account, text="First")
    CaptureFactory(author=manager, account=account, text="Second")
    sign_in(manager)
    open_inbox(page)
    page.keyboard.press("j")
    expect(page.locator(".inbox-text")).to_have_text("Second")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".inbox-text")).to_have_text("First")
    page.keyboard.press("n")
    expect(page.locator("#id_text")).to_be_focused()
    expect(page.locator("#capture")).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".inbox-form")).to_have_count(0)
    assert Capture.objects.waiting().count() == 2


def test_sorting_is_undone_by_a_toast(page, sign_in, account, manager):
    CaptureFactory(author=manager, account=account, text="A risk in the supply chain")
    sign_in(manager)
    open_inbox(page)
    page.keyboard.press("r")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.press("Enter")
    toasts(page).get_by_role("button", name="Undo").click()
    expect(page.locator(".inbox-text")).to_have_text("A risk in the supply chain")
    assert not Comment.objects.exists()


def test_a_line_without_account_asks_for_it_first_by_keyboard(page, sign_in, manager):
    account = AccountFactory(kam=manager, name="Groupe Hélios")
    StakeholderFactory(account=account, name="Anne Roy")
    CaptureFactory(author=manager, text="Anne Roy leaves in June")
    sign_in(manager)
    open_inbox(page, "?as=note")
    page.keyboard.type("helios")
    page.get_by_role("option", name="Groupe Hélios").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").press("Enter")
    expect(toasts(page)).to_contain_text("Sorted: Note")
    assert Comment.objects.get().account == account


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing_serious_in_the_box_the_inbox_and_the_phone(
    page, context, sign_in, axe, manager, account, theme, width
):
    User.objects.filter(pk=manager.pk).update(theme=theme)
    CaptureFactory(author=manager, account=account, text="Vu Anne Roy, nouvelle DAF")
    CaptureFactory(author=manager, text="Budget moved")
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(manager)
    open_inbox(page, "?as=knowledge")
    assert axe() == []
    open_inbox(page)
    context.set_offline(True)
    page.locator(".topbar [data-capture]").last.click()
    page.keyboard.type("Offline")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Not yet sent (1)").click()
    expect(page.get_by_role("dialog", name="Note something")).to_contain_text("Offline")
    assert axe() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.set_offline(False)
    page.goto(PHONE)
    assert axe() == []


def test_a_list_pasted_into_the_field_of_a_name_is_refused_with_the_way_to_import_it(page, sign_in, account, manager):
    sign_in(manager)
    page.goto(f"/accounts/{account.pk}/people/new/")
    page.get_by_label("Name", exact=False).first.focus()
    page.evaluate(PASTE, "\n".join(f"Person {number}" for number in range(10_000)))
    expect(toasts(page)).to_contain_text("bring it with an import")
    expect(page.locator("#id_name")).to_have_value("")
    page.locator("#id_name").fill("Anne Roy")
    expect(page.locator("#id_name")).to_have_value("Anne Roy")
