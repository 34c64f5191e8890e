"""What the client said of a plan, as far as its health reads it: the portal, which is above, tells it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Voice:
    """`said`: (section, day) of each word; `lines`: keys of the lines spoken of; `taken`: his suggestions that were
    taken, `born`: those of them that became an action.
    """

    said: tuple[tuple[str, date], ...] = ()
    lines: frozenset[str] = frozenset()
    taken: int = 0
    born: int = 0
