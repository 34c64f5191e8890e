"""Every URL of the application with what each member of the cast gets: a forgotten URL or a dropped scope fails here."""

import importlib
import pkgutil

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import access

# the cast is asked for by name at run time, which alone would not make pytest-django set up a test database
pytestmark = pytest.mark.django_db

ROOMS = [importlib.import_module(f"tests.access.{module.name}") for module in pkgutil.iter_modules(access.__path__)]
# name → (method, manager, editor, reader, outsider[, administrator])
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


@pytest.fixture
def url_of(request):
    """The address of a page for the cast's account: each room says how its names are reversed."""

    def address(name):
        for room in ROOMS:
            if name in getattr(room, "ACCESS", {}):
                return reverse(name, args=room.arguments(name, request.getfixturevalue("account"), request))
        raise KeyError(name)

    return address


@pytest.mark.parametrize("place", range(5), ids=["manager", "editor", "reader", "outsider", "admin"])
@pytest.mark.parametrize("name", sorted(ACCESS))
def test_each_page_answers_each_person_as_the_table_says(name, place, client, request, url_of):
    method, *expected = ACCESS[name]
    person = request.getfixturevalue(["manager", "editor", "reader", "outsider", "admin"][place])
    client.force_login(person)
    assert getattr(client, method)(url_of(name)).status_code == expected[place]


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_a_stranger_is_sent_to_the_sign_in_page(name, client, url_of):
    response = getattr(client, ACCESS[name][0])(url_of(name))
    assert response.status_code == 302
    assert response.url.startswith("/auth/login/")
