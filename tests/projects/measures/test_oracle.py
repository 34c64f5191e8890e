"""The SQL of the figures of projects against the same rules written a second time in plain Python (domain.md 1.3 and 2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.scorecards import readings
from kam.scorecards.models import Reading
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
from tests.factories import UserFactory

ON = date(2026, 6, 30)
WORTH = {"green": 1, "amber": 0.5, "red": 0}
COLOUR = st.sampled_from(list(WORTH))
AGO = st.sampled_from([-1, 0, 1, 89, 90, 91, 179, 180, 181, 300])
MILESTONE = st.fixed_dictionaries(
    {"promised_ago": AGO, "grace": st.integers(5, 9), "done_after": st.none() | st.sampled_from([-9, 0, 5, 6, 9, 10])}
)
PROJECT = st.fixed_dictionaries(
    {
        "opened_ago": st.none() | st.sampled_from([-1, 0, 30, 200, 400]),
        "closed_ago": st.none() | st.sampled_from([-1, 0, 89, 90, 179, 180]),
        "status": st.sampled_from(["prepared", "running", "running", "paused", "finished", "given_up"]),
        "baseline_ago": st.none() | st.sampled_from([-1, 0, 50]),
        "leader": st.sampled_from([None, "kam", "other"]),
        "has_correspondent": st.booleans(),
        "hands": st.lists(st.sampled_from(["kam", "other", "theirs"]), max_size=2, unique=True),
        "seats": st.dictionaries(
            st.sampled_from(["kam", "other", "theirs"]), st.sampled_from(["chair", "member", "guest"]), max_size=3
        ),
        "milestones": st.lists(MILESTONE, max_size=3),
        "kind": st.sampled_from(["steering", "steering", "working"]),
        "meetings": st.dictionaries(AGO, st.tuples(st.sampled_from(Meeting.State.values), st.booleans()), max_size=4),
        "declared": st.dictionaries(st.sampled_from([-1, 0, 10, 30, 31]), COLOUR, max_size=2),
        "computed": st.dictionaries(st.sampled_from([-1, 0, 10, 35, 36]), COLOUR, max_size=2),
        "results": st.lists(
            st.fixed_dictionaries(
                {
                    "delivered_ago": st.none() | st.sampled_from([-1, 0, 364, 365]),
                    "value": st.none() | st.sampled_from([0, 100, 250]),
                    "is_internal": st.sampled_from([False, False, True]),
                    "said": st.lists(
                        st.tuples(
                            st.sampled_from(["acknowledged", "validated", "advocated"]), st.sampled_from([-1, 0, 9]),
                            st.integers(2, 4),
                        ),
                        max_size=2,
                    ),
                }
            ),
            max_size=3,
        ),
    }
)  # fmt: skip


def day(ago):
    return None if ago is None else ON - timedelta(days=ago)


def is_running(facts):
    """In progress at the end of the day."""
    if facts["opened_ago"] is None or facts["opened_ago"] < 0:
        return False
    return facts["closed_ago"] < 0 if facts["closed_ago"] is not None else facts["status"] == "running"


def is_active(facts):
    """In progress on one day of the last 180."""
    if facts["opened_ago"] is None or facts["opened_ago"] < 0:
        return False
    return facts["closed_ago"] < 180 if facts["closed_ago"] is not None else facts["status"] in ("running", "paused")


def is_joint(facts):
    seated = {who for who, role in facts["seats"].items() if role != "guest"} | set(facts["hands"])
    has_baseline = facts["baseline_ago"] is not None and facts["baseline_ago"] >= 0
    has_theirs = facts["has_correspondent"] or "theirs" in seated
    return has_baseline and has_theirs and (facts["leader"] == "other" or "other" in seated)


def joint(projects):
    total = 0
    for facts in projects:
        if is_joint(facts) and is_running(facts):
            total += 1
        elif is_joint(facts) and is_active(facts) and facts["status"] == "finished" and 0 <= facts["closed_ago"] < 90:
            total += 0.5
    return total


def due_of(facts):
    """Whether each milestone due was met."""
    for each in facts["milestones"]:
        promised = each["promised_ago"]
        if 0 <= promised < 180 and (facts["closed_ago"] is None or facts["closed_ago"] <= promised):
            done_ago = None if each["done_after"] is None else promised - each["done_after"]
            yield done_ago is not None and done_ago >= 0 and each["done_after"] <= each["grace"]


def on_time(projects):
    due = [is_met for facts in projects for is_met in due_of(facts)]
    return 100 * sum(due) / len(due) if due else None


def report(facts):
    declared = {ago: colour for ago, colour in facts["declared"].items() if 0 <= ago <= 30}
    computed = {ago: colour for ago, colour in facts["computed"].items() if 0 <= ago <= 35}
    told = declared or computed
    return WORTH[told[min(told)]] if told else 0


def score(facts):
    parts = [(0.2, report(facts))]
    if due := list(due_of(facts)):
        parts.append((0.5, sum(due) / len(due)))
    met = [
        state == "held"
        for ago, (state, is_replaced) in facts["meetings"].items()
        if 0 <= ago < 180 and (facts["closed_ago"] is None or facts["closed_ago"] <= ago)
        and not (state == "postponed" and is_replaced)
    ]  # fmt: skip
    if met and facts["kind"] == "steering":
        parts.append((0.3, sum(met) / len(met)))
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _part in parts)


def delivery(projects):
    scores = [score(facts) for facts in projects if is_joint(facts) and is_active(facts)]
    return 100 * sum(scores) / len(scores) if scores else None


def recognised(projects):
    found = [
        each
        for facts in projects
        for each in facts["results"]
        if each["delivered_ago"] is not None and 0 <= each["delivered_ago"] < 365 and not each["is_internal"]
    ]
    if not found:
        return None
    is_told = [any(level != "acknowledged" and ago >= 0 and inf >= 3 for level, ago, inf in e["said"]) for e in found]
    weights = [each["value"] or 0 for each in found]
    weights = weights if sum(weights) else [1] * len(found)
    return 100 * sum(weight * told for weight, told in zip(weights, is_told, strict=True)) / sum(weights)


def write(projects, ours):
    account = Account.objects.create(name="Made up", kam=ours["kam"])
    theirs = Stakeholder.objects.create(account=account, name="Somebody")
    for facts in projects:
        write_project(account, facts, {**ours, "theirs": theirs})
    return account


def write_project(account, facts, who):
    project = Project.objects.create(
        account=account, name="P", status=facts["status"], starts_on=ON, opened_on=day(facts["opened_ago"]),
        closed_on=day(facts["closed_ago"]), reference_kam=who["kam"],
        leader=facts["leader"] and who[facts["leader"]], client_leader=who["theirs"] if facts["has_correspondent"] else None,
    )  # fmt: skip
    if facts["baseline_ago"] is not None:
        made_at = datetime.combine(day(facts["baseline_ago"]), datetime.min.time(), UTC) + timedelta(hours=9)
        Baseline.objects.create(project=project, version=1, content={}, ends_on=ON, made_at=made_at)
    task = Task.objects.create(project=project, name="Work")
    for name in facts["hands"]:
        Assignment.objects.create(task=task, **side(name, who))
    for each in facts["milestones"]:
        promised = day(each["promised_ago"])
        done = None if each["done_after"] is None else promised + timedelta(days=each["done_after"])
        Task.objects.create(
            project=project, name="M", is_milestone=True, promised_on=promised, done_on=done,
            met_until=promised + timedelta(days=each["grace"]),
        )  # fmt: skip
    write_committee(project, facts, who)
    write_statuses(project, facts)
    for each in facts["results"]:
        write_result(project, each)


def side(name, who):
    return {"stakeholder" if name == "theirs" else "user": who[name]}


def write_committee(project, facts, who):
    committee = Committee.objects.create(project=project, name="C", kind=facts["kind"], starts_on=ON)
    later = Committee.objects.create(project=project, name="W", kind="working", starts_on=ON)
    for name, role in facts["seats"].items():
        CommitteeMember.objects.create(committee=committee, role=role, **side(name, who))
    for ago, (state, is_replaced) in facts["meetings"].items():
        held = Meeting.objects.create(committee=committee, planned_on=day(ago), state=state)
        if is_replaced:
            Meeting.objects.create(committee=later, planned_on=day(ago), instead_of=held)


def write_statuses(project, facts):
    for ago, colour in facts["declared"].items():
        DeclaredStatus.objects.create(project=project, colour=colour, reason="-", declared_on=day(ago))
    for ago, colour in facts["computed"].items():
        ComputedStatus.objects.create(project=project, colour=colour, on=day(ago))


def write_result(project, each):
    result = ProjectResult.objects.create(
        project=project, metric="R", actual=1, value=each["value"], delivered_on=day(each["delivered_ago"]),
        is_internal=each["is_internal"],
    )  # fmt: skip
    for level, ago, influence in each["said"]:
        person = Stakeholder.objects.create(account=project.account, name="Reader", influence=influence)
        ResultRecognition.objects.create(result=result, stakeholder=person, level=level, recognised_on=day(ago))


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(portfolio=st.lists(st.lists(PROJECT, max_size=3), min_size=1, max_size=3))
def test_the_figures_of_projects_agree_with_the_book(db, portfolio):
    ours = {"kam": UserFactory(), "other": UserFactory()}
    accounts = [(write(projects, ours), projects) for projects in portfolio]
    readings.take(ON, [account.pk for account, _projects in accounts])
    for account, projects in accounts:
        taken = {r.indicator: r for r in Reading.objects.of_day(ON, [account.pk])}
        assert taken["joint_projects"].figure == joint(projects)
        assert taken["project_delivery"].figure == pytest.approx(delivery(projects))
        assert taken["recognised_results"].figure == pytest.approx(recognised(projects))
        assert taken["milestones_on_time"].figure == pytest.approx(on_time(projects))
        assert (taken["project_delivery"].state == "not_applicable") == (delivery(projects) is None)
