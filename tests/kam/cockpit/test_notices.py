"""The bell: how much is unread, what it says, where it leads."""

import pytest
from django.utils import translation

from accounts.models import Membership, Notice
from accounts.stakeholders.models import Departure
from tests.factories import (
    CommentFactory,
    InteractionFactory,
    KnowledgeItemFactory,
    NoticeFactory,
    StakeholderFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def english(client, reader):
    client.force_login(reader)
    with translation.override("en"):
        yield


@pytest.fixture
def notice(account, manager, reader):
    note = CommentFactory(account=account, text="Look at this")
    return NoticeFactory(user=reader, by=manager, about=note)


def bell(client):
    return client.get("/notices/bell/").content.decode()


def test_the_bell_counts_what_is_unread(client, notice, account, reader):
    assert "Notices: 1 unread" in bell(client)
    NoticeFactory(user=reader, about=InteractionFactory(account=account))
    assert "Notices: 2 unread" in bell(client)
    NoticeFactory(user=UserFactory(), about=InteractionFactory(account=account))
    assert "Notices: 2 unread" in bell(client)


def test_every_page_has_the_bell_and_no_more_queries_for_it(client, reader, django_assert_max_num_queries):
    client.get("/jobs/")
    with django_assert_max_num_queries(5):
        page = client.get("/people/preferences/").content.decode()
    assert 'hx-get="/notices/bell/"' in page
    assert 'href="/notices/"' in page


def test_opening_a_notice_reads_it_and_leads_to_the_record(client, notice):
    answer = client.post(f"/notices/{notice.pk}/")
    assert answer.url == f"/notes/{notice.object_id}/"
    assert client.get(answer.url).status_code == 200
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.read_at == first
    assert "unread" not in bell(client)


def test_a_link_followed_by_accident_reads_nothing(client, notice):
    assert client.get(f"/notices/{notice.pk}/").status_code == 405
    assert Notice.objects.unread().exists()


def test_all_are_marked_read_at_once_but_those_of_others_not(client, notice, account):
    other = NoticeFactory(user=UserFactory(), about=InteractionFactory(account=account))
    client.post("/notices/read/")
    assert list(Notice.objects.unread()) == [other]
    assert "Mark all as read" not in client.get("/notices/").content.decode()


def test_the_list_says_who_where_and_what(client, notice, manager, account):
    page = client.get("/notices/").content.decode()
    for words in (f"{manager} mentioned you", "Look at this", account.name, "(unread)", "Mark all as read"):
        assert words in page


def test_without_notices_the_list_says_how_they_come(client):
    assert "No notice" in client.get("/notices/").content.decode()


def test_what_one_does_not_see_any_more_is_not_told(client, notice, account, reader):
    Membership.objects.filter(user=reader).delete()
    assert "Look at this" not in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}/").status_code == 404
    assert "unread" not in bell(client)


def test_a_notice_of_a_deleted_record_is_gone(client, notice):
    notice.about.delete()
    assert "No notice" in client.get("/notices/").content.decode()


def test_the_list_costs_the_same_for_any_number_of_notices(
    client, account, manager, reader, django_assert_max_num_queries
):
    for factory in (CommentFactory, InteractionFactory, KnowledgeItemFactory) * 6:
        NoticeFactory(user=reader, by=manager, about=factory(account=account))
    client.get("/notices/")
    with django_assert_max_num_queries(10):
        client.get("/notices/")


def test_a_departure_is_told_in_its_own_words(client, account, reader):
    person = StakeholderFactory(account=account, name="Anne Roy")
    departure = Departure.objects.create(account=account, stakeholder=person, due_on="2026-07-01")
    NoticeFactory(user=reader, kind=Notice.Kind.DEPARTURE, about=departure)
    page = client.get("/notices/").content.decode()
    assert "Somebody is leaving" in page
    assert "Anne Roy" in page
