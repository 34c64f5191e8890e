"""What moves a plan: one transition freezes an edition, says what changed, and keeps its neighbours in order."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, F, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Membership
from kam.users.models import User
from plans.completeness import states
from plans.content import Content, content_from, content_of
from plans.difference import differences, shift
from plans.lifecycle import ENOUGH, WAYS, Part, Situation, Transition, makes_version
from plans.models import AccountPlan, Edition, Endorsement, Move, PlanReview, Remark, Status
from plans.models.plan import IN_FORCE, SHARED
from plans.models.strategy import words_digest
from plans.sharing import publish, shared_of
from plans.telling import tell_of_move
from plans.versions import next_version, renew

WEIGHTY = 3  # influence from which somebody's agreement counts (domain.md 1.3, indicator 7)


class Refused(Exception):
    """The plan cannot go there; `reasons` are sentences for the person who tried."""

    def __init__(self, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def parts_of(user: User | None, plan: AccountPlan) -> set[Part]:
    """In what qualities a person may act on a plan; nobody at all is the clock, and nobody validates his own plan."""
    found = movers(user, plan)
    if user and Membership.objects.filter(account=plan.account_id, user=user, function__code="controller").exists():
        found.add(Part.CONTROLLER)
    return found


def movers(user: User | None, plan: AccountPlan) -> set[Part]:
    """The qualities in which he may take it somewhere: controlling moves no plan."""
    if user is None:
        return {Part.CLOCK}
    found = {Part.ADMIN} if user.is_administrator else set()
    if plan.account.kam_id == user.pk:
        found.add(Part.KAM)
    elif user.role == User.Role.DIRECTOR and Account.objects.carried_by(user).filter(pk=plan.account_id).exists():
        found.add(Part.MANAGER)
    return found


def situation_of(plan: AccountPlan, content: Content, on, *, waiver: str = "", has_comment: bool = False) -> Situation:
    """What the guards of the life cycle ask, read from the plan and its content."""
    return Situation(
        on=on,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        investment=plan.investment,
        threshold=Decimal(settings.PLAN_CONTROL_FROM),
        waiver=waiver,
        has_comment=has_comment,
        **written_in(content),
        **lived_by(plan, content),
    )


def written_in(content: Content) -> dict[str, Any]:
    """The part of a situation that the content says."""
    smart = {objective.priority for objective in content.objectives if objective.is_smart}
    return {
        "has_team": bool(content.team),
        "has_sponsor": bool(content.sponsor),
        "incomplete": [
            (state.section.key, state.percent)
            for state in states(content)
            if state.section.is_gate and state.percent < ENOUGH
        ],
        "priorities": len(content.priorities),
        "vague": [priority.title for priority in content.priorities if priority.key not in smart],
    }


def lived_by(plan: AccountPlan, content: Content) -> dict[str, Any]:
    """The part of a situation that comes from the life of the plan and of its neighbours, in one query."""
    at_all = AccountPlan.objects.filter(pk=plan.pk)
    found = at_all.values(given=given_words(plan), **stood_behind(plan, content), **past(plan)).get()
    validated, given = found.pop("validated"), found.pop("given")
    return found | {
        "agreed": carried(content, given),
        "shift": shift(content_from(validated), content) if validated else 0,
    }


def stood_behind(plan: AccountPlan, content: Content) -> dict[str, Exists]:
    """Who stands behind exactly this content."""
    return {
        "is_controlled": Exists(plan.controls.filter(digest=content.digest)),
        "is_signed": Exists(plan.sign_offs.filter(digest=shared_of(content).digest)),
    }


def past(plan: AccountPlan) -> dict[str, Any]:
    """What happened to the plan and around it."""
    began = plan.moves.filter(target=Status.IN_EXECUTION).values("at")[:1]
    signed = plan.reviews.exclude(cosigned_at=None)
    later = AccountPlan.objects.filter(account=plan.account_id, starts_on__gt=plan.starts_on, status__in=IN_FORCE)
    return {
        "validated": Subquery(plan.moves.filter(target=Status.INTERNAL_VALIDATION).values("edition__content")[:1]),
        "is_review_signed": Exists(signed.annotate(began=Subquery(began)).filter(IS_SINCE)),
        "has_version_under_way": Exists(plan.successors.exclude(status=Status.ARCHIVED)),
        "has_approved_successor": Exists(later),
    }


IS_SINCE = Q(began=None) | Q(cosigned_at__gt=F("began"))  # a review since the plan last went into execution


def given_words(plan: AccountPlan) -> ArraySubquery:
    """[lineage of a priority, SHA-256 of the words] that somebody of influence ≥ 3 at the client has agreed to."""
    given = Endorsement.objects.given_to(plan).standing().filter(influence__gte=WEIGHTY)
    return ArraySubquery(given.values(told=JSONObject(key="priority__lineage", digest="digest")))


def carried(content: Content, given: list[dict[str, str]]) -> float:
    """% of the priorities that were agreed to in their present words."""
    words = {p.key: words_digest(p.title, p.sentence, p.client_issue) for p in content.priorities}
    agreed = {each["key"] for each in given if words.get(each["key"]) == each["digest"]}
    return 100 * len(agreed) / len(words) if words else 0


def agreement(plan: AccountPlan, content: Content) -> float:
    """% of the priorities that somebody of influence ≥ 3 at the client has agreed to, in their present words."""
    return carried(content, AccountPlan.objects.filter(pk=plan.pk).values_list(given_words(plan), flat=True).get())


@transaction.atomic
def open_plan(
    plan: AccountPlan, *, by: User, at: datetime, source: AccountPlan | None = None, keeps_done: bool = False
) -> AccountPlan:
    """Save a new plan as a draft, with the first line of its life; with a copy of what `source` planned, if given."""
    plan.save()
    if source:
        renew(source, plan, keeps_done=keeps_done)
    record(plan, source="", target=Status.DRAFT, by=by, at=at, content=content_of(plan))
    return plan


@transaction.atomic
def move_plan(
    plan: AccountPlan,
    *,
    to: Status,
    by: User | None,
    at: datetime,
    comment: str = "",
    remarks: dict[str, str] | None = None,
    waiver: str = "",
) -> AccountPlan:
    """Take the plan to another state; the plan returned is its next version when the move opens one.

    `remarks`: section key → what the director says of it. Raises Refused with the reasons, having changed nothing.
    """
    plan = AccountPlan.objects.select_for_update(of=("self",)).select_related("account__kam", "sponsor").get(pk=plan.pk)
    way, content = WAYS.get((plan.status, to)), content_of(plan)
    said = bool(comment.strip() or remarks)
    facts = situation_of(plan, content, timezone.localdate(at), waiver=waiver, has_comment=said)
    refuse_unless_allowed(way, parts_of(by, plan), facts)
    if makes_version(way):
        fresh = next_version(plan)
        record(fresh, plan.status, to, by, at, content_of(fresh), comment)
        return fresh
    if to is Status.APPROVED:
        put_away_previous(plan, by=by, at=at)
    settle(plan, to, by, at, content, comment, waiver, remarks or {})
    return plan


def settle(plan, to, by, at, content: Content, comment, waiver, remarks: dict[str, str]) -> None:
    """The plan is in its new state, with the line of its life that says so."""
    source, plan.status = plan.status, to
    plan.save(update_fields=["status"])
    plan.readings.all().delete()  # what was drafted of the text that moves on is said, or is void
    move = record(plan, source, to, by, at, content, comment, waiver)
    Remark.objects.bulk_create(Remark(move=move, section=key, text=text) for key, text in remarks.items())


def refuse_unless_allowed(way: Transition | None, parts: set[Part], facts: Situation) -> None:
    if way is None or not way.parts & parts:
        raise Refused([_("The plan cannot go there from where it is, or it is not yours to take it there.")])
    answers = [way.refusals(facts, part) for part in way.parts & parts]
    if all(answers):
        raise Refused(min(answers, key=len))


def record(plan, source, target, by, at, content: Content, comment="", waiver="") -> Move:
    """Freeze the content, and write who moved the plan and what changed since the last edition."""
    last = plan.editions.first() or (plan.previous and plan.previous.editions.first())
    changes = differences(content_from(last.content), content) if last else []
    if target in SHARED:
        publish(plan, by=by, at=at, content=content)
    edition = Edition.objects.create(plan=plan, content=content.to_json(), digest=content.digest, made_at=at)
    move = Move.objects.create(
        plan=plan, source=source, target=target, by=by, at=at, comment=comment, waiver=waiver, edition=edition,
        changes=[change.to_json() for change in changes],
    )  # fmt: skip
    tell_of_move(move)
    return move


def put_away_previous(plan: AccountPlan, *, by: User | None, at: datetime) -> None:
    """The version that this one replaces was in force until now."""
    previous = plan.previous
    if previous and previous.is_in_force:
        source, previous.status = previous.status, Status.ARCHIVED
        previous.save(update_fields=["status"])
        record(previous, source, Status.ARCHIVED, by, at, content_of(previous), _("Replaced by the next version."))


def agree_as_controller(plan: AccountPlan, *, by: User, at: datetime) -> None:
    """Controlling agrees to the plan as it stands. Raises Refused for anybody else, or when none is asked for."""
    if Part.CONTROLLER not in parts_of(by, plan) or plan.status != Status.INTERNAL_VALIDATION:
        raise Refused([_("Only controlling agrees, while a plan waits for its validation.")])
    plan.controls.get_or_create(digest=content_of(plan).digest, defaults={"by": by, "agreed_at": at})


def cosign_review(review: PlanReview, *, by: User, at: datetime) -> None:
    """The sales director signs the closed minutes beside the KAM, once. Raises Refused for anybody else, or before."""
    if Part.MANAGER not in parts_of(by, review.plan) or review.closed_at is None or review.cosigned_at:
        raise Refused([_("The sales director co-signs a review once its minutes are closed.")])
    review.cosigned_by, review.cosigned_at = by, at
    review.save(update_fields=["cosigned_by", "cosigned_at"])
