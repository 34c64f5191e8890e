"""A deletion is taken back from the events that the database wrote of it."""

from datetime import date

import pghistory
import pytest
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from accounts.models import ClientEntity, IndexMembership, Listing, Membership, RevenueLine
from accounts.services import UNDO_SECONDS, delete_with_undo, read_undo, undelete
from accounts.stakeholders.models import Interaction, Stakeholder
from accounts.undo import take_back
from tests.factories import (
    ClientEntityFactory,
    InteractionFactory,
    MembershipFactory,
    RevenueLineFactory,
    StakeholderFactory,
)


def deleted(row, back="/"):
    """What the undo button says."""
    return read_undo(delete_with_undo(row, back=back).rstrip("/").split("/")[-1])


def test_a_stakeholder_comes_back_with_every_field_and_his_interactions(account, manager):
    person = StakeholderFactory(
        account=account, name="Anne Roy", influence=5, attitude=-1, attitude_on=date(2026, 3, 1), email="a@roy.example"
    )
    interaction = InteractionFactory(account=account, stakeholders=[person])
    before = Stakeholder.objects.filter(pk=person.pk).values().get()
    what = deleted(person)
    assert not interaction.stakeholders.exists()
    undelete(what, user=manager)
    assert Stakeholder.objects.filter(pk=before["id"]).values().get() == before
    assert list(interaction.stakeholders.values_list("pk", flat=True)) == [before["id"]]


def test_an_interaction_comes_back_with_its_participants_on_both_sides(account, manager):
    people = [StakeholderFactory(account=account), StakeholderFactory(account=account)]
    interaction = InteractionFactory(account=account, subject="Review", stakeholders=people, colleagues=[manager])
    pk = interaction.pk
    undelete(deleted(interaction), user=manager)
    back = Interaction.objects.get(pk=pk)
    assert back.subject == "Review"
    assert set(back.stakeholders.all()) == set(people)
    assert list(back.colleagues.all()) == [manager]


def test_an_entity_comes_back_with_what_hung_below_it(account, manager):
    company = ClientEntityFactory(account=account)
    site = ClientEntityFactory(account=account, parent=company)
    person = StakeholderFactory(account=account, entity=company)
    pk = company.pk
    what = deleted(company)
    undelete(what, user=manager)
    site.refresh_from_db()
    person.refresh_from_db()
    assert (site.parent_id, person.entity_id) == (pk, pk)


def test_what_was_given_another_parent_meanwhile_keeps_it(account, manager):
    company, other = ClientEntityFactory(account=account), ClientEntityFactory(account=account)
    site = ClientEntityFactory(account=account, parent=company)
    what = deleted(company)
    with pghistory.context():  # another request
        ClientEntity.objects.filter(pk=site.pk).update(parent=other)
    undelete(what, user=manager)
    site.refresh_from_db()
    assert site.parent_id == other.pk


def test_a_listing_comes_back_with_its_indices(account, manager):
    listing = Listing.objects.create(account=account, ticker="AIR")
    IndexMembership.objects.create(listing=listing, index="CAC 40", from_on=date(2000, 1, 1))
    undelete(deleted(listing), user=manager)
    assert IndexMembership.objects.get().index == "CAC 40"


@pytest.mark.parametrize("place", [Membership, RevenueLine])
def test_members_and_revenue_lines_come_back(place, account, manager):
    row = {Membership: MembershipFactory, RevenueLine: RevenueLineFactory}[place](account=account)
    pk = row.pk
    undelete(deleted(row), user=manager)
    assert place.objects.filter(pk=pk).exists()


def test_undoing_twice_changes_nothing(account, manager):
    what = deleted(ClientEntityFactory(account=account))
    undelete(what, user=manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        undelete(what, user=manager)
    assert ClientEntity.objects.count() == 1


def test_nothing_comes_back_where_something_has_taken_its_place(account, manager):
    line = RevenueLineFactory(account=account, month=date(2026, 1, 1), actual=10)
    what = deleted(line)
    RevenueLineFactory(account=account, month=date(2026, 1, 1), actual=20)
    with pytest.raises(IntegrityError), transaction.atomic():
        undelete(what, user=manager)
    assert RevenueLine.objects.get().actual == 20


def test_an_undo_that_would_close_a_circle_of_reporting_lines_is_refused_with_the_names(client, account, manager):
    boss = StakeholderFactory(account=account, name="Bea")
    middle = StakeholderFactory(account=account, name="Anne", reports_to=boss)
    StakeholderFactory(account=account, name="Carl", reports_to=middle)
    address = delete_with_undo(middle, back="/")
    with pghistory.context():  # another request
        Stakeholder.objects.filter(name="Bea").update(reports_to=Stakeholder.objects.get(name="Carl"))
    client.force_login(manager)
    (message,) = client.post(address).wsgi_request._messages
    assert all(name in str(message) for name in ("Anne", "Bea", "Carl"))
    assert not Stakeholder.objects.filter(name="Anne").exists()
    assert Stakeholder.objects.get(name="Carl").reports_to is None


def test_only_who_may_change_the_account_undoes(account, reader, outsider):
    what = deleted(ClientEntityFactory(account=account))
    for person in (reader, outsider):
        with pytest.raises(Http404), transaction.atomic():
            undelete(what, user=person)
    assert not ClientEntity.objects.exists()


def test_a_token_of_our_own_making_only(account):
    token = delete_with_undo(ClientEntityFactory(account=account), back="/").rstrip("/").split("/")[-1]
    with pytest.raises(signing.BadSignature):
        read_undo(token[:-3] + "abc")


def test_the_button_works_from_the_page_and_leads_back_to_it(client, account, manager):
    client.force_login(manager)
    entity = ClientEntityFactory(account=account, name="Lyon plant")
    page = client.post(f"/accounts/entities/{entity.pk}/delete/", follow=True)
    (message,) = page.context["messages"]
    assert "Lyon plant" in str(message)
    assert not ClientEntity.objects.exists()
    undone = client.post(message.extra_tags.removeprefix("undo:"))
    assert undone.url == f"/accounts/{account.pk}/structure/"
    assert ClientEntity.objects.get().name == "Lyon plant"


def test_half_an_hour_later_it_is_too_late_and_said_so(client, account, manager, monkeypatch):
    client.force_login(manager)
    entity = ClientEntityFactory(account=account)
    page = client.post(f"/accounts/entities/{entity.pk}/delete/", follow=True)
    (message,) = page.context["messages"]
    monkeypatch.setattr("accounts.services.UNDO_SECONDS", -1)
    assert UNDO_SECONDS == 1800
    answer = client.post(message.extra_tags.removeprefix("undo:"))
    assert answer.status_code == 302
    assert not ClientEntity.objects.exists()


def test_an_undo_that_comes_too_late_says_so_where_it_was_asked(client, account, manager):
    client.force_login(manager)
    line = RevenueLineFactory(account=account)
    page = client.post(f"/accounts/revenue/{line.pk}/delete/", follow=True)
    (message,) = page.context["messages"]
    RevenueLineFactory(account=account, month=line.month)
    answer = client.post(message.extra_tags.removeprefix("undo:"), follow=True)
    assert answer.redirect_chain[-1][0] == f"/accounts/{account.pk}/revenue/"
    assert "cannot be undone" in str(*answer.context["messages"])


def test_a_forged_address_is_not_found(client, manager):
    client.force_login(manager)
    assert client.post("/accounts/deleted/forged:token/").status_code == 404


# --- what a request changed ------------------------------------------------------------------------


def test_each_field_keeps_what_was_written_since(account):
    person = StakeholderFactory(account=account, title="Buyer", phone="01")
    with pghistory.context() as change:
        Stakeholder.objects.update(title="Head", phone="02")
    with pghistory.context():  # another request
        Stakeholder.objects.update(phone="03")
    take_back(change.id)
    person.refresh_from_db()
    assert (person.title, person.phone) == ("Buyer", "03")


def test_several_changes_of_a_row_go_back_to_the_first_state(account):
    person = StakeholderFactory(account=account, title="Buyer")
    with pghistory.context() as change:
        for title in ("One", "Two", "Buyer", "Three"):
            Stakeholder.objects.update(title=title)
    take_back(change.id)
    person.refresh_from_db()
    assert person.title == "Buyer"


def test_a_row_changed_and_then_deleted_comes_back_as_it_was(account):
    person = StakeholderFactory(account=account, title="Buyer")
    with pghistory.context() as change:
        Stakeholder.objects.update(title="Head")
        person.delete()
    take_back(change.id)
    assert Stakeholder.objects.get().title == "Buyer"


def test_a_row_that_took_the_place_of_a_deleted_one_makes_room_again(account):
    line = RevenueLineFactory(account=account, month=date(2026, 1, 1), actual=10)
    other = RevenueLineFactory(account=account, month=date(2026, 2, 1), actual=20)
    with pghistory.context() as change:
        line.delete()
        RevenueLine.objects.filter(pk=other.pk).update(month=date(2026, 1, 1))
    take_back(change.id)
    assert set(RevenueLine.objects.values_list("month", "actual")) == {(date(2026, 1, 1), 10), (date(2026, 2, 1), 20)}


def test_participants_who_were_changed_are_the_former_ones_again(account):
    one, other = StakeholderFactory(account=account), StakeholderFactory(account=account)
    interaction = InteractionFactory(account=account, stakeholders=[one])
    with pghistory.context() as change:
        Interaction.stakeholders.through.objects.update(stakeholder=other)
    take_back(change.id)
    assert list(interaction.stakeholders.all()) == [one]


def test_taking_back_costs_the_same_reading_for_many_rows(account):
    for _place in range(3):
        StakeholderFactory(account=account)

    def reading(title):
        with pghistory.context() as change:
            Stakeholder.objects.update(title=title)
        with CaptureQueriesContext(connection) as queries:
            take_back(change.id)
        return len([q for q in queries if "event" in q["sql"] and q["sql"].startswith("SELECT")])

    few = reading("One")
    for _place in range(20):
        StakeholderFactory(account=account)
    assert reading("Two") == few
