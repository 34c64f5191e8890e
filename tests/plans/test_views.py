"""The pages of a plan, as the KAM, the director and the controller meet them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.models import AccountPlan, Endorsement, Passage, PlanAction, PlanObjective, SignOff, Status, TowsOption
from tests.factories import (
    ActionFactory,
    FigureFactory,
    ObjectiveFactory,
    PriorityFactory,
    StakeholderFactory,
    SwotItemFactory,
    TowsOptionFactory,
)
from tests.plans.conftest import put


@pytest.fixture
def desk(client, manager):
    """The browser of the KAM."""
    client.force_login(manager)
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"plans:{name}", args=args), query)


def send(client, name, *args, **data):
    return client.post(reverse(f"plans:{name}", args=args), data)


def test_an_account_without_a_plan_says_what_a_plan_is(desk, account):
    assert b"The plan is the compass" in page(desk, "list", account.pk).content


def test_a_new_plan_is_a_draft_with_its_first_edition(desk, account, sponsor):
    answer = send(desk, "create", account.pk, starts_on="2026-01-01", ends_on="2028-12-31", sponsor=sponsor.pk)
    plan = AccountPlan.objects.get(account=account)
    assert answer.url == plan.get_absolute_url()
    assert (plan.status, plan.moves.count()) == (Status.DRAFT, 1)


def test_the_form_proposes_three_years_from_january(desk, account):
    form = page(desk, "create", account.pk).context["form"]
    first, last = form["starts_on"].initial, form["ends_on"].initial
    assert ((first.month, first.day), (last.month, last.day)) == ((1, 1), (12, 31))
    assert last.year == first.year + 2


def test_the_form_proposes_next_year_where_a_plan_is_in_force(desk, account, full_plan):
    put(full_plan, Status.IN_EXECUTION)
    AccountPlan.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
    with_plan = page(desk, "create", account.pk).context["form"]["starts_on"].initial
    AccountPlan.objects.all().delete()
    without = page(desk, "create", account.pk).context["form"]["starts_on"].initial
    assert with_plan.year == without.year + 1


def test_a_second_plan_for_the_same_years_is_refused_in_words(desk, plan):
    answer = send(desk, "create", plan.account_id, starts_on="2026-06-01", ends_on="2027-12-31")
    assert "is being prepared for these years" in answer.content.decode()


def test_a_plan_that_ends_before_it_starts_is_refused(desk, account):
    answer = send(desk, "create", account.pk, starts_on="2027-01-01", ends_on="2026-12-31")
    assert "ends before it starts" in answer.content.decode()


def test_the_page_lists_the_18_sections_with_what_they_lack(desk, plan):
    content = page(desk, "detail", plan.pk).content.decode()
    assert content.count('class="plan-number"') == 18
    assert "Missing: A team" in content


def test_a_passage_is_markdown_without_any_html_of_its_author(desk, plan):
    text = "**Big** <script>alert(1)</script> [x](javascript:alert(2)) ![p](http://elsewhere/p.png)"
    send(desk, "passage-edit", plan.pk, "market", "size", text=text)
    content = page(desk, "section", plan.pk, "market").content.decode()
    assert "<strong>Big</strong>" in content
    assert "<script>alert" not in content
    assert 'href="javascript' not in content
    assert "<img" not in content.split('class="prose"')[1].split("</article>")[0]


def test_a_passage_of_a_hundred_thousand_characters_is_refused_and_kept_in_the_form(desk, plan):
    answer = send(desk, "passage-edit", plan.pk, "market", "size", text="x" * 100_000)
    assert "at most 50000 characters" in answer.content.decode().replace("\u202f", "").replace(",", "")
    assert "x" * 100_000 in answer.content.decode()
    assert not Passage.objects.exists()


def test_two_who_write_the_same_passage_lose_nothing(desk, client, plan, editor):
    Passage.objects.create(plan=plan, section="market", field="size", text="Old")
    form = page(desk, "passage-edit", plan.pk, "market", "size").context["form"]
    opened = {name: form[name].value() for name in ("version", "seen")}
    Passage.objects.update(text="Theirs")
    answer = send(desk, "passage-edit", plan.pk, "market", "size", text="Mine", **opened)
    content = answer.content.decode()
    assert "Theirs" in content
    assert "Mine" in content
    assert Passage.objects.get().text == "Theirs"


@pytest.mark.parametrize("address", ["sections/none/", "sections/market/none/", "move/nowhere/"])
def test_an_address_that_does_not_exist_is_not_found(desk, plan, address):
    assert desk.get(f"{plan.get_absolute_url()}{address}").status_code == 404


def test_a_figure_without_source_is_marked(desk, plan):
    FigureFactory(plan=plan)
    assert "no source" in page(desk, "section", plan.pk, "market").content.decode()


def test_an_eighth_item_of_a_quadrant_is_refused(desk, plan):
    for _number in range(7):
        SwotItemFactory(plan=plan)
    answer = send(desk, "swot-create", plan.pk, quadrant="strength", text="One more", weight=3)
    assert "already has 7 items" in answer.content.decode()
    assert plan.swot.count() == 7


@pytest.mark.parametrize("weight", ["0", "6", "-1", "NaN"])
def test_a_weight_lies_between_one_and_five(desk, plan, weight):
    send(desk, "swot-create", plan.pk, quadrant="strength", text="Item", weight=weight)
    assert not plan.swot.exists()


def test_an_option_that_crosses_one_side_only_is_refused(desk, plan):
    items = [SwotItemFactory(plan=plan).pk, SwotItemFactory(plan=plan, quadrant="weakness").pk]
    answer = send(desk, "option-create", plan.pk, text="Option", items=items)
    assert "Cross at least one strength or weakness" in answer.content.decode()
    items.append(SwotItemFactory(plan=plan, quadrant="threat").pk)
    assert send(desk, "option-create", plan.pk, text="Option", items=items).status_code == 302
    assert TowsOption.objects.get().items.count() == 3


def test_items_of_another_plan_cannot_be_crossed(desk, plan):
    items = [SwotItemFactory(plan=plan).pk, SwotItemFactory(quadrant="threat").pk]
    send(desk, "option-create", plan.pk, text="Option", items=items)
    assert not TowsOption.objects.exists()


def test_a_sixth_priority_is_refused(desk, plan):
    for _number in range(5):
        PriorityFactory(plan=plan)
    assert "5 priorities at most" in send(desk, "priority-create", plan.pk, title="Sixth").content.decode()


def test_the_board_flags_what_hangs_in_the_air(desk, plan):
    PriorityFactory(plan=plan, title="Alone")
    ActionFactory(plan=plan, title="Adrift")
    content = page(desk, "strategy", plan.pk).content.decode()
    assert "follows from nothing" in content
    assert "nothing follows from it" in content
    assert "What serves no priority" in content


def test_the_whole_chain_is_seen_from_the_swot_to_the_action(desk, full_plan):
    option = full_plan.options.first()
    assert f"→ {option.text}" in page(desk, "swot", full_plan.pk).content.decode()
    content = page(desk, "strategy", full_plan.pk).content.decode()
    assert option.text in content
    for told in ("follows from nothing", "nothing follows from it", "not SMART", "serves no priority"):
        assert told not in content


@pytest.mark.parametrize("day", ["2025-12-31", "2029-01-01"])
def test_an_action_outside_the_period_is_refused(desk, plan, day):
    answer = send(desk, "action-create", plan.pk, title="Action", due_on=day, weight=3, progress=0)
    assert "Outside the period of the plan" in answer.content.decode()
    assert not PlanAction.objects.exists()


def test_actions_that_wait_for_each_other_are_refused_by_name(desk, plan):
    first = ActionFactory(plan=plan, title="First")
    second = ActionFactory(plan=plan, title="Second", after=first)
    answer = send(
        desk, "action-edit", first.pk, title="First", due_on="2026-06-30", weight=3, progress=0, after=second.pk
    )
    assert "First → Second → First" in answer.content.decode()


def test_an_action_has_one_owner_of_either_side(desk, plan, manager):
    person = StakeholderFactory(account=plan.account)
    both = {"owner": manager.pk, "client_owner": person.pk}
    answer = send(desk, "action-create", plan.pk, title="A", due_on="2026-06-30", weight=3, progress=0, **both)
    assert "One person owns an action" in answer.content.decode()


def test_a_person_of_another_client_cannot_own_an_action(desk, plan):
    stranger = StakeholderFactory()
    send(desk, "action-create", plan.pk, title="A", due_on="2026-06-30", weight=3, progress=0, client_owner=stranger.pk)
    assert not PlanAction.objects.exists()


def test_a_row_of_a_frozen_plan_cannot_be_changed(desk, full_plan):
    put(full_plan, Status.INTERNAL_VALIDATION)
    item = full_plan.swot.first()
    assert page(desk, "swot-edit", item.pk).status_code == 404
    assert send(desk, "swot-delete", item.pk).status_code == 404
    assert page(desk, "passage-edit", full_plan.pk, "market", "size").status_code == 404
    assert page(desk, "risk-create", full_plan.pk).status_code == 404


def test_a_deleted_option_comes_back_with_what_it_crosses(desk, plan):
    item = SwotItemFactory(plan=plan)
    option = TowsOptionFactory(plan=plan, items=[item, SwotItemFactory(plan=plan, quadrant="threat")])
    send(desk, "option-delete", option.pk)
    message = next(iter(page(desk, "swot", plan.pk).context["messages"]))
    undo = message.extra_tags.split("undo:")[1].split()[0]
    desk.post(undo)
    assert TowsOption.objects.get(pk=option.pk).items.count() == 2


def test_a_move_that_is_not_ready_says_why_and_stays_open_for_reading(desk, plan):
    put(plan, Status.ANALYSIS)
    content = page(desk, "move", plan.pk, "internal_validation").content.decode()
    assert "Still in the way" in content
    answer = send(desk, "move", plan.pk, "internal_validation", comment="Please")
    assert "Market" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.status == Status.ANALYSIS


def test_the_director_reads_sends_back_and_the_kam_sees_the_remarks(client, full_plan, director, manager):
    put(full_plan, Status.INTERNAL_VALIDATION)
    client.force_login(director)
    assert full_plan.account.name in page(client, "to-validate").content.decode()
    send(client, "move", full_plan.pk, "analysis", **{"remark-market": "Which segments?"})
    full_plan.refresh_from_db()
    assert full_plan.status == Status.ANALYSIS
    client.force_login(manager)
    assert "Which segments?" in page(client, "move-detail", full_plan.moves.first().pk).content.decode()
    assert "To be taken up: Which segments?" in page(client, "section", full_plan.pk, "market").content.decode()
    assert "To be taken up: Which segments?" in page(client, "detail", full_plan.pk).content.decode()


def test_a_kam_has_no_queue(desk):
    assert page(desk, "to-validate").status_code == 404


def test_the_controller_agrees_by_a_button(client, full_plan, controller):
    put(full_plan, Status.INTERNAL_VALIDATION)
    AccountPlan.objects.update(investment=500_000)
    client.force_login(controller)
    assert "Agree to the investment" in page(client, "detail", full_plan.pk).content.decode()
    send(client, "control", full_plan.pk)
    assert "Controlling has agreed." in page(client, "detail", full_plan.pk).content.decode()


def test_an_agreement_met_face_to_face_is_recorded_with_its_words(desk, full_plan):
    person = StakeholderFactory(account=full_plan.account, name="Anne Roy")
    priority = full_plan.priorities.first()
    send(
        desk,
        "endorsement-create",
        priority.pk,
        stakeholder=person.pk,
        endorsed_on="2026-02-01",
        evidence="Review in Lyon",
        read=priority.words_digest,
    )
    assert Endorsement.objects.get().digest == priority.words_digest
    assert "Anne Roy agreed on" in page(desk, "strategy", full_plan.pk).content.decode()
    priority.sentence = "Other words."
    priority.save()
    assert "Anne Roy agreed on" not in page(desk, "strategy", full_plan.pk).content.decode()


def test_an_agreement_still_to_come_is_refused(desk, full_plan):
    person = StakeholderFactory(account=full_plan.account)
    priority = full_plan.priorities.first()
    send(
        desk,
        "endorsement-create",
        priority.pk,
        stakeholder=person.pk,
        endorsed_on="2099-02-01",
        evidence="Soon",
        read=priority.words_digest,
    )
    assert not Endorsement.objects.exists()


def test_a_signature_belongs_to_the_text_that_was_signed(desk, full_plan):
    put(full_plan, Status.CLIENT_COWRITING)
    person = StakeholderFactory(account=full_plan.account)
    told = {"stakeholder": person.pk, "signed_on": "2026-02-01", "evidence": "Letter"}
    shown = page(desk, "sign-off-create", full_plan.pk).context["form"]["read"].value()
    send(desk, "sign-off-create", full_plan.pk, **told, read="another text")
    assert not SignOff.objects.exists()
    send(desk, "sign-off-create", full_plan.pk, **told, read=shown)
    assert "already signed" in send(desk, "sign-off-create", full_plan.pk, **told, read=shown).content.decode()
    assert SignOff.objects.count() == 1
    assert "this version" in page(desk, "detail", full_plan.pk).content.decode()
    PlanObjective.objects.filter(plan=full_plan).update(target=4)
    assert "an earlier text" in page(desk, "detail", full_plan.pk).content.decode()


def test_progress_is_told_once_the_plan_runs(desk, full_plan):
    put(full_plan, Status.IN_EXECUTION)
    action = full_plan.actions.first()
    send(desk, "action-progress", action.pk, progress="40", done_on="2026-03-01")
    action.refresh_from_db()
    assert (action.progress, action.done_on) == (100, date(2026, 3, 1))


def test_the_priorities_in_force_head_every_page_of_the_account(desk, full_plan, account):
    title = full_plan.priorities.first().title
    assert title not in desk.get(account.get_absolute_url()).content.decode()
    put(full_plan, Status.IN_EXECUTION)
    AccountPlan.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2090, 1, 1))
    assert title in desk.get(account.get_absolute_url()).content.decode()
    assert title in desk.get(reverse("accounts:team", args=[account.pk])).content.decode()


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("name", ["detail", "swot", "strategy"])
def test_a_page_asks_as_many_queries_for_three_items_as_for_thirty(desk, full_plan, manager, name):
    url = reverse(f"plans:{name}", args=[full_plan.pk])
    queries_of(desk, url)
    few = queries_of(desk, url)
    priority = full_plan.priorities.first()
    for _number in range(10):
        objective = ObjectiveFactory(plan=full_plan, priority=priority, owner=manager)
        ActionFactory.create_batch(2, plan=full_plan, objective=objective, owner=manager)
        TowsOptionFactory(plan=full_plan, items=list(full_plan.swot.all()))
    assert queries_of(desk, url) == few
