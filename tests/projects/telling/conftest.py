"""A bulletin on the desk of the editor, and somebody of the client to read it."""

import pytest
from django.utils import timezone, translation

from projects.telling.people import concerned_by
from projects.telling.services import confirm_bulletin
from tests.factories import BulletinFactory, StakeholderFactory


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=5, email="anne@client.example")


@pytest.fixture
def bulletin(project, anne):
    project.client_sponsor = anne
    project.save()
    return BulletinFactory(project=project, title="Progress in <March>", language="en", achieved="- The pump *works*")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def leave(bulletin, by, names=("Anne Roy",)):
    """Confirm a bulletin for these people; the one of the first."""
    at = timezone.now()
    people = [each for each in concerned_by(bulletin.project) if str(each.person) in names]
    confirm_bulletin(bulletin, people, by=by, at=at, on=timezone.localdate(at))
    bulletin.refresh_from_db()
    return bulletin.recipients.first()
