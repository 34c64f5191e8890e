"""What a guest would read of a plan that is not open to him yet."""

from datetime import datetime

from plans.content import content_of
from plans.models import AccountPlan, SharedEdition
from plans.models.plan import PREPARED
from plans.portal.models import Guest
from plans.sharing import shared_of


def edition_for(guest: Guest, plan: AccountPlan, at: datetime) -> SharedEdition | None:
    """The client edition that he reads; of a plan still prepared, what it would be now, unsaved; else None."""
    edition = guest.editions().filter(plan=plan).first()
    if edition is None and plan.status in PREPARED:
        return SharedEdition(plan=plan, content=shared_of(content_of(plan)).to_json(), made_at=at)
    return edition
