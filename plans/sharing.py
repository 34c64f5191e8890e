"""The client edition: what of a plan may be shared, as data of its own that has no place for anything else.

Whatever is not named here cannot reach the client: margins, competition, SWOT, attitudes, evidence, weights, measures.
"""

from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kam.users.models import User
from plans.catalogue import SECTIONS, passages
from plans.content import PASSING, Action, Content, content_of, digest_of, frozen, revived, without
from plans.models import AccountPlan, SharedEdition
from plans.models.plan import SHARED

SHARED_PASSAGES = {f"{section.key}.{field.key}" for section, field in passages() if field.is_shared}
# figures of a section enter only when no passage of it is kept inside
SHARED_FIGURES = {section.key for section in SECTIONS if section.is_shared and all(f.is_shared for f in section.fields)}
SIGNED = ("starts_on", "ends_on", "passages", "figures", "priorities", "objectives", "actions")


@dataclass(frozen=True)
class SharedFigure:
    key: str
    section: str
    label: str
    value: Decimal
    unit: str
    source: str
    as_of: date | None


@dataclass(frozen=True)
class SharedPriority:
    key: str
    title: str
    sentence: str
    client_issue: str


@dataclass(frozen=True)
class SharedObjective:
    """`priority` is the key of a SharedPriority."""

    key: str
    priority: str | None
    title: str
    metric: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    due_on: date | None
    owner: str
    current: Decimal | None


@dataclass(frozen=True)
class SharedAction:
    """`objective` is the key of a SharedObjective."""

    key: str
    objective: str | None
    title: str
    owner: str
    is_clients: bool
    starts_on: date | None
    due_on: date
    year: int
    progress: int
    done_on: date | None
    recurrence: str

    def is_late(self, on: date) -> bool:
        return Action.is_late(self, on)


@dataclass(frozen=True)
class SharedContent:
    """`passages`: «section.field» → Markdown."""

    account: str
    version: int
    starts_on: date
    ends_on: date
    kam: str = ""
    passages: dict[str, str] = field(default_factory=dict)
    figures: tuple[SharedFigure, ...] = ()
    priorities: tuple[SharedPriority, ...] = ()
    objectives: tuple[SharedObjective, ...] = ()
    actions: tuple[SharedAction, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return frozen(asdict(self))

    @property
    def digest(self) -> str:
        """SHA-256 of what the client reads and signs; who works on it and how far it is are no part of that."""
        told = without(self.to_json(), PASSING)
        return digest_of({name: told[name] for name in SIGNED})


LINES = {
    "figures": SharedFigure,
    "priorities": SharedPriority,
    "objectives": SharedObjective,
    "actions": SharedAction,
}


def shared_of(content: Content) -> SharedContent:
    """What of a plan the client may read: shareable passages and lines, without what is marked internal."""
    objectives = [each for each in content.objectives if not each.is_internal]
    kept_back = {each.key for each in content.objectives if each.is_internal}
    actions = [each for each in content.actions if not each.is_internal and each.objective not in kept_back]
    return SharedContent(
        account=content.account,
        version=content.version,
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        kam=content.kam,
        passages={key: text for key, text in content.passages.items() if key in SHARED_PASSAGES},
        figures=copied(SharedFigure, [each for each in content.figures if each.section in SHARED_FIGURES]),
        priorities=copied(SharedPriority, content.priorities),
        objectives=copied(SharedObjective, objectives),
        actions=copied(SharedAction, actions),
    )


def copied(kind: type, lines) -> tuple:
    names = [each.name for each in fields(kind)]
    return tuple(kind(**{name: getattr(line, name) for name in names}) for line in lines)


def shared_from(data: dict[str, Any]) -> SharedContent:
    """What `SharedContent.to_json` wrote."""
    lines = {name: tuple(revived(kind, line) for line in data[name]) for name, kind in LINES.items()}
    return revived(SharedContent, data, **lines)


@transaction.atomic
def publish(plan: AccountPlan, *, by: User | None, at: datetime, content: Content | None = None) -> SharedEdition:
    """The client edition of the plan as it is now: the last one if nothing has changed.

    The plan is held meanwhile: of two who have just saved, the second publishes what both wrote, and later than the
    first. `content`: what whoever holds the plan already has read.
    """
    bool(AccountPlan.objects.filter(pk=plan.pk).select_for_update(of=("self",), no_key=True))
    shared = shared_of(content or content_of(plan))
    last = plan.shared_editions.first()
    if last and last.content == shared.to_json():
        return last
    made_at = max(at, last.made_at) if last else at
    return plan.shared_editions.create(content=shared.to_json(), digest=shared.digest, made_by=by, made_at=made_at)


def republish(plan: AccountPlan, *, by: User, at: datetime) -> None:
    """After a change: what the client may read follows, while the plan is shared."""
    if plan.status in SHARED:
        publish(plan, by=by, at=at)
