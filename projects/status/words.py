"""Lengths in words, and the history of a status."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.models import Colour, ComputedStatus

A_WEEK, A_MONTH = 7, 365.25 / 12  # days
WEEKS_FROM, MONTHS_FROM = 2 * A_WEEK, 9 * A_WEEK  # days from which a length is told in weeks, in months
HEIGHTS = {Colour.GREEN: 6, Colour.AMBER: 12, Colour.RED: 18}  # of the bar of a day: worse is higher, colour apart
BAR, STEP, SHOWN = 3, 4, 90  # pixels of a day, days


def length_in_words(first: date, last: date) -> str:
    """From the morning of a day to the evening of another: “9 days”, “6.5 weeks”, “4.6 months”."""
    days = max(0, (last - first).days + 1)
    if days < WEEKS_FROM:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < MONTHS_FROM:
        weeks = round(2 * days / A_WEEK) / 2
        return _("%(n)s weeks") % {"n": shown(weeks)}
    return _("%(n)s months") % {"n": shown(round(days / A_MONTH, 1))}


def shown(number: float) -> str:
    """With a decimal only where it has one."""
    return number_format(number, 0 if number == int(number) else 1)


def runs_of(statuses: Sequence[ComputedStatus]) -> list[tuple[Colour, date, date]]:
    """Spells of one colour with their first and last day, the latest first."""
    ordered = sorted(statuses, key=lambda status: status.on)
    runs = []
    for colour, spell in groupby(ordered, key=lambda status: status.colour):
        days = [status.on for status in spell]
        runs.append((Colour(colour), days[0], days[-1]))
    return runs[::-1]


def bars_of(statuses: Sequence[ComputedStatus], on: date) -> list[dict]:
    """A bar a day for the last 90 days, in an SVG of 360 × 20: place, height, colour."""
    first = on - timedelta(days=SHOWN - 1)
    return [
        {"x": (status.on - first).days * STEP, "y": 19 - HEIGHTS[status.colour], "height": HEIGHTS[status.colour],
         "width": BAR, "colour": status.colour}
        for status in statuses
        if first <= status.on <= on
    ]  # fmt: skip
