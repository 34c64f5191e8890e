"""What is known of a client, category by category: how fresh, who told it, and whom to ask for what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.stakeholders.models import KnowledgeItem, Stakeholder
from accounts.stakeholders.models.knowledge import FADING

Category = KnowledgeItem.Category


class Freshness(TextChoices):
    """What the best item of a category is worth (KnowledgeItem.worth), in words."""

    FRESH = "fresh", pgettext_lazy("knowledge", "fresh")
    FADING = "fading", pgettext_lazy("knowledge", "fading")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("knowledge", "to be confirmed")
    OLD = "old", pgettext_lazy("knowledge", "old")
    MISSING = "missing", pgettext_lazy("knowledge", "missing")


TONES = {"fresh": "green", "fading": "amber", "unconfirmed": "amber", "old": "red", "missing": "unknown"}

# what to ask, and of which functions (accounts/reference.py), the likeliest first
QUESTIONS = {
    Category.STRATEGY: (_("What are the three priorities of the coming years?"), ("general-management",)),
    Category.ORGANISATION: (_("Who decides, who advises, who is new?"), ("human-resources", "general-management")),
    Category.BUYING_PROCESS: (_("Who approves a purchase, and when is the budget set?"), ("purchasing", "finance")),
    Category.FORECAST: (_("What volumes are planned for the next twelve months?"), ("purchasing", "production", "logistics")),
    Category.MARKET_REVIEW: (_("How does your market move, and what does it change for you?"), ("marketing", "sales")),
    Category.ROADMAP: (_("Which projects start in the next two years?"), ("innovation", "it", "production")),
    Category.COMPETITORS: (_("Whom else do you work with, and for what?"), ("purchasing",)),
    Category.SATISFACTION: (_("What should we do better?"), ("quality", "production", "logistics")),
    Category.SEASONALITY: (_("When are your peaks, and what must hold then?"), ("logistics", "production", "sales")),
    Category.DECISION_CRITERIA: (_("What makes you choose a supplier?"), ("purchasing", "finance", "general-management")),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One category as of a day; `item` is the last one learned, `person` the one to ask when it is missing or old."""

    category: str
    label: str
    freshness: Freshness
    item: KnowledgeItem | None
    count: int
    question: str
    person: Stakeholder | None

    @property
    def tone(self) -> str:
        return TONES[self.freshness]

    @property
    def is_to_ask(self) -> bool:
        return self.freshness not in (Freshness.FRESH, Freshness.FADING)


def freshness_of(items: list[KnowledgeItem], on: date) -> Freshness:
    """The word for what the best of these items is worth that day; what nobody of theirs told is to be confirmed."""
    if not items:
        return Freshness.MISSING
    if worth := max(item.worth(on) for item in items):
        return Freshness.FRESH if worth == 1 else Freshness.FADING
    return Freshness.UNCONFIRMED if any(on - item.learned_on <= FADING for item in items) else Freshness.OLD


def whom_to_ask(functions: tuple[str, ...], people: Iterable[Stakeholder]) -> Stakeholder | None:
    """Of those well disposed, the one of the likeliest function, then the most influential; None if there is nobody."""
    fitting = [person for person in people if person.function and person.function.code in functions]
    return min(fitting, key=lambda person: (functions.index(person.function.code), -person.influence), default=None)


def knowledge_lines(items: Iterable[KnowledgeItem], people: Iterable[Stakeholder], on: date) -> list[Line]:
    """The ten categories; `items` the latest first, those learned after that day left out; `people` well disposed."""
    known, people = [item for item in items if item.learned_on <= on], list(people)
    lines = []
    for category in Category:
        mine = [item for item in known if item.category == category]
        question, functions = QUESTIONS[category]
        person, last = whom_to_ask(functions, people), next(iter(mine), None)
        freshness = freshness_of(mine, on)
        lines.append(Line(category.value, category.label, freshness, last, len(mine), question, person))
    return lines
