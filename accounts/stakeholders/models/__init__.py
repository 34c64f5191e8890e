"""The client's people, and the interactions between them and us."""

from accounts.stakeholders.models.interaction import Interaction, InteractionQuerySet, OurSide, TheirSide
from accounts.stakeholders.models.person import Stakeholder, StakeholderQuerySet

__all__ = ["Interaction", "InteractionQuerySet", "OurSide", "Stakeholder", "StakeholderQuerySet", "TheirSide"]
