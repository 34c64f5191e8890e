"""Let the account retain the view of one colleague."""

from django.db import transaction

from accounts.stakeholders.models import Opinion, Stakeholder
from accounts.stakeholders.opinions.comparing import CERTAINTY, view_of
from accounts.stakeholders.opinions.keeping import keep_former_views
from kam.users.models import User


@transaction.atomic
def retain(opinion: Opinion, *, by: User) -> Stakeholder:
    """Copy to the person what the opinion says, with its day and evidence; what it leaves open stays as it was.

    A judgement is confirmed when the opinion tells what shows it, else assumed. The former one stays as the opinion of
    whoever had given it.
    """
    said = view_of(opinion).values
    keep_former_views(opinion.stakeholder_id, said, by=by)
    person = Stakeholder.objects.select_for_update(of=("self",)).get(pk=opinion.stakeholder_id)
    values = said | {CERTAINTY[name]: bool(opinion.evidence) for name in said}
    if "attitude" in said:
        values |= {"attitude_on": opinion.seen_on, "attitude_evidence": opinion.evidence}
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=values)
    return person
