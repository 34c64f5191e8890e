"""Who may have been entered twice: the rules, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.duplicates.likeness import MOST, Card, Reason, distance, likely, pairs, reasons

names = st.text("abcdeé ", max_size=12)


def why(one, other):
    return reasons(Card(1, **one), Card(2, **other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Roy Anne", "Anne ROY"),
        ("Élodie Lefèvre", "elodie lefevre"),
        ("Mme Anne Roy", "Anne Roy"),
        ("Jean-Pierre Dol", "Dol Jean Pierre"),
    ],
)
def test_the_same_name_without_accents_case_order_and_civility(one, other):
    assert why({"name": one}, {"name": other}) == (Reason.NAME,)


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Anne Dupont", "Anne Dupond", True),
        ("Anne Dupont", "Anne Dupnot", True),
        ("Anne Dupont", "Ane Duppont", True),
        ("A. Dupont", "Anne Dupont", True),
        ("B. Dupont", "Anne Dupont", False),
        ("Anne Dupont", "Anne Durand", False),
        ("Ana", "Ane", False),
        ("Plant manager 1", "Plant manager 2", False),
        ("Anne Dupont", "Paul Martin", False),
    ],
)
def test_a_few_keystrokes_apart(one, other, is_near):
    assert (Reason.SPELLING in why({"name": one}, {"name": other})) is is_near


def test_the_same_address_and_the_same_number_however_written():
    one = {"name": "Anne", "email": "A@roy.example", "phone": "+33 6 12 34 56 78"}
    other = {"name": "Directrice", "email": "a@ROY.example ", "phone": "06.12.34.56.78"}
    assert why(one, other) == (Reason.EMAIL, Reason.PHONE)


def test_what_is_empty_resembles_nothing():
    assert why({"name": ""}, {"name": ""}) == ()
    assert why({"name": "Anne", "phone": "-"}, {"name": "Paul", "phone": "-"}) == ()


def test_the_number_of_the_house_tells_nothing():
    house = [Card(pk, name, phone="01 23 45 67 89") for pk, name in enumerate(["Anne", "Paul", "Zoé", "Luc"], 1)]
    assert pairs(house) == []
    assert likely(Card(None, "Max", phone="0123456789"), house) == []
    assert len(pairs(house[:3])) == 3


def test_the_strongest_reason_comes_first_and_nobody_resembles_himself():
    me = Card(1, "Anne Dupont", "a@x.example")
    near, same, mail = Card(2, "Anne Dupond"), Card(3, "Dupont Anne"), Card(4, "X", "a@x.example")
    assert [each.other.pk for each in likely(me, [me, near, same, mail])] == [4, 3, 2]


@given(names, names)
def test_pairs_finds_what_a_comparison_of_all_finds_at_one_keystroke(one, other):
    cards = [Card(1, one), Card(2, other)]
    if distance(cards[0].spelling, cards[1].spelling, 1) <= 1:
        assert bool(pairs(cards)) == bool(reasons(*cards))


@given(names, names)
def test_a_distance_is_the_same_both_ways_and_null_for_equals_only(one, other):
    assert distance(one, other, 5) == distance(other, one, 5)
    assert (distance(one, other, 5) == 0) is (one == other)


@given(names, names, st.integers(0, 4))
def test_beyond_the_limit_a_distance_is_only_known_to_be_beyond(one, other, most):
    assert distance(one, other, most) == min(distance(one, other, 50), most + 1)


def test_two_thousand_people_are_few_comparisons(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "accounts.stakeholders.duplicates.likeness.reasons", lambda one, other: compared.append(one) or ()
    )
    pairs(Card(pk, f"First{pk % 50} Last{pk}") for pk in range(2_000))
    assert len(compared) < 60_000  # of two million pairs


def test_five_thousand_people_with_common_names_are_few_comparisons(monkeypatch):
    compared = []
    monkeypatch.setattr(
        "accounts.stakeholders.duplicates.likeness.reasons", lambda one, other: compared.append(one) or ()
    )
    letters = "abcdefghijklmnopqrstuvwxyz"
    pairs(Card(pk, f"{letters[pk % 26]}ean {letters[pk // 26 % 26]}artin") for pk in range(5_000))
    assert len(compared) <= MOST + 200


def test_a_common_name_hides_neither_an_initial_nor_two_slips():
    crowd = [Card(pk, f"Martin {chr(97 + pk % 26)}{pk}x") for pk in range(10, 400)]
    found = pairs(
        [Card(1, "J. Martin"), Card(2, "Jean-Luc Martinez"), Card(3, "Joanna Martin"), *crowd, Card(4, "Johana Martin")]
    )
    assert {(each.one.pk, each.other.pk) for each in found} >= {(1, 3), (1, 4), (3, 4)}
