import re
from datetime import date

import pytest
from django.http import QueryDict

from accounts.models import Account, IndexMembership, Listing
from kam.cockpit.portfolio import Portfolio, canonical
from kam.scorecards.models import Standing
from kam.users.models import User
from tests.factories import AccountFactory, SectorFactory, TeamFactory, TierFactory, UserFactory

TODAY = date(2026, 3, 1)
LIST = "/portfolio/"


def standing(account, **figures):
    Standing.objects.filter(account=account).update(**{"confidence": "good", "on": TODAY, **figures})
    return account


def names(user, query=""):
    table = Portfolio(user, QueryDict(query), on=TODAY).table()
    return [row.account.name for row in table.data.all_rows()]


def shown(response):
    """Names of the accounts on a page of the list, in order."""
    return re.findall(r'aria-label="([^"]+)"></td><th scope="row">', response.content.decode())


def test_first_page_of_the_site_is_the_portfolio(client, manager):
    client.force_login(manager)
    assert client.get("/").url == LIST


def test_portfolio_shows_the_accounts_that_one_may_see_and_no_other(client, account, reader):
    AccountFactory()
    AccountFactory(kam=account.kam, trashed_at="2026-01-01T00:00Z")
    for person in (account.kam, reader):
        client.force_login(person)
        assert shown(client.get(LIST)) == [account.name]


def test_account_without_any_reading_is_listed_as_unknown_not_as_zero(client, account):
    User.objects.filter(pk=account.kam_id).update(last_name="Roy")  # names of tests are numbered
    client.force_login(account.kam)
    page = client.get(LIST).content.decode()
    row = page[page.index("<tbody>") : page.index("</tbody>")]
    assert row.count(">unknown<") == 3  # index, trend, revenue
    assert "0" not in re.sub(r"<[^>]+>", "", row.replace(account.name, ""))


def test_index_says_what_it_is_worth(client, manager):
    standing(AccountFactory(kam=manager, name="A"), index=72.4)
    standing(AccountFactory(kam=manager, name="B"), index=61, confidence="low")
    standing(AccountFactory(kam=manager, name="C"), index=30, confidence="none")
    client.force_login(manager)
    page = client.get(LIST).content.decode()
    assert "<b>72</b></td>" in page
    assert '<b>61</b><small class="warn">Low confidence</small>' in page
    assert '<span class="muted">30</span><small>Too little data</small>' in page


def test_trend_is_a_line_with_the_difference_over_the_year(client, manager):
    standing(AccountFactory(kam=manager), trend=[None, 60, 61, None, 55.4])
    client.force_login(manager)
    page = client.get(LIST).content.decode()
    assert 'd="M20,5 40,2M80,18"' in page
    assert '<span class="down">−5</span>' in page


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("index", ["low", "high", "none"]), ("-index", ["high", "low", "none"]), ("-revenue", ["low", "high", "none"])],
)
def test_unknown_figures_come_last_in_both_directions(manager, sort, expected):
    standing(AccountFactory(kam=manager, name="low"), index=10, revenue_12m=5)
    AccountFactory(kam=manager, name="none")
    standing(AccountFactory(kam=manager, name="high"), index=90, revenue_12m=1)
    assert names(manager, f"sort={sort}") == expected


def test_list_stays_sorted_by_a_column_that_is_hidden(manager):
    standing(AccountFactory(kam=manager, name="A"), index=10)
    standing(AccountFactory(kam=manager, name="B"), index=90)
    assert names(manager, "sort=-index&columns=name") == ["B", "A"]


def test_equal_accounts_keep_one_order_so_that_no_page_repeats_another(manager):
    made = [account.pk for account in AccountFactory.create_batch(5, kam=manager, name="Same")]
    for sort in ("tier", "-tier", "name", "-index"):
        rows = Portfolio(manager, QueryDict(f"sort={sort}"), on=TODAY).table().data
        assert [row.pk for row in rows[0:3]] + [row.pk for row in rows[3:5]] == made


@pytest.fixture
def trends(manager):
    for name, trend in {
        "falls": [None, 60.0, 30.0],
        "steady": [50.0, 52.0],
        "rises": [10.0, None, 70.0],
        "new": [5.0],
    }.items():
        standing(AccountFactory(kam=manager, name=name), index=trend[-1], trend=trend)


def test_accounts_that_slip_most_come_first(manager, trends):
    assert names(manager, "sort=trend") == ["falls", "steady", "rises", "new"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("trend=down", ["falls"]), ("trend=steady", ["steady"]), ("trend=down&trend=up", ["falls", "rises"])],
)
def test_trend_filter_tells_falling_accounts_from_steady_and_rising_ones(manager, trends, query, expected):
    assert names(manager, query) == expected


def test_status_is_named_beside_an_account_that_is_not_active(client, manager):
    AccountFactory(kam=manager, name="A", status="prospect", city="Lyon")
    AccountFactory(kam=manager, name="B", status="active", city="Nice")
    client.force_login(manager)
    page = client.get(LIST).content.decode()
    assert "Lyon · Prospect" in page
    assert "Nice ·" not in page


def test_names_sort_without_regard_to_case_and_accents(manager):
    for name in ("zinc", "Étain", "Argent", "eau"):
        AccountFactory(kam=manager, name=name)
    assert names(manager) == ["Argent", "eau", "Étain", "zinc"]


def test_every_column_can_be_shown_and_sorted_by(client, manager):
    group = AccountFactory(kam=manager, name="Group")
    account = AccountFactory(
        kam=manager, parent=group, sector=SectorFactory(), tier=TierFactory(), turnover=12, employees=9
    )
    listing = Listing.objects.create(account=account, ticker="AIR")
    IndexMembership.objects.create(listing=listing, index="CAC 40")
    client.force_login(manager)
    columns = list(Portfolio(manager, QueryDict(), on=TODAY).table().base_columns)
    for name in columns:
        for order in (name, f"-{name}"):
            assert client.get(LIST, {"columns": columns, "sort": order}).status_code == 200


def test_group_that_one_may_not_see_is_not_named(client, manager):
    AccountFactory(kam=manager, parent=AccountFactory(name="Secret group"))
    client.force_login(manager)
    assert "Secret group" not in client.get(LIST, {"columns": "group"}).content.decode()


@pytest.mark.parametrize("search", ["helios", "HÉLIOS", "lyon héli", "c-9"])
def test_search_finds_name_code_and_city_without_accents(manager, search):
    AccountFactory(kam=manager, name="Groupe Hélios", code="C-9", city="Lyon")
    AccountFactory(kam=manager, name="Norvia")
    assert names(manager, f"q={search}") == ["Groupe Hélios"]


def test_search_never_reaches_other_peoples_accounts(manager):
    AccountFactory(name="Hélios")
    assert names(manager, "q=helios") == []


@pytest.fixture
def two(director):
    """Two accounts of one director that differ in everything."""
    first = UserFactory(role=User.Role.KAM, team=TeamFactory(director=director))
    second = UserFactory(role=User.Role.KAM, team=TeamFactory(director=director))
    left = AccountFactory(
        name="left",
        kam=first,
        sector=SectorFactory(),
        tier=TierFactory(),
        status="active",
        declared_stage=2,
        country="France",
    )
    right = AccountFactory(name="right", kam=second, status="prospect", country="Italie", parent=left)
    return standing(left, index=65), standing(right, index=None, confidence="none")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sector={left.sector_id}", ["left"]),
        ("sector=none", ["right"]),
        ("sector=none&sector={left.sector_id}", ["left", "right"]),
        ("tier={left.tier_id}", ["left"]),
        ("kam={right.kam_id}", ["right"]),
        ("team={right.kam.team_id}", ["right"]),
        ("status=active", ["left"]),
        ("status=active&status=prospect", ["left", "right"]),
        ("stage=2", ["left"]),
        ("stage=none", ["right"]),
        ("index=60", ["left"]),
        ("index=unknown", ["right"]),
        ("index=0", []),
        ("data=good", ["left"]),
        ("data=none", ["right"]),
        ("country=Italie", ["right"]),
        ("group={left.pk}", ["left", "right"]),
        ("group={right.pk}", ["right"]),
        ("status=active&country=Italie", []),
    ],
)
def test_each_filter_narrows_the_list(director, two, query, expected):
    left, right = two
    assert names(director, query.format(left=left, right=right)) == expected


def test_filter_on_oneself_shows_each_reader_his_own_accounts(director, two):
    left, _right = two
    assert names(director, "kam=me") == []
    assert names(left.kam, "kam=me") == ["left"]


def test_accounts_of_nobody_can_be_found(director):
    AccountFactory(name="orphan")
    assert names(director, "kam=none") == ["orphan"]


@pytest.mark.parametrize(
    "query",
    [
        "sector=abc", "kam=99999999999999999999", "group=99999999999999999999", "group=-1", "index=7", "page=0", "page=abc",
        "page=99999999999999999999", "sort=nothing", "sort=-", "sort=,", "columns=nothing", "per_page=7", "per_page=-1",
        "q=%00", "view=abc", "view=99999999999999999999", "country=%27%22%3Cscript%3E",
    ],
)  # fmt: skip
def test_address_that_makes_no_sense_still_gets_the_list(client, account, query):
    client.force_login(account.kam)
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert shown(response) == [account.name]


def test_labels_of_active_filters_lead_to_the_list_without_them(client, director, two):
    left, _right = two
    client.force_login(director)
    page = client.get(f"{LIST}?status=active&sector={left.sector_id}&sort=-index").content.decode()
    assert f'href="?sector={left.sector_id}&amp;sort=-index"' in page
    assert f"Sector: {left.sector}" in re.sub(r"\s+", " ", page)


def test_page_size_is_one_of_three_and_pages_follow_each_other(client, manager):
    AccountFactory.create_batch(60, kam=manager)
    client.force_login(manager)
    pages = [shown(client.get(f"{LIST}?per_page=25&page={number}")) for number in (1, 2, 3, 9)]
    assert [len(page) for page in pages] == [25, 25, 10, 10]
    assert len(set(pages[0] + pages[1] + pages[2])) == 60
    assert len(shown(client.get(LIST))) == 50


@pytest.mark.parametrize(
    "query", ["view=all", "per_page=100", "q=account&sort=-index&page=2", "status=active&status=former"]
)
def test_number_of_queries_does_not_grow_with_the_rows(client, manager, django_assert_max_num_queries, query):
    client.force_login(manager)
    client.get(LIST)
    for _round in range(2):
        for account in AccountFactory.create_batch(60, kam=manager, sector=SectorFactory(), tier=TierFactory()):
            standing(account, index=50, revenue_12m=1)
        with django_assert_max_num_queries(8):
            assert client.get(f"{LIST}?{query}").status_code == 200


def test_hundred_rows_with_all_columns_ask_no_more_than_eight_queries(client, manager, django_assert_max_num_queries):
    group = AccountFactory(kam=manager)
    accounts = AccountFactory.create_batch(110, kam=manager, sector=SectorFactory(), tier=TierFactory(), parent=group)
    Listing.objects.bulk_create(Listing(account=account) for account in accounts)
    client.force_login(manager)
    columns = list(Portfolio(manager, QueryDict(), on=TODAY).table().base_columns)
    client.get(LIST)
    with django_assert_max_num_queries(8):
        assert len(shown(client.get(LIST, {"columns": columns, "per_page": 100}))) == 100


def test_fifty_rows_weigh_less_than_sixty_kilobytes(client, manager):
    for account in AccountFactory.create_batch(
        50,
        kam=manager,
        code="",
        city="Saint-Germain-en-Laye",
        sector=SectorFactory(name_fr="Agroalimentaire et boissons"),
    ):
        standing(
            account, index=50, confidence="low", revenue_12m=4_820_000, trend=[float(month) for month in range(12)]
        )
    Account.objects.update(declared_stage=1, target_stage=3, potential=9_500_000)
    client.force_login(manager)
    manager.language = "fr"
    manager.save()
    assert len(client.get(LIST).content) < 60_000


def test_summary_counts_tiers_with_their_weight_and_leaves_the_unknown_out(manager):
    heavy = AccountFactory(kam=manager, tier=TierFactory(weight=3), declared_stage=2, potential=100)
    standing(heavy, index=80, revenue_12m=1000)
    standing(AccountFactory(kam=manager, status="prospect"), index=40, confidence="low")
    standing(AccountFactory(kam=manager), index=10, confidence="none")
    totals = Portfolio(manager, QueryDict(), on=TODAY).totals
    assert totals == {
        "accounts": 3,
        "active": 2,
        "cooperative": 1,
        "enough_data": 1,
        "revenue_12m": 1000,
        "potential": 100,
        "index": (3 * 80 + 40) / 4,
        "on": TODAY,
    }


def test_summary_of_nothing_is_unknown(manager):
    totals = Portfolio(manager, QueryDict(), on=TODAY).totals
    assert (totals["accounts"], totals["index"], totals["revenue_12m"], totals["on"]) == (0, None, None, None)


def test_summary_is_that_of_the_list_and_opens_the_rows_behind_its_figures(client, manager):
    standing(AccountFactory(kam=manager, declared_stage=2), revenue_12m=4_820_000, index=61.4)
    AccountFactory(kam=manager, status="prospect")
    client.force_login(manager)
    page = client.get("/portfolio/summary/?status=active").content.decode()
    assert "€4.82M" in page
    assert "61<small>/100" in page
    assert "100%" in page
    assert 'href="/portfolio/?status=active&amp;stage=2&amp;stage=3&amp;stage=4"' in page
    assert 'href="/portfolio/?status=active&amp;data=good"' in page


def test_summary_costs_one_query(client, manager, django_assert_num_queries):
    standing(AccountFactory(kam=manager, tier=TierFactory()), index=50)
    client.force_login(manager)
    client.get("/portfolio/summary/")
    with django_assert_num_queries(4):  # session, person, second factor, sums
        client.get("/portfolio/summary/")


def test_empty_portfolio_says_how_to_fill_it(client, outsider):
    client.force_login(outsider)
    page = client.get(LIST).content.decode()
    assert "Your portfolio is empty" in page
    assert 'href="/accounts/new/"' in page


def test_empty_portfolio_of_a_contributor_offers_nothing_he_may_not_do(client, db):
    client.force_login(UserFactory())
    page = client.get(LIST).content.decode()
    assert "No account yet" in page
    assert "Import a file" not in page


def test_filters_without_result_can_be_cleared(client, account):
    client.force_login(account.kam)
    page = client.get(f"{LIST}?q=nothing&sort=-index").content.decode()
    assert "Nothing matches" in page
    assert 'href="?sort=-index"' in page


def test_names_are_escaped(client, manager):
    AccountFactory(kam=manager, name="<script>alert(1)</script>", city="<img src=x>")
    client.force_login(manager)
    page = client.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "<img src" not in page


def test_filter_page_keeps_the_rest_of_the_address(client, manager):
    client.force_login(manager)
    page = client.get("/portfolio/filters/?status=active&sort=-index&columns=tier&q=lyon").content.decode()
    assert '<input type="hidden" name="sort" value="-index">' in page
    assert '<input type="hidden" name="columns" value="tier">' in page
    assert '<input type="hidden" name="q" value="lyon">' in page
    assert '<option value="active" selected>' in page


def test_filter_page_offers_only_the_countries_of_visible_accounts(client, account):
    AccountFactory(country="Atlantis")
    Account.objects.filter(pk=account.pk).update(country="France")
    client.force_login(account.kam)
    page = client.get("/portfolio/filters/").content.decode()
    assert '<option value="France">' in page
    assert "Atlantis" not in page


def test_column_page_lists_the_shown_columns_first_in_their_order(client, manager):
    client.force_login(manager)
    page = client.get("/portfolio/columns/?columns=name&columns=country&columns=tier").content.decode()
    assert re.findall(r'name="columns" value="(\w+)"', page)[:3] == ["name", "country", "tier"]
    assert re.findall(r'value="(\w+)" checked', page) == ["country", "tier"]


def test_columns_are_shown_in_the_order_of_the_address(client, account):
    client.force_login(account.kam)
    page = client.get(f"{LIST}?columns=name&columns=country&columns=tier").content.decode()
    assert re.findall(r'id="sort-(\w+)"', page) == ["name", "country", "tier"]


def test_address_of_a_view_is_always_written_the_same_way():
    query = "page=3&sort=-index&status=active&q=&view=4&columns=name&nonsense=1&sector=2&columns=tier"
    assert canonical(QueryDict(query)) == "sector=2&status=active&sort=-index&columns=name&columns=tier"
