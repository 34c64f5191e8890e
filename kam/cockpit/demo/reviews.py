"""The reviews of the demo: one held, co-signed and sent; one prepared for next week."""

from datetime import date, timedelta

from django.utils import translation

from accounts.stakeholders.models import Stakeholder
from kam.cockpit.demo.dates import afternoon
from kam.users.models import User
from plans.models import AccountPlan, PlanReview
from plans.moves import cosign_review
from plans.reviews.services import ACTION, DECISION, bear, open_review

MINUTES = """## Ce que nous avons dit

Les délais ont baissé sur deux sites ; la direction financière demande un point chiffré avant l’été.

## Ce que nous avons décidé

- Partager le tableau de bord des délais chaque mois
- Visiter ensemble le site pilote
"""


@translation.override("fr")  # the agenda is proposed in words: those of the demo are French
def hold_reviews(plan: AccountPlan, director: User, on: date) -> None:
    """A review of last week, whose minutes everybody has, and the next one being prepared."""
    sent = held(plan, director, on - timedelta(days=6))
    PlanReview.objects.filter(pk=sent.pk).update(sent_at=sent.cosigned_at)
    sent.presences.update(asked_at=sent.cosigned_at, sent_at=sent.cosigned_at)
    coming = open_review(plan, held_on=on + timedelta(days=8), length=60, by=plan.account.kam, on=on)
    coming.private_notes = "Ne pas parler de la marge avant que la direction achats ait répondu."
    coming.save(update_fields=["private_notes"])


def held(plan: AccountPlan, director: User, day: date) -> PlanReview:
    """A review that was held that day: what was decided, the action that it gave birth to, the two signatures."""
    at, kam = afternoon(day), plan.account.kam
    review = open_review(plan, held_on=day, length=90, by=kam, on=day)
    review.topics.update(is_done=True)
    topic = review.topics.filter(kind="priority").first()
    told = {"topic": topic, "by": kam, "at": at, "on": day, "due_on": day + timedelta(days=45)}
    bear(review, DECISION, "Partager le tableau de bord des délais chaque mois", owner=None, **told)
    bear(review, ACTION, "Visiter ensemble le site pilote", owner=somebody_of(plan), **told)
    review.minutes, review.closed_at = MINUTES, at
    review.save(update_fields=["minutes", "closed_at"])
    cosign_review(review, by=director, at=at)
    return review


def somebody_of(plan: AccountPlan) -> Stakeholder:
    people = Stakeholder.objects.of(plan.account).present().filter(is_placeholder=False)
    return people.order_by("-influence", "pk").first()
