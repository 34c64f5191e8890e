"""The matrix of a SWOT: what of ours meets what of the world, and the options that lie there."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from plans.board.cards import Card

OURS, WORLDS = ("strength", "weakness"), ("opportunity", "threat")
WORDS = {
    ("strength", "opportunity"): (_("SO"), _("Use strengths to take opportunities")),
    ("strength", "threat"): (_("ST"), _("Use strengths against threats")),
    ("weakness", "opportunity"): (_("WO"), _("Take opportunities to mend weaknesses")),
    ("weakness", "threat"): (_("WT"), _("Keep weaknesses out of the way of threats")),
}


@dataclass
class Cell:
    """`ours` and `worlds` are quadrants."""

    ours: str
    worlds: str
    options: list[Card] = field(default_factory=list)

    @property
    def name(self) -> str:
        return WORDS[self.ours, self.worlds][0]

    @property
    def title(self) -> str:
        return WORDS[self.ours, self.worlds][1]


@dataclass
class Tows:
    """`several`: options of more than one cell; `one_sided`: those of none, which no form would take."""

    cells: list[Cell]
    several: list[Card] = field(default_factory=list)
    one_sided: list[Card] = field(default_factory=list)


def tows_of(options: list[Card]) -> Tows:
    """Each option once, where the items that it crosses put it."""
    tows = Tows([Cell(ours, worlds) for ours in OURS for worlds in WORLDS])
    for option in options:
        crossed = {item.line.quadrant for item in option.up}
        met = [cell for cell in tows.cells if {cell.ours, cell.worlds} <= crossed]
        home = met[0].options if len(met) == 1 else tows.several if met else tows.one_sided
        home.append(option)
    return tows
