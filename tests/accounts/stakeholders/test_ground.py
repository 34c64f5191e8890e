"""The ground still to cover: white space, who was met, whom to see at a place, and the rows behind the answers."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.network import Person, whom_to_see
from accounts.stakeholders.people.forms import VisitForm
from accounts.stakeholders.people.ground import cities_of, progress_of, visit_of, white_spaces
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.matrix import grid_of
from tests.factories import ClientEntityFactory, InteractionFactory, ListValueFactory, StakeholderFactory, UserFactory

ON = date(2026, 6, 30)


def met(account, person, *colleagues, on=ON):
    return InteractionFactory(account=account, occurred_on=on, stakeholders=[person], colleagues=colleagues)


def white(account):
    people = People(account, ON)
    found = white_spaces(grid_of(people, people.lines, "none"))
    return {each.function.label: (each.is_everywhere, [head.label for head in each.entities]) for each in found}


def test_a_function_nobody_is_known_in_is_white_everywhere_and_comes_first(account):
    known, unknown, vacant = (ListValueFactory() for _place in range(3))
    StakeholderFactory(account=account, function=known)
    StakeholderFactory(account=account, function=vacant, is_placeholder=True)
    found = white(account)
    assert str(known) not in found
    assert found[str(unknown)][0]
    assert found[str(vacant)][0]


def test_a_function_known_in_one_entity_is_white_in_the_others(account):
    function = ListValueFactory()
    lyon, lille = (ClientEntityFactory(account=account, name=name) for name in ("Lyon", "Lille"))
    StakeholderFactory(account=account, function=function, entity=lyon)
    assert white(account)[str(function)] == (False, ["Lille"])
    StakeholderFactory(account=account, function=function, entity=lille)
    assert str(function) not in white(account)


def test_progress_counts_those_met_ever_and_this_year_of_those_known(account, manager):
    function = ListValueFactory()
    people = [StakeholderFactory(account=account, function=function) for _place in range(3)]
    StakeholderFactory(account=account, function=function, is_placeholder=True)
    StakeholderFactory(account=account, function=function, departed_on=ON)
    met(account, people[0], manager, on=date(2026, 1, 1))
    met(account, people[1], manager, on=date(2025, 12, 31))
    (row,) = progress_of(People(account, ON), "none")
    assert (row.known, row.ever, row.this_year) == (3, 2, 1)


def visit(account, place="", on=ON):
    people = People(account, on)
    form = VisitForm({"place": place}, today=on)
    form.offer(people)
    found = visit_of(people, form.test(people))
    return [line.person.name for line, _value in found.waiting], [line.person.name for line in found.covered]


@pytest.fixture
def places(account, manager):
    group = ClientEntityFactory(account=account, name="France", city="Paris")
    site = ClientEntityFactory(account=account, name="Site", parent=group, city="Saint-Étienne")
    StakeholderFactory(account=account, name="Group", entity=group, influence=5)
    StakeholderFactory(account=account, name="Site", entity=site, influence=3)
    StakeholderFactory(account=account, name="Traveller", entity=site, location="Paris", influence=2)
    StakeholderFactory(account=account, name="CFO", is_placeholder=True, influence=5, entity=group)
    near = StakeholderFactory(account=account, name="Covered", entity=site, influence=4, contact_strength=2)
    met(account, near, manager)
    return group, site


def test_a_visit_shows_those_of_the_entity_and_below_by_priority(account, places):
    group, site = places
    assert visit(account) == (["Group", "Site", "Traveller"], ["Covered"])
    assert visit(account, f"entity-{group.pk}")[0] == ["Group", "Site", "Traveller"]
    assert visit(account, f"entity-{site.pk}")[0] == ["Site", "Traveller"]


def test_a_town_is_where_the_person_or_his_entity_is(account, places):
    assert cities_of(People(account, ON)) == ["Paris", "Saint-Étienne"]
    assert visit(account, "city-paris")[0] == ["Group", "Traveller"]
    assert visit(account, "city-saint-etienne") == (["Site", "Traveller"], ["Covered"])


@pytest.mark.parametrize("place", ["entity-999999", "entity-x", "city-nowhere", "x", "-"])
def test_a_place_that_is_none_narrows_nothing(place, account, places):
    assert visit(account, place) == visit(account)


def test_on_a_later_day_somebody_is_no_longer_covered(account, places):
    assert "Covered" in visit(account, on=ON + timedelta(days=46))[0]


def test_a_visit_ranks_as_whom_to_see_does(account, places):
    lines = [line for line in People(account, ON).lines if line.is_known]
    people = [
        Person(line.person.pk, line.person.name, line.influence, days_ago=line.days_ago, cadence=line.cadence,
               covered=line.covered)
        for line in lines
    ]  # fmt: skip
    assert [person.name for person, _value in whom_to_see(people)] == visit(account)[0]


@pytest.fixture
def today(client, manager):
    client.force_login(manager)
    return timezone.localdate()


def opened(client, account, name, *more, **asked):
    return client.get(reverse(f"stakeholders:{name}", args=[account.pk, *more]), asked).content.decode()


@pytest.mark.parametrize("day", ["2000-01-01", "nonsense", "9999-99-99"])
def test_a_visit_in_the_past_is_refused_in_words(day, client, account, today):
    StakeholderFactory(account=account, name="Anne")
    page = opened(client, account, "answers-visit", day=day)
    assert 'role="alert"' in page
    assert "Anne" in page


def test_whom_to_see_opens_its_factors_and_exchanges(client, account, manager, today):
    person = StakeholderFactory(account=account, name="Anne", influence=4)
    InteractionFactory(account=account, occurred_on=today - timedelta(days=45), subject="Review", stakeholders=[person])
    answers = opened(client, account, "answers")
    url = reverse("stakeholders:answers-person", args=[account.pk, person.pk])
    assert f'href="{url}" data-rows' in answers
    behind = client.get(url).content.decode()
    assert "influence 4 × share not covered 1.0 × 1.0 times the cadence = 4.0" in behind
    assert "Review" in behind


def test_each_point_of_the_trend_opens_its_exchanges(client, account, manager, today):
    person = StakeholderFactory(account=account)
    for ago, subject, ours in ((100, "Old", [manager]), (5, "Alone", [manager]), (4, "Both", [manager, UserFactory()])):
        day = today - timedelta(days=ago)
        InteractionFactory(account=account, occurred_on=day, subject=subject, stakeholders=[person], colleagues=ours)
    page = opened(client, account, "answers")
    points = [today - timedelta(days=30 * back) for back in range(6)]
    url = reverse("stakeholders:answers-dependency", args=[account.pk])
    assert [f"{url}?on={day.isoformat()}" in page for day in points] == [True, True, True, True, False, False]
    now, before = (opened(client, account, "answers-dependency", on=points[place].isoformat()) for place in (0, 2))
    assert all(subject in now for subject in ("Old", "Alone", "Both"))
    assert now.count("the KAM alone") == 2
    assert "Old" in before
    assert "Both" not in before


def test_the_answers_tell_the_white_space_the_vacant_roles_and_who_was_met(client, account, today):
    StakeholderFactory(account=account, name="Finance director", is_placeholder=True)
    page = opened(client, account, "answers")
    for told in ("Meeting everyone", "White space of the relations", "Finance director", "nobody known anywhere"):
        assert told in page


@pytest.mark.parametrize("size", [2, 30])
def test_the_answers_cost_the_same_for_any_number(size, client, account, manager, django_assert_max_num_queries, today):
    for _place in range(size):
        person = StakeholderFactory(
            account=account, function=ListValueFactory(), influence=4, is_placeholder=_place % 2
        )
        met(account, person, manager)
    opened(client, account, "answers")
    with django_assert_max_num_queries(24):
        opened(client, account, "answers")
    with django_assert_max_num_queries(14):
        opened(client, account, "answers-visit")
