from types import SimpleNamespace

from accounts.trees import circle, in_reading_order, path_back


def row(pk, parent_id=None):
    return SimpleNamespace(pk=pk, parent_id=parent_id)


def test_belonging_to_ones_own_descendant_closes_a_circle():
    assert path_back(1, 3, {3: 2, 2: 1, 1: None}.get) == [1, 3, 2, 1]


def test_belonging_to_a_stranger_closes_none():
    assert path_back(1, 5, {5: 4, 4: None}.get) == []


def test_a_circle_that_is_already_there_ends_the_walk():
    assert path_back(1, 2, {2: 3, 3: 2}.get) == []


def test_children_come_after_their_parent_one_step_deeper():
    rows = [row(1), row(2), row(3, 1), row(4, 3)]
    assert [(depth, entry.pk) for depth, entry in in_reading_order(rows)] == [(0, 1), (1, 3), (2, 4), (0, 2)]


def test_a_row_whose_parent_is_missing_stands_at_the_top():
    assert [(depth, entry.pk) for depth, entry in in_reading_order([row(2, 99)])] == [(0, 2)]


def test_rows_in_a_circle_are_all_shown_once():
    ordered = in_reading_order([row(1, 2), row(2, 1)])
    assert [(depth, entry.pk) for depth, entry in ordered] == [(0, 1), (1, 2)]


def test_a_circle_of_rows_with_several_parents_is_the_shortest_one():
    parents = {1: (2, 3), 2: (4,), 4: (1,), 3: (1,)}
    assert circle(1, parents.__getitem__) == [1, 3, 1]
    assert circle(2, parents.__getitem__) == [2, 4, 1, 2]


def test_a_circle_elsewhere_is_none_of_ours():
    assert circle(1, {1: (2,), 2: (3,), 3: (2,)}.__getitem__) == []


def test_belonging_to_oneself_is_a_circle_of_one():
    assert circle(1, {1: (1,)}.__getitem__) == [1, 1]
