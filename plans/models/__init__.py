"""Account Business Plans: what is written, what is aimed at, how far the plan has come."""

from plans.models.agreement import Channel, Endorsement, SignOff
from plans.models.life import Control, Edition, Move, Remark, SectionReading
from plans.models.plan import AccountPlan, PlanScopedQuerySet, SectionCharge, SectionScopedQuerySet, Status
from plans.models.review import PlanReview, ReviewDecision, ReviewPresence, ReviewTopic
from plans.models.risk import PlanRisk
from plans.models.sharing import SharedEdition
from plans.models.strategy import (
    Crossing,
    Following,
    PlanAction,
    PlanObjective,
    StrategicPriority,
    SwotItem,
    TowsOption,
)
from plans.models.teamwork import SectionComment
from plans.models.thread import Repetition
from plans.models.writing import Figure, Passage

__all__ = [
    "AccountPlan",
    "Channel",
    "Control",
    "Crossing",
    "Edition",
    "Endorsement",
    "Figure",
    "Following",
    "Move",
    "Passage",
    "PlanAction",
    "PlanObjective",
    "PlanReview",
    "PlanRisk",
    "PlanScopedQuerySet",
    "Remark",
    "Repetition",
    "ReviewDecision",
    "ReviewPresence",
    "ReviewTopic",
    "SectionCharge",
    "SectionComment",
    "SectionReading",
    "SectionScopedQuerySet",
    "SharedEdition",
    "SignOff",
    "Status",
    "StrategicPriority",
    "SwotItem",
    "TowsOption",
]
