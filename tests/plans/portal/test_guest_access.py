"""Every URL of the portal with what each kind of guest gets: a forgotten URL or a dropped scope fails here."""

import logging
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client

from plans.sharing import publish
from tests.factories import GuestFactory, PlanFactory
from tests.plans.portal.conftest import come_in
from tests.plans.portal.world import portal_names, world_of

pytestmark = pytest.mark.django_db
PAGE = ("get", 200, 404, 302, 302)  # his own, another client's guest, one withdrawn, nobody
DEED = ("post", 302, 404, 403, 403)
POSTED = {"portal:file-create": {"kind": "ics"}}
EVERYBODYS = ("get", 200, 200, 200, 200)
# name → (method, and the status that each gets)
GUESTS = {
    "portal:list": ("get", 200, 302, 302, 302),  # straight to the only plan, or to the door
    "portal:file-create": ("post", 200, 404, 403, 403),
    "portal:file": PAGE,
    "portal:file-fetch": PAGE,
    "portal:plan": PAGE,
    "portal:unknown": ("get", 404, 404, 302, 302),
    "portal:door": EVERYBODYS,
    "portal:enter": ("get", 404, 404, 404, 404),  # without the key of a link
    "portal:code": ("get", 404, 404, 404, 404),
    "portal:code-send": ("post", 404, 404, 404, 404),
    "portal:leave": ("post", 302, 302, 302, 302),
    "shared:list": ("get", 200, 200, 302, 302),
    "shared:project": PAGE,
    "shared:recognise": PAGE,
    "shared:recognition-back": DEED,
    "cowriting:words": PAGE,
    "cowriting:talk": PAGE,
    "cowriting:views": PAGE,
    "cowriting:sign": PAGE,
    "cowriting:suggest-text": PAGE,
    "cowriting:suggest-priority": PAGE,
    "cowriting:suggest-objective": PAGE,
    "cowriting:suggest-action": PAGE,
    "cowriting:new-priority": PAGE,
    "cowriting:new-objective": PAGE,
    "cowriting:new-action": PAGE,
    "cowriting:endorse": PAGE,
    "cowriting:step": PAGE,
    "cowriting:take": DEED,
    "cowriting:endorsement-back": DEED,
    "cowriting:withdraw": DEED,
    "cowriting:view-delete": DEED,
}
OF_ONE_CLIENT = sorted(
    name for name, line in GUESTS.items() if line[2] == 404 and line[3] != 404 and "unknown" not in name
)


@pytest.fixture
def world(account, guest):
    return world_of(account, guest)


@pytest.fixture
def kinds(guest, account):
    """His own guest, another client's who has a plan of his own, one withdrawn, nobody."""
    stranger = GuestFactory()
    publish(PlanFactory(account=stranger.account, status="approved"), by=None, at=datetime(2026, 3, 1, tzinfo=UTC))
    revoked = GuestFactory(account=account, revoked_at=datetime(2026, 3, 1, tzinfo=UTC))
    return [come_in(guest), come_in(stranger), come_in(revoked), Client()]


def answer(browser, name, world):
    """The status, whose effects are undone: everybody meets the same rows."""
    with transaction.atomic():
        status = getattr(browser, GUESTS[name][0])(world.address(name), POSTED.get(name)).status_code
        transaction.set_rollback(True)
    return status


def test_every_url_of_the_portal_is_listed():
    assert portal_names() == GUESTS.keys()


@pytest.mark.parametrize("name", sorted(GUESTS))
def test_each_page_answers_each_guest_as_the_table_says(name, world, kinds):
    _method, *expected = GUESTS[name]
    assert [answer(browser, name, world) for browser in kinds] == expected


@pytest.mark.parametrize("name", OF_ONE_CLIENT)
def test_whoever_tries_the_page_of_another_client_is_logged(name, world, kinds, caplog):
    with caplog.at_level(logging.WARNING, logger="plans.portal"):
        answer(kinds[1], name, world)
    (told,) = [record.fields for record in caplog.records if record.name == "plans.portal"]
    assert told["path"] == world.address(name)
    assert set(told) == {"guest", "account", "path"}


def test_no_page_of_a_guest_is_kept_by_a_browser(world, guest):
    for name in OF_ONE_CLIENT:
        response = getattr(come_in(guest), GUESTS[name][0])(world.address(name), POSTED.get(name))
        assert "no-store" in response.headers["Cache-Control"], name
        assert response.headers["Referrer-Policy"] == "same-origin", name
