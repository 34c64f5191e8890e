"""What the pages of a review read of the plan around it: facts for the agenda, people to invite, what became of things."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.models import Account
from accounts.stakeholders.models import Stakeholder
from kam.users.models import User
from plans.content import content_from, content_of
from plans.models import AccountPlan, Endorsement, PlanReview, ReviewDecision, ReviewTopic, Status
from plans.reviews.advice import Preparation
from plans.reviews.agenda import Facts

RHYTHM = relativedelta(months=3)  # domain.md 3.2: quarterly by default
HEAVY = 4  # influence of somebody who decides, or to whom those who decide listen


def facts_of(plan: AccountPlan, on: date, review: PlanReview | None = None) -> Facts:
    """`review`: the one that is prepared, which is not its own predecessor."""
    edition = plan.editions.first()  # frozen when the plan last went into execution, after the last review
    return Facts(
        now=content_of(plan),
        on=on,
        then=content_from(edition.content) if edition else None,
        decisions=tuple((each.text, is_carried_out(each)) for each in decisions_before(plan, review)),
        suggestions=sum(import_string(path)(plan) for path in settings.REVIEW_SUGGESTIONS),
    )


def previous_review(plan: AccountPlan, review: PlanReview | None = None) -> PlanReview | None:
    """The last one held on this plan or on the version that it replaces."""
    held = PlanReview.objects.held().filter(Q(plan=plan) | Q(plan=plan.previous_id))
    return held.exclude(pk=review and review.pk).first()


def decisions_before(plan: AccountPlan, review: PlanReview | None = None) -> list[ReviewDecision]:
    """What the last review decided, with what became of it."""
    last = previous_review(plan, review)
    return list(last.decisions.select_related("action__owner", "action__client_owner")) if last else []


def is_carried_out(decision: ReviewDecision) -> bool | None:
    """None where nothing was to be done."""
    return decision.action.done_on is not None if decision.action else None


def next_due(plan: AccountPlan) -> date | None:
    """The day by which the next review is to be held; None for a plan that does not run."""
    if plan.status not in (Status.IN_EXECUTION, Status.REVIEWED):
        return None
    last = previous_review(plan)
    return (last.held_on if last else began_on(plan)) + RHYTHM


def overdue_of(account: Account, on: date) -> tuple[AccountPlan, date] | None:
    """The plan of the account that runs without its review, and since when; one query where no plan runs."""
    plan = AccountPlan.objects.of(account).in_execution().first()
    due = next_due(plan) if plan else None
    return (plan, due) if due and due < on else None


def began_on(plan: AccountPlan) -> date:
    move = plan.moves.filter(target=Status.IN_EXECUTION).last()
    return max(move.at.date(), plan.starts_on) if move else plan.starts_on


def preparation_of(review: PlanReview, topics: list[ReviewTopic], on: date) -> Preparation:
    """What the checklist asks about, of a review whose topics are these."""
    shown = [each for each in topics if each.is_shown]
    people = list(review.presences.select_related("stakeholder"))
    theirs = [each.stakeholder for each in people if each.stakeholder]
    plan = review.plan
    late = plan.actions.filter(done_on=None, due_on__lt=on, owner=None, client_owner=None)
    open_ones = [each for each in decisions_before(plan, review) if is_carried_out(each) is False]
    return Preparation(
        minutes=tuple(each.minutes_planned for each in shown),
        has_theirs=bool(theirs),
        has_heavy=any(each.influence >= HEAVY for each in theirs),
        has_sponsor=plan.sponsor_id in [each.user_id for each in people if each.user_id],
        has_open_decisions=bool(open_ones),
        begins_with_decisions=bool(shown) and shown[0].kind == ReviewTopic.Kind.OPENING,
        unowned=tuple(late.values_list("title", flat=True)),
        unspoken=tuple(plan.priorities.filter(sentence="").values_list("title", flat=True)),
    )


def guests_of(plan: AccountPlan) -> tuple[set[int], set[int]]:
    """Keys of those of ours and of theirs whom a review concerns: KAM, sponsor, owners of actions, who endorsed."""
    actions = plan.actions.filter(done_on=None)
    ours = {plan.account.kam_id, plan.sponsor_id, *actions.values_list("owner", flat=True)} - {None}
    theirs = set(actions.values_list("client_owner", flat=True))
    theirs |= set(Endorsement.objects.standing().filter(priority__plan=plan).values_list("stakeholder", flat=True))
    return active(ours), present(theirs - {None})


def active(keys: Iterable[int]) -> set[int]:
    return set(User.objects.active().filter(pk__in=keys).values_list("pk", flat=True))


def present(keys: Iterable[int]) -> set[int]:
    people = Stakeholder.objects.present().known().filter(pk__in=keys, is_placeholder=False)
    return set(people.values_list("pk", flat=True))
