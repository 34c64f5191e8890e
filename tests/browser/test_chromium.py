"""The browser that the other tests of this folder rely on."""


def test_the_sign_in_page_opens_in_a_real_browser(page, live_server):
    page.goto(f"{live_server.url}/auth/login/")
    assert page.locator("form").count() >= 1


def test_a_signed_in_person_is_not_sent_to_the_sign_in_page(sign_in, manager, live_server):
    page = sign_in(manager)
    page.goto(f"{live_server.url}/")
    assert "/auth/login/" not in page.url
