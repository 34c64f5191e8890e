"""Deliverables, milestones, risks and decisions: what may be said of them, and what their page shows."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.models import Decision, Deliverable, Project, ProjectRisk
from projects.scope.desk import Scope
from projects.worktime import A_DAY
from tests.factories import DeliverableFactory, MeetingFactory, ProjectFactory, StakeholderFactory, TaskFactory

ON = date(2026, 3, 2)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def anne(account):
    return StakeholderFactory(account=account, name="Anne Roy")


def create(desk, key, project, **data):
    return desk.post(reverse(f"projects:{key}-create", args=[project.pk]), data)


def test_a_deliverable_is_made_and_one_comes_back_to_its_page(desk, project):
    answer = create(desk, "deliverable", project, name="Report", state="expected", is_must="on", due_on="2026-04-01")
    assert answer.url == reverse("projects:scope", args=[project.pk])
    assert Deliverable.objects.get().is_must


def test_a_deliverable_saved_does_not_compute_the_schedule_anew(desk, project, monkeypatch):
    monkeypatch.setattr("projects.forms.change", lambda *args, **more: pytest.fail("the schedule was computed"))
    monkeypatch.setattr("projects.views.parts.change", lambda *args, **more: pytest.fail("the schedule was computed"))
    create(desk, "deliverable", project, name="Report", state="expected")
    desk.post(reverse("projects:deliverable-delete", args=[Deliverable.objects.get().pk]))
    assert not Deliverable.objects.exists()


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"state": "delivered"}, "__all__"),
        ({"state": "accepted", "delivered_on": "2026-02-02"}, "accepted_by"),
        ({"state": "delivered", "delivered_on": "2099-01-01"}, "delivered_on"),
        ({"state": "expected", "link": "javascript:alert(1)"}, "link"),
        ({"state": "lost"}, "state"),
    ],
)
def test_what_a_deliverable_is_said_to_be_must_hold_together(desk, project, told, wrong):
    answer = create(desk, "deliverable", project, name="Report", **told)
    assert wrong in answer.context["form"].errors
    assert not Deliverable.objects.exists()


def test_people_and_tasks_of_others_are_no_choice(desk, project):
    other = ProjectFactory(account=project.account)
    data = {"name": "Report", "state": "expected", "task": TaskFactory(project=other).pk}
    answer = create(desk, "deliverable", project, **data, accepted_by=StakeholderFactory().pk)
    assert {"task", "accepted_by"} <= set(answer.context["form"].errors)


def test_nothing_is_added_to_a_project_that_is_over(desk, project):
    Project.objects.filter(pk=project.pk).update(status="finished")
    for key in ("committee", "deliverable", "risk", "decision"):
        assert create(desk, key, project, name="Report").status_code == 404


def test_those_that_must_be_and_are_not_well_are_counted(project):
    DeliverableFactory(project=project, due_on=ON - timedelta(days=1))
    DeliverableFactory(project=project, state="at_risk")
    DeliverableFactory(project=project, due_on=ON)
    DeliverableFactory(project=project, state="at_risk", is_must=False)
    assert Scope(project, ON).endangered == 2


def test_risks_stand_in_the_matrix_until_they_are_closed(desk, project):
    for number, state in ((1, "open"), (2, "closed"), (3, "happened")):
        data = {"text": f"Risk {number}", "probability": 4, "impact": 5, "state": state}
        create(desk, "risk", project, **data)
    scope = Scope(project, ON)
    squares = {(row, cell.impact): cell for row, cells in scope.matrix for cell in cells}
    assert len(squares) == 25
    assert [str(risk) for risk in squares[4, 5].risks] == ["Risk 1"]
    assert (squares[4, 5].tone, squares[4, 2].tone, squares[1, 1].tone) == ("red", "amber", "stone")
    assert scope.matrix[0][0] == 5  # the likeliest on top


@pytest.mark.parametrize("told", [{"probability": 0, "impact": 3}, {"probability": 3, "impact": 6}])
def test_factors_of_a_risk_are_one_to_five(desk, project, told):
    assert create(desk, "risk", project, text="Strike", state="open", **told).context["form"].errors
    assert not ProjectRisk.objects.exists()


def test_a_milestone_is_reached_and_accepted_and_what_follows_moves(desk, project, dig, fill, anne):
    gate = TaskFactory(project=project, name="Gate", is_milestone=True, position=3)
    data = {"criterion": "Three orders placed", "done_on": "2026-02-02", "accepted_on": "2026-02-03"}
    url = reverse("projects:milestone-edit", args=[gate.pk])
    answer = desk.post(url, data | {"accepted_by": anne.pk})
    assert answer.url == reverse("projects:scope", args=[project.pk])
    gate.refresh_from_db()
    assert (gate.done_on, gate.accepted_on, gate.accepted_by) == (date(2026, 2, 2), date(2026, 2, 3), anne)
    assert timezone.localdate(gate.ends_at) == date(2026, 2, 2)  # the times were kept
    page = desk.get(answer.url).content.decode()
    assert "Anne Roy" in page
    assert "Three orders placed" in page


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"accepted_on": "2026-02-03"}, "done_on"),
        ({"accepted_on": "2026-02-03", "done_on": "2026-02-02"}, "accepted_by"),
        ({"done_on": "2099-02-02"}, "done_on"),
    ],
)
def test_acceptance_says_who_and_when_of_what_was_reached(desk, project, told, wrong):
    gate = TaskFactory(project=project, is_milestone=True)
    answer = desk.post(reverse("projects:milestone-edit", args=[gate.pk]), told)
    assert wrong in answer.context["form"].errors


def test_a_task_is_no_milestone(desk, project):
    task = TaskFactory(project=project, minutes=A_DAY)
    assert desk.get(reverse("projects:milestone-edit", args=[task.pk])).status_code == 404


def test_a_decision_replaces_another_and_may_let_it_stand_again(desk, project):
    old = Decision.objects.create(project=project, text="Lyon", decided_on=date(2026, 1, 12))
    data = {"text": "Nantes", "decided_on": "2026-02-02"}
    create(desk, "decision", project, **data, replaces=old.pk)
    new = Decision.objects.get(text="Nantes")
    old.refresh_from_db()
    assert old.replaced_by == new
    url = reverse("projects:decision-edit", args=[new.pk])
    assert desk.get(url).context["form"].fields["replaces"].initial == old
    desk.post(url, data | {"replaces": ""})
    old.refresh_from_db()
    assert old.replaced_by is None


def test_a_decision_that_is_only_asked_for_replaces_nothing(desk, project):
    old = Decision.objects.create(project=project, text="Lyon", decided_on=date(2026, 1, 12))
    answer = create(desk, "decision", project, text="Nantes?", replaces=old.pk)
    assert "decided_on" in answer.context["form"].errors


def test_decisions_and_meetings_of_another_project_are_no_choice(desk, project):
    other = ProjectFactory(account=project.account)
    alien = Decision.objects.create(project=other, text="Lyon", decided_on=date(2026, 1, 12))
    meeting = MeetingFactory(committee__project=other)
    data = {"text": "Nantes", "decided_on": "2026-02-02", "replaces": alien.pk, "meeting": meeting.pk}
    assert {"replaces", "meeting"} <= set(create(desk, "decision", project, **data).context["form"].errors)


def test_the_log_is_narrowed(desk, project):
    new = Decision.objects.create(project=project, text="Nantes", decided_on=date(2026, 2, 2))
    Decision.objects.create(project=project, text="Lyon", decided_on=date(2026, 1, 12), replaced_by=new)
    Decision.objects.create(project=project, text="Which day?")
    url = reverse("projects:decision-list", args=[project.pk])

    def shown(choice):
        return [str(row) for row in desk.get(url, {"show": choice}).context["decisions"]]

    assert shown("") == shown("nonsense") == ["Which day?", "Nantes", "Lyon"]
    assert shown("in_force") == ["Nantes"]
    assert shown("asked_for") == ["Which day?"]
    assert shown("replaced") == ["Lyon"]


def test_the_page_costs_the_same_whatever_it_holds(desk, project, django_assert_max_num_queries):
    for place in range(15):
        DeliverableFactory(project=project, accepted_by=StakeholderFactory(account=project.account))
        TaskFactory(project=project, is_milestone=True, position=place)
        ProjectRisk.objects.create(project=project, text="Strike", owner=project.reference_kam)
    url = reverse("projects:scope", args=[project.pk])
    desk.get(url)
    with django_assert_max_num_queries(22):
        desk.get(url)
