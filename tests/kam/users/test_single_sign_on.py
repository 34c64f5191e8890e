"""Single sign-on by OpenID Connect, with a provider made of dictionaries."""

import json
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user

from kam.users.adapters import SocialAccountAdapter
from kam.users.models import User
from tests.factories import UserFactory

ISSUER = "https://id.example"
CONFIGURATION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
    "jwks_uri": f"{ISSUER}/keys",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}


class Answer:
    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, data):
        self.data, self.text = data, json.dumps(data)

    def json(self):
        return self.data

    def raise_for_status(self):
        pass


class Provider:
    """The outside world: what the company's sign-in service answers about a person."""

    def __init__(self):
        self.claims = {"sub": "person-1"}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def get(self, url, **options):
        return Answer(CONFIGURATION if url.endswith("openid-configuration") else self.claims)

    def request(self, method, url, **options):
        claims = {**self.claims, "iss": ISSUER, "aud": "boussole", "exp": 4_000_000_000, "iat": 1_700_000_000}
        token = jwt.encode(claims, "a key that is not checked, since TLS is", algorithm="HS256")
        return Answer({"access_token": "access", "id_token": token, "token_type": "Bearer"})

    post = request


@pytest.fixture
def provider(settings, monkeypatch):
    app = {
        "provider_id": "sso",
        "name": "Entra ID",
        "client_id": "boussole",
        "secret": "s",
        "settings": {"server_url": ISSUER},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    provider = Provider()
    monkeypatch.setattr(SocialAccountAdapter, "get_requests_session", lambda self: provider)
    return provider


def come_back(client, provider, **claims):
    """Go to the provider and come back with what it says about the person."""
    provider.claims.update(claims)
    away = client.get("/auth/oidc/sso/login/?process=login")
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    return client.get("/auth/oidc/sso/login/callback/", {"state": state, "code": "code"}, follow=True)


def test_without_a_provider_there_is_no_button(client, db):
    assert "Sign in with" not in client.get("/auth/login/").content.decode()


def test_a_configured_provider_has_its_button(client, db, provider):
    page = client.get("/auth/login/").content.decode()
    assert "Sign in with Entra ID" in page
    assert "/auth/oidc/sso/login/" in page


def test_the_button_leads_to_the_provider_with_state_and_challenge(client, db, provider):
    away = urlsplit(client.get("/auth/oidc/sso/login/?process=login").url)
    asked = parse_qs(away.query)
    assert f"{away.scheme}://{away.netloc}{away.path}" == f"{ISSUER}/authorize"
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["client_id"] == ["boussole"]


def test_a_person_is_recognised_by_the_verified_address_and_linked(client, provider, reader):
    come_back(client, provider, email=reader.email.upper(), email_verified=True)
    assert get_user(client) == reader
    assert SocialAccount.objects.get(user=reader).uid == "person-1"


def test_the_password_of_a_person_who_comes_through_the_provider_stays(client, provider, reader):
    reader.set_password("a long sentence")
    reader.save()
    come_back(client, provider, email=reader.email, email_verified=True)
    reader.refresh_from_db()
    assert reader.check_password("a long sentence")


def test_once_linked_a_person_may_change_address_at_the_provider(client, provider, reader):
    come_back(client, provider, email=reader.email, email_verified=True)
    client.post("/auth/logout/")
    come_back(client, provider, email="married@example.com", email_verified=False)
    assert get_user(client) == reader


@pytest.mark.parametrize("verified", [False, "false", "False", None, 0, ""])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(client, provider, reader, verified):
    page = come_back(client, provider, email=reader.email, email_verified=verified)
    assert not get_user(client).is_authenticated
    assert not SocialAccount.objects.exists()
    assert "by invitation" in page.content.decode()


def test_an_unknown_person_gets_a_clear_page_and_no_access(client, db, provider):
    page = come_back(client, provider, email="nobody@example.com", email_verified=True)
    assert "Nobody is known here by this address" in page.content.decode()
    assert not User.objects.exists()


def test_a_deactivated_person_stays_out(client, db, provider):
    person = UserFactory(is_active=False)
    page = come_back(client, provider, email=person.email, email_verified=True)
    assert "Access closed" in page.content.decode()
    assert not get_user(client).is_authenticated


def test_an_answer_that_we_did_not_ask_for_is_refused(client, provider, reader):
    provider.claims.update(email=reader.email, email_verified=True)
    page = client.get("/auth/oidc/sso/login/callback/", {"state": "made up", "code": "code"})
    assert "Single sign-on failed" in page.content.decode()
    assert not get_user(client).is_authenticated


def test_nobody_connects_a_provider_to_his_access_by_himself(client, provider, reader):
    client.force_login(reader)
    away = client.get("/auth/oidc/sso/login/?process=connect")
    state = parse_qs(urlsplit(away.url).query)["state"][0]
    answer = client.get("/auth/oidc/sso/login/callback/", {"state": state, "code": "code"})
    assert answer.url == "/people/me/"
    assert not SocialAccount.objects.exists()
