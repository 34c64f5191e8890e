"""The matrix: the best covered of each function and entity, ours against theirs, and the rows behind every cell."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.models import Stakeholder
from accounts.stakeholders.people.lines import Line, People
from accounts.stakeholders.people.matrix import (
    MANY,
    Cell,
    State,
    colleagues_of,
    find_cell,
    grid_of,
    pair_rows,
    suggested_aim,
)
from tests.factories import (
    AccountFactory,
    ClientEntityFactory,
    InteractionFactory,
    ListValueFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)
from tests.recorded import recorded_on

ON = date(2026, 6, 30)


def line(covered=0.0, influence=3, *, vacant=False, left=None, name="N"):
    person = Stakeholder(pk=1, name=name, influence=influence, is_placeholder=vacant, departed_on=left)
    return Line(person, covered, influence >= 2 or vacant, None, None)


def met(account, person, *colleagues, ago=10):
    InteractionFactory(
        account=account, occurred_on=ON - timedelta(days=ago), stakeholders=[person], colleagues=colleagues
    )


def grid(account, **options):
    people = People(account, ON)
    return grid_of(people, people.lines, "none", **options)


def state(account, function, entity):
    return find_cell(grid(account), str(function.pk), str(entity.pk)).cell


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], State.WHITE),
        ([line(vacant=True)], State.WHITE),
        ([line(0)], State.RED),
        ([line(0), line(0.5)], State.HALF),
        ([line(0), line(1), line(0.5)], State.COVERED),
    ],
)
def test_a_cell_says_the_best_of_its_people(lines, expected):
    assert Cell(tuple(lines)).state is expected


def test_of_equally_covered_people_the_most_influential_stands_for_the_cell():
    cell = Cell((line(0.5, 2, name="A"), line(0.5, 5, name="B"), line(0, 5, name="C")))
    assert cell.best.person.name == "B"
    assert cell.influence == 4


def test_a_vacant_role_counts_in_the_share_and_is_no_known_person():
    cell = Cell((line(1, 3), line(0, 5, vacant=True)))
    assert (cell.vacant, len(cell.known)) == (1, 1)
    assert cell.share == pytest.approx(37.5)
    assert Cell((line(0, 1),)).share is None


@given(st.lists(st.tuples(st.sampled_from([0, 0.5, 1]), st.integers(1, 5), st.booleans()), max_size=12))
def test_the_share_is_indicator_1_on_the_people_of_the_cell(people):
    cell = Cell(tuple(line(c, influence, vacant=vacant) for c, influence, vacant in people))
    counted = [(c, influence) for c, influence, vacant in people if influence >= 2 or vacant]
    total = sum(influence for _c, influence in counted)
    expected = 100 * sum(c * influence for c, influence in counted) / total if total else None
    assert cell.share == (None if expected is None else pytest.approx(expected))


def test_people_stand_in_their_function_and_entity_and_those_who_left_nowhere(account, manager):
    buying, sales = ListValueFactory(), ListValueFactory()
    lyon, lille = (ClientEntityFactory(account=account) for _place in range(2))
    covered = StakeholderFactory(account=account, function=buying, entity=lyon, contact_strength=2)
    met(account, covered, manager)
    StakeholderFactory(account=account, function=sales, entity=lyon)
    StakeholderFactory(account=account, function=sales, entity=lille, departed_on=ON)
    StakeholderFactory(account=account, function=buying, entity=lille, is_placeholder=True)
    assert state(account, buying, lyon).state is State.COVERED
    assert state(account, sales, lyon).state is State.RED
    assert state(account, sales, lille).state is State.WHITE
    assert (state(account, buying, lille).state, state(account, buying, lille).vacant) == (State.WHITE, 1)
    found = grid(account)
    ours = {str(buying.pk), str(sales.pk)}  # the house has other functions
    white = {(function.key, entity.key) for function, entity, _cell in found.white if function.key in ours}
    assert white == {(str(sales.pk), str(lille.pk)), (str(buying.pk), str(lille.pk))}
    assert len(found.whole.lines) == 3


def test_the_totals_of_rows_and_columns_hold_everybody_once(account):
    function, entity = ListValueFactory(), ClientEntityFactory(account=account)
    for where in ({}, {"function": function}, {"entity": entity}, {"function": function, "entity": entity}):
        StakeholderFactory(account=account, **where)
    found = grid(account)
    assert sum(len(row.total.lines) for row in found.rows) == 4
    assert sum(len(cell.lines) for _head, cell in found.totals) == 4
    assert len(find_cell(found, "none", "").cell.lines) == 2
    assert len(find_cell(found, "", "none").cell.lines) == 2
    assert len(find_cell(found, "", "nonsense").cell.lines) == 4


def test_entities_without_anybody_are_left_out_when_there_are_many(account):
    entities = [ClientEntityFactory(account=account) for _place in range(MANY + 1)]
    StakeholderFactory(account=account, entity=entities[-1])
    assert [head.key for head in grid(account).entities] == [str(entities[-1].pk)]
    assert len(grid(account).left_out) == MANY
    assert len(grid(account, all_entities=True).entities) == MANY + 1


def test_rows_and_columns_without_anybody_are_folded_and_people_without_an_entity_come_first(account):
    empty, used = ListValueFactory(), ListValueFactory()
    lyon, lille = (ClientEntityFactory(account=account, name=name) for name in ("Lyon", "Lille"))
    assert grid(account).inhabited == grid(account)
    StakeholderFactory(account=account, function=used, entity=lyon)
    StakeholderFactory(account=account, function=used)
    found = grid(account)
    assert [head.key for head in found.inhabited.entities] == ["none", str(lyon.pk)]
    assert [row.head.key for row in found.inhabited.rows] == [str(used.pk)]
    assert [len(cell.lines) for _head, cell in found.inhabited.rows[0].cells] == [1, 1]
    assert str(empty.pk) in {head.key for head in found.empty_functions}
    assert [head.key for head in found.empty_entities] == [str(lille.pk)]


def test_an_entity_left_out_is_told_as_empty_too(account):
    entities = [ClientEntityFactory(account=account) for _place in range(MANY + 1)]
    StakeholderFactory(account=account, entity=entities[-1])
    assert len(grid(account).empty_entities) == MANY


def pairs(account):
    people = People(account, ON)
    colleagues = colleagues_of(people)
    rows = {row.line.person.pk: row for row in pair_rows(people, people.lines, colleagues)}
    return {pk: {m.colleague: m for m in row.meetings} for pk, row in rows.items()}, rows, colleagues


def test_a_pair_knows_its_last_exchange_and_how_many_in_180_days(account, manager, editor):
    person = StakeholderFactory(account=account, influence=3, owner=manager)
    TieFactory(account=account, source=None, colleague=editor, target=person, kind="peer_of")
    for ago in (61, 100, 180):
        met(account, person, manager, ago=ago)
    cells, _rows, colleagues = pairs(account)
    assert colleagues[0] == account.kam_id
    mine, other = cells[person.pk][manager.pk], cells[person.pk][editor.pk]
    assert (mine.contact.last_on, mine.contact.recent) == (ON - timedelta(days=61), 2)
    assert (mine.is_owner, mine.is_stale, mine.is_peer) == (True, True, False)
    assert (other.contact, other.is_peer) == (None, True)


def test_somebody_influential_whom_one_of_ours_knows_should_meet_whoever_knows_his_function(account, manager):
    buying = ListValueFactory()
    chief = StakeholderFactory(account=account, influence=5, function=buying)
    known = StakeholderFactory(account=account, influence=3, function=buying)
    far = [StakeholderFactory(account=account, influence=3) for _place in range(3)]
    buyer, networker = UserFactory(), UserFactory()
    met(account, chief, manager)
    met(account, known, buyer)
    for person in far:
        met(account, person, networker)
    cells, _rows, _colleagues = pairs(account)
    assert [user for user, meeting in cells[chief.pk].items() if meeting.is_suggested] == [buyer.pk]
    assert not any(meeting.is_suggested for meeting in cells[known.pk].values())
    met(account, chief, networker)
    assert not any(meeting.is_suggested for meeting in pairs(account)[0][chief.pk].values())


@pytest.mark.parametrize(
    ("influence", "now", "aim"), [(5, None, 4), (4, None, 3), (3, None, 2), (2, None, None), (3, 3, 3), (5, 2, 4)]
)
def test_a_target_is_suggested_by_influence_and_never_below_what_we_are(influence, now, aim):
    assert suggested_aim(Stakeholder(influence=influence, relationship=now)) == aim


def test_a_target_written_down_is_not_suggested(account):
    person = StakeholderFactory(account=account, influence=5, relationship_target=2)
    row = pairs(account)[1][person.pk]
    assert (row.aim, row.is_aim_suggested) == (Stakeholder.Relationship.CREDIBLE_SOURCE, False)


def opened(client, account, name="matrix", *more, **asked):
    return client.get(reverse(f"stakeholders:{name}", args=[account.pk, *more]), asked).content.decode()


@pytest.fixture
def today(client, manager):
    client.force_login(manager)
    return timezone.localdate()


def test_every_cell_leads_to_the_rows_behind_it(client, account, manager, today):
    buying, lyon = ListValueFactory(), ClientEntityFactory(account=account, name="Lyon")
    anne = StakeholderFactory(
        account=account, name="Anne", function=buying, entity=lyon, contact_strength=2, influence=5
    )
    InteractionFactory(account=account, occurred_on=today, subject="Review", stakeholders=[anne], colleagues=[manager])
    page = opened(client, account)
    cells = re.findall(r'<td class="[^"]*"><a href="([^"]*)" data-rows>', page)
    assert len(cells) == page.count('<td class="cell') + page.count('<td class="pair')
    for url in cells[::5]:
        assert client.get(url.replace("&amp;", "&")).status_code == 200
    behind = opened(client, account, "matrix-cell", row=buying.pk, column=lyon.pk)
    for told in ("Anne", "influence 5", "2 · regular", "0 days ago, cadence 30 days", "covered", str(manager)):
        assert told in behind
    assert "Review" in opened(client, account, "matrix-pair", manager.pk, anne.pk)


def test_a_white_cell_proposes_to_enter_somebody_there(client, account, today):
    buying, lyon = ListValueFactory(), ClientEntityFactory(account=account)
    behind = opened(client, account, "matrix-cell", row=buying.pk, column=lyon.pk)
    assert f"{reverse('stakeholders:create', args=[account.pk])}?function={buying.pk}&amp;entity={lyon.pk}" in behind


def test_a_folded_line_opens_what_to_enter_there(client, account, today):
    buying, lyon = ListValueFactory(), ClientEntityFactory(account=account)
    StakeholderFactory(account=account)
    page = opened(client, account)
    assert "Functions where nobody is known:" in page
    for url in re.findall(r'<li><a href="([^"]*/cell[^"]*)" data-rows>', page):
        assert client.get(url.replace("&amp;", "&")).status_code == 200
    assert f"row={buying.pk}" in page
    assert f"column={lyon.pk}" in page


def test_strangers_are_no_pair(client, account, today):
    person, stranger = StakeholderFactory(account=account), StakeholderFactory()
    for colleague, other in ((UserFactory().pk, person.pk), (account.kam_id, stranger.pk)):
        url = reverse("stakeholders:matrix-pair", args=[account.pk, colleague, other])
        assert client.get(url).status_code == 404


def test_the_matrix_of_a_past_day_shows_the_people_of_that_day(client, account, today):
    account.created_at -= timedelta(days=400)
    account.save()
    with recorded_on(today - timedelta(days=9)):
        StakeholderFactory(account=account, name="Anne")
    StakeholderFactory(account=account, name="Newcomer")
    page = opened(client, account, on=(today - timedelta(days=5)).isoformat())
    assert "Anne" in page
    assert "Newcomer" not in page


def test_names_stay_text_in_cells(client, account, manager, today):
    entity = ClientEntityFactory(account=account, name="<b>Lyon</b>")
    person = StakeholderFactory(account=account, name="<i>Anne</i>", entity=entity)
    InteractionFactory(account=account, occurred_on=today, stakeholders=[person], colleagues=[manager])
    page = opened(client, account)
    assert "<b>Lyon</b>" not in page
    assert "<i>Anne</i>" not in page


@pytest.mark.parametrize("size", [2, 30])
def test_the_matrix_costs_the_same_for_any_number(size, client, manager, django_assert_max_num_queries, today):
    account = AccountFactory(kam=manager)
    for _place in range(size):
        where = {"function": ListValueFactory(), "entity": ClientEntityFactory(account=account)}
        person = StakeholderFactory(account=account, owner=UserFactory(), **where)
        InteractionFactory(account=account, stakeholders=[person], colleagues=[manager, UserFactory()])
    opened(client, account)
    with django_assert_max_num_queries(
        14
    ):  # 8 for the matrix, one to note who reads, the others for any page of an account
        opened(client, account)
