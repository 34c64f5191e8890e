"""A plan as its pages show it: states, chains and the ways onward, each computed once."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from kam.users.models import User
from plans.board.cards import Card, Cards
from plans.catalogue import BY_KEY, Section
from plans.chain import Chain, chain_of
from plans.completeness import SectionState, states
from plans.content import Content, content_of
from plans.lifecycle import Part, Situation, Transition, ways_from
from plans.models import AccountPlan, Endorsement, Move, PlanReview, SignOff, Status, SwotItem
from plans.models.plan import SHARED
from plans.moves import movers, parts_of, situation_of
from plans.sharing import shared_of
from plans.told import told_of

BOARDS = {"swot": "swot", "tows": "swot", "priorities": "strategy", "objectives": "strategy", "actions": "strategy"}


@dataclass(frozen=True)
class Onward:
    """A way that the reader may try; `refusals` say what still stands against it."""

    way: Transition
    refusals: list[str]

    @property
    def label(self) -> str:
        return self.way.label


@dataclass(frozen=True)
class Desk:
    """`on` is today; the plan comes with its account, KAM and sponsor."""

    plan: AccountPlan
    reader: User
    on: date

    @cached_property
    def told(self) -> dict[str, list]:
        return told_of(self.plan)

    @cached_property
    def content(self) -> Content:
        return content_of(self.plan, self.told)

    @cached_property
    def chain(self) -> Chain:
        return chain_of(self.content)

    @cached_property
    def sections(self) -> list[tuple[SectionState, str, str]]:
        """Each section with the address where it is written, and what the director remarked."""
        return [
            (state, self.address(state.section), self.remarks.get(state.section.key, ""))
            for state in states(self.content)
        ]

    def address(self, section: Section) -> str:
        if section.key in BOARDS:
            return reverse(f"plans:{BOARDS[section.key]}", args=[self.plan.pk])
        return reverse("plans:section", args=[self.plan.pk, section.key])

    def state(self, key: str) -> SectionState:
        return next(state for state, *_more in self.sections if state.section is BY_KEY[key])

    @cached_property
    def percent(self) -> int:
        """Mean completeness of the sections."""
        return sum(state.percent for state, *_more in self.sections) // len(self.sections)

    @cached_property
    def parts(self) -> set[Part]:
        """Controlling has nothing to say but while the plan waits for its validation."""
        waits = self.plan.status == Status.INTERNAL_VALIDATION
        return parts_of(self.reader, self.plan) if waits else movers(self.reader, self.plan)

    @cached_property
    def facts(self) -> Situation:
        return situation_of(self.plan, self.content, self.on, has_comment=True)

    @cached_property
    def onward(self) -> list[Onward]:
        """The ways that the reader may try, with what stands against each."""
        ways = ways_from(self.plan.status, self.parts)
        return [
            Onward(way, min((way.refusals(self.facts, part) for part in way.parts & self.parts), key=len))
            for way in ways
        ]

    @cached_property
    def moves(self) -> list[Move]:
        """The latest first."""
        moves = self.plan.moves.select_related("by")
        return list(moves.prefetch_related("remarks") if self.plan.status == Status.ANALYSIS else moves)

    def has_been(self, *statuses: Status) -> bool:
        return self.plan.status in statuses or any(move.target in statuses for move in self.moves)

    @cached_property
    def sign_offs(self) -> list[SignOff]:
        """None are asked for of a plan that was never shared."""
        return list(self.plan.sign_offs.select_related("stakeholder")) if self.has_been(*SHARED) else []

    @cached_property
    def reviews(self) -> list[PlanReview]:
        """None are asked for of a plan that was never in execution."""
        ran = self.has_been(Status.IN_EXECUTION, Status.REVIEWED)
        return list(self.plan.reviews.select_related("cosigned_by")) if ran else []

    @cached_property
    def remarks(self) -> dict[str, str]:
        """Section → what the director said of it when he last sent the plan back, until it is handed in again."""
        last = self.moves[0] if self.plan.status == Status.ANALYSIS and self.moves else None
        return {remark.section: remark.text for remark in last.remarks.all()} if last else {}

    @property
    def awaits_control(self) -> bool:
        is_large = (self.plan.investment or 0) > self.facts.threshold
        return is_large and self.plan.status == Status.INTERNAL_VALIDATION

    @property
    def may_control(self) -> bool:
        return Part.CONTROLLER in self.parts

    @property
    def may_cosign(self) -> bool:
        return Part.MANAGER in self.parts

    @cached_property
    def signed_digest(self) -> str:
        """Of what the client signs now."""
        return shared_of(self.content).digest

    @cached_property
    def agreed(self) -> float:
        return self.facts.agreed

    @cached_property
    def cards(self) -> Cards:
        """The items of the boards, from evidence to action."""
        return Cards(self.content, self.told, self.chain)

    @cached_property
    def quadrants(self) -> list[tuple[SwotItem.Quadrant, list[Card]]]:
        cards = self.cards.of("swot")
        return [
            (quadrant, [card for card in cards if card.line.quadrant == quadrant]) for quadrant in SwotItem.Quadrant
        ]

    @cached_property
    def agreements(self) -> dict[int, list[Endorsement]]:
        """Key of a priority → who of the client stands behind its present words."""
        found = defaultdict(list)
        for each in Endorsement.objects.standing().filter(priority__plan=self.plan).select_related("priority"):
            if each.digest == each.priority.words_digest:
                found[each.priority_id].append(each)
        return found

    @cached_property
    def tree(self) -> list[tuple]:
        """(priority, its agreements, [(objective, [actions])]), what serves nothing last under None."""
        cards, below = self.cards, defaultdict(list)
        for action in cards.of("action"):
            below[action.up[0] if action.up else None].append(action)
        serving = defaultdict(list)
        for objective in cards.of("objective"):
            serving[objective.up[0] if objective.up else None].append((objective, below[objective]))
        if below[None]:
            serving[None].append((None, below[None]))
        return [
            (each, self.agreements[each.pk] if each else [], serving[each]) for each in [*cards.of("priority"), None]
        ]

    @property
    def unfollowed(self) -> list[Card]:
        """The options that no priority follows."""
        return [card for card in self.cards.of("option") if not card.down]

    @cached_property
    def writable(self) -> set[str]:
        """The keys of the sections that the reader may write now."""
        return self.plan.sections_open_to(self.reader) if self.plan.is_written else set()
