"""Our screen: what is spoken of, what we know of it, what was noted and decided."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from plans.models import PlanAction, PlanObjective, PlanReview, PlanRisk, ReviewDecision, ReviewTopic, StrategicPriority
from plans.reviews.minutes import mark_of

Kind = ReviewTopic.Kind


@dataclass(frozen=True)
class Presenter:
    """`on` is today."""

    review: PlanReview
    on: date

    @cached_property
    def topics(self) -> list[ReviewTopic]:
        return list(self.review.topics.all())

    @cached_property
    def place(self) -> int | None:
        """Of what is spoken of now."""
        keys = [topic.pk for topic in self.topics]
        return keys.index(self.review.shown_id) if self.review.shown_id in keys else None

    @property
    def current(self) -> ReviewTopic | None:
        return None if self.place is None else self.topics[self.place]

    @property
    def following(self) -> ReviewTopic | None:
        place = 0 if self.place is None else self.place + 1
        return self.topics[place] if place < len(self.topics) else None

    @property
    def preceding(self) -> ReviewTopic | None:
        return self.topics[self.place - 1] if self.place else None

    @cached_property
    def priority(self) -> StrategicPriority | None:
        is_one = self.current and self.current.kind == Kind.PRIORITY
        return self.review.plan.priorities.filter(lineage=self.current.line).first() if is_one else None

    @cached_property
    def objectives(self) -> list[PlanObjective]:
        return list(self.priority.objectives.select_related("owner")) if self.priority else []

    @cached_property
    def actions(self) -> list[PlanAction]:
        """Of the priority that is spoken of, or the late ones; ours and theirs, for us."""
        rows = self.review.plan.actions.select_related("owner", "client_owner")
        if self.priority:
            return self.told(rows.filter(objective__priority=self.priority))
        if self.current and self.current.kind == Kind.LATE:
            return self.told(rows.filter(done_on=None, due_on__lt=self.on))
        return []

    def told(self, rows) -> list[PlanAction]:
        for action in (found := list(rows)):
            action.waits = action.is_late(self.on)
        return found

    @cached_property
    def risks(self) -> list[PlanRisk]:
        """The gravest three, beside a topic that only we see."""
        is_ours = self.current and not self.current.is_shown
        return list(self.review.plan.risks.select_related("owner")[:3]) if is_ours else []

    @cached_property
    def decisions(self) -> list[ReviewDecision]:
        related = ("topic", "action__owner", "action__client_owner", "risk", "swot_item")
        return list(self.review.decisions.select_related(*related))

    @property
    def marks(self) -> dict[str, str]:
        """By which a text says on which state it is written."""
        return {name: mark_of(getattr(self.review, name)) for name in ("minutes", "private_notes")}

    @property
    def minutes_in_all(self) -> int:
        return sum(topic.minutes_planned for topic in self.topics)
