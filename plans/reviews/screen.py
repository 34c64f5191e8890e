"""What the client sees on the wall: his edition, the topics and decisions that are shown, and nothing else.

The template is given a `Screen` only: there is no row of ours in it from which more could be read.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date

from plans.models import PlanReview, ReviewDecision, ReviewTopic
from plans.reviews.facts import decisions_before
from plans.sharing import SharedAction, SharedContent, SharedObjective, SharedPriority, shared_from

Kind = ReviewTopic.Kind


@dataclass(frozen=True)
class Point:
    """A line of the agenda."""

    title: str
    minutes: int
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Taken:
    """A decision; `action` is what it gave birth to."""

    text: str
    action: SharedAction | None


@dataclass(frozen=True)
class Screen:
    """`title` is the topic spoken of, "" where none is shown: then the agenda stands alone.

    `decisions` were taken in this review, `before` in the last one: those are told as it is opened.
    """

    account: str
    period: str
    day: date
    agenda: tuple[Point, ...]
    title: str = ""
    kind: str = ""
    priority: SharedPriority | None = None
    objectives: tuple[SharedObjective, ...] = ()
    actions: tuple[SharedAction, ...] = ()
    decisions: tuple[Taken, ...] = ()
    before: tuple[Taken, ...] = ()

    @property
    def stamp(self) -> str:
        """Another one whenever the client would see something else."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()[:16]


def screen_of(review: PlanReview, on: date) -> Screen:
    """The screen as it is now, in three queries (five at the opening); `on` is today."""
    edition = review.plan.shared_editions.first()
    shared = shared_from(edition.content) if edition else nothing_of(review)
    topics = list(review.topics.shown())
    screen = composed(review, shared, topics, list(review.decisions.shown().select_related("action")), on)
    if screen.kind != Kind.OPENING:
        return screen
    return replace(
        screen, before=taken([each for each in decisions_before(review.plan, review) if each.is_shown], shared)
    )


def nothing_of(review: PlanReview) -> SharedContent:
    plan = review.plan
    return SharedContent(plan.account.name, plan.version, plan.starts_on, plan.ends_on)


def composed(
    review: PlanReview, shared: SharedContent, topics: list[ReviewTopic], decisions: list[ReviewDecision], on: date
) -> Screen:
    """`topics` and `decisions`: those that are shown."""
    current = next((each for each in topics if each.pk == review.shown_id), None)
    return Screen(
        account=shared.account,
        period=review.plan.period,
        day=review.held_on,
        agenda=tuple(
            Point(each.title, each.minutes_planned, each.is_done, current is not None and each.pk == current.pk)
            for each in topics
        ),
        decisions=taken(decisions, shared),
        **(about(current, shared, on) if current else {}),
    )


def taken(decisions: list[ReviewDecision], shared: SharedContent) -> tuple[Taken, ...]:
    """In the order in which they were taken; an action is told as the client's edition has it."""
    known = {each.key: each for each in shared.actions}
    return tuple(Taken(each.text, each.action and known.get(str(each.action.lineage))) for each in decisions)


def about(topic: ReviewTopic, shared: SharedContent, on: date) -> dict:
    """What the client's edition has about a topic."""
    told = {"title": topic.title, "kind": topic.kind}
    if topic.kind == Kind.PRIORITY:
        return told | about_priority(str(topic.line), shared)
    if topic.kind == Kind.LATE:
        return told | {"actions": tuple(each for each in shared.actions if each.is_late(on))}
    if topic.kind == Kind.RESULT:
        return told | {
            "objectives": tuple(each for each in shared.objectives if each.current is not None),
            "actions": tuple(each for each in shared.actions if each.done_on),
        }
    return told


def about_priority(key: str, shared: SharedContent) -> dict:
    objectives = tuple(each for each in shared.objectives if each.priority == key)
    keys = {each.key for each in objectives}
    return {
        "priority": next((each for each in shared.priorities if each.key == key), None),
        "objectives": objectives,
        "actions": tuple(each for each in shared.actions if each.objective in keys),
    }
