"""The table beside the map: every fact in words, narrowed, sorted, acted upon, exported without what we think."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.people.forms import PeopleFilter
from accounts.stakeholders.people.lines import People
from accounts.stakeholders.people.table import COLUMNS, SORTS, in_order
from tests.factories import (
    ClientEntityFactory,
    InteractionFactory,
    ListValueFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)
from tests.recorded import recorded_on

ON = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def signed_in(client, manager):
    client.force_login(manager)


def days(number):
    return timedelta(days=number)


def met(account, person, *colleagues, ago=10):
    InteractionFactory(account=account, occurred_on=ON - days(ago), stakeholders=[person], colleagues=colleagues)


def show(client, account, **asked):
    return client.get(reverse("stakeholders:list", args=[account.pk]), asked).content.decode()


def names(page):
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page)


def found(account, **asked):
    return {line.person.name for line in PeopleFilter(asked, people=People(account, ON)).lines}


def test_a_line_knows_coverage_cadence_and_who_knows_the_person(account, manager, editor):
    person = StakeholderFactory(account=account, influence=5, contact_strength=2)
    other = StakeholderFactory(account=account, influence=5)
    met(account, person, manager, editor)
    met(account, person, UserFactory(is_active=False))
    met(account, other, manager, ago=365)
    TieFactory(account=account, source=None, colleague=editor, target=other, kind="peer_of")
    lines = {line.person.pk: line for line in People(account, ON).lines}
    first, second = lines[person.pk], lines[other.pk]
    assert (first.covered, first.days_ago, first.cadence, first.is_late) == (1, 10, 30, False)
    assert set(first.known_by) == {str(manager), str(editor)}
    assert not first.is_single_thread
    assert (second.days_ago, second.is_late, second.known_by) == (365, True, (str(editor),))
    assert second.is_single_thread


@pytest.fixture
def crowd(account, manager):
    lyon = ClientEntityFactory(account=account, name="Lyon")
    buying = ListValueFactory(name_fr="Achats", name_en="Purchasing")
    anne = StakeholderFactory(
        account=account, name="Anne Érard", function=buying, influence=5, attitude=1, attitude_on=ON
    )
    StakeholderFactory(account=account, name="Bruno", title="Acheteur", entity=lyon, influence=2)
    StakeholderFactory(account=account, name="CFO", is_placeholder=True, influence=4)
    StakeholderFactory(account=account, name="Dora", departed_on=ON)
    met(account, anne, manager)
    return lyon, buying


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, {"Anne Érard", "Bruno", "CFO"}),
        ({"q": "erard"}, {"Anne Érard"}),
        ({"q": "ACH"}, {"Anne Érard", "Bruno"}),
        ({"influence": "4"}, {"Anne Érard", "CFO"}),
        ({"attitude": "1"}, {"Anne Érard"}),
        ({"attitude": "none"}, {"Bruno", "CFO"}),
        ({"entity": "none"}, {"Anne Érard", "CFO"}),
        ({"only": ["overdue"]}, {"Bruno"}),
        ({"only": ["thread"]}, {"Anne Érard"}),
        ({"only": ["vacant"]}, {"CFO"}),
        ({"only": ["departed"]}, {"Dora"}),
        ({"only": ["vacant", "thread"]}, set()),
        ({"function": "x", "entity": "'", "attitude": "9", "influence": "-1", "only": ["nothing"]}, {"Anne Érard", "Bruno", "CFO"}),
    ],
)  # fmt: skip
def test_the_filters_narrow_together_and_what_they_do_not_know_narrows_nothing(asked, expected, account, crowd):
    assert found(account, **asked) == expected


def test_function_and_entity_narrow_too(account, crowd):
    lyon, buying = crowd
    assert found(account, entity=str(lyon.pk)) == {"Bruno"}
    assert found(account, function=str(buying.pk)) == {"Anne Érard"}


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{key}" for key in SORTS)])
def test_every_order_keeps_everybody_and_puts_the_unknown_last(sort, account, crowd):
    lines = People(account, ON).lines
    ordered = in_order(lines, sort)
    assert sorted(line.person.pk for line in ordered) == sorted(line.person.pk for line in lines)
    known = [SORTS[sort.removeprefix("-")](line) is not None for line in ordered]
    assert known == sorted(known, reverse=True)


def test_the_heading_sorts_and_turns_round(client, account, crowd):
    assert names(show(client, account)) == ["Anne Érard", "CFO", "Bruno"]
    page = show(client, account, sort="name")
    assert names(page) == ["Anne Érard", "Bruno", "CFO"]
    assert 'aria-sort="ascending"><a class="sort" id="sort-name" href="?sort=-name"' in page
    assert names(show(client, account, sort="drop table")) == ["Anne Érard", "CFO", "Bruno"]


def test_columns_are_chosen_and_unknown_ones_ignored(client, account, crowd):
    page = show(client, account, columns=["owner", "nothing"])
    assert 'id="sort-owner"' in page
    assert 'id="sort-influence"' not in page
    for usual in (show(client, account, columns="nothing"), show(client, account)):
        checked = {column.key for column in COLUMNS if f'value="{column.key}" checked' in usual}
        assert checked == {"function", "influence", "attitude", "strength", "coverage", "contact", "known"}


def test_each_row_offers_what_the_map_does_and_a_reader_nothing(client, account, reader):
    person = StakeholderFactory(account=account)
    page = show(client, account)
    for action in ("tie-create", "introduction-create", "interaction-create"):
        assert re.search(rf'{reverse(f"stakeholders:{action}", args=[account.pk])}\?\w+={person.pk}"', page)
    client.force_login(reader)
    assert "row-actions" not in show(client, account)


@pytest.mark.parametrize(
    ("page", "parameter"),
    [("tie-create", "source"), ("introduction-create", "introduced"), ("interaction-create", "stakeholders")],
)
def test_a_row_action_opens_a_form_that_names_the_person(page, parameter, client, account):
    person, stranger = StakeholderFactory(account=account), StakeholderFactory()
    url = reverse(f"stakeholders:{page}", args=[account.pk])
    chosen = f'<option value="{person.pk}" selected>'
    assert chosen in client.get(url, {parameter: person.pk}).content.decode()
    assert "selected>Stakeholder" not in client.get(url, {parameter: stranger.pk}).content.decode()
    assert client.get(url, {parameter: "<b>"}).status_code == 200


def test_names_stay_text(client, account):
    StakeholderFactory(account=account, name="<img src=x>", title="<b>", function=ListValueFactory(name_fr="<i>F"))
    page = show(client, account)
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page
    assert "<i>F" not in page


JUDGED = {
    "influence": 5, "attitude": -2, "attitude_on": ON, "attitude_evidence": "Evidence", "contact_strength": 4,
    "informal_power": "inner_circle", "relationship": 4, "relationship_target": 4, "stakes": "Stakes",
    "buying_roles": ["champion"],
}  # fmt: skip


def exported(client, account, **asked):
    response = client.get(reverse("stakeholders:list-csv", args=[account.pk]), asked)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_facts_leave_and_opinions_do_not(client, account):
    StakeholderFactory(account=account, name="Anne", email="anne@example.com", **JUDGED)
    person = StakeholderFactory(account=account, name="Zoé", influence=1)
    rows = exported(client, account)
    text = str(rows)
    assert "anne@example.com" in text
    for opinion in (
        "Evidence",
        "Stakes",
        "Opponent",
        "trust",
        "Trusted advisor",
        "inner",
        "ally",
        "decides",
        "covered",
    ):
        assert opinion.lower() not in text.lower()
    Stakeholder.objects.filter(pk=person.pk).update(**JUDGED)
    assert exported(client, account) == rows, "not even the order tells who counts"


@pytest.mark.parametrize("asked", [{"influence": "5"}, {"attitude": "1"}, {"only": "overdue"}, {"only": "thread"}])
def test_an_export_is_not_narrowed_by_what_we_think(asked, client, account, crowd):
    assert exported(client, account, **asked) == exported(client, account)


def test_an_export_is_narrowed_by_facts_and_no_cell_is_a_formula(client, account, crowd):
    StakeholderFactory(account=account, name="=1+1", title="Acheteur")
    assert [row[1] for row in exported(client, account, q="acheteur")[1:]] == ["'=1+1", "Bruno"]
    assert [row[1] for row in exported(client, account, only="departed")[1:]] == ["Dora"]


def test_the_workbook_opens(client, account, crowd):
    response = client.get(reverse("stakeholders:list-xlsx", args=[account.pk]))
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_a_past_day_shows_what_was_known_and_offers_no_change(client, account):
    today = timezone.localdate()
    account.created_at -= days(400)
    account.save()
    with recorded_on(today - days(20)):
        person = StakeholderFactory(account=account, name="Anne")
        gone = StakeholderFactory(account=account, name="Gone since")
    with recorded_on(today - days(2)):
        person.name = "Anne Roy"
        person.save()
        gone.delete()
    page = show(client, account, on=(today - days(10)).isoformat())
    assert names(page) == ["Anne"]
    assert '<th scope="row">Gone since' in page
    assert "row-actions" not in page


@pytest.mark.parametrize("on", ["2999-01-01", "1950-01-01", "nonsense", "2026-02-31"])
def test_an_impossible_day_is_refused_in_words_and_today_is_shown(on, client, account):
    StakeholderFactory(account=account, name="Anne")
    page = show(client, account, on=on)
    assert 'role="alert"' in page
    assert names(page) == ["Anne"]


@pytest.mark.parametrize("past", [False, True])
@pytest.mark.parametrize("size", [3, 40])
def test_the_people_of_any_number_are_read_in_eight_queries(
    size, past, account, manager, django_assert_max_num_queries
):
    with recorded_on(ON):
        for _place in range(size):
            person = StakeholderFactory(account=account, function=ListValueFactory(), owner=UserFactory())
            met(account, person, manager, UserFactory())
    with django_assert_max_num_queries(8):
        people = People(account, ON, past=past)
        assert len(people.lines) == size
        assert people.still_listed


def test_one_of_ours_is_named_in_the_row_and_the_others_where_one_points(client, account, manager, editor):
    person = StakeholderFactory(account=account)
    InteractionFactory(
        account=account, occurred_on=timezone.localdate(), stakeholders=[person], colleagues=[manager, editor]
    )
    first, second = sorted([str(manager), str(editor)])
    client.force_login(manager)
    assert f'<span title="{first}, {second}">{first} +1</span>' in show(client, account)
