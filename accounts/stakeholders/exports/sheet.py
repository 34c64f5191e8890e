"""What is drawn: boxes, lines and lists in words, made of facts alone.

The map is laid out as on the screen, where somebody moved a box it stands there; the chart is a tidy tree. People come
in the order of their names, so that not even their place tells whom we hold for influential.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from textwrap import wrap

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.spreadsheets import NOT_XML
from accounts.stakeholders.exports.tree import tidy_tree
from accounts.stakeholders.map.drawing import our_role, put_in_place, spot
from accounts.stakeholders.map.facts import Facts, facts_on, named, our_people, ours, theirs
from accounts.stakeholders.map.layout import HEIGHT, WIDTH
from accounts.stakeholders.models import Introduction, Stakeholder
from kam.users.models import User

LETTER = (0.6, 0.53, 0.53)  # mean width of a letter, of its size
SIZES = (11.5, 9.5, 8.5)  # of the three lines of a box, in map units
PADDING, BORDER = 9, 2  # within a box, around the drawing

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A person: centre, and up to three lines of text; `kind` is ours, theirs or vacant."""

    kind: str
    x: float
    y: float
    lines: tuple[str, ...]
    full: str


@dataclass(frozen=True)
class Line:
    """`kind` is met, reports, dotted or introduced."""

    kind: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Listing:
    """What the drawing cannot spell out, for the pages behind it."""

    title: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Sheet:
    """A drawing in map units (layout), with the words around it."""

    title: str
    subtitle: str
    boxes: list[Box]
    lines: list[Line]
    headings: list[Text] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of everything drawn."""
        xs, ys = [box.x for box in self.boxes] or [0], [box.y for box in self.boxes] or [0]
        along = [x for line in self.lines for x, _y in line.points]
        top = min([min(ys) - HEIGHT / 2, *(heading.y - SIZES[0] for heading in self.headings)])
        left, right = min([min(xs) - WIDTH / 2, *along]), max([max(xs) + WIDTH / 2, *along])
        return left - BORDER, top - BORDER, right + BORDER, max(ys) + HEIGHT / 2 + BORDER

    @property
    def legend(self) -> list[tuple[str, str]]:
        """(kind, words) of what the drawing shows."""
        words = {
            "ours": _("one of ours"),
            "theirs": _("one of the client’s"),
            "vacant": _("vacant role"),
            "met": _("met within a year"),
            "reports": _("reports to"),
            "dotted": _("dotted line"),
            "introduced": _("introduction made"),
        }
        shown = {each.kind for each in (*self.boxes, *self.lines)}
        return [(kind, text) for kind, text in words.items() if kind in shown]


def map_sheet(account: Account, on: date, *, past: bool = False) -> Sheet:
    """Both sides as of that day: who reports to whom, who met whom within a year and when, introductions made."""
    facts = known_facts(account, on, past=past)
    nodes = [{"id": ours(pk)} for pk in facts.ours] + [{"id": theirs(pk)} for pk in facts.people]
    pulling = [{"kind": "knows", "source": ours(user), "target": theirs(person)} for user, person in facts.met]
    headings = put_in_place(nodes, pulling, facts)
    places = {node["id"]: (node["x"], node["y"]) for node in nodes}
    boxes = [our_box(user, places[ours(pk)], facts, account) for pk, user in facts.ours.items()]
    boxes += [their_box(person, places[theirs(pk)], facts) for pk, person in facts.people.items()]
    lines = [*met_lines(facts, places), *reporting_lines(facts, places), *introduction_lines(facts, places)]
    return Sheet(
        _("Relations with %(account)s") % {"account": account}, day_of(on), boxes, lines,
        [Text(each["x"], each["y"], clean(each["label"])) for each in headings], listings(facts),
    )  # fmt: skip


def chart_sheet(account: Account, on: date, *, past: bool = False) -> Sheet:
    """Their side alone with its reporting lines, the top above."""
    facts = known_facts(account, on, past=past)
    tree = tidy_tree({each.key: each.boss for each in (spot(person, facts) for person in facts.people.values())})
    boxes = [chart_box(person, tree.places[theirs(pk)], facts) for pk, person in facts.people.items()]
    lines = [Line("reports", path) for path in tree.lines.values()]
    title = _("Organisation chart of %(account)s") % {"account": account}
    return Sheet(title, day_of(on), boxes, lines, [], [people_listing(facts)])


def known_facts(account: Account, on: date, *, past: bool) -> Facts:
    """The facts of the map without ties and standings, which are opinions, in the order of the names."""
    facts = facts_on(account, on, past=past)
    made = [each for each in facts.introductions if each.made_on and each.made_on <= on]
    people = dict(sorted(facts.people.items(), key=lambda pair: (pair[1].name, pair[0])))
    prefetch_related_objects(list(people.values()), "entity")
    prefetch_related_objects(made, "introducer", "introducing_colleague", "introduced", "introduced_to")
    here = set(our_people(account, named(facts.met, [], made)).values_list("pk", flat=True))  # not who is but a peer
    still = {pk: user for pk, user in facts.ours.items() if pk in here}
    return replace(facts, people=people, ours=still, introductions=made, ties=[], standings={})


def day_of(on: date) -> str:
    return _("As of %(day)s") % {"day": date_format(on, "DATE_FORMAT")}


def clean(text: str) -> str:
    """The text on one line, without what no file may hold."""
    return " ".join(NOT_XML.sub("", text).split())


def room_in(row: int) -> int:
    """Letters that a line of a box holds."""
    return int((WIDTH - 2 * PADDING) / (SIZES[row] * LETTER[row]))


def shortened(text: str, row: int) -> str:
    """As much of the text as that line of a box holds."""
    room = room_in(row)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def wrapped(texts: list[str]) -> list[str]:
    """The first text too long for its line goes on in the next one, before what would stand there."""
    for row, text in enumerate(texts[: len(SIZES) - 1]):
        if len(text) > room_in(row):
            first, *others = wrap(text, room_in(row), break_on_hyphens=False)
            return [*texts[:row], first, " ".join(others), *texts[row + 1 :]][: len(SIZES)]
    return texts[: len(SIZES)]


def box(kind: str, place: Point, *texts: str) -> Box:
    said = [clean(text) for text in texts if text]
    lines = tuple(shortened(text, row) for row, text in enumerate(wrapped(said)))
    return Box(kind, *place, lines, " · ".join(said))


def our_box(user: User, place: Point, facts: Facts, account: Account) -> Box:
    return box("ours", place, str(user), our_role(user, facts, account))


def their_box(person: Stakeholder, place: Point, facts: Facts) -> Box:
    return box(kind_of(person), place, person.name, person.title, about(person, facts))


def chart_box(person: Stakeholder, place: Point, facts: Facts) -> Box:
    """A dotted line is said, not drawn: it would run across the tree."""
    dotted = facts.people.get(person.dotted_to_id)
    beside = _("dotted line to %(name)s") % {"name": dotted.name} if dotted else about(person, facts)
    return box(kind_of(person), place, person.name, person.title, beside)


def kind_of(person: Stakeholder) -> str:
    return "vacant" if person.is_placeholder else "theirs"


def about(person: Stakeholder, facts: Facts) -> str:
    return " · ".join(filter(None, [facts.functions.get(person.function_id, ""), entity_of(person)]))


def entity_of(person: Stakeholder) -> str:
    return str(person.entity) if person.entity_id else ""


def met_lines(facts: Facts, places: dict[str, Point]) -> Iterable[Line]:
    """Without their days, which would cover each other where lines meet: the list behind the drawing says them."""
    for user, person in sorted(facts.met):
        yield Line("met", between(places[ours(user)], places[theirs(person)]))


def reporting_lines(facts: Facts, places: dict[str, Point]) -> Iterable[Line]:
    for person in facts.people.values():
        for kind, boss in (("reports", person.reports_to_id), ("dotted", person.dotted_to_id)):
            if boss in facts.people:
                yield Line(kind, elbow(places[theirs(person.pk)], places[theirs(boss)]))


def introduction_lines(facts: Facts, places: dict[str, Point]) -> Iterable[Line]:
    for each in facts.introductions:
        start = ours(each.introducing_colleague_id) if each.introducing_colleague_id else theirs(each.introducer_id)
        yield Line("introduced", between(places[start], places[theirs(each.introduced_id)]))


def between(start: Point, end: Point) -> tuple[Point, ...]:
    """A straight line from the edge of one box to that of another."""
    return edge_towards(start, end), edge_towards(end, start)


def edge_towards(box_at: Point, other: Point) -> Point:
    """The middle of the side of a box that faces another one."""
    x, y = box_at
    if abs(other[1] - y) > HEIGHT:
        return x, y + HEIGHT / 2 * (1 if other[1] > y else -1)
    return x + WIDTH / 2 * (1 if other[0] > x else -1), y


def elbow(person: Point, boss: Point) -> tuple[Point, ...]:
    """Up or down, across half-way, and on; straight between boxes of one row."""
    start, end = between(person, boss)
    if abs(boss[1] - person[1]) <= HEIGHT:
        return start, end
    middle = (start[1] + end[1]) / 2
    return start, (start[0], middle), (end[0], middle), end


def listings(facts: Facts) -> list[Listing]:
    return [people_listing(facts), meeting_listing(facts), introduction_listing(facts)]


def people_listing(facts: Facts) -> Listing:
    heads = [_("Name"), _("Job title"), _("Function"), _("Entity or site"), _("Reports to"), _("Dotted line")]
    return Listing(_("People of the client"), heads, [person_row(person, facts) for person in facts.people.values()])


def person_row(person: Stakeholder, facts: Facts) -> list[str]:
    bosses = (facts.people.get(person.reports_to_id), facts.people.get(person.dotted_to_id))
    name = _("%(role)s (vacant role)") % {"role": person.name} if person.is_placeholder else person.name
    function = facts.functions.get(person.function_id, "")
    leading = [boss.name if boss else "" for boss in bosses]
    return [clean(text) for text in (name, person.title, function, entity_of(person), *leading)]


def meeting_listing(facts: Facts) -> Listing:
    rows = [
        [clean(str(facts.ours[user])), clean(facts.people[person].name), date_format(day, "SHORT_DATE_FORMAT")]
        for (user, person), day in sorted(facts.met.items(), key=lambda pair: pair[1], reverse=True)
    ]
    return Listing(_("Who met whom"), [_("Of ours"), _("Of the client’s"), _("Last exchange")], rows)


def introduction_listing(facts: Facts) -> Listing:
    heads = [_("Introduced by"), _("Introduced"), _("To"), _("On")]
    return Listing(_("Introductions made"), heads, [introduction_row(each) for each in facts.introductions])


def introduction_row(each: Introduction) -> list[str]:
    people = (each.asked_of, each.introduced, each.introduced_to)
    return [*(clean(str(person)) for person in people), date_format(each.made_on, "SHORT_DATE_FORMAT")]
