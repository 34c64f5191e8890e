"""How much of what a section must hold is there, and what is missing (domain.md 3.1). Content in, numbers out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from plans.catalogue import FEWEST, MOST, SECTIONS, Section
from plans.content import Content

QUADRANTS = ("strength", "weakness", "opportunity", "threat")
Demand = tuple[str, bool]  # what is asked for, and whether it is there


@dataclass(frozen=True)
class SectionState:
    """`missing` names what is asked for and is not there."""

    section: Section
    demands: tuple[Demand, ...]

    @property
    def percent(self) -> int:
        """Share of what is asked for that is there, 0 to 100."""
        return 100 * sum(is_there for _label, is_there in self.demands) // len(self.demands)

    @property
    def missing(self) -> list[str]:
        return [label for label, is_there in self.demands if not is_there]


def states(content: Content) -> list[SectionState]:
    """The state of each section, in their order."""
    return [SectionState(section, tuple(demands(section, content))) for section in SECTIONS]


def demands(section: Section, content: Content) -> Iterator[Demand]:
    for field in section.fields:
        if field.is_mandatory:
            yield field.label, f"{section.key}.{field.key}" in content.passages
    if section.is_sourced:
        figures = [line for line in content.figures if line.section == section.key]
        yield _("At least one figure"), bool(figures)
        yield _("A source and a date for each figure"), bool(figures) and all(f.source and f.as_of for f in figures)
    yield from COUNTED.get(section.key, nothing)(content)


def nothing(content: Content) -> Iterator[Demand]:
    yield from ()


def governance(content: Content) -> Iterator[Demand]:
    yield _("A KAM"), bool(content.kam)
    yield _("An executive sponsor"), bool(content.sponsor)
    yield _("A team"), bool(content.team)


def swot(content: Content) -> Iterator[Demand]:
    yield _("Something in each quadrant"), {item.quadrant for item in content.swot} == set(QUADRANTS)
    yield _("Evidence for each item"), every(item.evidence.strip() for item in content.swot)
    yield _("A source for each item"), every(item.source.strip() for item in content.swot)


def tows(content: Content) -> Iterator[Demand]:
    yield _("At least two options"), len(content.options) >= 2
    yield _("Each option crosses something of ours and something of the world"), every(crosses(content))


def crosses(content: Content) -> list[bool]:
    """Of each option, whether it cites at least one internal and one external item."""
    sides = {item.key: item.is_internal for item in content.swot}
    cited = [{sides[key] for key in option.items if key in sides} for option in content.options]
    return [found == {True, False} for found in cited]


def priorities(content: Content) -> Iterator[Demand]:
    yield _("Three to five priorities"), FEWEST <= len(content.priorities) <= MOST
    yield _("Each follows an option"), every(priority.options for priority in content.priorities)
    yield _("Each answers an issue of the client"), every(p.client_issue.strip() for p in content.priorities)
    yield _("Each said in one sentence"), every(p.sentence.strip() for p in content.priorities)


def objectives(content: Content) -> Iterator[Demand]:
    served = {objective.priority for objective in content.objectives}
    yield _("An objective for each priority"), every(priority.key in served for priority in content.priorities)
    yield _("Each objective is SMART"), every(objective.is_smart for objective in content.objectives)


def actions(content: Content) -> Iterator[Demand]:
    served = {action.objective for action in content.actions}
    yield _("An action for each objective"), every(objective.key in served for objective in content.objectives)
    yield _("An owner for each action"), every(action.owner for action in content.actions)
    yield _("Each action serves an objective"), every(action.objective for action in content.actions)


def risks(content: Content) -> Iterator[Demand]:
    yield _("At least one risk"), bool(content.risks)
    yield _("What announces each risk"), every(risk.trigger.strip() for risk in content.risks)
    yield _("What we do about each risk"), every(risk.mitigation.strip() for risk in content.risks)
    yield _("An owner for each risk"), every(risk.owner for risk in content.risks)


COUNTED = {
    "governance": governance,
    "swot": swot,
    "tows": tows,
    "priorities": priorities,
    "objectives": objectives,
    "actions": actions,
    "risks": risks,
}


def every(answers: Iterable) -> bool:
    """Whether there are answers, all of them yes: nothing is not everything."""
    answers = list(answers)
    return bool(answers) and all(answers)
