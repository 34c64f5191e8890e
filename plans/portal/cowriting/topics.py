"""What a conversation may be about, as a request names it."""

from uuid import UUID

from django.http import Http404

from plans.content import content_of
from plans.models import AccountPlan
from plans.portal.cowriting.places import is_topic
from plans.sharing import shared_of


def topic_or_404(plan: AccountPlan, data) -> tuple[str, UUID | None]:
    """(section, line) named in what was posted, of what the client may read only."""
    section, line = data.get("section", ""), data.get("line", "")
    try:
        key = UUID(line) if line else None
    except ValueError as error:
        raise Http404 from error
    if not is_topic(shared_of(content_of(plan)), section, key and str(key)):
        raise Http404
    return section, key
