"""What everybody sets for himself, and the quick switch of the top bar."""

import pytest
from django.conf import settings

PREFERENCES = {"first_name": "A", "last_name": "B", "language": "fr", "time_zone": "America/Montreal", "theme": "dark"}


def test_a_person_sets_name_language_time_zone_and_theme(client, reader):
    client.force_login(reader)
    client.post("/people/me/", PREFERENCES)
    reader.refresh_from_db()
    assert {name: getattr(reader, name) for name in PREFERENCES} == PREFERENCES


def test_a_time_zone_that_does_not_exist_is_refused(client, reader):
    client.force_login(reader)
    assert client.post("/people/me/", {**PREFERENCES, "time_zone": "Mars/Olympus"}).status_code == 200
    reader.refresh_from_db()
    assert reader.time_zone == "Europe/Paris"


def test_preferences_give_nobody_another_role(client, reader):
    client.force_login(reader)
    client.post("/people/me/", {**PREFERENCES, "role": "administrator", "email": "other@example.com"})
    reader.refresh_from_db()
    assert reader.role == "contributor"
    assert reader.email != "other@example.com"


def test_the_page_after_a_switch_is_in_the_new_language(client, reader):
    client.force_login(reader)
    response = client.post("/people/me/display/", {"language": "fr", "next": "/people/me/"}, follow=True)
    assert response.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in response.content.decode()


def test_the_switch_of_the_theme_leaves_the_language(client, reader):
    client.force_login(reader)
    client.post("/people/me/display/", {"theme": "dark"})
    reader.refresh_from_db()
    assert (reader.theme, reader.language) == ("dark", "en")


def test_an_unknown_theme_is_ignored(client, reader):
    client.force_login(reader)
    client.post("/people/me/display/", {"theme": "pink"})
    reader.refresh_from_db()
    assert reader.theme == "auto"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(client, reader, back):
    client.force_login(reader)
    assert client.post("/people/me/display/", {"theme": "dark", "next": back}).url == "/"


@pytest.mark.parametrize("back", ["word", "a\0b", "cockpit:portfolio", "²"])
def test_the_switch_takes_what_is_no_address(client, db, back):
    assert client.post("/people/me/display/", {"language": "fr", "next": back}).status_code == 302


def test_a_stranger_chooses_the_language_of_the_sign_in_page(client, db):
    response = client.post("/people/me/display/", {"language": "fr", "next": "/auth/login/"}, follow=True)
    assert response.headers["Content-Language"] == "fr"
    assert client.get("/auth/login/").headers["Content-Language"] == "fr"


def test_a_language_that_we_do_not_speak_is_not_kept(client, db):
    client.post("/people/me/display/", {"language": "xx; Path=/evil"})
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
