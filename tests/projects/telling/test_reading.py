"""The page of a reader: his address is his key, it shows the bulletin alone, and only a POST notes a reading."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.privacy.erasure import anonymise
from projects.models import Recipient
from tests.projects.telling.conftest import leave


@pytest.fixture
def recipient(bulletin, manager):
    return leave(bulletin, manager)


def address(recipient):
    return reverse("projects:bulletin-read", args=[recipient.token])


def test_the_page_needs_no_sign_in_and_is_kept_nowhere(client, recipient):
    answer = client.get(address(recipient))
    assert answer.status_code == 200
    assert "<em>works</em>" in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_machine_that_follows_the_link_reads_nothing(client, recipient):
    client.get(address(recipient))
    client.head(address(recipient))
    recipient.refresh_from_db()
    assert recipient.read_at is None


def test_the_first_and_the_last_reading_are_noted(client, recipient):
    assert client.post(address(recipient), headers={"X-Requested-With": "fetch"}).status_code == 204
    recipient.refresh_from_db()
    first = recipient.read_at
    assert client.post(address(recipient)).status_code == 302
    recipient.refresh_from_db()
    assert recipient.read_at == first < recipient.last_read_at


def test_the_page_tells_nothing_but_the_bulletin(client, recipient):
    """Neither the account's other tables nor a colleague beside the reference KAM."""
    with CaptureQueriesContext(
        connection,
    ) as told:
        client.get(address(recipient))
    tables = {name for query in told for name in query["sql"].split('"') if name.startswith(("projects_", "plans_"))}
    assert tables == {"projects_recipient", "projects_bulletin", "projects_project"}


@pytest.mark.parametrize("what", ["departed", "anonymised", "expired", "trashed"])
def test_who_is_withdrawn_or_late_gets_a_polite_page(client, recipient, anne, what, settings):
    today = timezone.localdate()
    if what == "expired":
        past = timezone.now() - timedelta(days=settings.BULLETIN_DAYS, minutes=1)
        Recipient.objects.update(asked_at=past)
    elif what == "trashed":
        type(anne.account).objects.update(trashed_at=timezone.now())
    elif what == "anonymised":
        anonymise(anne.pk, on=today)
    else:
        type(anne).objects.update(departed_on=today)
    answer = client.get(address(recipient))
    assert answer.status_code == 410
    assert b"can no longer be read here" in answer.content
    assert b"works" not in answer.content
    client.post(address(recipient))
    recipient.refresh_from_db()
    assert recipient.read_at is None


def test_a_false_address_says_nothing_of_anybody(client, recipient):
    answer = client.get(reverse("projects:bulletin-read", args=["x" * 300]))
    assert answer.status_code == 404
    assert recipient.bulletin.project.reference_kam.email not in answer.content.decode()


def test_nobody_notes_readings_without_end(client, recipient, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"bulletin_read": "2/m/ip"}
    codes = [client.post(address(recipient)).status_code for _time in range(3)]
    assert codes == [302, 302, 429]


def test_the_page_is_in_the_language_of_the_bulletin(client, recipient):
    answer = client.get(address(recipient), headers={"Accept-Language": "fr"})
    assert b'lang="en"' in answer.content
