"""How figures, points and changes are written."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import date_format, number_format

from kam.scorecards.indicators.base import decimal, percent, signed

register = template.Library()
UNKNOWN = "–"


@register.filter
def points(value) -> str:
    """Whole points; a dash when nothing was measured."""
    return UNKNOWN if value is None or value == "" else number_format(round(value))


@register.filter
def change(value) -> str:
    """Points gained or lost, with their sign; a dash when there is nothing to compare with."""
    if value is None or value == "":
        return UNKNOWN
    return signed(round(value))


@register.filter
def share(value: float) -> str:
    """0..1 as a percentage."""
    return percent(100 * value)


@register.filter
def slope(value) -> str:
    """Points a month, to a decimal, with their sign."""
    return signed(value)


@register.filter
def tendency(value) -> str:
    """The class of a change: up, down, or muted when it rounds to nothing."""
    rounded = round(value or 0)
    return "up" if rounded > 0 else "down" if rounded < 0 else "muted"


@register.filter
def cell(value) -> str:
    """A cell of evidence: dates short, amounts without cents, other numbers to a decimal, unknown as a dash."""
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        value = round(value)
    return decimal(value) if isinstance(value, int | float) else value
