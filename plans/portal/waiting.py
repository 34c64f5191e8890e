"""What of the client's waits for an answer, for the agenda of a review."""

from plans.models import AccountPlan
from plans.portal.models import Suggestion


def suggestions_waiting(plan: AccountPlan) -> int:
    return Suggestion.objects.filter(plan=plan).waiting().count()
