"""The agenda of a review, proposed from what changed since the last one. Plain data in, topics out; no ORM."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.content import Action, Content, Objective, Priority
from plans.difference import differences
from plans.models import ReviewTopic
from plans.progress import Progress, progress_of
from plans.sharing import shared_of

Kind = ReviewTopic.Kind
STEP = 5  # minutes
TOLERANCE = 0.1  # of the way from baseline to target, by which an objective may trail its line
GRAVE = 15  # probability × impact from which a risk is looked at before the client comes in
LONGEST = 300  # characters of a reason


@dataclass(frozen=True)
class Facts:
    """What an agenda is proposed from: the plan at the last review (`then`, None of a first one) and `now`.

    `decisions`: of the last review, (words, whether it is done, or None where nothing was to be done); `suggestions`:
    how many of the client's wait for an answer.
    """

    now: Content
    on: date
    then: Content | None = None
    decisions: tuple[tuple[str, bool | None], ...] = ()
    suggestions: int = 0

    @property
    def late(self) -> list[Action]:
        return [action for action in self.now.actions if action.is_late(self.on)]

    @property
    def shared_late(self) -> list[Action]:
        """Of the late actions, those that the client reads in his edition."""
        known = {action.key for action in shared_of(self.now).actions}
        return [action for action in self.late if action.key in known]


@dataclass(frozen=True)
class Proposal:
    """A topic; `lines` are the keys of what is discussed under it, `weight` its part of the time. Ours take none."""

    kind: str
    title: str
    reason: str = ""
    weight: int = 0
    line: str | None = None
    lines: tuple[str, ...] = field(default=())
    is_shown: bool = True
    minutes: int = 0


def propose(facts: Facts, length: int) -> list[Proposal]:
    """Topics whose minutes sum to `length`; what is ours only comes first and takes no time of the meeting.

    Raises ValueError for a length that is not positive.
    """
    if length <= 0:
        raise ValueError(f"a review of {length} minutes")
    shown = [
        opening(facts), *results(facts), *priorities(facts), *late_actions(facts), *changes(facts), *suggestions(facts),
        Proposal(Kind.FREE, _("Decisions and next steps"), _("What was decided is read aloud, with who does it by when."), 3),
    ]  # fmt: skip
    times = shares([each.weight for each in shown], length)
    timed = [replace(each, minutes=minutes) for each, minutes in zip(shown, times, strict=True)]
    return [replace(each, reason=each.reason[:LONGEST], title=each.title[:200]) for each in [*ours(facts), *timed]]


def shares(weights: list[int], length: int) -> list[int]:
    """Minutes in the proportion of the weights, in steps of five where they suffice, that sum to `length`.

    Largest remainders (Hamilton); everybody has a step at least as long as there are enough.
    """
    step = STEP if length // STEP >= len(weights) else 1
    units = length // step
    floor = 1 if units >= len(weights) else 0
    free, total = units - floor * len(weights), sum(weights)
    exact = [free * weight / total for weight in weights]
    counts = [floor + int(each) for each in exact]
    by_rest = sorted(range(len(weights)), key=lambda place: (int(exact[place]) - exact[place], place))
    for place in by_rest[: units - sum(counts)]:
        counts[place] += 1
    minutes = [count * step for count in counts]
    minutes[-1] += length - sum(minutes)
    return minutes


def opening(facts: Facts) -> Proposal:
    if not facts.decisions:
        return Proposal(
            Kind.OPENING, _("What each of us expects of this review"), _("It is the first of this plan."), 1
        )
    open_ones = [words for words, is_done in facts.decisions if is_done is False]
    reason = ngettext(
        "%(open)s of %(count)s decision still to be carried out: %(words)s",
        "%(open)s of %(count)s decisions still to be carried out: %(words)s",
        len(facts.decisions),
    ) % {"open": len(open_ones), "count": len(facts.decisions), "words": "; ".join(open_ones) or "–"}  # fmt: skip
    return Proposal(Kind.OPENING, _("What we decided last time"), reason, 2)


def results(facts: Facts) -> Iterator[Proposal]:
    """What was reached since the last review, the client's gain first in the meeting."""
    shared = shared_of(facts.now)
    before = {action.key for action in facts.then.actions if action.done_on} if facts.then else set()
    done = [action for action in shared.actions if action.done_on and action.key not in before]
    reached = [each for each in shared.objectives if (way_of(each, shared.starts_on, facts.on).done or 0) >= 1]
    if done or reached:
        told = "; ".join(each.title for each in [*reached, *done])
        keys = tuple(each.key for each in [*reached, *done])
        yield Proposal(Kind.RESULT, _("What has been achieved"), told, 2, lines=keys)


def priorities(facts: Facts) -> Iterator[Proposal]:
    for priority in facts.now.priorities:
        told, worries = state_of(priority, facts)
        yield Proposal(
            Kind.PRIORITY, priority.title, told, 4 + min(worries, 3), line=priority.key, lines=(priority.key,)
        )


def state_of(priority: Priority, facts: Facts) -> tuple[str, int]:
    """What is to be known of a priority before one speaks of it, and how many worries it gives."""
    objectives = [each for each in facts.now.objectives if each.priority == priority.key]
    keys = {each.key for each in objectives}
    actions = [each for each in facts.now.actions if each.objective in keys]
    late = [each for each in facts.late if each.objective in keys]
    behind = [each for each in objectives if is_behind(each, facts.now.starts_on, facts.on)]
    told = [progress_told(actions, facts), *(behind_told(each, facts) for each in behind)]
    if late:
        told.append(ngettext("%(n)s late action", "%(n)s late actions", len(late)) % {"n": len(late)})
    return " · ".join(filter(None, told)), len(late) + len(behind)


def progress_told(actions: list[Action], facts: Facts) -> str:
    is_now = mean(actions)
    if is_now is None:
        return _("No action yet")
    before = mean([each for each in facts.then.actions if each.key in {a.key for a in actions}]) if facts.then else None
    if before is None:
        return _("%(now)s %% done") % {"now": is_now}
    return _("%(now)s %% done, %(before)s %% before") % {"now": is_now, "before": before}


def mean(actions: Iterable[Action]) -> int | None:
    """% done, each action counting by its weight (1 to 5); None without actions."""
    actions = list(actions)
    total = sum(each.weight for each in actions)
    return round(sum(each.weight * each.progress for each in actions) / total) if total else None


def behind_told(objective: Objective, facts: Facts) -> str:
    return _("%(title)s is behind: %(current)s %(unit)s, %(expected)s expected") % {
        "title": objective.title, "current": short(objective.current), "unit": objective.unit,
        "expected": short(expected(objective, facts.now.starts_on, facts.on)),
    }  # fmt: skip


def short(value: Decimal) -> str:
    return number_format(value.normalize(), use_l10n=True)


def is_behind(objective: Objective, starts_on: date, on: date) -> bool:
    """Whether its value trails the straight line from baseline to target by more than a tenth of the way."""
    way = way_of(objective, starts_on, on)
    return way.done is not None and way.done < way.expected - TOLERANCE


def way_of(objective, starts_on: date, on: date) -> Progress:
    return progress_of(
        starts_on=starts_on, due_on=objective.due_on, on=on, baseline=objective.baseline, target=objective.target,
        current=objective.current,
    )  # fmt: skip


def expected(objective: Objective, starts_on: date, on: date) -> Decimal:
    """The value on the straight line from the baseline, at the start of the plan, to the target when it is due."""
    gone = Decimal(way_of(objective, starts_on, on).expected)
    return round(objective.baseline + (objective.target - objective.baseline) * gone, 1)


def late_actions(facts: Facts) -> Iterator[Proposal]:
    """One topic for those that the client knows; the others are ours."""
    if late := facts.shared_late:
        yield Proposal(
            Kind.LATE, _("Late actions"), titles_of(late), 2 + min(len(late), 3), lines=tuple(each.key for each in late)
        )


def changes(facts: Facts) -> Iterator[Proposal]:
    """What the client finds otherwise in his edition, actions aside: each has its topic already."""
    if facts.then is None:
        return
    found = [
        each for each in differences(facts.then, facts.now) if each.kind in ("passages", "priorities", "objectives")
    ]
    shared = shared_of(facts.now)
    known = {*shared.passages, *(each.key for each in (*shared.priorities, *shared.objectives))}
    names = {each.key for each in found if each.key in known and each.field != "current"}
    if names:
        reason = ngettext("%(n)s text or line has changed", "%(n)s texts or lines have changed", len(names))
        yield Proposal(Kind.CHANGE, _("What has changed in our plan"), reason % {"n": len(names)}, 1)


def suggestions(facts: Facts) -> Iterator[Proposal]:
    if facts.suggestions:
        reason = ngettext("%(n)s waits for our answer", "%(n)s wait for our answer", facts.suggestions)
        yield Proposal(Kind.FREE, _("Your suggestions"), reason % {"n": facts.suggestions}, 1)


def ours(facts: Facts) -> Iterator[Proposal]:
    """What we look at among us before the client comes in."""
    risks = [each for each in facts.now.risks if each.probability * each.impact >= GRAVE]
    if risks:
        told = "; ".join(each.text for each in risks)
        yield Proposal(Kind.FREE, _("Risks"), told, lines=tuple(each.key for each in risks), is_shown=False)
    known = {action.key for action in facts.shared_late}
    if hidden := [action for action in facts.late if action.key not in known]:
        keys = tuple(each.key for each in hidden)
        yield Proposal(Kind.LATE, _("Late actions of ours"), titles_of(hidden), lines=keys, is_shown=False)


def titles_of(actions: list[Action]) -> str:
    return "; ".join(f"{each.title} ({each.owner or _('nobody yet')})" for each in actions)
