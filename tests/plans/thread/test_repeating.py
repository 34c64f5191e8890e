"""What was repeated in an exchange: to whom, how it was received; noted, changed, taken back."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.duplicates.merging import merge, take_apart
from plans.models import AccountPlan, Repetition, Status
from plans.thread.repeating import note
from tests.factories import (
    AccountFactory,
    InteractionFactory,
    PlanFactory,
    PriorityFactory,
    StakeholderFactory,
)

NOW = timezone.now()
TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(account):
    return PlanFactory(
        account=account,
        status=Status.IN_EXECUTION,
        starts_on=date(TODAY.year, 1, 1),
        ends_on=date(TODAY.year + 2, 12, 31),
    )


@pytest.fixture
def priority(plan):
    return PriorityFactory(plan=plan, title="Shorter delays", sentence="We cut your delays.")


@pytest.fixture
def people(account):
    return [StakeholderFactory(account=account, name=name) for name in ("Anne Roy", "Luc Blin")]


@pytest.fixture
def meeting(account, people, manager):
    return InteractionFactory(account=account, occurred_on=TODAY, stakeholders=people, colleagues=[manager])


def told():
    return set(Repetition.objects.values_list("stakeholder__name", "reception"))


def test_one_click_says_that_all_present_heard_a_priority(client, manager, meeting, priority):
    client.force_login(manager)
    url = reverse("plans:repeat-to-all", args=[meeting.pk])
    for _twice in range(2):
        answer = client.post(url, {"priority": priority.pk, "reception": "heard", "record": "1"})
    assert answer.url == meeting.get_absolute_url()
    assert told() == {("Anne Roy", "heard"), ("Luc Blin", "heard")}


def test_each_person_may_have_received_it_otherwise_and_what_is_untouched_stays(
    client, manager, meeting, priority, people
):
    anne, luc = people
    client.force_login(manager)
    url = reverse("plans:repeat", args=[meeting.pk])
    client.post(url, {f"{priority.pk}-{anne.pk}": "questioned", f"{priority.pk}-{luc.pk}": "-"})
    first = Repetition.objects.get(stakeholder=anne)
    assert told() == {("Anne Roy", "questioned"), ("Luc Blin", "")}
    client.post(url, {f"{priority.pk}-{anne.pk}": "questioned", f"{priority.pk}-{luc.pk}": ""})
    assert told() == {("Anne Roy", "questioned")}
    assert Repetition.objects.get() == first


def test_a_priority_of_another_account_or_an_unknown_reception_is_refused(client, manager, meeting, priority):
    foreign = PriorityFactory(plan=PlanFactory(account=AccountFactory(kam=manager), status=Status.IN_EXECUTION))
    client.force_login(manager)
    url = reverse("plans:repeat-to-all", args=[meeting.pk])
    client.post(url, {"priority": foreign.pk, "reception": "heard"})
    client.post(url, {"priority": priority.pk, "reception": "adored"})
    client.post(url, {"priority": "x", "reception": "heard"})
    assert not Repetition.objects.exists()


def test_an_unknown_answer_of_the_form_is_told_and_nothing_is_lost(client, manager, meeting, priority, people):
    client.force_login(manager)
    note(meeting, [(priority, people[0], "heard")])
    page = client.post(reverse("plans:repeat", args=[meeting.pk]), {f"{priority.pk}-{people[1].pk}": "adored"})
    assert page.status_code == 200
    assert told() == {("Anne Roy", "heard")}


def test_somebody_of_another_account_who_was_there_is_not_asked_about(client, manager, meeting, priority):
    meeting.stakeholders.add(StakeholderFactory(name="From the group"))
    client.force_login(manager)
    assert "From the group" not in client.get(reverse("plans:repetitions", args=[meeting.pk])).content.decode()
    client.post(reverse("plans:repeat-to-all", args=[meeting.pk]), {"priority": priority.pk, "reception": "heard"})
    assert {name for name, _reception in told()} == {"Anne Roy", "Luc Blin"}


def test_only_priorities_of_the_plan_in_force_are_offered(client, manager, meeting, priority, account):
    PriorityFactory(plan=PlanFactory(account=account, status=Status.ANALYSIS), title="Still being written")
    client.force_login(manager)
    page = client.get(reverse("plans:repeat", args=[meeting.pk])).content.decode()
    assert "Shorter delays" in page
    assert "Still being written" not in page


def test_a_reader_reads_what_was_repeated_and_changes_nothing(client, reader, meeting, priority, people):
    note(meeting, [(priority, people[0], "taken_up")])
    client.force_login(reader)
    page = client.get(reverse("plans:repetitions", args=[meeting.pk])).content.decode()
    assert "Anne Roy: taken up by the person" in page
    assert "<form" not in page


def test_what_was_said_of_a_version_counts_for_the_next(meeting, plan, priority, people):
    note(meeting, [(priority, people[0], "heard")])
    AccountPlan.objects.filter(pk=plan.pk).update(status=Status.ARCHIVED)
    fresh = PlanFactory(
        account=plan.account, version=2, status=Status.APPROVED, starts_on=plan.starts_on, ends_on=plan.ends_on
    )
    same = PriorityFactory(plan=fresh, lineage=priority.lineage)
    note(meeting, [(same, people[0], "rejected"), (same, people[1], "heard")])
    assert told() == {("Anne Roy", "rejected"), ("Luc Blin", "heard")}
    assert Repetition.objects.get(stakeholder=people[0]).priority == priority


def test_exchanges_just_recorded_are_asked_about_until_something_is_noted(client, manager, meeting, priority, people):
    client.force_login(manager)
    url = reverse("plans:recent-exchanges", args=[meeting.account_id])
    assert "Which priorities were repeated?" in client.get(url).content.decode()
    note(meeting, [(priority, people[0], "heard")])
    assert "Which priorities were repeated?" not in client.get(url).content.decode()


def test_nothing_is_asked_without_a_plan_in_force(client, manager, meeting):
    client.force_login(manager)
    assert client.get(reverse("plans:recent-exchanges", args=[meeting.account_id])).content.strip() == b""
    assert client.get(reverse("plans:repetitions", args=[meeting.pk])).content.strip() == b""


def test_a_merge_carries_repetitions_and_taking_it_apart_puts_them_back(meeting, priority, people, manager):
    anne, luc = people
    elsewhere = InteractionFactory(account=meeting.account, stakeholders=[luc])
    note(meeting, [(priority, anne, "heard"), (priority, luc, "rejected")])
    note(elsewhere, [(priority, luc, "questioned")])
    before = sorted(Repetition.objects.values_list())
    row = merge(anne, luc, values={}, by=manager, at=NOW)
    assert sorted(Repetition.objects.values_list("stakeholder", "reception")) == [
        (anne.pk, "heard"),
        (anne.pk, "questioned"),
    ]
    take_apart(row.pk, at=NOW)
    assert sorted(Repetition.objects.values_list()) == before


def test_a_deleted_exchange_takes_what_was_repeated_in_it_along(meeting, priority, people):
    note(meeting, [(priority, people[0], "heard")])
    meeting.delete()
    assert not Repetition.objects.exists()
