"""The organisation chart: everybody in his place, and no more queries for two thousand people than for two."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.reporting import chart_of
from tests.factories import StakeholderFactory


def person(pk, reports_to=None, dotted_to=None):
    return SimpleNamespace(pk=pk, name=f"P{pk}", reports_to_id=reports_to, dotted_to_id=dotted_to)


def nested(posts):
    """The chart as the template nests it: (name, depth)."""
    depth, found = 0, []
    for post in posts:
        found.append((post.person.name, depth))
        depth += 1 if post.reports else -len(post.closes)
    assert depth == 0
    return found


def test_reports_stand_below_their_manager_in_the_order_given():
    chart = chart_of([person(1), person(2, 1), person(3, 2), person(4, 1), person(5), person(6, 5)])
    assert nested(chart.posts) == [("P1", 0), ("P2", 1), ("P3", 2), ("P4", 1), ("P5", 0), ("P6", 1)]


def test_lists_that_end_together_are_all_closed():
    chart = chart_of([person(1), person(2, 1), person(3, 2), person(4, 3), person(5), person(6, 5)])
    assert nested(chart.posts) == [("P1", 0), ("P2", 1), ("P3", 2), ("P4", 3), ("P5", 0), ("P6", 1)]


def test_people_with_neither_manager_nor_reports_are_apart():
    chart = chart_of([person(1), person(2, 1), person(3), person(4, 99)])
    assert [post.person.pk for post in chart.alone] == [3, 4]


def test_a_circle_that_should_not_be_loses_nobody():
    chart = chart_of([person(1, 2), person(2, 1), person(3, 2)])
    assert [name for name, _depth in nested(chart.posts)] == ["P1", "P2", "P3"]


def test_a_chart_deeper_than_the_stack_is_drawn():
    chart = chart_of([person(1), *(person(number, number - 1) for number in range(2, 3000))])
    assert nested(chart.posts)[-1] == ("P2999", 2998)


def test_a_dotted_line_is_told_by_name():
    assert chart_of([person(1), person(2, 1), person(3, 1, 2)]).posts[2].dotted_to == "P2"


def test_the_page_shows_vacant_roles_and_hides_who_left(client, account, manager):
    client.force_login(manager)
    boss = StakeholderFactory(account=account, name="Anne")
    StakeholderFactory(account=account, name="Plant manager", is_placeholder=True, reports_to=boss)
    StakeholderFactory(account=account, name="Long Gone", departed_on=date(2026, 1, 1), reports_to=boss)
    page = client.get(f"/accounts/{account.pk}/people/chart/").content.decode()
    assert re.search(r'is-vacant"><a[^>]*>Plant manager', page)
    assert "Long Gone" not in page


def test_an_empty_chart_says_what_to_do(client, account, manager):
    client.force_login(manager)
    assert "No reporting line yet" in client.get(f"/accounts/{account.pk}/people/chart/").content.decode()


@pytest.mark.parametrize("many", [2, 2000])
def test_the_chart_costs_as_many_queries_for_two_people_as_for_two_thousand(
    many, client, account, manager, django_assert_num_queries
):
    client.force_login(manager)
    boss = StakeholderFactory(account=account)
    Stakeholder.objects.bulk_create(Stakeholder(account=account, name=f"P{n}", reports_to=boss) for n in range(many))
    client.get(f"/accounts/{account.pk}/people/chart/")
    with django_assert_num_queries(6, exact=False):
        page = client.get(f"/accounts/{account.pk}/people/chart/").content.decode()
    assert page.count("org-post") == many + 1
    assert len(re.findall(r"<ul\b", page)) == page.count("</ul>")
    assert len(re.findall(r"<li\b", page)) == page.count("</li>")
