"""What projects keep beside the tracked texts forgets a person who is anonymised."""

from datetime import date

import pgtrigger
from django.conf import settings

from accounts.models import Account
from accounts.stakeholders.privacy.erasure import forget_in_columns
from plans.erasure import forget_in_json
from projects.models import Baseline, ComputedStatus, PlanningStep, SharedProject
from projects.sharing import publish

KEPT = {  # texts and JSON in which somebody may be named
    Baseline: (["reason"], ["content"]),
    PlanningStep: (["label"], ["forward", "backward"]),
    ComputedStatus: ([], ["facts"]),
    SharedProject: ([], ["content"]),
}


def forget_in_projects(keys: list[int], account: Account, pattern: str, *, on: date) -> None:
    """`pattern`: what names the person, "" when nothing does. The rows of the project forget him with all tracked texts.

    What guests read is written anew in any case: a name of one word stands there too, as that of his row did.
    """
    if pattern:
        with pgtrigger.ignore(*settings.ERASED_THOUGH_FROZEN):
            for model, (texts, lists) in KEPT.items():
                forget_in_columns(model.objects.of(account), texts, pattern)
                for column in lists:
                    forget_in_json(model.objects.of(account), column, pattern)
    for shared in SharedProject.objects.of(account).select_related("project"):
        publish(shared.project)
