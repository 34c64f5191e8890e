"""Where an account stands, at the top of each of its pages."""

from django import template
from django.utils.translation import gettext_lazy as _

from accounts.models import Stage
from kam.scorecards.models import Reading, Standing

register = template.Library()
SHORT_NAMES = {Stage.INTERDEPENDENT: _("Interdep.")}  # what a fifth of the bar has no room for


@register.inclusion_tag("scorecards/_account_header.html")
def account_header(account):
    """The five stages with the declared one, the index, what it gained in 90 days and how far it can be relied on."""
    standing = Standing.objects.get(account=account)
    before = index_before(standing)
    return {
        "account": account,
        "standing": standing,
        "names": [(SHORT_NAMES.get(stage, stage.label), stage == account.declared_stage) for stage in Stage],
        "percent": progress(account.declared_stage, standing.index),
        "change": None if before is None or standing.index is None else standing.index - before,
    }


def index_before(standing: Standing) -> float | None:
    if standing.on is None:
        return None
    former = Reading.objects.of(standing.account_id, "cooperative_index").a_quarter_before(standing.on).first()
    return former and former.figure


def progress(stage: int | None, index: float | None) -> float | None:
    """0..100 along the five stages: those passed, and within the declared one as far as the index says."""
    return None if stage is None else (stage + (index or 0) / 100) / len(Stage) * 100
