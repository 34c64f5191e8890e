"""Account Business Plans: what is written, what is aimed at, how far the plan has come."""

from plans.models.agreement import Endorsement, SignOff
from plans.models.life import Control, Edition, Move, PlanReview, Remark
from plans.models.plan import AccountPlan, PlanScopedQuerySet, Status
from plans.models.strategy import (
    Crossing,
    Following,
    PlanAction,
    PlanObjective,
    PlanRisk,
    StrategicPriority,
    SwotItem,
    TowsOption,
)
from plans.models.writing import Figure, Passage

__all__ = [
    "AccountPlan",
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
    "SignOff",
    "Status",
    "StrategicPriority",
    "SwotItem",
    "TowsOption",
]
