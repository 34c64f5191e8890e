"""What a written value means: numbers, days, months and flags as people write them, in French or English. Pure."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import gettext as _


class Refusal(ValueError):
    """A value that cannot be imported; the message is the reason, in the language of the reader."""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as it is compared when its exact spelling is not found: no accents, no case, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


# --- numbers ----------------------------------------------------------------------------------------
BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ") | {"−": "-", "’": "'"})
SCALES = {"": None, "k": Decimal(1000), "m": Decimal(10**6), "md": Decimal(10**9), "mds": Decimal(10**9)}
NUMBER = {  # decimal mark → how a number reads: groups of three after a blank, an apostrophe or the other mark
    mark: re.compile(
        rf"(?P<sign>[+-]?) ?(?P<whole>[1-9][0-9]{{0,2}}(?:(?P<gap>[ '{other}])[0-9]{{3}})(?:(?P=gap)[0-9]{{3}})*|[0-9]*)"
        rf"(?:[{mark}](?P<fraction>[0-9]*))?(?P<power>e[+-]?[0-9]{{1,2}})?"
        r" ?(?P<scale>k|mds?|m)? ?(?:€|\$|£|eur|euros?|usd|gbp|chf|%)?(?P<minus>-?)"
    )
    for mark, other in ((",", "."), (".", ","))
}
LONGEST = 60  # characters of a number or a date


def number(text: str, mark: str) -> tuple[Decimal, Decimal | None]:
    """The number, and the scale written beside it (thousands, millions) or None; `mark` is «,» or «.».

    Raises Refusal for what is no number, or groups its digits otherwise than by three.
    """
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return Decimal(text), None
    cleaned = text.translate(BLANKS).strip().lower()
    is_negative = cleaned.startswith("(") and cleaned.endswith(")")  # as accountants write it
    cleaned = re.sub(r"^([€$£])\s*", "", cleaned.strip("()") if is_negative else cleaned)
    found = NUMBER[mark].fullmatch(cleaned) if len(cleaned) <= LONGEST else None
    if not found or not (found["whole"] or found["fraction"]):
        raise Refusal(_("“%(value)s” is not a number.") % {"value": shortened(text)})
    whole = re.sub(r"[^0-9]", "", found["whole"])
    figure = Decimal(f"{whole or 0}.{found['fraction'] or 0}{found['power'] or ''}")
    negations = (found["sign"] == "-") + bool(found["minus"]) + is_negative
    return (-figure if negations % 2 else figure), SCALES[found["scale"] or ""]


def readings_of(text: str) -> dict[str, Decimal]:
    """What the text would be with each of the decimal marks with which it is a number."""
    readings = {}
    for mark in NUMBER:
        try:
            readings[mark] = number(text, mark)[0]
        except Refusal:
            continue
    return readings


def mark_shown_by(text: str) -> str | None:
    """«,» or «.» when only that decimal mark makes sense of the text, «?» when «1,234» could be either, else None."""
    if text.isdigit():
        return None
    readings = readings_of(text)
    if len(readings) == 1:
        return next(iter(readings))
    return "?" if len(set(readings.values())) > 1 else None


def whole_number(text: str) -> int:
    """A count: any separator that could be a decimal mark groups thousands. Raises Refusal."""
    candidates = [int(figure) for figure in readings_of(text).values() if figure == figure.to_integral_value()]
    if not candidates:
        raise Refusal(_("“%(value)s” is not a whole number.") % {"value": shortened(text)})
    return max(candidates, key=abs)


def rounded(figure: Decimal, places: int) -> Decimal:
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


# --- days and months ----------------------------------------------------------------------------------
TIME = (
    r"(?:[t ,]+[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]m)?(?: ?(?:z|utc|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
ISO = re.compile(r"(?P<year>[0-9]{4})(?P<dash>[-/.]?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})" + TIME)
FIGURES = re.compile(r"(?P<first>[0-9]{1,2})(?P<dash>[-/. ])(?P<second>[0-9]{1,2})(?P=dash)" + YEAR + TIME)
IN_WORDS = re.compile(r"(?P<day>[0-9]{1,2})(?:er|st|nd|rd|th)?[ .-]*(?P<word>[a-z]+)[ .,-]+" + YEAR + TIME)
WORD_FIRST = re.compile(r"(?P<word>[a-z]+)[ .]*(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? +(?P<year>[0-9]{4})" + TIME)
MONTHS = (
    re.compile(r"(?P<year>[0-9]{4})[-/. ]?(?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4}|[0-9]{2})"),
    re.compile(r"(?P<word>[a-z]+)[ .'/-]*" + YEAR),
)
NAMES = {
    name: place
    for place, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout aou august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "decembre december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
EXCEL_EPOCH = date(1899, 12, 30)


def full_year(year: str) -> int:
    """Two figures are the century of POSIX: 69 to 99 are 1969 to 1999."""
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)


def is_figure(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def day(value, day_first: bool = True) -> date:
    """The day of a real date, of an Excel serial number (a number in a cell, never a text) or of a text.

    `day_first` decides «03/04/2026» only. Raises Refusal.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return EXCEL_EPOCH + timedelta(days=int(value)) if is_figure(value) else _day(as_text(value), day_first)
    except (ValueError, KeyError, OverflowError):
        raise Refusal(_("“%(value)s” is not a date.") % {"value": shortened(str(value))}) from None


def _day(text: str, day_first: bool) -> date:
    text = fold(text[:LONGEST])
    for pattern in (ISO, FIGURES, IN_WORDS, WORD_FIRST):
        if found := pattern.fullmatch(text):
            break
    else:
        raise ValueError(text)
    parts = found.groupdict()
    if "first" in parts:
        parts["day"], parts["month"] = (
            (parts["first"], parts["second"]) if day_first else (parts["second"], parts["first"])
        )
    month = NAMES[parts["word"]] if "word" in parts else int(parts["month"])
    return date(full_year(parts["year"]), month, int(parts["day"]))


def order_shown_by(text: str) -> str | None:
    """«day» or «month» when «31/12/2026» or «12/31/2026» has one order only, «?» when it could have both, else None."""
    found = FIGURES.fullmatch(fold(text[:LONGEST]))
    if not found:
        return None
    if (int(found["first"]) > 12) == (int(found["second"]) > 12):
        return "?"
    return "day" if int(found["first"]) > 12 else "month"


def month(value, day_first: bool = True) -> date:
    """The first day of a month written «2026-03», «03/2026», «mars 2026», or as any day of it. Raises Refusal."""
    text = fold(value[:LONGEST]) if isinstance(value, str) else ""
    for pattern in MONTHS:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            place = NAMES.get(parts["word"], 0) if "word" in parts else int(parts["month"])
            if 1 <= place <= 12 and full_year(parts["year"]):
                return date(full_year(parts["year"]), place, 1)
    try:
        return day(value, day_first).replace(day=1)
    except Refusal:
        raise Refusal(_("“%(value)s” is not a month.") % {"value": shortened(str(value))}) from None


# --- flags --------------------------------------------------------------------------------------------
FLAGS = dict.fromkeys(["oui", "o", "yes", "y", "vrai", "true", "1", "x", "on"], True) | dict.fromkeys(
    ["non", "n", "no", "faux", "false", "0", "off"], False
)


def flag(value) -> bool:
    """Yes or no in French, English or figures. Raises Refusal."""
    if isinstance(value, bool):
        return value
    try:
        return FLAGS[fold(str(value)[:LONGEST])]
    except KeyError:
        raise Refusal(_("“%(value)s” is neither yes nor no.") % {"value": shortened(str(value))}) from None


def shortened(text: str) -> str:
    """What a message quotes of a value."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def as_text(value) -> str:
    """A cell as a person would type it: whole numbers without decimals, days in ISO form."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    return value.isoformat(" ", "seconds") if isinstance(value, datetime) else str(value)
