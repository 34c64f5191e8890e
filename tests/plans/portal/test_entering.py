"""The way in: a link, a code, a visit; and what those who should not come in may try."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.stakeholders.models import Stakeholder
from plans.portal.codes import MOST_TRIES
from plans.portal.models import Guest
from plans.portal.services import invite, send_again, spend_code
from tests.factories import AccountFactory, GuestFactory, StakeholderFactory, UserFactory

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def link(guest):
    """The token of the guest's link."""
    return guest.renew_token()


def ask(browser, link, commit):
    """Ask for a code and read it in the mail."""
    with commit(execute=True):
        answer = browser.post("/portal/enter/send/", {"key": link})
    assert answer.url == f"/portal/enter/code/?key={link}"
    return code_in(mail.outbox[-1]) if mail.outbox else None


def code_in(message):
    return re.search(r"^(\d{6})$", message.body, re.MULTILINE)[1]


def come(browser, link, code):
    return browser.post("/portal/enter/code/", {"key": link, "code": code}, headers=ENGLISH)


def is_inside(browser):
    return browser.get("/portal/").status_code == 200 or "/plans/" in browser.get("/portal/").url


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_an_invitation_reaches_the_address_once_it_is_committed(account, manager, django_capture_on_commit_callbacks):
    person = StakeholderFactory(account=account, name="Camille Roy", email="camille@client.example")
    with django_capture_on_commit_callbacks(execute=True):
        guest = invite(person, by=manager, at=timezone.now(), days=30, language="en", word="See you on Monday.")
        assert mail.outbox == []
    (message,) = mail.outbox
    assert (message.to, message.reply_to) == (["camille@client.example"], [manager.email])
    assert "See you on Monday." in message.body
    token = re.search(r"/portal/enter/\?key=(\S+)", message.body)[1]
    assert Guest.objects.led_by(token, timezone.now()).get() == guest
    assert token not in str(Guest.objects.values().get())


def test_the_way_in_from_the_link_to_the_plan(client, guest, link, plan, django_capture_on_commit_callbacks):
    page = client.get(f"/portal/enter/?key={link}", headers=ENGLISH).content.decode()
    assert "Camille Roy" in page
    code = ask(client, link, django_capture_on_commit_callbacks)
    assert come(client, link, code).url == "/portal/"
    assert client.get("/portal/").url == f"/portal/plans/{plan.pk}/"
    guest.refresh_from_db()
    assert guest.seen_at is not None


def test_a_get_has_no_effect(client, guest, link):
    before = Guest.objects.values().get()
    for url in (f"/portal/enter/?key={link}", f"/portal/enter/code/?key={link}"):
        assert client.get(url).status_code == 200
    assert client.get(f"/portal/enter/send/?key={link}").status_code == 405
    assert mail.outbox == []
    assert Guest.objects.values().get() == before
    assert not client.session.keys()


def test_a_code_opens_once(client, link, plan, django_capture_on_commit_callbacks):
    code = ask(client, link, django_capture_on_commit_callbacks)
    come(client, link, code)
    again = come(Client(), link, code)
    assert "This code does not open, or no longer" in again.content.decode()
    assert again.status_code == 200


def test_a_code_opens_for_ten_minutes(guest):
    code = guest.renew_code(NOW)
    assert not spend_code(guest, code, at=NOW + timedelta(minutes=10, seconds=1))
    assert spend_code(guest, code, at=NOW + timedelta(minutes=10))


def test_after_five_tries_the_right_code_opens_no_more(guest):
    code = guest.renew_code(NOW)
    assert not any(spend_code(guest, other_than(code), at=NOW) for _try in range(MOST_TRIES))
    assert not spend_code(guest, code, at=NOW)


def test_the_fifth_try_may_be_the_right_one(guest):
    code = guest.renew_code(NOW)
    for _try in range(MOST_TRIES - 1):
        spend_code(guest, other_than(code), at=NOW)
    assert spend_code(guest, code, at=NOW)


def test_a_new_code_replaces_the_one_before(guest):
    first = guest.renew_code(NOW)
    second = guest.renew_code(NOW)
    assert first == second or not spend_code(guest, first, at=NOW)
    assert spend_code(guest, second, at=NOW)


def test_the_code_of_another_guest_does_not_open(guest):
    other = GuestFactory()
    code = other.renew_code(NOW)
    guest.renew_code(NOW)
    guest.code_digest = other.code_digest
    guest.save()
    assert not spend_code(guest, code, at=NOW)


def test_without_a_code_asked_for_nothing_opens(guest):
    assert not any(spend_code(guest, code, at=NOW) for code in ("", "000000"))


def test_neither_secret_is_stored_or_logged(client, guest, link, caplog, django_capture_on_commit_callbacks):
    caplog.set_level(0)
    code = ask(client, link, django_capture_on_commit_callbacks)
    come(client, link, code)
    kept = str(Guest.objects.values().get()) + str(list(Guest.pgh_event_model.objects.values())) + caplog.text
    kept += "".join(str(getattr(record, "fields", "")) for record in caplog.records)
    assert link not in kept
    assert code not in kept


def test_three_codes_in_a_quarter_of_an_hour_are_enough(client, link, django_capture_on_commit_callbacks):
    for _code in range(5):
        ask(client, link, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 3
    page = client.get(f"/portal/enter/code/?key={link}", headers=ENGLISH).content.decode()
    assert "Too many codes were asked for" in page


def test_an_address_that_asks_for_the_codes_of_many_is_stopped(client, settings, django_capture_on_commit_callbacks):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "portal_code": "4/15m/ip,3/15m/key"}
    account = AccountFactory()
    for _guest in range(6):
        token = GuestFactory(account=account).renew_token()
        ask(client, token, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 4


def test_an_address_that_guesses_codes_is_stopped(client, guest, link, settings, django_capture_on_commit_callbacks):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "portal_try": "2/15m/ip"}
    code = ask(client, link, django_capture_on_commit_callbacks)
    for _try in range(2):
        come(client, link, other_than(code))
    assert "Too many attempts" in come(client, link, code).content.decode()
    assert Guest.objects.get().code_tries == 2


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1234567", "١٢٣٤٥٦", "9" * 500, "<script>1</script>"])
def test_what_is_no_code_is_refused_with_words_and_counts_as_no_try(client, guest, link, typed):
    guest.renew_code(timezone.now())
    page = come(client, link, typed)
    assert page.status_code == 200
    assert "invalid-feedback" in page.content.decode()
    assert "<script>1" not in page.content.decode()
    assert Guest.objects.get().code_tries == 0


def test_a_code_typed_with_blanks_opens(client, guest, link):
    code = guest.renew_code(timezone.now())
    assert come(client, link, f" {code[:3]} {code[3:]} ").status_code == 302


def test_old_withdrawn_expired_and_unknown_links_give_the_same_page(client, guest, link):
    unknown = client.get("/portal/enter/?key=nobody", headers=ENGLISH)
    assert unknown.status_code == 404
    pages = [unknown.content]
    fresh = guest.renew_token()
    pages.append(client.get(f"/portal/enter/?key={link}", headers=ENGLISH).content)
    for change in ({"expires_at": NOW}, {"revoked_at": NOW}):
        Guest.objects.update(**change)
        pages.append(client.get(f"/portal/enter/?key={fresh}", headers=ENGLISH).content)
    pages.append(client.get("/portal/enter/", headers=ENGLISH).content)
    shown = {re.sub(rb'(csrfmiddlewaretoken|name="next")[^>]*>', b"", page) for page in pages}
    assert len(shown) == 1


def test_a_withdrawn_guest_gets_no_code_and_his_code_does_not_open(client, guest, link):
    code = guest.renew_code(timezone.now())
    Guest.objects.update(revoked_at=NOW)
    assert client.post("/portal/enter/send/", {"key": link}).status_code == 404
    assert come(client, link, code).status_code == 404
    assert not spend_code(guest, code, at=timezone.now())
    assert mail.outbox == []


def test_a_link_sent_again_voids_the_old_one_and_goes_to_the_present_address(
    account, manager, link, guest, django_capture_on_commit_callbacks
):
    Stakeholder.objects.filter(pk=guest.stakeholder_id).update(email="new@client.example")
    guest = Guest.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send_again(guest, by=manager, at=timezone.now())
    assert not Guest.objects.led_by(link, timezone.now()).exists()
    assert mail.outbox[0].to == ["new@client.example"]


def test_coming_in_begins_a_session_of_its_own(client, guest, link, manager):
    """Neither what an attacker planted nor who was signed in passes into the visit."""
    client.force_login(manager)
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    before = client.cookies["sessionid"].value
    come(client, link, guest.renew_code(timezone.now()))
    assert client.cookies["sessionid"].value != before
    assert set(client.session.keys()) == {"portal", "_session_expiry"}
    assert client.get("/").url.startswith("/auth/login/")
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/portal/").url == "/portal/door/"


def test_signing_in_as_one_of_us_leaves_the_visit_behind(client, guest, link, manager):
    come(client, link, guest.renew_code(timezone.now()))
    client.force_login(manager)
    assert client.get("/portal/").url == "/portal/door/"
    client.logout()
    assert client.get("/portal/").url == "/portal/door/"


def test_leaving_ends_the_visit(visitor, plan):
    assert visitor.get("/portal/leave/").status_code == 405
    visitor.post("/portal/leave/")
    assert visitor.get("/portal/").url == "/portal/door/"


def test_coming_in_leads_to_no_other_site(client, guest, link):
    code = guest.renew_code(timezone.now())
    answer = client.post("/portal/enter/code/?next=https://evil.example", {"key": link, "code": code, "next": "//evil"})
    assert answer.url == "/portal/"


def test_forms_need_the_token_of_the_page(guest, link):
    careful = Client(enforce_csrf_checks=True)
    assert careful.post("/portal/enter/send/", {"key": link}).status_code == 403
    assert careful.post("/portal/leave/").status_code == 403


def test_no_other_site_learns_the_link_and_nobody_keeps_or_frames_the_page(client, link):
    headers = client.get(f"/portal/enter/?key={link}").headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Frame-Options"] == "DENY"


def test_html_in_names_stays_text(client, manager, django_capture_on_commit_callbacks):
    host = UserFactory(first_name="<b>Eve</b>", last_name="\nBcc: all@client.example")
    account = AccountFactory(name="<script>alert(1)</script>", kam=manager)
    person = StakeholderFactory(account=account, name="<img src=x>", email="x@client.example")
    with django_capture_on_commit_callbacks(execute=True):
        guest = invite(person, by=host, at=timezone.now(), days=1, language="en")
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["x@client.example"]
    page = client.get(f"/portal/enter/?key={guest.renew_token()}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.django_db(transaction=True)
def test_of_two_who_use_one_code_at_the_same_time_one_comes_in():
    guest = GuestFactory()
    code = guest.renew_code(NOW)
    start, opened = threading.Barrier(4), []

    def use():
        start.wait()
        opened.append(spend_code(guest, code, at=NOW))
        connection.close()

    threads = [threading.Thread(target=use) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(opened) == [False, False, False, True]
