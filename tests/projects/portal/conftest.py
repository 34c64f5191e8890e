"""One of the client's people inside the portal, and a project that he reads."""

import pytest

from tests.factories import GuestFactory
from tests.plans.portal.conftest import come_in
from tests.projects.portal.world import shared_world


@pytest.fixture
def guest(account):
    return GuestFactory(account=account, stakeholder__name="Camille Roy", stakeholder__influence=4)


@pytest.fixture
def visitor(guest):
    return come_in(guest)


@pytest.fixture
def world(account, guest):
    return shared_world(account, guest)


@pytest.fixture
def project(world):
    return world.project
