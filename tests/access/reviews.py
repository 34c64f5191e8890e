"""Reviews: read by whoever sees the account, held by whoever may change it while the plan runs, sent once closed."""

from datetime import date

from django.utils import timezone

from plans.models import PlanAction, PlanReview, Status
from tests.factories import PlanFactory

READ = ("get", 200, 200, 200, 404, 200)
EDIT = ("get", 200, 200, 404, 404, 200)
CHANGE = ("post", 302, 302, 404, 404, 302)
ACCESS = {
    "plans:review-list": READ,
    "plans:review-create": EDIT,
    "plans:review-detail": READ,
    "plans:review-prepare": EDIT,
    "plans:review-edit": EDIT,
    "plans:review-delete": CHANGE,
    "plans:review-people": EDIT,
    "plans:review-agenda": CHANGE,
    "plans:review-order": CHANGE,
    "plans:review-topic-create": EDIT,
    "plans:review-topic-edit": EDIT,
    "plans:review-topic-delete": CHANGE,
    "plans:review-topic-move": CHANGE,
    "plans:review-topic-show": CHANGE,
    "plans:review-present": EDIT,
    "plans:review-show": CHANGE,
    "plans:review-note": ("post", 200, 200, 404, 404, 200),
    "plans:review-outcome-create": ("post", 200, 200, 404, 404, 200),  # without words: the page, with what is wrong
    "plans:review-outcome-edit": EDIT,
    "plans:review-outcome-action": EDIT,
    "plans:review-outcome-delete": CHANGE,
    "plans:review-action": CHANGE,
    "plans:review-screen": READ,
    "plans:review-screen-state": READ,
    "plans:review-minutes": EDIT,
    "plans:review-pdf": READ,
    "plans:review-send": EDIT,
    "plans:review-cosign": ("post", 404, 404, 404, 404, 404),  # the director's
}
OF_PLAN = ("plans:review-list", "plans:review-create")
CLOSED = ("plans:review-pdf", "plans:review-send", "plans:review-cosign")


def arguments(name, account, request):
    plan = PlanFactory(account=account, status=Status.IN_EXECUTION)
    if name in OF_PLAN:
        return [plan.pk]
    closed_at = timezone.now() if name in CLOSED else None
    review = PlanReview.objects.create(plan=plan, held_on=date(2026, 1, 1), minutes="Held", closed_at=closed_at)
    action = PlanAction.objects.create(plan=plan, title="Send it", due_on=date(2026, 6, 30))
    if name.startswith("plans:review-topic") and name != "plans:review-topic-create":
        way = ["up"] if name == "plans:review-topic-move" else []
        return [review.topics.create(title="Delays").pk, *way]
    if name.startswith("plans:review-outcome") and name != "plans:review-outcome-create":
        return [review.decisions.create(text="Send it", action=action).pk]
    more = {"plans:review-note": ["minutes"], "plans:review-action": [action.pk]}
    return [review.pk, *more.get(name, [])]
