"""The drawing of an account's map: nodes and edges as plain dicts, ready for JSON."""

from collections import defaultdict
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.stakeholders.map.facts import Facts, facts_on, ours, theirs
from accounts.stakeholders.map.layout import Spot, place_ours, place_theirs, settled
from accounts.stakeholders.models import Stakeholder, Tie
from accounts.stakeholders.network import Person, single_threads
from kam.users.models import User

VETO = 5  # influence of somebody who decides alone or vetoes
EDGES = ("knows", "peer", "reports", "dotted", "influences", "tension", "introduced")  # every kind of line
TIE_EDGES = {Tie.Kind.INFLUENCES: "influences", Tie.Kind.IN_TENSION_WITH: "tension", Tie.Kind.PEER_OF: "peer"}


def drawing_of(account: Account, on: date, *, past: bool = False) -> dict:
    """Everything the map shows as of that day (of the `past`, if so said), in 8 queries: `nodes`, `edges`, and `headings` of the functions.

    A node has its two lines of text (`head`, `sub`), its `side`, what the filters ask for, and its place (`x`, `y` in
    map units, the line between both sides is y = 0). An edge has `source`, `target` and a `kind` of EDGES; lines
    between both sides a `strength` 0-4 and whether they are `overdue`.
    """
    facts = facts_on(account, on, past=past)
    nodes = [*our_nodes(facts, account), *their_nodes(facts)]
    edges = edges_of(facts, on)
    headings = put_in_place(nodes, edges, facts)
    return {"on": on.isoformat(), "nodes": nodes, "edges": edges, "headings": headings}


def decides(person: Stakeholder) -> bool:
    return Stakeholder.BuyingRole.DECIDER in person.buying_roles or person.influence == VETO


def their_nodes(facts: Facts) -> list[dict]:
    threads = {thread.pk for thread in single_threads(facts.network)}
    return [their_node(person, facts, pk in threads) for pk, person in facts.people.items()]


def their_node(person: Stakeholder, facts: Facts, is_thread: bool) -> dict:
    standing = facts.standings[person.pk]
    head, name = headline(person, standing)
    return {
        "id": theirs(person.pk), "pk": person.pk, "side": "theirs", "name": person.name,
        "head": head, "sub": " · ".join(filter(None, [name, *words_about(person, standing)])),
        "function": person.function_id, "entity": person.entity_id, "level": person.level,
        "attitude": person.attitude, "influence": person.influence, "strength": person.contact_strength,
        "vacant": person.is_placeholder, "met": standing.days_ago is not None, "decides": decides(person),
        "overdue": standing.is_overdue, "thread": is_thread,
    }  # fmt: skip


def headline(person: Stakeholder, standing: Person) -> tuple[str, str]:
    """What the first line says, and the name if it is not said there."""
    role = person.title or standing.function
    return (person.name, "") if person.is_placeholder or not role else (role, short_name(person.name))


def words_about(person: Stakeholder, standing: Person) -> list[str]:
    if person.is_placeholder:
        first = _("vacant")
    elif standing.days_ago is None:
        first = _("never met")
    else:
        first = person.get_attitude_display().lower() if person.attitude is not None else ""
    return [first, _("decides") if decides(person) else "", _("views differ") if person.is_disputed else ""]


def short_name(name: str) -> str:
    """«A. Roy»: what a box has room for."""
    first, _space, rest = name.strip().partition(" ")
    return f"{first[0]}. {rest.strip()}" if rest else first


def our_nodes(facts: Facts, account: Account) -> list[dict]:
    return [
        {
            "id": ours(user.pk), "pk": user.pk, "side": "ours", "name": str(user),
            "head": our_role(user, facts, account), "sub": user.short_name,
        }
        for user in facts.ours.values()
    ]  # fmt: skip


def our_role(user: User, facts: Facts, account: Account) -> str:
    """What somebody does on this account, else in the house."""
    if user.pk == account.kam_id:
        return _("KAM")
    return facts.functions.get(user.function_id, "") or user.get_role_display()


def edges_of(facts: Facts, on: date) -> list[dict]:
    return [*met_edges(facts, on), *line_edges(facts), *tie_edges(facts), *introduction_edges(facts, on)]


def edge(kind: str, key: object, source: str, target: str, **more) -> dict:
    return {"id": f"{kind}-{key}", "kind": kind, "source": source, "target": target, **more}


def met_edges(facts: Facts, on: date) -> list[dict]:
    """As thick as the contact is strong; overdue when these two have not met within the cadence of the person."""
    return [
        edge(
            "knows", f"{user}-{person}", ours(user), theirs(person), strength=facts.standings[person].strength,
            overdue=(on - day).days > facts.standings[person].cadence,
        )
        for (user, person), day in facts.met.items()
    ]  # fmt: skip


def line_edges(facts: Facts) -> list[dict]:
    """From each person to his managers."""
    found = []
    for person in facts.people.values():
        for kind, boss in (("reports", person.reports_to_id), ("dotted", person.dotted_to_id)):
            if boss in facts.people:
                found.append(edge(kind, person.pk, theirs(person.pk), theirs(boss)))
    return found


def tie_edges(facts: Facts) -> list[dict]:
    """A peer whom the exchanges join already is no second line."""
    return [
        edge(TIE_EDGES[tie.kind], tie.pk, start_of(tie), theirs(tie.target_id), confirmed=tie.is_confirmed)
        for tie in facts.ties
        if (tie.colleague_id, tie.target_id) not in facts.met
    ]


def start_of(tie: Tie) -> str:
    return ours(tie.colleague_id) if tie.colleague_id else theirs(tie.source_id)


def introduction_edges(facts: Facts, on: date) -> list[dict]:
    return [
        edge(
            "introduced", each.pk,
            theirs(each.introducer_id) if each.introducer_id else ours(each.introducing_colleague_id),
            theirs(each.introduced_id), made=bool(each.made_on and each.made_on <= on),
        )
        for each in facts.introductions
    ]  # fmt: skip


def put_in_place(nodes: list[dict], edges: list[dict], facts: Facts) -> list[dict]:
    """Write `x`, `y` and whether somebody put it there (`placed`) into each node; the headings that remain true."""
    proposed, headings = place_theirs([spot(person, facts) for person in facts.people.values()])
    proposed |= place_ours(our_rows(facts), pulls(edges, proposed))
    places = settled(proposed, facts.places)
    for node in nodes:
        node["x"], node["y"] = places[node["id"]]
        node["placed"] = node["id"] in facts.places
    return [{"label": each.label or _("Other"), "x": each.x, "y": each.y} for each in headings]


def spot(person: Stakeholder, facts: Facts) -> Spot:
    boss = theirs(person.reports_to_id) if person.reports_to_id in facts.people else None
    return Spot(theirs(person.pk), person.level, boss, facts.functions.get(person.function_id, ""))


def our_rows(facts: Facts) -> list[list[str]]:
    """Directors, then the KAM, then the experts next to the line."""
    rows = {"directors": [], "kam": [], "experts": []}
    for user in facts.ours.values():
        is_kam = user.role == User.Role.KAM
        kind = "directors" if user.role == User.Role.DIRECTOR else "kam" if is_kam else "experts"
        rows[kind].append(ours(user.pk))
    return [row for row in rows.values() if row]


def pulls(edges: list[dict], places: dict[str, tuple[int, int]]) -> dict[str, float]:
    """One of ours → the mean x of those of theirs whom he is joined to."""
    found = defaultdict(list)
    for each in edges:
        if each["kind"] in {"knows", "peer"}:
            found[each["source"]].append(places[each["target"]][0])
    return {key: sum(values) / len(values) for key, values in found.items()}
