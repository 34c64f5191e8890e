"""The pages of the boards: what they show, what they send back, and how often they ask the database."""

import pytest
from django.urls import reverse
from django.utils import translation

from plans.content import content_of
from plans.models import PlanAction, StrategicPriority, SwotItem
from tests.factories import (
    ActionFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    SwotItemFactory,
    TowsOptionFactory,
)
from tests.plans.conftest import fill, put

PAGES = ("detail", "swot", "strategy", "chain", "years", "compare")


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def page(client, name, plan, **query):
    return client.get(reverse(f"plans:{name}", args=[plan.pk]), query).content.decode()


def send(client, name, plan, **data):
    return client.post(reverse(f"plans:board-{name}", args=[plan.pk]), data, follow=True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("status", ["analysis", "in_execution"])
def test_a_plan_of_three_hundred_items_costs_twelve_queries(
    desk, full_plan, manager, name, status, django_assert_max_num_queries
):
    objective = ObjectiveFactory(plan=full_plan, owner=manager)
    ActionFactory.create_batch(250, plan=full_plan, objective=objective, owner=manager)
    for quadrant in SwotItem.Quadrant:
        SwotItemFactory.create_batch(6, plan=full_plan, quadrant=quadrant)
    put(full_plan, status)
    page(desk, name, full_plan)  # what a first visit alone asks
    with django_assert_max_num_queries(12):
        page(desk, name, full_plan)


def test_options_lie_in_the_cell_of_what_they_cross(desk, plan):
    items = {quadrant.value: SwotItemFactory(plan=plan, quadrant=quadrant) for quadrant in SwotItem.Quadrant}
    TowsOptionFactory(plan=plan, text="Forward", items=[items["strength"], items["opportunity"]])
    TowsOptionFactory(plan=plan, text="Everything", items=list(items.values()))
    TowsOptionFactory(plan=plan, text="Lame", items=[items["threat"]])
    tows = desk.get(reverse("plans:swot", args=[plan.pk])).context["tows"]
    with translation.override("en"):
        cells = {str(cell.name): [str(card) for card in cell.options] for cell in tows.cells}
    assert cells == {"SO": ["Forward"], "ST": [], "WO": [], "WT": []}
    assert ([str(card) for card in tows.several], [str(card) for card in tows.one_sided]) == (["Everything"], ["Lame"])


def test_the_chain_of_an_item_is_shown_both_ways(desk, full_plan):
    priority = full_plan.priorities.first()
    answer = desk.get(reverse("plans:chain", args=[full_plan.pk]), {"item": f"priority-{priority.lineage}"})
    kinds = [anchor.split("-")[0] for anchor in answer.context["lit"]]
    assert sorted(kinds) == ["action", "objective", "option", "priority", "swot", "swot"]


def test_orphans_say_what_to_do(desk, plan):
    PriorityFactory(plan=plan, title="Alone")
    content = page(desk, "chain", plan)
    assert "Say which option it follows, or drop it." in content
    assert "Give it an objective that can be measured." in content


@pytest.mark.parametrize("item", ["", "nothing", "swot-", "priority-00000000-0000-0000-0000-000000000000", "<b>"])
def test_an_item_that_is_not_there_shows_the_whole_chain(desk, full_plan, item):
    assert "What hangs in the air" in page(desk, "chain", full_plan, item=item)


def test_without_javascript_a_button_moves_an_item_and_another_takes_it_back(desk, plan):
    a, b = PriorityFactory(plan=plan, title="A"), PriorityFactory(plan=plan, title="B")
    menu = desk.get(reverse("plans:board-row", args=[plan.pk, "priority", b.pk]))
    way = menu.context["ways"][0]
    answer = send(desk, "place", plan, kind="priority", row=b.pk, group=way.group, before=way.before, page="strategy")
    assert list(plan.priorities.all()) == [b, a]
    (message,) = answer.context["messages"]
    desk.post(message.extra_tags.removeprefix("undo:"))
    assert list(plan.priorities.all()) == [a, b]


@pytest.mark.parametrize(
    "data",
    [
        {}, {"kind": "nothing", "row": "1"}, {"kind": "priority", "row": "x"}, {"kind": "priority", "row": "-1"},
        {"kind": "priority", "row": "9" * 40}, {"kind": "priority", "row": "1", "before": "NaN"},
    ],
)  # fmt: skip
def test_what_no_board_sends_changes_nothing_and_says_so(desk, plan, data):
    PriorityFactory(plan=plan)
    answer = send(desk, "place", plan, **data)
    assert answer.status_code == 200
    assert "nothing was changed" in answer.content.decode()
    assert StrategicPriority.objects.get().position == 0


def test_only_neighbours_of_the_chain_are_linked(desk, plan):
    item, priority = SwotItemFactory(plan=plan), PriorityFactory(plan=plan)
    answer = send(desk, "link", plan, one=f"swot:{item.pk}", other=f"priority:{priority.pk}", page="chain")
    assert "cannot be done with these two" in answer.content.decode()
    action, objective = ActionFactory(plan=plan), ObjectiveFactory(plan=plan)
    send(desk, "link", plan, one=f"objective:{objective.pk}", other=f"action:{action.pk}")
    assert PlanAction.objects.get().objective == objective


def test_a_reader_sees_the_boards_and_no_grip(client, reader, full_plan):
    client.force_login(reader)
    for name in ("swot", "strategy", "chain"):
        content = page(client, name, full_plan)
        assert "data-grip" not in content
        assert 'id="board-place"' not in content


def test_an_undo_of_another_plan_is_none(desk, plan, manager):
    other = PlanFactory(account__kam=manager)
    row = PriorityFactory(plan=other)
    PriorityFactory(plan=other)
    answer = send(desk, "place", other, kind="priority", row=row.pk, page="strategy")
    (message,) = answer.context["messages"]
    token = message.extra_tags.rsplit("/", 2)[1]
    answer = desk.post(reverse("plans:board-undo", args=[plan.pk, token]), follow=True)
    assert "deleted it meanwhile" in answer.content.decode()


def test_two_editions_are_compared_with_what_changed_on_top(desk, full_plan):
    full_plan.editions.create(content=content_of(full_plan).to_json(), digest="x")
    full_plan.priorities.filter(position=0).update(title="Renamed")
    edition = full_plan.editions.get()
    content = page(desk, "compare", full_plan, before=f"edition-{edition.pk}", only="1")
    assert "1 change" in content
    assert "<ins>Renamed</ins>" in content
    assert "About size" not in content
    assert "About size" in page(desk, "compare", full_plan, before=f"edition-{edition.pk}")


@pytest.mark.parametrize("source", ["edition-0", "now-0", "edition-x", "nothing", "now-"])
def test_what_is_no_source_is_not_found(desk, plan, source):
    url = reverse("plans:compare", args=[plan.pk])
    assert desk.get(url, {"before": source}).status_code == 404


def test_an_edition_of_another_account_is_not_found(desk, plan, manager):
    other = PlanFactory(account__kam=manager)
    edition = other.editions.create(content={}, digest="x")
    url = reverse("plans:compare", args=[plan.pk])
    for source in (f"edition-{edition.pk}", f"now-{other.pk}"):
        assert desk.get(url, {"before": source}).status_code == 404


def test_the_years_say_how_much_of_each_is_done_and_lead_to_the_forms(desk, plan, manager):
    fill(plan, owner=manager)
    PlanAction.objects.update(progress=40)
    content = page(desk, "years", plan)
    assert "40 %" in content
    assert reverse("plans:action-edit", args=[plan.actions.first().pk]) in content


def test_the_weights_of_the_actions_of_an_objective_are_told_as_shares(desk, plan):
    objective = ObjectiveFactory(plan=plan)
    ActionFactory(plan=plan, objective=objective, weight=1)
    ActionFactory(plan=plan, objective=objective, weight=3)
    content = page(desk, "strategy", plan)
    assert "weighs 25 %" in content
    assert "weighs 75 %" in content


def test_two_items_of_the_swot_come_chosen_into_a_new_option(desk, plan):
    ours, worlds = SwotItemFactory(plan=plan), SwotItemFactory(plan=plan, quadrant="threat")
    answer = desk.get(f"{reverse('plans:option-create', args=[plan.pk])}?items={ours.pk}&items={worlds.pk}")
    assert answer.context["form"]["items"].value() == [str(ours.pk), str(worlds.pk)]


def test_someone_in_charge_of_the_swot_alone_moves_its_items_and_no_priority(client, plan, account):
    person = MembershipFactory(account=account, may_edit=False).user
    plan.charges.create(section="swot", user=person)
    items = [SwotItemFactory(plan=plan) for _each in range(2)]
    priority = PriorityFactory(plan=plan)
    client.force_login(person)
    send(client, "place", plan, kind="swot", row=items[1].pk, group="strength", before=items[0].pk)
    assert list(plan.swot.all()) == [items[1], items[0]]
    assert send(client, "place", plan, kind="priority", row=priority.pk).status_code == 404


@pytest.mark.parametrize("kind", ["now", "edition"])
@pytest.mark.parametrize("number", ["9" * 5000, "9" * 19, "\x00", "²", "-1", ""])
def test_a_number_that_no_plan_has_is_not_found(desk, full_plan, kind, number):
    answer = desk.get(reverse("plans:compare", args=[full_plan.pk]), {"before": f"{kind}-{number}"})
    assert answer.status_code == 404
