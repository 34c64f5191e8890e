"""Actions as whole days of a calendar: RFC 5545, read by Outlook, Google, Apple and others.

An action keeps its UID in all versions of its plan, so that a file fetched again corrects what a calendar holds.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from plans.exports.paper import owner_of, recurring

PRODUCT = "-//Boussole//Account Business Plan//EN"
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff\ufffe\uffff]")
RHYTHMS = {"monthly": "FREQ=MONTHLY", "quarterly": "FREQ=MONTHLY;INTERVAL=3", "yearly": "FREQ=YEARLY"}
LONGEST_LINE = 75  # octets
SHORTEST_MONTH = 28


def calendar(actions: Iterable, *, title: str, ends_on: date, changed_at: datetime) -> bytes:
    """The actions of a plan that ends that day; `changed_at`: when one of them last changed.

    Lines of a whole plan and of a client edition alike, read by the names that both share.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{escaped(_('Plan of %(account)s') % {'account': title})}")
    for action in actions:
        lines += event(action, ends_on, changed_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def event(action, ends_on: date, changed_at: datetime) -> Iterator[str]:
    """SEQUENCE grows with the moment of the change: whole minutes since 1970."""
    moment = f"{changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{action.key}@boussole"
    yield f"DTSTAMP:{moment}"
    yield f"LAST-MODIFIED:{moment}"
    yield f"SEQUENCE:{int(changed_at.timestamp()) // 60}"
    yield f"DTSTART;VALUE=DATE:{action.due_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{action.due_on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(action.title)}"
    yield f"DESCRIPTION:{escaped(description(action))}"
    yield "TRANSP:TRANSPARENT"
    yield "STATUS:CONFIRMED"
    if action.recurrence in RHYTHMS:
        yield f"RRULE:{rule(action.recurrence, action.due_on, ends_on)}"
    yield "END:VEVENT"


def description(action) -> str:
    progress = _("done") if action.done_on else _("%(percent)s %% done") % {"percent": action.progress}
    return "\n".join(filter(None, [owner_of(action), recurring(action.recurrence), progress]))


def rule(recurrence: str, first: date, ends_on: date) -> str:
    """From the first due date to the end of the plan; where a month has no such day, on its last one."""
    months = f";BYMONTH={first.month}" if recurrence == "yearly" else ""
    days = ""
    if first.day > SHORTEST_MONTH:
        month_days = ",".join(str(number) for number in range(SHORTEST_MONTH, first.day + 1))
        days = f"{months};BYMONTHDAY={month_days};BYSETPOS=-1"
    return f"{RHYTHMS[recurrence]};UNTIL={ends_on:%Y%m%d}{days}"


def escaped(text: str) -> str:
    """A TEXT value: no character of it ends the line or the value."""
    plain = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which cuts a character."""
    pieces, room = [""], LONGEST_LINE
    for sign in line:
        room -= len(sign.encode())
        if room < 0:
            pieces.append("")
            room = LONGEST_LINE - 1 - len(sign.encode())
        pieces[-1] += sign
    return "\r\n ".join(pieces)
