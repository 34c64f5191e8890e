"""Every page is read in the language and in the time zone of the person."""

from datetime import UTC, datetime

import pytest

from kam.users.models import User
from tests.factories import JobFactory

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "moment"), [("Europe/Paris", "1 p.m."), ("America/Montreal", "7 a.m.")])
def test_moments_are_told_in_the_time_zone_of_the_reader(client, manager, zone, moment):
    User.objects.filter(pk=manager.pk).update(time_zone=zone)
    JobFactory(started_by=manager, created_at=NOON)
    client.force_login(manager)
    assert moment in client.get("/jobs/").content.decode()


def test_the_time_zone_of_one_reader_does_not_stay_for_the_next(client, manager, outsider):
    User.objects.filter(pk=manager.pk).update(time_zone="Asia/Tokyo")
    JobFactory(started_by=outsider, created_at=NOON)
    client.force_login(manager)
    client.get("/jobs/")
    client.force_login(outsider)
    assert "1 p.m." in client.get("/jobs/").content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_says_in_which_language_it_is(client, manager, language):
    User.objects.filter(pk=manager.pk).update(language=language)
    client.force_login(manager)
    page = client.get("/jobs/")
    assert page.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in page.content.decode()
