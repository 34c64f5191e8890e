"""Due dates as iCalendar, read back by a parser of its own and by the recurrence rules of dateutil."""

from datetime import UTC, date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from plans.exports import client, inside
from plans.exports.calendar import calendar
from tests.ical import components, text_of
from tests.plans.exports.conftest import MADE, action, content, inside_source, shared_source, silent

ENDS = date(2028, 12, 31)


def events_of(*actions, changed_at=MADE, ends_on=ENDS):
    return components(calendar(actions, title="Solvane", ends_on=ends_on, changed_at=changed_at), "VEVENT")


def test_an_action_is_a_whole_day_with_its_own_lasting_name():
    (event,) = events_of(action("4d0b"))
    assert event["UID"] == ("4d0b@boussole", {})
    assert event["DTSTART"] == ("20260430", {"VALUE": "DATE"})
    assert event["DTEND"] == ("20260501", {"VALUE": "DATE"})
    assert event["TRANSP"][0] == "TRANSPARENT"
    assert event["LAST-MODIFIED"][0] == event["DTSTAMP"][0] == "20261120T083000Z"


def test_a_later_change_has_a_higher_sequence_and_an_unchanged_plan_the_same():
    before, again = (int(events_of(action())[0]["SEQUENCE"][0]) for _ in "ab")
    after = int(events_of(action(), changed_at=datetime(2026, 11, 20, 9, tzinfo=UTC))[0]["SEQUENCE"][0])
    assert before == again < after < 2**31


@pytest.mark.parametrize(
    "title",
    ["a, b; c \\ d", "END:VEVENT\r\nBEGIN:VALARM", 'say "x": y', "é" * 200, "👩‍👩‍👧‍👦" * 30, "\x00\x07bell\u2028line"],
)
def test_no_title_breaks_out_of_its_line(title):
    (event,) = events_of(action(title=title))
    told = text_of(event["SUMMARY"][0])
    assert told.replace("\n", "") == "".join(sign for sign in title if sign not in "\r\n\x00\x07\u2028")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff")))
def test_any_text_is_read_back_as_it_was(title):
    (event,) = events_of(action(title=title))
    assert text_of(event["SUMMARY"][0]) == title


def test_the_calendar_is_named_after_the_account_whatever_signs_that_has():
    (named,) = components(
        calendar([action()], title="Roy, Blin; \r\nand \x07Co", ends_on=ENDS, changed_at=MADE), "VCALENDAR"
    )
    assert text_of(named["X-WR-CALNAME"][0]) == "Plan of Roy, Blin; \nand Co"
    assert (named["VERSION"][0], named["METHOD"][0]) == ("2.0", "PUBLISH")


@pytest.mark.parametrize(
    ("recurrence", "first", "expected"),
    [
        ("monthly", date(2028, 9, 15), [(9, 15), (10, 15), (11, 15), (12, 15)]),
        ("monthly", date(2028, 1, 31), [(1, 31), (2, 29), (3, 31), (4, 30)]),
        ("quarterly", date(2028, 1, 30), [(1, 30), (4, 30), (7, 30), (10, 30)]),
        ("yearly", date(2027, 3, 1), [(3, 1), (3, 1)]),
    ],
)
def test_an_action_comes_back_until_the_plan_ends(recurrence, first, expected):
    (event,) = events_of(action(recurrence=recurrence, due_on=first))
    days = rrulestr(event["RRULE"][0], dtstart=datetime.combine(first, datetime.min.time()))
    assert [(day.month, day.day) for day in days][: len(expected)] == expected
    assert max(days).date() <= ENDS


def test_the_29th_of_february_comes_back_on_the_last_day_of_february():
    first = date(2024, 2, 29)
    (event,) = events_of(action(recurrence="yearly", due_on=first), ends_on=date(2026, 12, 31))
    days = rrulestr(event["RRULE"][0], dtstart=datetime.combine(first, datetime.min.time()))
    assert [day.date() for day in days] == [first, date(2025, 2, 28), date(2026, 2, 28)]


def test_an_action_that_happens_once_has_no_rule():
    assert "RRULE" not in events_of(action())[0]


def test_the_client_gets_only_the_actions_he_shares():
    told = content(actions=(action("ours", is_internal=True, title="Prepare alone"), action("both")))
    of_client = components(client.FORMATS["ics"].write(shared_source(told), silent), "VEVENT")
    of_ours = components(inside.FORMATS["ics"].write(inside_source(told), silent), "VEVENT")
    assert [event["UID"][0] for event in of_client] == ["both@boussole"]
    assert [event["UID"][0] for event in of_ours] == ["ours@boussole", "both@boussole"]
