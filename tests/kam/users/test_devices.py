"""The list of signed-in devices, and the requests of a session that has ended."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import translation

from kam.users.templatetags.people import device

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1"


def device_of(person, user_agent, address):
    client = Client(REMOTE_ADDR=address, headers={"user-agent": user_agent})
    client.force_login(person)
    client.get("/people/me/")
    return client


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox · Windows"),
        (EDGE, "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("curl/8", "Unknown device"),
    ],
)
def test_a_device_is_named_in_plain_words(user_agent, words):
    with translation.override("en"):
        assert device(user_agent) == words


def test_the_devices_of_a_person_are_listed_with_address(client, reader):
    device_of(reader, FIREFOX, "192.0.2.1")
    page = device_of(reader, IPHONE, "192.0.2.2").get("/auth/sessions/").content.decode()
    assert "Firefox · Windows" in page
    assert "192.0.2.1" in page
    assert "Safari · iPhone" in page


def test_one_device_is_signed_out_and_the_others_stay(reader):
    lost, kept, mine = (device_of(reader, FIREFOX, f"192.0.2.{number}") for number in range(3))
    session = UserSession.objects.get(user=reader, ip="192.0.2.0")
    mine.post(f"/people/me/devices/{session.pk}/end/")
    assert lost.get("/people/me/").status_code == 302
    assert kept.get("/people/me/").status_code == 200


def test_all_others_are_signed_out_at_once(reader):
    others = [device_of(reader, FIREFOX, f"192.0.2.{number}") for number in range(2)]
    mine = device_of(reader, IPHONE, "192.0.2.9")
    mine.post("/auth/sessions/")
    assert [client.get("/people/me/").status_code for client in others] == [302, 302]
    assert mine.get("/people/me/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(client, reader, outsider):
    theirs = device_of(reader, FIREFOX, "192.0.2.1")
    client.force_login(outsider)
    assert client.post(f"/people/me/devices/{UserSession.objects.get(user=reader).pk}/end/").status_code == 404
    assert theirs.get("/people/me/").status_code == 200


def test_a_device_is_noted_once_in_five_minutes(client, reader, django_assert_num_queries):
    client.force_login(reader)
    client.get("/people/me/")
    with django_assert_num_queries(3):  # session, person, second factor
        client.get("/people/me/")


def test_pages_open_when_the_cache_is_down(client, reader, settings):
    client.force_login(reader)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    assert client.get("/people/me/").status_code == 200


def test_a_fragment_of_an_ended_session_sends_the_whole_page_to_the_sign_in(client, db):
    response = client.get(
        "/jobs/1/progress/", headers={"hx-request": "true", "hx-current-url": "http://testserver/people/me/?a=1"}
    )
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/auth/login/?next=/people/me/%3Fa%3D1"


def test_a_boosted_link_of_an_ended_session_leads_on_after_the_sign_in(client, db):
    response = client.get(
        "/jobs/", headers={"hx-request": "true", "hx-boosted": "true", "hx-current-url": "http://testserver/people/me/"}
    )
    assert response.headers["HX-Redirect"] == "/auth/login/?next=/jobs/"


def test_a_boosted_form_of_an_ended_session_leads_back_to_its_page(client, db):
    headers = {"hx-request": "true", "hx-boosted": "true", "hx-current-url": "http://testserver/people/me/"}
    assert client.post("/jobs/1/cancel/", headers=headers).headers["HX-Redirect"] == "/auth/login/?next=/people/me/"


def test_a_page_that_is_no_address_leads_home_after_the_sign_in(client, db):
    headers = {"hx-request": "true", "hx-current-url": "http://[page"}
    assert client.get("/jobs/1/progress/", headers=headers).headers["HX-Redirect"] == "/auth/login/?next=/"


def test_the_cookie_that_guards_forms_is_not_shown_to_scripts(client, reader):
    client.force_login(reader)
    client.get("/people/me/")
    assert client.cookies["csrftoken"]["httponly"]
