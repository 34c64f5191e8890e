"""Whoever is anonymised leaves what was repeated to him: it counts, and names nobody."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.stakeholders.privacy.erasure import anonymise, nobody
from plans.models import PlanReview, Repetition, ReviewPresence, Status
from plans.thread.repeating import note
from tests.factories import InteractionFactory, PlanFactory, PriorityFactory, StakeholderFactory

NAME = "Camille Roy"
TODAY = timezone.localdate()
pytestmark = pytest.mark.django_db


@pytest.fixture
def priority(account):
    starts_on = date(TODAY.year, 1, 1)
    plan = PlanFactory(
        account=account, status=Status.IN_EXECUTION, starts_on=starts_on, ends_on=date(TODAY.year + 2, 12, 31)
    )
    return PriorityFactory(plan=plan, title="Shorter delays", sentence=f"{NAME} gets it two days sooner.")


@pytest.fixture
def person(account):
    return StakeholderFactory(account=account, name=NAME, email="camille.roy@client.example")


@pytest.fixture
def meeting(account, person, priority, manager):
    other = StakeholderFactory(account=account, name="Luc Blin")
    met = InteractionFactory(account=account, occurred_on=TODAY, stakeholders=[person, other], colleagues=[manager])
    note(met, [(priority, person, "questioned"), (priority, other, "heard")])
    note(met, [(priority, person, "taken_up")])
    return met


def test_what_was_repeated_still_counts_and_names_nobody(meeting, person):
    anonymise(person.pk, on=TODAY)
    told = set(Repetition.objects.values_list("stakeholder__name", "reception"))
    assert told == {(nobody(), "taken_up"), ("Luc Blin", "heard")}
    past = Repetition.pgh_event_model.objects.filter(stakeholder=person.pk)
    assert {event.reception for event in past} == {"questioned", "taken_up"}
    assert NAME not in str([*Repetition.objects.values(), *Repetition.pgh_event_model.objects.values()])


def test_the_pages_of_the_thread_name_him_no_more(client, manager, meeting, person, account, priority):
    client.force_login(manager)
    pages = [
        reverse("plans:thread", args=[account.pk]),
        reverse("plans:thread-csv", args=[account.pk]),
        reverse("plans:repetitions", args=[meeting.pk]),
        reverse("plans:thread-rows", args=[account.pk, priority.pk, person.pk]),
    ]
    assert any(NAME in client.get(page).getvalue().decode() for page in pages)
    anonymise(person.pk, on=TODAY)
    answers = [client.get(page) for page in pages]
    assert all(NAME not in answer.getvalue().decode() for answer in answers)


def test_the_priority_itself_forgets_him_and_stays(meeting, person, priority):
    anonymise(person.pk, on=TODAY)
    priority.refresh_from_db()
    assert priority.sentence == f"{nobody()} gets it two days sooner."
    assert priority.repetitions.count() == 2


def test_closed_minutes_forget_him_and_still_say_that_somebody_was_there(person, priority, manager):
    review = PlanReview.objects.create(
        plan=priority.plan, held_on=TODAY, held_by=manager, minutes=f"{NAME} agrees.", closed_at=timezone.now()
    )
    ReviewPresence.objects.create(review=review, stakeholder=person)
    review.topics.create(title=f"What {NAME} asks", reason=f"{NAME} wrote")
    review.decisions.create(text=f"{NAME} sends the figures")
    anonymise(person.pk, on=TODAY)
    review.refresh_from_db()
    assert review.minutes == f"{nobody()} agrees."
    assert str(review.presences.get()) == nobody()
    assert NAME not in str([*review.topics.values(), *review.decisions.values()])
