"""Relations and mêlée: indicators 1, 2 and 5 of domain.md 1.3, one grouped query for the three."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import ListValue
from accounts.stakeholders.coverage import Person, Relations, coverage, relations_by_account
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

SMALL_MAP, SMALL_MAP_CAP = 5, 50  # fewer people mapped are worth 50 points at most
MOST_FUNCTIONS = 5  # nobody is asked to reach more
FEWEST_ATTITUDES = 3
ADVICE_DAYS = 14  # an advice is for the fortnight to come


def stakeholder_coverage(row: Relations) -> Figure:
    """100 × Σ(influence × c) / Σ influence of the people who count; unknown while nobody is on the map."""
    if not row.influence:
        return UNKNOWN
    value = 100 * row.covered_influence / row.influence
    if row.people < SMALL_MAP:
        return Figure(value, cap=SMALL_MAP_CAP, badge="map_incomplete")
    return Figure(value)


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


def people_who(concern, account_id: int, on: date) -> list[Person]:
    return [person for person in coverage(on, [account_id]) if concern(person)]


def function_names(people: list[Person]) -> dict[int | None, str]:
    return {value.pk: value.name for value in ListValue.objects.filter(pk__in={p.function_id for p in people})}


def addresses(people: list[Person]) -> list[str]:
    return [reverse("stakeholders:edit", args=[person.pk]) for person in people]


def coverage_evidence(account_id: int, on: date) -> Evidence:
    people = people_who(lambda person: person.counts, account_id, on)
    names = function_names(people)
    strengths = dict(Stakeholder.ContactStrength.choices)
    return Evidence(
        headers=[
            _("Stakeholder"), _("Function"), _("Influence"), _("Contact strength"), _("Last two-way interaction"),
            _("Cadence (days)"), _("Covered (c)"), _("Influence × c"),
        ],
        rows=[
            [
                person.name, names.get(person.function_id), person.influence, strengths[person.contact_strength],
                person.last_contact_on, person.cadence, person.covered, person.influence * person.covered,
            ]
            for person in people
        ],
        addresses=addresses(people),
        total=[
            _("Total"), None, sum(person.influence for person in people), None, None, None, None,
            sum(person.influence * person.covered for person in people),
        ],
    )  # fmt: skip


def breadth_evidence(account_id: int, on: date) -> Evidence:
    people = people_who(lambda person: person.counts and person.function_id, account_id, on)
    names = function_names(people)
    rows = []
    for function_id, name in sorted(names.items(), key=lambda item: item[1]):
        inside = [person for person in people if person.function_id == function_id]
        best = max(person.covered for person in inside)
        rows.append([name, len(inside), ", ".join(p.name for p in inside if p.covered >= 0.5), best, int(best >= 0.5)])
    return Evidence(
        headers=[_("Function"), _("People"), _("Covered people"), _("Best coverage (c)"), _("Counts")],
        rows=rows,
        total=[_("Total"), len(people), None, None, sum(row[-1] for row in rows)],
    )


def attitude_evidence(account_id: int, on: date) -> Evidence:
    people = people_who(lambda person: person.is_weighed, account_id, on)
    attitudes = dict(Stakeholder.Attitude.choices)
    return Evidence(
        headers=[_("Stakeholder"), _("Influence"), _("Attitude"), _("Assessed on"), _("Value"), _("Influence × value")],
        rows=[
            [
                person.name, person.influence, attitudes[person.attitude], person.attitude_on, person.attitude,
                person.influence * person.attitude,
            ]
            for person in people
        ],
        addresses=addresses(people),
        total=[
            _("Total"), sum(person.influence for person in people), None, None, None,
            sum(person.influence * person.attitude for person in people),
        ],
    )  # fmt: skip


# --- what to do about it ---------------------------------------------------------------------------


def advise_coverage(account_id: int, on: date) -> str:
    overdue = people_who(lambda person: person.counts and person.covered < 1, account_id, on)[:3]
    known = [person.name for person in overdue]
    before = date_format(on + timedelta(days=ADVICE_DAYS), "SHORT_DATE_FORMAT")
    return _("Plan an exchange with %(people)s before %(date)s.") % {"people": ", ".join(known), "date": before}


def advise_breadth(account_id: int, on: date) -> str:
    people = people_who(lambda person: person.counts, account_id, on)
    names = function_names(people)
    reached = {person.function_id for person in people if person.covered >= 0.5} & names.keys()
    missing = [names[p.function_id] for p in people if p.function_id in names.keys() - reached]
    helpers = [person.name for person in people if person.covered >= 0.5 and (person.attitude or 0) >= 0]
    words = {"count": len(reached), "function": missing[0] if missing else _("another function")}
    if not helpers:
        return (
            ngettext(
                "You reach only %(count)s function: look for a way into %(function)s.",
                "You reach only %(count)s functions: look for a way into %(function)s.",
                len(reached),
            )
            % words
        )
    return ngettext(
        "You reach only %(count)s function: ask %(helper)s to introduce you to %(function)s.",
        "You reach only %(count)s functions: ask %(helper)s to introduce you to %(function)s.",
        len(reached),
    ) % {**words, "helper": helpers[0]}


def advise_attitude(account_id: int, on: date) -> str:
    opponents = people_who(lambda person: person.is_weighed and person.attitude < 0, account_id, on)
    if not opponents:
        return _("Nobody is against you: turn a neutral stakeholder into an ally on one of his own priorities.")
    return _("Deal first with %(opponent)s: understand the personal gain at stake, bring in an ally.") % {
        "opponent": opponents[0].name
    }


INDICATORS = (
    Indicator(
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
        evidence=coverage_evidence,
        advise=advise_coverage,
        theme=Theme.RELATIONS,
        perspective=Perspective.RELATIONSHIP,
    ),
    Indicator(
        key="contact_breadth",
        label=gettext_lazy("Breadth of functions"),
        formula=gettext_lazy(
            "Number of functions of the client in which at least one stakeholder has c of 0.5 or more. The target is "
            "5, or the number of functions that exist at this client when there are fewer."
        ),
        unit=functions,
        measure=relations_by_account,
        read=contact_breadth,
        evidence=breadth_evidence,
        advise=advise_breadth,
        theme=Theme.RELATIONS,
    ),
    Indicator(
        key="attitude_balance",
        label=gettext_lazy("Relationship climate"),
        formula=gettext_lazy(
            "100 × the sum of influence × attitude (−2 to +2) over twice the sum of influence, for the stakeholders of "
            "influence 3 or more whose attitude was assessed in the last 180 days. At least 3 are needed."
        ),
        unit=signed,
        measure=relations_by_account,
        read=attitude_balance,
        evidence=attitude_evidence,
        advise=advise_attitude,
        theme=Theme.RELATIONS,
    ),
)
