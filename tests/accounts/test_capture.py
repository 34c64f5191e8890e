"""Lines noted on the way: kept once, whoever sends them and however often, and none is lost for a wrong detail."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.forms.capture import CaptureForm, sensible_moment
from accounts.models import Capture, Membership
from tests.factories import AccountFactory, CaptureFactory, UserFactory

SEND = "/accounts/captures/"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def send(client, **line):
    return client.post(SEND, json.dumps(line), content_type="application/json")


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


# --- the row --------------------------------------------------------------------------------------------------------
def test_a_line_is_sorted_into_something_or_waits(manager):
    line = CaptureFactory(author=manager)
    assert line in Capture.objects.waiting()
    line.sort_into(Capture.Outcome.NOTE, NOW)
    assert not Capture.objects.waiting().exists()
    line.wait_again()
    assert line in Capture.objects.waiting()
    with pytest.raises(IntegrityError), transaction.atomic():
        Capture.objects.filter(pk=line.pk).update(outcome="note")


def test_a_line_is_its_authors_alone(manager, director, admin):
    line = CaptureFactory(author=manager)
    seen_by = [person for person in (manager, director, admin) if line in Capture.objects.visible_to(person)]
    assert seen_by == [manager]


def test_the_accounts_of_late_come_latest_first_and_once(manager):
    first, second = AccountFactory(), AccountFactory()
    for hour, account in enumerate([first, second, None, first]):
        CaptureFactory(author=manager, account=account, written_at=NOW + timedelta(hours=hour))
    CaptureFactory(author=UserFactory(), account=AccountFactory())
    assert Capture.objects.visible_to(manager).recent_accounts() == [first.pk, second.pk]


# --- sending ---------------------------------------------------------------------------------------------------------
def test_a_line_sent_twice_is_kept_once(signed_in, manager, account):
    line = {"key": str(uuid.uuid4()), "text": "Budget moved", "account": str(account.pk)}
    answers = [send(signed_in, **line), send(signed_in, **line)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json()["waiting"] == 1
    kept = Capture.objects.get()
    assert (kept.text, kept.account, kept.author, str(kept.key)) == ("Budget moved", account, manager, line["key"])


def test_the_key_of_a_stranger_takes_nothing_from_him(signed_in, manager, outsider):
    theirs = CaptureFactory(author=outsider, text="Theirs")
    assert send(signed_in, key=str(theirs.key), text="Mine").status_code == 200
    assert Capture.objects.get(author=manager).text == "Mine"
    theirs.refresh_from_db()
    assert theirs.text == "Theirs"


def test_a_line_of_somebody_else_is_not_taken_for_that_of_who_is_signed_in(signed_in, outsider):
    assert send(signed_in, text="Mine", user=str(outsider.pk)).status_code == 409
    assert not Capture.objects.exists()


def test_an_account_that_is_not_mine_any_more_is_left_out_and_the_line_kept(signed_in, manager, outsider):
    lost = AccountFactory(kam=outsider)
    answer = send(signed_in, text="Still true", account=str(lost.pk))
    assert answer.status_code == 200
    assert "without its account" in answer.json()["said"]
    assert Capture.objects.get().account is None


def test_a_reader_notes_without_the_account_that_he_only_reads(client, reader, account):
    client.force_login(reader)
    send(client, text="Seen in the hall", account=str(account.pk))
    assert Capture.objects.get().account is None
    Membership.objects.update(may_edit=True)
    send(client, text="Seen in the hall", account=str(account.pk))
    assert Capture.objects.filter(account=account).count() == 1


@pytest.mark.parametrize("account", ["0", "-1", "9" * 30, "abc", "<b>", "\0"])
def test_an_account_that_is_none_does_not_lose_the_line(signed_in, account):
    assert send(signed_in, text="Kept", account=account).status_code == 200
    assert Capture.objects.get().text == "Kept"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write a line first"),
        (" \n\t ", "Write a line first"),
        ("a" * 2001, "2000 characters, this one has 2001"),
        ("\n".join(f"Person {n}" for n in range(10_000)), "10000 lines"),
        ("half\0", "Null"),
    ],
)
def test_what_is_no_line_is_refused_with_the_reason(signed_in, text, words):
    answer = send(signed_in, text=text)
    assert answer.status_code == 422
    assert words in answer.json()["error"].replace(",", "") or words in answer.json()["error"]
    assert not Capture.objects.exists()


def test_the_longest_line_is_kept_whole(signed_in):
    text = "é" * Capture.LONGEST
    assert send(signed_in, text=text).status_code == 200
    assert Capture.objects.get().text == text


def test_half_of_an_emoji_is_no_reason_to_lose_the_line(signed_in):
    answer = signed_in.post(SEND, r'{"text": "good \ud83d news"}', content_type="application/json")
    assert answer.status_code == 200
    assert Capture.objects.get().text == "good ? news"


@pytest.mark.parametrize("body", ["[]", "null", '"x"', "{", "[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_object_is_answered(signed_in, body):
    assert signed_in.post(SEND, body, content_type="application/json").status_code == 400


def test_a_wrong_key_is_refused_and_a_missing_one_is_made(signed_in):
    assert send(signed_in, text="x", key="no key").status_code == 422
    assert send(signed_in, text="x").status_code == 200


# --- clocks ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("told", ["1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z", "yesterday", "", "2026-13-45T00:00Z"])
def test_a_clock_that_cannot_be_right_is_replaced_by_ours(told):
    assert sensible_moment(told, NOW) == NOW


def test_a_clock_that_can_be_right_is_believed_in_any_zone():
    moment = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert sensible_moment("2026-11-20T08:30:00+01:00", NOW) == moment
    assert sensible_moment("2026-11-20T07:30:00", NOW) == moment


@given(st.text(max_size=40) | st.datetimes().map(str))
def test_the_moment_of_a_line_is_never_absurd(text):
    assert NOW - timedelta(days=365) <= sensible_moment(text, NOW) <= NOW


def test_a_line_written_yesterday_without_a_network_keeps_its_day(signed_in):
    yesterday = timezone.now() - timedelta(days=1)
    send(signed_in, text="In the train", written_at=yesterday.isoformat())
    line = Capture.objects.get()
    assert line.written_at == yesterday
    assert line.received_at > yesterday


# --- without a script ---------------------------------------------------------------------------------------------------
def test_the_page_works_as_an_ordinary_form(signed_in, account):
    page = signed_in.get(reverse("accounts:capture"), {"account": account.pk}).content.decode()
    assert f'<option value="{account.pk}" selected>' in page
    answer = signed_in.post(SEND, {"text": "By form", "account": account.pk}, follow=True)
    assert answer.redirect_chain == [(reverse("accounts:capture"), 302)]
    assert "It waits in your inbox" in answer.content.decode()
    assert Capture.objects.get().account == account


def test_a_form_pressed_twice_is_one_line(signed_in):
    page = signed_in.get(reverse("accounts:capture"))
    key = str(page.context["form"]["key"].value())
    assert key in page.content.decode()
    for _press in range(2):
        signed_in.post(SEND, {"text": "Twice", "key": key})
    assert Capture.objects.count() == 1


def test_another_text_typed_into_the_page_of_before_is_another_line(signed_in):
    key = str(signed_in.get(reverse("accounts:capture")).context["form"]["key"].value())
    for text in ("First", "Second", "Second", "First"):
        signed_in.post(SEND, {"text": text, "key": key})
    assert sorted(Capture.objects.values_list("text", flat=True)) == ["First", "Second"]


def test_a_refused_form_keeps_what_was_typed(signed_in, account):
    text = "a" * 3000
    answer = signed_in.post(SEND, {"text": text, "account": account.pk})
    assert text in answer.content.decode()
    assert "shorten it" in answer.content.decode()
    assert f'<option value="{account.pk}" selected>' in answer.content.decode()


def test_the_field_does_not_cut_what_is_pasted(manager):
    with translation.override("en"):
        assert "maxlength" not in str(CaptureForm(user=manager, at=NOW)["text"])


def test_markup_in_a_line_stays_text(signed_in):
    answer = signed_in.post(SEND, {"text": "<img src=x onerror=alert(1)>" * 100})
    assert "<img src=x" not in answer.content.decode()


# --- what a page opened long ago asks -----------------------------------------------------------------------------------
def test_the_state_tells_who_is_signed_in_and_offers_only_accounts_that_may_change(
    signed_in, manager, account, outsider
):
    AccountFactory(kam=outsider)
    late = AccountFactory(kam=manager, name="Zeta")
    CaptureFactory(author=manager, account=late)
    CaptureFactory(author=outsider)
    state = signed_in.get(reverse("accounts:capture-state")).json()
    assert (state["user"], state["waiting"]) == (manager.pk, 1)
    assert state["accounts"] == [{"value": late.pk, "text": "Zeta"}, {"value": account.pk, "text": account.name}]


def test_the_token_of_the_state_opens_a_page_whose_own_is_too_old(manager):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager)
    assert send(browser, text="Kept").status_code == 403
    token = browser.get(reverse("accounts:capture-state")).json()["token"]
    line = json.dumps({"text": "Kept"})
    answer = browser.post(SEND, line, content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 200


def test_the_state_costs_the_same_however_many_accounts_and_lines(signed_in, manager, django_assert_max_num_queries):
    for _n in range(30):
        CaptureFactory(author=manager, account=AccountFactory(kam=manager))
    signed_in.get(reverse("accounts:capture-state"))
    with django_assert_max_num_queries(7):
        assert len(signed_in.get(reverse("accounts:capture-state")).json()["accounts"]) == 8


# --- what a browser keeps without a network -------------------------------------------------------------------------------
def test_the_page_kept_by_a_browser_is_the_same_for_everybody(client, manager, account, admin):
    pages = []
    for person in (None, manager, admin):
        if person:
            client.force_login(person)
        pages.append(client.get(reverse("accounts:capture-shell"), headers={"accept-language": "en"}).content)
    assert pages[0] == pages[1] == pages[2]
    assert account.name not in pages[1].decode()
    assert "csrfmiddlewaretoken" not in pages[1].decode()


def test_the_worker_reaches_only_the_page_of_capture_and_its_files(client):
    answer = client.get(reverse("accounts:capture-worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    kept = json.loads(answer.content.decode().partition("= ")[2].partition(";\n")[0])
    assert kept["page"] == reverse("accounts:capture") == reverse("accounts:capture-worker").rsplit("/", 1)[0] + "/"
    assert all(file.startswith("/static/") for file in kept["files"])
    for address in kept["files"]:
        assert finders.find(address.removeprefix("/static/")), address


def test_the_version_of_what_is_kept_follows_the_names_of_the_files(client, monkeypatch):
    before = client.get(reverse("accounts:capture-worker")).content
    assert client.get(reverse("accounts:capture-worker")).content == before
    monkeypatch.setattr("accounts.views.capture.static", lambda name: f"/static/{name}?new")
    after = client.get(reverse("accounts:capture-worker")).content
    assert before.partition(b'"cache": ')[2][:30] != after.partition(b'"cache": ')[2][:30]


def test_every_file_that_the_page_names_is_kept(client):
    page = client.get(reverse("accounts:capture-shell")).content.decode()
    kept = client.get(reverse("accounts:capture-worker")).content.decode()
    named = {part.split('"')[0] for part in page.split('src="')[1:]}
    named |= {part.split('"')[0] for part in page.split('rel="stylesheet" href="')[1:]}
    assert len(named) == 6
    assert [name for name in named if name not in kept] == []


def test_the_manifest_opens_the_page_of_capture(client):
    manifest = client.get(reverse("accounts:capture-manifest")).json()
    assert manifest["start_url"] == manifest["scope"] == reverse("accounts:capture")
    for icon in manifest["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


# --- the box of every page ------------------------------------------------------------------------------------------------
def test_every_page_has_the_box_with_its_account_and_at_no_query_more(signed_in, account):
    page = signed_in.get(account.get_absolute_url()).content.decode()
    box = page.partition('id="capture-account"')[2].partition("</select>")[0]
    assert f'<option value="{account.pk}" selected>' in box
    elsewhere = signed_in.get(reverse("accounts:trash")).content.decode()
    assert "selected" not in elsewhere.partition('id="capture-account"')[2].partition("</select>")[0]


def test_a_reader_is_not_offered_the_account_that_he_only_reads(client, reader, account):
    client.force_login(reader)
    page = client.get(account.get_absolute_url()).content.decode()
    assert account.name not in page.partition('id="capture-account"')[2].partition("</select>")[0]


def test_the_words_of_the_box_tell_the_same_limit_as_the_server(signed_in):
    assert f'data-longest="{Capture.LONGEST}"' in signed_in.get("/inbox/").content.decode()


def test_accounts_to_choose_from_can_be_limited_to_those_that_may_change(client, reader, account):
    client.force_login(reader)
    assert len(client.get(reverse("accounts:search")).json()["results"]) == 1
    assert client.get(reverse("accounts:search"), {"for": "change"}).json()["results"] == []
