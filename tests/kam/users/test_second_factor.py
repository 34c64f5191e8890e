"""The second factor: set up, asked for, required by role, reset by an administrator."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user

from kam.users import services
from kam.users.models import RolePolicy
from tests.factories import UserFactory

PASSWORD = "a long sentence nobody guesses"
SECRET = "JBSWY3DPEHPK3PXP"


def code_of(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def person(db):
    person = UserFactory(role="kam")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def protected(person):
    TOTP.activate(person, SECRET)
    RecoveryCodes.activate(person)
    return person


def enter_password(client, person):
    return client.post("/auth/login/", {"login": person.email, "password": PASSWORD})


def is_signed_in(client):
    return get_user(client).is_authenticated


def test_the_password_alone_does_not_open_a_protected_access(client, protected):
    assert enter_password(client, protected).url == "/auth/2fa/authenticate/"
    assert not is_signed_in(client)
    assert client.get("/people/me/").status_code == 302


def test_password_and_code_open_it(client, protected):
    enter_password(client, protected)
    client.post("/auth/2fa/authenticate/", {"code": code_of()})
    assert is_signed_in(client)


def test_a_code_works_once(client, protected):
    code = code_of()
    enter_password(client, protected)
    client.post("/auth/2fa/authenticate/", {"code": code})
    client.post("/auth/logout/")
    enter_password(client, protected)
    client.post("/auth/2fa/authenticate/", {"code": code})
    assert not is_signed_in(client)


def test_a_recovery_code_opens_it_once(client, protected):
    code = Authenticator.objects.get(user=protected, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (True, False):
        enter_password(client, protected)
        client.post("/auth/2fa/authenticate/", {"code": code})
        assert is_signed_in(client) is expected
        client.post("/auth/logout/")


def test_codes_cannot_be_guessed_for_long(client, protected):
    enter_password(client, protected)
    for _ in range(5):
        client.post("/auth/2fa/authenticate/", {"code": "000000"})
    client.post("/auth/2fa/authenticate/", {"code": code_of()})
    assert not is_signed_in(client)


def test_a_new_password_does_not_go_round_the_factor(client, protected, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/auth/password/reset/", {"email": protected.email})
    link = re.search(r"http://127.0.0.1:8000(\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    response = client.post(form, {"password1": "another one, longer", "password2": "another one, longer"})
    assert response.url == "/auth/2fa/authenticate/"
    assert not is_signed_in(client)


def test_whoever_must_have_a_factor_sees_nothing_else_before(client, person):
    services.require_second_factor(["kam"])
    enter_password(client, person)
    assert client.get("/people/me/").url == "/auth/2fa/totp/activate/"
    assert client.get("/jobs/").url == "/auth/2fa/totp/activate/"
    assert client.get("/auth/password/change/").status_code == 302


def test_the_others_are_left_in_peace(client, person):
    services.require_second_factor(["administrator", "director"])
    enter_password(client, person)
    assert client.get("/people/me/").status_code == 200


def test_setting_it_up_gives_recovery_codes_and_opens_the_rest(
    client, person, mailoutbox, django_capture_on_commit_callbacks
):
    services.require_second_factor(["kam"])
    enter_password(client, person)
    client.post("/auth/reauthenticate/", {"password": PASSWORD})
    page = client.get("/auth/2fa/totp/activate/")
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/auth/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)}, follow=True)
    assert len(response.context["unused_codes"]) == 10
    assert client.get("/people/me/").status_code == 200
    assert mailoutbox[0].to == [person.email]


def test_an_open_session_feels_that_the_factor_is_required_now(client, person):
    enter_password(client, person)
    assert client.get("/people/me/").status_code == 200
    services.require_second_factor(["kam"])
    assert client.get("/people/me/").url == "/auth/2fa/totp/activate/"


def test_whoever_must_have_a_factor_cannot_turn_it_off(client, protected):
    services.require_second_factor(["kam"])
    enter_password(client, protected)
    client.post("/auth/2fa/authenticate/", {"code": code_of()})
    client.post("/auth/reauthenticate/", {"password": PASSWORD})
    client.post("/auth/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=protected, type="totp").exists()
    services.require_second_factor([])
    client.post("/auth/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=protected).exists()


def test_recovery_codes_alone_are_no_factor(client, person):
    RecoveryCodes.activate(person)
    services.require_second_factor(["kam"])
    assert person.lacks_second_factor()


def test_an_administrator_resets_a_lost_factor(
    client, admin, protected, mailoutbox, django_capture_on_commit_callbacks
):
    theirs = type(client)()
    theirs.force_login(protected)
    assert theirs.get("/people/me/").status_code == 200
    client.force_login(admin)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/people/{protected.pk}/reset-factor/")
    assert not Authenticator.objects.filter(user=protected).exists()
    assert theirs.get("/people/me/").status_code == 302  # signed out everywhere
    assert mailoutbox[0].to == [protected.email]


def test_after_a_reset_a_required_factor_is_asked_for_again(client, protected):
    services.require_second_factor(["kam"])
    services.reset_second_factor(protected)
    enter_password(client, protected)
    assert client.get("/people/me/").url == "/auth/2fa/totp/activate/"


def test_the_policy_page_keeps_what_is_ticked(client, admin):
    client.force_login(admin)
    client.post("/people/security/", {"roles": ["kam", "director"]})
    form = client.get("/people/security/").context["form"]
    assert sorted(form["roles"].value()) == ["director", "kam"]


def test_a_policy_is_in_the_history(client, admin):
    client.force_login(admin)
    client.post("/people/security/", {"roles": ["kam"]})
    policy = RolePolicy.objects.get(role="kam")
    assert policy.events.latest("pgh_id").pgh_context.metadata["user"] == admin.pk
