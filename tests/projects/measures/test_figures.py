"""Indicators 13 to 15 and milestones on time: edges, rows, advice (the SQL is held to the book by its oracle)."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from kam.scorecards import readings
from kam.scorecards.explanation import explain
from kam.scorecards.grids import TARGETS
from kam.scorecards.indicators import project as indicators
from kam.scorecards.indicators.base import Figure
from kam.scorecards.indicators.project_ground import ProjectGround
from kam.scorecards.models import Family, Grid, Reading, Stale, State
from kam.scorecards.points import aimed, points_of
from projects.measures.delivery import Delivery
from projects.measures.joint import Joint
from projects.measures.milestones import Milestones
from projects.measures.recognition import Recognition
from projects.models import (
    Assignment,
    Baseline,
    Committee,
    CommitteeMember,
    ComputedStatus,
    DeclaredStatus,
    Meeting,
    Project,
    ProjectResult,
    ResultRecognition,
    Task,
)
from tests.factories import PlanFactory, PriorityFactory, StakeholderFactory, UserFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 6, 30)
KEYS = ("joint_projects", "project_delivery", "recognised_results", "milestones_on_time")


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def test_no_project_is_none_from_the_first_day_and_nothing_to_be_delivered():
    assert indicators.joint_projects(Joint(1, 0)) == Figure(0, badge="no_project")
    assert indicators.project_delivery(Delivery(1, None)) == Figure(None, State.NOT_APPLICABLE, badge="no_project")
    assert indicators.project_delivery(Delivery(1, 0.62)) == Figure(62)
    assert indicators.milestones_on_time(Milestones(1, 4, 3)) == Figure(75)


def test_results_count_by_value_or_by_number_when_none_has_one():
    assert indicators.recognised_results(Recognition(1, 3, 1, 400, 100)) == Figure(25)
    assert indicators.recognised_results(Recognition(1, 4, 1, 0, 0)) == Figure(25)


def rule(key):
    return Grid.objects.get().rows_of(Family.MATURITY)[key]


def test_a_single_result_is_worth_sixty_points_at_most():
    figure = indicators.recognised_results(Recognition(1, 1, 1, 0, 0))
    assert figure == Figure(100, badge="few_results")
    assert points_of(figure, rule("recognised_results").knots) == 60
    assert points_of(indicators.recognised_results(Recognition(1, 2, 2, 0, 0)), rule("recognised_results").knots) == 100


@pytest.mark.parametrize(("tier", "target"), [("strategic", 3), (None, 3), *TARGETS["joint_projects"].items()])
def test_the_number_of_joint_projects_aimed_at_depends_on_the_tier(tier, target):
    row = rule("joint_projects")
    full, half = (aimed(Figure(number), row.targets, tier) for number in (target, target / 2))
    assert (points_of(full, row.knots), points_of(half, row.knots)) == (100, 50)


@pytest.mark.parametrize(
    ("key", "figure", "points"),
    [
        ("project_delivery", 40, 0), ("project_delivery", 62.5, 50), ("project_delivery", 85, 100),
        ("recognised_results", 35, 50), ("recognised_results", 70, 100), ("joint_projects", 1.5, 50),
    ],
)  # fmt: skip
def test_the_thresholds_are_those_of_the_book(key, figure, points):
    assert points_of(Figure(figure), rule(key).knots) == pytest.approx(points)


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, name="Anne Roy", influence=4, attitude=1, attitude_on=ON)


@pytest.fixture
def project(account, person):
    """A joint project: two milestones due, one met; two committees planned, one held; amber; a result to be recognised."""
    project = Project.objects.create(
        account=account, name="Pilot", starts_on=date(2026, 1, 5), opened_on=date(2026, 1, 5), status="running",
        reference_kam=account.kam, leader=UserFactory(), client_leader=person,
    )  # fmt: skip
    made = datetime(2026, 1, 5, tzinfo=UTC)
    Baseline.objects.create(project=project, version=1, content={}, ends_on=ON, made_at=made)
    for name, done in (("Signed", date(2026, 3, 9)), ("Accepted", None)):
        Task.objects.create(
            project=project, name=name, is_milestone=True, promised_on=date(2026, 3, 2), met_until=date(2026, 3, 9),
            done_on=done,
        )  # fmt: skip
    committee = Committee.objects.create(project=project, name="C", starts_on=date(2026, 2, 2))
    for month, state in ((2, "held"), (3, "cancelled")):
        Meeting.objects.create(committee=committee, planned_on=date(2026, month, 2), state=state)
    DeclaredStatus.objects.create(project=project, colour="amber", reason="-", declared_on=ON)
    ProjectResult.objects.create(project=project, metric="Delay", actual=3, value=100, delivered_on=date(2026, 5, 4))
    return project


def test_each_figure_is_what_its_rows_add_up_to(project, account):
    readings.take(ON)
    taken = dict(Reading.objects.of_day(ON, [account.pk]).values_list("indicator", "figure"))
    assert [taken[key] for key in KEYS] == [1, pytest.approx(100 * (0.5 / 2 + 0.3 / 2 + 0.2 / 2)), 0, 50]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("joint_projects", ["Pilot", "Yes", "Somebody of theirs"]),
        ("project_delivery", ["Pilot", "Committees held", "50"]),
        ("recognised_results", ["Delay", "Pilot"]),
        ("milestones_on_time", ["Signed", "Accepted", "Met until"]),
    ],
)
def test_each_figure_opens_on_its_rows_and_they_on_their_project(key, words, project, client, manager, account):
    client.force_login(manager)
    page = client.get(f"{reverse('scorecards:figure', args=[account.pk, key])}?on={ON}").content.decode()
    assert [word for word in [*words, project.get_absolute_url()] if word not in page] == []


def test_advices_name_the_next_act(project, account, english):
    facts = ProjectGround(account.pk, ON)
    assert indicators.advise_delivery(facts).startswith("The milestone “Accepted” is late: hold a steering committee")
    assert (
        indicators.advise_recognised(facts) == "Present the result “Delay” to Anne Roy and ask for it to be validated."
    )
    assert indicators.advise_joint(facts).startswith("Start another project")
    PriorityFactory(plan=PlanFactory(account=account, status="in_execution"), title="Shorter delays")
    told = indicators.advise_joint(ProjectGround(account.pk, ON))
    assert told == "Turn the priority “Shorter delays” into a joint project with a correspondent at the client."


@pytest.mark.parametrize(
    ("lost", "words"),
    [
        (lambda p: p.baselines.all().delete(), "Have the dates of “Pilot” approved"),
        (lambda p: Project.objects.update(client_leader=None), "Name a correspondent at the client for “Pilot”"),
        (lambda p: Project.objects.update(leader=None), "Bring a colleague into “Pilot”"),
    ],
)
def test_what_a_project_lacks_to_be_a_joint_one_is_said_first(lost, words, project, account, english):
    lost(project)
    assert words in indicators.advise_joint(ProjectGround(account.pk, ON))
    readings.take(ON)
    assert Reading.objects.get(account=account, indicator="joint_projects").figure == 0


def test_without_a_late_milestone_the_weakest_part_is_named(project, account, english):
    Task.objects.update(done_on=date(2026, 3, 2))
    assert "Hold the next steering committee of “Pilot”" in indicators.advise_delivery(ProjectGround(account.pk, ON))
    Meeting.objects.update(state="held")
    assert "what brings it back to green" in indicators.advise_delivery(ProjectGround(account.pk, ON))
    DeclaredStatus.objects.update(colour="green")
    assert "days that will be kept" in indicators.advise_delivery(ProjectGround(account.pk, ON))


@pytest.mark.parametrize("status", ["finished", "given_up"])
def test_nobody_is_asked_to_act_on_a_project_that_is_over(status, project, account, english):
    Project.objects.filter(pk=project.pk).update(status=status, closed_on=ON)
    facts = ProjectGround(account.pk, ON)
    assert facts.runs
    assert [task for task, is_met in facts.milestones if not is_met]
    assert indicators.advise_delivery(facts).startswith("Agree on dates")
    later = ProjectGround(account.pk, date(2026, 6, 29))
    assert "The milestone “Accepted” is late" in indicators.advise_delivery(later)


def test_a_project_on_hold_is_to_be_taken_up_again(project, account, english):
    Project.objects.filter(pk=project.pk).update(status="paused")
    told = indicators.advise_joint(ProjectGround(account.pk, ON))
    assert told == "Take “Pilot” up again with the client: on hold, it does not count."


def test_a_reserve_that_keeps_points_back_is_said(project, account, person, english):
    assert "not above the first threshold" in explain(account, "recognised_results", ON).calculation
    result = ProjectResult.objects.get()
    ResultRecognition.objects.create(result=result, stakeholder=person, level="validated", recognised_on=ON)
    told = explain(account, "recognised_results", ON).calculation
    assert told == "100%: 60 points, the most that can be had with this reserve: Fewer than 2 results."


def test_without_anything_the_rows_are_empty_and_the_advice_still_says_something(account, english):
    facts = ProjectGround(account.pk, ON)
    for indicator in (indicators.JOINT, indicators.DELIVERY, indicators.RECOGNISED, indicators.ON_TIME):
        assert indicator.evidence(facts).rows == []
        assert indicator.advise is None or indicator.advise(facts)


def test_a_past_day_is_measured_by_its_dates(project, account):
    readings.take(date(2026, 3, 5))
    taken = dict(Reading.objects.of_day(date(2026, 3, 5), [account.pk]).values_list("indicator", "figure"))
    assert taken["milestones_on_time"] == 0  # the first was reached on the 9th
    assert taken["recognised_results"] is None
    readings.take(date(2026, 1, 4))
    assert Reading.objects.get(account=account, on=date(2026, 1, 4), indicator="joint_projects").figure == 0


def stale():
    found = set(Stale.objects.values_list("account_id", flat=True))
    Stale.objects.all().delete()
    return found


def test_whatever_changes_a_figure_of_projects_marks_its_account(project, account, person):
    stale()
    task, committee, result = project.tasks.first(), project.committees.first(), project.results.first()
    makers = [
        lambda: Task.objects.create(project=project, name="T"),
        lambda: Assignment.objects.create(task=task, stakeholder=person),
        lambda: Baseline.objects.create(project=project, version=2, content={}, ends_on=ON),
        lambda: Committee.objects.create(project=project, name="D", starts_on=ON),
        lambda: CommitteeMember.objects.create(committee=committee, stakeholder=person),
        lambda: Meeting.objects.create(committee=committee, planned_on=ON),
        lambda: DeclaredStatus.objects.create(project=project, colour="red", reason="-", declared_on=ON),
        lambda: ComputedStatus.objects.create(project=project, on=ON),
        lambda: ProjectResult.objects.create(project=project, metric="R"),
        lambda: ResultRecognition.objects.create(result=result, stakeholder=person, recognised_on=ON),
    ]
    for make in makers:
        row = make()
        assert stale() == {account.pk}, row
        row.delete()
        assert stale() == {account.pk}, row
    Project.objects.update(status="paused")
    assert stale() == {account.pk}
    project.delete()
    assert stale() == {account.pk}
