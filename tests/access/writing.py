"""Writing a plan together: a section is read by whoever sees the account; the rest is of those who write or validate."""

from plans.models import Status
from tests.factories import PlanFactory, SectionChargeFactory, SectionCommentFactory

READ = ("get", 200, 200, 200, 404, 200)
ACCESS = {
    "plans:section": READ,
    "plans:health": READ,
    "plans:passage-autosave": ("post", 200, 200, 404, 404, 200),
    "plans:charge-create": ("get", 200, 200, 404, 404, 200),
    "plans:charge-delete": ("post", 302, 302, 404, 404, 302),
    "plans:comment-create": ("post", 200, 200, 200, 404, 200),  # an empty one: said beside it
    "plans:comment-settle": ("post", 302, 302, 404, 404, 302),
    "plans:reading": ("get", 404, 404, 404, 404, 404),  # the director's
    "plans:section-reading": ("get", 404, 404, 404, 404, 404),
}
MORE = {
    "plans:section": ["market"],
    "plans:passage-autosave": ["market", "size"],
    "plans:charge-create": ["market"],
    "plans:comment-create": ["market"],
    "plans:section-reading": ["market"],
}


def arguments(name, account, request):
    if name == "plans:charge-delete":
        return [SectionChargeFactory(plan__account=account).pk]
    if name == "plans:comment-settle":
        return [SectionCommentFactory(plan__account=account).pk]
    status = Status.INTERNAL_VALIDATION if "reading" in name else Status.DRAFT
    return [PlanFactory(account=account, status=status).pk, *MORE.get(name, [])]
