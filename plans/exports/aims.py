"""Priorities, objectives and actions on paper: lines of a whole plan or of a client edition, told the same way.

They are read by the names that both kinds of lines share: nothing else of a line can get through here.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.exports.paper import Band, Bar, Bars, Card, Cards, Grid, Piece, Span, day, line, number, owner_of, recurring

SHORTEST = 0.006  # share of the period that can still be seen


def cards(priorities: Iterable, agreed: dict[str, str] | None = None) -> list[Cards]:
    """`agreed`: key of a priority → who agreed to it, in words."""
    told = tuple(
        Card(line(each.title), line(each.sentence), line(each.client_issue), (agreed or {}).get(each.key, ""))
        for each in priorities
    )
    return [Cards(told, _("The client's issue"))] if told else []


def bars(objectives: Iterable, priorities: Iterable) -> list[Bars]:
    titles = {each.key: line(each.title) for each in priorities}
    told = tuple(bar(each, titles.get(each.priority, "")) for each in objectives)
    labels = {
        "baseline": _("Baseline"), "current": _("Today"), "target": _("Target"), "due": _("Due"),
        "owner": _("Owner"), "objective": _("Objective"), "unmeasured": _("not measured yet"),
        "share": _("Share of the way done (%)"),
    }  # fmt: skip
    return [Bars(told, labels)] if told else []


def bar(each, under: str) -> Bar:
    return Bar(
        title=line(each.title),
        under=" · ".join(filter(None, [under, line(each.metric)])),
        baseline=number(each.baseline, each.unit),
        current=number(each.current, each.unit),
        target=number(each.target, each.unit),
        due=day(each.due_on),
        owner=line(each.owner),
        percent=done(each.baseline, each.current, each.target),
    )


def done(baseline: Decimal | None, current: Decimal | None, target: Decimal | None) -> int | None:
    """% of the way from baseline to target that is behind us, 0 to 100; None where there is no way or no measure."""
    if None in (baseline, current, target) or baseline == target:
        return None
    return max(0, min(100, int(100 * (current - baseline) / (target - baseline))))


def actions(lines: Iterable, starts_on: date, ends_on: date, on: date) -> list[Piece]:
    """The band of the years, then a table a year."""
    rows = list(lines)
    return [band(rows, starts_on, ends_on, on), *tables(rows)] if rows else []


def band(rows: list, starts_on: date, ends_on: date, on: date) -> Band:
    legend = (("ours", _("ours")), ("theirs", _("the client's")), ("done", _("done")), ("late", _("late")))
    spans = tuple(span(each, starts_on, ends_on, on) for each in rows)
    shown = {each.tone for each in spans}
    return Band(_("The years at a glance"), years(starts_on, ends_on), spans, tuple(p for p in legend if p[0] in shown))


def years(starts_on: date, ends_on: date) -> tuple[tuple[str, float], ...]:
    """Each year of the plan with where it begins, a share of the period."""
    found, count = [], 0
    while (first := starts_on + relativedelta(years=count)) <= ends_on:
        count += 1
        found.append((_("Year %(number)s") % {"number": count}, share(first, starts_on, ends_on)))
    return tuple(found)


def share(on: date, starts_on: date, ends_on: date) -> float:
    """Where a day lies in a period, 0 to 1."""
    return max(0.0, min(1.0, (on - starts_on).days / max(1, (ends_on - starts_on).days)))


def span(each, starts_on: date, ends_on: date, on: date) -> Span:
    end = share(each.due_on, starts_on, ends_on)
    start = min(share(each.starts_on or each.due_on, starts_on, ends_on), max(0.0, end - SHORTEST))
    return Span(line(each.title), line(each.owner), round(start, 4), round(end, 4), each.progress, tone(each, on))


def tone(each, on: date) -> str:
    if each.done_on:
        return "done"
    if each.due_on < on and not each.recurrence:
        return "late"
    return "theirs" if each.is_clients else "ours"


def tables(rows: list) -> Iterator[Grid]:
    heads = (_("Action"), _("Owner"), _("From"), _("Due"), _("Progress"))
    for year in sorted({each.year for each in rows}):
        those = sorted((each for each in rows if each.year == year), key=lambda each: each.due_on)
        count = ngettext("%(count)s action", "%(count)s actions", len(those)) % {"count": len(those)}
        title = f"{_('Year %(number)s') % {'number': year}} · {count}"
        yield Grid(title, heads, tuple(told(each) for each in those), (42, 21, 12, 12, 13), right=(4,))


def told(each) -> tuple[str, ...]:
    title = " · ".join(filter(None, [line(each.title), recurring(each.recurrence)]))
    return title, owner_of(each), day(each.starts_on), day(each.due_on), progress_of(each)


def progress_of(each) -> str:
    return _("done") if each.done_on else f"{each.progress}\u202f%"
