"""Structure, listing, team, revenue and comments of an account."""

from datetime import date

import pghistory
import pytest

from accounts.models import ClientEntity, Comment, IndexMembership, Listing, Membership, RevenueLine
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    CommentFactory,
    ListValueFactory,
    MembershipFactory,
    RevenueLineFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


def test_an_entity_is_added_below_another(client, account):
    company = ClientEntityFactory(account=account, name="Solvane SA")
    client.post(
        f"/accounts/{account.pk}/entities/new/",
        {"kind": "site", "name": "Lyon plant", "parent": company.pk, "siret": "552 100 554 00013"},
    )
    site = ClientEntity.objects.get(name="Lyon plant")
    assert (site.parent, site.siret, site.account) == (company, "55210055400013", account)


def test_the_parent_of_an_entity_is_of_the_same_account(client, account):
    stranger = ClientEntityFactory()
    client.post(f"/accounts/{account.pk}/entities/new/", {"kind": "site", "name": "Lyon", "parent": stranger.pk})
    assert ClientEntity.objects.get() == stranger


def test_a_circle_of_entities_is_refused_with_its_names(client, account):
    top = ClientEntityFactory(account=account, name="Top")
    middle = ClientEntityFactory(account=account, name="Middle", parent=top)
    low = ClientEntityFactory(account=account, name="Low", parent=middle)
    page = client.post(f"/accounts/entities/{top.pk}/", {"kind": "entity", "name": "Top", "parent": low.pk})
    assert "Top → Low → Middle → Top" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("siren", "12345", "A SIREN has nine digits."),
        ("siret", "552100554000", "A SIRET has fourteen digits."),
        ("siret", "55210055400013", "This SIRET starts with another SIREN."),
    ],
)
def test_wrong_official_numbers_are_refused(field, value, message, client, account):
    numbers = {"siren": "123456789" if len(value) == 14 else "", field: value}
    page = client.post(f"/accounts/{account.pk}/entities/new/", {"kind": "entity", "name": "Lyon", **numbers})
    assert message in page.content.decode()
    assert not ClientEntity.objects.exists()


def test_an_isin_is_checked_and_kept_without_blanks(client, account):
    page = client.post(f"/accounts/{account.pk}/listing/", {"isin": "FR0000120074", "ticker": "AIR"})
    assert "The check digit of this ISIN is wrong." in page.content.decode()
    client.post(f"/accounts/{account.pk}/listing/", {"isin": "fr0000 120073", "ticker": "AI"})
    assert Listing.objects.get().isin == "FR0000120073"


def test_an_account_is_listed_once(client, account):
    for ticker in ("AI", "AIR"):
        client.post(f"/accounts/{account.pk}/listing/", {"ticker": ticker})
    assert Listing.objects.get().ticker == "AIR"


def test_an_index_may_be_known_before_the_listing(client, account):
    client.post(f"/accounts/{account.pk}/indices/new/", {"index": "SBF 120", "from_on": "2014-06-23"})
    membership = IndexMembership.objects.get()
    assert (membership.listing.account, membership.from_on) == (account, date(2014, 6, 23))


def test_an_index_that_ends_before_it_starts_is_refused(client, account):
    dates = {"from_on": "2014-06-23", "to_on": "2013-06-23"}
    page = client.post(f"/accounts/{account.pk}/indices/new/", {"index": "SBF 120", **dates})
    assert "The end comes before the start." in page.content.decode()


def test_a_colleague_joins_once_and_the_kam_never(client, account, manager, reader):
    offered = client.get(f"/accounts/{account.pk}/team/new/").context["form"].fields["user"].queryset
    assert not {manager, reader} & set(offered)
    newcomer = UserFactory()
    client.post(f"/accounts/{account.pk}/team/new/", {"user": newcomer.pk, "may_edit": "on"})
    assert Membership.objects.get(user=newcomer).may_edit


def test_a_removed_colleague_loses_sight_of_the_account_at_once(client, account, manager, reader):
    membership = Membership.objects.get(user=reader)
    client.post(f"/accounts/members/{membership.pk}/delete/")
    client.force_login(reader)
    assert client.get(f"/accounts/{account.pk}/").status_code == 404


def test_a_function_that_is_no_longer_offered_stays_with_those_who_have_it(client, account):
    function = ListValueFactory(kind="team_function", is_active=False)
    member = MembershipFactory(account=account, function=function)
    client.post(f"/accounts/members/{member.pk}/", {"function": function.pk, "may_edit": "on"})
    member.refresh_from_db()
    assert (member.function, member.may_edit) == (function, True)


def test_the_kam_is_shown_first(client, account, manager):
    MembershipFactory(account=account, user=UserFactory(last_name="Aaa"))
    page = client.get(f"/accounts/{account.pk}/team/").content.decode()
    assert page.index(str(manager)) < page.index("Aaa")


def test_a_month_is_entered_once_for_an_offering(client, account):
    line = {"month": "2026-05", "actual": "12 000,50"}
    client.post(f"/accounts/{account.pk}/revenue/new/", line)
    page = client.post(f"/accounts/{account.pk}/revenue/new/", line)
    assert "This month already has a line for this offering." in page.content.decode()
    assert RevenueLine.objects.get().month == date(2026, 5, 1)


def test_a_line_without_any_amount_is_refused(client, account):
    page = client.post(f"/accounts/{account.pk}/revenue/new/", {"month": "2026-05"})
    assert "Give at least one of the three amounts." in page.content.decode()


@pytest.mark.parametrize("many", [1, 60])
def test_the_revenue_page_costs_the_same_for_any_number_of_lines(many, client, account, django_assert_num_queries):
    for n in range(many):
        RevenueLineFactory(account=account, month=date(2020 + n // 12, n % 12 + 1, 1), actual=n, offering=None)
    client.get(f"/accounts/{account.pk}/revenue/")
    with django_assert_num_queries(9):
        client.get(f"/accounts/{account.pk}/revenue/")


def test_whoever_sees_the_account_comments_and_only_the_author_changes(client, account, reader):
    client.force_login(reader)
    client.post(f"/accounts/{account.pk}/comments/new/", {"text": "Budget frozen", "is_internal": "on"})
    comment = Comment.objects.get()
    assert (comment.author, comment.is_internal) == (reader, True)
    client.post(f"/accounts/comments/{comment.pk}/", {"text": "Budget open"})
    comment.refresh_from_db()
    assert (comment.text, comment.is_internal) == ("Budget open", False)
    client.force_login(account.kam)
    assert client.post(f"/accounts/comments/{comment.pk}/", {"text": "Budget closed"}).status_code == 404


def test_a_comment_is_internal_unless_its_author_shares_it(client, account, manager):
    CommentFactory(account=account, author=manager)
    badge = '<span class="pill pill-amber">shared</span>'
    assert badge not in client.get(f"/accounts/{account.pk}/").content.decode()
    CommentFactory(account=account, author=manager, is_internal=False)
    assert badge in client.get(f"/accounts/{account.pk}/").content.decode()


def test_a_comment_of_one_account_is_not_brought_back_by_who_left_it(client, account, reader):
    comment = CommentFactory(account=account, author=reader)
    client.force_login(reader)
    page = client.post(f"/accounts/comments/{comment.pk}/delete/", follow=True)
    (message,) = page.context["messages"]
    with pghistory.context():  # another request
        Membership.objects.filter(user=reader).delete()
    assert client.post(message.extra_tags.removeprefix("undo:")).status_code == 404
    assert not Comment.objects.exists()


def test_the_parts_of_another_account_are_out_of_reach(client, outsider):
    elsewhere = AccountFactory(kam=outsider)
    entity = ClientEntityFactory(account=elsewhere)
    assert client.post(f"/accounts/entities/{entity.pk}/delete/").status_code == 404
    assert client.post(f"/accounts/{elsewhere.pk}/comments/new/", {"text": "x"}).status_code == 404
