"""Whom the client puts us in touch with: indicator 3 of domain.md 1.3."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.stakeholders.measures.introductions import (
    PROMPT,
    WINDOW,
    Door,
    Obtained,
    introductions_by_account,
    persons,
)
from accounts.stakeholders.network import FAVOURABLE
from kam.scorecards.indicators import base
from kam.scorecards.indicators.base import Evidence, Figure, Indicator, Theme, counted
from kam.scorecards.indicators.ground import Ground
from kam.scorecards.indicators.relations import named, openers


def client_introductions(row: Obtained) -> Figure:
    """Distinct people met within 90 days of an introduction by the client made in the last 365 days."""
    return counted(row.persons, row.days, WINDOW)


def introduction_evidence(facts: Ground) -> Evidence:
    return Evidence(
        headers=[
            _("Person introduced"), _("By"), _("Introduced to"), _("Made on"), _("First meeting"), _("Days until then"), _("Counted"),
            _("Remark"),
        ],
        rows=[introduction_row(facts, door) for door in facts.made],
        addresses=[reverse("stakeholders:introduction-edit", args=[door.pk]) for door in facts.made],
        is_for_editors=True,
        total=[_("Different people"), None, None, None, None, None, persons(facts.made), None],
        note=trend_note(facts),
    )  # fmt: skip


def introduction_row(facts: Ground, door: Door) -> list:
    row = facts.rows[door.pk]
    waited = None if door.first_on is None else (door.first_on - door.made_on).days
    return [
        row.introduced.name, str(row.asked_of), str(row.introduced_to), door.made_on, door.first_on, waited,
        int(door.counts), remark(door, facts.on),
    ]  # fmt: skip


def remark(door: Door, on: date) -> str:
    """Why an introduction does not count."""
    if door.counts:
        return ""
    if door.introducer_id is None:
        return _("Introduced by one of ours")
    if door.first_on:
        return _("Met after more than %(days)s days") % {"days": PROMPT}
    return (
        _("Not met yet") if (on - door.made_on).days <= PROMPT else _("Not met within %(days)s days") % {"days": PROMPT}
    )


def trend_note(facts: Ground) -> str:
    """More and more, or less and less: the half-year beside the one before."""
    now, before = facts.trend
    words = {"now": now, "before": before}
    return ngettext(
        "%(now)s person met through the introductions of the last six months, %(before)s through those of the six before.",
        "%(now)s people met through the introductions of the last six months, %(before)s through those of the six before.",
        now,
    ) % words  # fmt: skip


def advise_introductions(facts: Ground) -> str:
    """Ask somebody favourable for the most influential person out of reach for whom nobody was asked yet."""
    taken = {row.introduced_id for row in facts.asked}
    targets = [person for person in facts.people if not person.covered and person.pk not in taken]
    helpers = [person for person in openers(facts.people) if (person.attitude or 0) >= FAVOURABLE]
    if not targets:
        return _("Everybody on the map is reached or asked for: complete the map, there are more people to meet.")
    words = {"target": named(targets[0])}
    if not helpers:
        return _("Nobody is favourable enough yet to open the door to %(target)s: win over an ally first.") % words
    context = next((row.context for row in facts.asked if row.context), "")
    words |= {"helper": helpers[0].name, "priority": context}
    if not context:
        return _("Ask %(helper)s to introduce you to %(target)s.") % words
    return _("Ask %(helper)s to introduce you to %(target)s around the priority “%(priority)s”.") % words


INTRODUCTIONS = Indicator(
    key="client_introductions",
    label=gettext_lazy("Introductions obtained"),
    formula=gettext_lazy(
        "Number of different people to whom somebody of the client introduced us in the last 365 days, first met within "
        "90 days of the introduction. The first meeting is the day written down or the first two-way interaction of both "
        "people, other than a message. Introductions by our own side are listed but not counted. Known for less than 365 "
        "days: the count is multiplied by 365 over the days of history, by 2 at most; below 90 days it is not measured."
    ),
    unit=base.persons,
    measure=introductions_by_account,
    read=client_introductions,
    facts=Ground,
    evidence=introduction_evidence,
    advise=advise_introductions,
    theme=Theme.RELATIONS,
)
