"""What to look at before a review: advice on its quality, never a count to be reached. Plain data in, words out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

MANY = 8  # topics, from which nothing is discussed in earnest
CLOSING = 5  # minutes to read decisions aloud


@dataclass(frozen=True)
class Preparation:
    """What the checklist asks about. `heavy`: one of theirs of influence 4 or 5 comes; `unowned`: late and nobody's."""

    minutes: tuple[int, ...] = ()  # of each topic shown
    has_theirs: bool = False
    has_heavy: bool = False
    has_sponsor: bool = False
    has_open_decisions: bool = False
    begins_with_decisions: bool = False
    unowned: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()  # priorities that nobody can say in one sentence


@dataclass(frozen=True)
class Advice:
    is_met: bool
    text: str


def advice(prepared: Preparation) -> list[Advice]:
    """In the order in which one prepares."""
    return [Advice(is_met, text) for is_met, text in checks(prepared)]


def checks(prepared: Preparation) -> Iterator[tuple[bool, str]]:
    yield prepared.has_theirs, _("Somebody of the client takes part: a review among ourselves reviews nothing.")
    if prepared.has_theirs:
        yield prepared.has_heavy, _("Somebody who decides, or whom others listen to, is there.")
    yield prepared.has_sponsor, _("Our executive sponsor is there: the client sees that the plan counts.")
    if prepared.has_open_decisions:
        yield prepared.begins_with_decisions, _("What was decided last time comes first: a promise that is forgotten costs more than a late one.")  # fmt: skip
    yield len(prepared.minutes) <= MANY, _("Few topics: what is hurried through is not decided.")
    yield bool(prepared.minutes) and prepared.minutes[-1] >= CLOSING, _("Time is left at the end to read the decisions aloud.")  # fmt: skip
    if prepared.unowned:
        yield False, _("Late, and nobody’s: %(names)s. Find who takes it before the meeting.") % {"names": "; ".join(prepared.unowned)}  # fmt: skip
    if prepared.unspoken:
        yield False, _("Not said in one sentence yet: %(names)s.") % {"names": "; ".join(prepared.unspoken)}
