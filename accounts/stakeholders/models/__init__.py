"""The client's people, the interactions between them and us, what joins them, what they tell us."""

from accounts.stakeholders.models.departures import Departure, Merge
from accounts.stakeholders.models.interaction import Interaction, InteractionQuerySet, OurSide, TheirSide
from accounts.stakeholders.models.knowledge import KnowledgeItem
from accounts.stakeholders.models.opinions import Opinion, OpinionAccess
from accounts.stakeholders.models.person import Stakeholder, StakeholderQuerySet
from accounts.stakeholders.models.places import Place
from accounts.stakeholders.models.relations import Introduction, Step, Tie

__all__ = [
    "Departure",
    "Interaction",
    "InteractionQuerySet",
    "Introduction",
    "KnowledgeItem",
    "Merge",
    "Opinion",
    "OpinionAccess",
    "OurSide",
    "Place",
    "Stakeholder",
    "StakeholderQuerySet",
    "Step",
    "TheirSide",
    "Tie",
]
