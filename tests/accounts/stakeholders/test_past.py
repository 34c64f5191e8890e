"""The past of an account: what a replay of everything recorded would show, in one query a kind."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.stakeholders.coverage import coverage
from accounts.stakeholders.models import Tie
from accounts.stakeholders.past import introductions_on, people_on, ties_on
from tests.factories import AccountFactory, InteractionFactory, IntroductionFactory, StakeholderFactory, TieFactory
from tests.recorded import recorded_on

DAY = date(2026, 3, 1)


def days(number):
    return timedelta(days=number)


def changed(person, **fields):
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()


def test_a_person_has_the_fields_of_that_day(account):
    with recorded_on(DAY, hour=23):
        person = StakeholderFactory(account=account, name="Anne", influence=2)
    with recorded_on(DAY + days(1), hour=0):
        changed(person, influence=5, title="CEO")
    (then,) = people_on(account, DAY)
    assert (then.pk, then.name, then.influence, then.title, then.is_estimated) == (person.pk, "Anne", 2, "", False)
    assert people_on(account, DAY + days(1))[0].influence == 5


def test_the_last_of_several_changes_of_a_day_counts(account):
    with recorded_on(DAY):
        person = StakeholderFactory(account=account, influence=2)
        changed(person, influence=4)
        changed(person, influence=3)
    assert people_on(account, DAY)[0].influence == 3


def test_who_was_deleted_before_is_absent_and_who_was_deleted_since_is_present(account):
    with recorded_on(DAY):
        early, late = (
            StakeholderFactory(account=account, name="Early"),
            StakeholderFactory(account=account, name="Late"),
        )
    with recorded_on(DAY + days(1)):
        early.delete()
    with recorded_on(DAY + days(3)):
        late.delete()
    assert [person.name for person in people_on(account, DAY + days(2))] == ["Late"]
    assert people_on(account, DAY + days(3)) == []


def test_a_departure_and_an_attitude_of_a_later_day_were_not_known(account):
    with recorded_on(DAY):
        StakeholderFactory(
            account=account, departed_on=DAY + days(5), attitude=2, attitude_on=DAY + days(5), attitude_evidence="Said so",
            is_attitude_confirmed=True,
        )  # fmt: skip
    (before,), (after,) = people_on(account, DAY + days(4)), people_on(account, DAY + days(5))
    assert (before.departed_on, before.attitude, before.attitude_evidence) == (None, None, "")
    assert not before.is_attitude_confirmed
    assert (after.departed_on, after.attitude) == (DAY + days(5), 2)


def test_who_was_recorded_later_is_estimated_if_something_dated_names_him(account):
    with recorded_on(DAY + days(50)):
        met, assessed, introduced, _unheard = (StakeholderFactory(account=account) for _place in range(4))
        changed(assessed, attitude=1, attitude_on=DAY)
        InteractionFactory(account=account, occurred_on=DAY, stakeholders=[met])
        introducer = IntroductionFactory(account=account, introduced=introduced, asked_on=DAY).introducer
    with recorded_on(DAY + days(60)):
        changed(met, influence=5)
    found = {person.pk: person for person in people_on(account, DAY)}
    assert found.keys() == {met.pk, assessed.pk, introduced.pk, introducer.pk}
    assert all(person.is_estimated for person in found.values())
    assert found[met.pk].influence == 3
    assert people_on(account, DAY - days(1)) == []


def test_the_manager_is_the_one_of_that_day(account):
    with recorded_on(DAY):
        anne, bruno = (
            StakeholderFactory(account=account, name="Anne"),
            StakeholderFactory(account=account, name="Bruno"),
        )
        carla = StakeholderFactory(account=account, name="Carla", reports_to=anne)
    with recorded_on(DAY + days(1)):
        changed(anne, name="Anne Roy")
        changed(carla, reports_to=bruno)
    found = {person.pk: person for person in people_on(account, DAY)}
    assert found[carla.pk].reports_to is found[anne.pk]
    assert found[carla.pk].reports_to.name == "Anne"


def test_ties_are_those_recorded_by_then(account):
    with recorded_on(DAY):
        kept, gone = TieFactory(account=account), TieFactory(account=account)
    with recorded_on(DAY + days(1)):
        Tie.objects.filter(pk=gone.pk).delete()
        TieFactory(account=account)
    assert [tie.pk for tie in ties_on(account, DAY)] == [kept.pk, gone.pk]
    assert gone.pk not in [tie.pk for tie in ties_on(account, DAY + days(1))]


def test_an_introduction_has_the_steps_of_that_day(account):
    with recorded_on(DAY + days(50)):
        both = IntroductionFactory(account=account, asked_on=DAY, made_on=DAY + days(2), met_on=DAY + days(4))
        offered = IntroductionFactory(account=account, asked_on=None, made_on=DAY + days(2))
    (first,) = introductions_on(account, DAY + days(1))
    assert (first.pk, first.asked_on, first.made_on, first.met_on) == (both.pk, DAY, None, None)
    assert [each.pk for each in introductions_on(account, DAY + days(2))] == [both.pk, offered.pk]
    assert introductions_on(account, DAY - days(1)) == []


def test_nobody_of_another_account_is_there(account):
    with recorded_on(DAY):
        StakeholderFactory()
        moved = StakeholderFactory(account=account)
    with recorded_on(DAY + days(1)):
        changed(moved, account=AccountFactory())
    assert [person.pk for person in people_on(account, DAY)] == [moved.pk]
    assert people_on(account, DAY + days(1)) == []


def test_each_kind_is_one_query(account, django_assert_num_queries):
    with recorded_on(DAY):
        for _place in range(5):
            StakeholderFactory(account=account, reports_to=StakeholderFactory(account=account))
            TieFactory(account=account)
            IntroductionFactory(account=account)
    for read in (people_on, ties_on, introductions_on):
        with django_assert_num_queries(1):
            read(account, DAY)


def test_the_coverage_of_a_past_day_is_that_of_the_states_then(account):
    with recorded_on(DAY):
        later = {"attitude": 1, "attitude_on": DAY + days(1)}
        person = StakeholderFactory(account=account, influence=5, contact_strength=2, **later)
        InteractionFactory(account=account, occurred_on=DAY - days(20), stakeholders=[person])
    with recorded_on(DAY + days(1)):
        changed(person, influence=2, contact_strength=0)
    (then,), (now,) = coverage(DAY, [account.pk], past=True), coverage(DAY, [account.pk])
    assert (then.influence, then.cadence, then.covered, then.attitude) == (5, 30, 1, None)
    assert (now.influence, now.covered) == (2, 0)


# What may happen to one of three people on a day, in order; a replay in plain Python says what each day looked like.
FIELDS = {"influence": st.integers(1, 5), "contact_strength": st.integers(0, 4), "title": st.sampled_from(["", "CEO"])}
ON = st.integers(0, 6)
DEED = (
    st.one_of(st.fixed_dictionaries({name: values}) for name, values in FIELDS.items())
    | st.sampled_from(["delete"])
    | st.builds(lambda on: {"departed_on": DAY + days(on)}, ON)
)
DEEDS = st.lists(st.tuples(ON, st.integers(0, 2), DEED), max_size=12).map(
    lambda deeds: sorted(deeds, key=lambda d: d[0])
)


def act(account, people, who, deed):
    """Do it in the database: whoever is not there is created first, and nobody deletes who is not there."""
    if deed == "delete":
        if who in people:
            people.pop(who).delete()
    else:
        if who not in people:
            people[who] = StakeholderFactory(account=account, name=str(who))
        changed(people[who], **deed)


def replay(states, who, deed):
    """The same in plain Python."""
    if deed == "delete":
        states.pop(who, None)
    else:
        fresh = {"influence": 3, "contact_strength": 0, "title": "", "departed_on": None}
        states[who] = {**states.get(who, fresh), **deed}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS, asked=ON)
def test_a_past_day_is_what_a_replay_of_everything_recorded_until_then_shows(deeds, asked):
    account, people, states = AccountFactory(), {}, {}
    for on, who, deed in deeds:
        with recorded_on(DAY + days(on)):
            act(account, people, who, deed)
        if on <= asked:
            replay(states, who, deed)
    for state in states.values():
        if state["departed_on"] and state["departed_on"] > DAY + days(asked):
            state["departed_on"] = None
    found = people_on(account, DAY + days(asked))
    names = ("influence", "contact_strength", "title", "departed_on")
    assert {int(p.name): {name: getattr(p, name) for name in names} for p in found} == states
    assert not any(person.is_estimated for person in found)
