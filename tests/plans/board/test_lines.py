"""What the rows of a board offer, and to whom."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from plans.models import PlanAction, Status
from tests.factories import ActionFactory, ObjectiveFactory, PriorityFactory
from tests.plans.conftest import put

BUTTON = re.compile(r'form="board-delete" formaction="([^"]+)"')


@pytest.fixture
def objective(plan):
    return ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan))


def board(client, user, plan, name="strategy"):
    client.force_login(user)
    return client.get(reverse(f"plans:{name}", args=[plan.pk])).content.decode()


def test_one_form_of_the_page_deletes_the_row_of_any_button(client, manager, plan, objective):
    action = ActionFactory(plan=plan, objective=objective)
    page = board(client, manager, plan)
    names = (("priority", objective.priority_id), ("objective", objective.pk), ("action", action.pk))
    assert set(BUTTON.findall(page)) == {reverse(f"plans:{kind}-delete", args=[pk]) for kind, pk in names}
    assert page.count('id="board-delete"') == 1
    client.post(next(each for each in BUTTON.findall(page) if "/actions/" in each))
    assert not PlanAction.objects.filter(pk=action.pk).exists()


def test_rows_lead_where_the_routes_are(client, manager, plan, objective):
    """Also rows whose key a template would write with a separator of thousands, in French."""
    action = ActionFactory(pk=1234567, plan=plan, objective=objective)
    with translation.override("fr"):
        page = board(client, manager, plan)
    assert f'href="{reverse("plans:action-edit", args=[action.pk])}"' in page
    assert f'href="{reverse("plans:board-row", args=[plan.pk, "action", action.pk])}?page=strategy"' in page
    assert f'href="{reverse("plans:chain", args=[plan.pk])}?item=action-{action.lineage}"' in page


def test_the_name_of_a_row_stays_text(client, manager, plan, objective):
    ActionFactory(plan=plan, objective=objective, title='"><script>alert(1)</script>')
    page = board(client, manager, plan)
    assert "<script>alert" not in page
    assert page.count("&quot;&gt;&lt;script&gt;alert(1)") == 5  # its words, and those of its grip, chain, edit, delete


@pytest.mark.parametrize("name", ["swot", "strategy", "chain"])
def test_who_only_reads_is_offered_nothing_to_move_or_delete(name, client, reader, plan, objective):
    ActionFactory(plan=plan, objective=objective)
    page = board(client, reader, plan, name)
    assert [word for word in ("data-grip", "board-delete", "/edit/") if word in page] == []


def test_actions_say_what_they_weigh_and_which_are_late(client, manager, plan, objective):
    ActionFactory(plan=plan, objective=objective, weight=1, due_on="2020-01-01", done_on="2020-01-02")
    with translation.override("en"):
        alone = board(client, manager, plan)
        ActionFactory(plan=plan, objective=objective, weight=3, due_on="2020-01-01", done_on=None)
        both = board(client, manager, plan)
    assert "weighs" not in alone
    assert [word for word in ("weighs 25 %", "weighs 75 %") if word not in both] == []
    assert (both.count('class="is-done"'), both.count('class="warn">late')) == (1, 1)


def test_once_in_force_whoever_edits_the_account_says_how_far_an_action_is(client, manager, reader, plan, objective):
    action = ActionFactory(plan=plan, objective=objective)
    put(plan, Status.IN_EXECUTION)
    address = reverse("plans:action-progress", args=[action.pk])
    assert address in board(client, manager, plan)
    assert address not in board(client, reader, plan)
    assert "board-delete" not in board(client, manager, plan)
