"""Actions as whole days of a calendar: RFC 5545, read by Outlook, Google, Apple and others.

An action keeps its UID in all versions of its plan, so that a file fetched again corrects what a calendar holds.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from plans.exports.paper import owner_of, recurring

PRODUCT = "-//Boussole//Account Business Plan//EN"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff\ufffe\uffff]")
RHYTHMS = {
    "monthly": {"freq": "monthly"},
    "quarterly": {"freq": "monthly", "interval": 3},
    "yearly": {"freq": "yearly"},
}
SHORTEST_MONTH = 28


def calendar(actions: Iterable, *, title: str, ends_on: date, changed_at: datetime) -> bytes:
    """The actions of a plan that ends that day; `changed_at`: when one of them last changed.

    Lines of a whole plan and of a client edition alike, read by the names that both share.
    """
    file = published(_("Plan of %(account)s") % {"account": title})
    for action in actions:
        file.add_component(event(action, ends_on, changed_at))
    return file.to_ical()


def published(name: str) -> Calendar:
    """An empty calendar of that name."""
    file = Calendar()
    file.add("version", "2.0")
    file.add("prodid", PRODUCT)
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", vText(printable(name)))
    return file


def event(action, ends_on: date, changed_at: datetime) -> Event:
    """SEQUENCE grows with the moment of the change: whole minutes since 1970."""
    day = Event()
    day.add("uid", f"{action.key}@boussole")
    day.add("dtstamp", changed_at.astimezone(UTC))
    day.add("last-modified", changed_at.astimezone(UTC))
    day.add("sequence", int(changed_at.timestamp()) // 60)
    day.add("dtstart", action.due_on)
    day.add("dtend", action.due_on + timedelta(days=1))
    day.add("summary", printable(action.title))
    day.add("description", printable(description(action)))
    day.add("transp", "TRANSPARENT")
    day.add("status", "CONFIRMED")
    if action.recurrence in RHYTHMS:
        day.add("rrule", rule(action.recurrence, action.due_on, ends_on))
    return day


def description(action) -> str:
    progress = _("done") if action.done_on else _("%(percent)s %% done") % {"percent": action.progress}
    return "\n".join(filter(None, [owner_of(action), recurring(action.recurrence), progress]))


def rule(recurrence: str, first: date, ends_on: date) -> dict[str, Any]:
    """From the first due date to the end of the plan; where a month has no such day, on its last one."""
    again = {**RHYTHMS[recurrence], "until": ends_on}
    if first.day > SHORTEST_MONTH:
        again |= {"bymonthday": list(range(SHORTEST_MONTH, first.day + 1)), "bysetpos": -1}
        again |= {"bymonth": first.month} if recurrence == "yearly" else {}
    return again


def printable(text: str) -> str:
    """Without the signs that the standard forbids in a text: the library writes them as they are."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
