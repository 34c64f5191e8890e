"""How alive a plan is: not how full. Content and facts in, a score and its reasons out.

The weights below are our own judgement until administrators may set them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from django.utils.translation import ngettext_lazy

from plans.catalogue import SECTIONS
from plans.content import Content, FigureLine

BASE = 50  # points of a plan of which nothing good or bad is known
STALE_AFTER = timedelta(days=180)
OLD_AFTER = timedelta(days=548)  # 18 months
SHORTEST = 80  # characters from which an identical passage is a copy, not a turn of phrase


class Kind(Enum):
    """What weighs: its name, its points each, and the most that all of a kind weigh together."""

    SILENT = ("silent", -1.5, 27)
    UNSPOKEN = ("unspoken", -4, 12)
    UNSOURCED = ("unsourced", -3, 12)
    STALE = ("stale", -2, 12)
    COPIED = ("copied", -2, 12)
    VAGUE = ("vague", -3, 12)
    LATE = ("late", -3, 15)
    ENDORSED = ("endorsed", 15, 15)  # for all the priorities; a share of them, that share
    SIGNED = ("signed", 10, 10)
    TAKEN = ("taken", 3, 9)
    BORN = ("born", 3, 12)
    DONE = ("done", 3, 14)

    @property
    def each(self) -> float:
        return self.value[1]

    @property
    def most(self) -> float:
        return self.value[2]


@dataclass(frozen=True)
class Facts:
    """What is known beside the text. Sections and priorities are told by their keys, passages as «section.field».

    `touched`: section → when it was last written, spoken of or reviewed; `discussed`: sections of which somebody said
    something; `spoken`: priorities said to somebody, commented or reviewed; `taken`: suggestions of the client that
    were taken; `born`: actions that came of a review or of the client.
    """

    on: date
    is_in_force: bool = False
    touched: dict[str, date] = field(default_factory=dict)
    copied: frozenset[str] = frozenset()
    discussed: frozenset[str] = frozenset()
    spoken: frozenset[str] = frozenset()
    endorsed: frozenset[str] = frozenset()
    is_signed: bool = False
    taken: int = 0
    born: int = 0


@dataclass(frozen=True)
class Finding:
    """One thing that weighs; `where` is the section in which it stands, `share` how much of a whole it is."""

    kind: Kind
    where: str
    share: float = 1


@dataclass(frozen=True)
class Reason:
    """All findings of a kind together: how many, what they weigh in points, and the first section to look at."""

    kind: Kind
    count: int
    points: float
    where: str

    @property
    def is_good(self) -> bool:
        return self.points > 0

    @property
    def words(self) -> str:
        return WORDS[self.kind] % {"count": self.count}


@dataclass(frozen=True)
class Health:
    """`score`: 0 to 100; `reasons`: what weighs most first; `base`: the points that they are added to."""

    score: int
    reasons: tuple[Reason, ...]
    base: int = BASE


def health_of(content: Content, facts: Facts) -> Health:
    """BASE, plus what each kind of finding weighs, within 0 and 100.

    A kind weighs its points for each finding, up to its most. No text earns a point: what is written can only be
    stale, copied, unsourced, vague or undiscussed; what others did with it raises the score. Source: own judgement.
    """
    reasons = reasons_of(list(findings(content, facts)))
    score = BASE + sum(reason.points for reason in reasons)
    return Health(round(min(100, max(0, score))), tuple(sorted(reasons, key=lambda reason: -abs(reason.points))))


def reasons_of(found: list[Finding]) -> list[Reason]:
    return [reason_of(kind, of_kind) for kind in Kind if (of_kind := [each for each in found if each.kind is kind])]


def reason_of(kind: Kind, found: list[Finding]) -> Reason:
    sign = 1 if kind.each > 0 else -1
    weight = min(kind.most, abs(kind.each) * sum(each.share for each in found))
    return Reason(kind, len(found), sign * weight, found[0].where)


def findings(content: Content, facts: Facts) -> Iterator[Finding]:
    """All that weighs, section by section where it stands in one."""
    for section in SECTIONS:
        yield from of_section(section.key, content, facts)
    yield from of_priorities(content, facts)
    yield from of_actions(content, facts)
    yield from of_client(facts)


def of_section(key: str, content: Content, facts: Facts) -> Iterator[Finding]:
    if key not in facts.discussed:
        yield Finding(Kind.SILENT, key)
    if facts.is_in_force and facts.on - facts.touched.get(key, date.min) > STALE_AFTER:
        yield Finding(Kind.STALE, key)
    for figure in content.figures:
        if figure.section == key and not is_checkable(figure, facts.on):
            yield Finding(Kind.UNSOURCED, key)
    for place in facts.copied & content.passages.keys():
        if place.split(".")[0] == key:
            yield Finding(Kind.COPIED, key)


def is_checkable(figure: FigureLine, on: date) -> bool:
    """Whether a figure says where it comes from and of when, and is younger than 18 months."""
    return bool(figure.source and figure.as_of and on - figure.as_of <= OLD_AFTER)


def of_priorities(content: Content, facts: Facts) -> Iterator[Finding]:
    smart = {objective.priority for objective in content.objectives if objective.is_smart}
    for priority in content.priorities:
        if priority.key not in facts.spoken | facts.endorsed:
            yield Finding(Kind.UNSPOKEN, "priorities")
        if priority.key in facts.endorsed:
            yield Finding(Kind.ENDORSED, "priorities", 1 / len(content.priorities))
        if priority.key not in smart:
            yield Finding(Kind.VAGUE, "objectives")
    yield from (Finding(Kind.VAGUE, "objectives") for objective in content.objectives if not objective.is_smart)


def of_actions(content: Content, facts: Facts) -> Iterator[Finding]:
    for action in content.actions:
        if action.done_on is not None:
            yield Finding(Kind.DONE, "actions")
        elif action.is_late(facts.on):
            yield Finding(Kind.LATE, "actions")
    yield from (Finding(Kind.BORN, "actions") for _number in range(facts.born))


def of_client(facts: Facts) -> Iterator[Finding]:
    yield from (Finding(Kind.TAKEN, "priorities") for _number in range(facts.taken))
    if facts.is_signed:
        yield Finding(Kind.SIGNED, "governance")


WORDS = {
    Kind.SILENT: ngettext_lazy(
        "%(count)s section was never discussed", "%(count)s sections were never discussed", "count"
    ),
    Kind.UNSPOKEN: ngettext_lazy(
        "%(count)s priority was never said to anybody", "%(count)s priorities were never said to anybody", "count"
    ),
    Kind.UNSOURCED: ngettext_lazy(
        "%(count)s figure has no source, no date, or is older than 18 months",
        "%(count)s figures have no source, no date, or are older than 18 months",
        "count",
    ),
    Kind.STALE: ngettext_lazy(
        "%(count)s section was not touched for six months",
        "%(count)s sections were not touched for six months",
        "count",
    ),
    Kind.COPIED: ngettext_lazy(
        "%(count)s passage is copied word for word from another plan",
        "%(count)s passages are copied word for word from another plan",
        "count",
    ),
    Kind.VAGUE: ngettext_lazy(
        "%(count)s priority or objective is not SMART", "%(count)s priorities or objectives are not SMART", "count"
    ),
    Kind.LATE: ngettext_lazy("%(count)s action is late", "%(count)s actions are late", "count"),
    Kind.ENDORSED: ngettext_lazy(
        "the client carries %(count)s priority", "the client carries %(count)s priorities", "count"
    ),
    Kind.SIGNED: ngettext_lazy("the client has signed this version", "the client has signed this version", "count"),
    Kind.TAKEN: ngettext_lazy(
        "%(count)s suggestion of the client was taken", "%(count)s suggestions of the client were taken", "count"
    ),
    Kind.BORN: ngettext_lazy(
        "%(count)s action came of a review or of the client",
        "%(count)s actions came of a review or of the client",
        "count",
    ),
    Kind.DONE: ngettext_lazy("%(count)s action is done", "%(count)s actions are done", "count"),
}
