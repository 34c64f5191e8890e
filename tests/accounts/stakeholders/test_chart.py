"""The organisation chart: everybody in his place, and no more queries for two thousand people than for two."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.reporting import MANY, chart_of
from tests.factories import StakeholderFactory
from tests.recorded import recorded_on


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
    with django_assert_num_queries(7, exact=False):
        page = client.get(f"/accounts/{account.pk}/people/chart/").content.decode()
    assert page.count("org-post") == many + 1
    assert len(re.findall(r"<ul\b", page)) == page.count("</ul>")
    assert len(re.findall(r"<li\b", page)) == page.count("</li>")


def test_each_post_knows_how_deep_it_stands_and_everybody_below():
    chart = chart_of([person(1), person(2, 1), person(3, 2), person(4, 2), person(5, 1), person(6), person(7, 6)])
    told = {post.person.pk: (post.depth, post.below) for post in chart.posts}
    assert told == {1: (0, 4), 2: (1, 2), 3: (2, 0), 4: (2, 0), 5: (1, 0), 6: (0, 1), 7: (1, 0)}


@given(st.lists(st.integers(0, 30), max_size=30))
def test_below_counts_everybody_of_the_branch(bosses):
    people = [person(1), *(person(place + 2, min(boss, place) + 1) for place, boss in enumerate(bosses))]
    boss_of = {each.pk: each.reports_to_id for each in people}

    def chain(pk):
        while pk := boss_of[pk]:
            yield pk

    for post in chart_of(people).posts:
        assert post.below == sum(post.person.pk in chain(each.pk) for each in people)
        assert post.depth == len(list(chain(post.person.pk)))


def test_a_large_chart_shows_the_top_and_its_reports_and_folds_the_rest():
    chart = chart_of([person(1), *(person(number, number // 5 or 1) for number in range(2, MANY + 10))])
    assert {post.is_open for post in chart.posts if post.depth == 0} == {True}
    assert {post.is_open for post in chart.posts if post.depth} == {False}
    assert all(post.is_open for post in chart_of([person(1), person(2, 1), person(3, 2)]).posts)


def test_everything_unfolds_on_request(client, account, manager):
    client.force_login(manager)
    top = StakeholderFactory(account=account)
    middle = StakeholderFactory(account=account, reports_to=top)
    people = [Stakeholder(account=account, name=f"P{n}", reports_to=middle) for n in range(MANY)]
    Stakeholder.objects.bulk_create(people)
    path = f"/accounts/{account.pk}/people/chart/"
    assert client.get(path).content.decode().count("<details open>") == 1
    assert client.get(path, {"open": "all"}).content.decode().count("<details open>") == 2


def test_the_chart_of_a_past_day_has_the_lines_of_that_day(client, account, manager):
    client.force_login(manager)
    today = timezone.localdate()
    account.created_at -= timedelta(days=400)
    account.save()
    with recorded_on(today - timedelta(days=20)):
        anne, bruno = (StakeholderFactory(account=account, name=name) for name in ("Anne", "Bruno"))
        StakeholderFactory(account=account, name="Carla", reports_to=anne)
    with recorded_on(today - timedelta(days=2)):
        Stakeholder.objects.filter(name="Carla").update(reports_to=bruno)
    page = client.get(f"/accounts/{account.pk}/people/chart/", {"on": today - timedelta(days=10)}).content.decode()
    chart = page[page.index('class="org"') : page.index('class="org-alone"')]
    assert "Anne" in chart
    assert "Bruno" not in chart
