"""What was learned of each company, category after category; the more open the client, the more of it he said himself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.stakeholders.models import KnowledgeItem
from kam.cockpit.demo.dates import MONTHS, afternoon, months_ago
from kam.cockpit.demo.dossiers import Dossier, along, read
from kam.cockpit.demo.moods import mood_on
from kam.cockpit.demo.telling import Tale

Origin = KnowledgeItem.Origin
EVERY = 150  # days between two items of a category
SECRET = 23  # one item in so many is confidential


@dataclass(frozen=True)
class Lesson:
    on: date
    category: str
    origin: str
    text: str
    source: str
    draw: float  # 0..1, who told it
    is_confidential: bool


def lessons(dossier: Dossier, on: date) -> list[Lesson]:
    """All that was learned of a company up to that day, the oldest first; the same each time."""
    return sorted(all_lessons(dossier, on), key=lambda lesson: (lesson.on, lesson.category)) if dossier.openness else []


def all_lessons(dossier: Dossier, on: date) -> Iterator[Lesson]:
    texts, dice = read("knowledge.toml", on), Random(f"knowledge of {dossier.code}")
    start = months_ago(on, min(MONTHS + 6, dossier.since))
    ranks = dice.sample(range(len(KnowledgeItem.Category)), len(KnowledgeItem.Category))
    for category, rank in zip(KnowledgeItem.Category.values, ranks, strict=True):
        day = start + timedelta(days=round(dice.random() * EVERY))
        while day < on:
            open_to = along(dossier.openness, (day - start) / (on - start))
            yield lesson(dossier, texts, dice, day, category, origin_of(rank, open_to))
            day += timedelta(days=round(EVERY * (0.85 + 0.3 * dice.random())))


def origin_of(rank: int, open_to: float) -> str:
    """The client speaks of as many of the ten categories as he is open, always of the same ones first."""
    if rank < round(10 * open_to):
        return Origin.CLIENT
    return Origin.PUBLIC if rank % 2 else Origin.OURS


def lesson(dossier: Dossier, texts: dict, dice: Random, day: date, category: str, origin: str) -> Lesson:
    text = dice.choice(texts[category]).format(topic=dice.choice(dossier.topics))
    source = "" if origin == Origin.CLIENT else dice.choice(texts["sources"][origin])
    return Lesson(day, category, origin, text, source, dice.random(), dice.randrange(SECRET) == 0)


def item(tale: Tale, lesson: Lesson) -> KnowledgeItem:
    return KnowledgeItem(
        account=tale.account, category=lesson.category, origin=lesson.origin, text=lesson.text, source=lesson.source,
        learned_on=lesson.on, is_confidential=lesson.is_confidential, author=tale.account.kam,
        created_at=afternoon(lesson.on), told_by=teller(tale, lesson) if lesson.origin == Origin.CLIENT else None,
    )  # fmt: skip


def teller(tale: Tale, lesson: Lesson):
    """One of those who talk to us that day."""
    talking = [
        tale.people[person.name]
        for person in tale.dossier.people
        if person.name in tale.people and (mood := mood_on(tale.moods[person.name], lesson.on)) and mood.strength
    ]
    return talking[int(lesson.draw * len(talking))] if talking else None


class Lessons:
    """What is learned of one account; `tell` writes what lies between two days."""

    def __init__(self, tale: Tale):
        self.tale, self.lessons = tale, lessons(tale.dossier, tale.on)

    def tell(self, after: date, until: date) -> None:
        due = [lesson for lesson in self.lessons if after < lesson.on <= until]
        KnowledgeItem.objects.bulk_create(item(self.tale, lesson) for lesson in due)
