"""Any sequence of moves leaves the same items, each once."""

from hypothesis import given
from hypothesis import strategies as st

from plans.board.order import follower, moved

orders = st.lists(st.integers(1, 50), unique=True, min_size=1, max_size=12)


@given(orders, st.data())
def test_any_sequence_of_moves_keeps_each_item_once(order, data):
    keys = sorted(order)
    for _move in range(6):
        key = data.draw(st.sampled_from(keys))
        others = [each for each in keys if each != key]
        before = data.draw(st.none() | st.sampled_from(others)) if others else None
        order = moved(order, key, before)
        assert sorted(order) == keys
        assert follower(order, key) == before


@given(orders, st.data())
def test_a_move_back_before_its_former_follower_gives_the_former_order(order, data):
    key = data.draw(st.sampled_from(order))
    others = [each for each in order if each != key]
    there = moved(order, key, data.draw(st.none() | st.sampled_from(others)) if others else None)
    assert moved(there, key, follower(order, key)) == order


@given(orders)
def test_an_item_that_comes_from_elsewhere_stands_last(order):
    assert moved(order, 99, None) == [*order, 99]
