"""The client's people, the interactions between them and us, and what joins them."""

from accounts.stakeholders.models.interaction import Interaction, InteractionQuerySet, OurSide, TheirSide
from accounts.stakeholders.models.person import Stakeholder, StakeholderQuerySet
from accounts.stakeholders.models.relations import Introduction, Step, Tie

__all__ = [
    "Interaction",
    "InteractionQuerySet",
    "Introduction",
    "OurSide",
    "Stakeholder",
    "StakeholderQuerySet",
    "Step",
    "TheirSide",
    "Tie",
]
