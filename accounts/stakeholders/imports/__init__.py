"""What can be imported about the client's people, as IMPORT_KINDS names it."""

from accounts.stakeholders.imports.interactions import InteractionKind
from accounts.stakeholders.imports.people import StakeholderKind

STAKEHOLDERS, INTERACTIONS = StakeholderKind(), InteractionKind()
