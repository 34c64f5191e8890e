"""Which way a plan may go, who takes it there, and what must hold before (domain.md 3.2). No ORM."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.catalogue import BY_KEY, FEWEST, MOST
from plans.models.plan import Status

ENOUGH = 80  # % of each section that a validation reads
AGREED = 50  # % of the priorities that the client carries
TOLERANCE = 10  # % by which targets and budget may move without another validation
GRACE = timedelta(days=30)  # after its end, before a plan with a successor is put away


class Part(Enum):
    """In what quality somebody acts on a plan."""

    KAM = "kam"
    MANAGER = "kam_manager"
    CONTROLLER = "controller"
    ADMIN = "admin"
    CLOCK = "clock"


@dataclass(frozen=True)
class Situation:
    """What the guards ask about a plan, on a day.

    `incomplete`: key and percent of the sections under 80 %; `vague`: priorities without a SMART objective;
    `agreed`: % of the priorities that the client carries; `shift`: % by which targets or budget moved since validation.
    """

    on: date
    starts_on: date
    ends_on: date
    has_team: bool = False
    has_sponsor: bool = False
    incomplete: list[tuple[str, int]] = field(default_factory=list)
    priorities: int = 0
    vague: list[str] = field(default_factory=list)
    investment: Decimal | None = None
    threshold: Decimal = Decimal("Infinity")
    is_controlled: bool = False
    agreed: float = 0
    is_signed: bool = False
    shift: float = 0
    waiver: str = ""
    has_comment: bool = False
    is_review_signed: bool = False
    has_approved_successor: bool = False
    has_version_under_way: bool = False


class Reason(str):
    """Why a plan cannot move, in words; `where` it is mended: the key of a section, or a page of the plan."""

    where: str

    def __new__(cls, words: str, where: str = "") -> "Reason":
        reason = super().__new__(cls, words)
        reason.where = where
        return reason


Guard = Callable[[Situation], Iterator[Reason]]


def staffed(facts: Situation) -> Iterator[Reason]:
    if not facts.has_team:
        yield Reason(_("Nobody is in the account team yet."), "team")
    if not facts.has_sponsor:
        yield Reason(_("The plan has no executive sponsor."), "sponsor")


def complete(facts: Situation) -> Iterator[Reason]:
    for key, percent in facts.incomplete:
        told = _("%(section)s is %(percent)s %% complete: %(enough)s %% are needed.")
        yield Reason(told % {"section": BY_KEY[key].title, "percent": percent, "enough": ENOUGH}, key)


def focused(facts: Situation) -> Iterator[Reason]:
    if not facts.priorities:
        told = _("The plan has no priority: %(first)s to %(last)s are needed.")
        yield Reason(told % {"first": FEWEST, "last": MOST}, "priorities")
    elif not FEWEST <= facts.priorities <= MOST:
        told = _("The plan has %(count)s priorities: %(first)s to %(last)s are needed.")
        yield Reason(told % {"count": facts.priorities, "first": FEWEST, "last": MOST}, "priorities")
    for title in facts.vague:
        yield Reason(_("The priority “%(title)s” has no SMART objective.") % {"title": title}, "objectives")


def explained(facts: Situation) -> Iterator[Reason]:
    if not facts.has_comment:
        yield Reason(_("Say what is to be changed: in general, or section by section."))


def controlled(facts: Situation) -> Iterator[Reason]:
    if (facts.investment or 0) > facts.threshold and not facts.is_controlled:
        yield Reason(_("The investment is above the threshold of the house: controlling has not agreed yet."), "plan")


def agreed(facts: Situation) -> Iterator[Reason]:
    if facts.waiver.strip():
        return
    if facts.agreed < AGREED:
        told = _(
            "The client carries %(share)s %% of the priorities: %(needed)s %% are needed, or a waiver with its reason."
        )
        yield Reason(told % {"share": round(facts.agreed), "needed": AGREED}, "priorities")
    if not facts.is_signed:
        yield Reason(
            _("The client has not signed this version: record it, or give a waiver with its reason."), "sign-off"
        )


def unmoved(facts: Situation) -> Iterator[Reason]:
    if facts.shift > TOLERANCE:
        told = _("Targets or budget have moved by %(percent)s %% since the validation: validate the plan again.")
        yield Reason(told % {"percent": round(facts.shift)}, "validation")


def begun(facts: Situation) -> Iterator[Reason]:
    if facts.on < facts.starts_on:
        yield Reason(_("The period of the plan has not begun."), "plan")


def cosigned(facts: Situation) -> Iterator[Reason]:
    if not facts.is_review_signed:
        yield Reason(_("Hold a review, and have its minutes co-signed by the sales director."), "review")


def alone(facts: Situation) -> Iterator[Reason]:
    if facts.has_version_under_way:
        yield Reason(_("The next version is already being prepared."), "plans")


def over(facts: Situation) -> Iterator[Reason]:
    if facts.on <= facts.ends_on + GRACE or not facts.has_approved_successor:
        yield Reason(_("A plan is put away by itself 30 days after its end, once its successor is approved."), "plans")


@dataclass(frozen=True)
class Transition:
    """`label` is what the button says; `guards` bind everybody, `by_clock` the clock only."""

    source: Status
    target: Status
    label: str
    parts: frozenset[Part]
    guards: tuple[Guard, ...] = ()
    by_clock: tuple[Guard, ...] = ()

    def refusals(self, facts: Situation, part: Part) -> list[Reason]:
        """Why it cannot be made; nothing when it can."""
        guards = [*self.guards, *(self.by_clock if part is Part.CLOCK else ())]
        return [told for guard in guards for told in guard(facts)]


def transition(source: Status, target: Status, label: str, *parts: Part, guards=(), by_clock=()) -> Transition:
    return Transition(source, target, label, frozenset(parts), tuple(guards), tuple(by_clock))


S, P = Status, Part
TRANSITIONS = (
    transition(S.DRAFT, S.ANALYSIS, gettext_lazy("Begin the analysis"), P.KAM, guards=[staffed]),
    transition(S.ANALYSIS, S.INTERNAL_VALIDATION, gettext_lazy("Hand in for validation"), P.KAM, guards=[complete, focused]),
    transition(S.INTERNAL_VALIDATION, S.CLIENT_COWRITING, gettext_lazy("Validate"), P.MANAGER, guards=[controlled]),
    transition(S.INTERNAL_VALIDATION, S.ANALYSIS, gettext_lazy("Send back with remarks"), P.MANAGER, guards=[explained]),
    transition(S.CLIENT_COWRITING, S.APPROVED, gettext_lazy("Approve"), P.MANAGER, guards=[unmoved, agreed]),
    transition(S.CLIENT_COWRITING, S.INTERNAL_VALIDATION, gettext_lazy("Have it validated again"), P.KAM),
    transition(S.APPROVED, S.IN_EXECUTION, gettext_lazy("Start"), P.KAM, P.CLOCK, by_clock=[begun]),
    transition(S.IN_EXECUTION, S.REVIEWED, gettext_lazy("Close the review"), P.KAM, guards=[cosigned]),
    transition(S.REVIEWED, S.IN_EXECUTION, gettext_lazy("Resume"), P.KAM),
    transition(S.REVIEWED, S.ANALYSIS, gettext_lazy("Open a new version"), P.MANAGER, guards=[alone]),
    *(
        transition(each, S.ARCHIVED, gettext_lazy("Put away"), P.MANAGER, P.ADMIN, P.CLOCK, by_clock=[over])
        for each in Status
        if each is not S.ARCHIVED
    ),
)  # fmt: skip
WAYS = {(each.source, each.target): each for each in TRANSITIONS}


def ways_from(status: Status, parts: set[Part]) -> list[Transition]:
    """The transitions that somebody of these parts may try, in the order of the table."""
    return [each for each in TRANSITIONS if each.source == status and each.parts & parts]


def makes_version(way: Transition) -> bool:
    """Whether the move leaves the plan where it is and opens its next version instead."""
    return (way.source, way.target) == (Status.REVIEWED, Status.ANALYSIS)
