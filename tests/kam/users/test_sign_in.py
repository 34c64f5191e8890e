"""Signing in with a password: who gets in, who is paused, how a forgotten password is replaced."""

import re

import pytest
from django.contrib.auth import get_user

from tests.factories import UserFactory

PASSWORD = "a long sentence nobody guesses"
LOGIN = "/auth/login/"


def person_with_password(**fields):
    person = UserFactory(**fields)
    person.set_password(PASSWORD)
    person.save()
    return person


def try_to_sign_in(client, person, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": person.email, "password": password}, **extra)


def is_signed_in(client):
    return get_user(client).is_authenticated


@pytest.fixture
def person(db):
    return person_with_password()


def test_a_person_signs_in_with_address_and_password(client, person):
    assert try_to_sign_in(client, person).status_code == 302
    assert is_signed_in(client)


def test_capital_letters_in_the_address_do_not_matter(client, db):
    person_with_password(email="Claire.Martin@Example.com")
    client.post(LOGIN, {"login": "claire.MARTIN@example.com", "password": PASSWORD})
    assert is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, person):
    wrong = try_to_sign_in(client, person, "wrong").context["form"].errors.as_text()
    unknown = client.post(LOGIN, {"login": "nobody@example.com", "password": "wrong"})
    assert wrong == unknown.context["form"].errors.as_text()
    assert not is_signed_in(client)


def test_the_sixth_try_is_refused_even_with_the_right_password(client, person):
    for _ in range(5):
        try_to_sign_in(client, person, "wrong")
    refused = try_to_sign_in(client, person)
    assert not is_signed_in(client)
    assert "Too many failed login attempts. Try again later." in refused.content.decode()


def test_four_wrong_tries_are_forgiven(client, person):
    for _ in range(4):
        try_to_sign_in(client, person, "wrong")
    try_to_sign_in(client, person)
    assert is_signed_in(client)


def test_the_pause_of_one_person_does_not_concern_the_others(client, person):
    for _ in range(6):
        try_to_sign_in(client, person, "wrong")
    try_to_sign_in(client, person_with_password())
    assert is_signed_in(client)


def test_the_pause_holds_from_every_address(client, person):
    for number in range(5):
        try_to_sign_in(client, person, "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    try_to_sign_in(client, person, REMOTE_ADDR="198.51.100.1")
    assert not is_signed_in(client)


def test_the_pause_holds_under_every_name_and_port_of_the_server(client, person):
    for number in range(5):
        try_to_sign_in(client, person, "wrong", HTTP_HOST=f"testserver:{8000 + number}")
    try_to_sign_in(client, person)
    assert not is_signed_in(client)


def test_one_address_that_tries_many_people_is_paused(client, person):
    for number in range(20):
        client.post(LOGIN, {"login": f"guess{number}@example.com", "password": "wrong"})
    try_to_sign_in(client, person)
    assert not is_signed_in(client)


def test_a_new_password_ends_the_pause(client, person, mailoutbox, django_capture_on_commit_callbacks):
    for _ in range(6):
        try_to_sign_in(client, person, "wrong")
    choose_password(
        client, link_of_reset(client, person, mailoutbox, django_capture_on_commit_callbacks), "another one, longer"
    )
    client.post("/auth/logout/")
    try_to_sign_in(client, person, "another one, longer")
    assert is_signed_in(client)


def test_a_deactivated_person_is_told_and_stays_out(client, db):
    person = person_with_password(is_active=False)
    response = client.post(LOGIN, {"login": person.email, "password": PASSWORD}, follow=True)
    assert "Access closed" in response.content.decode()
    assert not is_signed_in(client)


def test_deactivation_ends_an_open_session(client, person):
    try_to_sign_in(client, person)
    person.is_active = False
    person.save()
    assert client.get("/people/me/").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client, db, method):
    response = getattr(client, method)(
        "/auth/signup/", {"email": "new@example.com", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "by invitation" in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("path", ["/auth/email/", "/auth/3rdparty/", "/auth/3rdparty/signup/"])
def test_pages_of_allauth_that_are_not_ours_do_not_exist(client, admin, path):
    client.force_login(admin)
    assert client.get(path).status_code == 404


def link_of_reset(client, person, mailoutbox, capture):
    with capture(execute=True):
        client.post("/auth/password/reset/", {"email": person.email})
    return re.search(r"http://\S+", mailoutbox[-1].body).group().removeprefix("http://127.0.0.1:8000")


def choose_password(client, link, password):
    form = client.get(link, follow=True)
    return client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced_through_a_link(
    client, person, mailoutbox, django_capture_on_commit_callbacks
):
    link = link_of_reset(client, person, mailoutbox, django_capture_on_commit_callbacks)
    choose_password(client, link, "another one, longer")
    assert is_signed_in(client)
    person.refresh_from_db()
    assert person.check_password("another one, longer")


def test_a_link_works_once(client, person, mailoutbox, django_capture_on_commit_callbacks):
    link = link_of_reset(client, person, mailoutbox, django_capture_on_commit_callbacks)
    choose_password(client, link, "another one, longer")
    client.post("/auth/logout/")
    assert "no longer works" in client.get(link, follow=True).content.decode()


def test_the_reset_mail_speaks_the_language_of_the_person(client, db, mailoutbox, django_capture_on_commit_callbacks):
    person = person_with_password(language="fr")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/auth/password/reset/", {"email": person.email})
    assert mailoutbox[0].subject.endswith("un nouveau mot de passe")


def test_asking_for_an_unknown_address_gives_the_same_answer_and_no_mail(
    client, person, mailoutbox, django_capture_on_commit_callbacks
):
    pages = []
    for email in (person.email, "nobody@example.com", UserFactory(is_active=False).email):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post("/auth/password/reset/", {"email": email}, follow=True)
        pages.append(response.content.split(b"<main", 1)[1].split(b"</main>", 1)[0])
    assert len(set(pages)) == 1
    assert [mail.to for mail in mailoutbox] == [[person.email]]


def test_short_passwords_are_refused(client, person, mailoutbox, django_capture_on_commit_callbacks):
    link = link_of_reset(client, person, mailoutbox, django_capture_on_commit_callbacks)
    assert "12" in choose_password(client, link, "short").context["form"].errors.as_text()
    assert not is_signed_in(client)


def test_a_change_of_password_is_told_by_mail(client, person, mailoutbox, django_capture_on_commit_callbacks):
    try_to_sign_in(client, person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            "/auth/password/change/",
            {"oldpassword": PASSWORD, "password1": "another one, longer", "password2": "another one, longer"},
        )
    assert mailoutbox[0].to == [person.email]
    assert "Your password has been changed." in mailoutbox[0].body
    assert is_signed_in(client)
