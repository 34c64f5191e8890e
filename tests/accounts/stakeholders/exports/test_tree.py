"""The tidy tree: whoever reads a line finds the manager at its end, and no other."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.stakeholders.exports.tree import WIDE, tidy_tree
from accounts.stakeholders.map.layout import HEIGHT, WIDTH


@st.composite
def houses(draw):
    """Key → manager, a key of the house, of another one or None; circles are possible."""
    count = draw(st.integers(1, 30))
    keys = [str(number) for number in range(count)]
    return {key: draw(st.sampled_from([None, "elsewhere", *keys])) for key in keys}


@st.composite
def pyramids(draw):
    """Each reports to somebody before him, mostly to one of the first."""
    count = draw(st.integers(1, 60))
    return {str(n): str(draw(st.integers(0, min(n - 1, 8)))) if n else None for n in range(count)}


def crosses(start, end, box):
    """Whether a line along an axis goes through the inside of a box."""
    (left, right), (top, bottom) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    x, y = box
    return right > x - WIDTH / 2 and left < x + WIDTH / 2 and bottom > y - HEIGHT / 2 and top < y + HEIGHT / 2


def check_drawing(bosses, tree):
    places = list(tree.places.values())
    for number, (x, y) in enumerate(places):
        assert all(abs(x - a) >= WIDTH + 10 or abs(y - b) >= HEIGHT + 10 for a, b in places[:number])
    for path in tree.lines.values():
        for start, end in pairwise(path):
            assert start[0] == end[0] or start[1] == end[1]
            assert not any(crosses(start, end, box) for box in places)
    for key, path in tree.lines.items():
        (x, y), (a, b) = tree.places[bosses[key]], tree.places[key]
        assert path[0] == (x, y + HEIGHT / 2)
        assert path[-1] in {(a, b - HEIGHT / 2), (a - WIDTH / 2, b)}
        assert b > y


def check_lines_apart(bosses, tree):
    """No point is common to lines of two managers: segments of different families never touch."""
    drawn = [(bosses[key], pair) for key, path in tree.lines.items() for pair in pairwise(path)]
    for number, (boss, one) in enumerate(drawn):
        assert not any(touch(one, other) for another, other in drawn[:number] if another != boss)


def touch(one, other):
    return all(
        max(p[axis] for p in one) >= min(p[axis] for p in other)
        and max(p[axis] for p in other) >= min(p[axis] for p in one)
        for axis in (0, 1)
    )


def below(key, bosses, tree):
    """Whoever hangs below somebody in the drawing, himself included."""
    found = [key]
    for each in found:
        found += [other for other in tree.lines if bosses[other] == each]
    return found


@settings(max_examples=50)
@given(houses())
def test_everybody_stands_once_and_lines_join_each_to_his_own_manager_alone(bosses):
    tree = tidy_tree(bosses)
    assert tree.places.keys() == bosses.keys()
    check_drawing(bosses, tree)
    check_lines_apart(bosses, tree)


@settings(max_examples=50)
@given(pyramids())
def test_everybody_but_the_top_is_joined_and_families_do_not_mix(bosses):
    tree = tidy_tree(bosses)
    assert len(tree.lines) == len(bosses) - 1
    check_drawing(bosses, tree)
    check_lines_apart(bosses, tree)
    for key in bosses:
        mine = below(key, bosses, tree)
        xs, ys = zip(*(tree.places[each] for each in mine), strict=True)
        inside = [k for k, (x, y) in tree.places.items() if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)]
        assert set(inside) == set(mine)
        assert min(xs) - WIDTH / 2 - 30 <= tree.places[key][0] <= max(xs) + WIDTH / 2 + 30


def test_a_circle_is_opened_at_its_first_and_its_people_stay_below_them():
    bosses = {"under": "b", "a": "b", "b": "a"}
    assert tidy_tree(bosses).lines.keys() == {"under", "b"}


def test_a_chain_of_thousands_is_drawn():
    bosses = {str(n): str(n - 1) if n else None for n in range(3000)}
    assert len({y for _x, y in tidy_tree(bosses).places.values()}) == 3000


def test_few_people_stand_side_by_side_and_many_in_columns():
    few = tidy_tree({"boss": None} | dict.fromkeys("abc", "boss"))
    assert len({few.places[key][1] for key in "abc"}) == 1
    many = tidy_tree({"boss": None} | dict.fromkeys("abcdef", "boss"))
    assert len({many.places[key][0] for key in "abcdef"}) == 1


def test_five_hundred_people_stay_as_wide_as_a_sheet():
    bosses = {"top": None} | {f"m{n}": "top" for n in range(30)}
    bosses |= {f"p{n}": f"m{n % 30}" for n in range(470)}
    xs = [x for x, _y in tidy_tree(bosses).places.values()]
    assert max(xs) - min(xs) <= WIDE
