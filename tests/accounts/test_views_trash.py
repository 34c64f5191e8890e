"""The trash: nothing is lost at once, nothing stays for ever."""

from datetime import UTC, date, datetime

import pytest

from accounts.history import trails
from accounts.models import Account, Listing
from accounts.stakeholders.models import Interaction, Stakeholder
from accounts.tasks import empty_trash
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    CommentFactory,
    InteractionFactory,
    MembershipFactory,
    RevenueLineFactory,
    StakeholderFactory,
)

LONG_AGO = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_a_trashed_account_disappears_and_its_undo_brings_it_back(client, account, manager):
    client.force_login(manager)
    page = client.post(f"/accounts/{account.pk}/trash/")
    assert page.url == "/portfolio/"
    assert client.get(f"/accounts/{account.pk}/").status_code == 404
    assert account.name in client.get("/accounts/trash/").content.decode()
    client.post(f"/accounts/{account.pk}/restore/")
    assert client.get(f"/accounts/{account.pk}/").status_code == 200


def test_everybody_sees_only_what_he_could_restore(client, account, reader, outsider):
    account.trash(LONG_AGO)
    for person in (reader, outsider):
        client.force_login(person)
        assert account.name not in client.get("/accounts/trash/").content.decode()


def test_a_code_that_was_taken_meanwhile_keeps_the_account_in_the_trash_and_says_why(client, account, manager):
    Account.objects.filter(pk=account.pk).update(code="C-1", trashed_at=LONG_AGO)
    AccountFactory(code="C-1")
    client.force_login(manager)
    page = client.post(f"/accounts/{account.pk}/restore/", follow=True)
    assert "another account now has its code, C-1" in str(*page.context["messages"])
    account.refresh_from_db()
    assert account.trashed_at == LONG_AGO


def test_the_trash_is_emptied_of_what_has_been_there_long_enough_and_of_nothing_else(account, settings):
    settings.TRASH_DAYS = 30
    account.trash(datetime(2026, 1, 1, 23, 30, tzinfo=UTC))  # already the 2nd in Paris
    recent = AccountFactory(trashed_at=datetime(2026, 1, 10, tzinfo=UTC))
    living = AccountFactory()
    assert empty_trash("2026-02-01") == 0
    assert account.purged_on == date(2026, 2, 2)
    assert empty_trash("2026-02-02") == 1
    assert set(Account.objects.all()) == {recent, living}
    assert empty_trash("2026-02-02") == 0


def test_subsidiaries_outlive_their_group(account):
    below = AccountFactory(parent=account)
    account.trash(LONG_AGO)
    empty_trash("2026-06-01")
    below.refresh_from_db()
    assert below.parent is None


def test_what_is_deleted_for_good_is_also_forgotten_by_the_history(account, manager):
    pk = account.pk
    person = StakeholderFactory(account=account)
    InteractionFactory(account=account, stakeholders=[person], colleagues=[manager])
    ClientEntityFactory(account=account)
    RevenueLineFactory(account=account)
    CommentFactory(account=account)
    MembershipFactory(account=account)
    Listing.objects.create(account=account).memberships.create(index="CAC 40")
    other = StakeholderFactory(name="Of another account")
    account.trash(LONG_AGO)
    empty_trash("2026-06-01")
    assert not Stakeholder.objects.exclude(pk=other.pk).exists()
    assert not Interaction.objects.exists()
    left = [(trail.key, event.pgh_label) for trail in trails() for event in trail.of(pk)]
    assert left == [("accounts.account", "delete")]
    (trail,) = [trail for trail in trails() if trail.model is Stakeholder]
    assert [event.name for event in trail.events.objects.all()] == ["Of another account"]
    (sides,) = [trail for trail in trails() if trail.key == "stakeholders.theirside"]
    assert not sides.events.objects.exists()


@pytest.mark.parametrize("page", ["x", "0", "99"])
def test_any_page_number_shows_a_page(page, client, manager):
    client.force_login(manager)
    assert client.get("/accounts/trash/", {"page": page}).status_code == 200
