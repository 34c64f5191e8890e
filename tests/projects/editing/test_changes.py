"""What a Gantt page may ask for, and what is refused before anybody looks at the plan."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.editing.changes import LARGEST, MOST, Add, Misread, Move, Pin, Tie, read_change, read_request
from projects.scheduling import Kind
from projects.worktime import A_DAY


def sent(*changes, version=1):
    return json.dumps({"version": version, "changes": changes}).encode()


def test_days_are_read_as_working_minutes_and_dates_as_days():
    found = read_request(sent({"op": "move", "task": 3, "days": -1.5}, {"op": "pin", "task": 3, "on": "2026-03-02"}))
    assert found.changes == [Move(3, -720), Pin(3, date(2026, 3, 2))]


def test_what_is_left_out_is_what_one_expects():
    assert read_change({"op": "link", "before": 1, "after": 2}) == Tie(1, 2, Kind.FINISH_START, 0)
    assert read_change({"op": "add", "name": "  New \n task "}) == Add("New task", None, None, A_DAY, False)


@pytest.mark.parametrize("body", [
    b"", b"[", b"[" * 100_000, b"null", b"[]", b'{"version": 1}', b'{"version": 1, "changes": []}',
    b'{"version": true, "changes": [{"op": "delete", "task": 1}]}', b"\xff\xfe", b'{"version": ' + b"9" * 5_000 + b"}",
])  # fmt: skip
def test_what_is_no_list_of_changes_is_refused(body):
    with pytest.raises(Misread):
        read_request(body)


@pytest.mark.parametrize("change", [
    {"op": "explode", "task": 1}, {"op": ["move"]}, "move", None, {"op": "move", "task": 1}, {"op": "move", "task": "1", "days": 1},
    {"op": "move", "task": 1, "days": float("nan")}, {"op": "move", "task": 1, "days": 1e300}, {"op": "move", "task": True, "days": 1},
    {"op": "length", "task": 1, "days": -1}, {"op": "progress", "task": 1, "percent": 101}, {"op": "progress", "task": 1, "percent": 0.5},
    {"op": "start", "task": 1, "on": "tomorrow"}, {"op": "start", "task": 1, "on": "9999-12-31"}, {"op": "start", "task": 1, "on": 5},
    {"op": "rename", "task": 1, "name": " "}, {"op": "rename", "task": 1, "name": "x" * 201}, {"op": "rename", "task": 1, "name": "a\x00b"},
    {"op": "rename", "task": 1, "name": "\ud800"}, {"op": "link", "before": 1, "after": 2, "kind": "XX"}, {"op": "link", "before": 1, "after": {}},
])  # fmt: skip
def test_what_is_no_change_is_refused(change):
    with pytest.raises(Misread):
        read_change(change)


def test_a_request_is_bounded():
    with pytest.raises(Misread):
        read_request(sent(*[{"op": "delete", "task": 1}] * (MOST + 1)))
    with pytest.raises(Misread):
        read_request(b" " * (LARGEST + 1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["op", "task", "days", "on", "name"]), inner)
    ),
)


@given(
    st.one_of(
        JSON,
        st.dictionaries(
            st.sampled_from(["op", "task", "days", "on", "name", "link", "parent"]),
            JSON | st.sampled_from(["move", "add", "pin", "place"]),
        ),
    )
)
def test_nothing_that_is_sent_breaks_the_reading(told):
    with suppress(Misread):
        assert read_change(told)
