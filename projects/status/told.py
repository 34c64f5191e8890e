"""The colours of a project in words: what each was told from, and where its limits are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.values import plain
from projects.models import Colour, ComputedStatus
from projects.status.words import shown


@dataclass(frozen=True)
class Told:
    """One of the four colours; `colour` is "" where there is nothing to judge by."""

    label: str
    colour: str
    text: str
    limits: str

    @property
    def colour_name(self) -> str:
        return Colour(self.colour).label if self.colour else _("not judged")


def told_of(status: ComputedStatus) -> Iterator[Told]:
    facts = status.facts
    yield Told(
        _("Schedule"), status.schedule, schedule_told(facts),
        _("Green up to 5 working days or 5 % of what remains, amber up to 15 or 15 %; a late critical milestone is at best amber."),
    )  # fmt: skip
    yield Told(
        _("Scope"), status.scope, scope_told(facts),
        _("Green while nothing that must be delivered is at risk or late, amber for one, red for two or more."),
    )  # fmt: skip
    yield Told(
        _("People"), status.resources, resources_told(facts),
        _("Load of the next 30 days on all projects: green up to 110 %, amber up to 130 %."),
    )  # fmt: skip
    yield Told(
        _("Satisfaction"), status.satisfaction, satisfaction_told(facts),
        _("Last score out of 10: green from 7 on, amber from 5 on; after 60 days it does not count any more."),
    )  # fmt: skip


def schedule_told(facts: dict) -> str:
    late = facts.get("late") or []
    told = [slip_told(facts)]
    if late:
        told.append(
            ngettext("Late critical milestone: %(names)s.", "Late critical milestones: %(names)s.", len(late))
            % {"names": ", ".join(late)}
        )
    return " ".join(told)


def slip_told(facts: dict) -> str:
    slip = facts.get("slip")
    if slip is None:
        return _("No baseline to compare with.")
    where = {"version": facts["baseline"], "days": shown(abs(slip))}
    if slip > 0:
        return _("The end is %(days)s working days later than in baseline %(version)s.") % where
    if slip < 0:
        return _("The end is %(days)s working days earlier than in baseline %(version)s.") % where
    return _("The end is as in baseline %(version)s.") % where


def scope_told(facts: dict) -> str:
    if not facts.get("musts"):
        return _("Nothing that must be delivered is noted.")
    count = facts["at_risk_count"]
    if not count:
        return _("Nothing that must be delivered is at risk or late.")
    told = ngettext(
        "%(n)s deliverable at risk or late: %(names)s.", "%(n)s deliverables at risk or late: %(names)s.", count
    )
    return told % {"n": count, "names": ", ".join(facts["at_risk"])}


def resources_told(facts: dict) -> str:
    if not facts.get("busiest"):
        return _("None of ours has a task in the next 30 days.")
    name, load = facts["busiest"]
    return _("%(name)s has the most to do: %(load)s %% of the working time.") % {"name": name, "load": load}


def satisfaction_told(facts: dict) -> str:
    if facts.get("score") is None:
        return _("No score given at a meeting in the last 60 days.")
    day = plain(date.fromisoformat(facts["scored_on"]))
    return _("%(score)s out of 10 on %(day)s.") % {"score": facts["score"], "day": day}
