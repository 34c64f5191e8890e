"""The catalogue: everything that is measured, in the order in which it is shown."""

from kam.scorecards.indicators import finance, introductions, links, openness, plan, project, relations
from kam.scorecards.indicators.base import Indicator

INDICATORS: tuple[Indicator, ...] = (
    relations.COVERAGE,
    relations.BREADTH,
    introductions.INTRODUCTIONS,
    links.EXPERT_LINKS,
    relations.CLIMATE,
    plan.VITALITY,
    plan.ENDORSEMENT,
    plan.EXECUTION,
    plan.THREAD,
    project.JOINT,
    project.DELIVERY,
    project.RECOGNISED,
    openness.INFORMATION,
    *finance.INDICATORS,
    plan.ATTAINMENT,
    project.ON_TIME,
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}

__all__ = ["BY_KEY", "INDICATORS", "Indicator"]
