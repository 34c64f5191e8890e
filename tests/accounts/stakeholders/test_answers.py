"""The answers page: rows become a network, the network becomes words."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.stakeholders.models import Stakeholder, Tie
from accounts.stakeholders.network import Link
from accounts.stakeholders.relations.answers import Answers
from accounts.stakeholders.relations.rows import relations_on
from tests.factories import (
    InteractionFactory,
    IntroductionFactory,
    ListValueFactory,
    StakeholderFactory,
    TieFactory,
    UserFactory,
)
from tests.recorded import recorded_on


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


ON = date(2026, 6, 30)


def warm(account, **facts):
    return StakeholderFactory(
        account=account, **{"attitude": 1, "attitude_on": ON, "contact_strength": 3, "influence": 4, **facts}
    )


def met(account, *people, colleagues, days=10, **facts):
    return InteractionFactory(
        account=account, occurred_on=ON - timedelta(days=days), stakeholders=people, colleagues=colleagues, **facts
    )


def links(account):
    return {(edge.link, edge.source, edge.target) for edge in relations_on(account, ON).network.edges}


def test_the_edges_are_exchanges_ties_and_introductions_made(account, manager):
    one, other, third = (warm(account) for _place in range(3))
    met(account, one, colleagues=[manager])
    met(account, other, colleagues=[manager], is_two_way=False)
    met(account, third, colleagues=[manager], days=365)
    TieFactory(account=account, source=one, target=other)
    TieFactory(account=account, source=one, target=third, kind="in_tension_with")
    TieFactory(account=account, source=None, colleague=manager, target=third, kind="peer_of")
    IntroductionFactory(account=account, introducer=other, introduced=third, made_on=ON)
    IntroductionFactory(account=account, introducer=third, introduced=one)
    assert links(account) == {
        (Link.KNOWS, manager.pk, one.pk),
        (Link.INFLUENCES, one.pk, other.pk),
        (Link.PEER, manager.pk, third.pk),
        (Link.INTRODUCED, other.pk, third.pk),
    }


def test_those_who_left_join_nobody(account, manager):
    gone, here = warm(account, departed_on=ON), warm(account)
    former = UserFactory(is_active=False)
    met(account, gone, here, colleagues=[manager, former])
    assert links(account) == {(Link.KNOWS, manager.pk, here.pk)}


def test_the_door_is_told_step_by_step(account, manager):
    one, aim = warm(account), StakeholderFactory(account=account)
    met(account, one, colleagues=[manager])
    TieFactory(account=account, source=one, target=aim)
    assert [str(each) for each in Answers(account, ON).door(aim.pk).sentences] == [
        f"{manager} knows {one}.",
        f"{one} has influence on {aim}.",
    ]


def test_the_dependency_opens_the_exchanges_that_the_kam_had_alone(account, manager, editor):
    one = warm(account)
    mine = met(account, one, colleagues=[manager])
    met(account, one, colleagues=[manager, editor])
    met(account, one, colleagues=[manager], days=180)
    found = Answers(account, ON)
    assert (found.dependency.alone, found.dependency.total) == (1, 2)
    assert list(found.alone) == [mine]
    assert found.trend[-1] == 50


@pytest.mark.parametrize("size", [2, 30])
def test_the_network_of_any_size_is_read_in_eight_queries(account, manager, size, django_assert_num_queries):
    people = [warm(account, function=ListValueFactory()) for _place in range(size)]
    for one, other in zip(people, people[1:], strict=False):
        met(account, one, colleagues=[manager])
        TieFactory(account=account, source=one, target=other)
        IntroductionFactory(account=account, introducer=one, introduced=other)
    with django_assert_num_queries(8):
        relations_on(account, ON)


def page(client, account, user, **question):
    client.force_login(user)
    return client.get(reverse("stakeholders:answers", args=[account.pk]), question).content.decode()


def test_a_reader_sees_the_answers_and_opens_the_people_behind_them(client, account, manager, reader):
    today = timezone.localdate()
    one, aim = warm(account, name="Anne", attitude_on=today), StakeholderFactory(account=account, name="Zoé")
    InteractionFactory(account=account, occurred_on=today, stakeholders=[one], colleagues=[manager])
    TieFactory(account=account, source=one, target=aim)
    told = page(client, account, reader, to=aim.pk, leaving=f"theirs-{one.pk}")
    assert "Anne has influence on Zoé." in told
    assert "We no longer reach Zoé." in told
    assert f'We lose the influence on: <a href="{aim.get_absolute_url()}">Zoé</a>' in told
    assert "bow-tie" in told
    assert reverse("stakeholders:detail", args=[one.pk]) in told


@pytest.mark.parametrize("question", [{"to": "x"}, {"to": "99999999"}, {"leaving": "ours-0"}, {"leaving": "-"}])
def test_a_question_about_nobody_is_not_answered(client, account, manager, question):
    told = page(client, account, manager, **question)
    assert "The door to" not in told
    assert "What breaks with this departure" not in told


def test_somebody_of_another_account_is_not_answered_about(client, account, manager):
    assert "The door to" not in page(client, account, manager, to=StakeholderFactory().pk)


def test_a_reporting_line_is_an_edge_in_both_directions_and_leads_to_the_manager(account, manager):
    boss, dotted = StakeholderFactory(account=account), StakeholderFactory(account=account)
    one = warm(account, reports_to=boss, dotted_to=dotted)
    met(account, one, colleagues=[manager])
    assert links(account) == {
        (Link.KNOWS, manager.pk, one.pk),
        (Link.REPORTS_TO, one.pk, boss.pk),
        (Link.REPORTS_TO, one.pk, dotted.pk),
        (Link.MANAGES, boss.pk, one.pk),
        (Link.MANAGES, dotted.pk, one.pk),
    }
    assert [str(each) for each in Answers(account, ON).door(boss.pk).sentences] == [
        f"{manager} knows {one}.",
        f"{one} reports to {boss}.",
    ]


def test_what_somebody_does_for_us_is_told_before_his_place_in_the_hierarchy(account, manager):
    boss = warm(account)
    one = StakeholderFactory(account=account, reports_to=boss)
    met(account, boss, colleagues=[manager])
    TieFactory(account=account, source=boss, target=one)
    assert str(Answers(account, ON).door(one.pk).sentences[-1]) == f"{boss} has influence on {one}."


def test_the_answers_of_a_past_day_know_what_was_known_then(account, manager):
    with recorded_on(ON - timedelta(days=20)):
        one, aim = warm(account, attitude_on=ON - timedelta(days=30)), StakeholderFactory(account=account)
        met(account, one, colleagues=[manager], days=25)
        TieFactory(account=account, source=one, target=aim)
    with recorded_on(ON):
        Tie.objects.all().delete()
        one.contact_strength = 0
        one.save()
        Stakeholder.objects.filter(pk=aim.pk).delete()
    then = Answers(account, ON - timedelta(days=1), past=True)
    assert len(then.door(aim.pk).sentences) == 2
    assert aim.pk not in Answers(account, ON).network.people


@pytest.mark.parametrize("size", [2, 30])
def test_the_past_costs_as_many_queries(account, manager, size, django_assert_num_queries):
    with recorded_on(ON):
        for _place in range(size):
            person = TieFactory(account=account, source=warm(account, function=ListValueFactory())).source
            met(account, person, colleagues=[manager])
            IntroductionFactory(account=account, introducer=person)
    with django_assert_num_queries(8):
        relations_on(account, ON, past=True)
