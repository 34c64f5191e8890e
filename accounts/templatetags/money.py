"""Amounts in euros as they are read: in full, or to three figures."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

register = template.Library()
UNKNOWN = "–"
NBSP, MINUS = "\u00a0", "\u2212"


def with_sign(figure: str, unit: str) -> str:
    """«9,5 M€» in French, «€9.5M» elsewhere."""
    sign, figure = (MINUS, figure[1:]) if figure.startswith("-") else ("", figure)
    return f"{sign}{figure}{NBSP}{unit}€" if get_language() == "fr" else f"{sign}€{figure}{unit}"


@register.filter
def euros(value) -> str:
    """An amount in full, without its cents; an unknown one is a dash."""
    return UNKNOWN if value is None or value == "" else with_sign(number_format(round(Decimal(value))), "")


@register.filter
def short_euros(value) -> str:
    """An amount to three figures: 4,82 M€, 640 k€, 950 €; an unknown one is a dash."""
    if value is None or value == "":
        return UNKNOWN
    value = Decimal(value)
    for unit, size in (("M", 1_000_000), ("k", 1_000)):
        if abs(value) >= size:
            scaled = value / size
            places = max(0, 2 - len(str(int(abs(scaled)))) + 1)
            return with_sign(trimmed(round(scaled, places)), unit)
    return with_sign(trimmed(round(value)), "")


def trimmed(figure: Decimal) -> str:
    """Without the zeros that say nothing: 9.50 is 9.5."""
    return number_format(Decimal(f"{figure:f}".rstrip("0").rstrip(".")) if "." in f"{figure:f}" else figure)


@register.filter
def percent(value, signed="") -> str:
    """A figure in %, to one decimal below ten; with «signed», its direction too."""
    if value is None or value == "":
        return UNKNOWN
    figure = round(Decimal(value), 1 if abs(value) < 10 else 0)
    sign = MINUS if figure < 0 else "+" if signed and figure > 0 else ""
    return f"{sign}{trimmed(abs(figure))}{NBSP if get_language() == 'fr' else ''}%"
