"""Who is covered, in how many functions, in which climate: indicators 1, 2 and 5 of domain.md 1.3, one grouped query."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.stakeholders.coverage import Person, Relations, relations_by_account
from accounts.stakeholders.models import Stakeholder
from kam.scorecards.indicators.base import (
    UNKNOWN,
    Evidence,
    Figure,
    Indicator,
    Perspective,
    Theme,
    functions,
    percent,
    signed,
)
from kam.scorecards.indicators.ground import Ground

SMALL_MAP = 5  # fewer people mapped are worth 50 points at most
MOST_FUNCTIONS = 5  # nobody is asked to reach more
FEWEST_ATTITUDES = 3
HALF = 0.5  # c from which a person opens his function
ADVICE_DAYS = 14  # an advice is for the fortnight to come


def stakeholder_coverage(row: Relations) -> Figure:
    """100 × Σ(influence × c) / Σ influence of the people who count; unknown while nobody is on the map."""
    if not row.influence:
        return UNKNOWN
    badge = "map_incomplete" if row.people < SMALL_MAP else ""
    return Figure(100 * row.covered_influence / row.influence, badge=badge)


def contact_breadth(row: Relations) -> Figure:
    """Functions with somebody of c ≥ 0.5, aiming at 5 or at all those that exist at this client."""
    if not row.functions:
        return UNKNOWN._replace(badge="no_function" if row.influence else "")
    target = row.functions if row.functions < MOST_FUNCTIONS else None
    return Figure(row.covered_functions, target=target)


def attitude_balance(row: Relations) -> Figure:
    """100 × Σ(influence × attitude) / (2 × Σ influence), people of influence 3 or more assessed in 180 days."""
    if row.assessed < FEWEST_ATTITUDES:
        return UNKNOWN._replace(badge="few_attitudes" if row.influence else "")
    return Figure(100 * row.attitude_influence / (2 * row.assessed_influence))


# --- the rows behind the figures -------------------------------------------------------------------


def named(person: Person) -> str:
    return _("%(role)s (vacant role)") % {"role": person.name} if person.is_placeholder else person.name


def addresses(people: list[Person]) -> list[str]:
    return [reverse("stakeholders:detail", args=[person.pk]) for person in people]


def coverage_evidence(facts: Ground) -> Evidence:
    strengths = dict(Stakeholder.ContactStrength.choices)
    return Evidence(
        headers=[
            _("Stakeholder"), _("Function"), _("Influence"), _("Strength"), _("Last exchange"),
            _("Cadence"), _("c"), _("Influence × c"),
        ],
        rows=[
            [
                named(person), facts.functions.get(person.function_id), person.influence,
                strengths[person.contact_strength], person.last_contact_on, person.cadence, person.covered,
                person.influence * person.covered,
            ]
            for person in facts.people
        ],
        addresses=addresses(facts.people),
        is_for_editors=True,
        total=[
            _("Total"), None, sum(person.influence for person in facts.people), None, None, None, None,
            sum(person.influence * person.covered for person in facts.people),
        ],
    )  # fmt: skip


def breadth_evidence(facts: Ground) -> Evidence:
    rows = []
    for function_id, name in facts.functions.items():
        inside = [person for person in facts.people if person.function_id == function_id]
        best = max(person.covered for person in inside)
        rows.append(
            [name, len(inside), ", ".join(p.name for p in inside if p.covered >= HALF), best, int(best >= HALF)]
        )
    return Evidence(
        headers=[_("Function"), _("People"), _("Covered people"), _("Best coverage (c)"), _("Counted")],
        rows=rows,
        total=[_("Total"), sum(row[1] for row in rows), None, None, sum(row[-1] for row in rows)],
    )


def attitude_evidence(facts: Ground) -> Evidence:
    attitudes = dict(Stakeholder.Attitude.choices)
    return Evidence(
        headers=[_("Stakeholder"), _("Influence"), _("Attitude"), _("Assessed on"), _("Value"), _("Influence × value")],
        rows=[
            [
                person.name, person.influence, attitudes[person.attitude], person.attitude_on, person.attitude,
                person.influence * person.attitude,
            ]
            for person in facts.assessed
        ],
        addresses=addresses(facts.assessed),
        is_for_editors=True,
        total=[
            _("Total"), sum(person.influence for person in facts.assessed), None, None, None,
            sum(person.influence * person.attitude for person in facts.assessed),
        ],
    )  # fmt: skip


# --- what to do about it ---------------------------------------------------------------------------


def advise_coverage(facts: Ground) -> str:
    known = [person.name for person in facts.people if is_overdue(person, facts.on) and not person.is_placeholder][:3]
    if not known:
        return advise_coverage_within_cadence(facts)
    before = date_format(facts.on + timedelta(days=ADVICE_DAYS), "SHORT_DATE_FORMAT")
    return _("Plan an exchange with %(people)s before %(date)s.") % {"people": listed(known), "date": before}


def advise_coverage_within_cadence(facts: Ground) -> str:
    """Nobody waits for longer than he should: what remains is roles without a name and contacts without depth."""
    roles = [person.name for person in facts.people if person.is_placeholder][:3]
    if roles:
        return _("Find out who holds these roles: %(roles)s.") % {"roles": listed(roles)}
    weak = [person.name for person in facts.people if person.covered < 1][:3]
    return _("Deepen the contact with %(people)s: you meet, but only on occasion.") % {"people": listed(weak)}


def is_overdue(person: Person, on: date) -> bool:
    """Out of cadence: not met yet, or longer ago than the influence asks for."""
    return person.last_contact_on is None or (on - person.last_contact_on).days > person.cadence


def listed(names: list[str]) -> str:
    return get_text_list(names, _("and"))


def advise_breadth(facts: Ground) -> str:
    reached = {person.function_id for person in facts.people if person.covered >= HALF} & facts.functions.keys()
    missing = [p.function_id for p in facts.people if p.function_id in facts.functions.keys() - reached]
    helpers = [p.name for p in openers(facts.people)]
    words = {
        "reach": reach(len(reached)),
        "function": facts.functions[missing[0]] if missing else _("another function"),
    }
    if not helpers:
        return _("%(reach)s: look for a way into %(function)s.") % words
    return _("%(reach)s: ask %(helper)s to introduce you to %(function)s.") % {**words, "helper": helpers[0]}


def openers(people: list[Person]) -> list[Person]:
    """Whom one may ask to open a door, the most favourable first: covered, and not against us."""
    found = [person for person in people if person.covered >= HALF and (person.attitude or 0) >= 0]
    return sorted(found, key=lambda person: -(person.attitude or 0))


def reach(count: int) -> str:
    if not count:
        return _("You reach no function yet")
    return ngettext("You reach only %(count)s function", "You reach only %(count)s functions", count) % {"count": count}


def advise_attitude(facts: Ground) -> str:
    opponents = [person.name for person in facts.assessed if person.attitude < 0]
    if not opponents:
        return _("Nobody is against you: turn a neutral stakeholder into an ally on one of his own priorities.")
    words = {"opponent": opponents[0]}
    return _("Deal first with %(opponent)s: understand the personal gain at stake, bring in an ally.") % words


COVERAGE = Indicator(
    key="stakeholder_coverage",
    label=gettext_lazy("Stakeholder coverage"),
    formula=gettext_lazy(
        "100 × the sum of influence × c over the sum of influence, for the active stakeholders (influence 2 or "
        "more, still there) and the vacant target roles. c is 1 when contact strength is 2 or more and the last "
        "two-way interaction lies within the cadence of the influence; 0.5 within twice the cadence, or when "
        "strength is 1 and the interaction lies within the cadence; otherwise 0. Cadence for influence 5, 4, 3, 2, "
        "1: 30, 45, 60, 120, 180 days. With fewer than 5 people on the map, 50 points at most."
    ),
    unit=percent,
    measure=relations_by_account,
    read=stakeholder_coverage,
    facts=Ground,
    evidence=coverage_evidence,
    advise=advise_coverage,
    theme=Theme.RELATIONS,
    perspective=Perspective.RELATIONSHIP,
    tells_opinions=True,
)
BREADTH = Indicator(
    key="contact_breadth",
    label=gettext_lazy("Breadth of functions"),
    formula=gettext_lazy(
        "Number of functions of the client in which at least one stakeholder has c of 0.5 or more. The target is "
        "5, or the number of functions that exist at this client when there are fewer."
    ),
    unit=functions,
    measure=relations_by_account,
    read=contact_breadth,
    facts=Ground,
    evidence=breadth_evidence,
    advise=advise_breadth,
    theme=Theme.RELATIONS,
)
CLIMATE = Indicator(
    key="attitude_balance",
    label=gettext_lazy("Relationship climate"),
    formula=gettext_lazy(
        "100 × the sum of influence × attitude (−2 to +2) over twice the sum of influence, for the stakeholders of "
        "influence 3 or more whose attitude was assessed in the last 180 days. At least 3 are needed."
    ),
    unit=signed,
    measure=relations_by_account,
    read=attitude_balance,
    facts=Ground,
    evidence=attitude_evidence,
    advise=advise_attitude,
    theme=Theme.RELATIONS,
    tells_opinions=True,
)
