"""The whole of a plan as plain data: what completeness, editions, comparisons, the client edition and exports read.

Dataclasses out, JSON in and out; `content_of` is the only place that reads the tables of a plan together. A line is
known by its `key`, the lineage of its row: the same in all versions.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from plans.models import AccountPlan, PlanObjective
from plans.told import told_of


@dataclass(frozen=True)
class FigureLine:
    key: str
    section: str
    label: str
    value: Decimal
    unit: str
    source: str
    as_of: date | None


@dataclass(frozen=True)
class Swot:
    key: str
    quadrant: str
    text: str
    evidence: str
    weight: int
    source: str
    seen_on: date | None
    is_confirmed: bool

    @property
    def is_internal(self) -> bool:
        return self.quadrant in ("strength", "weakness")


@dataclass(frozen=True)
class Option:
    """`items` are keys of Swot."""

    key: str
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Priority:
    """`options` are keys of Option."""

    key: str
    title: str
    sentence: str
    client_issue: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Objective:
    key: str
    priority: str | None
    title: str
    metric: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None
    owner: str
    measure: str
    measure_source: str
    current: Decimal | None
    is_smart: bool
    is_internal: bool = False


@dataclass(frozen=True)
class Action:
    key: str
    objective: str | None
    title: str
    owner: str
    is_clients: bool
    starts_on: date | None
    due_on: date
    year: int
    weight: int
    progress: int
    done_on: date | None
    recurrence: str
    is_internal: bool = False

    def is_late(self, on: date) -> bool:
        """What comes round again has no last day."""
        return self.done_on is None and not self.recurrence and self.due_on < on


@dataclass(frozen=True)
class RiskLine:
    key: str
    text: str
    probability: int
    impact: int
    trigger: str
    mitigation: str
    owner: str


@dataclass(frozen=True)
class Content:
    """`passages`: «section.field» → Markdown."""

    account: str
    version: int
    starts_on: date
    ends_on: date
    kam: str = ""
    sponsor: str = ""
    team: tuple[str, ...] = ()
    investment: Decimal | None = None
    passages: dict[str, str] = field(default_factory=dict)
    figures: tuple[FigureLine, ...] = ()
    swot: tuple[Swot, ...] = ()
    options: tuple[Option, ...] = ()
    priorities: tuple[Priority, ...] = ()
    objectives: tuple[Objective, ...] = ()
    actions: tuple[Action, ...] = ()
    risks: tuple[RiskLine, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Dates as ISO strings, amounts as decimal strings, the same content always as the same JSON."""
        return frozen(asdict(self))

    @property
    def digest(self) -> str:
        """SHA-256, in hexadecimal, of what the plan says: who works on it and how far it is are no part of that."""
        return digest_of(without(self.to_json(), {"kam", "sponsor", "team", *PASSING}))


PASSING = {"owner", "progress", "done_on", "current"}  # what changes while the plan stays the same


def without(data: Any, names: set[str]) -> Any:
    """The same JSON, its objects without those names, however deep."""
    if isinstance(data, dict):
        return {key: without(value, names) for key, value in data.items() if key not in names}
    return [without(each, names) for each in data] if isinstance(data, list) else data


def frozen(data: Any) -> Any:
    """Dataclasses' values as JSON: the same always as the same."""
    return json.loads(json.dumps(data, default=str, sort_keys=True))


def digest_of(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


LINES = {
    "figures": FigureLine,
    "swot": Swot,
    "options": Option,
    "priorities": Priority,
    "objectives": Objective,
    "actions": Action,
    "risks": RiskLine,
}


def content_from(data: dict[str, Any]) -> Content:
    """What `Content.to_json` wrote."""
    lines = {name: tuple(revived(kind, line) for line in data[name]) for name, kind in LINES.items()}
    return revived(Content, data, **lines)


def revived(kind: type, data: dict[str, Any], **given) -> Any:
    """The dataclass of that JSON; a field that it did not have yet when it was frozen takes its default."""
    told = {name: thawed(hint, data[name]) for name, hint in hints_of(kind).items() if name in data}
    return kind(**told | given)


@cache
def hints_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def thawed(hint: Any, value: Any) -> Any:
    """A JSON value as the type that the dataclass says."""
    if value is None:
        return None
    if hint in (date, date | None):
        return date.fromisoformat(value)
    if hint in (Decimal, Decimal | None):
        return Decimal(value)
    return tuple(value) if isinstance(value, list) else value


def content_of(plan: AccountPlan, told: dict[str, list] | None = None) -> Content:
    """The plan as it is now, in one query whatever it holds; in none when its rows have been told already."""
    told = told or told_of(plan)
    lines = {
        name: tuple(revived(kind, line) for line in told[name]) for name, kind in LINES.items() if name not in MORE
    }
    return Content(
        account=plan.account.name,
        version=plan.version,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        kam=str(plan.account.kam or ""),
        sponsor=str(plan.sponsor or ""),
        team=tuple(told["team"]),
        investment=plan.investment,
        passages={
            f"{each['section']}.{each['field']}": each["text"] for each in told["passages"] if each["text"].strip()
        },
        objectives=tuple(revived(Objective, line, is_smart=is_smart(**line)) for line in told["objectives"]),
        actions=tuple(revived(Action, line, year=year_of(plan, line)) for line in told["actions"]),
        **lines,
    )


MORE = {"objectives", "actions"}  # whose lines say more than their rows


def is_smart(metric, unit, baseline, target, due_on, owner, measure, measure_source, **_more) -> bool:
    """Whether an objective says what, from where to where, by when, who, and where the measure comes from."""
    has_source = bool(measure_source) or measure != PlanObjective.Measure.MANUAL
    return all((metric, unit, baseline is not None, target is not None, due_on, owner)) and has_source


def year_of(plan: AccountPlan, line: dict[str, Any]) -> int:
    return plan.year_of(date.fromisoformat(line["due_on"]))
