"""What stands in the cells of the portfolio: one function per column, from a standing to HTML.

Functions rather than templates, and remembered where few values exist: a list has hundreds of cells, and rendering
them is what costs most on the page.
"""

from functools import cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from accounts.models import Account, Stage
from accounts.templatetags.money import percent, short_euros
from kam.cockpit.templatetags.figures import sparkline_runs
from kam.scorecards.models import Standing

MILLION = 1_000_000
STATUS_PILLS = {
    Account.Status.ACTIVE: "pill-green",
    Account.Status.PROSPECT: "pill-blue",
    Account.Status.FORMER: "pill-stone",
}


def unknown() -> SafeString:
    return format_html('<span class="muted">{}</span>', pgettext("figure", "unknown"))


@cache
def account_address() -> str:
    """The address of any account's page, with a place for its key: reversed once, not for every row."""
    return reverse("accounts:detail", args=[0]).replace("0", "{}")


def name(row: Standing) -> SafeString:
    account = row.account
    return format_html(
        '<a href="{}"><b>{}</b><span>{}<small>{}</small></span></a>',
        account_address().format(account.pk),
        account.initials,
        account.name,
        " · ".join(filter(None, (account.code, account.city, unusual_status(account.status, get_language())))),
    )


@cache
def unusual_status(status: str, language: str) -> str:
    """Nothing for an active account, as most are."""
    return "" if status == Account.Status.ACTIVE else str(Account.Status(status).label)


def kam(row: Standing) -> str | SafeString:
    person = row.account.kam
    return person.short_name if person else format_html('<span class="muted">{}</span>', pgettext("KAM", "nobody"))


def status(row: Standing) -> SafeString:
    return status_pill(row.account.status, get_language())


@cache
def status_pill(status: str, language: str) -> SafeString:
    return format_html('<span class="pill {}">{}</span>', STATUS_PILLS[status], Account.Status(status).label)


def stage(row: Standing) -> SafeString:
    return stage_words(row.account.declared_stage, row.account.target_stage, get_language())


@cache
def stage_words(declared: int | None, target: int | None, language: str) -> SafeString:
    """The declared stage, and the target when it is another one."""
    words = "" if declared is None else Stage(declared).label
    if target is None or target == declared:
        return format_html("{}", words)
    aim = format_html("<small>→ {}</small>", Stage(target).label)
    return format_html("{} {}", words or pgettext("stage", "Not declared"), aim)


def index(row: Standing) -> SafeString:
    return index_words(None if row.index is None else round(row.index), row.confidence, get_language())


@cache
def index_words(index: int | None, confidence: str, language: str) -> SafeString:
    """The index with what it is worth: greyed with too little data, badged when confidence is low, never zero."""
    if index is None:
        return unknown()
    if confidence == Standing.Confidence.GOOD:
        return format_html("<b>{}</b>", index)
    reserve = Standing.Confidence(confidence).label
    if confidence == Standing.Confidence.LOW:
        return format_html('<b>{}</b><small class="warn">{}</small>', index, reserve)
    return format_html('<span class="muted">{}</span><small>{}</small>', index, reserve)


def trend(row: Standing) -> SafeString:
    """Twelve month ends as a line, then the difference from the first to the last of those that are known."""
    known = [value for value in row.trend if value is not None]
    if len(known) < 2:
        return unknown()
    rise = round(known[-1]) - round(known[0])
    lines = (" ".join(f"{x:.0f},{y:.0f}" for x, y in run) for run in sparkline_runs(row.trend))
    return format_html(
        '<svg viewBox="0 0 80 20" aria-hidden="true"><path d="M{}"/></svg><span class="{}">{}</span>',
        "M".join(lines),
        "up" if rise > 0 else "down" if rise < 0 else "muted",
        f"{rise:+d}".replace("-", "−") if rise else "0",
    )


def trend_in_words(row: Standing) -> str:
    return " · ".join("?" if value is None else str(round(value)) for value in row.trend)


def revenue(row: Standing) -> str | SafeString:
    return unknown() if row.revenue_12m is None else short_euros(row.revenue_12m)


def potential(row: Standing) -> str:
    return "" if row.account.potential is None else short_euros(row.account.potential)


def coverage(row: Standing) -> str:
    return percent(100 * row.data_coverage)


def turnover(row: Standing) -> str:
    amount = row.account.turnover
    return "" if amount is None else short_euros(amount * MILLION)


def employees(row: Standing) -> str:
    return "" if row.account.employees is None else number_format(row.account.employees)


def created(row: Standing) -> str:
    return date_format(timezone.localtime(row.account.created_at), "SHORT_DATE_FORMAT")


def read_on(row: Standing) -> str | SafeString:
    return date_format(row.on, "SHORT_DATE_FORMAT") if row.on else unknown()


def indices(row: Standing) -> SafeString:
    return format_html_join(" ", '<span class="pill">{}</span>', ((name,) for name in row.index_names))
