"""What is known of a plan beside its text: who spoke of what, when, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Value
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.module_loading import import_string

from plans.content import Content
from plans.health import SHORTEST, Facts
from plans.models import (
    AccountPlan,
    Endorsement,
    Figure,
    Passage,
    PlanAction,
    PlanObjective,
    PlanRisk,
    Repetition,
    ReviewDecision,
    ReviewTopic,
    StrategicPriority,
    SwotItem,
    TowsOption,
)
from plans.models.strategy import words_digest
from plans.sharing import shared_of

WRITTEN_IN = (Passage, Figure, SwotItem, TowsOption, StrategicPriority, PlanObjective, PlanAction, PlanRisk)
OF_REVIEWS = ("priorities", "objectives", "actions", "steering")  # what every review speaks of
Moments = Iterable[tuple[str, date]]  # section, day


def facts_of(plan: AccountPlan, content: Content, on: date) -> Facts:
    """In ten queries, whatever the plan holds."""
    voices = [import_string(path)(plan) for path in settings.PLAN_VOICES]
    comments = list(plan.comments.values_list("section", "line", "written_at"))
    reviewed = [(section, day) for day in held_on(plan) for section in OF_REVIEWS]
    said = [(section, timezone.localdate(at)) for section, _line, at in comments] + reviewed
    said += [moment for voice in voices for moment in voice.said]
    lines = {str(line) for _section, line, _at in comments if line} | {line for voice in voices for line in voice.lines}
    return Facts(
        on=on,
        is_in_force=plan.is_in_force,
        touched=latest([*said, *written_on(plan)]),
        copied=copied_in(plan),
        discussed=frozenset(section for section, _day in said),
        spoken=frozenset(lines | repeated(plan, content) | reviewed_lines(plan)),
        endorsed=endorsed_in(plan, content),
        is_signed=plan.sign_offs.filter(digest=shared_of(content).digest).exists(),
        taken=sum(voice.taken for voice in voices),
        born=ReviewDecision.objects.filter(review__plan=plan).exclude(action=None).count()
        + sum(voice.born for voice in voices),
    )


def latest(moments: Moments) -> dict[str, date]:
    days = defaultdict(lambda: date.min)
    for section, day in moments:
        days[section] = max(days[section], day)
    return dict(days)


def written_on(plan: AccountPlan) -> Moments:
    """When each section was last written, by the history."""
    first, *others = [
        model.pgh_event_model.objects.filter(plan=plan)
        .order_by()
        .annotate(place=Value(model.section) if isinstance(model.section, str) else F("section"))
        .values("place")
        .annotate(last=Max("pgh_created_at"))
        .values_list("place", "last")
        for model in WRITTEN_IN
    ]
    rows = first.union(*others, all=True)
    return [(section, timezone.localdate(at)) for section, at in rows if at]  # of no row, the latest is none


def held_on(plan: AccountPlan) -> list[date]:
    return list(plan.reviews.held().values_list("held_on", flat=True))


def reviewed_lines(plan: AccountPlan) -> set[str]:
    topics = ReviewTopic.objects.filter(review__plan=plan, is_done=True).exclude(line=None)
    return {str(line) for line in topics.values_list("line", flat=True)}


def copied_in(plan: AccountPlan) -> frozenset[str]:
    """The passages that an earlier plan of the house holds word for word, too long for chance; not its own versions."""
    twins = Passage.objects.filter(
        section=OuterRef("section"), field=OuterRef("field"), text=OuterRef("text"),
        plan__created_at__lt=plan.created_at,
    ).exclude(plan__in=plan.versions())  # fmt: skip
    long = plan.passages.annotate(length=Length("text")).filter(Exists(twins), length__gte=SHORTEST)
    return frozenset(f"{section}.{field}" for section, field in long.values_list("section", "field"))


def repeated(plan: AccountPlan, content: Content) -> set[str]:
    keys = [priority.key for priority in content.priorities]
    rows = Repetition.objects.of(plan.account).filter(priority__lineage__in=keys)
    return {str(key) for key in rows.values_list("priority__lineage", flat=True)}


def endorsed_in(plan: AccountPlan, content: Content) -> frozenset[str]:
    """The priorities that somebody of the client carries in their present words."""
    words = {each.key: words_digest(each.title, each.sentence, each.client_issue) for each in content.priorities}
    rows = Endorsement.objects.given_to(plan).standing().values_list("priority__lineage", "digest")
    return frozenset(str(key) for key, digest in rows if words.get(str(key)) == digest)
