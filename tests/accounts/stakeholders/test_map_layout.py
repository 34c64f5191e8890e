"""Where boxes stand by themselves: rows by level, families together, nobody on top of anybody."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from accounts.stakeholders.map.layout import (
    A_ROW,
    ACROSS,
    HEIGHT,
    MANY,
    WIDTH,
    Spot,
    levels,
    place_ours,
    place_theirs,
    settled,
)


def spots(*given):
    return [Spot(*each) for each in given]


def overlapping(places):
    """Pairs of boxes that cover each other."""
    found = sorted(places.values())
    return [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if abs(one[0] - other[0]) < WIDTH and abs(one[1] - other[1]) < HEIGHT
    ]


def test_a_level_is_the_one_entered_or_one_below_the_boss():
    people = spots(("ceo", 0), ("cfo", None, "ceo"), ("accountant", None, "cfo"), ("plant", 3, "ceo"))
    assert levels(people) == {"ceo": 0, "cfo": 1, "accountant": 2, "plant": 3}


def test_a_boss_without_level_is_at_the_top_and_who_is_joined_to_nobody_at_the_bottom():
    assert levels(spots(("ceo",), ("cfo", None, "ceo"), ("alone",))) == {"ceo": 0, "cfo": 1, "alone": 1}


def test_a_circle_of_bosses_ends():
    assert levels(spots(("a", None, "b"), ("b", None, "a"))) == {"a": 0, "b": 0}


def test_both_sides_face_each_other_the_top_of_each_farthest_from_the_line():
    theirs, _headings = place_theirs(spots(("ceo", 0), ("head", 1, "ceo"), ("buyer", 2, "head")))
    assert 0 < theirs["buyer"][1] < theirs["head"][1] < theirs["ceo"][1]
    ours = place_ours([["director"], ["kam"], ["expert"]], {})
    assert 0 > ours["expert"][1] > ours["kam"][1] > ours["director"][1]


def test_those_of_one_boss_stand_side_by_side():
    people = spots(
        ("a", 0), ("b", 0), ("b1", 1, "b"), ("a1", 1, "a"), ("b2", 1, "b"), ("a2", 1, "a"),
    )  # fmt: skip
    places, _headings = place_theirs(people)
    row = sorted(("a1", "a2", "b1", "b2"), key=lambda key: places[key][0])
    assert {frozenset(row[:2]), frozenset(row[2:])} == {frozenset({"a1", "a2"}), frozenset({"b1", "b2"})}


def test_a_long_row_breaks_into_even_lines():
    places, _headings = place_theirs(spots(*((f"p{place}", 1) for place in range(A_ROW + 2))))
    assert sorted(Counter(y for _x, y in places.values()).values()) == [3, 4]


def test_our_experts_stand_above_those_they_know():
    places = place_ours([["left", "right"]], {"left": 300, "right": -300})
    assert places["right"][0] < places["left"][0]


def test_many_people_stand_by_function_under_its_name():
    people = [
        Spot(f"{group}{place}", place % 4, None, group) for group in ("buying", "finance") for place in range(MANY)
    ]
    places, headings = place_theirs(people)
    assert {heading.label for heading in headings} == {"buying", "finance"}
    tops = {
        group: min(y for key, (_x, y) in places.items() if key.startswith(group)) for group in ("buying", "finance")
    }
    rights = {group: max(x for key, (x, _y) in places.items() if key.startswith(group)) for group in tops}
    assert tops["buying"] != tops["finance"] or rights["buying"] != rights["finance"]
    assert overlapping(places) == []
    assert all(each.y < tops[each.label] for each in headings)


def test_who_was_not_moved_makes_room_for_a_box_that_was():
    found = settled({"new": (0, 100), "other": (900, 100), "old": (5, 300)}, {"old": (10, 105)})
    assert found == {"new": (ACROSS, 100), "other": (900, 100), "old": (10, 105)}


def test_those_who_make_room_make_room_for_each_other():
    found = settled({"new": (0, 100), "next": (190, 100), "old": (5, 300)}, {"old": (10, 105)})
    assert overlapping(found) == []


people = st.integers(0, 120).flatmap(
    lambda count: st.lists(
        st.tuples(st.none() | st.integers(0, 4), st.none() | st.integers(0, max(count - 1, 0)), st.sampled_from("abc ")),
        min_size=count, max_size=count,
    )
)  # fmt: skip


@given(people)
def test_everybody_has_a_place_of_his_own(drawn):
    given = [
        Spot(f"p{place}", level, None if boss is None else f"p{boss}", group.strip())
        for place, (level, boss, group) in enumerate(drawn)
    ]
    places, _headings = place_theirs(given)
    assert places.keys() == {spot.key for spot in given}
    assert all(y > 0 for _x, y in places.values())
    assert overlapping(places) == []
