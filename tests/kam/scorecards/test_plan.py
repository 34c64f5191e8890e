"""Indicators 6 to 9 and the attainment of objectives: edges, rows, advice (the SQL is held to the book by its oracle)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kam.scorecards import readings
from kam.scorecards.indicators import plan as indicators
from kam.scorecards.indicators.base import Figure
from kam.scorecards.indicators.plan_ground import PlanGround
from kam.scorecards.models import Reading, Stale, State
from plans.measures.attainment import Attainment
from plans.measures.execution import Execution
from plans.measures.execution import credits as actions_due
from plans.measures.thread import Thread
from plans.measures.vitality import Vitality, carriers, priorities_carried
from plans.models import Endorsement, PlanReview, Repetition, Status, StrategicPriority
from tests.factories import (
    ActionFactory,
    InteractionFactory,
    ObjectiveFactory,
    PlanFactory,
    PriorityFactory,
    StakeholderFactory,
)

ON = date(2026, 6, 30)
KEYS = ("abp_vitality", "client_endorsement", "priority_execution", "priority_thread", "objective_attainment")


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def unknown(badge):
    return Figure(None, State.INSUFFICIENT, badge=badge)


@pytest.mark.parametrize(
    ("stage", "unseen", "figure"),
    [
        (1, 300, Figure(20)), (2, 300, Figure(40)), (3, 0, Figure(55)), (4, 500, Figure(80)), (5, 100, Figure(90)),
        (5, 101, Figure(70, badge="review_due")), (6, 0, Figure(100)), (6, 200, Figure(80, badge="review_due")),
        (7, 201, Figure(60, badge="review_due")),
    ],
)  # fmt: skip
def test_a_plan_is_worth_its_state_less_what_nobody_looked_at(stage, unseen, figure):
    assert indicators.abp_vitality(Vitality(1, 900, stage, unseen, 3, 1)) == figure


@pytest.mark.parametrize(("days", "figure"), [(180, unknown("no_plan")), (181, Figure(0, badge="no_plan"))])
def test_that_nobody_carries_a_priority_counts_after_a_hundred_and_eighty_days(days, figure):
    assert indicators.client_endorsement(Vitality(1, days, None, None, 0, 0)) == figure
    assert indicators.client_endorsement(Vitality(1, days, 2, 5, 0, 0)) == figure


@pytest.mark.parametrize("days", [0, 180, 900])
def test_no_plan_is_no_living_plan_from_the_first_day(days):
    assert indicators.abp_vitality(Vitality(1, days, None, None, 0, 0)) == Figure(0, badge="no_plan")


def test_counts_too_small_to_say_anything_say_nothing():
    assert indicators.priority_execution(Execution(1, 2, 6, 6)) == unknown("few_actions")
    assert indicators.priority_execution(Execution(1, 3, 8, 6)) == Figure(75)
    assert indicators.priority_thread(Thread(1, 3, 3, 0)) == unknown("few_meetings")
    assert indicators.priority_thread(Thread(1, 4, 3, 0)) == Figure(0, badge="no_plan")
    assert indicators.priority_thread(Thread(1, 4, 3, 1)) == Figure(75)
    assert indicators.objective_attainment(Attainment(1, 0, 0, 0)) == unknown("no_plan")
    assert indicators.objective_attainment(Attainment(1, 1, 0, 0)) == unknown("no_objective")
    assert indicators.objective_attainment(Attainment(1, 1, 2, 1.7)) == Figure(85)


@pytest.fixture
def plan(account):
    return PlanFactory(account=account, status=Status.IN_EXECUTION)


@pytest.fixture
def read(account, plan):
    """A plan in force with something behind each figure."""
    person = StakeholderFactory(account=account, name="Anne Roy", influence=4, attitude=1, attitude_on=ON)
    first, second = (PriorityFactory(plan=plan, title=title) for title in ("Shorter delays", "Less stock"))
    Endorsement.objects.create(
        priority=first, stakeholder=person, name="Anne Roy", influence=4, endorsed_on=ON, digest=first.words_digest
    )
    ObjectiveFactory(plan=plan, title="Days", baseline=10, target=5, current=9, due_on=date(2026, 12, 31))
    for number in range(3):
        ActionFactory(plan=plan, title=f"Do {number}", due_on=date(2026, 6, 1 + number), progress=50)
    for number in range(4):
        held = InteractionFactory(account=account, occurred_on=ON - timedelta(days=number), stakeholders=[person])
        if number < 3:
            Repetition.objects.create(interaction=held, priority=second, stakeholder=person)
    readings.take(ON)
    return plan


def test_each_figure_is_what_its_rows_add_up_to(read, account):
    taken = dict(Reading.objects.of_day(ON, [account.pk]).values_list("indicator", "figure"))
    assert [taken[key] for key in KEYS[:4]] == [80, 50, 15, 75]  # approved long ago, nobody has looked since 1 January
    assert taken["objective_attainment"] == pytest.approx(100 * 0.2 / (180 / 364))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("abp_vitality", ["Plan 2026–2028, version 1", "In execution"]),
        ("client_endorsement", ["Shorter delays", "Anne Roy", "Less stock"]),
        ("priority_execution", ["Do 0", "Do 2"]),
        ("priority_thread", ["Less stock", "Counted"]),
        ("objective_attainment", ["Days", "Expected (%)"]),
    ],
)
def test_each_figure_opens_on_its_rows(key, words, read, client, manager, account):
    client.force_login(manager)
    page = client.get(f"{reverse('scorecards:figure', args=[account.pk, key])}?on={ON}").content.decode()
    assert [word for word in words if word not in page] == []


def test_advices_name_the_next_act(read, account, english):
    facts = PlanGround(account.pk, ON)
    assert indicators.advise_vitality(facts).startswith("Hold the review of the plan before 07/14/2026")
    assert "“Less stock” read over by Anne Roy" in indicators.advise_endorsement(facts)
    assert "3 actions are overdue, “Do 0”" in indicators.advise_execution(facts)
    assert indicators.advise_thread(facts) == "Open each meeting with the progress of your 2 priorities."


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("draft", "Reserve 4 half-days for the plan before 07/14/2026; next step: the analysis."),
        (
            "internal_validation",
            "Reserve 1 half-day for the plan before 07/14/2026; next step: the internal validation.",
        ),
        ("approved", "Start the plan: it is approved and its period has begun."),
        (None, "Reserve 4 half-days for the plan before 07/14/2026; next step: the analysis."),
    ],
)
def test_the_advice_on_a_plan_follows_where_it_is(status, words, account, english):
    if status:
        PlanFactory(account=account, status=status)
    assert indicators.advise_vitality(PlanGround(account.pk, ON)) == words


def test_without_a_plan_the_rows_are_empty_and_the_advice_is_to_make_one(account, english):
    facts = PlanGround(account.pk, ON)
    for indicator in (
        indicators.VITALITY,
        indicators.ENDORSEMENT,
        indicators.EXECUTION,
        indicators.THREAD,
        indicators.ATTAINMENT,
    ):
        assert indicator.evidence(facts).rows == []
    assert "Write the priorities" in indicators.advise_endorsement(facts)
    assert "Bring a plan into force" in indicators.advise_thread(facts)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(*[st.text(st.characters(blacklist_characters="\x00", blacklist_categories=["Cs"]), max_size=40)] * 3)
@pytest.mark.django_db
def test_the_database_knows_the_digest_of_any_words(title, sentence, issue):
    plan = PlanFactory(status=Status.IN_EXECUTION)
    words = {"title": title, "sentence": sentence, "client_issue": issue}
    priority = StrategicPriority.objects.create(plan=plan, **words)
    Endorsement.objects.create(priority=priority, name="X", influence=3, endorsed_on=ON, digest=priority.words_digest)
    assert priorities_carried(ON, plan.account_id) == {priority.pk: True}
    assert carriers(ON, plan.account_id) == {(priority.lineage, priority.words_digest): ["X"]}


def stale():
    found = set(Stale.objects.values_list("account_id", flat=True))
    Stale.objects.all().delete()
    return found


def test_whatever_changes_a_figure_of_a_plan_marks_its_account(account, plan):
    person = StakeholderFactory(account=account)
    held = InteractionFactory(account=account, stakeholders=[person])
    stale()
    priority = PriorityFactory(plan=plan)
    makers = [
        lambda: ActionFactory(plan=plan),
        lambda: ObjectiveFactory(plan=plan),
        lambda: PlanReview.objects.create(plan=plan, held_on=ON),
        lambda: Endorsement.objects.create(priority=priority, name="X", influence=3, endorsed_on=ON, digest="-"),
        lambda: Repetition.objects.create(priority=priority, interaction=held, stakeholder=person),
    ]
    assert stale() == {account.pk}
    for make in makers:
        row = make()
        assert stale() == {account.pk}
        row.delete()
        assert stale() == {account.pk}
    type(plan).objects.filter(pk=plan.pk).update(status=Status.REVIEWED)
    assert stale() == {account.pk}


def test_the_figures_are_those_of_today_when_the_day_has_no_later_move(account, plan):
    """A plan whose moves were never written counts as it stands."""
    readings.take(timezone.localdate())
    assert Reading.objects.get(indicator="abp_vitality").figure >= 60


@pytest.mark.parametrize(
    ("starts_on", "on", "first"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2025, 3, 1), date(2025, 3, 1)),
        (date(2023, 3, 1), date(2024, 3, 5), date(2024, 3, 1)),
        (date(2024, 3, 31), date(2026, 3, 31), date(2026, 3, 31)),
        (date(2025, 7, 1), date(2026, 6, 30), date(2025, 7, 1)),
    ],
)
def test_the_year_of_a_plan_begins_on_its_day(starts_on, on, first, account):
    plan = PlanFactory(account=account, status=Status.IN_EXECUTION, starts_on=starts_on, ends_on=date(2028, 1, 1))
    before = ActionFactory(plan=plan, due_on=first - timedelta(days=1))
    inside = [ActionFactory(plan=plan, due_on=day) for day in (first, on)]
    assert list(actions_due(on, account.pk)) == [row.pk for row in inside]
    assert plan.year_of(first) == plan.year_of(on) != plan.year_of(before.due_on)
