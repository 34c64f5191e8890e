"""What several rows of a review need together: opening, its agenda, what is born in it, closing, sending."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.services import delete_with_undo
from accounts.stakeholders import posting
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.models import (
    AccountPlan,
    PlanAction,
    PlanObjective,
    PlanReview,
    PlanRisk,
    ReviewDecision,
    ReviewPresence,
    ReviewTopic,
    SwotItem,
)
from plans.reviews.agenda import Proposal, propose, shares
from plans.reviews.facts import facts_of, guests_of
from plans.reviews.minutes import write_over
from plans.reviews.tasks import send_minutes
from plans.sharing import publish

RISK = "risk"
ACTION = "action"
DECISION = "decision"


@transaction.atomic
def open_review(plan: AccountPlan, *, held_on: date, length: int, by: User, on: date) -> PlanReview:
    """Prepare a review: agenda and participants are proposed. Of two clicks, the second finds what the first opened."""
    AccountPlan.objects.select_for_update().get(pk=plan.pk)
    if waiting := plan.reviews.filter(closed_at=None).first():
        return waiting
    review = PlanReview.objects.create(plan=plan, held_on=held_on, held_by=by)
    add_topics(review, propose(facts_of(plan, on, review), length))
    ours, theirs = guests_of(plan)
    set_presences(review, users=ours | {by.pk}, stakeholders=theirs)
    return review


def add_topics(review: PlanReview, proposals: Iterable[Proposal]) -> None:
    last = review.topics.aggregate(last=Max("position"))["last"]
    ReviewTopic.objects.bulk_create(
        ReviewTopic(
            review=review, kind=each.kind, title=each.title, reason=each.reason, line=each.line,
            minutes_planned=each.minutes, is_shown=each.is_shown, position=place,
        )
        for place, each in enumerate(proposals, 0 if last is None else last + 1)
    )  # fmt: skip


@transaction.atomic
def propose_again(review: PlanReview, *, length: int, on: date) -> None:
    """Add the topics that the agenda lacks, and let it take that long; what stands in it stays."""
    review = locked(review)
    known = set(review.topics.values_list("kind", "title"))
    proposed = propose(facts_of(review.plan, on, review), length)
    add_topics(review, [each for each in proposed if (each.kind, each.title) not in known])
    fit(review, length=length)


@transaction.atomic
def fit(review: PlanReview, *, length: int) -> None:
    """Give the topics that are shown their part of the time; those of ours take none."""
    topics = list(locked(review).topics.shown())
    if not topics:
        return
    times = shares([max(each.minutes_planned, 1) for each in topics], length)
    for topic, minutes in zip(topics, times, strict=True):
        topic.minutes_planned = minutes
    ReviewTopic.objects.bulk_update(topics, ["minutes_planned"])


@transaction.atomic
def put_in_order(review: PlanReview, keys: list[int]) -> None:
    """The topics in the order of these keys; those that the list does not name follow as they stood."""
    topics = list(locked(review).topics.all())
    wanted = {key: place for place, key in enumerate(keys)}
    topics.sort(key=lambda each: wanted.get(each.pk, len(wanted)))
    for place, topic in enumerate(topics):
        topic.position = place
    ReviewTopic.objects.bulk_update(topics, ["position"])


def move_topic(topic: ReviewTopic, by: int) -> None:
    """One place up (-1) or down (1), as the drag does."""
    keys = list(topic.review.topics.values_list("pk", flat=True))
    here = keys.index(topic.pk)
    keys.insert(max(0, here + by), keys.pop(here))
    put_in_order(topic.review, keys)


@transaction.atomic
def set_topic_shown(topic: ReviewTopic, *, is_shown: bool) -> None:
    """What is kept back takes its decisions with it; showing a topic again does not show what was said under it."""
    topic.is_shown = is_shown
    topic.save(update_fields=["is_shown"])
    if not is_shown:
        topic.decisions.update(is_shown=False)


@transaction.atomic
def set_presences(review: PlanReview, *, users: set[int], stakeholders: set[int]) -> None:
    """Exactly these take part; who stays keeps what was sent to him."""
    for name, keys in (("user", users), ("stakeholder", stakeholders)):
        kept = review.presences.exclude(**{name: None})
        kept.exclude(**{f"{name}__in": keys}).delete()
        known = set(kept.values_list(name, flat=True))
        ReviewPresence.objects.bulk_create(
            ReviewPresence(review=review, **{f"{name}_id": key}) for key in sorted(keys - known)
        )


@transaction.atomic
def show(review: PlanReview, topic: ReviewTopic | None, *, at: datetime) -> None:
    """Speak of that topic from now on; the one before has been discussed."""
    if review.shown_id and review.shown_id != (topic and topic.pk):
        review.topics.filter(pk=review.shown_id).update(is_done=True)
    review.shown, review.shown_at = topic, at
    review.save(update_fields=["shown", "shown_at"])


@transaction.atomic
def write_down(review: PlanReview, field: str, text: str, *, written_on: str) -> str | None:
    """Save a text that was written on the state of that mark; else the text that somebody saved meanwhile."""
    return write_over(locked(review), field, text, written_on=written_on)


def locked(review: PlanReview) -> PlanReview:
    """The review as it is now, for us alone. Raises Http404 once its minutes are closed."""
    rows = PlanReview.objects.select_for_update(of=("self",)).select_related("plan__account__kam", "plan__sponsor")
    return get_object_or_404(rows, pk=review.pk, closed_at=None)


@transaction.atomic
def bear(
    review: PlanReview,
    kind: str,
    text: str,
    *,
    topic: ReviewTopic | None,
    by: User,
    at: datetime,
    on: date,
    due_on: date,
    owner: User | Stakeholder | None,
) -> ReviewDecision:
    """A decision, and the action, risk or SWOT item (`kind` is then its quadrant) that it gives birth to.

    This is the light adjustment of a plan in execution (domain.md 3.2): the change history records the row, the next
    move freezes it with the others and tells it among what changed. Raises ValidationError, having changed nothing.
    """
    review = locked(review)
    is_shown = (topic is None or topic.is_shown) and kind in (DECISION, ACTION)
    decision = ReviewDecision(review=review, topic=topic, text=text, is_shown=is_shown, decided_at=at)
    give_birth(decision, kind, by=by, on=on, due_on=due_on, owner=owner)
    decision.save()
    publish(review.plan, by=by, at=at)
    return decision


def give_birth(decision: ReviewDecision, kind: str, *, by: User, on: date, due_on: date, owner) -> None:
    """The row that goes with a decision of that kind, if one does."""
    review, text = decision.review, decision.text
    if kind == ACTION:
        is_internal = not decision.is_shown
        decision.action = born_action(review.plan, text, decision.topic, owner, due_on, is_internal=is_internal)
    elif kind == RISK:
        decision.risk = saved(PlanRisk(plan=review.plan, text=text, owner=by))
    elif kind != DECISION:
        decision.swot_item = born_swot(review, kind, text, on)


def born_action(plan, text, topic, owner, due_on, *, is_internal) -> PlanAction:
    """For the first objective of the priority that is spoken of; of a topic of ours, never for the client's eyes."""
    objective = topic and topic.line and first_objective(plan, topic.line, is_internal)
    action = PlanAction(plan=plan, title=text, objective=objective, due_on=due_on, is_internal=is_internal)
    setattr(action, "client_owner" if isinstance(owner, Stakeholder) else "owner", owner)
    return saved(action)


def first_objective(plan: AccountPlan, line, is_internal: bool) -> PlanObjective | None:
    """One that the client does not read would hide the action from him."""
    objectives = plan.objectives.filter(priority__lineage=line)
    return (objectives if is_internal else objectives.filter(is_internal=False)).first()


def born_swot(review: PlanReview, quadrant: str, text: str, on: date) -> SwotItem:
    last = review.plan.swot.filter(quadrant=quadrant).aggregate(last=Max("position"))["last"] or 0
    return saved(
        SwotItem(plan=review.plan, quadrant=quadrant, text=text, source=str(review), seen_on=on, position=last + 1)
    )


def saved(row):
    """The row, once its model finds nothing wrong with it."""
    row.full_clean(exclude=["plan"])
    row.save()
    return row


@transaction.atomic
def take_back_outcome(decision: ReviewDecision, *, by: User, at: datetime, back: str) -> str:
    """Delete a decision with what it gave birth to; the address that undoes it."""
    review = locked(decision.review)
    born = [row for row in (decision.action, decision.risk, decision.swot_item) if row]
    undo = delete_with_undo(decision, back=back)
    for row in born:
        row.delete()
    publish(review.plan, by=by, at=at)
    return undo


@transaction.atomic
def close_review(review: PlanReview, *, minutes: str, by: User, at: datetime, on: date) -> None:
    """Freeze the minutes. Raises ValidationError before the day of the review, or when nothing is written."""
    review = locked(review)
    if not review.has_come(on):
        raise ValidationError(_("This review is still to come: its minutes can be closed from that day on."))
    if not minutes.strip():
        raise ValidationError(_("The minutes are empty."))
    review.minutes, review.held_by, review.closed_at, review.shown = minutes, by, at, None
    review.save(update_fields=["minutes", "held_by", "closed_at", "shown"])


@transaction.atomic
def ask_to_send(presences: Iterable[ReviewPresence], *, at: datetime) -> int:
    """Queue the minutes for these people; who has them already is left in peace. How many."""
    return posting.ask_to_send(presences, ReviewPresence.objects.to_send(), send_minutes, at=at)
