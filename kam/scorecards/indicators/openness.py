"""Openness and service: what the client tells us, indicator 17 of domain.md 1.3."""

from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.stakeholders.measures.knowledge import FRESH, Best, Informed, best_known, knowledge_by_account
from accounts.stakeholders.models import KnowledgeItem
from kam.scorecards.indicators.base import UNKNOWN, Evidence, Figure, Indicator, Perspective, Theme, percent
from kam.scorecards.indicators.relations import listed

CATEGORIES = len(KnowledgeItem.Category)
SHOWN = 80  # characters of an item


def information_access(row: Informed) -> Figure:
    """100 × the mean over ten categories of what their best item is worth; unknown while a young account has none."""
    if not row.items and row.days < FRESH:
        return UNKNOWN._replace(badge="nothing_noted")
    return Figure(100 * row.worth / CATEGORIES, badge="" if row.items else "nothing_noted")


class Informedness:
    """What is known best of each category at one account on a day."""

    def __init__(self, account_id: int, on: date):
        self.on = on
        self.best = best_known(on, account_id)

    @cached_property
    def items(self) -> dict[int, KnowledgeItem]:
        return KnowledgeItem.objects.select_related("told_by").in_bulk([best.pk for best in self.best.values()])


def information_evidence(facts: Informedness) -> Evidence:
    rows = [information_row(facts, category, facts.best.get(category)) for category in KnowledgeItem.Category]
    return Evidence(
        headers=[
            _("Category"), _("Best item"), _("Origin"), _("Told by"), _("Learned on"), _("Age in days"), _("Items"),
            _("Worth"),
        ],
        rows=rows,
        addresses=[address(facts.best.get(category)) for category in KnowledgeItem.Category],
        total=[_("Total"), None, None, None, None, None, sum(row[-2] for row in rows), sum(row[-1] for row in rows)],
    )  # fmt: skip


def address(best: Best | None) -> str:
    """Of the item, unless there is none or few may open it."""
    return reverse("stakeholders:knowledge-detail", args=[best.pk]) if best and not best.is_confidential else ""


def information_row(facts: Informedness, category: KnowledgeItem.Category, best: Best | None) -> list:
    """Of a confidential item only that there is one."""
    if best is None:
        return [category.label, None, None, None, None, None, 0, 0]
    item = facts.items[best.pk]
    words = [_("Confidential"), None, None]
    if not best.is_confidential:
        words = [Truncator(item.text).chars(SHOWN), item.get_origin_display(), item.told_by and item.told_by.name]
    return [category.label, *words, best.learned_on, (facts.on - best.learned_on).days, best.items, best.worth]


def advise_information(facts: Informedness) -> str:
    """What is missing altogether, else what the client did not tell us himself lately."""
    worth = {
        category: facts.best[category].worth if category in facts.best else 0 for category in KnowledgeItem.Category
    }
    missing = [category.label for category, value in worth.items() if not value]
    stale = [category.label for category, value in worth.items() if value < 1]
    names = (missing or stale)[:3]
    return _("Complete %(categories)s at the next meeting.") % {"categories": listed([str(name) for name in names])}


INFORMATION = Indicator(
    key="information_access",
    label=gettext_lazy("Access to information"),
    formula=gettext_lazy(
        "100 × the mean over the ten knowledge categories of their best item: 1 when the client told us at most 180 days "
        "ago; 0.5 when he did at most 365 days ago, or when a public source did at most 180 days ago; otherwise 0. Our own "
        "deductions count for nothing. With nothing noted at all, an account is not measured until it has been known for "
        "180 days."
    ),
    unit=percent,
    measure=knowledge_by_account,
    read=information_access,
    facts=Informedness,
    evidence=information_evidence,
    advise=advise_information,
    theme=Theme.OPENNESS,
    perspective=Perspective.KNOWLEDGE,
)
