"""People and interactions as they are typed."""

from datetime import date

import pytest

from accounts.stakeholders.forms import InteractionForm, StakeholderForm
from accounts.stakeholders.models import Interaction, Stakeholder
from tests.factories import ClientEntityFactory, InteractionFactory, StakeholderFactory, UserFactory

TODAY = date(2026, 5, 4)
PERSON = {"name": "Anne Roy", "influence": "5", "contact_strength": "2"}
MEETING = {"occurred_on": "2026-05-04", "kind": "meeting"}


def person_form(account, manager, data, **options):
    return StakeholderForm(data, account=account, user=manager, on=TODAY, **options)


def meeting_form(account, manager, data, **options):
    return InteractionForm(data, account=account, user=manager, on=TODAY, **options)


def test_an_attitude_without_a_day_is_of_today(account, manager):
    form = person_form(account, manager, {**PERSON, "attitude": "1"})
    assert form.is_valid(), form.errors
    assert form.save().attitude_on == TODAY


def test_a_changed_attitude_does_not_keep_the_day_of_the_former_one(account, manager):
    person = StakeholderFactory(account=account, attitude=1, attitude_on=date(2025, 1, 1))
    data = {**PERSON, "attitude": "-1", "attitude_on": "2025-01-01"}
    form = person_form(account, manager, data, instance=person)
    assert form.is_valid(), form.errors
    assert form.save().attitude_on == TODAY


def test_an_unchanged_attitude_keeps_its_day(account, manager):
    person = StakeholderFactory(account=account, attitude=1, attitude_on=date(2025, 1, 1))
    form = person_form(account, manager, {**PERSON, "attitude": "1", "attitude_on": "2025-01-01"}, instance=person)
    assert form.is_valid()
    assert form.save().attitude_on == date(2025, 1, 1)


def test_no_attitude_has_no_day(account, manager):
    form = person_form(account, manager, {**PERSON, "attitude_on": "2025-01-01"})
    assert form.is_valid()
    assert form.save().attitude_on is None


@pytest.mark.parametrize(
    ("field", "day"), [("attitude_on", "2026-05-05"), ("attitude_on", "1812-01-01"), ("departed_on", "2999-01-01")]
)
def test_days_out_of_sense_are_refused(field, day, account, manager):
    assert field in person_form(account, manager, {**PERSON, "attitude": "1", field: day}).errors


@pytest.mark.parametrize("day", ["2026-05-05", "1899-12-31", "0000-00-00"])
def test_an_interaction_has_taken_place(day, account, manager):
    assert "occurred_on" in meeting_form(account, manager, {**MEETING, "occurred_on": day}).errors


def test_participants_are_people_of_the_account(account, manager):
    here, elsewhere = StakeholderFactory(account=account), StakeholderFactory()
    assert "stakeholders" in meeting_form(account, manager, {**MEETING, "stakeholders": [elsewhere.pk]}).errors
    form = meeting_form(account, manager, {**MEETING, "stakeholders": [here.pk], "colleagues": [manager.pk]})
    assert form.is_valid(), form.errors
    interaction = form.save()
    assert (list(interaction.stakeholders.all()), list(interaction.colleagues.all())) == ([here], [manager])


def test_whoever_already_took_part_stays_a_choice(account, manager):
    of_the_group, gone = StakeholderFactory(), UserFactory(is_active=False)
    interaction = InteractionFactory(account=account, stakeholders=[of_the_group], colleagues=[gone])
    data = {**MEETING, "stakeholders": [of_the_group.pk], "colleagues": [gone.pk]}
    form = meeting_form(account, manager, data, instance=interaction)
    assert form.is_valid(), form.errors
    form.save()
    assert list(interaction.colleagues.all()) == [gone]


def test_a_new_interaction_starts_with_today_and_oneself(account, manager):
    form = meeting_form(account, manager, None)
    assert (form["occurred_on"].value(), form["colleagues"].value()) == (TODAY, [manager.pk])


def test_the_site_of_a_person_is_one_of_the_account(account, manager):
    elsewhere = ClientEntityFactory()
    assert "entity" in person_form(account, manager, {**PERSON, "entity": elsewhere.pk}).errors


def test_removed_participants_leave_the_interaction(client, account, manager):
    client.force_login(manager)
    interaction = InteractionFactory(account=account, stakeholders=[StakeholderFactory(account=account)])
    client.post(f"/interactions/{interaction.pk}/", {"occurred_on": "2026-01-15", "kind": "call"})
    assert not Interaction.objects.get().stakeholders.exists()
    assert Stakeholder.objects.exists()
