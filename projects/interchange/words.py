"""The words of tables of tasks, in French and English as Microsoft Project writes them: durations, lags, dates, rules."""

import re
from collections.abc import Callable, Container, Iterator
from datetime import datetime, time
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.imports import values
from accounts.imports.values import Refusal, as_text, fold
from projects.outline import LinkLine
from projects.scheduling import Kind, Rule
from projects.worktime import A_DAY

WEEKDAYS = {
    *("lun", "mar", "mer", "jeu", "ven", "sam", "dim", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    *("dimanche", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday"),
}
NONE = {"", "na", "nc", "n/a", "-"}  # so a program writes that there is no date
YES = {"1", "true", "vrai", "oui", "yes"}
NO = {"0", "false", "faux", "non", "no"}
PLAIN = {"": A_DAY, "m": 1, "h": 60, "d": A_DAY, "w": 5 * A_DAY, "mo": 20 * A_DAY}  # working minutes
ELAPSED = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60, "mo": 30 * 24 * 60}
UNITS = {
    "m": "m min mins minute minutes",
    "h": "h hr hrs hour hours heure heures",
    "d": "d dy dys day days j jr jrs jour jours",
    "w": "w wk wks week weeks s sem sems semaine semaines",
    "mo": "mo mon mons mth month months mois",
}
NAMES = {name: (unit, False) for unit, names in UNITS.items() for name in names.split()}
NAMES |= {f"e{name}": (unit, True) for name, (unit, _elapsed) in list(NAMES.items())}  # «5 edays»
NAMES |= {f"{name}e": (NAMES[name][0], True) for name in ("j", "jr", "jrs", "h", "sem", "min", "mois") if name != "mo"}
AMOUNT = re.compile(r"(\d{1,6}(?:[.,]\d+)?) ?(%|[a-z]*\.?)( ecoulee?s?)? ?\??")
UNIT = r"(?:%|(?:" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")\.?(?: ecoulee?s?)?(?!\w))"
WAIT = re.compile(
    r"[\s;,]*(?P<uid>\w+?)(?P<kind>FS|SS|FF|SF|FD|DD|DF)?"
    rf"(?:\s*(?P<sign>[+-])\s*(?P<lag>\d{{1,6}}(?:\.\d+|,\d+(?=\s*{UNIT}))?\s*(?:{UNIT})?))?(?=[\s;,]|$)",
    re.IGNORECASE,
)
FRENCH = {"FD": "FS", "DD": "SS", "DF": "SF"}  # fin-début, début-début, début-fin
RULES = {
    Rule.SOON: ("As Soon As Possible", "Dès que possible"),
    Rule.LATE: ("As Late As Possible", "Le plus tard possible"),
    Rule.START_AFTER: ("Start No Earlier Than", "Début au plus tôt le"),
    Rule.START_BEFORE: ("Start No Later Than", "Début au plus tard le"),
    Rule.FINISH_AFTER: ("Finish No Earlier Than", "Fin au plus tôt le"),
    Rule.FINISH_BEFORE: ("Finish No Later Than", "Fin au plus tard le"),
    Rule.START_ON: ("Must Start On", "Doit commencer le"),
    Rule.FINISH_ON: ("Must Finish On", "Doit finir le"),
}
RULE_OF = {fold(word): rule for rule, words in RULES.items() for word in words}
CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?::\d{2})?\s*([ap]m)?$", re.IGNORECASE)


class Amount(NamedTuple):
    """Minutes, or a share in % of another duration; `is_elapsed`: counted by night and weekend too."""

    minutes: int
    percent: int = 0
    is_elapsed: bool = False


def amount(told: str) -> Amount:
    """«5 jours», «2,5», «3 ed», «50%»; nothing is 0. Raises Refusal."""
    if not told:
        return Amount(0)
    found = AMOUNT.fullmatch(fold(told.replace("\u00a0", " ").replace("\u202f", " ")))
    unit = found and found[2].rstrip(".")
    if not found or unit not in ("", "%", *NAMES):
        raise Refusal(_("“%(value)s” is no number of days.") % {"value": told})
    figure = float(found[1].replace(",", "."))
    if unit == "%":
        return Amount(0, round(figure))
    name, is_elapsed = NAMES.get(unit, ("d" if found[3] else "", False))
    is_elapsed = is_elapsed or bool(found[3])
    return Amount(round(figure * (ELAPSED if is_elapsed else PLAIN)[name]), 0, is_elapsed)


def waits(told: str, known: Container[str]) -> Iterator[tuple[str, Kind, Amount] | str]:
    """What «2FS+3d 5SS;7FD-1 sem» waits for; a text for each piece that was not understood."""
    place, text = 0, folded(told)
    while place < len(text.rstrip(" ;,\t")):
        found = WAIT.match(text, place)
        if not found or found["uid"] not in known:
            piece = re.compile(r"[\s;,]*([^\s;,]*)").match(text, place)
            place = max(place + 1, (found or piece).end())
            yield told[(found or piece).start() : (found or piece).end()].strip(" ;,\t")
            continue
        place = found.end()
        kind, lag = (found["kind"] or "FS").upper(), amount(found["lag"] or "")
        if found["sign"] == "-":
            lag = Amount(-lag.minutes, -lag.percent, lag.is_elapsed)
        yield found["uid"], Kind(FRENCH.get(kind, kind)), lag


def told(link: LinkLine, minutes_a_day: int = A_DAY) -> str:
    """«2FS+3d», «2SS+50%», «2FF-1ed»: as `waits` reads it again."""
    if link.percent:
        lag = f"{link.percent:+d}%"
    elif link.minutes % minutes_a_day and not link.is_elapsed:
        lag = f"{link.minutes:+d}m"
    else:
        days = link.minutes / (24 * 60 if link.is_elapsed else minutes_a_day)
        lag = f"{days:+g}{'ed' if link.is_elapsed else 'd'}"
    return f"{link.before}{link.kind}{lag if link.minutes or link.percent else ''}"


def folded(told: str) -> str:
    """Sign for sign, so that places stay the same: «é» is «e», blanks are blanks."""
    return told.translate(str.maketrans("éÉ\u00a0\u202f−–", "eE  --"))


def moment(cell: Any, hour: time, *, day_first: bool) -> datetime | None:
    """The moment of a cell; a bare day means that hour of it. Raises Refusal."""
    told = as_text(cell).strip() if cell is not None else ""
    if fold(told) in NONE:
        return None
    if isinstance(cell, datetime):
        return datetime.combine(cell.date(), cell.time() if cell.time() != time() else hour)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", told):
        try:
            return datetime.fromisoformat(told)
        except ValueError:
            raise Refusal(_("“%(value)s” is no moment.") % {"value": told}) from None
    day = values.day(without_weekday(told) if isinstance(cell, str) else cell, day_first)
    return datetime.combine(day, clock(told) or hour)


def without_weekday(told: str) -> str:
    """«Lun 05/01/26» → «05/01/26»; «mar 5, 2026» is of March."""
    first, _blank, rest = told.partition(" ")
    is_weekday = fold(first).rstrip(".,") in WEEKDAYS
    return rest.strip() if is_weekday and not re.match(r"\d{1,2},? +\d{4}", rest) else told


def clock(told: str) -> time | None:
    found = CLOCK.search(told)
    if not found:
        return None
    hour = int(found[1]) % 12 + 12 * (found[3].lower() == "pm") if found[3] else int(found[1])
    return time(hour, int(found[2])) if hour < 24 and int(found[2]) < 60 else None


def order_of_days(cells: Iterator[Any], shown: Callable[[str], str | None] = values.order_shown_by) -> bool:
    """Whether the dates of a table put the day first: as one of them shows, else they do."""
    told = {shown(without_weekday(cell.strip()).partition(" ")[0]) for cell in cells if isinstance(cell, str)}
    return "month" not in told or "day" in told
