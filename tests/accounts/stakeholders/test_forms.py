"""People and interactions as they are typed."""

from datetime import date

import pytest
from django.utils import translation

from accounts.stakeholders.forms import InteractionForm, StakeholderForm
from accounts.stakeholders.models import Interaction, Stakeholder
from tests.factories import ClientEntityFactory, InteractionFactory, StakeholderFactory, UserFactory

TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


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
    data = {**PERSON, "attitude": "-1", "attitude_on": "2025-01-01", "attitude_evidence": "Voted against us."}
    form = person_form(account, manager, data, instance=person)
    assert form.is_valid(), form.errors
    assert form.save().attitude_on == TODAY


@pytest.mark.parametrize(
    ("data", "is_refused"),
    [
        ({"attitude": "-1"}, True),
        ({"attitude": "-1", "attitude_evidence": "Defended us."}, True),  # what showed the former one
        ({"attitude": "-1", "attitude_evidence": "Voted against us."}, False),
        ({"attitude": "1"}, False),
        ({"attitude": ""}, False),
    ],
)
def test_a_changed_attitude_says_what_shows_it(account, manager, data, is_refused):
    since = date(2025, 1, 1)
    person = StakeholderFactory(account=account, attitude=1, attitude_on=since, attitude_evidence="Defended us.")
    form = person_form(account, manager, {**PERSON, **data}, instance=person)
    assert ("attitude_evidence" in form.errors) is is_refused


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


@pytest.mark.parametrize("day", ["2026-05-05", "1989-12-31", "1899-12-31", "0000-00-00"])
def test_an_interaction_has_taken_place(day, account, manager):
    assert "occurred_on" in meeting_form(account, manager, {**MEETING, "occurred_on": day}).errors


def test_an_exchange_in_both_directions_has_somebody_of_the_client(account, manager):
    assert meeting_form(account, manager, {**MEETING, "occurred_on": "1990-01-01"}).is_valid()
    form = meeting_form(account, manager, {**MEETING, "is_two_way": "on"})
    assert form.errors.keys() == {"stakeholders"}
    somebody = StakeholderFactory(account=account).pk
    assert meeting_form(account, manager, {**MEETING, "is_two_way": "on", "stakeholders": [somebody]}).is_valid()


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


def test_every_field_of_a_person_is_kept(account, manager):
    boss, staff = StakeholderFactory(account=account), StakeholderFactory(account=account)
    data = {
        **PERSON, "buying_roles": ["buyer", "champion"], "informal_power": "inner_circle", "reports_to": boss.pk,
        "dotted_to": staff.pk, "languages": "français, allemand", "preferred_channel": "call", "location": "Lyon",
        "relationship": "2", "relationship_target": "3", "owner": manager.pk, "backup": manager.pk,
        "stakes": "Coût des emballages", "source": "Salon", "attitude": "1", "attitude_evidence": "A défendu l’essai",
        "is_influence_confirmed": "on", "is_attitude_confirmed": "on", "is_strength_confirmed": "on",
        "is_relationship_confirmed": "on",
    }  # fmt: skip
    form = person_form(account, manager, data)
    assert form.is_valid(), form.errors
    person = Stakeholder.objects.get(pk=form.save().pk)
    assert (person.buying_roles, person.informal_power) == (["buyer", "champion"], "inner_circle")
    assert (person.reports_to, person.dotted_to, person.owner, person.backup) == (boss, staff, manager, manager)
    assert (person.relationship, person.relationship_target) == (2, 3)
    texts = ("languages", "preferred_channel", "location", "stakes", "source", "attitude_evidence")
    assert [getattr(person, name) for name in texts] == [data[name] for name in texts]
    confirmed = ("influence", "attitude", "strength", "relationship")
    assert all(getattr(person, f"is_{name}_confirmed") for name in confirmed)


def test_a_judgement_is_assumed_until_somebody_confirms_it(account, manager):
    form = person_form(account, manager, PERSON)
    assert form.is_valid()
    assert not form.save().is_influence_confirmed


@pytest.mark.parametrize("roles", [["king"], ["buyer", "<b>"]])
def test_a_buying_role_is_one_of_the_list(roles, account, manager):
    assert "buying_roles" in person_form(account, manager, {**PERSON, "buying_roles": roles}).errors


@pytest.mark.parametrize("line", ["reports_to", "dotted_to"])
def test_nobody_reports_to_himself_or_to_another_client(line, account, manager):
    person, elsewhere = StakeholderFactory(account=account), StakeholderFactory()
    for boss in (person, elsewhere):
        assert line in person_form(account, manager, {**PERSON, line: boss.pk}, instance=person).errors


def test_a_loop_of_reporting_lines_is_refused_with_the_people_named(account, manager):
    anne = StakeholderFactory(account=account, name="Anne")
    bob = StakeholderFactory(account=account, name="Bob", reports_to=anne)
    carl = StakeholderFactory(account=account, name="Carl", dotted_to=bob)
    form = person_form(account, manager, {**PERSON, "reports_to": carl.pk}, instance=anne)
    assert form.errors["reports_to"] == ["This would go round in a circle: Anne → Carl → Bob → Anne."]


def test_somebody_may_move_below_a_peer(account, manager):
    boss = StakeholderFactory(account=account)
    anne, bob = StakeholderFactory.create_batch(2, account=account, reports_to=boss)
    assert person_form(account, manager, {**PERSON, "reports_to": bob.pk}, instance=anne).is_valid()


def test_a_departed_person_is_no_new_manager_but_stays_the_one_he_was(account, manager):
    gone = StakeholderFactory(account=account, departed_on=date(2026, 1, 1))
    person = StakeholderFactory(account=account)
    assert "reports_to" in person_form(account, manager, {**PERSON, "reports_to": gone.pk}, instance=person).errors
    person.reports_to = gone
    person.save()
    assert person_form(account, manager, {**PERSON, "reports_to": gone.pk}, instance=person).is_valid()


def test_the_strength_that_interactions_suggest_stands_beside_the_field(account, manager):
    person = StakeholderFactory(account=account)
    for day in (date(2026, 4, 1), date(2026, 3, 1)):
        InteractionFactory(account=account, occurred_on=day, stakeholders=[person])
    InteractionFactory(account=account, occurred_on=TODAY, stakeholders=[person], is_two_way=False)
    form = person_form(account, manager, None, instance=person)
    told = "The interactions suggest: 2 · regular (2 two-way interactions in 180 days)."
    assert form.fields["contact_strength"].help_text == told


def test_two_people_who_change_the_roles_of_one_person_are_told(client, account, manager):
    client.force_login(manager)
    person = StakeholderFactory(account=account, name="Anne")
    form = person_form(account, manager, None, instance=person)
    version = form["version"].value()
    Stakeholder.objects.filter(pk=person.pk).update(buying_roles=["buyer"])
    data = {**PERSON, "buying_roles": ["user"], "version": version, "seen": version}
    page = client.post(f"/stakeholders/{person.pk}/edit/", data).content.decode()
    assert "Their version" in page
    assert "<td><label" in page
    assert "Buyer" in page
    person.refresh_from_db()
    assert person.buying_roles == ["buyer"]


def test_the_history_tells_the_roles_in_words(client, account, manager):
    client.force_login(manager)
    person = StakeholderFactory(account=account, name="Anne")
    client.post(f"/stakeholders/{person.pk}/edit/", {**PERSON, "buying_roles": ["buyer", "champion"]})
    assert "Buyer, Internal ally" in client.get(f"/accounts/{account.pk}/history/").content.decode()
