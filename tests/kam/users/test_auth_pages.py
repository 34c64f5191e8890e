"""Every page of allauth that we use opens for strangers and for people, in both languages, in our clothes."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from kam.users import urls_auth
from tests.factories import UserFactory
from tests.test_access import names

PASSWORD = "a long sentence nobody guesses"


def pages():
    for name in sorted(set(names(urls_auth.urlpatterns))):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue  # with arguments: the links of mails and of the provider, which have tests of their own


@pytest.fixture
def person(db):
    person = UserFactory()
    person.set_password(PASSWORD)
    person.save()
    return person


def body(response):
    return response.content.decode().split("<main", 1)[-1]


@pytest.mark.parametrize("path", list(pages()))
def test_a_stranger_meets_a_page_or_the_sign_in(db, path):
    response = Client().get(path)
    assert response.status_code in {200, 302, 401}
    assert response.status_code == 302 or "Boussole" in response.content.decode()


@pytest.mark.parametrize("with_factor", [False, True])
@pytest.mark.parametrize("path", list(pages()))
def test_a_person_meets_a_page_that_is_french_in_french(person, path, with_factor):
    if with_factor:
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
    client = Client()
    client.force_login(person)
    client.post("/auth/reauthenticate/", {"password": PASSWORD})
    seen = []
    for language in ("en", "fr"):
        type(person).objects.filter(pk=person.pk).update(language=language)
        response = client.get(path)
        assert response.status_code in {200, 302, 401, 404}
        seen.append(response)
    english, french = seen
    if english.status_code == 200 and english["Content-Type"].startswith("text/html"):
        shown = {
            line.strip() for line in body(english).splitlines() if line.strip().startswith(("<h1>", "<p>", "<button"))
        }
        assert shown
        assert not shown & {line.strip() for line in body(french).splitlines()}
