"""The network of relations, without a database."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from accounts.stakeholders.network import (
    Edge,
    Exchange,
    Link,
    Network,
    Person,
    Side,
    centralities,
    depends_on,
    door_to,
    loss,
    silent_sponsors,
    single_threads,
    thin_functions,
    trend,
    whom_to_see,
)

ORG = Path(__file__).parents[4] / "shared" / "cases" / "org"
CLAIRE, SOPHIE = 1, 2
ON = date(2026, 6, 30)


def warm(pk, **facts):
    return Person(pk, f"P{pk}", **{"influence": 3, "attitude": 1, "strength": 2, **facts})


def network(*people, edges=()):
    return Network({person.pk: person for person in people}, {CLAIRE: "Claire", SOPHIE: "Sophie"}, tuple(edges))


def knows(ours, pk):
    return Edge(Link.KNOWS, ours, pk)


def influences(source, target):
    return Edge(Link.INFLUENCES, source, target)


def way(steps):
    return [steps[0].source, *(step.target for step in steps)] if steps else []


def rows(name):
    if not ORG.exists():
        pytest.skip("the shared cases are not beside this repository")
    with (ORG / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_centralities_of_the_kite_are_those_published():
    found = centralities((row["source"], row["cible"]) for row in rows("krackhardt_kite_liens.csv"))
    expected = rows("krackhardt_kite_expected.csv")
    assert len(expected) == len(found) == 10
    for row in expected:
        values = [float(row[f"centralite_{name}"]) for name in ("degre", "intermediarite", "proximite")]
        assert found[row["noeud"]] == pytest.approx(values, abs=1e-6)


def test_the_brokers_of_the_kite_come_out_as_krackhardt_found_them():
    found = centralities((row["source"], row["cible"]) for row in rows("krackhardt_kite_liens.csv"))

    def highest(place):
        top = max(values[place] for values in found.values())
        return {node for node, values in found.items() if values[place] == pytest.approx(top)}

    assert [highest(place) for place in range(3)] == [{"Diane"}, {"Heather"}, {"Fernando", "Garth"}]


def test_the_door_is_the_shortest_way_through_favourable_people():
    cold = warm(4, attitude=-2, strength=0)
    long = [knows(CLAIRE, 1), influences(1, 2), influences(2, 4)]
    assert way(door_to(network(warm(1), warm(2), cold, edges=long), 4)) == ["Claire", "P1", "P2", "P4"]
    short = [*long, knows(SOPHIE, 3), influences(3, 4)]
    assert way(door_to(network(warm(1), warm(2), warm(3), cold, edges=short), 4)) == ["Sophie", "P3", "P4"]


@pytest.mark.parametrize("facts", [{"attitude": 0}, {"attitude": None}, {"strength": 1}])
def test_no_door_leads_through_somebody_lukewarm_or_barely_known(facts):
    assert door_to(network(warm(1, **facts), warm(2), edges=[knows(CLAIRE, 1), influences(1, 2)]), 2) == []


def test_influence_is_walked_in_its_direction_only():
    assert door_to(network(warm(1), warm(2), edges=[knows(CLAIRE, 1), influences(2, 1)]), 2) == []


def test_of_two_ways_as_short_the_warmest_is_taken():
    edges = [knows(CLAIRE, 1), knows(CLAIRE, 2), influences(1, 3), influences(2, 3)]
    warmest = network(warm(1), warm(2, attitude=2, strength=4), warm(3), edges=edges)
    assert way(door_to(warmest, 3)) == ["Claire", "P2", "P3"]


def test_somebody_unknown_has_no_door():
    assert door_to(network(warm(1), warm(2), edges=[knows(CLAIRE, 1)]), 2) == []
    assert door_to(network(warm(1)), 99) == []


def test_a_single_thread_is_somebody_influential_whom_one_of_ours_knows():
    edges = [knows(CLAIRE, 1), Edge(Link.PEER, CLAIRE, 1), knows(CLAIRE, 2), knows(SOPHIE, 2), knows(CLAIRE, 3)]
    found = single_threads(network(warm(1, influence=4), warm(2, influence=5), warm(3, influence=3), edges=edges))
    assert [(thread.name, thread.through) for thread in found] == [("P1", "Claire")]


def test_a_function_is_thin_when_we_know_one_person_in_it():
    people = [warm(1, function="IT"), warm(2, function="Legal"), warm(3, function="Legal"), warm(4, function="IT")]
    edges = [knows(CLAIRE, 1), knows(CLAIRE, 2), knows(SOPHIE, 3)]
    assert [(thin.name, thin.through) for thin in thin_functions(network(*people, edges=edges))] == [("IT", "P1")]


def test_whoever_leaves_takes_along_the_people_reached_through_him():
    edges = [knows(CLAIRE, 1), influences(1, 2), knows(SOPHIE, 3), knows(CLAIRE, 3)]
    people = [warm(1, function="IT"), warm(2), warm(3, influence=4)]
    gone = loss(network(*people, edges=edges), (Side.THEIRS, 1))
    assert ([person.pk for person in gone.people], gone.functions, gone.threads) == ([2], ["IT"], [])


def test_one_of_ours_who_leaves_leaves_single_threads_behind():
    edges = [knows(CLAIRE, 1), knows(SOPHIE, 1), knows(CLAIRE, 2)]
    gone = loss(network(warm(1, influence=4), warm(2), edges=edges), (Side.OURS, CLAIRE))
    assert ([person.pk for person in gone.people], [thread.through for thread in gone.threads]) == ([2], ["Sophie"])


def test_a_silent_sponsor_is_influential_favourable_and_beyond_his_cadence():
    due = {"influence": 4, "attitude": 1, "cadence": 45}
    people = [
        warm(1, **due, days_ago=46), warm(2, **due, days_ago=45), warm(3, **due | {"attitude": 0}, days_ago=90),
        warm(4, **due | {"influence": 3}, days_ago=90), warm(5, **due),
    ]  # fmt: skip
    assert [person.pk for person in silent_sponsors(people)] == [5, 1]


def test_whom_to_see_weighs_influence_coverage_and_time_passed():
    people = [
        warm(1, influence=5, covered=1, days_ago=10, cadence=30),
        warm(2, influence=5, covered=0.5, days_ago=45, cadence=30),
        warm(3, influence=4, covered=0, days_ago=45, cadence=45),
        warm(4, influence=3),
        warm(5, influence=5, is_placeholder=True),
    ]
    assert [(person.pk, value) for person, value in whom_to_see(people)] == [(4, 6), (3, 4), (2, 3.75)]


def exchange(days, *ours):
    return Exchange(ON - timedelta(days=days), frozenset(ours))


def test_the_dependency_is_the_share_of_exchanges_the_kam_has_alone():
    told = [exchange(0, CLAIRE), exchange(179, CLAIRE), exchange(5, CLAIRE, SOPHIE), exchange(5, SOPHIE)]
    ignored = [exchange(180, CLAIRE), exchange(-1, CLAIRE), exchange(3)]
    found = depends_on([*told, *ignored], CLAIRE, ON)
    assert (found.alone, found.total, found.share) == (2, 4, 50)
    assert depends_on(ignored, CLAIRE, ON).share is None


@pytest.mark.parametrize(("alone", "bow_tie", "diamond"), [(6, True, False), (5, False, False), (4, False, True)])
def test_a_bow_tie_begins_at_60_per_cent_and_a_diamond_ends_at_40(alone, bow_tie, diamond):
    told = [exchange(1, CLAIRE)] * alone + [exchange(1, SOPHIE)] * (10 - alone)
    found = depends_on(told, CLAIRE, ON)
    assert (found.is_bow_tie, found.is_diamond) == (bow_tie, diamond)


def test_the_trend_measures_each_day_on_its_own():
    told = [exchange(100, CLAIRE), exchange(10, SOPHIE)]
    assert trend(told, CLAIRE, [ON - timedelta(days=200), ON - timedelta(days=50), ON]) == [None, 100, 50]


def test_a_departure_names_what_somebody_carries_although_nobody_is_lost():
    people = [warm(1), warm(2, function="Purchasing"), warm(3, function="Purchasing"), warm(4, influence=5), warm(5)]
    edges = [knows(CLAIRE, pk) for pk in range(1, 6)] + [knows(SOPHIE, 4)]
    edges += [influences(1, 4), influences(1, 2), Edge(Link.INTRODUCED, 1, 3), Edge(Link.MANAGES, 1, 5)]
    edges += [influences(2, 1), Edge(Link.REPORTS_TO, 1, 4)]
    gone = loss(network(*people, edges=edges), (Side.THEIRS, 1))
    assert gone.people == gone.functions == gone.threads == []
    assert [person.pk for person in gone.influenced] == [4, 2]
    assert [person.pk for person in gone.introduced] == [3]
    assert [person.pk for person in gone.reports] == [5]
    assert gone.is_felt


def test_a_function_then_known_through_one_person_is_told():
    people = [warm(1, function="Purchasing"), warm(2, function="Purchasing"), warm(3, function="Quality")]
    gone = loss(network(*people, edges=[knows(CLAIRE, pk) for pk in (1, 2, 3)]), (Side.THEIRS, 1))
    assert [(thread.name, thread.through) for thread in gone.thin] == [("Purchasing", "P2")]


def test_a_departure_of_somebody_nothing_hangs_on_is_not_felt():
    people = [warm(pk) for pk in (1, 2)]
    assert not loss(network(*people, edges=[knows(CLAIRE, 1), knows(CLAIRE, 2)]), (Side.THEIRS, 1)).is_felt
