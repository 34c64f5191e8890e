"""Every URL of the application with what each member of the cast gets: a forgotten URL or a dropped scope fails here."""

import importlib
import pkgutil

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import access

# the cast is asked for by name at run time, which alone would not make pytest-django set up a test database
pytestmark = pytest.mark.django_db

ROOMS = [importlib.import_module(f"tests.access.{module.name}") for module in pkgutil.iter_modules(access.__path__)]
CAST = ("manager", "editor", "reader", "outsider", "admin")
# name → (method, and the status that each of the cast gets)
ACCESS = {name: line for room in ROOMS for name, line in getattr(room, "ACCESS", {}).items()}
# pages of libraries and of everybody, not bound to an account
PUBLIC = {name for room in ROOMS for name in getattr(room, "PUBLIC", ())}


def names(patterns, prefix=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry.url_patterns, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_url_is_listed():
    assert set(names(get_resolver().url_patterns)) == ACCESS.keys() | PUBLIC


def address(name, request):
    """The address of a page for the cast's account: each room says how its names are reversed."""
    (room,) = [room for room in ROOMS if name in getattr(room, "ACCESS", {})]
    return reverse(name, args=room.arguments(name, request.getfixturevalue("account"), request))


def answer(method, url, person):
    """The response that the person gets, whose effects are undone: everybody meets the same rows."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    return response


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_each_page_answers_each_person_as_the_table_says(name, request):
    method, *expected = ACCESS[name]
    people = {member: request.getfixturevalue(member) for member in CAST}
    url = address(name, request)
    got = {member: answer(method, url, person).status_code for member, person in people.items()}
    assert got == dict(zip(CAST, expected, strict=True))
    stranger = answer(method, url, None)
    assert (stranger.status_code, stranger.url.startswith("/auth/login/")) == (302, True)
