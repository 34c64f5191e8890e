"""How far an objective is beside how far it should be, where the strategy of a plan is shown."""

from django import template

from plans.models import PlanObjective
from plans.progress import progress_of

register = template.Library()
GOOD, WEAK = 0.9, 0.7  # shares of what was expected, from which an objective is green, amber (the KPI's own thresholds)


@register.inclusion_tag("plans/thread/_objective_way.html")
def objective_way(card, plan, account, on):
    """`card` is an objective of the board: its line of the content, its key."""
    line = card.line
    progress = progress_of(
        starts_on=plan.starts_on, due_on=line.due_on, on=on, baseline=line.baseline, target=line.target,
        current=line.current,
    )  # fmt: skip
    is_computed = line.measure != PlanObjective.Measure.MANUAL
    may_tell = account.may_edit and plan.status != "archived"
    return {
        "card": card,
        "percents": [None if share is None else round(100 * share) for share in (progress.done, progress.expected)],
        "done": None if progress.done is None else min(100, max(0, 100 * progress.done)),
        "expected": progress.expected and 100 * progress.expected,
        "tone": tone_of(progress.attained),
        "source": dict(PlanObjective.Measure.choices)[line.measure] if is_computed else "",
        "may_measure": may_tell and is_computed,
        "may_tell": may_tell and not is_computed and plan.is_in_force,
    }


def tone_of(attained: float | None) -> str:
    if attained is None:
        return "teal"
    return "green" if attained >= GOOD else "amber" if attained >= WEAK else "red"
